"""Rules for durations, for قبل / بعد + amount, and for sets (كل ثلاثة أيام)."""

from __future__ import annotations

import re

from riwaya.stages.dates import calendar
from riwaya.stages.dates.fragments import counted_unit
from riwaya.stages.dates.rule import Reading, Rule, Scene, pick
from riwaya.stages.dates.vocabulary import Vocabulary, alternation

_SMALLER = {
    "CE": ("P{}Y", 100),
    "DE": ("P{}Y", 10),
    "Y": ("P{}M", 12),
    "D": ("PT{}H", 24),
    "H": ("PT{}M", 60),
}
_CLOCK_UNITS = {"H": "H", "MIN": "M", "S": "S"}
FIRST_YEAR, LAST_YEAR = 1800, 2100  # numbers that are years rather than counts of years
MANY_DECADES = 100
PERCENT = 100
ADULT = range(15, 100)
_BARE_NUMBER = r"\d{1,4}(?![.,]?\d)"


def _number(words: Vocabulary) -> str:
    one = words.number("cardinal")
    return rf"(?:{_BARE_NUMBER}|{one}(?: و{one}){{0,2}}(?: {one})?)"


def _amount(words: Vocabulary) -> str:
    """A number with its unit, a dual, a vague plural, or one unit."""
    counted, many = words.unit("counted", "one", "many"), words.unit("many")
    number, vague = _number(words), words.role("vague")
    weekday = alternation(words.weekdays)
    numbered = rf"(?P<number>{number})(?: او {number})? (?P<counted>{counted})(?! {weekday})"
    several = rf"(?:(?P<vague>{vague}) )?(?P<many>{words.unit('many')}|ال{many})"
    return (
        rf"(?:{numbered}|(?P<two>{words.unit('two')})|{several}"
        rf"|(?P<one>{words.unit('one', 'counted')}))"
    )


def _tail(words: Vocabulary) -> str:
    half = rf"(?: (?P<half>{words.role('half')}))?"
    after = alternation([*words.roles["vague_after"], *words.roles["after_hedge"]])
    return rf"{half}(?P<after>(?: {after}){{0,2}})"


def number_of(text: str, words: Vocabulary) -> int | None:
    """The value of figures or number words (`خمسة وعشرين`, `ثلاثة الاف`)."""
    total = 0
    table = words.numbers["cardinal"]
    form = " ".join(text.split())
    if form.isdigit():
        return int(form)
    if form in table:
        return table[form]
    for part in re.split(r" و", form):
        value = table.get(part)
        if value is None:
            pieces = [table.get(piece) for piece in part.split()]
            if len(pieces) != 2 or pieces[0] is None or pieces[1] is None:
                return None
            value = pieces[0] * pieces[1]
        total += value
    return total


