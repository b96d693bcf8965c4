"""One body for all stores: where documents are put, and what people decide about stories."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import InputError
from riwaya.model import Report
from riwaya.records import Selection, StoryJudgement
from riwaya.store.base import DecidedStory, Store, in_force
from riwaya.store.stories.overlay import Overlay
from tests.store_kit import (
    KINDS,
    StoreKind,
    make_report,
    placed,
    postgres_server,
    postgres_url,
    put,
)

__all__ = ["postgres_server", "postgres_url"]

REFS = json.dumps({"a": "d1#c1", "b": "d2#P0"})


@pytest.fixture(params=[*KINDS, "encrypted"])
def store(request: pytest.FixtureRequest, tmp_path: Path):
    """A new store of each kind, sound at the end."""
    place = StoreKind("sqlite", str(tmp_path / "store.sqlite"))
    if request.param == "postgresql":
        place = StoreKind("postgresql", request.getfixturevalue("postgres_url"))
    if request.param == "encrypted":
        pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed")
        place = StoreKind("encrypted", str(tmp_path / "store.enc"), "ممر النهر البعيد")
    with place.open() as opened:
        yield opened
        assert list(opened.verify(opened.head())) == []


def report(number: int, day: str | None = "2018-03-31", **fields: object) -> Report:
    text = f"قال نادر قصاب إن {number} عائلة غادرت وادي الزان أمس."
    return make_report(text, id=f"d{number}", published=day, title=f"عنوان {number}", **fields)


def fill(store: Store, *stories: str) -> list[Report]:
    """Documents d1, d2 … on days one after the other, each put into the story named for it."""
    reports = [report(n, f"2018-03-{n:02}") for n in range(1, len(stories) + 1)]
    for one, story in zip(reports, stories, strict=True):
        put(store, one)
        store.place(placed(one, story))
    return reports


def decide(store: Store, story: str, decision: str, target: str, **fields: object):
    kind = {"merge": "story"}.get(decision, "member")
    values = {"kind": kind, "user": "سلمى", "reason": "قرأته", **fields}
    return store.judge_story(DecidedStory(story, target=target, decision=decision, **values))


def shown(store: Store) -> dict[str, tuple[str, ...]]:
    return {story.id: story.documents for story in store.stories()}


def test_a_placement_comes_out_as_it_was_put_in(store: Store) -> None:
    one = report(1)
    put(store, one)
    assert store.placement("d1") is None
    given_ = placed(one, "s1", why="joined: أسماء\x00", vector=b"", score=0.123456789)
    store.place(given_)
    assert store.placement("d1") == given_
    assert store.placements("2018-03-31", "2018-03-31") == (given_,)
    assert store.story_of("d1") == "s1"


def test_what_cannot_be_kept_of_a_placement_is_refused(store: Store) -> None:
    one = report(1)
    put(store, one)
    for broken in (
        placed(one, "s1", document="d9"),
        placed(one, "s1", features=(1, -2, 3)),
        placed(one, "s1", features=(1, 1 << 64, 3)),
        placed(one, "s1", weights=(0.5,)),
    ):
        with pytest.raises(InputError):
            store.place(broken)
    assert list(store.unplaced()) == ["d1"]


def test_placing_is_all_or_nothing_and_a_later_one_counts(store: Store) -> None:
    one, two = report(1), report(2)
    for each in (one, two):
        put(store, each)
    with pytest.raises(InputError, match="not in the store"):
        store.place(placed(one, "s1"), placed(report(3), "s1"))
    assert store.placement("d1") is None
    store.place(placed(one, "s1"), placed(two, "s2"))
    store.place(placed(one, "s2"))
    assert shown(store) == {"s2": ("d1", "d2")}


def test_documents_wait_in_the_order_of_their_publication(store: Store) -> None:
    days = ("2018-03-05", None, "2018-03-02T23:00:00+03:00", "2018-03-02", "3018-01-01")
    for number, day in enumerate(days, start=1):
        put(store, report(number, day))
    assert list(store.unplaced()) == ["d4", "d3", "d1", "d5", "d2"]
    store.place(placed(report(1), "s1"))
    assert list(store.unplaced()) == ["d4", "d3", "d5", "d2"]


def test_placements_are_found_by_their_days(store: Store) -> None:
    fill(store, "s1", "s1", "s2", "s3")
    undated = report(9, None)
    put(store, undated)
    store.place(placed(undated, "s9"))

    def found(first: str | None, last: str | None) -> list[str]:
        return [one.signature.document for one in store.placements(first, last)]

    assert found("2018-03-02", "2018-03-03") == ["d2", "d3"]
    assert found("2018-03-04", "2099-01-01") == ["d4"]
    assert found("2018-03-05", "2018-03-06") == []
    assert found(None, "2018-03-01") == ["d1"]
    assert found("2018-03-03", None) == ["d3", "d4"]
    assert found(None, None) == ["d9"]


def test_stories_are_listed_with_their_days_the_newest_first(store: Store) -> None:
    fill(store, "s1", "s2", "s1", "s3")
    listed = list(store.stories())
    assert [story.id for story in listed] == ["s3", "s1", "s2"]
    one = listed[1]
    assert (one.documents, one.first, one.last) == (("d1", "d3"), "2018-03-01", "2018-03-03")
    assert one.title == "عنوان 1"
    assert store.story("s1") == one
    assert [s.id for s in store.stories(Selection(since="2018-03-03"))] == ["s3", "s1"]
    assert [s.documents for s in store.stories(Selection(until="2018-03-01"))] == [("d1", "d3")]
    assert list(store.stories(Selection(outlet="غير معروف"))) == []
    assert store.headings(["d1", "nothing"]).keys() == {"d1"}
    assert store.headings(["d1"])["d1"].title == "عنوان 1"


def test_a_story_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    fill(store, "sab1", "sab2", "sb")
    assert store.story("sab1").id == "sab1"
    assert store.story("sb").id == "sb"
    with pytest.raises(InputError, match="several"):
        store.story("sa")
    for missing in ("", "x", "%", "SAB1", "\ud800"):
        with pytest.raises(InputError):
            store.story(missing)
    decide(store, "sab1", "merge", "sab2")
    assert store.story("sa").id == "sab1"


def test_a_moved_document_shows_where_a_person_put_it(store: Store) -> None:
    fill(store, "s1", "s1", "s2")
    made = decide(store, "s2", "move", "d1")
    assert shown(store) == {"s2": ("d3", "d1"), "s1": ("d2",)}
    assert store.story("s2").title == "عنوان 3", "moving changes no title"
    assert store.story_of("d1") == "s2"
    assert json.loads(made.ground) == {"document": "d1", "story": "s1"}
    assert [one.story for one in store.placements("2018-03-01", "2018-03-01")] == ["s2"]
    assert store.placement("d1").story == "s1", "what the machine said stays"


def test_a_document_split_off_founds_a_story_that_others_can_join(store: Store) -> None:
    first, *_ = fill(store, "s1", "s1", "s1")
    decide(store, "s1", "split", "d1")
    own = store.story_of("d1")
    assert own not in ("s1", None)
    assert shown(store) == {"s1": ("d2", "d3"), own: ("d1",)}
    late = report(4, "2018-03-04")
    put(store, late)
    store.place(placed(late, own))
    assert store.story(own).documents == ("d1", "d4")
    decide(store, "s1", "move", "d1")
    assert shown(store) == {own: ("d4",), "s1": ("d2", "d3", "d1")}
    assert store.record("d1").report == first


def test_a_split_may_name_the_story_that_it_goes_to(store: Store) -> None:
    fill(store, "s1", "s1", "s2")
    decide(store, "s1", "split", "d2", value='"s2"')
    assert shown(store) == {"s2": ("d3", "d2"), "s1": ("d1",)}


def test_merged_stories_are_one_also_for_what_comes_later(store: Store) -> None:
    fill(store, "s1", "s2", "s3")
    decide(store, "s3", "merge", "s1")
    assert shown(store) == {"s3": ("d3", "d1"), "s2": ("d2",)}
    late = report(4, "2018-03-04")
    put(store, late)
    store.place(placed(late, "s1"))
    assert store.story("s1") == store.story("s3")
    assert store.story("s3").documents == ("d3", "d1", "d4")
    assert (store.story_of("d4"), store.story("s3").title) == ("s3", "عنوان 3")
    decide(store, "s2", "merge", "s3")
    assert shown(store) == {"s2": ("d2", "d1", "d3", "d4")}


def test_a_later_decision_on_the_same_story_replaces_an_earlier_one(store: Store) -> None:
    fill(store, "s1", "s2", "s3")
    decide(store, "s1", "merge", "s3")
    decide(store, "s2", "merge", "s3")
    assert shown(store) == {"s2": ("d2", "d3"), "s1": ("d1",)}
    decide(store, "s3", "merge", "s3")
    assert shown(store).keys() == {"s1", "s2", "s3"}, "a merge is taken back by one with itself"
    kept = list(store.story_judgements())
    assert [one.number for one in kept] == [1, 2, 3]
    assert in_force(kept) == (kept[2],)


def test_of_merges_in_a_circle_the_latest_says_which_story_stays(store: Store) -> None:
    fill(store, "s1", "s2", "s3")
    decide(store, "s1", "merge", "s2")
    decide(store, "s2", "merge", "s3")
    decide(store, "s3", "merge", "s1")
    assert shown(store) == {"s3": ("d3", "d1", "d2")}


def test_decisions_survive_a_newer_reading_and_placing_anew(store: Store) -> None:
    first, second, third = fill(store, "s1", "s1", "s2")
    decide(store, "s2", "move", "d1")
    decide(store, "s1", "merge", "s2")
    before = shown(store)
    store.add(replace(first, stages=("claims/9",)), None)
    assert shown(store) == before
    assert store.forget_placements("سلمى") == 3
    assert shown(store) == {}
    assert list(store.unplaced()) == ["d1", "d2", "d3"]
    store.place(placed(first, "s1"), placed(second, "s1"), placed(third, "s2"))
    assert shown(store) == before
    assert [e.action for e in store.log_entries()].count("regroup") == 1


def test_every_decision_is_logged_and_listed_with_its_story(store: Store) -> None:
    fill(store, "s1", "s2", "s3", "s3")
    moved = decide(store, "s1", "move", "d4")
    merged = decide(store, "s2", "merge", "s3")
    relation = decide(store, "s3", "reject", "r1", kind="relation", ground=REFS)
    added = decide(store, "s1", "add", "q1", kind="question", value='{"question_ar": "هل؟"}')
    confirmed = decide(store, "s1", "confirm", "q1", kind="question")
    assert list(store.story_judgements()) == [moved, merged, relation, added, confirmed]
    assert list(store.story_judgements("s1")) == [moved, added, confirmed]
    assert list(store.story_judgements("s3")) == [merged, relation], "s3 shows in s2"
    assert list(store.story_judgements("s2")) == [merged, relation]
    assert in_force(store.story_judgements("s1")) == (moved, added, confirmed)
    entries = [entry for entry in store.log_entries() if entry.action == "judge_story"]
    assert [(entry.subject, entry.user) for entry in entries] == [
        (one.story, "سلمى") for one in (moved, merged, relation, added, confirmed)
    ]
    assert relation.ground == REFS
    assert store.stats()["story_judgements"] == 5


def test_the_same_decision_twice_is_two_and_one_from_elsewhere_is_one(store: Store) -> None:
    fill(store, "s1", "s2")
    made = [decide(store, "s1", "merge", "s2") for _ in range(3)]
    assert len({one.id for one in made}) == 3
    brought = [
        decide(store, "s7", "merge", "s8", at="2026-01-01T00:00:00Z", ground="") for _ in range(2)
    ]
    assert brought[0] == brought[1]
    assert (brought[0].story, brought[0].at) == ("s7", "2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"target": "d9"}, "not in the store"),
        ({"story": "s9"}, "not in the store"),
        ({"reason": " "}, "reason"),
        ({"user": ""}, "person"),
        ({"decision": "merge"}, "no decision"),
        ({"kind": "story", "target": "s2", "decision": "move"}, "no decision"),
        ({"kind": "word"}, "no decision"),
        ({"value": '"x"'}, "belongs to"),
        ({"decision": "split", "value": "{}"}, "no id"),
        ({"decision": "split", "value": "x"}, "JSON"),
        ({"kind": "relation", "decision": "correct"}, "belongs to"),
        ({"kind": "relation", "decision": "correct", "value": '"true"'}, "no relation"),
        ({"kind": "question", "decision": "add", "value": '"هل؟"'}, "object"),
        ({"kind": "question", "decision": "add", "value": '{"question_ar": " "}'}, "object"),
    ],
)
def test_what_makes_no_sense_is_refused(store: Store, fields: dict, message: str) -> None:
    fill(store, "s1", "s2")
    values = {"story": "s2", "kind": "member", "target": "d1", "decision": "move", "user": "س",
              "reason": "لأن", **fields}  # fmt: skip
    with pytest.raises(InputError, match=message):
        store.judge_story(DecidedStory(**values))
    assert list(store.story_judgements()) == []


def test_one_comparison_is_kept_for_a_story(store: Store) -> None:
    assert store.comparison("s1", "k1") is None
    store.keep_comparison("s1", "k1", '{"a": "\\u0000 قول"}')
    store.keep_comparison("s2", "k1", "{}")
    assert store.comparison("s1", "k1") == '{"a": "\\u0000 قول"}'
    store.keep_comparison("s1", "k2", "[]")
    assert (store.comparison("s1", "k1"), store.comparison("s1", "k2")) == (None, "[]")
    assert store.comparison("s2", "k1") == "{}"


def test_removal_takes_the_place_and_the_words_and_leaves_who_decided(store: Store) -> None:
    fill(store, "s1", "s1", "s2")
    decide(store, "s2", "move", "d1", reason="سر")
    relation = decide(store, "s1", "reject", "r1", kind="relation", ground=REFS, reason="سر")
    question = decide(store, "s1", "correct", "q1", kind="question", reason="سر",
                      value='{"question_ar": "سر؟"}', ground='{"claims": ["d1#c2"]}')  # fmt: skip
    other = decide(store, "s1", "reject", "r2", kind="relation", ground='{"a": "d10#c1"}')
    store.keep_comparison("s1", "k", '{"relations": [{"a": "d1#c1"}]}')
    store.keep_comparison("s2", "k", '{"relations": [{"a": "d10#c1", "b": "d2#P3"}]}')
    store.remove("d1", "سلمى", "طلب صاحبه")
    assert shown(store) == {"s2": ("d3",), "s1": ("d2",)}
    left = list(store.story_judgements())
    assert [(one.user, one.reason, one.ground) for one in left[:3]] == [("سلمى", "", "")] * 3
    assert (left[1].decision, left[1].id) == ("reject", relation.id)
    assert (left[2].value, left[2].id) == (None, question.id)
    assert left[3] == other
    assert store.comparison("s1", "k") is None
    assert store.comparison("s2", "k") is not None
    put(store, report(1, "2018-03-01"))
    assert list(store.unplaced()) == ["d1"]


STORIES = st.sampled_from(["s1", "s2", "s3", "s4", "s5"])


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(STORIES, STORIES), max_size=12))
def test_whatever_is_merged_every_story_shows_in_one_that_is_not_merged(
    merges: list[tuple[str, str]],
) -> None:
    made = [
        StoryJudgement(str(n), n, whole, "story", part, "merge", None, "س", "لأن", "", "")
        for n, (whole, part) in enumerate(merges, start=1)
    ]
    decided = Overlay(made)
    for story in ("s1", "s2", "s3", "s4", "s5"):
        shown_in = decided.shown(story)
        assert decided.shown(shown_in) == shown_in
        assert story in decided.merged_into(shown_in)
    if merges and merges[-1][0] != merges[-1][1]:
        whole, part = merges[-1]
        assert decided.shown(part) == decided.shown(whole), "the last word counts"
        assert decided.shown(whole) != part
