"""The stretch of a text that shows best where the words of a search stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from riwaya.model import Span
from riwaya.store.index.query import Term
from riwaya.store.index.words import readings, words_of

_WORDS = 30  # in a snippet
_LEAD = 8  # of them before the first mark, where there is room
_LONGEST = 600  # characters: longer only for texts without spaces, which are cut
_AROUND = 500  # characters of a text on each side of a part of it that is searched


class Stretch(NamedTuple):
    """A snippet's place in its text, the marks as spans of the text, and how many different terms
    are in it."""

    span: Span
    marks: tuple[Span, ...]
    terms: int


class _Token(NamedTuple):
    start: int
    stop: int
    form: str
    searched: bool


class _Found(NamedTuple):
    """An occurrence: of which term, from which token to which."""

    term: int
    first: int
    last: int


_GAP = _Token(0, 0, "", False)
"""Between paragraphs, and where a searched part begins or ends: no phrase goes across."""


def best_stretch(text: str, parts: Sequence[Span] | None, terms: Sequence[Term]) -> Stretch:
    """About thirty words with as many different terms, then as many marks, as can be.

    `parts` are what was searched, None for all of the text; without any mark the stretch begins
    there. Linear in the length of what is looked at.
    """
    tokens = list(_tokens(text, parts))
    found = sorted(set(_occurrences(tokens, terms)), key=lambda one: (one.first, one.last))
    words = [n for n, token in enumerate(tokens) if token.form]
    if not words:
        whole = Span(0, min(len(text), _LONGEST))
        return Stretch(whole, (), 0)
    first, last = _window(tokens, words, found)
    marks = [
        Span(tokens[one.first].start, tokens[one.last].stop)
        for one in found
        if first <= one.first and one.last <= last
    ]
    inside = {one.term for one in found if first <= one.first and one.last <= last}
    span = _shortened(Span(tokens[first].start, tokens[last].stop), marks)
    return Stretch(span, tuple(_joined(marks, span)), len(inside))


def _tokens(text: str, parts: Sequence[Span] | None) -> Iterator[_Token]:
    if parts is None:
        yield from _of_part(text, Span(0, len(text)), True)
        return
    at = max(0, min((part.start for part in parts), default=0) - _AROUND)
    end = min(len(text), max((part.stop for part in parts), default=0) + _AROUND)
    for part in sorted(parts):
        yield from _context(text, Span(at, part.start))
        yield from _of_part(text, Span(max(at, part.start), part.stop), True)
        at = max(at, part.stop)
    yield from _context(text, Span(at, end))


def _context(text: str, span: Span) -> Iterator[_Token]:
    """Words round what is searched; those that the cut went through are left out."""
    yield _GAP
    for token in _of_part(text, span, False):
        cut_off = token.start == span.start and span.start > 0 and text[span.start - 1].isalnum()
        cut_short = token.stop == span.stop < len(text) and text[span.stop].isalnum()
        if not cut_off and not cut_short:
            yield token
    yield _GAP


def _of_part(text: str, span: Span, searched: bool) -> Iterator[_Token]:
    for word in words_of(span.of(text)):
        if word is None:
            yield _GAP
        else:
            at = span.start
            yield _Token(at + word.start, at + word.stop, word.form, searched)


def _occurrences(tokens: Sequence[_Token], terms: Sequence[Term]) -> Iterator[_Found]:
    beginnings: dict[str, list[int]] = {}
    for n, term in enumerate(terms):
        for word in term.words[0]:
            beginnings.setdefault(word, []).append(n)
    for at, token in enumerate(tokens):
        if not token.searched:
            continue
        for reading in readings(token.form):
            for n in beginnings.get(reading, ()):
                if _follows(tokens, at, terms[n]):
                    yield _Found(n, at, at + len(terms[n].words) - 1)


def _follows(tokens: Sequence[_Token], at: int, term: Term) -> bool:
    rest = tokens[at + 1 : at + len(term.words)]
    return len(rest) == len(term.words) - 1 and all(
        token.searched and not frozenset(words).isdisjoint(readings(token.form))
        for token, words in zip(rest, term.words[1:], strict=True)
    )


def _window(
    tokens: Sequence[_Token], words: Sequence[int], found: Sequence[_Found]
) -> tuple[int, int]:
    """First and last token of the stretch."""
    order = {token: n for n, token in enumerate(words)}
    if found:
        first, last = _densest([(order[o.first], order[o.last], o.term) for o in found])
    else:
        searched = (order[n] for n in words if tokens[n].searched)
        first = last = next(searched, 0)
    lead = min(_LEAD, max(0, _WORDS - (last - first + 1)))
    begin = max(0, first - lead)
    end = min(len(words), max(begin + _WORDS, last + 1)) - 1
    begin = max(0, min(begin, end + 1 - _WORDS))
    return words[begin], words[end]


def _densest(found: Sequence[tuple[int, int, int]]) -> tuple[int, int]:
    """The occurrences within thirty words of each other that show most: first and last word."""
    best, chosen = (-1, -1), (0, 0)
    inside: Counter[int] = Counter()
    left = 0
    for right, (_, last, term) in enumerate(found):
        inside[term] += 1
        while left < right and last - found[left][0] >= _WORDS:
            inside[found[left][2]] -= 1
            if not inside[found[left][2]]:
                del inside[found[left][2]]
            left += 1
        shows = (len(inside), right - left)
        if shows > best:
            best, chosen = shows, (found[left][0], last)
    return chosen


def _shortened(span: Span, marks: Sequence[Span]) -> Span:
    if span.stop - span.start <= _LONGEST:
        return span
    lead = marks[0].start - _LONGEST // 4 if marks else span.start
    start = max(span.start, min(lead, span.stop - _LONGEST))
    return Span(start, start + _LONGEST)


def _joined(marks: Sequence[Span], within: Span) -> Iterator[Span]:
    """The marks inside a span, those that overlap as one, with no part outside."""
    open_mark: Span | None = None
    for mark in sorted(marks):
        start, stop = max(mark.start, within.start), min(mark.stop, within.stop)
        if start >= stop:
            continue
        if open_mark and start < open_mark.stop:
            open_mark = Span(open_mark.start, max(open_mark.stop, stop))
            continue
        if open_mark:
            yield open_mark
        open_mark = Span(start, stop)
    if open_mark:
        yield open_mark
