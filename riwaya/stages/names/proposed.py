"""Names out of a head's proposals: whole words in, exact edges out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import get_args

from riwaya.model import NameKind, Span
from riwaya.resources import lexicon
from riwaya.stages.base import Proposal
from riwaya.stages.names.found import Found
from riwaya.text import TextView

NOMINAL = "nominal"
_HEAD = "head:name"
_KINDS: dict[str, NameKind] = {kind: kind for kind in get_args(NameKind)}
_PAIRS = {")": "(", "]": "["}


def of_proposals(view: TextView, proposals: Sequence[Proposal]) -> list[Found]:
    """One Found for each proposal of a name that holds words, in text order, none overlapping.

    Descriptions (label `nominal`) are left out: see `descriptions`.
    """
    found = []
    for proposal in sorted(proposals, key=lambda p: (p.span, -p.score)):
        kind = _KINDS.get(proposal.label)
        words = edges(view, proposal.span) if kind else None
        if kind and words:
            found.append(Found(*words, kind, proposal.score, _HEAD, kind_rule=_HEAD))
    return without_overlaps(found)


def edges(view: TextView, span: Span) -> tuple[int, int] | None:
    """The words of a span without marks at its edges, within one sentence; None for marks alone."""
    within = within_sentence(view, span)
    touched = view.words_in(within)
    first, last = touched.start, touched.stop - 1
    while first <= last and not view.words[first].is_word:
        first += 1
    while first <= last and not view.words[last].is_word:
        if _PAIRS.get(view.words[last].plain) in _marks_of(view, first, last):
            break
        last -= 1
    return _unquoted(view, first, last) if first <= last else None


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


def moved(found: Found, first: int, last: int, rule: str) -> Found:
    """The same name with other edges."""
    return replace(found, first=first, last=last, trimmed=rule)


def _marks_of(view: TextView, first: int, last: int) -> set[str]:
    return {view.words[at].plain for at in range(first, last)}


def _unquoted(view: TextView, first: int, last: int) -> tuple[int, int]:
    """Up to a quotation mark that has no fellow inside."""
    marks = [at for at in range(first, last + 1) if view.words[at].plain in quotes()]
    if len(marks) % 2 == 0:
        return first, last
    at = marks[-1] if len(marks) > 1 else marks[0]
    return (first, at - 1) if at > first else (at + 1, last)


def within_sentence(view: TextView, span: Span) -> Span:
    """The part of a span before a paragraph ends in it."""
    end = view.paragraphs[view.paragraph_of(span.start)].stop
    return Span(span.start, min(span.stop, end)) if span.start < end else span


@cache
def quotes() -> frozenset[str]:
    """All quotation marks."""
    return frozenset(row["mark"] for row in lexicon("quotation_marks"))
