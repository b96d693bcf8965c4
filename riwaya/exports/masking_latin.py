"""Arabic names in Latin letters, as addresses have them (`rabab-al-anqawi`).

They are found by the consonants that transcriptions agree on. Two neighbouring words of a name must
stand side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

from riwaya.exports.data_tables import rows
from riwaya.exports.masking_view import Seen
from riwaya.model import Span

_LATIN_WORD = re.compile(r"[a-z\u00df-\u024f]+")
_ARTICLE = "ال"
_LATIN_ARTICLES = ("al", "el")
_LETTERS = re.compile(r"[^\W\d_]+")
_FARTHEST = 12  # characters between two words
_FEWEST = 3  # consonants of two words together

Pair = frozenset[str]


def latin_pairs(names: Iterable[tuple[str, ...]]) -> frozenset[Pair]:
    """What to look for: the consonants of each two neighbouring words of the names."""
    found = set()
    for words in names:
        told = (_bare(word) for word in words if word not in _arabic_particles())
        sounds = [sound for word in told if not _is_latin(word) and (sound := _sound(word))]
        for one, other in pairwise(sounds):
            if len(one) + len(other) >= _FEWEST:
                found.add(frozenset((one, other)))
    return frozenset(found)


def latin_spans(view: Seen, pairs: frozenset[Pair]) -> Iterable[Span]:
    """Stretches of the original where two words sound like one of `pairs`, in either order."""
    if not pairs:
        return
    words = [
        (match.span(), _sounds_of(match.group()))
        for match in _LATIN_WORD.finditer(view.letters)
        if match.group() not in _particles()
    ]
    for ((start, end), first), ((begin, stop), second) in pairwise(words):
        near = _near(view.letters[end:begin])
        if near and any(frozenset((a, b)) in pairs for a in first for b in second):
            yield view.back(start, stop)


def _near(between: str) -> bool:
    """Whether nothing but marks and particles stands there."""
    words = _LETTERS.findall(between)
    return 0 < len(between) <= _FARTHEST and all(word in _particles() for word in words)


def _sounds_of(word: str) -> list[str]:
    bare = [word.removeprefix(article) for article in _LATIN_ARTICLES]
    return [sound for one in {word, *bare} if (sound := _sound(one))]


def _bare(word: str) -> str:
    return word.removeprefix(_ARTICLE)


def _is_latin(word: str) -> bool:
    return bool(_LATIN_WORD.match(word))


@lru_cache(maxsize=4096)
def _sound(word: str) -> str:
    """The consonants of a word, those that stand twice once; vowels, h, w and y are left out."""
    out: list[str] = []
    at = 0
    while at < len(word):
        two = _sounds().get(word[at : at + 2]) if len(word) > at + 1 else None
        sound = two or _sounds().get(word[at], "")
        if sound and out[-1:] != [sound]:
            out.append(sound)
        at += 2 if two else 1
    return "".join(out)


@cache
def _sounds() -> dict[str, str]:
    return {row["letters"]: row["sound"] for row in rows("masking_sounds")}


@cache
def _particles() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("masking_latin_particles"))


@cache
def _arabic_particles() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("masking_words") if row["kind"] == "particle")
