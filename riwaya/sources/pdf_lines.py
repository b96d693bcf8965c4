"""Glyphs gathered into lines, and each line's letters put into the order in which they are read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product
from statistics import median

from riwaya.sources.pdf_bidi import Cell, is_arabic, logical
from riwaya.sources.pdf_glyphs import Glyph
from riwaya.sources.pdf_ligatures import Ligatures, has_mark, without_repeats

# All in ems (heights of the type), so that they hold for every size.
_LEVEL = 0.25  # steps in height up to this are within one line
_MOVED = 0.6  # how far off its line a letter with a diacritic may be said to stand
_SAME = 0.12  # the same letter this near is the same glyph, stated twice or printed twice
_WORD_GAP = 0.13  # a gap between words, in a file that writes no spaces
_UNWRITTEN_GAP = 0.2  # the same in a file that writes spaces, but none there
_WRITTEN_GAP = 0.1  # the same where a space is written, between words far apart in the file
_TOUCH = -0.05  # letters of one word overlap less than this
_REACHING = "ك"  # its arm reaches over the letter before it, and over a space, in many types
_PIECE_GAP = 0.8  # a gap between two pieces of a line: columns, cells of a table
_REPEATED = re.compile("(\\w[\u064b-\u0652]+)\\1+")  # no Arabic word repeats a letter so
_NUNATION = "\u064b\u064c\u064d"
_NEAR_MARK = 1.5  # how far above or below the line a letter's diacritic may stand


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line without great gaps: its words as they are read, and its place (points)."""

    text: str
    left: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file's glyphs are read: whether its lines run to the left, whether letters that stand
    backwards on the page are to be taken as they stand, whether it writes spaces, and what its
    ligatures mean."""

    rtl: bool
    turned: bool
    spaced: bool
    ligatures: Ligatures


def lines_of(glyphs: list[Glyph], reading: Reading) -> list[Line]:
    """The lines of a page from its top, and each line's pieces in the order of reading."""
    lines: list[Line] = []
    for row in _rows(_letters(glyphs, reading)):
        pieces = [_line(piece, reading) for piece in _pieces(row)]
        lines += pieces if reading.turned or not reading.rtl else reversed(pieces)
    return lines


def _letters(glyphs: list[Glyph], reading: Reading) -> list[Glyph]:
    """The glyphs that are letters, each with its diacritics."""
    inked = [reading.ligatures.ordered(glyph) for glyph in glyphs if not glyph.is_space]
    if reading.turned:
        return inked
    letters = without_repeats([glyph for glyph in inked if not glyph.is_mark])
    return _with_marks(letters, [glyph for glyph in inked if glyph.is_mark])


