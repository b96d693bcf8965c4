"""`riwaya stories`, `riwaya story`, and story judgements among `riwaya judgements`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from riwaya.cli import main
from riwaya.compare.model import Comparison, Position, Question, Relation
from riwaya.contract import render
from riwaya.errors import ResourceError
from riwaya.keep.comparison_json import dumped, loaded
from riwaya.model import Span
from riwaya.store import open_store
from riwaya.store.base import Store
from tests.store_kit import make_report, placed, put

TITLE = "إغلاق الجسر القديم في وادي الزان"
RELATION = Relation(
    "d1#c1", "d2#P0", "contradicts", 0.8, "denial", (Span(0, 4),), (Span(1, 2), Span(3, 5))
)
QUESTION = Question(
    "q77", "هل أغلق الجسر؟", "Is the bridge closed?", "status",
    (Position("أغلق", ("d1#c1",), (("d1#c1", Span(0, 4)),)),),
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of four reports in the stories s1 (three) and s2, and no pack of embeddings."""

    def missing() -> None:
        raise ResourceError("no pack in this test.")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("riwaya.stories.vectors.load_vectors", missing)
    with open_store("riwaya.sqlite") as store:
        for number, story in enumerate(("s1", "s1", "s2", "s1"), start=1):
            text = f"قال نادر قصاب إن {number} عائلة غادرت وادي الزان أمس."
            report = make_report(
                text, id=f"d{number}", published=f"2018-03-0{number}", title=f"{TITLE} {number}",
                outlet=f"منبر {number % 2}",
            )  # fmt: skip
            put(store, report)
            store.place(placed(report, story))
    return tmp_path


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison of any story has one relation and one question."""
    from riwaya.compare import compare as module

    def fake(story: str, reports: object, judgements: object = ()) -> Comparison:  # noqa: ARG001
        return Comparison(story, (), (), (RELATION,), (QUESTION,))

    monkeypatch.setattr(module, "compare", fake)


def run(capfdbinary: pytest.CaptureFixture[bytes], *command: str) -> tuple[int, str, str]:
    capfdbinary.readouterr()
    code = main(list(command))
    out, err = capfdbinary.readouterr()
    return code, out.decode(), err.decode()


def opened() -> Store:
    return open_store("riwaya.sqlite", create=False)


def listed(capfdbinary: pytest.CaptureFixture[bytes], *options: str) -> dict[str, list[str]]:
    code, out, _ = run(capfdbinary, "stories", "--format", "json", *options)
    assert code == 0
    return {one["story"]: one["reports"] for one in json.loads(out)}


def test_stories_of_a_store_are_a_line_each(capfdbinary) -> None:
    code, out, err = run(capfdbinary, "stories")
    assert (code, err) == (0, "")
    first, second = out.splitlines()
    assert first.startswith("s1 ")
    assert "2018-03-01–2018-03-04" in first
    assert "3r   2o" in first
    assert TITLE in first
    assert "2018-03-03 " in second
    assert listed(capfdbinary) == {"s1": ["d1", "d2", "d4"], "s2": ["d3"]}


def test_a_selection_chooses_whole_stories(capfdbinary) -> None:
    assert listed(capfdbinary, "--until", "2018-03-01") == {"s1": ["d1", "d2", "d4"]}
    assert listed(capfdbinary, "--outlet", "منبر 1").keys() == {"s1", "s2"}
    assert listed(capfdbinary, "--since", "2019-01-01") == {}
    assert run(capfdbinary, "stories", "--since", "2019-01-01")[1] == "no stories\n"


def test_what_has_no_place_is_placed_first(capfdbinary) -> None:
    with opened() as store:
        put(store, make_report("ذكر سالم نعمان أن المعبر فتح", id="d9", published="2018-05-01"))
    code, out, err = run(capfdbinary, "stories", "--format", "json")
    assert code == 0
    assert ["d9"] in [one["reports"] for one in json.loads(out)]
    assert "words and names" in err
    code, _, _ = run(capfdbinary, "stories", "--regroup", "--user", "سلمى")
    assert code == 0
    with opened() as store:
        entry = list(store.log_entries())[-1]
        assert (entry.action, entry.user) == ("regroup", "سلمى")
        assert list(store.unplaced()) == []


def test_a_story_shows_its_reports_and_what_put_them_there(capfdbinary) -> None:
    code, out, _ = run(capfdbinary, "story", "s2", "--lang", "ar")
    assert code == 0
    assert TITLE in out
    assert "joined: names 0.5" in out
    _, out, _ = run(capfdbinary, "story", "s1", "--format", "json")
    value = json.loads(out)
    assert (value["schema"], value["story"]) == ("riwaya.story/1", "s1")
    assert value["members"][0]["placed"] == {
        "story": "s1", "score": 0.75, "why": "joined: names 0.5",
    }  # fmt: skip
    code, _, err = run(capfdbinary, "story", "x9")
    assert code == 1
    assert "riwaya stories" in err


def test_moving_merging_and_splitting(capfdbinary) -> None:
    why = ("--reason", "خبر واحد", "--by", "سلمى")
    code, _, err = run(capfdbinary, "story", "s2", "--move", "d1", *why)
    assert (code, "decision 1: move member d1, story s2" in err) == (0, True)
    assert listed(capfdbinary) == {"s1": ["d2", "d4"], "s2": ["d3", "d1"]}
    assert run(capfdbinary, "story", "s1", "--merge", "s2", *why)[0] == 0
    assert listed(capfdbinary) == {"s1": ["d2", "d4", "d1", "d3"]}
    assert run(capfdbinary, "story", "s2", "--split", "d4", *why)[0] == 0
    own = next(story for story in listed(capfdbinary) if story != "s1")
    assert listed(capfdbinary)[own] == ["d4"]
    assert run(capfdbinary, "story", "s2", "--merge", "s2", *why)[0] == 0
    assert listed(capfdbinary) == {own: ["d4"], "s2": ["d3", "d1"], "s1": ["d2"]}
    assert run(capfdbinary, "story", "s2", "--merge", "s2", *why)[0] == 1
    _, out, _ = run(capfdbinary, "story", "s2", "--format", "json")
    value = json.loads(out)
    assert value["members"][1]["decision"]["user"] == "سلمى"
    assert [(j["decision"], j["superseded"]) for j in value["judgements"]] == [
        ("move", False), ("merge", True), ("merge", False),
    ]  # fmt: skip
    _, out, _ = run(capfdbinary, "story", "s2", "--lang", "en")
    assert "put here by a person" in out
    assert "a later decision replaces it" in out


@pytest.mark.parametrize(
    ("options", "where"),
    [
        (("--move", "d3"), "--reason"),
        (("--move", "d3", "--reason", " "), "--reason"),
        (("--move", "d3", "--to", "s2", "--reason", "r"), "--to"),
        (("--correct", "q77", "--reason", "r"), "--correct"),
        (("--reason", "r"), "--reason"),
        (("--claim", "d1#c1"), "--claim"),
        (("--move", "d3", "--claim", "d1#c1", "--reason", "r"), "--claim"),
    ],
)
def test_options_that_do_not_fit(capfdbinary, options: tuple[str, ...], where: str) -> None:
    code, _, err = run(capfdbinary, "story", "s1", *options)
    assert (code, err.startswith(f"riwaya: {where}:")) == (2, True)
    with opened() as store:
        assert list(store.story_judgements()) == []


@pytest.mark.usefixtures("compared")
def test_relations_and_questions_are_judged_by_their_ids(capfdbinary) -> None:
    why = ("--reason", "قرأته", "--user", "سلمى")
    beginning = RELATION.id[:8]
    for options in (
        ("--confirm", beginning),
        ("--correct", beginning, "--to", "updates"),
        ("--reject", "q77"),
        ("--correct", "q7", "--to", "هل فتح الجسر؟"),
        ("--add-question", "  من  أغلقه؟ ", "--claim", "d1#c1", "--claim", "d2#P3"),
    ):
        assert run(capfdbinary, "story", "s1", *options, *why)[0] == 0
    with opened() as store:
        made = list(store.story_judgements("s1"))
        ground = json.loads(made[0].ground)
        assert ground == {
            "a": "d1#c1", "b": "d2#P0", "relation": "contradicts", "evidence_a": [[0, 4]],
            "evidence_b": [[1, 2], [3, 5]],
        }  # fmt: skip
        assert [(one.kind, one.target, one.decision) for one in made[:4]] == [
            ("relation", RELATION.id, "confirm"),
            ("relation", RELATION.id, "correct"),
            ("question", "q77", "reject"),
            ("question", "q77", "correct"),
        ]
        assert made[1].value == '"updates"'
        assert json.loads(made[3].value or "") == {"question_ar": "هل فتح الجسر؟"}
        added = json.loads(made[4].value or "")
        assert (added["question_ar"], added["claims"]) == ("من أغلقه؟", ["d1#c1", "d2#P3"])
        store.remove("d1", "سلمى", "طلب صاحبه")
        left = list(store.story_judgements())
        assert [(one.reason, one.ground) for one in left] == [("", "")] * 5
        assert [one.value for one in left[2:]] == [None] * 3
    for options, code in (
        (("--confirm", "ffff"), 1),
        (("--correct", beginning, "--to", "true"), 2),
        (("--add-question", "  "), 1),
        (("--add-question", "من؟", "--claim", "d3#c1"), 1),
    ):
        assert run(capfdbinary, "story", "s1", *options, *why)[0] == code


def test_a_comparison_is_worked_out_once_until_something_changes(
    capfdbinary, monkeypatch: pytest.MonkeyPatch
) -> None:
    from riwaya.compare import compare as module
    from riwaya.keep.comparing import compared as compared_of

    asked: list[list[str]] = []

    def fake(story: str, reports, judgements=()) -> Comparison:  # type: ignore[no-untyped-def]
        asked.append([one.document.id for one in reports] + [one.target for one in judgements])
        return Comparison(story, (), (), (RELATION,), (QUESTION,))

    monkeypatch.setattr(module, "compare", fake)
    with opened() as store:
        first = compared_of(store, "s1")
        assert compared_of(store, "s1") == first
        assert asked == [["d1", "d2", "d4"]]
        run(capfdbinary, "story", "s1", "--split", "d4", "--reason", "r")
        compared_of(store, "s1")
        assert asked[1:] == [["d1", "d2", "d4"]]
        store.add(replace(store.record("d1").report, stages=("claims/9",)), None)
        compared_of(store, "s1")
        compared_of(store, "s1", fresh=True)
        assert len(asked) == 4


def test_a_comparison_comes_back_from_its_json_as_it_was() -> None:
    from riwaya.compare.accounts import accounts_of
    from riwaya.errors import InputError

    accounts = accounts_of(make_report("قال نادر \ud800 إن الجسر \x00 مغلق أمس."))
    assert accounts
    whole = Comparison("s1", accounts, (), (RELATION,), (QUESTION,), notes=("note",))
    assert loaded(dumped(whole)) == whole
    for broken in ("{}", "[]", "", '{"story": 1, "accounts": 3}'):
        with pytest.raises(InputError):
            loaded(broken)


def test_judgements_list_decisions_on_stories_too(capfdbinary) -> None:
    run(capfdbinary, "story", "s1", "--merge", "s2", "--reason", "خبر واحد", "--by", "سلمى")
    _, out, _ = run(capfdbinary, "judgements", "--lang", "en")
    assert "merged a story into it" in out
    assert "خبر واحد" in out
    _, out, _ = run(capfdbinary, "judgements", "--format", "jsonl")
    (line,) = map(json.loads, out.splitlines())
    assert (line["kind"], line["ground_was"], line["superseded"]) == (
        "story", {"story": "s2"}, False,
    )  # fmt: skip


def test_reports_of_files_are_grouped_without_a_store(capfdbinary, folder: Path) -> None:
    one = make_report("قال نادر قصاب إن الجسر القديم أُغلق في وادي الزان أمس.", id="a")
    two = make_report("أعلن الاتحاد تأجيل مباراة الكأس بسبب العاصفة", id="b", outlet="ب",
                      place="x", published=None)  # fmt: skip
    lines = []
    for report in (one, replace(one, document=replace(one.document, id="c")), two):
        value = json.loads(render(report))
        value["document"]["story"] = f"named {report.document.id}"
        lines.append(json.dumps(value))
    path = folder / "r.jsonl"
    path.write_text("\n".join([lines[0], "{broken", *lines[1:], lines[0], ""]), encoding="utf-8")
    Path("riwaya.sqlite").unlink()
    code, out, err = run(capfdbinary, "stories", str(path), "--format", "json")
    assert code == 1
    found = json.loads(out)
    assert all(set(story) == {"story", "reports"} for story in found)
    assert sorted(sorted(story["reports"]) for story in found) == [["a", "c"], ["b"]]
    assert "r.jsonl, line 2" in err
    assert "r.jsonl, line 5" in err
    code, out, _ = run(capfdbinary, "stories", str(path))
    assert out.startswith("s")
    assert not Path("riwaya.sqlite").exists()
    assert run(capfdbinary, "stories", str(path), "--regroup")[0] == 2
    assert run(capfdbinary, "stories", "missing.jsonl")[0] == 1
