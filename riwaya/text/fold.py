"""Folded views of a text, each with a map back to the code points of the original.

Two strengths. The *plain* view undoes what typesetting adds: diacritics, tatweel, presentation
forms, zero-width and bidi characters, Arabic-Indic digits; every line or paragraph separator but
a carriage return becomes a line feed. The *letters* view also levels what
writers vary: أإآٱ to ا, ى to ي, ة to ه, ؤ to و, ئ to ي. Matching runs on a view; stored spans are
always those of the original.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

from riwaya.model import Span

_TATWEEL = "\u0640"
_LETTERS = str.maketrans("أإآٱىةؤئ", "ااااي" + "هوي")
_LINE_ENDS = "\v\f\x85\u2028\u2029"
_PERSIAN = {"ی": "ي", "ک": "ك"}


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text; character `i` of `text` stands for original characters from `starts[i]`
    up to (not including) `stops[i]`."""

    text: str
    starts: array[int]
    stops: array[int]

    def back(self, start: int, stop: int) -> Span:
        """The original span of `text[start:stop]` (which must not be empty)."""
        return Span(self.starts[start], self.stops[stop - 1])

    def forth(self, offset: int) -> int:
        """Index in the folded text of the first character at or after original `offset`."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.stops[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return low


@lru_cache(maxsize=4096)
def _plain_character(char: str) -> str:
    """What one character becomes in the plain view; '' when it is dropped."""
    if char in _PERSIAN:
        return _PERSIAN[char]
    if char == _TATWEEL:
        return ""
    if char in "\n\r\t":
        return char
    if char in _LINE_ENDS:
        return "\n"
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category in ("Zs", "Cc"):
        return " "
    code = ord(char)
    if 0xFB50 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFF:
        folded = unicodedata.normalize("NFKC", char)
        # One character is one word at most: a ligature of a whole phrase (ﷺ) loses its spaces,
        # and a diacritic that stands on a space or a tatweel is dropped like any other.
        return "".join(_plain_character(c) if c != char else c for c in folded if c != " ")
    return char


def fold(text: str) -> FoldedText:
    """The plain view of `text`. Dropped characters inside a word belong to the letter before."""
    out: list[str] = []
    starts, stops = array("L"), array("L")
    for index, char in enumerate(text):
        folded = _plain_character(char)
        if not folded:
            if stops and stops[-1] == index and not out[-1].isspace():
                stops[-1] = index + 1
            continue
        for letter in folded:
            out.append(letter)
            starts.append(index)
            stops.append(index + 1)
    return FoldedText("".join(out), starts, stops)


def fold_letters(text: str) -> str:
    """The letters view of an already plain text: same length, hamza, ى and ة levelled."""
    return text.translate(_LETTERS)
