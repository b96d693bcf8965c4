"""Rules for days, parts of days and clock times."""

from __future__ import annotations

import re
from dataclasses import replace

from riwaya.stages.dates import calendar
from riwaya.stages.dates.fragments import (
    COMMA,
    day_month,
    day_number,
    day_reference,
    read_day_month,
    read_day_reference,
    timed,
    weekday_ahead,
)
from riwaya.stages.dates.rule import Reading, Rule, Scene, pick
from riwaya.stages.dates.vocabulary import Vocabulary, alternation

_NUMERIC = (
    r"(?:(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})"
    r"|(?P<d_2>\d{1,2})(?P<mark>[/.-])(?P<m_2>\d{1,2})(?P=mark)(?P<y_2>\d{4}))(?![\d/.-]{0,3}\d)"
)
_MORNING = 6  # o'clock: an earlier hour ليلا is after midnight, an earlier one ظهرا after noon
_CLOCK = r"(?P<hour>\d{1,2})(?: ?[:.,٫] ?(?P<minute>[0-5]\d))?(?![\d:.,]{0,3}\d)"


def _numeric(match: re.Match[str], _scene: Scene) -> Reading | None:
    year, month, day = (int(match[name] or match[f"{name}_2"]) for name in "ymd")
    found = calendar.valid_day(year, month, day)
    if year > 2100 or year < 1300:
        return None
    if found is None and 1300 <= year < 1500:
        found = calendar.hijri_day(year, month, day)
    return Reading("date", found.isoformat()) if found else None


def _day(match: re.Match[str], scene: Scene) -> Reading | None:
    read = read_day_reference(match, scene)
    if read is None:
        return None
    kind, reading = read
    bare_today = kind == "deictic" and not match["beside"] and match["deictic"] == match[0]
    if bare_today and scene.plays("until", scene.before(match.start())):  # حتى اليوم
        return Reading("date", "PRESENT_REF")
    return reading


def _day_pattern(words: Vocabulary) -> str:
    late = words.role("late")
    return rf"(?:(?P<late>{late}) )?(?:{words.role('day_noun')} )?{day_reference(words)}"


def _maybe_late_day(match: re.Match[str], scene: Scene) -> Reading | None:
    reading = _day(match, scene)
    code = scene.words.code("late", match["late"]) if match["late"] else ""
    return timed(reading, code) if reading and code else reading


def _part_pattern(words: Vocabulary) -> str:
    late = rf"(?:{words.role('late')} )?"
    return (
        rf"{late}(?P<part>{words.role('part')}) (?:{words.role('day_noun')} )?"
        rf"{day_reference(words)}"
    )


def _part_of_day(match: re.Match[str], scene: Scene) -> Reading | None:
    read = read_day_reference(match, scene)
    return timed(read[1], scene.words.code("part", match["part"])) if read else None


def _night_between_pattern(words: Vocabulary) -> str:
    weekday = alternation(words.weekdays)
    return (
        rf"(?P<part>{words.role('part')}) (?P<weekday>{weekday})(?P<weekday_mod>)"
        rf"(?: ?[-–] ?| {words.role('night_to')} | و| )(?P<second>{weekday})"
    )


def _night_between(match: re.Match[str], scene: Scene) -> Reading | None:
    """ليل الأربعاء الخميس: the night that begins on the first day; midnight opens the second."""
    first, second = (scene.words.weekdays[match[name]] for name in ("weekday", "second"))
    code = scene.words.code("part", match["part"])
    if (first + 1) % 7 != second or code not in ("TNI", "T00:00"):
        return None
    anchor = scene.anchor
    if anchor.day is None:
        day = (second if code == "T00:00" else first) + 1
        return Reading("time", f"XXXX-WXX-{day}{code}", None, True)
    ahead = weekday_ahead(match, scene, second)
    opens = calendar.weekday_day(anchor.day, second, ahead)
    if opens is not None and code == "TNI":
        opens = calendar.shifted(opens, -1)
    value = opens.isoformat() + code if opens else None
    return Reading("time", value, anchor.kind, anchor.inferred)


