"""Trim the edges of a claim's spans: marks, separate particles and prepositions, proclitics."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from riwaya.model import Span
from riwaya.resources import lexicon
from riwaya.stages.claims.quoted import Quoted
from riwaya.text import TextView, Word, fold_letters

_BRACKETS = {")": "(", "]": "[", "}": "{"}
_SHORTEST_CUE = 3

Words = tuple[str, ...]


@cache
def _edge_marks(side: str) -> frozenset[str]:
    rows = lexicon("edge_marks")
    quotes = (row["mark"] for row in lexicon("quotation_marks"))
    return frozenset(row["mark"] for row in rows if row["side"] in (side, "both")) | set(quotes)


@cache
def _edge_words(field: str, side: str) -> frozenset[Words]:
    rows = (row for row in lexicon("edge_words") if (row["field"], row["side"]) == (field, side))
    return frozenset(tuple(fold_letters(row["words"]).split()) for row in rows)


@cache
def _fused() -> dict[str, dict[str, str]]:
    """Rows of `cues_fused`: what is done with the proclitic -> form -> condition."""
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for row in lexicon("cues_fused"):
        kind, _, condition = row["proclitic"].partition(" before ")
        table[kind][fold_letters(row["form"])] = fold_letters(condition)
    return table


@cache
def _endings() -> frozenset[str]:
    return frozenset(("", *(fold_letters(row["ending"]) for row in lexicon("cues_endings"))))


class Edges:
    """Trims spans of one text."""

    def __init__(self, quoted: Quoted) -> None:
        self.quoted = quoted
        self.view: TextView = quoted.view

    def trim(self, field: str, span: Span) -> Span | None:
        """`span` without the marks and words that `field` does not keep; None if nothing stays."""
        words = self.view.words_in(span)
        first, last = words.start, words.stop - 1
        while first <= last:
            left = self._left(field, first, last)
            right = self._right(field, first + left, last)
            if not left and not right:
                return self._clamped(span, first, last)
            first, last = first + left, last - right
        return None

    def _clamped(self, span: Span, first: int, last: int) -> Span:
        whole = self.view.span_of(first, last)
        return Span(max(span.start, whole.start), min(span.stop, whole.stop))

    def _left(self, field: str, first: int, last: int) -> int:
        """How many words to drop at the left edge."""
        word = self.view.words[first]
        if not word.is_word:
            return int(word.plain in _edge_marks("left") and not self._opens(first, last))
        if self.quoted.opens_before(first):
            return 0
        return self._particles(field, "left", self._letters(first, min(last, first + 1)))

    def _right(self, field: str, first: int, last: int) -> int:
        if last < first:
            return 0
        word = self.view.words[last]
        if not word.is_word:
            return int(word.plain in _edge_marks("right") and not self._closes(first, last))
        return self._particles(field, "right", self._letters(max(first, last - 1), last))

    def _letters(self, first: int, last: int) -> Words:
        return tuple(word.letters for word in self.view.words[first : last + 1])

    @staticmethod
    def _particles(field: str, side: str, words: Words) -> int:
        known = _edge_words(field, side)
        for size in range(len(words), 0, -1):
            if (words[:size] if side == "left" else words[-size:]) in known:
                return size
        return 0

    def _opens(self, first: int, last: int) -> bool:
        """Whether the mark at `first` opens a quotation that ends before the span's own end."""
        span = self.view.span_of(first, last)
        return any(q.outer.stop < span.stop for q in self.quoted.opened_at(span.start) if q.closed)

    def _closes(self, first: int, last: int) -> bool:
        """Whether the mark at `last` closes what opened inside the span, after its start."""
        span, mark = self.view.span_of(first, last), self.view.words[last]
        if mark.plain in _BRACKETS:
            return _BRACKETS[mark.plain] in self.view.text[span.start : span.stop]
        return any(q.outer.start > span.start for q in self.quoted.closed_at(span.stop))

    def cut_proclitic(self, span: Span) -> Span:
        """A cue without و or ف before it; a root letter stays (وصف، وافق، فسر)."""
        words = self.view.words_in(span)
        if not words:
            return span
        word = self.view.words[words.start]
        if span.start > word.span.start or not self._is_proclitic(word, words.start):
            return span
        start = self._second_letter(word)
        return Span(start, span.stop) if start < span.stop else span

    def _second_letter(self, word: Word) -> int:
        plain = self.view.plain
        return plain.starts[plain.forth(word.span.start) + 1]

    def _is_proclitic(self, word: Word, index: int) -> bool:
        letters = word.letters
        if letters[0] not in "وف" or len(letters) < _SHORTEST_CUE:
            return False
        table = _fused()
        if _inflects(letters[1:], table["cut"]):
            return True
        if len(letters) == _SHORTEST_CUE or _inflects(letters, table["keep"]):
            return False
        following = self.view.words[index + 1].letters if index + 1 < len(self.view.words) else ""
        return not any(
            letters.startswith(form) and following == condition
            for form, condition in table["keep"].items()
            if condition
        )


def _inflects(letters: str, forms: dict[str, str]) -> bool:
    """Whether `letters` is one of `forms` with an ending, or without its last weak letter."""
    return any(
        forms.get(letters[:size]) == "" and letters[size:] in _endings()
        for size in range(2, len(letters) + 1)
    )
