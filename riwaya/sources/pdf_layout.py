"""Lines of pages made paragraphs: columns in order, broken lines joined, running heads out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from riwaya.sources.pdf_lines import Line

_SENTENCE_END = re.compile(r"[.!?؟…:؛][\"»”')\]]*$")
_LIST_ITEM = re.compile(r"[-–•*●▪◦]\s|\(?[0-9٠-٩]{1,2}[.)\-]\s")
_DIGITS = re.compile(r"[0-9٠-٩]+")
_CELL_GAP = 1.5  # ems between the cells of a table; justified words are less apart
_GUTTER = 0.7  # ems between two columns, at least
_LEAST_COLUMN_LINES = 3  # rows after which two columns must have been seen
_LEAST_COLUMN_PIECES = 5
_LEAST_COLUMN_LETTERS = 12  # on average: narrower ones are cells of a table, read line by line
_LEAST_REPEATS = 3
_EDGE_LINES = 2  # how many lines from the top or the bottom a running head may hold
_LETTER = 0.5  # width of a letter in ems, about


@dataclass(frozen=True, slots=True)
class _Row:
    """The pieces that stand at one height, in the order in which they are read."""

    pieces: tuple[Line, ...]

    @property
    def words(self) -> str:
        """The row's words, cells of a table apart by tabs."""
        out = self.pieces[0].text
        for before, piece in pairwise(self.pieces):
            out += ("\t" if _is_cell_gap(before, piece) else " ") + piece.text
        return out

    @property
    def is_table(self) -> bool:
        return any(_is_cell_gap(before, piece) for before, piece in pairwise(self.pieces))


def _is_cell_gap(before: Line, piece: Line) -> bool:
    gap = max(before.left - piece.right, piece.left - before.right)
    return gap > _CELL_GAP * piece.size


