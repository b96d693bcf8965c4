"""Rules for months, years, seasons, decades, centuries, and الأسبوع الماضي, هذا العام …"""

from __future__ import annotations

import re

from riwaya.stages.dates import calendar
from riwaya.stages.dates.fragments import (
    YEAR_DIGITS,
    counted_unit,
    month,
    month_number,
    read_year,
    year_tail,
)
from riwaya.stages.dates.rule import Reading, Rule, Scene, pick
from riwaya.stages.dates.vocabulary import Vocabulary

FIRST_LIKELY_DECADE = 3  # العشرينات alone is more often an age than the 1920s
FIRST_DAYS = 3  # Monday to Wednesday
FIRST_LIKELY_YEAR = 1800  # a lower number is a year only beside another year


def _bound(words: Vocabulary) -> str:
    return rf"(?:{words.role('boundary')} (?:ل)?)?"


def _month_pattern(words: Vocabulary) -> str:
    noun = rf"(?P<noun>{words.role('month_noun')} )?"
    return rf"(?P<bound>{_bound(words)}){noun}{month(words)}{year_tail(words)}"


def _month(match: re.Match[str], scene: Scene) -> Reading | None:
    number = month_number(scene.words, match["month"])
    if number is None or not _is_month(match, scene):
        return None
    year, counted = read_year(match, scene)
    anchor = scene.anchor
    if year is not None:
        kind = anchor.kind if counted else None
        return Reading(
            "date", calendar.month_value(year, number), kind, counted and anchor.inferred
        )
    if anchor.day is None:
        kind = anchor.kind if anchor.year else None
        return Reading("date", calendar.month_value(anchor.year, number), kind, True)
    year = _counted_year(match, scene, number)
    return Reading("date", calendar.month_value(year, number), anchor.kind, anchor.inferred)


def _is_month(match: re.Match[str], scene: Scene) -> bool:
    """Whether a name that is also another word (مارس, آب) shows that it is a month here."""
    form = " ".join(match["month"].split())
    if form not in scene.words.shy_months:
        return True
    stated = any(pick(match, name) for name in ("year", "year_mod", "mod", "noun", "bound"))
    return stated or scene.led_by("date_before", match.start())


def _counted_year(match: re.Match[str], scene: Scene, number: int) -> int:
    today = scene.anchor.day
    assert today is not None
    modifier = match["mod"]
    if modifier is None:
        ahead = scene.looks_ahead(match.start(), match.end())
        return calendar.nearest_year_of_month(today, number, ahead)
    shift = int(scene.words.code("modifier", modifier))
    if shift == 0:
        return today.year
    if shift == 1:
        return today.year + (number <= today.month)
    return today.year - (number >= today.month)


def _year_pattern(words: Vocabulary) -> str:
    noun = rf"(?:{words.role('year_noun')}(?: {words.role('modifier')})? )"
    short = r"(?P<short>\d\d)(?![\d.,]{0,3}\d)"
    mark = rf"(?: ?(?:{words.role('ce_mark')}|(?P<hijri>{words.role('hijri_mark')})))?"
    return rf"{_bound(words)}{noun}(?:(?P<year>{YEAR_DIGITS})|{short}){mark}"


def _year(match: re.Match[str], _scene: Scene) -> Reading | None:
    if match["year"] and match["hijri"]:
        return Reading("date", calendar.hijri_year(int(match["year"])))
    if match["year"]:
        return Reading("date", match["year"])
    return Reading("date", f"19{match['short']}") if int(match["short"]) > 40 else None


def _bare_year_pattern(words: Vocabulary) -> str:
    return rf"(?P<bound>{_bound(words)})(?P<year>1\d{{3}}|20\d\d)(?![\d.,]{0, 3}\d|\w| ?[%$€])"


def _bare_year(match: re.Match[str], scene: Scene) -> Reading | None:
    """Four figures that the words around show to be a year: في 2015، (1979)، بين 1915 و1917."""
    year = match["year"]
    paired = scene.joined(match.start()) and scene.last_was_year
    likely = int(year) >= FIRST_LIKELY_YEAR and (match["bound"] or _stands_alone(match, scene))
    return Reading("date", year) if paired or likely else None


