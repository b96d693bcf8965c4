"""The questions of a story: points on which its accounts can differ, with their positions.

Accounts gather by topics that reports often differ on (`questions_topics`), by relations and by
numbers of one thing (`questions_links`). Nothing here says which answer is right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from riwaya.compare.model import (
    NO_COMMENT,
    Account,
    Position,
    Question,
    Relation,
    SourceGroup,
)
from riwaya.compare.positions import positions_of
from riwaya.compare.questions_clauses import Scenes
from riwaya.compare.questions_gather import Gathering, several, topical
from riwaya.compare.questions_links import Linked, count_related
from riwaya.compare.questions_refusals import add_refusals
from riwaya.compare.questions_times import timed
from riwaya.compare.questions_wording import worded
from riwaya.model import Report

_ID_DIGITS = 10
_State = Literal["open", "one_position", "not_established"]


def questions(
    reports: Iterable[Report],
    accounts: Iterable[Account],
    relations: Iterable[Relation],
    groups: Iterable[SourceGroup],
) -> tuple[Question, ...]:
    """The questions of a story, the most disputed first.

    At least two accounts of different documents or speakers bear on each. Refusals to comment take
    the position `no_comment`; `silent` are the groups that speak in the story and not on it.
    """
    return questions_with(reports, accounts, relations, groups)[0]


def questions_with(
    reports: Iterable[Report],
    accounts: Iterable[Account],
    relations: Iterable[Relation],
    groups: Iterable[SourceGroup],
) -> tuple[tuple[Question, ...], tuple[Relation, ...]]:
    """The questions, and the relations each with the id of the question that it belongs to."""
    told, related = tuple(accounts), tuple(relations)
    voices = tuple(groups)
    scenes = Scenes(reports, told)
    gatherings = [g for g in _gathered(scenes, related) if g.several]
    add_refusals(gatherings, scenes)
    found, belongs = [], {}
    for gathering in gatherings:
        question = _question(gathering, scenes, voices)
        found.append(question)
        belongs.update({relation.id: question.id for relation in gathering.relations})
    marked = tuple(replace(r, question=belongs.get(r.id, r.question)) for r in related)
    return tuple(sorted(_unlike(found), key=_rank)), marked


def _gathered(scenes: Scenes, relations: Sequence[Relation]) -> Iterator[Gathering]:
    """Topics first; a relation whose ends both bear on a topic belongs to it."""
    left = list(relations)
    nodes = {clause.node: clause for found in scenes.clauses.values() for clause in found}
    for gathering in topical(scenes):
        refs = gathering.refs
        gathering.relations = [r for r in left if {r.a, r.b} <= refs and not count_related(r)]
        taken = {relation.id for relation in gathering.relations}
        left = [relation for relation in left if relation.id not in taken]
        yield gathering
        yield from timed(gathering, nodes)
    yield from Linked(scenes, left).gatherings()


def _question(gathering: Gathering, scenes: Scenes, voices: Sequence[SourceGroup]) -> Question:
    arabic, english = worded(gathering, scenes)
    positions = positions_of(gathering, scenes)
    heard = {ref for position in positions for ref in position.claims}
    return Question(
        id=_id(gathering),
        question_ar=arabic,
        question_en=english,
        kind=gathering.kind,
        positions=positions,
        state=state_of(positions),
        silent=tuple(voice.id for voice in voices if not heard.intersection(voice.accounts)),
    )


def state_of(positions: Iterable[Position]) -> _State:
    """Whether answers differ, all give one, or there is nothing but refusals."""
    answers = sum(position.label != NO_COMMENT for position in positions)
    return "open" if answers > 1 else "one_position" if answers else "not_established"


def _id(gathering: Gathering) -> str:
    """The same in every run, and when later accounts join."""
    first = "" if gathering.topic else gathering.bearings[0].account.ref
    joined = "\x1f".join(("question", gathering.kind, gathering.key, first))
    digest = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
    return f"q{digest[:_ID_DIGITS]}"


def _unlike(found: Iterable[Question]) -> Iterator[Question]:
    """One question for one id."""
    seen: set[str] = set()
    for question in found:
        if question.id not in seen:
            seen.add(question.id)
            yield question


def _rank(question: Question) -> tuple[bool, int, int]:
    claims = sum(len(position.claims) for position in question.positions)
    return question.state != "open", -len(question.positions), -claims


__all__ = ["questions", "questions_with", "several", "state_of"]