def without_running_heads(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], tuple[str, ...]]:
    """The pages without the first and last lines that most of them share (numbers in them may
    differ), and notes that quote what was left out."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_numberless(line) for line in _edges(page)})
    least = max(_LEAST_REPEATS, (len(pages) + 1) // 2)
    heads = {words for words, count in counts.items() if count >= least}
    kept = []
    for page in pages:
        edges = set(map(id, _edges(page)))
        kept.append([p for p in page if id(p) not in edges or _numberless(p) not in heads])
    notes = [f"repeated on {counts[head]} pages, left out: {head[:60]!r}" for head in sorted(heads)]
    return kept, tuple(notes)


def _edges(page: list[Line]) -> list[Line]:
    heights = sorted({round(line.y) for line in page})
    near = {*heights[:_EDGE_LINES], *heights[-_EDGE_LINES:]}
    return [line for line in page if round(line.y) in near]


def _numberless(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


def paragraphs_of(pages: Sequence[list[Line]], rtl: bool) -> Iterator[str]:
    """The paragraphs of all pages; one that runs over a page's or a column's end is kept whole."""
    words: list[str] = []
    last: Line | None = None  # of the column before, where the text may go on
    for block in (block for page in pages for block in _blocks(page, rtl)):
        for row, is_new in _broken(block, rtl):
            if is_new and not (last is not None and _runs_on(last, row)):
                yield " ".join(words)
                words = []
            words.append(row.words)
            last = None
        last = block[-1].pieces[-1] if _is_full(block, rtl) else None
    yield " ".join(words)


def _blocks(page: list[Line], rtl: bool) -> Iterator[list[_Row]]:
    """Rows of the page that follow each other in one column, in the order of reading."""
    rows = _rows(page)
    plain: list[_Row] = []
    at = 0
    while at < len(rows):
        band = _band(rows, at)
        if band is None:
            plain.append(rows[at])
            at += 1
            continue
        if plain:
            yield plain
            plain = []
        at = band.stop
        for side in (band.right, band.left) if rtl else (band.left, band.right):
            yield from _blocks(side, rtl)
    if plain:
        yield plain


def _rows(page: list[Line]) -> list[_Row]:
    rows: list[list[Line]] = []
    for line in page:
        if rows and abs(rows[-1][0].y - line.y) < 0.3 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_Row(tuple(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class _Band:
    """Two columns side by side, and the number of the row after them."""

    right: list[Line]
    left: list[Line]
    stop: int


def _band(rows: Sequence[_Row], at: int) -> _Band | None:
    """The columns that begin with row `at`: as many rows as leave one upright stripe free."""
    pieces: list[Line] = []
    best: tuple[int, float, int] | None = None
    for stop in range(at, len(rows)):
        pieces += rows[stop].pieces
        gutter, free = _gutter(pieces)
        if gutter is not None:
            best = stop + 1, gutter, len(pieces)
        elif best is not None or not free:
            break
    if best is None:
        return None
    stop, middle, count = best
    right = [piece for piece in pieces[:count] if piece.left >= middle]
    left = [piece for piece in pieces[:count] if piece.left < middle]
    return _Band(right, left, stop) if _are_columns(right, left) else None


def _gutter(pieces: Sequence[Line]) -> tuple[float | None, bool]:
    """The middle of the widest free stripe between the pieces, and whether there may yet be one
    because no two pieces share a row."""
    ordered = sorted(pieces, key=lambda piece: piece.left)
    best, middle, end = 0.0, None, ordered[0].right
    for piece in ordered[1:]:
        if piece.left - end > max(best, _GUTTER * piece.size):
            best, middle = piece.left - end, (piece.left + end) / 2
        end = max(end, piece.right)
    return middle, len(pieces) < _LEAST_COLUMN_LINES


def _are_columns(right: Sequence[Line], left: Sequence[Line]) -> bool:
    """Whether there are lines of text on both sides at one height, and not the cells of a table."""
    if min(len(right), len(left)) < 2 or len(right) + len(left) < _LEAST_COLUMN_PIECES:
        return False
    top = min(max(piece.y for piece in side) for side in (right, left))
    bottom = max(min(piece.y for piece in side) for side in (right, left))
    return top > bottom and all(
        sum(len(piece.text) for piece in side) >= _LEAST_COLUMN_LETTERS * len(side)
        for side in (right, left)
    )


def _broken(block: Sequence[_Row], rtl: bool) -> Iterator[tuple[_Row, bool]]:
    """Each row of a column, and whether a paragraph begins with it."""
    edges = _Edges(block, rtl)
    before: _Row | None = None
    for row in block:
        yield row, before is None or edges.parted(before, row)
        before = row


class _Edges:
    """Where the lines of a column begin and end, and how far apart they stand."""

    def __init__(self, block: Sequence[_Row], rtl: bool) -> None:
        self._rtl = rtl
        pieces = [piece for row in block for piece in row.pieces]
        self._right = max(piece.right for piece in pieces)
        self._left = min(piece.left for piece in pieces)
        self._width = self._right - self._left
        self._size = median(piece.size for piece in pieces)
        pitches = [
            one.pieces[0].y - other.pieces[0].y
            for one, other in pairwise(block)
            if abs(one.pieces[0].size - other.pieces[0].size) < 0.1 * self._size
        ]
        close = [pitch for pitch in pitches if 0 < pitch < 4 * self._size]
        self._pitch = min(close, default=2 * self._size)

    def parted(self, before: _Row, row: _Row) -> bool:
        """Whether `row` begins a paragraph after `before`."""
        last, first = before.pieces[-1], row.pieces[0]
        if max(last.size, first.size) > 1.15 * min(last.size, first.size):
            return True
        if last.y - first.y > 1.4 * self._pitch or _LIST_ITEM.match(first.text):
            return True
        if before.is_table and row.is_table:
            return True
        if self._indent(first) > 0.8 * first.size and self._indent(last) < 0.5 * last.size:
            return bool(_SENTENCE_END.search(last.text))
        is_end = bool(_SENTENCE_END.search(last.text))
        # Between two sentences it is enough that the next word would have had room.
        least = _width_of_first_word(first) + last.size
        return self.room(last) > (least if is_end else max(least, 0.3 * self._width))

    def room(self, line: Line) -> float:
        """How much of the line is left empty at its end."""
        return line.left - self._left if self._rtl else self._right - line.right

    def _indent(self, line: Line) -> float:
        return self._right - line.right if self._rtl else line.left - self._left


def _width_of_first_word(line: Line) -> float:
    return len(line.text.split(maxsplit=1)[0]) * _LETTER * line.size if line.text else 0.0


def _is_full(block: Sequence[_Row], rtl: bool) -> bool:
    """Whether the column's last line reaches its end, so that the text may go on elsewhere."""
    last = block[-1].pieces[-1]
    return len(block) > 1 and _Edges(block, rtl).room(last) < 4 * last.size


def _runs_on(last: Line, row: _Row) -> bool:
    """Whether the first row of a column goes on with the paragraph that the last one left open."""
    first = row.pieces[0]
    is_open = not _SENTENCE_END.search(last.text)
    return is_open and abs(first.size - last.size) < 0.1 * last.size