def _stands_alone(match: re.Match[str], scene: Scene) -> bool:
    """Whether a year-like number is no count: led by a date's preposition and not by a noun."""
    letters, start, stop = scene.letters, match.start(), match.end()
    follows = letters[stop : stop + 12]
    if letters[start - 1 : start] == "(" or letters[max(0, start - 1) : start] in ("", "\n"):
        return follows[:1] in ("", ")", "\n", ":", "-")
    if follows[:1] == ")" and letters[max(0, start - 2) : start] == "، ":
        return True
    if not scene.led_by("year_before", start):
        return False
    after = re.match(r" ([^\W_]+)", follows)
    return after is None or not scene.plays("counted_noun", after[1])


def _unit_pattern(words: Vocabulary) -> str:
    the = words.unit("the")
    modifier = rf"(?P<mod>{words.role('modifier')})(?: (?P<year>{YEAR_DIGITS}))?"
    this = rf"{words.role('this')} (?P<unit>{the})"
    return rf"(?P<bound>{_bound(words)})(?:{this}|(?P<unit_2>{the}) {modifier})"


def _unit(match: re.Match[str], scene: Scene) -> Reading | None:
    """الأسبوع الماضي, هذا العام, نهاية الشهر المقبل."""
    form = " ".join((pick(match, "unit") or "").split())
    unit = scene.words.units["the"][form]
    shift = int(scene.words.code("modifier", match["mod"])) if match["mod"] else 0
    if match["year"] and unit == "Y":
        return Reading("date", match["year"])
    return counted_unit(unit, shift, scene, weekend=_weekend(match, scene))


def _weekend(match: re.Match[str], scene: Scene) -> bool:
    phrase = " ".join(match[0].split())
    return any(phrase.startswith(form) for form in scene.words.roles["weekend"])


def _same_unit_pattern(words: Vocabulary) -> str:
    the = words.unit("the")
    modifier = rf"(?P<mod>{words.role('text_modifier')})"
    said = rf"{words.role('text_this')} (?P<unit_2>{the})"
    return (
        rf"{_bound(words)}(?:(?P<unit>{the}) {modifier}|{said})"
        rf"(?: من {words.role('year_noun')} (?P<year>{YEAR_DIGITS}))?"
    )


def _same_unit(match: re.Match[str], scene: Scene) -> Reading | None:
    """اليوم نفسه, الشهر التالي, ذلك العام: counted from the last such time in the text."""
    unit = scene.words.units["the"][" ".join((pick(match, "unit") or "").split())]
    shift = int(scene.words.code("text_modifier", match["mod"])) if match["mod"] else 0
    value = None
    if unit == "D" and scene.last_day is not None:
        day = calendar.shifted(scene.last_day, shift)
        value = day.isoformat() if day else None
    elif unit == "M" and scene.last_month is not None:
        year, number = scene.last_month.split("-")
        day = calendar.valid_day(int(match["year"] or year), int(number), 1)
        value = calendar.shifted_month(day, shift) if day else None
    elif unit == "Y" and scene.last_year is not None:
        value = calendar.year_value(scene.last_year + shift)
    elif unit not in ("D", "M", "Y"):
        return None
    led = scene.led_by("date_before", match.start()) or match[0].startswith("لل")
    if not led and (value is None or unit == "Y"):  # not the المدير العام السابق
        return None
    return Reading("date", value, "text" if value else None, scene.anchor.inferred)


def _weekend_pattern(words: Vocabulary) -> str:
    return rf"{words.role('weekend')}(?: (?P<mod>{words.role('modifier')}))?"


def _weekend_alone(match: re.Match[str], scene: Scene) -> Reading | None:
    """نهاية الأسبوع: on the first days of a week, told as past, the one before."""
    if match["mod"]:
        shift = int(scene.words.code("modifier", match["mod"]))
        return counted_unit("W", shift, scene, weekend=True)
    today = scene.anchor.day
    early = today is not None and today.weekday() < FIRST_DAYS
    past = early and not scene.looks_ahead(match.start(), match.end())
    return counted_unit("W", -1 if past else 0, scene, weekend=True)


def _bounded_unit_pattern(words: Vocabulary) -> str:
    return rf"{words.role('boundary')} (?P<unit>{words.unit('the')})"


def _bounded_unit(match: re.Match[str], scene: Scene) -> Reading | None:
    """نهاية الشهر, مطلع العام: of the one in which the report is written."""
    return counted_unit(scene.words.units["the"][match["unit"]], 0, scene)


