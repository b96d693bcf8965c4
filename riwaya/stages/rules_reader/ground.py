"""The words of one text as the rules see them: sentences, quotation marks, word classes."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

from riwaya.model import Span
from riwaya.resources import lexicon
from riwaya.text import TextView, fold_letters

_OPENING_GLUE = frozenset("أإا")


@cache
def words_of(kind: str) -> frozenset[str]:
    """Folded words of one kind of `phrase_words`."""
    rows = lexicon("phrase_words")
    return frozenset(fold_letters(row["word"]) for row in rows if row["kind"] == kind)


@cache
def medium_words() -> dict[str, str]:
    """Folded first word of a medium -> agency, document or audience."""
    return {fold_letters(row["words"]).split()[0]: row["kind"] for row in lexicon("agencies")}


@cache
def quote_marks() -> frozenset[str]:
    """Quotation marks of all families but the single ones."""
    rows = lexicon("quotation_marks")
    return frozenset(row["mark"] for row in rows if "single" not in row["family"])


@cache
def that_words() -> frozenset[str]:
    """أن، إن and بأن, folded; fused ones (أنه، بأنها) begin with them."""
    return frozenset(("ان", "بان"))


@cache
def fused_that_words() -> frozenset[str]:
    """أنه، إنها، بأنهم and the like, folded."""
    endings = ("ه", "ها", "هم", "هما", "ي", "ني", "نا", "هن", "ك", "كم")
    return frozenset(base + ending for base in that_words() for ending in endings)


class Ground:
    """Words of a text with their sentences and quotations; all look-ups are constant or log."""

    def __init__(self, view: TextView) -> None:
        self.view = view
        self.words = view.words
        self.letters = [word.letters for word in view.words]
        self._starts = [word.span.start for word in view.words]
        self.sentence_of = self._numbers([s.start for s in view.sentences])
        self.paragraph_of = self._numbers([p.start for p in view.paragraphs])
        self.last_of_sentence = _lasts(self.sentence_of)
        self.last_of_paragraph = _lasts(self.paragraph_of)
        self.first_of_sentence = _firsts(self.sentence_of)
        self.partner = self._partners()
        self.openings = sorted(self.partner)
        self.closings = frozenset(self.partner.values())
        self.stops: list[int] | None = None

    def _numbers(self, starts: list[int]) -> list[int]:
        return [bisect_right(starts, at) - 1 for at in self._starts]

    def _partners(self) -> dict[int, int]:
        """Index of each opening quotation mark -> index of its closing one, paragraph-wise."""
        pairs: dict[int, int] = {}
        opened: int | None = None
        for index, word in enumerate(self.words):
            if opened is not None and self.paragraph_of[index] != self.paragraph_of[opened]:
                opened = None
            if word.plain not in quote_marks():
                continue
            if opened is None:
                opened = index
            else:
                pairs[opened] = index
                opened = None
        return pairs

    def sentence_end(self, index: int) -> int:
        """Index of the last word or mark of the sentence of word `index`."""
        return self.last_of_sentence[self.sentence_of[index]]

    def sentence_begin(self, index: int) -> int:
        """Index of the first word or mark of the sentence of word `index`."""
        return self.first_of_sentence[self.sentence_of[index]]

    def paragraph_end(self, index: int) -> int:
        """Index of the last word or mark of the paragraph of word `index`."""
        return self.last_of_paragraph[self.paragraph_of[index]]

    def span(self, first: int, last: int) -> Span:
        """The span from word `first` through word `last`."""
        return self.view.span_of(first, last)

    def is_that(self, index: int) -> bool:
        """أن, إن, بأن alone or fused with a pronoun."""
        return self.letters[index] in that_words() or self.letters[index] in fused_that_words()


def _lasts(numbers: list[int]) -> dict[int, int]:
    return {number: index for index, number in enumerate(numbers)}


def _firsts(numbers: list[int]) -> dict[int, int]:
    table: dict[int, int] = {}
    for index, number in enumerate(numbers):
        table.setdefault(number, index)
    return table
