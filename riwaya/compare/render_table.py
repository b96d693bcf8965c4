"""A table for a terminal: cells that wrap, columns from the right for Arabic, a block of columns
under the other where the page is too narrow for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from riwaya.exports.display import PDI, RLI, Fragment, Page, display_width, layout, visible

_NARROWEST = 24  # columns of a cell
_FIRST = 20  # columns of the first cell of a row
_BETWEEN = " │ "
_RULE, _CROSS = "─", "─┼─"
_EMPTY = "—"

Cell = Sequence[str]
"""Paragraphs of a cell."""


def table_lines(header: Sequence[str], rows: Sequence[Sequence[Cell]], page: Page) -> Iterator[str]:
    """The lines of a table whose first column is repeated in each block of columns."""
    for columns in _blocks(len(header), page.width):
        widths = _widths(len(columns), page.width)
        yield from _row([[header[column]] for column in columns], widths, page)
        yield _placed(_CROSS.join(_RULE * width for width in widths), page)
        for row in rows:
            cells = [row[column] for column in columns]
            if any(any(cell) for cell in cells[1:]):
                yield from _row(cells, widths, page)
                yield _placed(_CROSS.join(_RULE * width for width in widths), page)
        yield ""


def _blocks(columns: int, width: int) -> Iterator[list[int]]:
    """Which columns stand side by side: the first one, and as many others as there is room for."""
    room = max(1, (width - _FIRST) // (_NARROWEST + len(_BETWEEN)))
    for start in range(1, columns, room):
        yield [0, *range(start, min(columns, start + room))]


def _widths(columns: int, width: int) -> list[int]:
    others = columns - 1
    first = min(_FIRST, max(12, width // 4))
    each = max(12, (width - first - others * len(_BETWEEN)) // max(1, others))
    return [first, *([each] * others)]


def _row(cells: Sequence[Cell], widths: Sequence[int], page: Page) -> Iterator[str]:
    columns = [_wrapped(cell or [_EMPTY], width) for cell, width in zip(cells, widths, strict=True)]
    for parts in zip_longest(*columns, fillvalue=""):
        padded = (
            part + " " * max(0, width - display_width(part))
            for part, width in zip(parts, widths, strict=True)
        )
        yield _placed(_BETWEEN.join(padded), page)


def _wrapped(cell: Cell, width: int) -> list[str]:
    narrow = Page(width, rtl=False, color=False)
    lines: list[str] = []
    for paragraph in cell:
        lines.extend(layout([Fragment(visible(paragraph), isolate=True)], narrow))
    return lines


def _placed(line: str, page: Page) -> str:
    """A line in the direction of its page."""
    if not page.rtl:
        return line.rstrip()
    return " " * max(0, page.width - display_width(line)) + RLI + line + PDI
