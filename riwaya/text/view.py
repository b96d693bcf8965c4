"""A text seen as words, paragraphs and sentences, without touching it.

A *word* here is a run of letters, marks and joiners, a number, or one punctuation mark: the unit
that lexicons match and that the reader tags.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from riwaya.model import Span
from riwaya.text.fold import FoldedText, fold, fold_letters

_WORD = re.compile(r"\d+(?:[.,٫٬:/-]\d+)*|[^\W\d_]+|[^\w\s]|_+", re.UNICODE)
_LINE = re.compile(r"[^\r\n]+")  # of the plain view, where every separator is one of the two
# Tried only where a run of stops begins, and never given back: linear on any run of stops.
_SENTENCE_END = re.compile(r"(?<![.!?؟…])[.!?؟…]++[\"»”')\]]*+(?=\s)|[؛](?=\s)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a punctuation mark. `plain` and `letters` are its folded forms."""

    span: Span
    plain: str
    letters: str
    after_space: bool

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number rather than a mark."""
        return self.plain[0].isalnum()


@dataclass(frozen=True)
class TextView:
    """Everything the stages match on; made once for a document and shared."""

    text: str
    plain: FoldedText = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", fold(self.text))

    @cached_property
    def letters(self) -> str:
        """The letters view: same indexes as `plain.text`."""
        return fold_letters(self.plain.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words and marks in order, with spans of the original text."""
        plain, letters, back = self.plain.text, self.letters, self.plain.back
        words = []
        last = -1
        for match in _WORD.finditer(plain):
            a, b = match.span()
            words.append(Word(back(a, b), plain[a:b], letters[a:b], a != last))
            last = b
        return tuple(words)

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Lines that hold something visible, as spans of the original text."""
        return tuple(self.plain.back(start, stop) for start, stop in self._lines())

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences in order; a paragraph ends a sentence. Full stops inside words do not."""
        plain, back = self.plain.text, self.plain.back
        spans = []
        for start, stop in self._lines():
            at = start
            for match in _SENTENCE_END.finditer(plain, start, stop):
                spans.append(back(at, match.end()))
                at = match.end()
                while at < stop and plain[at].isspace():
                    at += 1
            if at < stop:
                spans.append(back(at, stop))
        return tuple(spans)

    def _lines(self) -> Iterator[tuple[int, int]]:
        """The paragraphs as ranges of the plain view, without the space around them."""
        for match in _LINE.finditer(self.plain.text):
            line = match.group()
            body = line.strip()
            if body:
                start = match.start() + len(line) - len(line.lstrip())
                yield start, start + len(body)

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.span.start for word in self.words]

    @cached_property
    def _paragraph_starts(self) -> list[int]:
        return [span.start for span in self.paragraphs]

    @cached_property
    def _word_stops(self) -> list[int]:
        return [word.span.stop for word in self.words]

    def words_in(self, span: Span) -> range:
        """Indexes of the words that touch `span`."""
        return range(
            bisect_right(self._word_stops, span.start), bisect_left(self._word_starts, span.stop)
        )

    def span_of(self, first: int, last: int) -> Span:
        """The original span from word `first` up to and including word `last`."""
        return Span(self.words[first].span.start, self.words[last].span.stop)

    def paragraph_of(self, offset: int) -> int:
        """Number of the paragraph that holds `offset` (the nearest one before it, if between)."""
        return max(0, bisect_right(self._paragraph_starts, offset) - 1)
