"""From the order in which letters stand on a line to the order in which they are read.

The Unicode bidirectional algorithm (UAX #9) run backwards, for lines that run from right to left:
Latin words and numbers inside them run from left to right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

Cell = str
"""What stands in one place: a letter with its diacritics, a ligature's letters, or one space."""

_OPENING = dict(zip("([{«<‹", ")]}»>›", strict=True))
_COMMON = ".,:/،٫٬"  # separators that keep two numbers together
_EUROPEAN = "+-−"  # those that do so only where no Arabic letter stands before


def is_arabic(cell: Cell) -> bool:
    """Whether the cell begins with an Arabic letter."""
    return unicodedata.bidirectional(cell[0]) in ("AL", "R")


def logical(cells: Sequence[Cell]) -> str:
    """The words of a right-to-left line whose cells are given from left to right."""
    order = list(reversed(cells))
    out: list[str] = []
    after_arabic = True
    at = 0
    while at < len(order):
        kind = _kind(order[at])
        stop = at + 1
        if kind == "L" or (kind == "N" and _meets_latin(order, at)):
            stop = _latin_end(order, at)
            after_arabic = False
        elif kind == "N":
            stop = _number_end(order, at, after_arabic)
        elif kind == "R":
            after_arabic = True
        out += reversed(order[at:stop])
        at = stop
    return "".join(out)


def righted(text: str) -> str:
    """`text` with brackets and angled quotation marks turned where they close before they open.

    A bracket's shape is mirrored in a line that runs to the left, and files state now the shape,
    now the sign. Where they do not pair, but their number is even, they open and close in turn.
    """
    out = list(text)
    for opening, closing in _OPENING.items():
        places = [at for at, char in enumerate(text) if char in (opening, closing)]
        if len(places) % 2 == 0 and not _pair(text[at] == opening for at in places):
            for number, at in enumerate(places):
                out[at] = closing if number % 2 else opening
    return "".join(out)


def _pair(openings: Iterable[bool]) -> bool:
    """Whether brackets (True: an opening one) pair as they stand."""
    depth = 0
    for is_opening in openings:
        depth += 1 if is_opening else -1
        if depth < 0:
            return False
    return depth == 0


def _kind(cell: Cell) -> str:
    kind = unicodedata.bidirectional(cell[0])
    if kind in ("AL", "R"):
        return "R"
    if kind in ("EN", "AN"):
        return "N"
    return "L" if kind == "L" else "O"


def _meets_latin(order: Sequence[Cell], at: int) -> bool:
    """Whether a number stands in one run with a Latin word that is read before it."""
    for cell in order[at:]:
        kind = _kind(cell)
        if kind in "LR":
            return kind == "L"
    return False


def _latin_end(order: Sequence[Cell], at: int) -> int:
    """Where the run that begins with a Latin word or its number ends: at its last of these."""
    stop = at + 1
    for number in range(at, len(order)):
        kind = _kind(order[number])
        if kind == "R":
            break
        if kind in "LN":
            stop = number + 1
    return stop


def _number_end(order: Sequence[Cell], at: int, after_arabic: bool) -> int:
    joins = _COMMON if after_arabic else _COMMON + _EUROPEAN
    stop = at + 1
    while stop < len(order):
        is_joined = order[stop] in joins and stop + 1 < len(order) and _kind(order[stop + 1]) == "N"
        if _kind(order[stop]) != "N" and not is_joined:
            break
        stop += 2 if is_joined else 1
    return stop
