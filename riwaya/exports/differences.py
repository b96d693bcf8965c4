"""What was taken out of and put into a text between two versions, by words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Change = Literal["same", "removed", "added"]

_WORD = re.compile(r"\s*\S+\s*|\s+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_MOST_WORDS = 20_000  # comparing takes the square of it at worst: longer texts go by lines
_MOST_LINES = 20_000


class Piece(NamedTuple):
    """A stretch of one or both texts. All pieces but the added make the earlier text, all but the
    removed the later one, up to white space at the edges of words."""

    change: Change
    text: str


def differences(earlier: str, later: str) -> list[Piece]:
    """The pieces in order; two equal texts have one piece, or none when they are empty."""
    pattern = _WORD if max(map(_words, (earlier, later))) <= _MOST_WORDS else _LINE
    before, after = pattern.findall(earlier), pattern.findall(later)
    if pattern is _LINE and max(len(before), len(after)) > _MOST_LINES:
        before, after = [earlier], [later]
    old, new = [token.strip() for token in before], [token.strip() for token in after]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return list(_pieces(matcher, before, after))


def _pieces(matcher: SequenceMatcher[str], before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(after[new_start:new_stop]))
            continue
        if stop > start:
            yield Piece("removed", "".join(before[start:stop]))
        if new_stop > new_start:
            yield Piece("added", "".join(after[new_start:new_stop]))


def _words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))
