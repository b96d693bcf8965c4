"""Pair the quotation marks of a text, including wrong-way, nested, unclosed and stray ones.

A mark is judged by the spaces beside it before its shape, since Arabic copy often has the shapes
the wrong way round. Linear in the number of marks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from riwaya.model import Span
from riwaya.resources import lexicon
from riwaya.text import TextView

_MAX_PARAGRAPHS = 4
_MAX_DEPTH = 3
_JOINERS = "([{-–—ـ"
_ENDERS = ")]}.،,؛;:!?؟…-–—"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: `outer` holds the marks, `inner` the words between them.

    An unclosed quotation has `closed` false and ends with its sentence. It may be empty inside.
    """

    outer: Span
    inner: Span
    closed: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    side: str
    family: str
    looks_open: bool
    looks_close: bool


@cache
def _marks() -> dict[str, tuple[str, str]]:
    return {row["mark"]: (row["side"], row["family"]) for row in lexicon("quotation_marks")}


@cache
def _particles() -> frozenset[str]:
    rows = lexicon("edge_words")
    return frozenset(
        row["words"] for row in rows if (row["field"], row["side"]) == ("content", "left")
    )


def quotations(view: TextView) -> tuple[Quotation, ...]:
    """All quotations of `view`, ordered by where they begin; nested ones follow their outer one."""
    pairing = _Pairing(view)
    for number, paragraph in enumerate(view.paragraphs):
        pairing.read(number, list(_marks_in(view.text, paragraph)))
    pairing.close_all(None)
    return tuple(sorted(pairing.found, key=lambda q: (q.outer.start, -q.outer.stop)))


def _marks_in(text: str, paragraph: Span) -> Iterable[_Mark]:
    known = _marks()
    for at in range(paragraph.start, paragraph.stop):
        if text[at] not in known:
            continue
        side, family = known[text[at]]
        before = text[at - 1] if at > paragraph.start else " "
        after = text[at + 1] if at + 1 < paragraph.stop else " "
        if family == "single" and before.isalnum() and after.isalnum():
            continue
        open_left = before.isspace() or before in _JOINERS or before in known
        open_right = after.isspace() or after in _ENDERS or after in known
        yield _Mark(at, side, family, open_left and not open_right, open_right and not open_left)


def _closes_earlier(marks: list[_Mark]) -> bool:
    """Whether a paragraph's first mark ends a quotation that an earlier paragraph opened."""
    first = marks[0]
    return first.looks_close and sum(m.family == first.family for m in marks) % 2 == 1


@dataclass(slots=True)
class _Open:
    mark: _Mark
    paragraph: int


class _Pairing:
    """The marks seen so far that wait for their partner, and the quotations found."""

    def __init__(self, view: TextView) -> None:
        self.view = view
        self.found: list[Quotation] = []
        self.waiting: list[_Open] = []
        self._ends = [sentence.stop for sentence in view.sentences]

    def read(self, number: int, marks: list[_Mark]) -> None:
        """Take in one paragraph's marks; what is left open may be closed by a later paragraph."""
        if not marks:
            return
        if self.waiting and not _closes_earlier(marks):
            self.close_all(marks[0].at)
        for index, mark in enumerate(marks):
            later = [m for m in marks[index + 1 : index + 3] if m.family == mark.family]
            self._place(_Open(mark, number), later)

    def _place(self, new: _Open, later: list[_Mark]) -> None:
        opener = self._opener(new)
        if opener is None:
            if later or not new.mark.looks_close or self._follows_particle(new.mark.at):
                self.waiting.append(new)
            return
        if new.mark.looks_open and later and later[0].looks_close:
            nested = len(later) > 1 and later[1].looks_close and len(self.waiting) < _MAX_DEPTH
            if not nested:
                self.close_all(new.mark.at)
            self.waiting.append(new)
            return
        self._close(opener, new.mark)

    def _opener(self, new: _Open) -> _Open | None:
        """The waiting mark that `new` could close: same family, not too many paragraphs back."""
        for waiting in reversed(self.waiting):
            near = new.paragraph - waiting.paragraph < _MAX_PARAGRAPHS
            if near and waiting.mark.family == new.mark.family:
                return waiting
        return None

    def _follows_particle(self, at: int) -> bool:
        """A mark glued to أن or إن opens a quotation, though it looks as if it closed one."""
        start = at
        while start > 0 and self.view.text[start - 1].isalpha() and at - start < 8:
            start -= 1
        return self.view.text[start:at] in _particles()

    def _close(self, opener: _Open, mark: _Mark) -> None:
        while self.waiting[-1] is not opener:
            self._leave_open(self.waiting.pop(), mark.at)
        self.waiting.pop()
        start = opener.mark.at
        self.found.append(Quotation(Span(start, mark.at + 1), Span(start + 1, mark.at), True))

    def close_all(self, limit: int | None) -> None:
        """End everything that waits: at its own sentence's end, and before `limit` if given."""
        while self.waiting:
            self._leave_open(self.waiting.pop(), limit)

    def _leave_open(self, opener: _Open, limit: int | None) -> None:
        start = opener.mark.at
        index = bisect_right(self._ends, start)
        stop = self._ends[index] if index < len(self._ends) else len(self.view.text)
        if limit is not None:
            stop = min(stop, limit)
        body = self.view.text[start + 1 : stop].rstrip()
        stop = start + 1 + len(body.rstrip(".،؛ "))
        self.found.append(Quotation(Span(start, stop), Span(start + 1, stop), False))
