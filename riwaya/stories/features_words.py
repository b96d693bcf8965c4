"""The words of a text as grouping counts them: folded, without clitics and endings, and how rare.

Light stemming after Larkey, Ballesteros and Connell, "Light stemming for Arabic information
retrieval" (2007), with affixes as data (`lexicons/word_affixes.tsv`). How many reports a word
stands in is data too (`lexicons/word_bands.tsv`), counted over a news corpus.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import cache, lru_cache

from riwaya.resources import lexicon
from riwaya.text import fold, fold_letters

_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_UNKNOWN = 11
"""The band of words that the table does not have: in one report of 2,000 or fewer."""


class _Folded(dict[int, str]):
    """What each character becomes in the letters view, for `str.translate`: without the map back,
    which nothing here needs, folding is some twenty times faster."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_letters(fold(chr(code)).text)
        return folded


_FOLDED = _Folded()


def stems(text: str) -> Iterator[str]:
    """The words and numbers of `text` in order, each folded and cut; single letters left out."""
    return map(stem, words(text))


def words(text: str) -> Iterator[str]:
    """The same, folded and not cut."""
    return (word for word in _WORD.findall(text.translate(_FOLDED).lower()) if len(word) > 1)


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A folded word without clitics and endings. Words of other scripts and numbers stay whole."""
    return cut(word, _whole())


def cut(word: str, whole: Container[str]) -> str:
    """As `stem`; what is in `whole` keeps its first letter (وزار of وزارة, برلم of برلمان)."""
    if not "\u0620" <= word[0] <= "\u06ff":
        return word
    bare = without_article(word)
    if bare is not None:
        return without_endings(bare)
    for place in ("conjunction", "preposition"):
        if without_endings(word) in whole:
            break
        word = _without(place, word) or word
    return without_endings(word)


def without_article(word: str) -> str | None:
    """A folded word without its article and what stands before that; None without an article."""
    return _without("article", word)


def band(stem_: str) -> int:
    """How rare a stem is: n says that it stands in one of 2**n reports; 11 for unknown ones."""
    return _bands().get(stem_, _UNKNOWN)


def _without(place: str, word: str) -> str | None:
    """The word without the longest affix of a place that leaves enough of it; None for none."""
    for affix, least in _affixes(place):
        if word.startswith(affix) and len(word) - len(affix) >= least:
            return word[len(affix) :]
    return None


def without_endings(word: str) -> str:
    """Two endings at most (السوريين, السورية and سوريا meet)."""
    for _ in range(2):
        for affix, least in _affixes("ending"):
            if word.endswith(affix) and len(word) - len(affix) >= least:
                word = word[: -len(affix)]
                break
        else:
            return word
    return word


@cache
def _affixes(place: str) -> tuple[tuple[str, int], ...]:
    """(affix, letters that must be left) of one place in the word, the longest first."""
    rows = [
        (row["affix"], int(row["left"])) for row in lexicon("word_affixes") if row["place"] == place
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


@cache
def _bands() -> dict[str, int]:
    return {row["stem"]: int(row["band"]) for row in lexicon("word_bands")}


@cache
def _whole() -> frozenset[str]:
    return frozenset(row["stem"] for row in lexicon("word_bands") if row["whole"])
