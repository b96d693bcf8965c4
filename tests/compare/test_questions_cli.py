"""`riwaya relate` and `riwaya compare` on files and on stored stories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.cli import main
from riwaya.compare.accounts import accounts_of
from riwaya.compare.story_files import file_names
from riwaya.contract.given import read_given
from riwaya.errors import InputError
from riwaya.model import Report
from riwaya.store import open_store
from riwaya.store.base import DecidedStory
from tests.compare.questions_kit import report
from tests.store_kit import placed, put

KEYS = {"story", "questions", "relations"}
QUESTION_KEYS = {"id", "question_ar", "question_en", "kind", "positions"}
RELATION_KEYS = {"a", "b", "relation", "question", "confidence", "why"}


def told(name: str, number: int, outlet: str) -> Report:
    text = (
        f"قتلى في حريق مصنع السنابل\n"
        f"[أعلن|الدفاع المدني في {outlet}] «مقتل {{{number} عمال|killed}} في حريق المصنع»."
    )
    return report(name, text, outlet=outlet)


def line(one: Report, story: str | None) -> str:
    """A report as little as the contract allows."""
    claims = [
        {
            "id": claim.id,
            "cue": [list(span) for span in claim.cue],
            "source": [list(span) for span in claim.source],
            "content": [list(span) for span in claim.content],
        }
        for claim in one.claims
    ]
    counts = [
        {"span": list(c.span), "min": c.minimum, "max": c.maximum, "kind": c.kind}
        for c in one.counts
    ]
    document = {
        "id": one.document.id,
        "text": one.document.text,
        "outlet": one.document.outlet,
        "published": one.document.published,
        "story": story,
    }
    return json.dumps({"document": document, "claims": claims, "counts": counts})


def written(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def related(folder: Path) -> dict[str, Any]:
    loaded = [json.loads(path.read_text("utf-8")) for path in sorted(folder.iterdir())]
    return {story["story"]: story for story in loaded}


def test_one_file_for_each_story_under_the_agreed_keys(tmp_path: Path) -> None:
    lines = [
        line(told("a", 4, "السهل"), "حريق/1"),
        line(told("b", 6, "الجبل"), "حريق/1"),
        line(told("c", 4, "النهر"), "S2"),
    ]
    out = tmp_path / "out"
    assert main(["relate", written(tmp_path, *lines), "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir())[0] == "S2.json"
    stories = related(out)
    assert stories.keys() == {"حريق/1", "S2"}
    fire = stories["حريق/1"]
    assert fire.keys() == KEYS
    (question,) = (q for q in fire["questions"] if q["kind"] == "count")
    assert question.keys() == QUESTION_KEYS
    assert {tuple(p["claims"]) for p in question["positions"]} == {("a#c1",), ("b#c1",)}
    for relation in fire["relations"]:
        assert relation.keys() == RELATION_KEYS
        assert 0.0 <= relation["confidence"] <= 1.0
        assert relation["why"]


def test_claims_are_taken_as_given(tmp_path: Path) -> None:
    reports = [told("a", 4, "السهل"), told("b", 6, "الجبل")]
    out = tmp_path / "out"
    main(["relate", written(tmp_path, *(line(r, "s") for r in reports)), "--out", str(out)])
    refs = {account.ref for one in reports for account in accounts_of(one)}
    story = related(out)["s"]
    ends = {end for relation in story["relations"] for end in (relation["a"], relation["b"])}
    claims = {c for q in story["questions"] for p in q["positions"] for c in p["claims"]}
    assert ends | claims <= refs


def test_a_broken_line_is_named_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line(told("a", 4, "السهل"), "s"), "{broken", line(told("b", 6, "الجبل"), "s")]
    out = tmp_path / "out"
    assert main(["relate", written(tmp_path, *lines), "--out", str(out)]) == 1
    assert "reports.jsonl, line 2" in capsys.readouterr().err
    assert related(out).keys() == {"s"}


def test_a_story_that_fails_leaves_the_old_file_and_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import riwaya.compare.compare as module

    whole = module.compare

    def failing(story: str, reports: Any, thorough: bool = False) -> Any:
        if story == "bad":
            raise InputError("cannot be compared.")
        return whole(story, reports, thorough=thorough)

    monkeypatch.setattr(module, "compare", failing)
    out = tmp_path / "out"
    out.mkdir()
    (out / "bad.json").write_text("kept", encoding="utf-8")
    lines = [line(told("a", 4, "السهل"), "bad"), line(told("b", 6, "الجبل"), "good")]
    assert main(["relate", written(tmp_path, *lines), "--out", str(out)]) == 1
    assert (out / "bad.json").read_text("utf-8") == "kept"
    assert {path.name for path in out.iterdir()} == {"bad.json", "good.json"}
    assert "story bad: cannot be compared." in capsys.readouterr().err


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    reports = written(tmp_path, line(told("a", 4, "السهل"), "s"))
    assert main(["relate", reports, "--out", reports]) == 2


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_no_reports_at_all_fail(tmp_path: Path, content: str) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text(content, encoding="utf-8")
    assert main(["relate", str(path), "--out", str(tmp_path / "out")]) == 1


@pytest.mark.parametrize("name", ["text", "json", "html", "csv"])
def test_every_form_of_a_comparison_of_files(
    tmp_path: Path, name: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    reports = written(tmp_path, line(told("a", 4, "السهل"), "s"), line(told("b", 6, "الجبل"), "s"))
    assert main(["compare", reports, "--format", name, "--lang", "ar"]) == 0
    assert "كم قتيلا سقط" in capfdbinary.readouterr().out.decode("utf-8")


def test_a_story_and_files_at_once_are_refused(tmp_path: Path) -> None:
    reports = written(tmp_path, line(told("a", 4, "السهل"), "s"))
    assert main(["compare", reports, "s123456789abc"]) == 2


def test_one_report_without_claims_is_compared(tmp_path: Path) -> None:
    plain = report("p", "خبر عن الطقس في السهل\nيستمر المطر في السهل حتى المساء.")
    out = tmp_path / "out"
    assert main(["relate", written(tmp_path, line(plain, "s")), "--out", str(out)]) == 0
    assert related(out)["s"]["questions"] == []


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=8, unique=True))
def test_file_names_are_safe_and_differ_on_every_system(stories: list[str]) -> None:
    names = file_names(stories)
    assert names.keys() == set(stories)
    assert len({name.lower() for name in names.values()}) == len(stories)
    for name in names.values():
        assert name.endswith(".json")
        assert not set(name) & set('/\\:*?"<>|\0\n\r')
        assert not name.startswith(".")
        assert len(name.encode("utf-8", "surrogatepass")) < 255
        assert name.split(".")[0].lower() not in ("con", "nul", "aux", "prn")


def test_given_reports_keep_their_story(tmp_path: Path) -> None:
    path = written(tmp_path, line(told("a", 4, "السهل"), "s"))
    (given_one,) = read_given([path])
    assert not isinstance(given_one, Exception)
    assert given_one.story == "s"


def test_a_stored_story_with_what_people_decided(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    where = str(tmp_path / "s.db")
    reports = [told("a", 4, "السهل"), told("b", 6, "الجبل")]
    value = json.dumps({"question_ar": "هل كان المصنع مرخصا؟", "claims": ["a#c1", "b#c1"]})
    with open_store(where, create=True) as store:
        for one in reports:
            put(store, one)
        store.place(*(placed(one, "s0123456789ab") for one in reports))
        decided = DecidedStory(
            story="s0123456789ab",
            kind="question",
            target="q_mine",
            decision="add",
            value=value,
            user="سلمى",
            reason="سؤال مفتوح",
        )
        store.judge_story(decided)
    assert main(["compare", "s0123", "--store", where, "--format", "json"]) == 0
    held = json.loads(capfdbinary.readouterr().out)
    assert held["story"] == "s0123456789ab"
    assert held["questions"][0]["question_ar"] == "هل كان المصنع مرخصا؟"
    assert held["questions"][0]["added"]
    assert [judgement["user"] for judgement in held["judgements"]] == ["سلمى"]
