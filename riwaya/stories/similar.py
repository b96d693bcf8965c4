"""How like a report is to a story: named parts, so that the reason can be told.

The parts follow Miranda and others, "Multilingual clustering of streaming news" (2018): cosines of
weighted words and of names, and nearness in time; places, the days that the text speaks of and the
encoder's embedding are parts of the same shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Tuning:
    """What grouping is tuned by; the defaults were set on `../shared/gold/train` (docs/stories.md).

    `window`: days without a report after which a story has ended. `join`: the least score at which
    a report joins. `decay`: what each day between costs, as a share of the score. `nearest`: how
    much the likest day of a story counts against the mean of its days. The rest are the weights of
    the parts; a part that one side lacks does not count.
    """

    window: int = 5
    join: float = 0.17
    decay: float = 0.06
    nearest: float = 0.3
    words: float = 1.0
    names: float = 0.0
    places: float = 0.0
    dates: float = 0.0
    meaning: float = 0.0


@dataclass(frozen=True, slots=True)
class Parts:
    """The cosines, 0 to 1, of a report with the reports of one story on one day, as the mean over
    these; None where one of the sides has nothing to compare."""

    words: float | None = None
    names: float | None = None
    places: float | None = None
    dates: float | None = None
    meaning: float | None = None

    def score(self, tuning: Tuning) -> float:
        """The weighted mean of the parts that are there."""
        total = weight = 0.0
        for name in _PARTS:
            value = getattr(self, name)
            if value is not None:
                total += getattr(tuning, name) * value
                weight += getattr(tuning, name)
        return total / weight if weight else 0.0

    def told(self) -> str:
        """The parts in words: `words 0.31, places 0.50`."""
        values = ((name, getattr(self, name)) for name in _PARTS)
        return ", ".join(f"{name} {value:.2f}" for name, value in values if value is not None)


_PARTS = tuple(field.name for field in fields(Parts))


@dataclass(frozen=True, slots=True)
class DayLikeness:
    """The likeness to what a story had on one day: `days` away (0 for the same day, and among
    reports without a date), `reports` of the story on it."""

    parts: Parts
    days: int
    reports: int

    def score(self, tuning: Tuning) -> float:
        """The parts' score, less what the days between cost."""
        return self.parts.score(tuning) * max(0.0, 1.0 - tuning.decay * self.days)


@dataclass(frozen=True, slots=True)
class StoryLikeness:
    """The likeness to a story: `score`, 0 to 1, and the day on which the story is likest."""

    story: str
    score: float
    best: DayLikeness

    def why(self) -> str:
        """In plain English words, without words of the report."""
        days = self.best.days
        apart = "the same day" if not days else "a day apart" if days == 1 else f"{days} days apart"
        return f"joined: {self.best.parts.told()}; {apart}"


def story_likeness(story: str, days: Sequence[DayLikeness], tuning: Tuning) -> StoryLikeness:
    """One figure for all days of a story that are near: the likest day and the mean of all, each
    day by its number of reports. `days` must not be empty."""
    scores = [day.score(tuning) for day in days]
    number = sum(day.reports for day in days)
    mean = sum(score * day.reports for score, day in zip(scores, days, strict=True)) / number
    top = max(range(len(days)), key=lambda at: (scores[at], -days[at].days))
    score = tuning.nearest * scores[top] + (1.0 - tuning.nearest) * mean
    return StoryLikeness(story, score, days[top])
