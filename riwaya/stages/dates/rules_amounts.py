"""Rules for durations, for قبل / بعد + amount, and for sets (كل ثلاثة أيام)."""

from __future__ import annotations

import re

from riwaya.stages.dates import calendar
from riwaya.stages.dates.rule import Reading, Rule, Scene, pick
from riwaya.stages.dates.vocabulary import Vocabulary, alternation

_CLOCK_UNITS = {"H": "H", "MIN": "M", "S": "S"}
_BARE_NUMBER = r"\d{1,4}(?![.,]?\d)"


def _number(words: Vocabulary) -> str:
    one = words.number("cardinal")
    return rf"(?:{_BARE_NUMBER}|{one}(?: و{one}){{0,2}}(?: {one})?)"


def _amount(words: Vocabulary) -> str:
    """A number with its unit, a dual, a vague plural, or one unit."""
    counted, many = words.unit("counted", "one", "many"), words.unit("many")
    number, vague = _number(words), words.role("vague")
    numbered = rf"(?P<number>{number})(?: [اأ]و {number})? (?P<counted>{counted})"
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
    if half and number is not None and unit in ("Y", "H", "D"):
        smaller, size = {"Y": ("P{}M", 12), "H": ("PT{}M", 60), "D": ("PT{}H", 24)}[unit]
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


def _duration_pattern(words: Vocabulary) -> str:
    hedge = rf"(?P<hedge>(?:{words.role('hedge')} )?)"
    return rf"{hedge}{_amount(words)}{_tail(words)}"


def _duration(match: re.Match[str], scene: Scene) -> Reading | None:
    measure = _measure(match, scene)
    if measure is None or _is_age(match, scene) or not _is_stretch(match, scene, measure):
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
    return scene.plays("stretch_before", scene.before(match.start()))


def _is_age(match: re.Match[str], scene: Scene) -> bool:
    letters = scene.letters
    around = letters[max(0, match.start() - 30) : match.start()].split()[-3:]
    if any(scene.plays("age_before", word.strip("(،")) for word in around):
        return True
    in_brackets = letters[match.start() - 1 : match.start()] == "(" and letters[
        match.end() : match.end() + 1
    ] in (")", "،")
    follows = letters[match.end() : match.end() + 14].strip()
    starts = any(follows.startswith(form) for form in scene.words.roles["age_after"])
    return starts or (in_brackets and match["counted"] is not None)


def _span_of_units_pattern(words: Vocabulary) -> str:
    the, few = words.unit("the_many", "the_two"), words.role("few")
    number = rf"(?:ال ?[ـ-]? ?)?(?P<number>{_BARE_NUMBER}|{words.number('the')})"
    inner = rf"(?P<unit>{the})(?: (?:{number}|(?P<few>{few})))?"
    counted = words.unit("counted", "many")
    outer = rf"(?P<number_2>(?:ال)?{_BARE_NUMBER}|{words.number('the')}) (?P<unit_2>{counted})"
    which = rf"(?P<mod>{words.role('modifier')})"
    return rf"(?:(?P<within>{words.role('hedge')}) )?(?:{inner}|{outer}) {which}"


def _span_of_units(match: re.Match[str], scene: Scene) -> Reading | None:
    """الأيام المقبلة, السنوات الأخيرة, الأسابيع الستة الماضية, الساعات الـ48 القادمة."""
    words = scene.words
    form = " ".join((pick(match, "unit") or "").split())
    unit = next(table[form] for table in words.units.values() if form in table)
    if number := pick(match, "number"):
        bare = number.removeprefix("ال")
        count = int(bare) if bare.isdigit() else words.numbers["the"][number]
        return Reading("duration", duration(unit, count))
    if form in words.units["the_two"]:
        return Reading("duration", duration(unit, 2))
    modifier = match["mod"]
    shift = int(words.code("modifier", modifier))
    if shift == 1 and not match["few"]:
        return Reading("date", "FUTURE_REF")
    if "modifier_recent" in words.roles and modifier in words.roles["modifier_recent"]:
        if not match["few"]:
            return Reading("date", "PAST_REF")
    return Reading("duration", duration(unit, None))


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
    if number is None or unit == "NI":
        return Reading("date", "PAST_REF")
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
    following = scene.letters[match.end() : match.end() + 5].split()
    of_event = bool(following) and following[0] in ("من", "علي")
    ahead = not of_event and scene.looks_ahead(match.start(), match.end())
    if ahead and number is not None and unit in ("D", "W", "M", "Y"):
        return _moved(unit, number, scene)
    return Reading("duration", duration(unit, number, half=bool(match["half"])))


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
    kind = "time" if unit in _CLOCK_UNITS else "date"
    return Reading("time" if kind == "time" else "date", value, anchor.kind, anchor.inferred)


def _each_pattern(words: Vocabulary) -> str:
    weekday = alternation(words.weekdays)
    return rf"{words.role('each')} (?:(?P<day>(?:يوم )?{weekday})|{_amount(words)})"


def _each(match: re.Match[str], scene: Scene) -> Reading | None:
    if match["day"]:
        return Reading("set", "P1W")
    measure = _measure(match, scene)
    return Reading("set", duration(*measure)) if measure and measure[1] else None


def _row_pattern(words: Vocabulary) -> str:
    units = "|".join(form for form in words.units["the"])
    return (
        rf"(?P<unit>(?:لل|ال)(?:{units})|{units}) (?P<which>{words.number('ordinal')}) علي التوالي"
    )


def _row(match: re.Match[str], scene: Scene) -> Reading | None:
    """للعام الثالث على التوالي: so many years on end."""
    unit = scene.words.units["the"].get(match["unit"])
    which = scene.words.numbers["ordinal"][match["which"]]
    return Reading("duration", duration(unit, which)) if unit else None


AMOUNT_RULES = (
    Rule("each", _each_pattern, _each, sure=True),
    Rule("before-amount", _before_pattern, _before, sure=True),
    Rule("after-amount", _after_pattern, _after, sure=True),
    Rule("span-of-units", _span_of_units_pattern, _span_of_units, sure=True),
    Rule("in-a-row", _row_pattern, _row, sure=True),
    Rule("duration", _duration_pattern, _duration),
)
