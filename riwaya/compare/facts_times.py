"""When: the days that an account speaks of."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta

from riwaya.model import Span, TimeValue

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(.*))?")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"(\d{4})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})(-WE)?")
_LENGTH = re.compile(r"P(?:T?)(\d+(?:\.\d+)?)([YMWDHS])")
_HOURS = {"Y": 8766.0, "M": 730.5, "W": 168.0, "D": 24.0, "H": 1.0, "S": 1 / 3600}
_DATE_LENGTH = len("2018-03-14")
_TODAY = "PRESENT_REF"


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of days: ordinals of the first and the last, both included. `part` is the part of
    the day as TIMEX3 writes it (MO, EV, 14:30 …), empty when not told; `scope` are the roots of the
    clause around it."""

    first: int
    last: int
    part: str
    span: Span
    scope: frozenset[str] = frozenset()

    @property
    def day(self) -> bool:
        """Whether it is one day exactly."""
        return self.first == self.last

    def meets(self, other: When) -> bool:
        """Whether the two share a day."""
        return self.first <= other.last and other.first <= self.last


def day_number(day: str | None) -> int | None:
    """The ordinal of an ISO date (`2018-03-14`), None for what is none."""
    if not day:
        return None
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None


def moment(published: str | None) -> float | None:
    """An ISO date with a time as hours since year 1, UTC where it has an offset; None for a date
    alone or for what is none."""
    if not published or len(published) <= _DATE_LENGTH:
        return None
    try:
        read = datetime.fromisoformat(published)
    except ValueError:
        return None
    offset = (read.utcoffset() or timedelta()).total_seconds() / 3600
    return read.toordinal() * 24 + read.hour + read.minute / 60 - offset


def whens(times: Iterable[TimeValue], said: str | None) -> tuple[When, ...]:
    """The times with a value as days; what is said to be now is the day of saying."""
    found = (_when(time, day_number(said)) for time in times)
    return tuple(when for when in found if when is not None)


def hours_of(value: str | None) -> float | None:
    """The length of a TIMEX3 duration in hours (`PT45M`: 0.75), None for other values."""
    match = _LENGTH.fullmatch(value or "")
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    if unit == "M" and (value or "").startswith("PT"):
        return number / 60
    return number * _HOURS[unit]


def _when(time: TimeValue, said: int | None) -> When | None:
    value = time.value or ""
    if value == _TODAY and said is not None:
        return When(said, said, "", time.span)
    try:
        return _parsed(value, time.span)
    except ValueError:
        return None


def _parsed(value: str, span: Span) -> When | None:
    if match := _DAY.fullmatch(value):
        day = date(int(match[1]), int(match[2]), int(match[3])).toordinal()
        return When(day, day, match[4] or "", span)
    if match := _MONTH.fullmatch(value):
        return _month(int(match[1]), int(match[2]), span)
    if match := _YEAR.fullmatch(value):
        year = int(match[1])
        if not MINYEAR <= year < MAXYEAR:
            return None
        return When(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal(), "", span)
    if match := _WEEK.fullmatch(value):
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1).toordinal()
        return When(first + 5 if match[3] else first, first + 6, "", span)
    return None


def _month(year: int, month: int, span: Span) -> When:
    last = calendar.monthrange(year, month)[1]
    return When(date(year, month, 1).toordinal(), date(year, month, last).toordinal(), "", span)
