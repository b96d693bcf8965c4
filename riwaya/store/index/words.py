"""The words of a text as search sees them, and what each may be read as.

A word is a run of letters, or a number. It is read as itself and, without the particles attached to
it, as the words behind them: وبالرقة as وبالرقة، بالرقة، الرقة، رقة. All readings are indexed, so
that a searched word needs no analysis of its own and finds exactly the words that hold it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from riwaya.store.index.lists import endings, particles, whole_words
from riwaya.text import fold, fold_letters

LONGEST = 64
"""Characters of an index word: what is longer is cut, in texts and queries alike."""

_FILLER = "\u0640"  # tatweel: stands for every character that folding drops
_ARTICLE = "ال"
_FEWEST = 2  # letters that stay when particles are taken off
_GROUPED = re.compile(r"\d{1,3}(?:[,٬.]\d{3})+")
_SEPARATORS = re.compile("[,٬.٫]")
_DECIMAL = "٫"


class Word(NamedTuple):
    """A word's place in its text (code points), and its letters without typesetting."""

    start: int
    stop: int
    form: str


class _Levelled(dict[int, str]):
    """What each character becomes, one for one, so that places in the text stay what they are. A
    ligature of several letters stays itself until its word is read."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold(char).text
        levelled = folded if len(folded) == 1 else char if folded else _FILLER
        self[code] = levelled
        return levelled


_LEVELLED = _Levelled()


@cache
def _pattern() -> re.Pattern[str]:
    """A paragraph's end, particles before figures (و400), a number, or a run of letters."""
    attached = "|".join(sorted((p.joined for p in particles()), key=len, reverse=True))
    return re.compile(
        rf"(?P<end>[\r\n]+)|(?:{attached}){_FILLER}*(?=\d)"
        rf"|(?P<word>\d+(?:[.,٫٬]\d+)*|[^\W\d_{_FILLER}][^\W\d_]*)"
    )


def words_of(text: str) -> Iterator[Word | None]:
    """The words of `text` in order, None between paragraphs."""
    for match in _pattern().finditer(text.translate(_LEVELLED)):
        if match.lastgroup == "word":
            yield Word(match.start(), match.end(), match.group().replace(_FILLER, ""))
        elif match.lastgroup == "end":
            yield None


def forms_of(text: str) -> Iterator[str | None]:
    """The forms of the words of `text`, without their places: as `words_of`, in half the time."""
    for end, form in _pattern().findall(text.translate(_LEVELLED)):
        if form:
            yield form.replace(_FILLER, "")
        elif end:
            yield None


@lru_cache(maxsize=1 << 14)
def readings(form: str) -> tuple[str, ...]:
    """The index words of a word: itself first, then without each sequence of particles."""
    plain, letters = _spelled(form)
    found = [bare(letters)]
    for sequence in particles():
        rest = letters[len(sequence.joined) :]
        if (
            len(rest) >= _FEWEST
            and plain.startswith(sequence.joined)
            and (not sequence.before or rest[0] in sequence.before)
            and not _cuts_whole_word(plain, sequence.parts)
        ):
            found.append(bare(rest))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1 << 12)
def alternatives(form: str) -> tuple[str, ...]:
    """The index words that a searched word finds: itself, and for الرقة also رقة, since the article
    is not what was looked for."""
    plain, letters = _spelled(form)
    rest = letters[len(_ARTICLE) :]
    cut = plain.startswith(_ARTICLE) and len(rest) >= _FEWEST and not is_whole(plain)
    return (bare(letters), bare(rest)) if cut else (bare(letters),)


def _spelled(form: str) -> tuple[str, str]:
    plain = fold(form).text.replace("ٱ", "ا")
    return plain, fold_letters(plain)


def _cuts_whole_word(plain: str, parts: tuple[str, ...]) -> bool:
    at = 0
    for part in parts:
        if is_whole(plain[at:]):
            return True
        at += len(part)
    return False


def is_whole(plain: str) -> bool:
    """Whether a word is one of those that are never cut, perhaps with an ending."""
    known, after = whole_words(), endings()
    if plain in known:
        return True
    letters = fold_letters(plain)
    return any(plain[:at] in known and letters[at:] in after for at in range(2, len(plain)))


def bare(letters: str) -> str:
    """Letters of any script without case and accents, a number without its groups; never empty, and
    with nothing in it that a database's own division of words would break."""
    if letters[0].isdecimal():
        if _GROUPED.fullmatch(letters):
            return _SEPARATORS.sub("", letters)[:LONGEST]
        return _SEPARATORS.sub(_DECIMAL, letters)[:LONGEST]
    folded = unicodedata.normalize("NFKD", letters).casefold()
    kept = "".join(c for c in unicodedata.normalize("NFKD", folded) if c.isalnum())
    return (kept or letters)[:LONGEST]