def _season_pattern(words: Vocabulary) -> str:
    noun = rf"(?:{words.role('year_noun')} )?"
    of_year = rf" {noun}(?P<year>{YEAR_DIGITS})| (?P<mod>{words.role('modifier')})"
    return rf"(?P<season>{words.role('season')})(?:{of_year})?"


def _season(match: re.Match[str], scene: Scene) -> Reading | None:
    form = match["season"]
    code = scene.words.code("season", form)
    if match["year"]:
        return Reading("date", f"{match['year']}-{code}")
    if match["mod"] and scene.anchor.day is not None:
        shift = int(scene.words.code("modifier", match["mod"]))
        year = calendar.season_year(scene.anchor.day, code, shift)
        return Reading("date", f"{year}-{code}", scene.anchor.kind, scene.anchor.inferred)
    if not form.startswith("ال") or not scene.led_by("date_before", match.start()):
        return None
    return Reading("set", f"XXXX-{code}")


def _part_of_year_pattern(words: Vocabulary) -> str:
    noun, ordinal = words.role("part_of_year"), words.number("ordinal")
    year = (
        rf"{words.role('year_noun')} (?:(?P<year>{YEAR_DIGITS})|(?P<mod>{words.role('modifier')}))"
    )
    which = rf"(?P<which>{ordinal}|{words.role('last')})"
    return rf"(?P<noun>{noun}) {which} من (?:{words.role('this')} )?{year}"


def _part_of_year(match: re.Match[str], scene: Scene) -> Reading | None:
    letter = scene.words.code("part_of_year", match["noun"])
    last = 4 if letter == "Q" else 2
    which = scene.words.numbers["ordinal"].get(match["which"], last)
    if which > last:
        return None
    if match["year"]:
        return Reading("date", f"{match['year']}-{letter}{which}")
    read = counted_unit("Y", int(scene.words.code("modifier", match["mod"])), scene)
    if read is None or read.value is None:
        return read
    return Reading("date", f"{read.value}-{letter}{which}", read.anchor, read.inferred)


def _century_of(words: Vocabulary) -> str:
    which = rf"(?P<which>{words.number('ordinal')})|(?P<mod>{words.role('modifier')})"
    return rf"{words.role('century_noun')} (?:{which})"


def _decade_pattern(words: Vocabulary) -> str:
    century = rf"(?: (?:من )?{_century_of(words)})?"
    decade = rf"(?:{words.role('decade_noun')} )?(?P<decade>{words.number('decade')})"
    return rf"(?P<bound>{_bound(words)}){decade}{century}"


def _decade(match: re.Match[str], scene: Scene) -> Reading | None:
    """السبعينيات: of the last century unless another is named; `197` as in TIMEX3."""
    tens = scene.words.numbers["decade"][match["decade"]] // 10
    named = _century_number(match, scene)
    if named is None:
        follows = scene.letters[match.end() : match.end() + 12].strip()
        ages = scene.words.roles["age_after"]
        if tens < FIRST_LIKELY_DECADE or any(follows.startswith(form) for form in ages):
            return None
    return Reading("date", f"{named or 19}{tens}")


def _century_number(match: re.Match[str], scene: Scene) -> int | None:
    if match["which"]:
        return scene.words.numbers["ordinal"][match["which"]] - 1
    if match["mod"]:
        today = scene.anchor.day
        now = today.year // 100 if today else 20
        return now + int(scene.words.code("modifier", match["mod"]))
    return None


def _century_pattern(words: Vocabulary) -> str:
    return rf"{_bound(words)}{_century_of(words)}"


def _century(match: re.Match[str], scene: Scene) -> Reading | None:
    """القرن العشرين: `19`, the first two figures of its years."""
    number = _century_number(match, scene)
    return Reading("date", f"{number:02d}") if number is not None else None


PERIOD_RULES = (
    Rule("month", _month_pattern, _month, sure=True),
    Rule("year", _year_pattern, _year, sure=True),
    Rule("bare-year", _bare_year_pattern, _bare_year),
    Rule("unit-from-publication", _unit_pattern, _unit, sure=True),
    Rule("unit-from-text", _same_unit_pattern, _same_unit),
    Rule("weekend", _weekend_pattern, _weekend_alone),
    Rule("bounded-unit", _bounded_unit_pattern, _bounded_unit),
    Rule("season", _season_pattern, _season),
    Rule("part-of-year", _part_of_year_pattern, _part_of_year, sure=True),
    Rule("decade", _decade_pattern, _decade),
    Rule("century", _century_pattern, _century),
)
