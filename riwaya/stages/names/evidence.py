"""What one document and the lexicons say about where a name begins: attached particles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from riwaya.gazetteer import Gazetteer, open_gazetteer
from riwaya.resources.actors import actors_named, nationality_of_capital
from riwaya.stages.names.found import Found
from riwaya.stages.names.nouns import (
    ARTICLE,
    MERGED,
    generic_words,
    given_names,
    is_construct,
    openers,
    quotes,
    uncut,
)
from riwaya.text import TextView, Word

_TATWEEL = "\u0640"
_PROCLITICS = re.compile("[وف]?[بكل]?")
_HAMZA = "أإآ"  # no Arabic name begins with a particle's letter and one of these
_LEAST_LEFT = 2  # letters of a name: so few need to be known
_ARTICLE_AND_WORD = 4  # letters that الي and its like have at most
_MOST_TAIL = 6  # words after the first that are looked up with it

KNOWN_NAME, GIVEN_NAME, BEGINS_NAME = 3.0, 2.5, 2.0
BEHIND_ARTICLE, GENERIC, BEFORE_HAMZA, IN_DOCUMENT = 3.2, 1.5, 1.0, 1.0
AFTER_OPENER, AFTER_QUOTE = 2.0, 1.0
_SOME_SIZE = 10_000  # people
_LARGE = frozenset({"continent", "region", "country", "admin1", "admin2", "water", "island"})

LETTER_OF_NAME = 0.5  # ب ف ك ل more often begin an unknown name than precede it; و the other way


Words = tuple[str, ...]


class Evidence:
    """Words of one document, and those that begin its names, for deciding where a name begins.

    `firsts` are the words that the proposed names begin with, particles still attached.
    """

    def __init__(self, view: TextView, firsts: Iterable[int]) -> None:
        self._view = view
        self._alone = Counter(word.letters for word in view.words)
        self._begins = Counter(view.words[first].letters for first in firsts)

    def begins(self, word: str) -> bool:
        """Whether a proposed name begins with this folded word."""
        return self._begins[word] > 0

    def skipped(self, found: Found) -> int:
        """How many folded letters of a name's first word stand before the name."""
        word = self._view.words[found.first]
        if held := _tatweel_after(word, self._view):
            return held
        tail = tuple(self._view.words[at].letters for at in range(found.first + 1, found.last + 1))
        weights = {0: self._whole(found, tail)}
        weights |= {cut: self._left(word, cut, tail) for cut in _ways(word.letters)}
        best = max(weights, key=lambda cut: (weights[cut], -cut))
        if found.kind in ("place", "facility") and weights[best] < KNOWN_NAME:
            best = next(
                (cut for cut in weights if is_large_place(" ".join((word.letters[cut:], *tail)))),
                best,
            )
        return best

    def _whole(self, found: Found, tail: Words) -> float:
        """What speaks for the word as it stands."""
        word = self._view.words[found.first].letters
        weight = self._known(word, tail) + self._after_opener(found)
        often = _often(self._begins[word] - 1)
        if word.startswith(MERGED):
            weight += max(self._known(unmerged, tail) for unmerged in _unmerged(word))
        if word[0] == "و":
            return weight + often / 2
        return weight + often + LETTER_OF_NAME

    def _left(self, word: Word, cut: int, tail: Words) -> float:
        """What speaks for the name that is left behind `cut` letters."""
        left = word.letters[cut:]
        weight = self._known(left, tail) + _often(self._begins[left])
        if len(left) <= _LEAST_LEFT:
            return weight
        if left.startswith((ARTICLE, MERGED)) and len(left) > _ARTICLE_AND_WORD:
            weight += BEHIND_ARTICLE
        if left in generic_words():
            weight += GENERIC
        if word.plain[cut] in _HAMZA:
            weight += BEFORE_HAMZA
        if self._alone[left]:
            weight += IN_DOCUMENT
        return weight + (LETTER_OF_NAME if word.letters[0] == "و" and cut == 1 else 0.0)

    def _known(self, word: str, tail: Words) -> float:
        name = " ".join((word, *tail))
        if word in uncut() or actors_named(name) or nationality_of_capital(name):
            return KNOWN_NAME
        return GIVEN_NAME if word in given_names() else 0.0

    def _after_opener(self, found: Found) -> float:
        """What the word before says: some take no particle after them (من لبنان، مدينة بنغازي)."""
        if not found.first:
            return 0.0
        before = self._view.words[found.first - 1].letters
        if before in openers() or is_construct(before):
            return AFTER_OPENER
        if before in quotes():
            return AFTER_QUOTE
        titled = found.kind == "person" and before.removeprefix(ARTICLE) in generic_words()
        return AFTER_OPENER if titled else 0.0


def is_large_place(name: str) -> bool:
    """Whether a gazetteer has a place of some size under this name."""
    found = _gazetteer().named(name)
    return any(place.population >= _SOME_SIZE or place.level in _LARGE for place in found)


@cache
def _gazetteer() -> Gazetteer:
    return open_gazetteer()


def _often(times: int) -> float:
    """What other names of the document with this beginning add."""
    return BEGINS_NAME + 0.1 * min(times, 5) if times > 0 else 0.0


def _ways(word: str) -> list[int]:
    """How many letters of a folded word may be attached particles, the fewest first."""
    match = _PROCLITICS.match(word)
    most = match.end() if match else 0
    return [cut for cut in range(1, most + 1) if len(word) - cut >= _LEAST_LEFT]


def _unmerged(word: str) -> tuple[str, str]:
    """What a word that begins with لل may stand for: ل and الأمم, or ل and اللجنة."""
    return ARTICLE + word[2:], "ا" + word


def _tatweel_after(word: Word, view: TextView) -> int:
    """Letters before a stretch that sets a particle off (لـدمشق), 0 without one."""
    text = word.span.of(view.text)
    at = text.find(_TATWEEL)
    return at if 0 < at <= 2 and _PROCLITICS.fullmatch(text[:at]) else 0
