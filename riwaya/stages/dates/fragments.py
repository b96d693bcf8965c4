"""Parts that several rules share: patterns over the letters view, and how to read them.

A pattern may use one part twice; the second use takes the suffix `_2` on its group names.
"""

from __future__ import annotations

import re
from datetime import date

from riwaya.stages.dates import calendar
from riwaya.stages.dates.rule import Reading, Scene, pick
from riwaya.stages.dates.vocabulary import Vocabulary, alternation

COMMA = r"(?: ?[،,])?"
YEAR_DIGITS = r"(?:1[0-9]|20)\d\d(?![\d.,]\d|\d)"
_UNKNOWN_WORD = r"[^\W\d_]{3,9}"


def month(words: Vocabulary, suffix: str = "") -> str:
    """A month name, alone or with its name in the other tradition (`يونيو/ حزيران`)."""
    twins = []
    for number in range(1, 13):
        same = alternation(form for form, value in words.months.items() if value == number)
        twins.append(rf"{same}(?: ?[،(-]?/? ?{same}\)?)?")
    any_month = alternation(words.months)
    known = rf"\(?(?:{'|'.join(twins)})(?: ?\)?/ ?\)?{_UNKNOWN_WORD})?"
    misspelt = rf"{_UNKNOWN_WORD} ?/ ?{any_month}"
    slashed = rf"\({any_month}/\){any_month}"
    return rf"(?P<month{suffix}>{slashed}|{known}|{misspelt})"


def month_number(words: Vocabulary, text: str) -> int | None:
    """The number of the first known month name in a match of `month`."""
    for part in re.split(r"[/()،-]", text):
        form = " ".join(part.split())
        while form:
            if form in words.months:
                return words.months[form]
            form = form.rpartition(" ")[0]
    return None


def day_number(words: Vocabulary, text: str) -> int | None:
    """A day of the month from figures or an ordinal."""
    form = " ".join(text.split())
    return int(form) if form.isdigit() else words.numbers["ordinal"].get(form)


def year_tail(words: Vocabulary, suffix: str = "") -> str:
    """What fixes the year after a month: a year, الماضي, من العام الجاري, من العام نفسه …"""
    modifier, same = words.role("modifier"), words.role("text_modifier")
    year_noun = rf"(?:(?:من )?[ل]?{words.role('year_noun')} )"
    stated = rf"{COMMA} ?{year_noun}?(?P<year{suffix}>{YEAR_DIGITS})"
    year_mod = rf" {year_noun}(?:(?P<year_mod{suffix}>{modifier})|(?P<year_same{suffix}>{same}))"
    this_year = rf" من {words.role('this')} {words.unit('the')}"
    mod = rf" (?P<mod{suffix}>{modifier})(?: \({YEAR_DIGITS}\))?"
    return rf"(?:{stated}|{year_mod}|(?P<this_year{suffix}>{this_year})|{mod})?"


def day_month(words: Vocabulary, suffix: str = "") -> str:
    """`12 أكتوبر/تشرين الأول`, `الثاني عشر من يونيو الماضي`, with its year if stated."""
    day = rf"(?P<day{suffix}>\d{{1,2}}|{words.number('ordinal')})"
    noun = words.role("month_noun")
    return rf"{day} ?(?:من )?(?:{noun} )?{month(words, suffix)}{year_tail(words, suffix)}"


def day_reference(words: Vocabulary) -> str:
    """A day: أمس (السبت), a weekday with or without a date, a day of a month."""
    weekday = alternation(words.weekdays)
    deictic = rf"(?P<deictic>{words.role('deictic')})(?:{COMMA} ?\(?(?P<beside>{weekday})\)?)?"
    named = rf"(?P<weekday>{weekday})(?: (?P<weekday_mod>{words.role('modifier')}))?"
    dated = rf"(?:{COMMA} \(?(?:{words.role('corresponding')} )?{day_month(words)}\)?)?"
    return rf"(?:{deictic}|{named}{dated}|{day_month(words, '_2')})"


def read_day_reference(match: re.Match[str], scene: Scene) -> tuple[str, Reading] | None:
    """The rule that applies to a match of `day_reference`, and the day that it means."""
    if pick(match, "day"):
        reading = read_day_month(match, scene)
        return ("day-month", reading) if reading else None
    if deictic := match["deictic"]:
        return ("deictic", read_deictic(int(scene.words.code("deictic", deictic)), match, scene))
    if match["weekday"]:
        return ("weekday", read_weekday(match, scene))
    return None


def read_deictic(days: int, match: re.Match[str], scene: Scene) -> Reading:
    """أمس، اليوم، غدا: `days` from the day of writing."""
    anchor = scene.anchor
    beside = match.groupdict().get("beside")
    if anchor.day is not None:
        day = calendar.shifted(anchor.day, days)
        if day and beside:  # a text put on line a day late: the weekday says which day it was
            day = calendar.weekday_day(day, scene.words.weekdays[beside], False)
        return Reading("date", _iso(day), anchor.kind, anchor.inferred)
    if beside:
        return _bare_weekday(scene.words.weekdays[beside])
    if anchor.weekday is not None:
        return _bare_weekday((anchor.weekday + days) % 7)
    return Reading("date", None)


