"""Names as training labels: our own annotations, and public sets whose label sets differ.

Where a set says less than ours (its ORG is our organisation or group) all labels that it allows
are right, and the network decides; what it marks and we do not have is left out of the loss.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from riwaya.model import Span
from riwaya.stages.reader import labels

if TYPE_CHECKING:
    from training.data import Example

IGNORE = -100
ANY_NAME = 2 ** len(labels.NAME) - 1
_INNER = 1 << labels.NAME.index("I")
_LONGEST_CLITIC = len(labels.CLITIC) - 1


@dataclass(frozen=True)
class NameMark:
    """A name in a training text. No kinds: any label is right there. `nominal`: a description."""

    span: Span
    kinds: tuple[str, ...]
    exact: bool = True
    """Whether the span leaves attached particles out."""


@dataclass(frozen=True)
class Names:
    """All names of a training text; `outside` are the labels that are right elsewhere."""

    marks: Sequence[NameMark] = ()
    outside: tuple[str, ...] = ("O",)


def bits(names: Sequence[str]) -> int:
    """The labels `names` as a bit set."""
    return sum(1 << labels.NAME.index(name) for name in names)


def name_tags(example: Example, kept: Sequence[int], core: set[int]) -> tuple[list[int], list[int]]:
    """For each word of `kept`: the bits of its right labels, and its clitic's length or IGNORE."""
    if example.names is None:
        return [ANY_NAME] * len(kept), [IGNORE] * len(kept)
    place = {index: at for at, index in enumerate(kept)}
    outside = bits(example.names.outside)
    tags = [outside if index in core else ANY_NAME for index in kept]
    clitics = [IGNORE] * len(kept)
    for mark in example.names.marks:
        words = example.view.words_in(mark.span)
        for index in words:
            at = place.get(index)
            if at is None or index not in core:
                continue
            first = index == words[0]
            tags[at] = _right(mark, first)
            before = mark.span.start - example.view.words[index].span.start
            if first and mark.exact and mark.kinds and 0 <= before <= _LONGEST_CLITIC:
                clitics[at] = before
    return tags, clitics


def _right(mark: NameMark, first: bool) -> int:
    if not mark.kinds:
        return ANY_NAME
    return bits([f"B-{kind}" for kind in mark.kinds]) if first else _INNER


@dataclass
class TaggedText:
    """Sentences of another set put together to a text, with marks as its labels come."""

    parts: list[str] = field(default_factory=list)
    marks: list[NameMark] = field(default_factory=list)
    length: int = 0
    words: int = 0

    def add(self, tokens: Sequence[str], kinds: Iterator[tuple[int, int, tuple[str, ...]]]) -> None:
        """One sentence as a paragraph; `kinds` are (first token, last token, kinds allowed)."""
        starts = []
        at = self.length
        for token in tokens:
            starts.append(at)
            at += len(token) + 1
        for first, last, allowed in kinds:
            span = Span(starts[first], starts[last] + len(tokens[last]))
            self.marks.append(NameMark(span, allowed, exact=False))
        self.parts.append(" ".join(tokens))
        self.length = at
        self.words += len(tokens)

    @property
    def text(self) -> str:
        """The sentences, one a line."""
        return "\n".join(self.parts)
