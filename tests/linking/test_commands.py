"""`riwaya entities` and `riwaya places`, through a parser of their own."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from archive import E, make

from riwaya import cli_names
from riwaya.contract import report as jsonl
from riwaya.errors import InputError, SettingError
from riwaya.linking import load_decisions
from riwaya.model import PlaceReading, Report, Span

NAME = "نادر سليم قصاب"
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs one command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    parser = argparse.ArgumentParser()
    cli_names.add_commands(parser.add_subparsers(required=True))

    def run_it(*argv: str) -> int:
        args = parser.parse_args(argv)
        code: int = args.run(args)
        return code

    return run_it


def stored(path: str, *reports: Report) -> str:
    """A file of reports as `riwaya read --format jsonl` writes it."""
    Path(path).write_text("".join(f"{jsonl.render(report)}\n" for report in reports), "utf-8")
    return path


def two() -> tuple[Report, Report]:
    town = E("تل الرمان", "place", "geonames:12", country="SY", admin=("سوريا", "إدلب"))
    return make("a", "2026-03-01", E(NAME, org="geonames:12"), town), make("b", None, E(NAME), town)


def listed(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_entities_as_text(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("entities", stored("r.jsonl", *two()), "--lang", "en") == 0
    page = "".join(char for char in capsys.readouterr().out if char not in "\u2067\u2068\u2069")
    for words in (
        f"«{NAME}» · person",
        "reports: 2 · mentions: 2 · claims as speaker: 1",
        "in a; b joined by long_name 0.95 ×1",
        "تل الرمان · place · SY",
        "geonames:12",
    ):
        assert words in " ".join(page.split())


def test_entities_as_jsonl_say_who_is_joined_and_why(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("entities", stored("r.jsonl", *two()), "--format", "jsonl", "--kind", "person") == 0
    (entity,) = listed(capsys.readouterr().out)
    assert entity["schema"] == "riwaya.entity/1"
    assert (entity["reports"], entity["claims"], entity["name"]) == (2, 1, NAME)
    (join,) = entity["joins"]  # type: ignore[misc]
    assert (join["rule"], join["score"]) == ("long_name", 0.95)
    assert [m["document"] for m in entity["members"]] == ["a", "b"]  # type: ignore[attr-defined]


def test_entities_as_csv_guard_formulas(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    bad = "\u200f=HYPERLINK(A1) نادر"
    assert run("entities", stored("r.jsonl", make("a", None, E(bad))), "--format", "csv") == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["name"] == row["names"] == f"'{bad}"


def test_a_join_is_remembered(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    other = make("c", None, E("أبو الزان"))
    path = stored("r.jsonl", *two(), other)
    run("entities", path, "--format", "jsonl", "--kind", "person")
    ids = [str(entity["id"]) for entity in listed(capsys.readouterr().out)]
    assert (
        run("entities", "join", *ids, "--reports", path, "--reason", "الصورة", "--user", "م") == 0
    )
    assert f"decisions.jsonl: {ids[0]} and {ids[1]} are one" in capsys.readouterr().err
    run("entities", path, "--format", "jsonl", "--kind", "person")
    (entity,) = listed(capsys.readouterr().out)
    assert (entity["id"], entity["reports"]) == (ids[0], 3)
    (decision,) = load_decisions("decisions.jsonl")
    assert (decision.user, decision.reason) == ("م", "الصورة")
    assert decision.second.names == ("أبو الزان",)


def test_a_split_is_remembered_in_the_file_given(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    path = stored("r.jsonl", *two())
    options = ("--decisions", "mine.jsonl", "--reports", path)
    argv = ("entities", "split", "geonames:12", "--document", "b", "--reason", "r", *options)
    assert run(*argv) == 0
    run("entities", path, "--format", "jsonl", "--kind", "place", "--decisions", "mine.jsonl")
    found = listed(capsys.readouterr().out)
    assert sorted(str(e["id"]).partition(":")[0] for e in found) == ["geonames", "linked"]
    run("entities", path, "--format", "jsonl", "--kind", "place")
    assert len(listed(capsys.readouterr().out)) == 1


def test_an_actor_of_the_lexicon_need_not_be_in_the_reports(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    path = stored("r.jsonl", *two())
    local, rest = two()[0].entities[0].id, ("--reports", path, "--reason", "r")
    assert run("entities", "join", local, "actor:hezbollah", *rest) == 0
    run("entities", path, "--format", "jsonl")
    assert "actor:hezbollah" in {entity["id"] for entity in listed(capsys.readouterr().out)}
    with pytest.raises(SettingError, match="no entity 'actor:nobody'"):
        run("entities", "join", local, "actor:nobody", *rest)


def test_changed_ground_is_said(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    path = stored("r.jsonl", *two())
    run("entities", "split", "geonames:12", "--document", "b", "--reason", "r", "--reports", path)
    stored(path, two()[0], make("b", None, E(NAME)))
    capsys.readouterr()
    assert run("entities", path) == 0
    assert "decisions.jsonl, line 1: ground has changed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("join", "linked:1"), "`join` takes two ids"),
        (("split", "linked:1"), "takes one, and --document"),
        (("join", "linked:1", "linked:2", "--reason", "r"), "no entity 'linked:1'"),
        (("join", "actor:hezbollah", "actor:al-qaeda"), "needs a reason"),
        (("join", "actor:hezbollah", "actor:hezbollah", "--reason", "r"), "named twice"),
        (("split", "geonames:12", "--document", "x", "--reason", "r", "--reports", "r.jsonl"),
         "'x' does not name"),
    ],
)  # fmt: skip
def test_wrong_decisions_are_refused(run: Run, argv: tuple[str, ...], words: str) -> None:
    stored("r.jsonl", *two())
    with pytest.raises(SettingError, match=words):
        run("entities", *argv)
    assert not Path("decisions.jsonl").exists()


def test_a_missing_file_of_decisions_is_refused(run: Run) -> None:
    with pytest.raises(InputError, match="decisions cannot be read"):
        run("entities", stored("r.jsonl", *two()), "--decisions", "gone.jsonl")


def test_broken_lines_and_repeated_reports_are_said(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    path = stored("r.jsonl", *two(), two()[0])
    with Path(path).open("a") as file:
        file.write('{"schema": "riwaya.report/1"}\n')
    assert run("entities", path) == 1
    err = capsys.readouterr().err
    assert "left out: document a: there is a report on it already" in err
    assert "failed: r.jsonl, line 4: the report is damaged" in err


def test_reports_come_from_folders_and_standard_input(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = two()
    Path("deep").mkdir()
    stored("deep/b.jsonl", b)
    line = f"{jsonl.render(a)}\n".encode()
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(line)))  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "stdin", stdin)
    assert run("entities", "-", "deep", "--format", "jsonl", "--kind", "person") == 0
    (entity,) = listed(capsys.readouterr().out)
    assert entity["reports"] == 2


def test_documents_are_read_first(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.txt").write_text("قال المتحدث باسم المجلس إن الطريق مفتوح.", "utf-8")
    assert run("entities", "a.txt", "--reader", "rules", "--format", "csv") == 0
    assert capsys.readouterr().out.startswith("id,kind,name")
    assert run("entities", "gone.txt", "--reader", "rules") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "gone.txt: does not exist" in err


def placed() -> list[Report]:
    """A town in two reports, and a hospital whose point is kept back in one of them."""
    found = []
    for document, hidden in (("a", True), ("b", False)):
        report = make(document, None, E("تل الرمان", "place", "geonames:12"),
                      E("مشفى الرحمة", "facility", "geonames:11"))  # fmt: skip
        spans = [mention.span for mention in report.mentions]
        places = (
            PlaceReading("m0", spans[0], "geonames:12", "city", 1, 1, -35.5, 36.25, "SY"),
            PlaceReading("m1", spans[1], "geonames:11", "facility", 3, 2, *(
                (35.0, 36.0) if hidden else (35.111111, 36.999999)), "SY", coarsened=hidden),
        )  # fmt: skip
        found.append(Report(report.document, (), (), (), report.mentions, report.entities, places))
    return found


@pytest.mark.parametrize("format_", ["text", "jsonl", "csv", "geojson"])
def test_no_list_of_places_tells_where_a_site_is(
    run: Run, capsys: pytest.CaptureFixture[str], format_: str
) -> None:
    assert run("places", stored("r.jsonl", *placed()), "--format", format_) == 0
    out = capsys.readouterr().out
    assert "مشفى الرحمة" in out
    assert "36.99" not in out
    assert "geonames:11" not in out
    assert "geonames:12" in out


def test_odd_names_are_said_and_kept(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    odd = "نادر\u202e سليم قصاب"
    reports = (
        make("a", None, E(odd)),
        make("b", None, E(NAME)),
        make("c", None, E(f"{odd}\u200f")),
    )
    assert run("entities", stored("r.jsonl", *reports), "--format", "jsonl") == 0
    out, err = capsys.readouterr()
    (entity,) = listed(out)
    assert odd in entity["names"]  # type: ignore[operator]
    assert "note: bidi controls in the name: نادر‹U+202E› سليم قصاب and 1 more" in err


def test_places_as_text(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("places", stored("r.jsonl", *placed()), "--lang", "en") == 0
    page = "".join(char for char in capsys.readouterr().out if char not in "\u2067\u2068\u2069")
    for words in (
        "تل الرمان · town · SY · exact place · -35.5000, 36.2500",
        "reports: 2 · mentions: 2 · claims on it: 0",
        "facility · SY · within a district · no point",
        "facility · SY · protected site, shown by its district · 35.0000, 36.0000",
    ):
        assert words in " ".join(page.split())


def test_places_as_csv(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("places", stored("r.jsonl", *placed()), "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["name"], row["lat"], row["lon"], row["reports"]) for row in rows] == [
        ("تل الرمان", "-35.5", "36.25", "2"),
        ("مشفى الرحمة", "35.0", "36.0", "1"),
        ("مشفى الرحمة", "", "", "1"),
    ]


def test_places_as_one_collection_in_a_file(run: Run) -> None:
    path = stored("r.jsonl", *placed())
    assert run("places", path, "--format", "geojson", "--out", "map.geojson") == 0
    assert len(json.loads(Path("map.geojson").read_text("utf-8"))["features"]) == 4


def test_a_report_with_impossible_coordinates_stops_no_other(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = placed()
    off = (PlaceReading("m0", Span(0, 2), None, "city", lat=95.0, lon=0.0),)
    broken = Report(bad.document, (), (), (), bad.mentions, bad.entities, off)
    assert run("places", stored("r.jsonl", good, broken), "--format", "jsonl") == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert "failed: document b, place of mention m0: has the impossible coordinates" in err