def _part_alone(match: re.Match[str], scene: Scene) -> Reading | None:
    """ليلا، صباحا، منتصف الليل: of the last day named nearby, else of the day of writing."""
    code = scene.words.code("part_alone", match[0])
    if match[0].startswith("ال") and not scene.led_by("date_before", match.start()):
        return None
    following = scene.letters[match.end() : match.end() + 12].split()
    if following and following[0] in scene.words.roles["self"]:  # فجرا نفسيهما is a verb
        return None
    return _at_context_day(code, match, scene)


def _at_context_day(code: str, match: re.Match[str], scene: Scene) -> Reading:
    near, anchor = scene.day_nearby(match.start()), scene.anchor
    if near is not None and not (near == anchor.day and code in ("TNI", "TDT")):
        return Reading("time", near.isoformat() + code, "text", anchor.inferred)
    if anchor.day is None:
        return Reading("time", code)
    ahead = scene.looks_ahead(match.start(), match.end())
    day = anchor.day if ahead else calendar.latest_time(anchor, code) or anchor.day
    return Reading("time", day.isoformat() + code, anchor.kind, anchor.inferred)


def _this_part_pattern(words: Vocabulary) -> str:
    late, now = rf"(?:{words.role('late')} )?", words.role("this_part")
    mod = rf"(?: (?P<mod>{words.role('modifier')}))?"
    return rf"{late}(?:{words.role('this')} (?P<now>{now})|(?P<now_2>{now}){mod})"


def _this_part(match: re.Match[str], scene: Scene) -> Reading | None:
    """هذا الصباح، الليلة، الليلة الماضية."""
    form = match["now"] or match["now_2"]
    code = scene.words.code("this_part", form)
    modifier = match["mod"]
    if not match["now"] and not modifier and code != "TNI":
        return None
    anchor = scene.anchor
    if anchor.day is None:
        return Reading("time", None)
    shift = int(scene.words.code("modifier", modifier)) if modifier else 0
    day = calendar.shifted(anchor.day, shift) or anchor.day
    return Reading("time", day.isoformat() + code, anchor.kind, anchor.inferred)


def _clock_pattern(words: Vocabulary) -> str:
    spoken = rf"(?P<spoken>{words.number('ordinal')})"
    past = "|".join(
        rf"(?P<{name}>{words.role(name)})" for name in ("half", "quarter_past", "third_past")
    )
    noun = rf"(?:(?:{words.role('hedge')} )?(?P<noun>{words.role('hour_noun')}) )?"
    part = rf"(?: (?P<half_day>{words.role('part_alone', 'part')}))?"
    zones = words.role("zone")
    zone = rf"(?: (?P<zone>{zones})| \((?P<zone_2>{zones})\))?"
    day = rf"(?: (?:من )?(?:(?P<part>{words.role('part')}) )?(?:{words.role('day_noun')} )?"
    return rf"{noun}(?:{_CLOCK}|{spoken}(?: (?:{past}))?){part}{zone}{day}{day_reference(words)})?"


def _clock(match: re.Match[str], scene: Scene) -> Reading | None:
    zone_name = pick(match, "zone")
    if not (match["noun"] or zone_name or _is_clock_of_half_day(match)):
        return None
    hour = _hour(match, scene)
    if hour is None:
        return None
    minute = match["minute"] or _spoken_minute(match)
    zone = scene.words.code("zone", zone_name) if zone_name else ""
    code = f"T{hour:02d}:{minute}{zone}"
    read = read_day_reference(match, scene)
    return timed(read[1], code) if read else _at_context_day(code, match, scene)


def _is_clock_of_half_day(match: re.Match[str]) -> bool:
    return bool(match["half_day"] and (match["minute"] or match["spoken"]))


def _hour(match: re.Match[str], scene: Scene) -> int | None:
    hour = int(match["hour"]) if match["hour"] else day_number(scene.words, match["spoken"])
    if hour is None or hour > 24 or (match["spoken"] and hour > 12):
        return None
    half = match["half_day"] or match["part"]
    roles = scene.words.roles
    code = (roles["part_alone"].get(half) or roles["part"].get(half)) if half else None
    afternoon = code in ("TAF", "TEV") or (code == "T12:00" and hour < _MORNING)
    if (afternoon and hour < 12) or (code == "TNI" and _MORNING <= hour < 12):
        return hour + 12
    if code in ("TEV", "TNI", "T00:00") and hour == 12:
        return 24 if code == "TEV" else 0
    return hour


