"""Which reports tell of one happening: each new one joins a story or founds one.

Single-pass grouping over a window of days, after topic detection and tracking (Allan and others,
"Topic detection and tracking pilot study", 1998): a report is compared with what was published
within so many days of it, and a story to which nothing comes any more is out of reach by itself.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol

from riwaya.model import Report
from riwaya.records import Placement, Signature
from riwaya.stories.group_index import Cell, DayIndex, unit_vector
from riwaya.stories.model import story_id
from riwaya.stories.signature import signature_of
from riwaya.stories.similar import (
    LEAST_WORDS,
    DayLikeness,
    StoryLikeness,
    Tuning,
    story_likeness,
)

if TYPE_CHECKING:
    from riwaya.stories.vectors import Vectors

_DAYS_KEPT = 40
"""Days whose reports are held in memory; days that are asked for again are read again."""


class Past(Protocol):
    """Where the placements of earlier reports come from."""

    def near(self, day: str | None, window: int) -> Iterable[Placement]:
        """Placements of the documents published at most `window` days before or after `day`; for
        None, of those without a date. A person's decisions are applied: `story` is the one to which
        the document belongs now."""


class MemoryPast:
    """Placements in memory, by day."""

    def __init__(self, placements: Iterable[Placement] = ()) -> None:
        self._days: dict[str | None, list[Placement]] = {}
        for placement in placements:
            self.add(placement)

    def add(self, placement: Placement) -> None:
        """Keep a placement."""
        self._days.setdefault(placement.signature.day, []).append(placement)

    def near(self, day: str | None, window: int) -> Iterator[Placement]:
        """As `Past` says, in the order of adding within a day."""
        for other in days_around(day, window):
            yield from self._days.get(other, ())


class Grouper:
    """Places reports one by one, in any order; the order of publication serves best.

    What it places it remembers for the days it holds in memory; whoever wants a placement to be
    found later keeps it where `past` sees it. `vectors` give embeddings for reports (None: without
    them).
    """

    def __init__(
        self, past: Past, vectors: Vectors | None = None, tuning: Tuning | None = None
    ) -> None:
        self._past = past
        self._vectors = vectors
        self._tuning = tuning or Tuning()
        self._days: OrderedDict[str | None, DayIndex] = OrderedDict()

    def place(self, report: Report) -> Placement:
        """The story of a report: that of a placed document as it is, else the likest story near its
        day, else a new one."""
        return self.place_signature(signature_of(report, self._vectors))

    def place_signature(self, signature: Signature) -> Placement:
        """Like `place`, for a report whose signature is known."""
        own = self._index(signature.day)
        if seat := own.seats.get(signature.document):
            return Placement(signature, seat.story, seat.score, seat.why)
        placement = self._placed(signature)
        own.add(placement)
        return placement

    def _placed(self, signature: Signature) -> Placement:
        best = max(self._likest(signature), key=_rank, default=None)
        least = self._tuning.join if signature.day else self._tuning.undated
        if best is not None and best.score >= least:
            return Placement(signature, best.story, best.score, best.why())
        story = story_id(signature.document)
        return Placement(signature, story, 1.0, _founded(best))

    def _likest(self, signature: Signature) -> Iterator[StoryLikeness]:
        """The likeness to each story near the day that shares enough words."""
        near: dict[str, list[tuple[Cell, list[float], int]]] = {}
        promising: set[str] = set()
        for day in days_around(signature.day, self._tuning.window):
            apart = _apart(day, signature.day)
            for cell, dots in self._index(day).like(signature):
                near.setdefault(cell.story, []).append((cell, dots, apart))
                if cell.words(dots) >= LEAST_WORDS:
                    promising.add(cell.story)
        vector = unit_vector(signature)
        for story in promising:
            days = [
                DayLikeness(c.parts(dots, vector), at, c.reports) for c, dots, at in near[story]
            ]
            yield story_likeness(story, days, self._tuning)

    def _index(self, day: str | None) -> DayIndex:
        """The reports of one day, from memory or from the past."""
        index = self._days.get(day)
        if index is None:
            index = self._days[day] = DayIndex()
            for placement in self._past.near(day, 0):
                index.add(placement)
            if len(self._days) > _DAYS_KEPT:
                self._days.popitem(last=False)
        else:
            self._days.move_to_end(day)
        return index


def group(reports: Iterable[Report], vectors: Vectors | None = None) -> list[list[str]]:
    """The ids of the documents by story, stories and documents in the order of publication; those
    without a date come last, in the order given. A document that is given twice stands once."""
    grouper = Grouper(MemoryPast(), vectors)  # in this order no day is asked for again
    stories: dict[str, dict[str, None]] = {}
    for report in in_order(reports):
        placement = grouper.place(report)
        stories.setdefault(placement.story, {})[report.document.id] = None
    return [list(members) for members in stories.values()]


def in_order(reports: Iterable[Report]) -> list[Report]:
    """The reports by their time of publication (a time without a zone is taken as UTC)."""
    return sorted(reports, key=_published)


def days_around(day: str | None, window: int) -> Sequence[str | None]:
    """The days from `window` before to `window` after; just None for None."""
    if day is None:
        return (None,)
    middle = date.fromisoformat(day).toordinal()
    first, last = max(1, middle - window), min(date.max.toordinal(), middle + window)
    return [date.fromordinal(number).isoformat() for number in range(first, last + 1)]


def _apart(day: str | None, other: str | None) -> int:
    if day is None or other is None:
        return 0
    return abs((date.fromisoformat(day) - date.fromisoformat(other)).days)


def _published(report: Report) -> datetime:
    try:
        time = datetime.fromisoformat(report.document.published or "")
    except ValueError:
        return _LAST
    try:
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except OverflowError:
        return _LAST


_LAST = datetime.max.replace(tzinfo=UTC)


def _rank(likeness: StoryLikeness) -> tuple[float, int, str]:
    return likeness.score, -likeness.best.days, likeness.story


def _founded(nearest: StoryLikeness | None) -> str:
    if nearest is None:
        return "founded: nothing published near it shares words with it"
    return f"founded: the likest story near its day reaches {nearest.score:.2f}"
