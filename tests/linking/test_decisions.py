"""Decisions: they win, the later over the earlier, nothing is dropped in silence, nothing lost."""

from __future__ import annotations

import json
import multiprocessing
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archive import E, local_id, make, story
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import InputError, SettingError
from riwaya.linking import (
    Decision,
    Decisions,
    Linked,
    Ref,
    append_decision,
    decide_join,
    decide_split,
    link,
    load_decisions,
)
from riwaya.model import Report

NAME = "نادر سليم قصاب"
REPORTS = [make(d, f"2026-03-0{n}", E(NAME)) for n, d in enumerate("abcd", 1)]
OTHER = make("x", "2026-03-09", E("أبو الزان"))


def ref(document: str, name: str = NAME, **more: Any) -> Ref:
    return Ref(local_id(document, name), document, names=(name,), **more)


def join(first: Ref, second: Ref) -> Decision:
    return decide_join(first, second, user="u", reason="r")


def split(first: Ref, second: Ref) -> Decision:
    return decide_split(first, second, user="u", reason="r")


def linked_with(*decisions: Decision, reports: list[Report] | None = None) -> Linked:
    return link(reports or [*REPORTS, OTHER], Decisions(decisions))


def groups(linked: Linked) -> set[str]:
    return {"".join(sorted(entity.documents)) for entity in linked.entities}


def test_a_person_joins_what_no_rule_joins() -> None:
    linked = linked_with(join(ref("a"), ref("x", "أبو الزان")))
    assert groups(linked) == {"abcdx"}
    (entity,) = linked.entities
    assert [(j.rule, j.score) for j in entity.joins if "x" in (j.first[0], j.second[0])] == [
        ("decided", 1.0)
    ]


def test_a_person_splits_what_a_rule_joins() -> None:
    assert groups(linked_with(split(ref("a"), ref("c")))) == {"abd", "c", "x"}


@pytest.mark.parametrize("document", ["a", "d"])
def test_a_split_leaves_the_others_and_their_id_together(document: str) -> None:
    before = link(REPORTS)
    id_ = before.entities[0].id
    first, (second,) = before.refs_apart(id_, document)
    after = linked_with(split(first, second))
    rest = after.find(id_)
    assert rest is not None
    assert rest.id == id_
    assert set(rest.documents) == set("abcd") - {document}
    (own,) = (entity for entity in after.entities if entity.documents == (document,))
    assert own.id != id_


def test_a_split_outlives_new_reports() -> None:
    first, (second,) = link(REPORTS).refs_apart(link(REPORTS).entities[0].id, "a")
    decision = split(first, second)
    older = make("0", "2020-01-01", E(NAME))
    newer = make("z", "2027-01-01", E(NAME))
    after = linked_with(decision, reports=[newer, *REPORTS, older])
    assert groups(after) == {"0bcdz", "a"}


def test_a_report_is_taken_from_a_known_entity() -> None:
    reports = [make(d, None, "geonames:5") for d in "ab"]
    first, (second,) = link(reports).refs_apart("geonames:5", "b")
    after = linked_with(split(first, second), reports=reports)
    assert [(e.id.partition(":")[0], e.documents) for e in after.entities] == [
        ("geonames", ("a",)),
        ("linked", ("b",)),
    ]


def test_all_that_a_report_reads_as_the_entity_is_taken_out() -> None:
    twice = make("t", "2026-03-01", E("مراد قصاب"), E("أبو الزان"))
    one, other = ref("t", "مراد قصاب"), ref("t", "أبو الزان")
    joined = [join(Ref("actor:hezbollah"), one), join(one, other), join(one, ref("a"))]
    before = linked_with(*joined, reports=[twice, *REPORTS])
    first, out = before.refs_apart("actor:hezbollah", "t")
    assert len(out) == 2
    after = linked_with(*joined, *(split(first, second) for second in out),
                        reports=[twice, *REPORTS])  # fmt: skip
    assert not any(e.id == "actor:hezbollah" and "t" in e.documents for e in after.entities)
    assert after.of("t", one.entity) == after.of("t", other.entity)


def test_a_local_entity_is_said_to_be_a_known_one() -> None:
    linked = linked_with(join(ref("a"), Ref("actor:hezbollah")))
    assert linked.entities[0].id == "actor:hezbollah"
    assert linked.entities[0].name == "حزب الله"
    assert groups(linked) == {"abcd", "x"}


def test_the_joined_group_keeps_the_first_id() -> None:
    before = link([*REPORTS, OTHER])
    mine, theirs = before.of("x", OTHER.entities[0].id), before.of("a", REPORTS[0].entities[0].id)
    assert mine is not None
    assert theirs is not None
    after = linked_with(join(before.ref(mine.id), before.ref(theirs.id)))
    assert after.entities[0].id == mine.id
    assert after.find(theirs.id) == after.entities[0]


