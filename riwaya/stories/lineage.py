"""Which documents carry the same text, wholly or in part, and which had it first.

Candidates share MinHash fingerprints (`sketch`); their passages are aligned exactly (`align`) and
weighed: words count less the more documents have them, so that an outlet's own formulas and
footers make no copy (`lineage_weight`); what is known of the direction is in `lineage_direction`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from riwaya.model import Report
from riwaya.stories.align import align
from riwaya.stories.lineage_direction import instant, told
from riwaya.stories.lineage_known import Known, known, moment_of
from riwaya.stories.lineage_weight import Crowd, Weighed, weigh
from riwaya.stories.model import Copy, Direction, Passage
from riwaya.stories.sketch_table import HOLDERS, FingerprintTable

_MOST = 24  # documents that one is aligned with, besides those of crowded passages
_ENDS = re.compile(r"\b[ab]\b")
_FAMILIES = 4  # crowded passages of one document that are followed
_VOTES = 2  # fingerprints in common that make a candidate


def lineage(reports: Sequence[Report]) -> tuple[Copy, ...]:
    """The pairs of reports that share text, in the order of the reports.

    A passage that more than 15 documents carry is shown between each of them and the first to have
    it, by time of publication, else by place in `reports`: 500 reports of one text make 499 pairs,
    not 124,750. `a` is the report that was given first.
    """
    index = LineageIndex()
    order = sorted(range(len(reports)), key=lambda place: (index.instant(reports[place]), place))
    for place in order:
        index.remember(reports[place])
    found: list[tuple[int, int, Copy]] = []
    for number, second in enumerate(order):
        for other, copy in index.copies_of(number):
            first = order[other]
            ordered = (first, second, copy) if first < second else (second, first, turned(copy))
            found.append(ordered)
    return tuple(copy for _, _, copy in sorted(found, key=lambda each: each[:2]))


class LineageIndex:
    """The documents seen so far, each held as words and fingerprints.

    About 5 KB for a report of 250 words; adding one takes time that grows with the logarithm of
    their number.
    """

    def __init__(self, today: date | None = None) -> None:
        self._today = today or datetime.now(UTC).date()
        self._known: list[Known] = []
        self._table = FingerprintTable()

    def __len__(self) -> int:
        return len(self._known)

    def add(self, report: Report) -> tuple[Copy, ...]:
        """Take in a report; what it shares with those before it (`a`: the earlier one)."""
        number = self.remember(report)
        return tuple(copy for _, copy in self.copies_of(number))

    def remember(self, report: Report) -> int:
        """Take in a report without looking for copies; its number, from 0."""
        document = known(report, self._today)
        holders = self._table.holders(document.fingerprints)
        number = len(self._known)
        self._known.append(document)
        self._table.add(number, document.fingerprints, holders)
        return number

    def copies_of(self, number: int) -> Iterator[tuple[int, Copy]]:
        """What document `number` shares with those before it, and their numbers."""
        document = self._known[number]
        holders = self._table.holders(document.fingerprints)
        crowd = Crowd(number, self._known, holders)
        tokens = document.words.hashes.tolist()
        for other in _candidates(number, holders):
            earlier = self._known[other]
            shared = align(earlier.words.hashes.tolist(), tokens)
            weighed = weigh((other, earlier), crowd, shared)
            if weighed is not None:
                yield other, _copy(earlier, document, weighed)

    def instant(self, report: Report) -> float:
        """A number to order reports by their publication; those without a date come last."""
        moment = moment_of(report.document, self._today)
        return float("inf") if moment is None else instant(moment)


def _candidates(number: int, holders: list[list[int]]) -> list[int]:
    """Earlier documents that share enough fingerprints to be worth aligning, best first."""
    need = min(_VOTES, len(holders))
    votes: Counter[int] = Counter()
    rare: set[int] = set()
    crowded: list[list[int]] = []
    for held in holders:
        before = [each for each in held if each < number]
        if len(held) >= HOLDERS:
            crowded.append(before)
            continue
        votes.update(before)
        if len(before) == 1:
            rare.add(before[0])
    near = [each for each, count in votes.most_common(_MOST) if count >= need or each in rare]
    return list(dict.fromkeys((*near, *_first_of_families(crowded, need))))


def _first_of_families(crowded: list[list[int]], need: int) -> Iterator[int]:
    """Of the documents that share crowded fingerprints, one for each passage: the one that shares
    most, the first of those that share as much."""
    for _ in range(_FAMILIES):
        votes = Counter(each for held in crowded for each in held)
        if not votes:
            return
        first = min(votes, key=lambda each: (-votes[each], each))
        if votes[first] < need:
            return
        yield first
        crowded = [held for held in crowded if first not in held]


def _copy(a: Known, b: Known, weighed: Weighed) -> Copy:
    passages = tuple(
        Passage(a.words.span(each.a_first, each.a_last), b.words.span(each.b_first, each.b_last))
        for each in weighed.passages
    )
    direction, why, origin = told(a, b, passages, weighed)
    return Copy(a.id, b.id, passages, weighed.share_a, weighed.share_b, direction, why, origin)


def turned(copy: Copy) -> Copy:
    """The same copy with `a` and `b` in each other's place, also in the words of `why`."""
    direction: dict[Direction | None, Direction | None] = {"a>b": "b>a", "b>a": "a>b", None: None}
    passages = sorted((Passage(each.b, each.a) for each in copy.passages), key=lambda each: each.a)
    return Copy(
        a=copy.b,
        b=copy.a,
        passages=tuple(passages),
        share_a=copy.share_b,
        share_b=copy.share_a,
        direction=direction[copy.direction],
        why=_ENDS.sub(lambda match: "b" if match.group() == "a" else "a", copy.why),
        origin=copy.origin,
    )
