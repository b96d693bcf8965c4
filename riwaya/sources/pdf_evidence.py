"""Whether words taken from a PDF are Arabic words, in their order: by how Arabic is spelled.

The article stands at the beginning of a word, ة and ى at the end; some words are in every text.
Read backwards, all of that is turned round; out of a broken font's table, none of it is there.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from riwaya.text import fold, fold_letters

_WORD = re.compile(r"[\u0621-\u063a\u0641-\u064a]+")
_ARTICLE = re.compile(r"[وفبك]?ال\w{3,}|[وف]?لل\w{2,}")
_TURNED_ARTICLE = re.compile(r"\w{3,}لا[وفبك]?")
_COUNTED = ("good", "turned", "articles", "alone", "with_article", "frequent")
_LAST_LETTERS = "ةى"
_CID = re.compile(r"\(cid:\d+\)")
_LEAST_GOOD = 0.08  # share of words that prove their order: about 0.4 in reports
# Among the words that prove an order. Measured on 2,500 news reports: up to 0.09 of words in -لا
# (قائلا) and 0.02 of the other kinds; every one of them is sound, and none read backwards is.
_MOST_TURNED = 0.03
_MOST_TURNED_ARTICLES = 0.15
_SURELY_TURNED = 0.9
_MOST_ALONE = 0.25  # letters that stand alone: two in a hundred words in reports
_LONGEST_MEAN = 8.0  # letters of a word: 4 to 6 in reports
# Each is over 0.055 in the same reports of 30 words and more; with their letters exchanged at
# random, never both over these.
_LEAST_ARTICLES = 0.03
_LEAST_FREQUENT = 0.01
_MANY_ARTICLES = 0.1
_ENOUGH_WORDS = 30
_FEW_WORDS = 12  # too few to prove much


@dataclass(frozen=True, slots=True)
class Proofs:
    """Counts: all words and their letters; words that prove their order, that prove it is turned,
    that may end in the turned article; letters that stand alone; and the two signs of Arabic
    itself, words with the article and frequent words."""

    words: int
    letters: int
    good: int
    turned: int
    articles: int
    alone: int
    with_article: int
    frequent: int

    @property
    def is_sound(self) -> bool:
        """Whether the words are surely in their order."""
        if self.words < _FEW_WORDS:
            return self.turned == 0 and self.good > self.articles
        proofs = self.good + self.turned + self.articles
        return (
            self.good >= _LEAST_GOOD * self.words
            and self._is_arabic
            and self.turned <= max(1.0, _MOST_TURNED * proofs)
            and self.articles <= max(3.0, _MOST_TURNED_ARTICLES * proofs)
        )

    @property
    def _is_arabic(self) -> bool:
        """Whether the letters make Arabic words at all, and not those of an exchanged alphabet."""
        if self.words < _ENOUGH_WORDS:
            return self.with_article + self.frequent > 0
        if self.with_article >= _MANY_ARTICLES * self.words:
            return True
        return (
            self.with_article >= _LEAST_ARTICLES * self.words
            and self.frequent >= _LEAST_FREQUENT * self.words
        )

    @property
    def is_turned(self) -> bool:
        """Whether the words surely stand backwards, all of them."""
        turned = self.turned + self.articles
        proofs = self.good + turned
        is_enough = self.words >= _FEW_WORDS and proofs >= _LEAST_GOOD * self.words
        return is_enough and turned >= _SURELY_TURNED * proofs

    @property
    def is_spaced(self) -> bool:
        """Whether letters stand apart, as if each were a word."""
        return self.words >= _FEW_WORDS and self.alone > _MOST_ALONE * self.words

    @property
    def is_run_together(self) -> bool:
        """Whether the gaps between words are lost."""
        return self.words >= _FEW_WORDS and self.letters > _LONGEST_MEAN * self.words


def proofs_of(text: str) -> Proofs:
    """What the words of `text` prove."""
    plain = _WORD.findall(fold(text).text)
    counts: Counter[str] = Counter()
    for word in plain:
        counts.update(_proofs(word))
    return Proofs(len(plain), sum(map(len, plain)), *(counts[name] for name in _COUNTED))


def _proofs(word: str) -> Iterator[str]:
    """The counts to which the word belongs."""
    frequent, backwards = _frequent()
    letters = fold_letters(word)
    if len(word) == 1:
        yield "alone"
    if word[0] in _LAST_LETTERS or letters in backwards:
        yield "turned"
    elif _is_turned_article(word):
        yield "articles"
    elif letters in frequent:
        yield from ("good", "frequent")
    elif _ARTICLE.fullmatch(word):
        yield from ("good", "with_article")
    elif word[-1] in _LAST_LETTERS:
        yield "good"


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
