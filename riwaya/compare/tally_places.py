"""Places by the words of a story, for reports without mentions: what follows مدينة, ولاية, بلدة.

A name that stands behind such a noun in one report is known in all of the story. It says only that
two numbers belong to other places, never where a place lies.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from riwaya.compare.facts_words import is_content
from riwaya.compare.speakers_words import readings, without_article
from riwaya.resources import lexicon
from riwaya.text import TextView, fold_letters

_UNITS = frozenset({"admin1", "admin2", "admin3", "admin4", "city", "neighbourhood", "camp"})
_LEAST = 3  # letters of a name


def places_named(views: Iterable[TextView]) -> frozenset[str]:
    """First words of the names that follow a noun for a town or a unit, without article."""
    found = set()
    for view in views:
        for noun, name in pairwise(view.words):
            if _is_noun(noun.letters) and name.is_word and _can_name(name.letters):
                found.add(without_article(name.letters))
    return frozenset(found)


def places_in(letters: Iterable[str], named: frozenset[str]) -> dict[str, frozenset[str]]:
    """Those of `named` that stand in a sequence of folded words, each with its own name."""
    found = (reading for word in letters for reading in readings(word) if reading in named)
    return {name: frozenset((name,)) for name in found}


def _is_noun(word: str) -> bool:
    """ولاية, بولاية: a noun in construct, so never with the article."""
    return any(form in _nouns() for form in readings(word)) and "ال" not in word[:3]


def _can_name(word: str) -> bool:
    return len(word) >= _LEAST and word[0].isalpha() and is_content(word)


@cache
def _nouns() -> frozenset[str]:
    rows = lexicon("place_words")
    units = (row["word"] for row in rows if _UNITS.intersection(row["levels"].split("|")))
    return frozenset(fold_letters(word) for word in units)
