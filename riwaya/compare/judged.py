"""People's decisions on relations and questions, shown beside what the machine found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast, get_args

from riwaya.compare.model import Comparison, Question, QuestionKind
from riwaya.compare.positions import positions_of
from riwaya.compare.questions import state_of
from riwaya.compare.questions_clauses import Clause, Scenes
from riwaya.compare.questions_gather import Bearing, Gathering
from riwaya.model import Report, Span
from riwaya.records import StoryJudgement


@dataclass(frozen=True, slots=True)
class RelationMark:
    """The last decision on a relation: `decision` is confirm, reject or correct, then with the
    kind that it should be in `kind`."""

    decision: str
    kind: str | None
    user: str
    reason: str
    at: str


def marks_of(judgements: Iterable[StoryJudgement]) -> dict[str, RelationMark]:
    """The last decision on each relation, by the relation's id."""
    return {
        judgement.target: RelationMark(
            judgement.decision,
            _text(judgement.value) if judgement.decision == "correct" else None,
            judgement.user,
            judgement.reason,
            judgement.at,
        )
        for judgement in sorted(judgements, key=lambda j: j.number)
        if judgement.kind == "relation"
    }


def with_judged(
    comparison: Comparison, reports: Sequence[Report], judgements: Sequence[StoryJudgement]
) -> tuple[Question, ...]:
    """The questions with those that people added, first, and with corrected wording.

    An added question's value is JSON: `question_ar`, `question_en`, `kind` and `claims` (refs).
    What is damaged or bears on nothing here is passed over: it stays among the judgements.
    """
    found = {question.id: question for question in comparison.questions}
    added: dict[str, Question] = {}
    for judgement in sorted(judgements, key=lambda j: j.number):
        value = _object(judgement.value)
        if judgement.kind != "question" or value is None:
            continue
        if judgement.decision == "add":
            added[judgement.target] = _added(judgement.target, value, comparison, reports)
        elif judgement.decision == "correct":
            for known in (found, added):
                if judgement.target in known:
                    known[judgement.target] = _corrected(known[judgement.target], value)
    return (*added.values(), *(q for name, q in found.items() if name not in added))


def _added(
    name: str, value: Mapping[str, Any], comparison: Comparison, reports: Sequence[Report]
) -> Question:
    refs = [ref for ref in value.get("claims", ()) if isinstance(ref, str)]
    accounts = [account for account in comparison.accounts if account.ref in refs]
    scenes = Scenes(reports, accounts)
    bearings = [Bearing(clause, "", _whole(clause)) for clause in _firsts(scenes)]
    kind = _kind(value)
    relations = [r for r in comparison.relations if {r.a, r.b} <= set(refs)]
    gathering = Gathering(kind, name, bearings, relations=relations)
    positions = positions_of(gathering, scenes)
    heard = {ref for position in positions for ref in position.claims}
    silent = tuple(g.id for g in comparison.groups if not heard.intersection(g.accounts))
    question = Question(name, "", "", kind, positions, state_of(positions), (), silent)
    return _corrected(question, value)


def _firsts(scenes: Scenes) -> Iterable[Clause]:
    return (clauses[0] for clauses in scenes.clauses.values() if clauses)


def _whole(clause: Clause) -> Span:
    """All words of the clause's account, where they stand in one piece."""
    spans = clause.account.spans
    return spans[0] if len(spans) == 1 else clause.span


def _corrected(question: Question, value: Mapping[str, Any]) -> Question:
    arabic = value.get("question_ar") or question.question_ar or value.get("question_en") or ""
    english = value.get("question_en") or question.question_en or str(arabic)
    return replace(
        question, question_ar=str(arabic), question_en=str(english), kind=_kind(value, question)
    )


def _kind(value: Mapping[str, Any], question: Question | None = None) -> QuestionKind:
    given = value.get("kind")
    if given in get_args(QuestionKind):
        return cast("QuestionKind", given)
    return question.kind if question else "other"


def _object(value: str | None) -> dict[str, Any] | None:
    try:
        found = json.loads(value or "null")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: str | None) -> str | None:
    """A value that may be JSON or plain words, as plain words."""
    try:
        found = json.loads(value or "null")
    except (ValueError, RecursionError):
        return value
    return found if isinstance(found, str) else None
