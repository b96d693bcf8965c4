"""When two names of bodies, groups, places or events are one entity's."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from riwaya.resources.actors import nationality_of_adjective
from riwaya.stages.entities.forms import Family, droppable_nouns, family_of, generic_nouns
from riwaya.stages.entities.people import is_within
from riwaya.stages.entities.words import one_foreign_name

Words = tuple[str, ...]
_INFLECTED = re.compile(r"(?<=...)(?:يون|يين|يات|يه|ون|ين|ات|ي|ا)$")
_LONG_ENOUGH = 4  # letters of one word that may stand for a longer name


def same_body(one: Words, other: Words, family: Family) -> str | None:
    """The rule by which two names of one family are one entity's, or None."""
    if len(one) == len(other) and _spelt_alike(one, other):
        return "spelling"
    if one == without_generic(other, family) or other == without_generic(one, family):
        return "generic-noun-left-out"
    if family == "body" and stem(one) and stem(one) == stem(other):
        return "inflected"
    return None


def stands_for_body(short: Words, long: Words, family: Family) -> str | None:
    """The rule by which a shorter name may stand for a fuller one, or None."""
    if len(short) >= len(long):
        return None
    if len(short) == 1:
        return _one_word(short[0], long, family)
    if long[: len(short)] == short:
        return "shorter-name"
    if short[0] == long[0] and short[-1] == long[-1] and is_within(short, long):
        return "shorter-name"
    return None


def _one_word(word: str, long: Words, family: Family) -> str | None:
    if len(word) < _LONG_ENOUGH or says_little(word):
        return None
    if family == "place":
        return "one-word" if word == long[0] else None
    return "one-word" if word in (long[0], long[-1]) else None


def says_little(word: str) -> bool:
    """Whether a word is a generic noun or a nationality, so that it names nothing by itself."""
    return word in generic_nouns() or is_nationality(word)


@lru_cache(maxsize=20_000)
def is_nationality(word: str) -> bool:
    """Whether a word without article is an adjective of a state."""
    return nationality_of_adjective(word) is not None


def without_generic(words: Words, family: Family) -> Words:
    """A name without the generic nouns of its family before it (شبكة، وكالة); the whole where what
    is left would say little."""
    at = 0
    while at < len(words) - 1 and family in _droppable().get(words[at], ()):
        at += 1
    left = words[at:]
    return words if all(says_little(word) for word in left) else left


def stem(words: Words) -> Words:
    """A group's name without generic nouns and endings: الحوثيون, ميليشيا الحوثي are one."""
    left = tuple(word for word in words if "group" not in droppable_nouns().get(word, ()))
    return tuple(_INFLECTED.sub("", word) for word in left)


@cache
def _droppable() -> dict[str, set[Family]]:
    return {word: set(map(family_of, kinds)) for word, kinds in droppable_nouns().items()}


def _spelt_alike(one: Words, other: Words) -> bool:
    return all(a == b or one_foreign_name(a, b) for a, b in zip(one, other, strict=True))
