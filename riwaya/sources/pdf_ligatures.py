"""The order of the letters that one glyph stands for.

PDFium gives them reversed whenever it reversed the word, and does not say so. Of lam and alef the
order is known; it tells, for one file, what was done to all other ligatures.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from riwaya.sources.pdf_bidi import is_arabic
from riwaya.sources.pdf_glyphs import Glyph

_ALEFS = "اأإآٱ"
_GOD = "الله"


class Ligatures:
    """What the lam-alefs of a file prove about its other ligatures."""

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        counts = Counter(_stored_rightwards(glyph) for glyph in glyphs)
        votes = counts[True], counts[False]
        self._rightwards = None if votes[0] == votes[1] else votes[0] > votes[1]

    def ordered(self, glyph: Glyph) -> Glyph:
        """The glyph with its letters as they are read, and diacritics behind a letter."""
        if len(glyph.letters) < 2 or not any(map(is_arabic, glyph.letters)):
            return glyph
        letters = [char for char in glyph.letters if unicodedata.category(char) != "Mn"]
        marks = [char for char in glyph.letters if unicodedata.category(char) == "Mn"]
        once = "".join(dict.fromkeys(marks))
        return replace(glyph, letters=self._letters(letters, glyph) + once)

    def _letters(self, letters: list[str], glyph: Glyph) -> str:
        if lam_alef := _lam_alef(letters):
            return lam_alef
        if sorted(letters) in (sorted(_GOD), sorted(_GOD[1:])):
            return _GOD if len(letters) == len(_GOD) else _GOD[1:]
        is_turned = (
            self._rightwards is not None
            and glyph.after is not None
            and glyph.after is not self._rightwards
        )
        return "".join(reversed(letters) if is_turned else letters)


def _lam_alef(letters: list[str]) -> str | None:
    if len(letters) != 2 or "ل" not in letters:
        return None
    other = letters[1] if letters[0] == "ل" else letters[0]
    return f"ل{other}" if other in _ALEFS else None


def _stored_rightwards(glyph: Glyph) -> bool | None:
    """Whether the file writes this lam-alef's word from left to right; None where that is open."""
    letters = [char for char in glyph.letters if unicodedata.category(char) != "Mn"]
    lam_alef = _lam_alef(letters)
    if lam_alef is None or glyph.after is None:
        return None
    was_turned = "".join(letters) != lam_alef
    return glyph.after is not was_turned


def without_repeats(letters: list[Glyph]) -> list[Glyph]:
    """The glyphs without those that only repeat a letter in order to state its diacritic.

    Some producers give the whole cluster (a letter with its diacritic) as the meaning of both of
    its glyphs, so that the letter is found twice in one place.
    """
    kept: dict[str, list[Glyph]] = {}
    marked = []
    for glyph in letters:
        if has_mark(glyph):
            marked.append(glyph)
        else:
            kept.setdefault(glyph.letters[0], []).append(glyph)
    # Those on the line come first, so that a raised one finds its letter.
    for glyph in sorted(marked, key=lambda glyph: glyph.y):
        same = kept.setdefault(glyph.letters[0], [])
        twin = next((n for n, other in enumerate(same) if _are_one(glyph, other)), None)
        if twin is None:
            same.append(glyph)
        else:
            longer = max(glyph.letters, same[twin].letters, key=len)
            same[twin] = replace(same[twin], letters=longer)
    return [glyph for same in kept.values() for glyph in same]


def has_mark(glyph: Glyph) -> bool:
    """Whether a diacritic is among the glyph's letters."""
    return any(unicodedata.category(char) == "Mn" for char in glyph.letters)


def _are_one(glyph: Glyph, other: Glyph) -> bool:
    if glyph.letters[0] != other.letters[0] or abs(glyph.y - other.y) > 0.6 * other.size:
        return False
    shared = min(glyph.right, other.right) - max(glyph.left, other.left)
    narrower = min(glyph.right - glyph.left, other.right - other.left)
    return shared > 0.4 * narrower or abs(glyph.x - other.x) < 0.12 * other.size
