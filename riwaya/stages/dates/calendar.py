"""Date arithmetic and TIMEX3 writing. Knows nothing of Arabic or of texts.

TIMEX3: Pustejovsky et al., TimeML 1.2.1. Parts that are not known are written as X.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from hijridate import Hijri

NEAR_FUTURE = 60  # days: a bare day and month this close ahead is read as ahead
FAR_FUTURE = 200  # days: farther ahead, only a stated year is believed, whatever the clause
COMING_WEEKDAY = 4  # days: farther ahead, only المقبل and its like are believed
_USUAL_HOUR = 18  # of publication, where only its day is known
_ZONES_APART = 2  # hours: a paper is stamped elsewhere than where things happen
_SEASONS_BEGIN = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_SEASON_MONTHS = 3
_PARTS_BEGIN = {"TMO": 5, "TDT": 8, "T12:00": 12, "TAF": 12, "TEV": 17, "TNI": 20}


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that relative expressions are counted from.

    `day` is the publication date, or the day of writing worked out from the text, or None. Without
    a day, `weekday` (Monday 0) and `year` hold what else the text fixes. `kind` is None when
    nothing is known; `inferred` is True when the text does not state what is held here. `hour` is
    that of publication, where it is known.
    """

    day: date | None = None
    hour: int | None = None
    weekday: int | None = None
    year: int | None = None
    kind: Literal["published", "text"] | None = None
    inferred: bool = False


def published_anchor(published: str | None) -> Anchor:
    """The anchor given by an ISO 8601 date or date with time; an empty one if it is neither."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return Anchor()
    hour = moment.hour if len(published or "") > len("2018-03-31") else None
    return Anchor(day=moment.date(), hour=hour, kind="published")


def latest_time(anchor: Anchor, code: str) -> date | None:
    """The day of the latest `TNI`, `T16:00` … that a report of `anchor` can tell of as past.

    A night is the one before unless the report was published late in the evening; another part of
    the day is today's unless the report came out before it began.
    """
    if anchor.day is None:
        return None
    begins = _PARTS_BEGIN.get(code)
    if begins is None:
        begins = int(code[1:3])
    hour = _USUAL_HOUR if anchor.hour is None else anchor.hour
    slack = 0 if code == "TNI" else _ZONES_APART
    return anchor.day if hour + slack >= begins else shifted(anchor.day, -1)


def valid_day(year: int, month: int, day: int) -> date | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shifted(day: date, days: int) -> date | None:
    """`day` moved by `days`, or None beyond the calendar's ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_value(year: int | None, month: int) -> str:
    """`2018-03`, or `XXXX-03` without a year."""
    return f"{year_value(year)}-{month:02d}"


def year_value(year: int | None) -> str:
    """`2018`, or `XXXX`."""
    return "XXXX" if year is None else f"{year:04d}"


def week_value(day: date) -> str:
    """ISO week of `day`: `2018-W13`."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def shifted_month(day: date, months: int) -> str:
    """The month that lies `months` after that of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return month_value(count // 12, count % 12 + 1)


def weekday_day(day: date, weekday: int, ahead: bool) -> date | None:
    """The latest such weekday not after `day`, or the first one after it when `ahead`."""
    back = (day.weekday() - weekday) % 7
    return shifted(day, 7 - back if ahead else -back)


def coming_soon(day: date, weekday: int) -> bool:
    """Whether the next such weekday is so close that a future clause can mean it."""
    return 0 < (weekday - day.weekday()) % 7 <= COMING_WEEKDAY


def nearest_day(anchor: date, month: int, day: int, ahead: bool) -> date | None:
    """The day of the month that a report of `anchor` means when it names no year.

    The next one when it is within FAR_FUTURE days (if `ahead`) or NEAR_FUTURE days (if not),
    otherwise the latest one not after `anchor`.
    """
    found = [valid_day(anchor.year + shift, month, day) for shift in range(-8, 9)]
    before = [day for day in found if day and day <= anchor]
    after = [day for day in found if day and day > anchor]
    reach = FAR_FUTURE if ahead else NEAR_FUTURE
    if after and (after[0] - anchor).days <= reach:
        return after[0]
    return before[-1] if before else None


def nearest_year_of_month(anchor: date, month: int, ahead: bool) -> int:
    """The year of a bare month: the latest one not after `anchor`'s month, or the next one when
    `ahead` and within FAR_FUTURE days."""
    if ahead and (month - anchor.month) % 12 * 30 <= FAR_FUTURE:
        return anchor.year + (month < anchor.month)
    return anchor.year - (month > anchor.month)


def season_year(anchor: date, season: str, shift: int) -> int:
    """The year in which the last (-1), the present (0) or the next (1) such season begins."""
    begins = _SEASONS_BEGIN[season]
    if shift == 1:
        return anchor.year + (anchor.month >= begins)
    if shift == -1:
        return anchor.year - (anchor.month < begins + _SEASON_MONTHS)
    return anchor.year


def hijri_day(year: int, month: int, day: int) -> date | None:
    """A day of the Umm al-Qura calendar (1343 to 1500) as a Gregorian date, else None."""
    try:
        return Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None


def hijri_month(year: int, month: int) -> str | None:
    """A Hijri month as a Gregorian interval `2018-05-16/2018-06-14`, else None."""
    first = hijri_day(year, month, 1)
    following = hijri_day(year + month // 12, month % 12 + 1, 1)
    last = shifted(following, -1) if following else None
    return f"{first.isoformat()}/{last.isoformat()}" if first and last else None


def hijri_year(year: int) -> str | None:
    """A Hijri year as a Gregorian interval, else None."""
    first, following = hijri_day(year, 1, 1), hijri_day(year + 1, 1, 1)
    last = shifted(following, -1) if following else None
    return f"{first.isoformat()}/{last.isoformat()}" if first and last else None


def nearest_hijri_day(anchor: date, month: int, day: int) -> date | None:
    """The Hijri day nearest to `anchor` among the years around it."""
    guess = int((anchor.year - 622) * 33 / 32)
    days = [hijri_day(guess + shift, month, day) for shift in (-1, 0, 1, 2)]
    near = [found for found in days if found]
    return min(near, key=lambda found: abs((found - anchor).days), default=None)
