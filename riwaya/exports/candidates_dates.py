"""The days that a TIMEX3 value allows, with the precision codes of UCDP GED and ACLED."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"(\d{4})")
_HALF = re.compile(r"(\d{4})-H([12])")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day. `ucdp` is date_prec (1 day, 2 up to six days, 3 week, 4 month, 5 longer),
    `acled` time_precision (1 day, 2 week, 3 month; None for what is longer)."""

    first: date
    last: date
    ucdp: int
    acled: int | None


def days_of(value: str | None) -> Days | None:
    """The days of a TIMEX3 value; None for one that names no days of the calendar."""
    try:
        return _days(value or "")
    except ValueError:  # the 31st of April, the year 0
        return None


def _days(value: str) -> Days | None:
    if found := _DAY.fullmatch(value):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return Days(day, day, 1, 1)
    if found := _WEEK.fullmatch(value):
        return _week(int(found[1]), int(found[2]), bool(found[3]))
    if found := _MONTH.fullmatch(value):
        return _months(int(found[1]), int(found[2]), 1)
    if found := _YEAR.fullmatch(value):
        return _months(int(found[1]), 1, 12)
    if found := _HALF.fullmatch(value):
        return _months(int(found[1]), 6 * int(found[2]) - 5, 6)
    if found := _QUARTER.fullmatch(value):
        return _months(int(found[1]), 3 * int(found[2]) - 2, 3)
    return None


def _week(year: int, week: int, only_end: bool) -> Days:
    """An ISO 8601 week; its end (`-WE`) is Saturday and Sunday, as TIMEX3 has it."""
    first = date.fromisocalendar(year, week, 6 if only_end else 1)
    last = date.fromisocalendar(year, week, 7)
    return Days(first, last, 2 if only_end else 3, 2)


def _months(year: int, month: int, many: int) -> Days:
    end = month + many - 1
    last = date(year, end, calendar.monthrange(year, end)[1])
    precise = many == 1
    return Days(date(year, month, 1), last, 4 if precise else 5, 3 if precise else None)
