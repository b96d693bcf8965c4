"""Finds the matches of all rules in one pass over the words of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.stages.dates.calendar import Anchor
from riwaya.stages.dates.rule import Reading, Rule, Scene
from riwaya.stages.dates.rules_amounts import AMOUNT_RULES
from riwaya.stages.dates.rules_days import DAY_RULES
from riwaya.stages.dates.rules_periods import PERIOD_RULES
from riwaya.stages.dates.rules_phrases import PHRASE_RULES

RULES: tuple[Rule, ...] = (*DAY_RULES, *PERIOD_RULES, *AMOUNT_RULES, *PHRASE_RULES)
"""All rules. The longest match at a place wins; of equals the earlier rule."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_QUOTES = ('""', "«»", "“”")
_CLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فل", "فب", "وك")


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's match: `[start, stop)` in the folded text, and what it reads."""

    start: int
    stop: int
    rule: Rule
    reading: Reading


def find_times(letters: str, anchor: Anchor) -> Iterator[Found]:
    """Time expressions of the letters view, in order and without overlaps."""
    scene = Scene(letters, anchor)
    stop = 0
    for word in _WORD.finditer(letters):
        if word.start() < stop:
            continue
        found = _at_word(word, scene)
        if found is not None and (found.rule.sure or not _is_title(found, letters)):
            stop = found.stop
            scene.remember(found.reading, found.start, found.stop)
            yield found


def _is_title(found: Found, letters: str) -> bool:
    """Whether the match is all that stands between quotation marks ("60 دقيقة")."""
    edges = letters[max(0, found.start - 1) : found.start] + letters[found.stop : found.stop + 1]
    return edges in _QUOTES


def read_loosely(letters: str, start: int, stop: int, anchor: Anchor) -> Found | None:
    """The longest time expression that begins in `[start, stop)`, taken on trust to be one."""
    scene = Scene(letters, anchor, lenient=True)
    tries = (_at_word(word, scene) for word in _WORD.finditer(letters, start, stop))
    found = [item for item in tries if item is not None]
    return max(found, key=lambda item: item.stop - item.start, default=None)


def _at_word(word: re.Match[str], scene: Scene) -> Found | None:
    form, heads = word[0], scene.words.heads
    if form.isdigit():
        return _longest(word.start(), scene)
    for clitic in _CLITICS:
        if form.startswith(clitic) and form[len(clitic) :] in heads:
            found = _longest(word.start() + len(clitic), scene)
            if found is not None:
                return found
    return None


def _longest(start: int, scene: Scene) -> Found | None:
    matches = []
    for order, rule in enumerate(RULES):
        match = rule.expression.match(scene.letters, start)
        if match is not None and match.end() > start:
            matches.append((-match.end(), order, rule, match))
    for _, _, rule, match in sorted(matches, key=lambda item: item[:2]):
        reading = rule.value(match, scene)
        if reading is not None:
            return Found(start, match.end(), rule, reading)
    return None