def read_weekday(match: re.Match[str], scene: Scene) -> Reading:
    """A weekday: the latest not after the day of writing; the next one in a future clause."""
    weekday, anchor = scene.words.weekdays[match["weekday"]], scene.anchor
    if anchor.day is None:
        return _bare_weekday(weekday)
    modifier = match["weekday_mod"]
    shift = int(scene.words.code("modifier", modifier)) if modifier else None
    if shift == -1:  # السبت الماضي is not today
        day = calendar.weekday_day(calendar.shifted(anchor.day, -1) or anchor.day, weekday, False)
        return Reading("date", _iso(day), anchor.kind, anchor.inferred)
    joined = scene.joined(match.start()) and shift is None
    if joined and scene.last_day is not None:  # السبت والأحد: the second follows the first
        day = calendar.weekday_day(scene.last_day, weekday, True)
        return Reading("date", _iso(day), anchor.kind, anchor.inferred)
    ahead = shift == 1 or (shift is None and weekday_ahead(match, scene, weekday))
    day = calendar.weekday_day(anchor.day, weekday, ahead)
    return Reading("date", _iso(day), anchor.kind, anchor.inferred)


def weekday_ahead(match: re.Match[str], scene: Scene, weekday: int) -> bool:
    """Whether a weekday without المقبل is the coming one: near, and in a future clause."""
    today = scene.anchor.day
    if today is None or not calendar.coming_soon(today, weekday):
        return False
    if scene.looks_ahead(match.start(), match.end()):
        scene.coming_weekdays.add(weekday)  # a report calls one day by a bare weekday, not two
    return weekday in scene.coming_weekdays


def read_day_month(match: re.Match[str], scene: Scene) -> Reading | None:
    """A day of a month, its year stated, counted from the anchor, or left open as XXXX."""
    number = month_number(scene.words, pick(match, "month") or "")
    day = day_number(scene.words, pick(match, "day") or "")
    if number is None or day is None or not 1 <= day <= 31:
        return None
    ahead = scene.looks_ahead(match.start(), match.end())
    year, counted = read_year(match, scene)
    anchor = scene.anchor
    if year is None and anchor.day is not None:
        found = _counted_day(match, scene, (number, day), ahead)
        return Reading("date", _iso(found), anchor.kind, anchor.inferred)
    if year is None and anchor.year is not None:
        year, counted = anchor.year, True
    if year is not None and calendar.valid_day(year, number, day) is None:
        return None
    inferred = year is None or (counted and anchor.inferred)
    value = f"{calendar.month_value(year, number)}-{day:02d}"
    return Reading("date", value, anchor.kind if counted else None, inferred)


def _counted_day(
    match: re.Match[str], scene: Scene, month_day: tuple[int, int], ahead: bool
) -> date | None:
    modifier = pick(match, "mod")
    today = scene.anchor.day
    assert today is not None
    if modifier and int(scene.words.code("modifier", modifier)) == -1:
        before = [calendar.valid_day(today.year - back, *month_day) for back in range(9)]
        return next((day for day in before if day and day < today), None)
    if modifier and int(scene.words.code("modifier", modifier)) == 0:
        return calendar.valid_day(today.year, *month_day)
    return calendar.nearest_day(today, *month_day, ahead=ahead or bool(modifier))


def read_year(match: re.Match[str], scene: Scene) -> tuple[int | None, bool]:
    """The year that `year_tail` fixes, and whether it was counted from the anchor."""
    groups = match.groupdict()
    if stated := pick(match, "year"):
        return int(stated), False
    this = scene.anchor.day.year if scene.anchor.day else scene.anchor.year
    if modifier := pick(match, "year_mod"):
        shift = int(scene.words.code("modifier", modifier))
        return (this + shift if this is not None else None), True
    if groups.get("this_year") or groups.get("this_year_2"):
        return this, True
    if groups.get("year_same") or groups.get("year_same_2"):
        return scene.last_year, False
    if scene.heading_year is not None and not pick(match, "mod"):
        return scene.heading_year, False
    return None, False


def counted_unit(unit: str, shift: int, scene: Scene, weekend: bool = False) -> Reading | None:
    """The day, week, month, year, decade or century `shift` units from the day of writing."""
    anchor = scene.anchor
    if unit not in ("D", "W", "M", "Y", "DE", "CE"):
        return None
    if anchor.day is None:
        year = anchor.year + shift if unit == "Y" and anchor.year is not None else None
        value = calendar.year_value(year) if year else None
        return Reading("date", value, anchor.kind if value else None, value is not None)
    return Reading(
        "date", _shifted_unit(unit, shift, anchor, weekend), anchor.kind, anchor.inferred
    )


def _shifted_unit(unit: str, shift: int, anchor: calendar.Anchor, weekend: bool) -> str | None:
    today = anchor.day
    assert today is not None
    if unit in ("D", "W"):
        day = calendar.shifted(today, shift * (7 if unit == "W" else 1))
        if day is None or unit == "D":
            return day.isoformat() if day else None
        return calendar.week_value(day) + ("-WE" if weekend else "")
    if unit == "M":
        return calendar.shifted_month(today, shift)
    return {"Y": f"{today.year + shift:04d}", "DE": f"{today.year // 10 + shift:03d}"}.get(
        unit, f"{today.year // 100 + shift:02d}"
    )


def timed(reading: Reading, code: str) -> Reading:
    """`reading` narrowed to a time of that day: a TIMEX3 suffix such as `TEV` or `T12:00`."""
    value = reading.value + code if reading.value and "T" not in reading.value else reading.value
    return Reading("time", value, reading.anchor, reading.inferred)


def _bare_weekday(weekday: int) -> Reading:
    return Reading("date", f"XXXX-WXX-{weekday + 1}", None, True)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
