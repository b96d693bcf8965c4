"""Changes of position over time, and refusals: who answered a question one day and otherwise later.

Only days tell what came later. Two answers of one voice on one day, or without a day, stand beside
each other, and nobody is said to have changed his mind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from riwaya.compare.accounts import document_of
from riwaya.compare.model import (
    NO_COMMENT,
    Account,
    Question,
    Relation,
    SourceGroup,
    Turn,
)
from riwaya.compare.speakers import is_named

_Voice = tuple[str, str]  # group's id, speaker's key
_Days = dict[str, dict[str, str]]  # day -> position -> the first ref that takes it


@dataclass(frozen=True, slots=True)
class Refusal:
    """A voice (a source group's id) that declines to answer a question. `only`: it gives no answer
    to the question anywhere else in the story."""

    question: str
    group: str
    accounts: tuple[str, ...]
    only: bool


def turns(
    question: Question,
    accounts: Iterable[Account],
    groups: Iterable[SourceGroup],
    relations: Iterable[Relation] = (),
) -> tuple[Turn, ...]:
    """Each voice's changes of position on one question, in the order of days.

    `speaker` of a turn is the speaker's key. A later telling of an earlier statement (`repeats`)
    counts on the earlier day. Numbers have no turns: a later number is an update of a tally. In a
    group that is only proposed each speaker stands for himself, and who is not named, for nobody.
    """
    if question.kind == "count":
        return ()
    told = {account.ref: account for account in accounts}
    said = _first_said(told, relations)
    found = [
        turn
        for (_, speaker), days in _answers(question, told, _voices(groups, told), said).items()
        for turn in _changes(speaker, days)
    ]
    return tuple(sorted(found, key=lambda turn: (said[turn.later] or "", turn.speaker)))


def with_turns(
    questions: Iterable[Question],
    accounts: Sequence[Account],
    groups: Sequence[SourceGroup],
    relations: Sequence[Relation] = (),
) -> tuple[Question, ...]:
    """The questions with their turns."""
    return tuple(replace(q, turns=turns(q, accounts, groups, relations)) for q in questions)


def refusals(question: Question, groups: Iterable[SourceGroup]) -> tuple[Refusal, ...]:
    """The voices that decline to answer the question, in the groups' order."""
    refused = {r for p in question.positions if p.label == NO_COMMENT for r in p.claims}
    answered = {r for p in question.positions if p.label != NO_COMMENT for r in p.claims}
    return tuple(
        Refusal(question.id, group.id, refs, not answered.intersection(group.accounts))
        for group in groups
        if (refs := tuple(ref for ref in group.accounts if ref in refused))
    )


def _first_said(
    accounts: Mapping[str, Account], relations: Iterable[Relation]
) -> dict[str, str | None]:
    """The day of each account; of statements that repeat each other, the earliest known."""
    said = {ref: account.said for ref, account in accounts.items()}
    near: dict[str, list[str]] = defaultdict(list)
    for relation in relations:
        if relation.relation == "repeats" and relation.a in said and relation.b in said:
            near[relation.a].append(relation.b)
            near[relation.b].append(relation.a)
    seen: set[str] = set()
    for ref in list(near):
        together = _reach(ref, near, seen)
        days = [day for member in together if (day := said[member]) is not None]
        said.update(dict.fromkeys(together, min(days, default=None)))
    return said


def _reach(ref: str, near: Mapping[str, list[str]], seen: set[str]) -> list[str]:
    """All that hang together with `ref` and were not seen before."""
    found, left = [], [ref]
    while left:
        at = left.pop()
        if at not in seen:
            seen.add(at)
            found.append(at)
            left.extend(near.get(at, ()))
    return found


def _voices(groups: Iterable[SourceGroup], accounts: Mapping[str, Account]) -> dict[str, _Voice]:
    """By ref whose answers an account's are compared with: the group's, and the speaker's key."""
    voices: dict[str, _Voice] = {}
    for group in groups:
        members = [accounts[ref] for ref in group.accounts if ref in accounts]
        for account in members:
            if not group.proposed:
                voices[account.ref] = (group.id, members[0].speaker.key)
            elif is_named(account.speaker):
                voices[account.ref] = (group.id, account.speaker.key)
    return voices


def _answers(
    question: Question,
    accounts: Mapping[str, Account],
    voices: Mapping[str, _Voice],
    said: Mapping[str, str | None],
) -> dict[_Voice, _Days]:
    """Each voice's positions by day."""
    found: dict[_Voice, _Days] = defaultdict(lambda: defaultdict(dict))
    for position in question.positions:
        for ref in position.claims:
            day = said.get(ref)
            if ref in accounts and ref in voices and day is not None:
                found[voices[ref]][day].setdefault(position.label, ref)
    return found


def _changes(speaker: str, days: _Days) -> Iterator[Turn]:
    """From each day to the next on which the voice answers otherwise, where both give one answer:
    of two answers on one day nobody can say which was left. Two answers in one report stand beside
    each other, whatever days they go back to."""
    plain = [(day, next(iter(days[day].items()))) for day in sorted(days) if len(days[day]) == 1]
    for (_, (before, earlier)), (_, (after, later)) in pairwise(plain):
        if before != after and document_of(earlier) != document_of(later):
            yield Turn(speaker, earlier, later, before, after)