def test_a_later_decision_wins() -> None:
    a, x = ref("a"), ref("x", "أبو الزان")
    assert groups(linked_with(join(a, x), split(a, x))) == {"abcd", "x"}
    assert groups(linked_with(split(a, x), join(a, x))) == {"abcdx"}
    undone = linked_with(join(a, x), split(a, x))
    (change,) = undone.changes
    assert (change.change, change.applied) == ("overridden", False)


def test_of_a_chain_that_contradicts_itself_the_first_falls() -> None:
    one, two, three = (make(d, None, E(name)) for d, name in zip("pqr", "بتث", strict=True))
    refs = [ref(r.document.id, r.entities[0].name) for r in (one, two, three)]
    chain = [join(refs[0], refs[1]), join(refs[1], refs[2]), split(refs[0], refs[2])]
    linked = linked_with(*chain, reports=[one, two, three])
    assert groups(linked) == {"p", "qr"}
    assert [change.decision for change in linked.changes] == [chain[0]]


def test_what_was_split_off_can_be_joined_to_another() -> None:
    others = [make(d, "2026-03-09", *story(E("سعد الزان"))) for d in "xy"]
    decisions = [split(ref("a"), ref("b")), join(ref("x", "سعد الزان"), ref("b"))]
    linked = linked_with(*decisions, reports=[*REPORTS, *others])
    found = linked.of("b", local_id("b", NAME))
    assert found is not None
    assert set(found.documents) == set("bxy")


def ground(*decisions: Decision, reports: list[Report]) -> list[tuple[str, bool]]:
    linked = linked_with(*decisions, reports=reports)
    return [(change.change, change.applied) for change in linked.changes]


def test_ground_that_has_changed_is_listed() -> None:
    decision = join(ref("a"), ref("x", "أبو الزان"))
    plain = [REPORTS[0], OTHER]
    assert ground(decision, reports=plain) == []
    assert ground(decision, reports=[REPORTS[0]]) == []  # it rests: the other report is not here
    gone = [REPORTS[0], make("x", None, E("غيره"))]
    assert ground(decision, reports=gone) == [("gone", False)]
    renamed = [REPORTS[0], make("x", None, E("غيره", id=local_id("x", "أبو الزان")))]
    assert ground(decision, reports=renamed) == [("renamed", False)]
    moved = [REPORTS[0], make("x", None, E("أبو الزان", id="local:new"))]
    assert ground(decision, reports=moved) == [("moved", True)]
    assert groups(linked_with(decision, reports=moved)) == {"ax"}
    fewer = replace(decision, second=replace(decision.second, names=("أبو الزان", "الزعيم")))
    assert ground(fewer, reports=plain) == [("renamed", True)]
    merged = split(ref("x", "أبو الزان"), Ref("local:old", "x", names=("ابو الزان",)))
    assert ("merged", False) in ground(merged, reports=plain)
    assert "ground has changed" in str(linked_with(decision, reports=gone).changes[0])


def test_an_id_that_no_report_bears_is_listed() -> None:
    decision = join(Ref("linked:0000000000000000"), ref("a"))
    assert ground(decision, reports=REPORTS) == [("gone", False)]


def test_decisions_come_back_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "decisions.jsonl"
    made = [join(ref("a", linked="linked:1"), ref("b")), split(Ref("actor:x"), ref("c", "\ud800"))]
    for decision in made:
        append_decision(path, decision)
    found = load_decisions(path)
    assert [replace(decision, where="") for decision in found] == made
    assert [decision.where for decision in found] == [f"{path}, line {n}" for n in (1, 2)]


