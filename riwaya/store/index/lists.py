"""The lists beside this file (`*.tsv`): attached particles, words that are never cut, endings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from riwaya.text import fold, fold_letters

_FEMININE = "ة"


class Particles(NamedTuple):
    """A sequence of attached particles: as written together, in its parts, and the letters of which
    one must follow ("" for any)."""

    joined: str
    parts: tuple[str, ...]
    before: str


@cache
def particles() -> tuple[Particles, ...]:
    """The sequences that may stand before a word, the shortest first."""
    found = (
        Particles(row[0].replace("+", ""), tuple(row[0].split("+")), row[1])
        for row in _rows("particles")
    )
    return tuple(sorted(found, key=lambda sequence: len(sequence.joined)))


@cache
def whole_words() -> frozenset[str]:
    """Words whose first letters only look like particles, as spelled and in folded letters; those
    that end in ة also as they look before an ending."""
    words: set[str] = set()
    for row in _rows("whole_words"):
        plain = fold(row[0]).text
        words |= {plain, fold_letters(plain)}
        if plain.endswith(_FEMININE):
            words |= {plain[:-1] + "ت", plain[:-1] + "ات"}
    return frozenset(words)


@cache
def endings() -> frozenset[str]:
    """What may be written after a whole word: pronouns, plurals, duals."""
    return frozenset(fold_letters(row[0]) for row in _rows("endings"))


def _rows(name: str) -> Iterator[list[str]]:
    content = (files("riwaya.store.index") / f"{name}.tsv").read_text("utf-8")
    lines = [line for line in content.splitlines() if line and not line.startswith("#")]
    return (line.split("\t") for line in lines[1:])