def _spoken_minute(match: re.Match[str]) -> str:
    for name, minute in (("half", "30"), ("quarter_past", "15"), ("third_past", "20")):
        if match[name]:
            return minute
    return "00"


def _hijri_pattern(words: Vocabulary) -> str:
    month = alternation(words.hijri_months)
    mark = rf"(?: ?{words.role('hijri_mark')})"
    year = rf"(?:{COMMA} (?:{words.role('year_noun')} )?(?P<year>1[34]\d\d)(?!\d){mark}?)?"
    day = rf"(?P<day>\d{{1,2}}|{words.number('ordinal')}) (?:من )?"
    return rf"(?:{day})?(?:{words.role('month_noun')} )?(?P<month>{month}){year}"


def _hijri(match: re.Match[str], scene: Scene) -> Reading | None:
    month = scene.words.hijri_months[" ".join(match["month"].split())]
    day = day_number(scene.words, match["day"]) if match["day"] else None
    year = int(match["year"]) if match["year"] else None
    if day is None:
        return Reading("date", calendar.hijri_month(year, month)) if year else None
    if year is not None:
        found = calendar.hijri_day(year, month, day)
        return Reading("date", found.isoformat()) if found else None
    anchor = scene.anchor
    if anchor.day is None:
        return Reading("date", None, None, True)
    found = calendar.nearest_hijri_day(anchor.day, month, day)
    return Reading("date", found.isoformat(), anchor.kind, True) if found else None


def _day_of_range_pattern(words: Vocabulary) -> str:
    first = rf"(?P<first>\d{{1,2}}|{words.number('ordinal')})"
    to = rf"(?: ?[-–] ?| (?:{words.role('range_to')}) ?| و)"
    return rf"{first}(?={to}(?:{words.role('day_noun')} )?{day_month(words)})"


def _day_of_range(match: re.Match[str], scene: Scene) -> Reading | None:
    """The first day of `من 12 إلى 15 مايو`: its month stands beside the last one only."""
    last, first = read_day_month(match, scene), day_number(scene.words, match["first"])
    if last is None or last.value is None or first is None or not 1 <= first <= 31:
        return None
    return replace(last, value=f"{last.value[:-2]}{first:02d}")


def _day_of_unit_pattern(words: Vocabulary) -> str:
    the = rf"(?P<unit>{words.unit('the')})"
    counted = rf"(?:(?P<unit_2>{words.unit('the')}) )?(?P<mod>{words.role('modifier')})"
    which = rf"(?:{words.role('this')} {the}|{counted})"
    return rf"(?P<first>\d{{1,2}}|{words.number('ordinal')}) من {which}"


def _day_of_unit(match: re.Match[str], scene: Scene) -> Reading | None:
    """العشرين من الشهر الماضي."""
    noun = pick(match, "unit")
    unit = scene.words.units["the"][noun] if noun else "M"  # 13 من الجاري
    day, today = day_number(scene.words, match["first"]), scene.anchor.day
    if unit != "M" or day is None or not 1 <= day <= 31:
        return None
    if today is None:
        return Reading("date", f"XXXX-XX-{day:02d}", None, True)
    shift = int(scene.words.code("modifier", match["mod"])) if match["mod"] else 0
    if shift and not noun:
        return None
    value = f"{calendar.shifted_month(today, shift)}-{day:02d}"
    return Reading("date", value, scene.anchor.kind, scene.anchor.inferred)


DAY_RULES = (
    Rule("numeric-date", lambda _words: _NUMERIC, _numeric, sure=True),
    Rule("day-of-range", _day_of_range_pattern, _day_of_range, sure=True),
    Rule("day-of-unit", _day_of_unit_pattern, _day_of_unit, sure=True),
    Rule("clock", _clock_pattern, _clock, sure=True),
    Rule("night-between-days", _night_between_pattern, _night_between, sure=True),
    Rule("part-of-day", _part_pattern, _part_of_day, sure=True),
    Rule("this-part-of-day", _this_part_pattern, _this_part, sure=True),
    Rule("part-alone", lambda words: words.role("part_alone"), _part_alone),
    Rule("day", _day_pattern, _maybe_late_day, sure=True),
    Rule("hijri-date", _hijri_pattern, _hijri),
)
