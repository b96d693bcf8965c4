"""Names as words that can be compared, and when two words are one foreign name spelt twice."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from riwaya.gazetteer import name_key as gazetteer_key
from riwaya.gazetteer import name_warnings
from riwaya.resources import lexicon
from riwaya.resources.actors import name_key, name_words

ARTICLE = "ال"
FILIATION = "_"
"""Stands before a word that بن was bound to: it may be compared without it."""

_MERGED = "لل"
_SERVANT = "عبد"
_REMEMBERED = 16_384
_SHORTEST_VARIANT = 4  # letters: عمر and عمرو are two names
LONG_ENOUGH = 6  # letters of names that may differ in a consonant
_FEW_CONSONANTS = 3  # a native root: more than one vowel apart are two words
_NATIVE = re.compile("[حعضظء]")  # letters that a foreign name does not have


@lru_cache(maxsize=_REMEMBERED)
def core(word: str) -> str:
    """A folded word without its article; the article inside عبدالله goes too."""
    if word.startswith(_SERVANT + ARTICLE) and len(word) > len(_SERVANT) + 3:
        return _SERVANT + word[len(_SERVANT) + 2 :]
    return word[2:] if word.startswith(ARTICLE) and len(word) > 4 else word


@lru_cache(maxsize=_REMEMBERED)
def cores(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without articles, bound words as one (عبد الله، أبو ظبي)."""
    words = list(name_words(clean(name)))
    if words and words[0].startswith(_MERGED) and len(words[0]) > 4:
        words[0] = ARTICLE + words[0][2:]
    out: list[str] = []
    bound = ""
    for at, word in enumerate(words):
        role = _parts().get(word) if at + 1 < len(words) else None
        if role == "filiation":
            bound = FILIATION
        elif role == "bond":
            bound += _BONDS.get(word, word)
        else:
            out.append(bound + (word.removeprefix(ARTICLE) if bound else core(word)))
            bound = ""
    return tuple(out)


def clean(name: str) -> str:
    """The name without letters of another script that look like Arabic ones, and the like; other
    names as they are."""
    return gazetteer_key(name) if name_warnings(name) else name


def without_filiation(words: tuple[str, ...]) -> tuple[str, ...]:
    """Name words with every بن left out."""
    return tuple(word.removeprefix(FILIATION) for word in words)


@lru_cache(maxsize=_REMEMBERED)
def skeleton(word: str) -> str:
    """The consonants of a word, those that writers exchange in foreign names made one."""
    first = "ا" if word[:1] in "اوي" else ""
    table = _sounds()
    out = first + "".join(table.get(char, char) for char in word.removesuffix("ه"))
    return "".join(char for at, char in enumerate(out) if at == 0 or char != out[at - 1])


@lru_cache(maxsize=_REMEMBERED)
def one_foreign_name(one: str, other: str) -> bool:
    """Whether two words are spellings of one foreign name: بوتين، بوتن.

    Short words, two known given names (حسن، حسين) and words with letters that only native names
    have are never that.
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _SHORTEST_VARIANT or len(longer) - len(shorter) > 2:
        return False
    if _NATIVE.search(one) or _NATIVE.search(other) or _both_given(one, other):
        return False
    bones, same = skeleton(one), skeleton(one) == skeleton(other)
    apart = distance(one, other, limit=3)
    if same:
        return apart <= (1 if len(bones) <= _FEW_CONSONANTS else 2)
    return apart == 1 and len(shorter) >= LONG_ENOUGH


def distance(one: str, other: str, limit: int) -> int:
    """Letters to add, drop or change to make `other` of `one`; `limit` + 1 when they are more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def is_given(word: str) -> bool:
    """Whether a name word is a common given name of the Arabic-speaking world."""
    return word.removeprefix(FILIATION) in _given()


def _both_given(one: str, other: str) -> bool:
    return is_given(one) and is_given(other)


_BONDS = {"ابي": "ابو", "ابا": "ابو"}  # the cases of one word


@cache
def _parts() -> dict[str, str]:
    return {name_key(row["word"]): row["role"] for row in lexicon("entity_name_parts")}


@cache
def _given() -> frozenset[str]:
    return frozenset(core(name_key(row["word"])) for row in lexicon("name_given"))


@cache
def _sounds() -> dict[str, str]:
    return {row["letter"]: row["stands_as"] for row in lexicon("entity_sounds")}
