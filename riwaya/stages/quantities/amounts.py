"""How many: a number, a range or a vague amount, with what hedges it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from riwaya.stages.quantities.vocabulary import Vocabulary, clitics_of
from riwaya.text.numbers import NumberRead, read_figure

_WINDOW = 16  # tokens that one amount may take
_DASHES = "-–—"
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that ends before token `after`; `clip` letters of its first token are particles.

    `nameless` amounts are a hedge that the noun must complete (أكثر من شخص). `vague` amounts
    (عشرات) have no numbers; `few` is بضعة, which means nothing without its noun.
    """

    after: int
    minimum: int | None
    maximum: int | None
    approx: bool = False
    clip: int = 0
    definite: bool = False
    vague: bool = False
    few: bool = False
    nameless: bool = False
    hedged: bool = False
    figure: bool = False


_OPEN_ABOVE = ("at_least", "more_than")


def hedge(amount: Amount, effect: str) -> Amount:
    """`amount` under a hedge. Vague amounts stay open on both sides."""
    if effect == "about":
        return replace(amount, approx=True, hedged=True)
    if effect in _OPEN_ABOVE:
        return replace(amount, maximum=None, hedged=True)
    return replace(amount, minimum=None, hedged=True)


def read_amount(letters: Sequence[str], at: int, words: Vocabulary) -> Amount | None:
    """The amount that begins at token `at`, or None. Attached و ب ل … may open it."""
    window = letters[at : at + _WINDOW]
    if not window:
        return None
    for clip in clitics_of(window[0]) if not window[0][0].isdigit() else (0,):
        opened = [window[0][clip:], *window[1:]]
        amount = _hedged(opened, words) or _unhedged(opened, 0, words)
        if amount:
            return replace(amount, after=at + amount.after, clip=clip)
    return None


def _hedged(window: list[str], words: Vocabulary) -> Amount | None:
    for phrase, effect in words.hedges.get(window[0], ()):
        if tuple(window[: len(phrase)]) == phrase:
            start = len(phrase)
            amount = _unhedged(window, start, words)
            if amount is None and start < len(window) and len(window[start]) > 2:
                amount = _unhedged_with_clitic(window, start, words)
            if amount is None and effect == "more_than":
                amount = Amount(start, 1, None, nameless=True)
            if amount:
                return hedge(amount, effect)
    return None


def _unhedged_with_clitic(window: list[str], start: int, words: Vocabulary) -> Amount | None:
    for clip in clitics_of(window[start])[1:]:
        opened = [*window[:start], window[start][clip:], *window[start + 1 :]]
        if amount := _unhedged(opened, start, words):
            return amount
    return None


def _unhedged(window: list[str], start: int, words: Vocabulary) -> Amount | None:
    ranged = _range(window, start, words)
    return ranged or _number(window, start, words) or _vague(window, start, words)


def _number(window: list[str], start: int, words: Vocabulary) -> Amount | None:
    found = words.numbers.read(window, start)
    if found is None:
        return _dashed_token(window, start, words)
    after = start + found.consumed
    if after + 1 < len(window) and window[after] in (*_DASHES, "او"):
        upper = words.numbers.read(window, after + 1)
        if upper and upper.value > found.value:
            return _between(found, upper, after + 1 + upper.consumed)
    if window[start].startswith("ا") and found.value == 1:
        return None
    return _single(found, after)


def _single(found: NumberRead, after: int) -> Amount:
    low, high = math.floor(found.value), math.ceil(found.value)
    return Amount(
        after, low, high, approx=low != high, definite=found.definite, figure=not found.spelled
    )


def _range(window: list[str], start: int, words: Vocabulary) -> Amount | None:
    """`بين 20 و30`, `ما بين 20 إلى 30`, `من 20 إلى 30`."""
    at = start + 1 if window[start : start + 2] == ["ما", "بين"] else start
    if at >= len(window) or window[at] not in ("بين", "من"):
        return None
    lower = words.numbers.read(window, at + 1)
    if lower is None:
        return None
    link = at + 1 + lower.consumed
    joints = ("الي", "و") if window[at] == "بين" else ("الي",)
    if link >= len(window):
        return None
    if window[link] in joints:
        upper, first = words.numbers.read(window, link + 1), link + 1
    elif window[at] == "بين" and window[link].startswith("و"):
        opened = [*window[:link], window[link][1:], *window[link + 1 :]]
        upper, first = words.numbers.read(opened, link), link
    else:
        return None
    return _between(lower, upper, first + upper.consumed) if upper else None


def _dashed_token(window: list[str], start: int, words: Vocabulary) -> Amount | None:
    """`20-30`, which is one token; a scale word may follow."""
    low_text, dash, high_text = window[start].partition("-") if start < len(window) else ("",) * 3
    low, high = read_figure(low_text), read_figure(high_text)
    if not dash or low is None or high is None or low >= high:
        return None
    upper = words.numbers.read([high_text, *window[start + 1 :]], 0)
    if upper is None:
        return None
    return _between(NumberRead(low, 1), upper, start + upper.consumed)


def _between(lower: NumberRead, upper: NumberRead, after: int) -> Amount:
    low = lower.value
    if low < _THOUSAND <= upper.value and upper.consumed > 1:
        low *= _scale_of(upper.value)  # `بين 180 و220 ألف`
    return Amount(after, math.floor(low), math.ceil(upper.value), figure=not lower.spelled)


def _scale_of(value: Fraction) -> int:
    scale = 1
    while value >= scale * _THOUSAND:
        scale *= _THOUSAND
    return scale


def _vague(window: list[str], start: int, words: Vocabulary) -> Amount | None:
    """`عشرات`, `مئات الآلاف`, `عدة ملايين`, `بضعة` (which is `few`, and needs its noun)."""
    roles: list[str] = []
    for token in window[start:]:
        role = words.vague(token)
        if role is None or (roles and role != "vague"):
            break
        roles.append(role)
    if not roles or roles == ["several"]:
        return None
    definite = window[start].startswith("ال")
    return Amount(
        start + len(roles), None, None, True, definite=definite, vague=True, few=roles == ["few"]
    )
