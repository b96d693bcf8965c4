"""Whether words taken from a PDF are Arabic words, in their order: by how Arabic is spelled.

The article stands at the beginning of a word, ة and ى at the end; some words are in every text.
Read backwards, all of that is turned round; out of a broken font's table, none of it is there.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from riwaya.text import fold, fold_letters

_WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a]+")
_ARTICLE = re.compile(r"[وفبك]?ال\w{3,}|[وف]?لل\w{2,}")
_TURNED_ARTICLE = re.compile(r"\w{3,}لا[وفبك]?")
_LAST_LETTERS = "ةى"
_CID = re.compile(r"\(cid:\d+\)")
_LEAST_GOOD = 0.08  # share of words that prove their order: about 0.4 in reports
_MOST_TURNED = 0.05  # among the words that prove an order: words in -لا are rare, not absent
_SURELY_TURNED = 0.9
_MOST_ALONE = 0.25  # letters that stand alone: two in a hundred words in reports
_FEW_WORDS = 12  # too few to prove much


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts of words: all, those that prove the order, those that prove it is turned, and
    letters that stand alone."""

    words: int
    good: int
    turned: int
    alone: int

    @property
    def is_sound(self) -> bool:
        """Whether the words are surely in their order."""
        if self.words < _FEW_WORDS:
            return self.turned == 0 and self.good > 0
        allowed = max(1.0, _MOST_TURNED * (self.good + self.turned))
        return self.good >= _LEAST_GOOD * self.words and self.turned <= allowed

    @property
    def is_turned(self) -> bool:
        """Whether the words surely stand backwards, all of them."""
        proofs = self.good + self.turned
        is_enough = self.words >= _FEW_WORDS and proofs >= _LEAST_GOOD * self.words
        return is_enough and self.turned >= _SURELY_TURNED * proofs

    @property
    def is_spaced(self) -> bool:
        """Whether letters stand apart, as if each were a word."""
        return self.words >= _FEW_WORDS and self.alone > _MOST_ALONE * self.words


def evidence_of(text: str) -> Evidence:
    """What the words of `text` prove."""
    plain = _WORD.findall(fold(text).text)
    good = turned = alone = 0
    frequent, reversed_frequent = _frequent()
    for word in plain:
        letters = fold_letters(word)
        if word[0] in _LAST_LETTERS or letters in reversed_frequent or _is_turned_article(word):
            turned += 1
        elif word[-1] in _LAST_LETTERS or letters in frequent or _ARTICLE.fullmatch(word):
            good += 1
        alone += len(word) == 1
    return Evidence(len(plain), good, turned, alone)


def has_codes(text: str) -> bool:
    """Whether a converter left the numbers of glyphs in place of letters."""
    return bool(_CID.search(text))


def _is_turned_article(word: str) -> bool:
    return bool(_TURNED_ARTICLE.fullmatch(word)) and not _ARTICLE.fullmatch(word)


@cache
def _frequent() -> tuple[frozenset[str], frozenset[str]]:
    lines = files(__package__).joinpath("word_order.tsv").read_text(encoding="utf-8")
    rows: Iterable[str] = (line for line in lines.splitlines() if not line.startswith("#"))
    forms = frozenset(row["form"] for row in csv.DictReader(rows, delimiter="\t"))
    return forms, frozenset(form[::-1] for form in forms) - forms
