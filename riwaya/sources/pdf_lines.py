"""Glyphs gathered into lines, and each line's letters put into the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from riwaya.sources.pdf_bidi import Cell, is_arabic, logical
from riwaya.sources.pdf_glyphs import Glyph
from riwaya.sources.pdf_ligatures import Ligatures, has_mark, without_repeats

# All in ems (heights of the type), so that they hold for every size.
_LEVEL = 0.25  # steps in height up to this are within one line
_RAISED = 0.6  # how far above its line a letter with a diacritic may be said to stand
_SAME = 0.12  # the same letter this near is the same glyph, stated twice or printed twice
_WORD_GAP = 0.13  # a gap between words, where no space is written
_MARKED_GAP = 0.03  # the same, where the file writes a space there
_PIECE_GAP = 1.5  # a gap between two pieces of a line: columns, cells of a table
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
    backwards on the page are to be taken as they stand, and what its ligatures mean."""

    rtl: bool
    turned: bool
    ligatures: Ligatures


def lines_of(glyphs: list[Glyph], reading: Reading) -> list[Line]:
    """The lines of a page from its top, and each line's pieces in the order of reading."""
    spaces = [glyph for glyph in glyphs if glyph.is_space]
    lines: list[Line] = []
    for row in _rows(_letters(glyphs, reading)):
        level, size = median(glyph.y for glyph in row), row[0].size
        near = [space.x for space in spaces if abs(space.y - level) < 0.5 * size]
        pieces = [_line(piece, near, reading) for piece in _pieces(row)]
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
        if rows and (_is_level(rows[-1][-1], glyph) or _is_raised(rows[-1], glyph)):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    yield from map(_from_left, rows)


def _is_level(above: Glyph, glyph: Glyph) -> bool:
    return above.y - glyph.y <= _LEVEL * min(glyph.size, above.size)


def _is_raised(row: list[Glyph], glyph: Glyph) -> bool:
    """Whether `row` is nothing but letters raised by their diacritics over the glyph's line."""
    is_near = row[0].y - glyph.y < _RAISED * glyph.size
    return is_near and all(has_mark(raised) for raised in row)


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
    order = sorted(range(len(out)), key=lambda number: out[number].y)
    for mark in marks:
        near = [n for n in order if abs(out[n].y - mark.y) < _NEAR_MARK * out[n].size]
        if near:
            best = min(near, key=lambda n: _distance(out[n], mark))
            new = "".join(m for m in mark.letters if m not in out[best].letters)
            out[best] = replace(out[best], letters=out[best].letters + new)
    return out


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


def _line(piece: list[Glyph], spaces: list[float], reading: Reading) -> Line:
    cells: list[Cell] = [piece[0].letters]
    end = piece[0].right
    for before, glyph in pairwise(piece):
        end = max(end, before.right)
        if reading.turned:
            is_end = _ends_word(before.letters, glyph.letters) or any(
                before.x < x < glyph.x for x in spaces
            )
        else:
            is_end = _ends_word(glyph.letters, before.letters)
        if is_end or _is_gap(end, glyph, spaces):
            cells.append(" ")
        cells.append(glyph.letters)
    right = max(glyph.right for glyph in piece)
    level = median(glyph.y for glyph in piece)
    size = median(glyph.size for glyph in piece)
    text = _ordered(cells, reading).strip()
    return Line(text, min(glyph.left for glyph in piece), right, level, size)


def _ordered(cells: list[Cell], reading: Reading) -> str:
    """The words of cells that are given from left to right."""
    arabic = sum(is_arabic(cell) for cell in cells)
    latin = sum(cell.isalpha() and not is_arabic(cell) for cell in cells)
    # On a page that runs to the left a line of its own does so too, unless it is all but Latin.
    is_rtl = arabic >= (0.2 if reading.rtl else 1.0) * latin if arabic or latin else reading.rtl
    if reading.turned or not is_rtl:
        return "".join(cells)
    return _REPEATED.sub(r"\1", logical(cells))


def _is_gap(end: float, glyph: Glyph, spaces: list[float]) -> bool:
    gap = (glyph.x - end) / glyph.size
    slack = 0.05 * glyph.size
    written = any(end - slack <= x < glyph.x for x in spaces)
    return gap > (_MARKED_GAP if written else _WORD_GAP)


def _ends_word(letters: str, following: str) -> bool:
    """Whether Arabic spelling itself ends a word between the two, whatever their gap is."""
    is_last = letters[0] == "ة" or (letters[-1] in _NUNATION and following[0] not in "اى")
    return is_last and is_arabic(following)
