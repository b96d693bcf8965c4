"""The day that a report's relative times are counted from, given or worked out from its text.

Without a publication date only what the text fixes is used: `ليلة أمس السبت` makes the day of
writing a Sunday; a full date beside it makes that the first Sunday on or after the latest such
date. A day and month without a year fix no date: no year is guessed, and their values keep XXXX.
A year stated beside a month serves as the year of other months. All of it is marked inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

from riwaya.stages.dates import calendar
from riwaya.stages.dates.calendar import Anchor
from riwaya.stages.dates.fragments import COMMA
from riwaya.stages.dates.vocabulary import alternation, vocabulary

_FULL_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_OPEN_DAY = re.compile(r"XXXX-(\d\d)-(\d\d)")
_DATED_YEAR = re.compile(r"(\d{4})-\d\d")


def text_anchor(letters: str, values: Iterable[str | None]) -> Anchor:
    """The anchor that a text without publication date fixes by itself.

    `letters` is the letters view; `values` are the time values read with an empty anchor.
    """
    known = [value for value in values if value]
    weekday = _weekday_of_writing(letters)
    days = [day for day in map(_full_day, known) if day]
    years = [int(found[1]) for found in map(_DATED_YEAR.match, known) if found]
    year = max(years, default=None)
    if not days and year is not None:
        open_days = [found for found in map(_OPEN_DAY.match, known) if found]
        dated = [calendar.valid_day(year, int(day[1]), int(day[2])) for day in open_days]
        days = [day for day in dated if day]
    if days and weekday is not None:
        latest = max(days)
        day = calendar.shifted(latest, (weekday - latest.weekday()) % 7)
        return Anchor(day=day, kind="text", inferred=True)
    if year is None and weekday is None:
        return Anchor()
    return Anchor(weekday=weekday, year=year, kind="text", inferred=True)


def _weekday_of_writing(letters: str) -> int | None:
    """The weekday (Monday 0) of `today` from the first `أمس السبت`, `اليوم الأحد` …"""
    words = vocabulary()
    found = _named_deictic().search(letters)
    if found is None:
        return None
    days = int(words.code("deictic", found["deictic"]))
    return (words.weekdays[found["weekday"]] - days) % 7


@cache
def _named_deictic() -> re.Pattern[str]:
    words = vocabulary()
    deictic, weekday = words.role("deictic"), alternation(words.weekdays)
    pattern = rf"(?<!\w)[وبل]?(?P<deictic>{deictic}){COMMA} \(?(?P<weekday>{weekday})"
    return re.compile(pattern.replace(" ", " {1,2}"))


def _full_day(value: str) -> date | None:
    found = _FULL_DAY.match(value)
    return calendar.valid_day(int(found[1]), int(found[2]), int(found[3])) if found else None
