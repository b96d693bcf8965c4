"""`riwaya search`: hits with their marks, for a terminal and as JSONL."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from riwaya.cli import main
from riwaya.exports.display import Page, display_width
from riwaya.exports.hit_list import to_jsonl, to_text
from riwaya.model import Span
from riwaya.records import Hit
from riwaya.store import open_store
from tests.store.searching import Said, person, report
from tests.store_kit import put

TEXT = "قال نادر قصاب إن الجسر القديم مغلق. ونفى شاهد وصول القافلة."


@pytest.fixture
def store(tmp_path: Path) -> str:
    where = str(tmp_path / "store.sqlite")
    said = [
        Said("قال", "نادر قصاب", "الجسر القديم مغلق", speaker=person("نادر قصاب")),
        Said("نفى", "شاهد", "وصول القافلة", "denied"),
    ]
    with open_store(where) as opened:
        put(opened, report(TEXT, said, outlet="نورس", published="2018-03-31", title="جسر مغلق"))
        put(opened, report("الجسر مفتوح", outlet="الأفق"))
    return where


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_hits_are_printed_with_marks_and_ids(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "جسر", "--store", store, "--lang", "en", "--in", "claims"]) == 0
    out, err = capsys.readouterr()
    assert "‹الجسر› القديم مغلق" in out
    assert "[1]" in out
    assert "2018-03-31" in out
    assert "«جسر مغلق»" in out
    claim, document = lines_of(store, capsys, "جسر", "--in", "claims")[0].values()
    assert claim in out
    assert document in out
    assert err == ""


def lines_of(store: str, capsys: pytest.CaptureFixture[str], *args: str) -> list[dict[str, str]]:
    main(["search", "--store", store, "--format", "jsonl", *args])
    return [{"claim": hit["claim"], "document": hit["document"]} for hit in lines(capsys)]


def test_jsonl_holds_every_field_and_exact_marks(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "قديم", "--store", store, "--format", "jsonl", "--in", "text"]) == 0
    (hit,) = lines(capsys)
    assert hit["snippet"] == TEXT[slice(*hit["span"])]
    assert [hit["snippet"][slice(*mark)] for mark in hit["marks"]] == ["القديم"]
    assert {key: hit[key] for key in ("schema", "kind", "claim", "in_title", "outlet")} == {
        "schema": "riwaya.hit/1", "kind": "text", "claim": None, "in_title": False,
        "outlet": "نورس",
    }  # fmt: skip


def test_filters_pages_and_words_left_out(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(lines_of(store, capsys, "الجسر", "--in", "text")) == 2
    assert len(lines_of(store, capsys, "الجسر -مفتوح", "--in", "text")) == 1
    assert len(lines_of(store, capsys, "--in", "text", "--", "الجسر", "-مفتوح")) == 1
    assert len(lines_of(store, capsys, "--stance", "denied")) == 1
    assert len(lines_of(store, capsys, "الجسر", "--outlet", "الأفق")) == 1
    assert len(lines_of(store, capsys, "الجسر", "--since", "2018-01-01", "--in", "text")) == 1
    (first,) = lines_of(store, capsys, "الجسر", "--in", "text", "--limit", "1")
    (second,) = lines_of(store, capsys, "الجسر", "--in", "text", "--limit", "1", "--offset", "1")
    assert first != second
    (same,) = lines_of(store, capsys, "الجسر", "--in", "text", "--document", second["document"][:8])
    assert same == second


def test_more_hits_are_announced_and_none_is_said(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["search", "الجسر", "--store", store, "--limit", "1"])
    assert "--offset 1" in capsys.readouterr().err
    assert main(["search", "لامثيل", "--store", store, "--lang", "en"]) == 0
    assert capsys.readouterr().out == "Nothing matches the search.\n"
    assert main(["search", "لامثيل", "--store", store, "--format", "jsonl"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("wrong", [["--limit", "-1"], ["--limit", "x"], ["--offset", "٣"]])
def test_wrong_counts_are_refused(
    store: str, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["search", "الجسر", "--store", store, *wrong])
    assert "write it as 20" in capsys.readouterr().err


def test_a_missing_store_is_not_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "الجسر", "--store", str(tmp_path / "none.sqlite")]) == 1
    assert "none.sqlite" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def hit(snippet: str, *marks: tuple[int, int]) -> Hit:
    spans = tuple(Span(*mark) for mark in marks)
    return Hit("text", "d1", None, snippet, spans, Span(0, len(snippet)), None, None, None)


def test_marks_are_colours_on_a_terminal_and_end_with_each_line() -> None:
    snippet = "كلمة " * 10 + "هدف بعيد جدا " + "كلمة " * 10
    at = snippet.index("هدف")
    shown = to_text([hit(snippet, (at, at + 12))], "ar", Page(48, True, True))
    assert "‹" not in shown
    for line in shown.splitlines():
        opened, closed = re.findall(r"\x1b\[[1-9;]+m", line), line.count("\x1b[0m")
        assert len(opened) == closed
    assert shown.count("\x1b[1;7m") >= 1
    assert "\u2062" not in shown


def test_what_a_text_hides_is_shown_and_lines_fit() -> None:
    snippet = "قبل\u2062\u202e \x1b[31m بعد " + "كلمة " * 40
    for page in (Page(60, True), Page(60, False), Page(60, True, True)):
        shown = to_text([hit(snippet, (0, 3))], "en", page)
        assert "‹U+202E›" in shown
        assert "‹U+2062›" in shown
        assert "\x1b[31m" not in shown
        if not page.color:
            assert all(display_width(line) <= 60 for line in shown.splitlines())


def test_lone_surrogates_do_not_break_the_lines() -> None:
    line = to_jsonl([hit("قبل \ud800 بعد", (0, 3))])
    assert json.loads(line)["snippet"] == "قبل \ud800 بعد"
    assert "D800" in to_text([hit("قبل \ud800 بعد")], "ar", Page(60, True))


def test_the_bench_fills_a_store_and_measures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from bench.search import run

    where = str(tmp_path / "bench.sqlite")
    run("SQLite", lambda _: where, 100)
    out = capsys.readouterr().out
    assert "100 claims stored" in out
    assert "60 queries" in out
    with open_store(where) as store:
        assert list(store.verify()) == []
        assert store.stats()["claims"] == 100
