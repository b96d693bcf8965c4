"""Copies gathered into families: documents that are joined by shared text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riwaya.stories.model import Copy


@dataclass(frozen=True, slots=True)
class Family:
    """Documents joined by copies, in the order in which the copies name them.

    `first` stands for the family: the document with which most others share text, of equals the
    one named first.
    """

    first: str
    documents: tuple[str, ...]
    copies: tuple[Copy, ...]


def families(copies: Iterable[Copy], least_share: float = 0.0) -> tuple[Family, ...]:
    """The families that copies make, each document in one; those with which less than
    `least_share` (0 to 1) of the shorter text is shared join nobody and are left out."""
    kept = [copy for copy in copies if max(copy.share_a, copy.share_b) >= least_share]
    up: dict[str, str] = {}
    for copy in kept:
        up[_top(up, copy.b)] = _top(up, copy.a)
    gathered: dict[str, list[Copy]] = {}
    for copy in kept:
        gathered.setdefault(_top(up, copy.a), []).append(copy)
    return tuple(_family(each) for each in gathered.values())


def _top(up: dict[str, str], document: str) -> str:
    up.setdefault(document, document)
    while up[document] != document:
        up[document] = up[up[document]]
        document = up[document]
    return document


def _family(copies: Sequence[Copy]) -> Family:
    counts: dict[str, int] = {}
    for copy in copies:
        for document in (copy.a, copy.b):
            counts[document] = counts.get(document, 0) + 1
    first = max(counts, key=lambda document: counts[document])  # the first of equals
    return Family(first, tuple(counts), tuple(copies))
