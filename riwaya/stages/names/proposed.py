"""Names out of a head's proposals: whole words in, exact edges out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from riwaya.model import NameKind, Span
from riwaya.stages.base import Proposal
from riwaya.stages.names.found import Found
from riwaya.stages.names.nouns import openers, quotes
from riwaya.text import TextView

NOMINAL = "nominal"
_HEAD = "head:name"
_KINDS: dict[str, NameKind] = {kind: kind for kind in get_args(NameKind)}
_TANWIN = "\u064b"
_FELLOWS = {")": "(", "(": ")", "]": "[", "[": "]"}


def of_proposals(view: TextView, proposals: Sequence[Proposal]) -> list[Found]:
    """One Found for each proposal of a name that holds words, in text order, none overlapping.

    Descriptions (label `nominal`) are left out: see `descriptions`.
    """
    found = []
    for proposal in _whole(view, sorted(proposals, key=lambda p: (p.span, -p.score))):
        kind = _KINDS.get(proposal.label)
        words = edges(view, proposal.span) if kind else None
        if kind and words and not is_adverb(view, *words):
            found.append(Found(*words, kind, proposal.score, _HEAD, kind_rule=_HEAD))
    return without_overlaps(found)


def is_adverb(view: TextView, first: int, last: int) -> bool:
    """كلياً، أيضاً: one word that ends in tanwin, which no name does but in verse."""
    word = view.words[last].span.of(view.text)
    return first == last and _TANWIN in word[-2:]


def _whole(view: TextView, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Proposals, one that breaks off behind a preposition joined with what follows it there."""
    out: list[Proposal] = []
    for proposal in proposals:
        before = view.words_in(out[-1].span) if out else range(0)
        here = view.words_in(proposal.span)
        if before and here and before.stop == here.start and _breaks_off(view, before.stop - 1):
            out[-1] = replace(out[-1], span=Span(out[-1].span.start, proposal.span.stop))
        else:
            out.append(proposal)
    return out


def _breaks_off(view: TextView, at: int) -> bool:
    return view.words[at].letters in openers()


def edges(view: TextView, span: Span) -> tuple[int, int] | None:
    """The words of a span without marks at its edges, within one sentence; None for marks alone.

    A bracket or a quotation mark that belongs to one inside stays.
    """
    touched = view.words_in(within_sentence(view, span))
    marks = [word.plain for word in view.words[touched.start : touched.stop]]
    first, last = 0, len(marks) - 1
    while first <= last and not _is_word(marks[first]):
        first += 1
    while first <= last and not _is_word(marks[last]):
        last -= 1
    if first > last:
        return None
    while last > first and marks_end(view, touched.start + last):
        last -= 1
    return balanced(view, touched.start + first, touched.start + last)


def marks_end(view: TextView, at: int) -> bool:
    """Whether a word or mark cannot end a name: a preposition, or a mark that is no fellow."""
    return not view.words[at].is_word or view.words[at].letters in openers()


def balanced(view: TextView, first: int, last: int) -> tuple[int, int]:
    """The same words with the fellow of a bracket or quotation mark that stands among them, or,
    where it does not stand at an edge, up to that mark."""
    for at in range(first, last + 1):
        mark = view.words[at].plain
        if mark not in quotes() and mark not in _FELLOWS:
            continue
        inside = [view.words[i].plain for i in range(first, last + 1)]
        if sum(inside.count(fellow) for fellow in _family(mark)) % 2 == 0:
            continue
        if last + 1 < len(view.words) and view.words[last + 1].plain in _family(mark):
            return first, last + 1
        if first and view.words[first - 1].plain in _family(mark):
            return first - 1, last
        return (first, at - 1) if at - first >= last - at else (at + 1, last)
    return first, last


def _family(mark: str) -> frozenset[str]:
    """A bracket and its fellow, or all quotation marks."""
    return frozenset((mark, _FELLOWS[mark])) if mark in _FELLOWS else quotes()


def _is_word(text: str) -> bool:
    return text[0].isalnum()


def without_overlaps(found: Sequence[Found]) -> list[Found]:
    """In text order; of two that meet, the surer one stays, and of equals the longer."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.first, f.last)):
        while kept and kept[-1].last >= one.first and _rank(one) > _rank(kept[-1]):
            kept.pop()
        if not kept or kept[-1].last < one.first:
            kept.append(one)
    return kept


def _rank(found: Found) -> tuple[float, int]:
    return (round(found.score, 3), found.last - found.first)


def in_one_line(view: TextView, first: int, last: int) -> bool:
    """Whether two words stand in one paragraph."""
    start, stop = view.words[first].span.start, view.words[last].span.start
    return view.paragraph_of(start) == view.paragraph_of(stop)


def clipped(view: TextView, found: Found) -> Found:
    """`found` up to the end of the paragraph in which it begins."""
    last = found.last
    while last > found.first and not in_one_line(view, found.first, last):
        last -= 1
    while last > found.first and last < found.last and not view.words[last].is_word:
        last -= 1
    return found if last == found.last else replace(found, last=last)


def within_sentence(view: TextView, span: Span) -> Span:
    """The part of a span before a sentence or paragraph ends in it."""
    at = bisect_right(view.sentences, (span.start, len(view.text))) - 1
    stop = view.sentences[at].stop if at >= 0 else span.stop
    return Span(span.start, min(span.stop, stop)) if span.start < stop else span
