"""Dates as people write them in tables, made ISO 8601; what can be read in two ways is no date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple

from riwaya.errors import DocumentError
from riwaya.sources.checks import check_published
from riwaya.text import fold

Order = Literal["day first", "month first"]

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s,،]+(.+))?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T\s,،]+(.+))?", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?\s*(Z|UTC|GMT)?([+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_ADVICE = "Write it as 2018-03-31 or 2018-03-31T14:30:00+03:00."


class _Parts(NamedTuple):
    """A date with the year last: which of `first` and `second` is the day is not yet known."""

    first: int
    second: int
    year: int


def order_of(values: Iterable[str]) -> Order | None:
    """The order of day and month that the column's own dates prove (one of them is over 12), or
    None when none does, or when they prove both."""
    proved: set[Order] = set()
    for value in values:
        match = _YEAR_LAST.fullmatch(fold(value).text.strip())
        if not match:
            continue
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second:
            proved.add("day first")
        elif second > 12 >= first:
            proved.add("month first")
    return proved.pop() if len(proved) == 1 else None


def is_ambiguous(value: str) -> bool:
    """Whether day and month could change places."""
    match = _YEAR_LAST.fullmatch(fold(value).text.strip())
    if not match:
        return False
    first, second = int(match[1]), int(match[2])
    return first <= 12 and second <= 12 and first != second


def iso_date(value: str, order: Order | None, where: str) -> str:
    """`value` in ISO 8601; `order` decides where day and month could change places.

    Raises DocumentError for what is no date, or could be two.
    """
    plain = fold(value).text.strip()
    if match := _YEAR_FIRST.fullmatch(plain):
        day = _day(int(match[1]), int(match[2]), int(match[3]), value, where)
    elif match := _YEAR_LAST.fullmatch(plain):
        day = _ordered(_Parts(int(match[1]), int(match[2]), int(match[3])), order, value, where)
    else:
        return check_published(plain, where)
    return day + _time(match[4], value, where)


def cell_date(value: date | datetime) -> str:
    """A spreadsheet's own date; midnight means that no time was entered."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0):
        return value.date().isoformat()
    return value.replace(microsecond=0).isoformat()


def _ordered(parts: _Parts, order: Order | None, value: str, where: str) -> str:
    if is_ambiguous(value) and order is None:
        raise DocumentError(
            f"the date {value[:40]!r} can be read in two ways (day or month first), and no other "
            "date of the column tells which.",
            where=where,
            advice=_ADVICE,
        )
    month_first = order == "month first" if is_ambiguous(value) else parts.second > 12
    month, day = (parts.first, parts.second) if month_first else (parts.second, parts.first)
    return _day(parts.year, month, day, value, where)


def _day(year: int, month: int, day: int, value: str, where: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise _impossible(value, where, str(error)) from None


def _time(text: str | None, value: str, where: str) -> str:
    """The time of day, with its zone where one is given, ready to follow a date."""
    if not text or not text.strip():
        return ""
    match = _TIME.fullmatch(text.strip())
    if not match:
        raise _impossible(value, where, "the time of day is not written as 14:30")
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            raise _impossible(value, where, "the hour is not one of 12")
        hour = hour % 12 + (12 if match[4].lower() == "pm" else 0)
    zone = match[6] or ("Z" if match[5] else "")
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    time = f"T{hour:02}:{minute:02}:{second:02}{zone}"
    try:
        datetime.fromisoformat(f"2000-01-01{time}")
    except ValueError as error:
        raise _impossible(value, where, str(error)) from None
    return time


def _impossible(value: str, where: str, why: str) -> DocumentError:
    return DocumentError(f"the date {value[:40]!r} is impossible ({why}).", where=where,
                         advice=_ADVICE)  # fmt: skip
