"""A story's accounts side by side: the whole comparison in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from riwaya.compare.accounts import accounts_of
from riwaya.compare.classifier import LARGE, THOROUGH
from riwaya.compare.judged import with_judged
from riwaya.compare.model import (
    Account,
    Comparison,
    Question,
    Relation,
    RelationKind,
    SourceGroup,
)
from riwaya.compare.questions import questions_with
from riwaya.compare.questions_links import count_related
from riwaya.compare.relate import relations
from riwaya.compare.tally import tallies
from riwaya.compare.turns import turns
from riwaya.compare.voices import source_groups
from riwaya.errors import ResourceError
from riwaya.model import Report
from riwaya.records import StoryJudgement
from riwaya.stories.lineage import lineage

QUICKLY = "a large story: only the nearest pairs of accounts were read (--thorough reads more)"
ASKED = 0.3
"""Relations that are read with less confidence are listed, and raise no question, but for those of
numbers: a tally wants them all."""
_KINDS: tuple[RelationKind, ...] = ("contradicts", "updates", "agrees", "repeats")
WITHOUT_PACK = "relations were not read, as the pair classifier's pack cannot be used"


def compare(
    story: str,
    reports: Sequence[Report],
    judgements: Iterable[StoryJudgement] = (),
    thorough: bool = False,
) -> Comparison:
    """The comparison of the reports of one story.

    Relations come with differences first, the surest first; those that are read with little
    confidence raise no question. `judgements` are people's decisions on relations and questions:
    what they add or correct is in it, and nothing is learned from them. Reports in a language that
    cannot be compared give accounts without relations. Of a story of more than 250 accounts fewer
    pairs are looked at, unless `thorough`; its notes say so, and also when the classifier's pack
    cannot be used.
    """
    accounts = tuple(account for report in reports for account in accounts_of(report))
    copies = lineage(reports)
    found: tuple[Relation, ...] = ()
    notes: tuple[str, ...] = ()
    if len(accounts) > LARGE and not thorough:
        notes = (QUICKLY,)
    try:
        found = relations(reports, accounts, THOROUGH if thorough else None)
    except ResourceError:
        notes = (*notes, WITHOUT_PACK)
    groups = source_groups(reports, accounts, found, copies)
    sure = [one for one in found if one.confidence >= ASKED or count_related(one)]
    asked, marked = questions_with(reports, accounts, sure, groups)
    belongs = {relation.id: relation.question for relation in marked}
    found = tuple(replace(one, question=belongs.get(one.id)) for one in sorted(found, key=_rank))
    asked = tuple(_turned(question, accounts, groups, found) for question in asked)
    comparison = Comparison(
        story=story,
        accounts=accounts,
        groups=groups,
        relations=found,
        questions=asked,
        tallies=tallies(reports, accounts, groups, asked),
        notes=notes,
    )
    return replace(comparison, questions=with_judged(comparison, reports, tuple(judgements)))


def _rank(relation: Relation) -> tuple[int, float]:
    """Differences first, the surest first."""
    return _KINDS.index(relation.relation), -relation.confidence


def _turned(
    question: Question,
    accounts: Sequence[Account],
    groups: Sequence[SourceGroup],
    found: Sequence[Relation],
) -> Question:
    return replace(question, turns=turns(question, accounts, groups, found))
