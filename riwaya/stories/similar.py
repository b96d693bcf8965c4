"""How like a report is to a story: named parts, so that the reason can be told.

The parts follow Miranda and others, "Multilingual clustering of streaming news" (2018): cosines of
weighted words and of names, and nearness in time; places, the days that the text speaks of and the
encoder's embedding are parts of the same shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a part adds to the score: `weight` for each step above `neutral`, and takes off below.
    A part that one side lacks adds nothing."""

    weight: float
    neutral: float


@dataclass(frozen=True, slots=True)
class Tuning:
    """What grouping is tuned by; the defaults were set on `../shared/gold/train` (docs/stories.md).

    `window`: days without a report after which a story has ended. `join`: the least score at which
    a report joins, `undated` the same where no dates tell happenings apart. `decay`: what each day
    between costs, as a share of the score. `nearest`: how much the likest day of a story counts
    against the mean of its days. The words' cosine is the score that the other parts add to.
    """

    window: int = 5
    join: float = 0.17
    undated: float = 0.22
    decay: float = 0.06
    nearest: float = 0.3
    names: Evidence = Evidence(0.05, 0.25)
    places: Evidence = Evidence(0.04, 0.5)
    dates: Evidence = Evidence(0.04, 0.6)
    meaning: Evidence = Evidence(1.0, 0.86)


LEAST_WORDS = 0.05
"""The least cosine of words on some day of a story: nothing joins by its other parts alone."""


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
        """The cosine of words with what the other parts add or take off, 0 to 1."""
        total = self.words or 0.0
        for value, evidence in (
            (self.names, tuning.names),
            (self.places, tuning.places),
            (self.dates, tuning.dates),
            (self.meaning, tuning.meaning),
        ):
            if value is not None:
                total += evidence.weight * (value - evidence.neutral)
        return min(1.0, max(0.0, total))

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
