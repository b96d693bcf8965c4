"""The matrix of a story: rows are source groups, columns are questions.

A cell holds what a group says on a question, in exact words with their spans; beside it stand the
timeline, the tallies, how headlines stand to bodies, and the relations with people's decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from riwaya.compare.judged import RelationMark, marks_of, with_judged
from riwaya.compare.model import (
    NO_COMMENT,
    Account,
    Comparison,
    Position,
    Question,
    Relation,
    SourceGroup,
    Tally,
)
from riwaya.model import Report, Span
from riwaya.records import StoryJudgement
from riwaya.stories.model import Copy

UNGROUPED = "-"
"""Begins the id of the row of an account that is in no source group."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one account answers. `words` are the exact words of `spans`; `chain` are the words of
    the hops from the report's teller to the first speaker (None: a hop that is not stated). `own`:
    the outlet's own words."""

    ref: str
    position: str
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    said: str | None
    outlet: str | None
    speaker: str
    chain: tuple[str | None, ...]
    stance: str

    own: bool = False

    @property
    def refusal(self) -> bool:
        """Whether it declines to answer."""
        return self.position == NO_COMMENT


@dataclass(frozen=True, slots=True)
class Row:
    """A source group and its entries by question id. `silent` are the ids of questions on which
    it says nothing though it speaks in the story."""

    group: SourceGroup
    cells: Mapping[str, tuple[Entry, ...]]
    silent: frozenset[str]


@dataclass(frozen=True, slots=True)
class Moment:
    """One answer on the timeline of a story."""

    question: str
    group: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Matrix:
    """All that is shown of a comparison. `headlines` are the relations between a report's headline
    and its own body, `checked` the documents whose headline was looked at."""

    story: str
    questions: tuple[Question, ...]
    rows: tuple[Row, ...]
    relations: tuple[tuple[Relation, RelationMark | None], ...]
    timeline: tuple[Moment, ...]
    tallies: tuple[Tally, ...]
    headlines: tuple[Relation, ...]
    checked: tuple[str, ...]
    accounts: Mapping[str, Account]
    reports: Mapping[str, Report]
    copies: tuple[Copy, ...] = ()
    judgements: tuple[StoryJudgement, ...] = ()
    notes: tuple[str, ...] = ()

    def words(self, ref: str, spans: Iterable[Span]) -> tuple[str, ...]:
        """The exact words of spans of an account's document."""
        text = self.reports[self.accounts[ref].document].document.text
        return tuple(span.of(text) for span in spans)


def matrix(
    comparison: Comparison,
    reports: Iterable[Report],
    judgements: Sequence[StoryJudgement] = (),
    copies: Sequence[Copy] = (),
) -> Matrix:
    """The matrix of a comparison, with people's decisions beside the machine's findings."""
    told = {report.document.id: report for report in reports}
    accounts = {a.ref: a for a in comparison.accounts if a.document in told}
    asked = with_judged(comparison, tuple(told.values()), judgements)
    groups = _groups(comparison, asked, accounts)
    entries = {q.id: dict(_entries(q, accounts, told)) for q in asked}
    rows = tuple(_row(group, asked, entries) for group in groups)
    marks = marks_of(judgements)
    return Matrix(
        story=comparison.story,
        questions=asked,
        rows=rows,
        relations=tuple((r, marks.get(r.id)) for r in comparison.relations),
        timeline=tuple(_timeline(rows)),
        tallies=comparison.tallies,
        headlines=tuple(r for r in comparison.relations if _of_headline(r, accounts)),
        checked=tuple(dict.fromkeys(a.document for a in accounts.values() if a.headline)),
        accounts=accounts,
        reports=told,
        copies=tuple(copies),
        judgements=tuple(judgements),
        notes=comparison.notes,
    )


def _groups(
    comparison: Comparison, asked: Iterable[Question], accounts: Mapping[str, Account]
) -> Iterator[SourceGroup]:
    """The source groups; an account on a question that is in none has a row of its speaker."""
    yield from comparison.groups
    grouped = {ref for group in comparison.groups for ref in group.accounts}
    alone: dict[str, list[Account]] = {}
    for question in asked:
        for ref in (ref for position in question.positions for ref in position.claims):
            if ref in accounts and ref not in grouped:
                grouped.add(ref)
                alone.setdefault(accounts[ref].speaker.key, []).append(accounts[ref])
    for key, members in alone.items():
        first, refs = members[0].speaker, tuple(member.ref for member in members)
        yield SourceGroup(f"{UNGROUPED}{key}", first.words, first.body, refs, "one_speaker")


def _entries(
    question: Question, accounts: Mapping[str, Account], reports: Mapping[str, Report]
) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    found: dict[str, list[Entry]] = {}
    for position in question.positions:
        for ref in position.claims:
            if ref in accounts:
                found.setdefault(ref, []).append(_entry(accounts[ref], position, reports))
    for ref, entries in found.items():
        yield ref, tuple(entries)


def _entry(account: Account, position: Position, reports: Mapping[str, Report]) -> Entry:
    spans = tuple(span for ref, span in position.spans if ref == account.ref) or account.spans
    text = reports[account.document].document.text
    claim = account.claim
    return Entry(
        ref=account.ref,
        position=position.label,
        words=tuple(span.of(text) for span in spans),
        spans=spans,
        said=account.said,
        outlet=account.outlet,
        speaker=account.speaker.words,
        chain=(account.outlet, *(claim.isnad_words if claim else ())),
        stance=account.stance,
        own=claim is None,
    )


def _row(
    group: SourceGroup,
    asked: Iterable[Question],
    entries: Mapping[str, Mapping[str, tuple[Entry, ...]]],
) -> Row:
    cells = {
        question.id: tuple(e for ref in group.accounts for e in entries[question.id].get(ref, ()))
        for question in asked
    }
    silent = frozenset(q.id for q in asked if group.id in q.silent)
    return Row(group, {name: found for name, found in cells.items() if found}, silent)


def _timeline(rows: Iterable[Row]) -> Iterator[Moment]:
    """Answers in the order in which they were said, those without a day last; what one group
    answers more than once in one day stands there once."""
    moments: dict[tuple[str, str, str, str | None], Moment] = {}
    for row in rows:
        for question, entries in row.cells.items():
            for entry in entries:
                key = (question, row.group.id, entry.position, entry.said)
                moments.setdefault(key, Moment(question, row.group.id, entry))
    found = moments.values()
    yield from sorted(found, key=lambda m: (m.entry.said is None, m.entry.said or ""))


def _of_headline(relation: Relation, accounts: Mapping[str, Account]) -> bool:
    ends = [accounts[ref] for ref in (relation.a, relation.b) if ref in accounts]
    if len(ends) < len((relation.a, relation.b)):
        return False
    one, other = ends
    return one.document == other.document and one.headline != other.headline
