"""What lies inside quotation marks: speech is told from names, and mode is judged."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, cached_property

from riwaya.model import Mode, Span
from riwaya.resources import lexicon
from riwaya.stages.claims.quotes import Quotation, quotations
from riwaya.text import TextView, fold_letters

_LONGEST_NAME = 4
_PROCLITICS = ("و", "ب", "ل")


@cache
def _naming_words() -> frozenset[str]:
    return frozenset(fold_letters(row["word"]) for row in lexicon("named_in_quotes"))


class Quoted:
    """The quotations of one text, with names in quotation marks set apart."""

    def __init__(self, view: TextView) -> None:
        self.view = view
        self.all = quotations(view)
        self._names = self._name_quotations()
        self.speech = _outermost(q for q in self.all if q.outer not in self._names)
        self._name_starts = [span.start for span in self._names]
        self._name_stops = [span.stop for span in self._names]
        self._starts = [q.outer.start for q in self.speech]
        self._opened = _keyed((q.outer.start, q) for q in self.all)
        self._closed = _keyed((q.outer.stop, q) for q in self.all if q.closed)

    def opened_at(self, offset: int) -> tuple[Quotation, ...]:
        """Quotations whose opening mark stands at `offset`."""
        return self._opened.get(offset, ())

    def closed_at(self, offset: int) -> tuple[Quotation, ...]:
        """Quotations whose closing mark ends at `offset`."""
        return self._closed.get(offset, ())

    def _name_quotations(self) -> dict[Span, str]:
        """Short quotations that are names, with their words: those after a noun that takes a name
        (صحيفة "…"), those in Latin letters, and the same words quoted elsewhere."""
        short = [
            q for q in self.all if q.closed and len(self.view.words_in(q.inner)) <= _LONGEST_NAME
        ]
        named = {self._words(q) for q in short if self._is_named(q)}
        return {q.outer: words for q in short if (words := self._words(q)) in named}

    def _words(self, quotation: Quotation) -> str:
        inside = self.view.words_in(quotation.inner)
        return " ".join(self.view.words[index].letters for index in inside)

    def _is_named(self, quotation: Quotation) -> bool:
        inside = self.view.words_in(quotation.inner)
        if not inside or _is_latin(quotation.inner.of(self.view.text)):
            return True
        before = inside.start - 1
        if before >= 0 and self.view.words[before].span.start >= quotation.outer.start:
            before -= 1
        return before >= 0 and _bare(self.view.words[before].letters) in _naming_words()

    def opens_before(self, index: int) -> bool:
        """Whether an opening mark stands right before word `index`."""
        return index > 0 and self.view.words[index - 1].span.start in self._opened

    def holding(self, offset: int) -> Quotation | None:
        """The outermost speech quotation whose inner words hold `offset`."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        quotation = self.speech[index]
        return quotation if quotation.inner.start <= offset < quotation.inner.stop else None

    def mode(self, content: tuple[Span, ...]) -> Mode:
        """direct: all words of `content` lie inside marks; mixed: some; indirect: none."""
        inside = outside = named = 0
        for span in content:
            words = self.view.words_in(span)
            speech, name, all_words = (
                counts[words.stop] - counts[words.start] for counts in self._counts
            )
            inside += speech
            named += name
            outside += all_words - speech - name
        if outside > 0:
            return "mixed" if inside else "indirect"
        return "direct" if inside or named else "indirect"

    @cached_property
    def _counts(self) -> tuple[array[int], array[int], array[int]]:
        """Running counts of the words inside speech, inside names, and of all words."""
        speech, name, every = array("L", [0]), array("L", [0]), array("L", [0])
        for word in self.view.words:
            start = word.span.start
            in_speech = word.is_word and self.holding(start) is not None
            in_name = word.is_word and not in_speech and self._in_name(start)
            speech.append(speech[-1] + in_speech)
            name.append(name[-1] + in_name)
            every.append(every[-1] + word.is_word)
        return speech, name, every

    def _in_name(self, offset: int) -> bool:
        index = bisect_right(self._name_starts, offset) - 1
        return index >= 0 and offset < self._name_stops[index]


def _is_latin(text: str) -> bool:
    return text.isascii() and any(char.isalpha() for char in text)


def _bare(letters: str) -> str:
    """`letters` without one proclitic, when what is left is a naming word."""
    if letters in _naming_words():
        return letters
    for proclitic in _PROCLITICS:
        if letters.startswith(proclitic) and letters[len(proclitic) :] in _naming_words():
            return letters[len(proclitic) :]
    return letters


def _outermost(found: Iterable[Quotation]) -> tuple[Quotation, ...]:
    """Quotations that lie inside no other of them."""
    kept: list[Quotation] = []
    for quotation in found:
        if not kept or quotation.outer.start >= kept[-1].outer.stop:
            kept.append(quotation)
    return tuple(kept)


def _keyed(pairs: Iterable[tuple[int, Quotation]]) -> dict[int, tuple[Quotation, ...]]:
    table: dict[int, tuple[Quotation, ...]] = {}
    for key, quotation in pairs:
        table[key] = (*table.get(key, ()), quotation)
    return table
