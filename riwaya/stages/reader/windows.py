"""Cuts a document into windows that the encoder can see at once (512 word pieces).

A window is a run of words in document order. Words of its *core* are read in it; the others are
context: the headline and the paragraphs before, so that a speaker named earlier stays in sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.model import Span
from riwaya.text import TextView

ROOM = 510
CONTEXT = 90
HEADLINE = 48


@dataclass(frozen=True, slots=True)
class Window:
    """`words` are indexes of the document's words; those from position `core` on are read here."""

    words: tuple[int, ...]
    core: int


def paragraphs_of_words(view: TextView) -> list[range]:
    """Word ranges of the paragraphs that hold words."""
    ranges = (view.words_in(Span(*span)) for span in view.paragraphs)
    return [r for r in ranges if len(r)]


def cut(view: TextView, sizes: Sequence[int]) -> list[Window]:
    """Windows of at most ROOM pieces, whose cores together hold each word once.

    `sizes[i]` is the number of pieces of word `i`. A paragraph longer than a window is cut.
    """
    blocks = [part for block in paragraphs_of_words(view) for part in _bounded(block, sizes)]
    windows: list[Window] = []
    at = 0
    while at < len(blocks):
        context = _context(blocks, at, sizes)
        room = ROOM - sum(sizes[i] for i in context)
        core: list[int] = []
        while at < len(blocks):
            size = sum(sizes[i] for i in blocks[at])
            if core and size > room:
                break
            core.extend(blocks[at])
            room -= size
            at += 1
        windows.append(Window((*context, *core), len(context)))
    return windows


def _bounded(block: range, sizes: Sequence[int]) -> list[range]:
    """`block` in parts that fit beside a full context."""
    most = ROOM - CONTEXT - HEADLINE
    parts, start, size = [], block.start, 0
    for index in block:
        if size + sizes[index] > most:
            parts.append(range(start, index))
            start, size = index, 0
        size += sizes[index]
    parts.append(range(start, block.stop))
    return parts


def _context(blocks: Sequence[range], at: int, sizes: Sequence[int]) -> list[int]:
    """The headline and the end of what comes before block `at`."""
    if at == 0:
        return []
    before: list[int] = []
    room = CONTEXT
    for index in range(blocks[at].start - 1, -1, -1):
        room -= sizes[index]
        if room < 0:
            break
        before.append(index)
    before.reverse()
    headline: list[int] = []
    if before and before[0] > blocks[0].stop - 1 and sum(sizes[i] for i in blocks[0]) <= HEADLINE:
        headline = list(blocks[0])
    return headline + before