def duration(unit: str, number: int | None, half: bool = False) -> str:
    """A TIMEX3 duration: `P3D`, `PT2H`, `PXY` for an open number, `P18M` for a year and a half."""
    letter = _CLOCK_UNITS.get(unit)
    count = "X" if number is None else str(number)
    if half and number is not None and unit in _SMALLER:
        smaller, size = _SMALLER[unit]
        return smaller.format(number * size + size // 2)
    if letter:
        return f"PT{count}{letter}"
    if number == 1 and unit in ("DE", "CE"):
        return "P10Y" if unit == "DE" else "P100Y"
    return f"P{count}{unit}"


def _measure(match: re.Match[str], scene: Scene) -> tuple[str, int | None] | None:
    """Unit and number of a match of `_amount`; the number None where the text leaves it open."""
    units = scene.words.units
    groups = {name: " ".join(text.split()) for name, text in match.groupdict().items() if text}
    if counted := groups.get("counted"):
        number = number_of(groups["number"], scene.words)
        if number is not None and not _is_count_of_time(counted, number, scene):
            return None
        for table in ("counted", "many", "one"):
            if counted in units[table]:
                return (units[table][counted], number) if number else None
    if two := groups.get("two"):
        return units["two"][two], 2
    if many := groups.get("many"):
        return units["many"][many.removeprefix("ال") if many not in units["many"] else many], None
    if one := groups.get("one"):
        return units["one"].get(one) or units["counted"][one], 1
    return None


def _is_count_of_time(counted: str, number: int, scene: Scene) -> bool:
    """Whether a number and its noun measure time: not 2021 سنة, ألف عقد, واحد أشهر."""
    unit = next(units[counted] for units in scene.words.units.values() if counted in units)
    if unit == "Y":
        return not FIRST_YEAR <= number <= LAST_YEAR
    if number == 1:
        return False
    return number <= MANY_DECADES if unit in ("DE", "CE") else True


def _duration_pattern(words: Vocabulary) -> str:
    hedge = rf"(?P<hedge>(?:{words.role('hedge')} )?)"
    return rf"{hedge}{_amount(words)}{_tail(words)}"


def _duration(match: re.Match[str], scene: Scene) -> Reading | None:
    measure = _measure(match, scene)
    if measure is None or not _is_stretch(match, scene, measure):
        return None
    if _is_age(match, scene):
        scene.age_stop = match.end()
        return None
    return Reading("duration", duration(*measure, half=bool(match["half"])))


def _is_stretch(match: re.Match[str], scene: Scene, measure: tuple[str, int | None]) -> bool:
    """Whether a unit without a number is a stretch of time here (منذ سنوات, not يوم or عام)."""
    if match["number"] or match["two"] or match["vague"] or match["half"]:
        return True
    if match["hedge"] or match["after"]:
        return measure[0] != "S"
    if measure[0] in ("S", "MIN") and measure[1] == 1:
        return False
    follows = scene.letters[match.end() : match.end() + 4]
    if match["many"] and measure[0] in ("Y", "DE", "CE") and follows == " من ":
        return True
    return scene.led_by("stretch_before", match.start())


def _is_age(match: re.Match[str], scene: Scene) -> bool:
    """Whether a number of years is somebody's age, which is no time expression."""
    letters, start, stop = scene.letters, match.start(), match.end()
    words_before = letters[max(0, start - 30) : start].split()[-3:]
    if any(scene.plays("age_before", word.strip("(،")) for word in words_before):
        return True
    adult = _adult_years(match, scene)
    if adult and scene.plays("adult_before", scene.before(start)):
        return True
    follows = letters[stop : stop + 14].strip()
    if any(follows.startswith(form) for form in scene.words.roles["age_after"]):
        return True
    gap = letters[scene.age_stop : start] if scene.age_stop >= 0 else "none"
    return gap in (" و", " او ", " الي ") or (adult and _is_aside(match, scene))


def _adult_years(match: re.Match[str], scene: Scene) -> bool:
    counted = match["counted"]
    if counted is None or scene.words.units["counted"].get(counted) != "Y":
        return False
    return number_of(match["number"], scene.words) in ADULT


def _is_aside(match: re.Match[str], scene: Scene) -> bool:
    """In brackets or between commas, as an age after a name: (25 عاما)."""
    before = scene.letters[max(0, match.start() - 2) : match.start()].strip()[-1:]
    after = scene.letters[match.end() : match.end() + 2].strip()[:1]
    return before in ("(", "،", "[", ",") and after in (")", "،", "]", ",", "")


def _span_of_units_pattern(words: Vocabulary) -> str:
    the, few = words.unit("the_many", "the_two"), words.role("few")
    number = rf"(?:ال ?[ـ-]? ?)?(?P<number>{_BARE_NUMBER}|{words.number('the')})"
    inner = rf"(?P<unit>{the})(?: (?:{number}|(?P<few>{few})))?"
    counted = words.unit("counted", "many", "one")
    outer = rf"(?P<number_2>(?:ال)?{_BARE_NUMBER}|{words.number('the')}) (?P<unit_2>{counted})"
    which, which_2 = (rf"(?P<{name}>{words.role('modifier')})" for name in ("mod", "mod_2"))
    return rf"(?:{inner} {which}|{outer}(?: {which_2})?)"


def _span_of_units(match: re.Match[str], scene: Scene) -> Reading | None:
    """الأيام المقبلة, السنوات الأخيرة, الأسابيع الستة الماضية, الساعات الـ48 القادمة."""
    words = scene.words
    form = " ".join((pick(match, "unit") or "").split())
    unit = next(table[form] for table in words.units.values() if form in table)
    if number := pick(match, "number"):
        if not (pick(match, "mod") or number.startswith("ال")):
            return None
        bare = number.removeprefix("ال")
        count = int(bare) if bare.isdigit() else words.numbers["the"][number]
        if scene.plays("percent_before", scene.before(match.start())) and count == PERCENT:
            return None
        return Reading("duration", duration(unit, count))
    if form in words.units["the_two"]:
        return Reading("duration", duration(unit, 2))
    modifier = match["mod"]
    shift = int(words.code("modifier", modifier))
    if shift == 1 and not match["few"]:
        return Reading("date", "FUTURE_REF")
    if modifier in words.roles["modifier_recent"] and not match["few"]:
        return Reading("date", "PAST_REF")
    return Reading("duration", duration(unit, None))


def _fraction_pattern(words: Vocabulary) -> str:
    return rf"(?P<fraction>{words.role('fraction')}) (?P<one>{words.unit('one', 'the')})"


def _fraction(match: re.Match[str], scene: Scene) -> Reading | None:
    """نصف ساعة, ربع قرن: in the next smaller unit."""
    units = scene.words.units
    unit = units["one"].get(match["one"]) or units["the"][match["one"]]
    if unit not in _SMALLER:
        return None
    smaller, size = _SMALLER[unit]
    parts = int(scene.words.code("fraction", match["fraction"]))
    return Reading("duration", smaller.format(size // parts))


def _before_pattern(words: Vocabulary) -> str:
    hedge = rf"(?P<hedge>(?:{words.role('hedge')} )?)"
    return rf"{words.role('before')} {hedge}{_amount(words)}{_tail(words)}"


def _before(match: re.Match[str], scene: Scene) -> Reading | None:
    """قبل يومين: the day, month or year that lies so far back; an open number is PAST_REF."""
    measure = _measure(match, scene)
    if measure is None or _is_age(match, scene):
        return None
    unit, number = measure
    if unit in _CLOCK_UNITS and (number is None or match["hedge"]):
        return Reading("duration", duration(unit, number))
    if number is None and _of_event(match, scene):
        return Reading("duration", duration(unit, None))
    if number is None or unit == "NI":
        return Reading("date", "PAST_REF")
    if match["hedge"] and unit == "W" and scene.anchor.day is not None:
        return counted_unit("W", -number, scene)
    return _moved(unit, -number, scene)


def _after_pattern(words: Vocabulary) -> str:
    hedge = rf"(?P<hedge>(?:{words.role('hedge')} )?)"
    return rf"{words.role('after')} {hedge}{_amount(words)}{_tail(words)}"


def _after(match: re.Match[str], scene: Scene) -> Reading | None:
    """بعد يومين: the length between two events; a date when the clause speaks of what comes."""
    measure = _measure(match, scene)
    if measure is None or _is_age(match, scene):
        return None
    unit, number = measure
    ahead = not _of_event(match, scene) and scene.looks_ahead(match.start(), match.end())
    if ahead and number is not None and unit in ("D", "W", "M", "Y"):
        return _moved(unit, number, scene)
    return Reading("duration", duration(unit, number, half=bool(match["half"])))


def _of_event(match: re.Match[str], scene: Scene) -> bool:
    """Whether the amount is counted from an event that is named next (بعد يومين من …)."""
    following = scene.letters[match.end() : match.end() + 5].split()
    return bool(following) and following[0] in scene.words.roles["of_event"]


def _moved(unit: str, number: int, scene: Scene) -> Reading:
    anchor = scene.anchor
    today = anchor.day
    if today is None:
        return Reading("date", None)
    days = {"D": 1, "W": 7, "H": 0, "MIN": 0, "S": 0}.get(unit)
    if days is not None:
        moved = calendar.shifted(today, number * days)
        value = moved.isoformat() if moved else None
    elif unit == "M":
        value = calendar.shifted_month(today, number)
    else:
        years = number * {"Y": 1, "DE": 10, "CE": 100}[unit]
        value = calendar.year_value(today.year + years) if today.year + years > 0 else None
    return Reading("time" if unit in _CLOCK_UNITS else "date", value, anchor.kind, anchor.inferred)


def _each_pattern(words: Vocabulary) -> str:
    weekday = alternation(words.weekdays)
    day = rf"(?P<day>(?:{words.role('day_noun')} )?{weekday})"
    return rf"{words.role('each')} (?:{day}|{_amount(words)})"


def _each(match: re.Match[str], scene: Scene) -> Reading | None:
    if match["day"]:
        return Reading("set", "P1W")
    measure = _measure(match, scene)
    return Reading("set", duration(*measure)) if measure and measure[1] else None


def _row_pattern(words: Vocabulary) -> str:
    which = words.number("ordinal")
    return rf"(?P<unit>{words.unit('the')}) (?P<which>{which})(?P<row> {words.role('in_a_row')})?"


def _row(match: re.Match[str], scene: Scene) -> Reading | None:
    """للعام الثالث على التوالي: so many years on end."""
    unit = scene.words.units["the"].get(match["unit"])
    which = scene.words.numbers["ordinal"][match["which"]]
    if not match["row"] and not (match["unit"].startswith("لل") and unit in ("Y", "D")):
        return None
    return Reading("duration", duration(unit, which)) if unit else None


AMOUNT_RULES = (
    Rule("each", _each_pattern, _each, sure=True),
    Rule("before-amount", _before_pattern, _before, sure=True),
    Rule("after-amount", _after_pattern, _after, sure=True),
    Rule("span-of-units", _span_of_units_pattern, _span_of_units, sure=True),
    Rule("fraction", _fraction_pattern, _fraction, sure=True),
    Rule("in-a-row", _row_pattern, _row, sure=True),
    Rule("duration", _duration_pattern, _duration),
)
