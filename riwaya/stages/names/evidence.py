"""What one document and the lexicons say about where a name begins: attached particles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from riwaya.resources import lexicon
from riwaya.resources.actors import actors_named, name_key
from riwaya.text import TextView, Word

ARTICLE = "ال"
MERGED = "لل"  # ل and the article: للأمم
_TATWEEL = "\u0640"
_PROCLITICS = re.compile("[وف]?[بكل]?")
_LEAST_LEFT = 2  # letters of a name that a particle may leave, and no fewer

KNOWN_NAME, GIVEN_NAME, BEGINS_NAME = 3.0, 2.5, 2.0
BEHIND_ARTICLE, AFTER_OPENER, IN_DOCUMENT = 2.5, 2.0, 1.0
LETTER_OF_NAME = 0.5  # ب ف ك ل more often begin an unknown name than precede it; و the other way


class Evidence:
    """Words of one document, and those that begin its names, for deciding where a name begins.

    `firsts` are the words that the proposed names begin with, particles still attached.
    """

    def __init__(self, view: TextView, firsts: Iterable[int]) -> None:
        self._view = view
        self._alone = Counter(word.letters for word in view.words)
        self._begins = Counter(view.words[first].letters for first in firsts)

    def skipped(self, first: int, last: int) -> int:
        """How many folded letters of word `first` stand before the name that ends with `last`."""
        word = self._view.words[first]
        ways = _ways(word.letters)
        if not ways:
            return 0
        if held := _tatweel_after(word, self._view):
            return held
        tail = tuple(self._view.words[at].letters for at in range(first + 1, last + 1))
        weights = {0: self._whole(first, tail)}
        weights |= {cut: self._left(word.letters, cut, tail) for cut in ways}
        return max(weights, key=lambda cut: (weights[cut], -cut))

    def _whole(self, first: int, tail: tuple[str, ...]) -> float:
        """What speaks for the word as it stands."""
        word = self._view.words[first].letters
        weight = self._known(word, tail) + _often(self._begins[word] - 1)
        if self._after_opener(first):
            weight += AFTER_OPENER
        return weight + (0.0 if word[0] == "و" else LETTER_OF_NAME)

    def _left(self, word: str, cut: int, tail: tuple[str, ...]) -> float:
        """What speaks for the name that is left behind `cut` letters."""
        left = word[cut:]
        weight = self._known(left, tail) + _often(self._begins[left])
        if left.startswith((ARTICLE, MERGED)) and len(left) > 4:
            weight += BEHIND_ARTICLE
        if self._alone[left]:
            weight += IN_DOCUMENT
        return weight + (LETTER_OF_NAME if word[0] == "و" and cut == 1 else 0.0)

    def _known(self, word: str, tail: tuple[str, ...]) -> float:
        if word in uncut() or actors_named(" ".join((word, *tail))):
            return KNOWN_NAME
        return GIVEN_NAME if word in given_names() else 0.0

    def _after_opener(self, first: int) -> bool:
        """Whether the word before takes no particle after it (من لبنان، مدينة بنغازي)."""
        before = self._view.words[first - 1].letters if first else ""
        return before in openers() or before.removeprefix(ARTICLE) in generic_words()


def _often(times: int) -> float:
    """What other names of the document with this beginning add."""
    return BEGINS_NAME + 0.1 * min(times, 5) if times > 0 else 0.0


def _ways(word: str) -> list[int]:
    """How many letters of a folded word may be attached particles, the fewest first."""
    match = _PROCLITICS.match(word)
    most = match.end() if match else 0
    return [
        cut
        for cut in range(1, most + 1)
        if len(word) - cut > _LEAST_LEFT
        and not (word.startswith(MERGED, cut - 1) and not word[cut:].startswith("لي"))
    ]


def _tatweel_after(word: Word, view: TextView) -> int:
    """Letters before a stretch that sets a particle off (لـدمشق), 0 without one."""
    text = word.span.of(view.text)
    at = text.find(_TATWEEL)
    return at if 0 < at <= 2 and _PROCLITICS.fullmatch(text[:at]) else 0


@cache
def given_names() -> frozenset[str]:
    """Common given names, folded."""
    return frozenset(name_key(row["word"]) for row in lexicon("name_given"))


@cache
def generic_words() -> frozenset[str]:
    """Generic nouns and titles before names, folded, without article."""
    return frozenset(
        name_key(row["word"]) for name in ("name_generic", "name_titles") for row in lexicon(name)
    )


@cache
def uncut() -> frozenset[str]:
    """Names whose first letter looks like an attached particle (بوتين), folded."""
    return frozenset(name_key(row["word"]) for row in lexicon("name_uncut"))


@cache
def openers() -> frozenset[str]:
    """Words after which no particle can be attached (من، في), folded."""
    return frozenset(
        name_key(row["word"]) for row in lexicon("name_openers") if row["role"] == "before name"
    )
