"""Which documents carry the same text, wholly or in part, and which had it first.

Candidates share MinHash fingerprints (`sketch`); their passages are aligned exactly (`align`) and
weighed: words count less the more documents have them, so that an outlet's own formulas and
footers make no copy (`lineage_weight`); what is known of the direction is in `lineage_direction`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from riwaya.model import Report
from riwaya.stories.align import align
from riwaya.stories.lineage_candidates import Candidates
from riwaya.stories.lineage_direction import instant, told
from riwaya.stories.lineage_known import Known, known, moment_of
from riwaya.stories.lineage_weight import Crowd, Weighed, weigh
from riwaya.stories.model import Copy, Passage
from riwaya.stories.sketch_table import FingerprintTable


def lineage(reports: Sequence[Report]) -> tuple[Copy, ...]:
    """The pairs of reports that share text, in the order of the reports.

    A passage that more than 15 documents carry is shown between each of them and the first to have
    it, by time of publication, else by place in `reports`: 500 reports of one text make some 500
    pairs, not 124,750. `a` is the report that was given first.
    """
    index = LineageIndex()
    order = sorted(range(len(reports)), key=lambda place: (index.instant(reports[place]), place))
    for place in order:
        index.remember(reports[place])
    found: dict[tuple[int, int], Copy] = {}
    for number, place in enumerate(order):
        for other, weighed in index.shared_by(number):
            if order[other] < place:
                found[order[other], place] = index.copy(other, number, weighed)
            else:
                found[place, order[other]] = index.copy(number, other, weighed.swapped())
    return tuple(found[places] for places in sorted(found))


class LineageIndex:
    """The documents seen so far, each held as words and fingerprints.

    About 5 KB for a report of 250 words; adding one takes time that grows with the logarithm of
    their number.
    """

    def __init__(self, today: date | None = None) -> None:
        self._today = today or datetime.now(UTC).date()
        self._known: list[Known] = []
        self._table = FingerprintTable()
        self._candidates = Candidates()

    def __len__(self) -> int:
        return len(self._known)

    def add(self, report: Report) -> tuple[Copy, ...]:
        """Take in a report; what it shares with those before it (`a`: the earlier one)."""
        number = self.remember(report)
        return tuple(self.copy(other, number, weighed) for other, weighed in self.shared_by(number))

    def remember(self, report: Report) -> int:
        """Take in a report without looking for copies; its number, from 0."""
        document = known(report, self._today)
        holders = self._table.holders(document.fingerprints)
        number = len(self._known)
        self._known.append(document)
        self._table.add(number, document.fingerprints, holders)
        return number

    def shared_by(self, number: int) -> Iterator[tuple[int, Weighed]]:
        """The numbers of documents before `number` that share text with it, and what they share
        (`a`: the earlier one)."""
        document = self._known[number]
        holders = self._table.holders(document.fingerprints)
        crowd = Crowd(number, self._known, holders)
        tokens = document.words.hashes.tolist()
        for other in self._candidates.of(number, holders):
            earlier = self._known[other]
            shared = align(earlier.words.hashes.tolist(), tokens)
            weighed = weigh(other, crowd, shared)
            if weighed is not None and earlier.id != document.id:
                yield other, weighed

    def copy(self, a: int, b: int, weighed: Weighed) -> Copy:
        """What two documents share, as a copy with the direction that they tell."""
        return _copy(self._known[a], self._known[b], weighed)

    def instant(self, report: Report) -> float:
        """A number to order reports by their publication; those without a date come last."""
        moment = moment_of(report.document, self._today)
        return float("inf") if moment is None else instant(moment)


def _copy(a: Known, b: Known, weighed: Weighed) -> Copy:
    passages = tuple(
        Passage(a.words.span(each.a_first, each.a_last), b.words.span(each.b_first, each.b_last))
        for each in weighed.passages
    )
    direction, why, origin = told(a, b, passages, weighed)
    return Copy(a.id, b.id, passages, weighed.share_a, weighed.share_b, direction, why, origin)
