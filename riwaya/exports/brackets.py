"""One readable line a sentence, with the annotations as inline brackets; and the way back.

    {1.cue قال} {1.source المجلس} إن {1.content القافلة غادرت {t=2018-04-01 أمس}} ⇒ 1: indirect …

The grammar is in docs/brackets.md. Reading is exact: every offset of the text comes back. Inline
brackets are used rather than underlines because bidi reordering misaligns those.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from riwaya.exports.bracket_case import (
    ARROW,
    PILCROW,
    ParsedCase,
    ParsedClaim,
    ParsedCount,
    ParsedTime,
    case_of,
)
from riwaya.exports.bracket_reader import parse, parse_lines
from riwaya.exports.display import is_unprintable
from riwaya.model import Report, Span, check_span
from riwaya.text import TextView

__all__ = [
    "ParsedCase",
    "ParsedClaim",
    "ParsedCount",
    "ParsedTime",
    "case_of",
    "parse",
    "parse_lines",
    "render",
    "render_case",
]
_PLAIN_VALUE = re.compile(r"[\w:+.,/-]", re.ASCII)
_Mark = tuple[str, Span]


def render(report: Report) -> str:
    """The report, one line a sentence; the space between two sentences stays with the first.

    Raises SpanError when an annotation lies outside the text.
    """
    case = case_of(report)
    starts = [span.start for span in TextView(case.text).sentences[1:]]
    bounds = [0, *starts, len(case.text)]
    lines = [Span(a, b) for a, b in pairwise(bounds)]
    return "\n".join(_Writer(case, newline="\\n").lines(lines))


def render_case(case: ParsedCase) -> str:
    """The whole case on one line, a paragraph's end as `¶`: the form of the gold tests."""
    return _Writer(case, newline=PILCROW).lines([Span(0, len(case.text))])[0]


class _Writer:
    """Writes a case as lines of brackets."""

    def __init__(self, case: ParsedCase, newline: str) -> None:
        self._case = case
        self._newline = newline
        self._marks = sorted(_labelled(case), key=_outer_first)
        for _, span in self._marks:
            check_span(span, case.text, "brackets")

    def lines(self, bounds: Sequence[Span]) -> list[str]:
        """One line for each stretch of `bounds`, which together cover the text."""
        starts = [stretch.start for stretch in bounds]
        marks: list[list[_Mark]] = [[] for _ in bounds]
        for mark in self._marks:
            first, last = _at(starts, mark[1].start), _at(starts, mark[1].stop - 1)
            for line in range(first, last + 1):
                marks[line].append(mark)
        stated: list[list[str]] = [[] for _ in bounds]
        for claim in self._case.claims:
            if claim.mode and claim.cue:
                stated[_at(starts, claim.cue[0].start)].append(_attributes_of(claim))
        return [
            self._line(stretch, inside) + (f" {ARROW} " + "; ".join(words) if words else "")
            for stretch, inside, words in zip(bounds, marks, stated, strict=True)
        ]

    def _line(self, stretch: Span, inside: list[_Mark]) -> str:
        edges = {stretch.start, stretch.stop}
        edges.update(e for _, span in inside for e in span if stretch.start < e < stretch.stop)
        cuts = sorted(edges)
        out: list[str] = []
        stack: list[_Mark] = []
        for at, after in pairwise(cuts):
            keep = _still_open(stack, at)
            out.append("}" * (len(stack) - len(keep)))
            opening = [mark for mark in inside if mark not in keep and _covers(mark[1], at)]
            out.extend(_opener(label, continued=span.start < at) for label, span in opening)
            stack = keep + opening
            out.append(self._escape(self._case.text[at:after]))
        out.append("}" * len(stack))
        return "".join(out)

    def _escape(self, text: str) -> str:
        return "".join(self._escaped_character(char) for char in text)

    def _escaped_character(self, char: str) -> str:
        if char == "\n":
            return self._newline
        if char in "{}\\" or char in (PILCROW, ARROW):
            return "\\" + char
        if char == "\r":
            return "\\r"
        return f"\\u{{{ord(char):X}}}" if is_unprintable(char) else char


def _labelled(case: ParsedCase) -> Iterable[_Mark]:
    for claim in case.claims:
        resolved = (claim.source_from,) if claim.source_from else ()
        parts = (
            ("cue", claim.cue), ("source", claim.source), ("from", resolved),
            ("content", claim.content), ("via", claim.via),
        )  # fmt: skip
        for name, spans in parts:
            yield from ((f"{claim.number}.{name}", span) for span in spans)
    for time in case.times:
        yield f"t={_escaped_value(time.value)}", time.span
    for count in case.counts:
        yield _count_label(count), count.span


def _escaped_value(value: str | None) -> str:
    if value is None:
        return "?"
    return "".join(c if _PLAIN_VALUE.match(c) else f"\\u{{{ord(c):X}}}" for c in value)


def _count_label(count: ParsedCount) -> str:
    low = "" if count.minimum is None else count.minimum
    high = "" if count.maximum is None else count.maximum
    return f"n={low}..{high}{'~' if count.approx else ''}:{count.kind}"


def _attributes_of(claim: ParsedClaim) -> str:
    parent = f" in {claim.parent}" if claim.parent else ""
    return f"{claim.number}: {claim.mode} {claim.stance} {claim.source_type}{parent}"


def _outer_first(mark: _Mark) -> tuple[int, int]:
    """Longer spans open first at any point, so that as few as possible cross."""
    return -mark[1].stop, mark[1].start


def _at(starts: Sequence[int], offset: int) -> int:
    """The number of the line that holds `offset`."""
    return bisect_right(starts, offset) - 1


def _covers(span: Span, offset: int) -> bool:
    return span.start <= offset < span.stop


def _still_open(stack: list[_Mark], at: int) -> list[_Mark]:
    """The outer part of the stack that no ending span lies under."""
    for depth, (_, span) in enumerate(stack):
        if span.stop <= at:
            return stack[:depth]
    return stack


def _opener(label: str, continued: bool) -> str:
    return f"{{{'+' if continued else ''}{label} "
