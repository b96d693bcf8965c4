"""What was typed into a search, taken apart: words and phrases that must, or must not, be there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from riwaya.store.index.words import alternatives, words_of

MOST_WORDS = 64
"""Words of a query that count; what follows them is left aside."""

_PIECES = re.compile(
    r"(?P<no>(?<!\S)[-−–])?"
    r"(?:\"(?P<straight>[^\"]*)\"|«(?P<guillemets>[^»]*)»|[“„”](?P<curly>[^“”„]*)[“”]"
    r"|(?P<bare>[^\s\"«»“”„]+))"
)
_LONGEST_QUERY = 10_000  # characters: 64 words and much punctuation

_BETWEEN = r" (?:[^|]* )?\| (?:[^|]* )?"  # other readings, and the next word

Alternatives = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """Words that stand one after the other (often one alone): for each, the index words that it
    may be."""

    words: tuple[Alternatives, ...]

    @property
    def is_phrase(self) -> bool:
        """Whether it is more than one word, so that an index of words alone does not decide."""
        return len(self.words) > 1

    def pattern(self, letters: str) -> str:
        """A regular expression, for Python and PostgreSQL, that finds a phrase in the words of a
        row of one of the kinds with these letters."""
        letter = f"[{letters}]"
        slots = (f"{letter}(?:{'|'.join(slot)})" for slot in self.words[1:])  # only alphanumeric
        return _BETWEEN.join([_first_word(self.words[0], letter), *slots]) + "(?![^ ])"


@dataclass(frozen=True)
class Terms:
    """A query taken apart. `blank`: nothing at all was written."""

    required: tuple[Term, ...]
    excluded: tuple[Term, ...]
    blank: bool

    @cached_property
    def nothing(self) -> bool:
        """Whether signs were written, but no word that could be looked for."""
        return not self.blank and not self.required and not self.excluded


def terms_of(written: str) -> Terms:
    """The terms of a query of any characters; each only once."""
    written = "".join(c for c in written[:_LONGEST_QUERY] if unicodedata.category(c) != "Cf")
    required: dict[Term, None] = {}
    excluded: dict[Term, None] = {}
    left = MOST_WORDS
    for match in _PIECES.finditer(written):
        words = tuple(_words(match))[:left]
        left -= len(words)
        if words:
            (excluded if match["no"] else required)[Term(words)] = None
    return Terms(tuple(required), tuple(excluded), not written.strip())


def _words(match: re.Match[str]) -> Iterator[Alternatives]:
    """The words of a piece: those in quotation marks, or what is written without a space between
    (2018-03-31), follow each other."""
    piece = next(piece for piece in match.groups()[1:] if piece is not None)
    return (alternatives(word.form) for word in words_of(piece) if word is not None)


def _first_word(slot: Alternatives, letter: str) -> str:
    """Any reading of `slot` with its letter. It begins with plain letters, since `re` looks for
    those several times faster than for anything else, and looks back for what is before them."""
    end = min(slot, key=len)
    if not all(reading.endswith(end) for reading in slot):
        return f"(?<={letter})(?:{'|'.join(slot)})"
    return end + "(?:" + "|".join(f"(?<={letter}{reading})" for reading in slot) + ")"