def _rows(letters: list[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of about one height, from the top of the page; in a row from the left."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(letters, key=lambda glyph: -glyph.y):
        if rows and (_is_level(rows[-1][-1], glyph) or _is_moved(rows[-1], glyph)):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    yield from map(_from_left, rows)


def _is_level(above: Glyph, glyph: Glyph) -> bool:
    return above.y - glyph.y <= _LEVEL * min(glyph.size, above.size)


def _is_moved(row: list[Glyph], glyph: Glyph) -> bool:
    """Whether `row` is nothing but letters that their diacritics raise over the glyph's line, or
    the glyph is one that is let down from the row's."""
    is_near = row[0].y - glyph.y < _MOVED * glyph.size
    return is_near and (has_mark(glyph) or all(has_mark(raised) for raised in row))


def _from_left(row: list[Glyph]) -> list[Glyph]:
    """The row's glyphs from the left, those that are stated twice once."""
    out: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph.x):
        before = out[-1] if out else None
        if (
            before is not None
            and before.letters[0] == glyph.letters[0]
            and glyph.x - before.x < _SAME * glyph.size
        ):
            longer = max(before.letters, glyph.letters, key=len)
            out[-1] = replace(before, letters=longer, right=max(before.right, glyph.right))
        else:
            out.append(glyph)
    return out


def _with_marks(letters: list[Glyph], marks: list[Glyph]) -> list[Glyph]:
    """The letters with each loose diacritic after the letter that it stands over or under."""
    if not marks or not letters:
        return letters
    out = list(letters)
    side = _NEAR_MARK * max(median(glyph.size for glyph in letters), 1.0)
    squares: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, glyph in enumerate(letters):
        squares[int(glyph.middle // side), int(glyph.y // side)].append(number)
    for mark in marks:
        column, row = int(mark.middle // side), int(mark.y // side)
        around = product(range(column - 1, column + 2), range(row - 1, row + 2))
        near = [number for square in around for number in squares.get(square, ())]
        if near:
            best = _nearest(mark, near, letters)
            new = "".join(char for char in mark.letters if char not in out[best].letters)
            out[best] = replace(out[best], letters=out[best].letters + new)
    return out


def _nearest(mark: Glyph, numbers: list[int], letters: list[Glyph]) -> int:
    return min(numbers, key=lambda number: _distance(letters[number], mark))


def _distance(letter: Glyph, mark: Glyph) -> tuple[float, float]:
    """How far the mark is from the letter's room and line, and from its middle."""
    beside = max(letter.left - mark.middle, mark.middle - letter.right, 0.0)
    return beside + abs(letter.y - mark.y), abs(letter.middle - mark.middle)


def _pieces(row: list[Glyph]) -> Iterator[list[Glyph]]:
    piece = [row[0]]
    end = row[0].right
    for glyph in row[1:]:
        if min(glyph.x, glyph.left) - end > _PIECE_GAP * glyph.size:
            yield piece
            piece = []
        piece.append(glyph)
        end = max(end, glyph.right)
    yield piece


def _line(piece: list[Glyph], reading: Reading) -> Line:
    cells: list[Cell] = [piece[0].letters]
    end = piece[0].left
    for before, glyph in pairwise(piece):
        end = max(end, before.right)
        pair = (before, glyph) if reading.turned else (glyph, before)
        gap = (min(glyph.x, glyph.left + 0.1 * glyph.size) - end) / glyph.size
        if _parts(gap, before, glyph, reading) or _ends_word(*(g.letters for g in pair)):
            cells.append(" ")
        if before.letters[0] == _REACHING:
            end = before.x
        cells.append(glyph.letters)
    right = max(glyph.right for glyph in piece)
    level = median(glyph.y for glyph in piece)
    size = median(glyph.size for glyph in piece)
    text = _ordered(cells, reading).strip()
    return Line(text, min(glyph.left for glyph in piece), right, level, size)


def _parts(gap: float, before: Glyph, glyph: Glyph, reading: Reading) -> bool:
    """Whether the gap (ems; below 0 where the glyphs overlap) parts two words."""
    if not reading.spaced:
        return gap > _WORD_GAP
    spaces = abs(before.run - glyph.run)
    if spaces == 0:
        return gap > _UNWRITTEN_GAP
    is_reached = spaces == 1 and before.letters[0] == _REACHING and gap < _TOUCH
    return is_reached or gap > _WRITTEN_GAP


def _ordered(cells: list[Cell], reading: Reading) -> str:
    """The words of cells that are given from left to right."""
    arabic = sum(is_arabic(cell) for cell in cells)
    latin = sum(cell.isalpha() and not is_arabic(cell) for cell in cells)
    # On a page that runs to the left a line of its own does so too, unless it is all but Latin.
    is_rtl = arabic >= (0.2 if reading.rtl else 1.0) * latin if arabic or latin else reading.rtl
    if reading.turned or not is_rtl:
        return "".join(cells)
    return _REPEATED.sub(r"\1", logical(cells))


def _ends_word(letters: str, following: str) -> bool:
    """Whether Arabic spelling itself ends a word between the two, whatever their gap is."""
    is_last = letters[0] == "ة" or (letters[-1] in _NUNATION and following[0] not in "اى")
    return is_last and is_arabic(following)