def test_a_line_that_was_cut_off_swallows_no_other(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(b'{"schema": "riw')
    append_decision(path, join(ref("a"), ref("b")))
    assert len(path.read_text().splitlines()) == 2
    with pytest.raises(InputError, match="line 1: is not valid JSON"):
        load_decisions(path)


def test_decisions_are_taken_by_time(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    for hour in ("12:00:00+00:00", "12:30:00+02:00"):
        append_decision(path, replace(join(ref("a"), ref("b")), time=f"2026-03-01T{hour}"))
    assert [d.time[11:16] for d in load_decisions(path)] == ["12:30", "12:00"]


GOOD = {
    "schema": "riwaya.decision/1", "action": "join", "user": "u", "reason": "r",
    "time": "2026-03-01T10:00:00Z",
    "members": [{"document": "a", "entity": "local:1", "names": []}, {"entity": "actor:x"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": "riwaya.decision/2"}, "not a decision of schema"),
        ({"action": "hide"}, "'hide' instead of join or split"),
        ({"members": []}, "two members"),
        ({"members": [{}, {}]}, "no entity"),
        ({"members": ["a", "b"]}, "not an object"),
        ({"members": [{"entity": "x", "names": [1]}] * 2}, "list of texts"),
        ({"members": [{"entity": "x", "document": 1}] * 2}, "document or linked"),
        ({"time": "yesterday"}, "the time 'yesterday'"),
        ({"time": "2026-03-01"}, "the time"),
        ({"user": None}, "no user"),
    ],
)
def test_a_line_that_is_no_decision_is_named(
    tmp_path: Path, change: dict[str, object], words: str
) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(json.dumps(GOOD) + "\n\n" + json.dumps(GOOD | change) + "\n")
    with pytest.raises(InputError, match=rf"line 3: .*{words}.*Mend the line"):
        load_decisions(path)


@pytest.mark.parametrize("raw", [b"\xff\xfe{", b"[1]", b"{", b"[" * 100_000])
def test_a_line_that_is_no_json_is_named(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes(raw)
    with pytest.raises(InputError, match="line 1"):
        load_decisions(path)


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_decisions(tmp_path / "gone.jsonl")
    with pytest.raises(SettingError, match="cannot be written"):
        append_decision(tmp_path, join(ref("a"), ref("b")))


def test_a_decision_needs_a_reason_and_two_entities() -> None:
    with pytest.raises(SettingError, match="reason"):
        decide_join(ref("a"), ref("b"), user="u", reason=" ")
    with pytest.raises(SettingError, match="named twice"):
        decide_split(ref("a"), ref("a"), user="u", reason="r")


def _append_many(path: str, user: str) -> None:
    for _ in range(50):
        append_decision(path, decide_join(ref("a"), ref("b"), user=user, reason="r" * 5000))


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "d.jsonl")
    context = multiprocessing.get_context("fork")
    running = [context.Process(target=_append_many, args=(path, str(n))) for n in range(4)]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
    users = [decision.user for decision in load_decisions(path)]
    assert sorted(users) == sorted("0123" * 50)


NAMES = ("نادر سليم قصاب", "نادر سليم القصاب", "مراد قصاب", "الزان")


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Report], list[Decision]]:
    """Reports of a few names, some known by id, and any decisions on them."""
    reports = []
    for number in range(draw(st.integers(2, 8))):
        picked = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
        entities = [
            E(name, id=draw(st.sampled_from([None, None, "actor:a", "actor:b"]))) for name in picked
        ]
        kept = {one.id or one.name: one for one in entities}.values()
        reports.append(make(f"d{number}", draw(st.sampled_from([None, "2026-03-01"])), *kept))
    refs = [
        Ref(entity.id, report.document.id, names=entity.names)
        for report in reports
        for entity in report.entities
    ]
    anything = st.sampled_from([*refs, Ref("actor:a"), Ref("actor:c")])
    pairs = st.tuples(anything, anything).filter(lambda pair: pair[0] != pair[1])
    drawn = draw(st.lists(st.tuples(st.sampled_from([join, split]), pairs), max_size=8))
    return reports, [decide(*pair) for decide, pair in drawn]


def node_id(linked: Linked, ref: Ref) -> str:
    """The linked id of what `ref` means."""
    if ref.document is None:
        return ref.entity
    found = linked.of(ref.document, ref.entity)
    assert found is not None
    return found.id


@given(cases(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=300)
def test_decisions_in_force_hold_and_order_of_reports_is_nothing(
    case: tuple[list[Report], list[Decision]], chance: random.Random
) -> None:
    reports, decisions = case
    linked = link(reports, Decisions(tuple(decisions)))
    fallen = [change.decision for change in linked.changes if change.change == "overridden"]
    for decision in decisions:
        if any(decision is one for one in fallen):
            continue
        one, other = decision.first, decision.second
        same = node_id(linked, one) == node_id(linked, other)
        if one.document is not None and other.document is not None:
            assert same == (decision.action == "join")
        elif decision.action == "split":
            assert not same
    if decisions:
        assert not any(decisions[-1] is one for one in fallen)
    shuffled = reports[:]
    chance.shuffle(shuffled)
    again = link(shuffled, Decisions(tuple(decisions)))
    assert [(e.id, [m.node for m in e.members]) for e in again.entities] == [
        (e.id, [m.node for m in e.members]) for e in linked.entities
    ]
    ids = [entity.id for entity in linked.entities]
    assert len(set(ids)) == len(ids)
