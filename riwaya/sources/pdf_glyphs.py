"""The glyphs of a PDF page with their letters and places, as PDFium sees them.

PDFium's own order of the letters is not used: it guesses word by word whether a producer wrote
right-to-left text as it is read or as it stands, and mixes both. Places on the page do not lie.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

_SAME_PLACE = 0.01  # points


@dataclass(frozen=True, slots=True)
class Glyph:
    """Letters that stand in one place. `left` to `right` is the room that they take, `x`, `y` the
    pen's place before them (y on the line), `size` the height of the type; all in points, upright.

    `run` counts the spaces that the file writes before it. `after` is where the next glyph of the
    file stands: right (True) or left of this one, None when it is on another line.
    """

    letters: str
    x: float
    y: float
    left: float
    right: float
    size: float
    run: int = 0
    after: bool | None = None

    @property
    def is_space(self) -> bool:
        return not self.letters.strip()

    @property
    def is_mark(self) -> bool:
        """Whether it is only diacritics, which belong to a letter near it."""
        return all(unicodedata.category(char) == "Mn" for char in self.letters)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class PageGlyphs(NamedTuple):
    """What a page holds: its glyphs, how many stand on their side, how many have no letter."""

    glyphs: list[Glyph]
    turned: int
    unmapped: int


class _Char(NamedTuple):
    letter: str
    x: float
    y: float
    left: float
    right: float
    size: float
    quarter: int  # turns of 90 degrees counter-clockwise


def glyphs_of(text_page: Any) -> PageGlyphs:
    """The glyphs of a pypdfium2 text page in the file's order, each group of letters as one.

    A page whose text runs sideways as a whole is turned upright; the rest that does not run as
    most of the page does (a stamp, a watermark) is left out and counted.
    """
    chars, unmapped = _chars(text_page)
    if not chars:
        return PageGlyphs([], 0, unmapped)
    quarter = Counter(char.quarter for char in chars).most_common(1)[0][0]
    straight = [_upright(char) for char in chars if char.quarter == quarter]
    return PageGlyphs(_grouped(straight), len(chars) - len(straight), unmapped)


def _chars(text_page: Any) -> tuple[list[_Char], int]:
    from pypdfium2 import raw

    chars = []
    unmapped = 0
    for index in range(text_page.count_chars()):
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text_page, index)
        if _is_unmapped(code) or raw.FPDFText_HasUnicodeMapError(text_page, index) == 1:
            unmapped += 1
        elif not unicodedata.category(chr(code)).startswith("C") or code == 0x20:
            chars.append(_char(raw, text_page, index, chr(code)))
    return chars, unmapped


def _is_unmapped(code: int) -> bool:
    """Whether the code says nothing: none, a replacement, or a font's private one."""
    return code in (0, 0xFFFD, 0xFFFE, 0xFFFF) or 0xE000 <= code <= 0xF8FF or code > 0x10FFFF


def _char(raw: Any, text_page: Any, index: int, letter: str) -> _Char:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    raw.FPDFText_GetLooseCharBox(text_page, index, box)
    raw.FPDFText_GetMatrix(text_page, index, matrix)
    quarter = round(math.atan2(-matrix.c, matrix.d) / (math.pi / 2)) % 4
    ends = (box.left, box.right) if quarter % 2 == 0 else (box.bottom, box.top)
    size = raw.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
    return _Char(letter, x.value, y.value, min(ends), max(ends), size, quarter)


def _upright(char: _Char) -> _Char:
    """The character as it stands when the page is turned so that it can be read."""
    if char.quarter == 0:
        return char
    if char.quarter == 1:
        return char._replace(x=char.y, y=-char.x)
    if char.quarter == 2:
        return char._replace(x=-char.x, y=-char.y, left=-char.right, right=-char.left)
    return char._replace(x=-char.y, y=char.x, left=-char.right, right=-char.left)


def _grouped(chars: list[_Char]) -> list[Glyph]:
    """One glyph for neighbours in one place: a ligature, or a letter with its diacritics."""
    groups: list[list[_Char]] = []
    for char in chars:
        is_word = bool(groups) and bool(groups[-1][0].letter.strip() and char.letter.strip())
        if is_word and _is_same_place(groups[-1][0], char):
            groups[-1].append(char)
        else:
            groups.append([char])
    firsts = [group[0] for group in groups] + [None]
    spaces = accumulate(int(not group[0].letter.strip()) for group in groups)
    return [
        Glyph(
            "".join(char.letter for char in group),
            group[0].x,
            group[0].y,
            min(char.left for char in group),
            max(char.right for char in group),
            max(char.size for char in group),
            run,
            _runs_right(group[0], following),
        )
        for group, following, run in zip(groups, firsts[1:], spaces, strict=True)
    ]


def _is_same_place(one: _Char, other: _Char) -> bool:
    return abs(one.x - other.x) < _SAME_PLACE and abs(one.y - other.y) < _SAME_PLACE


def _runs_right(one: _Char, following: _Char | None) -> bool | None:
    if following is None or abs(one.y - following.y) > one.size / 2:
        return None
    return following.x > one.x
