"""Texts as tokens that join to the same text again, and word lists applied to them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"

_TOKEN = re.compile(r"\d+(?:[.,٫٬]\d+)*|[^\W\d_]+|\s+|.", re.DOTALL)
_DROPPED = re.compile("[\u064b-\u0652\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff#]")
_SPACE = re.compile(r"[\s_]+")
# Longest first; no particle may stay empty of a word: what remains must be in the list.
_PROCLITICS = ("وال", "بال", "فال", "كال", "ولل", "لل", "ال", "وب", "ول", "و", "ف", "ب", "ل", "ك")
_SHORT = 3  # letters: shorter words are taken with و and ال only, else chance hits are many
_NO_ARTICLE = ("عدم ", "ليس ", "لا ", "لم ")  # they begin a phrase that takes no ال
_SAFE = ("وال", "ال", "و")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def clean(text: str) -> str:
    """The text on one line, without diacritics, tatweel, direction marks and hashtag signs."""
    return _SPACE.sub(" ", _DROPPED.sub("", text.translate(_DIGITS))).strip()


def tokens(text: str) -> list[str]:
    """Words, numbers, spaces and marks; joined they are the text."""
    return _TOKEN.findall(text)


def is_word(token: str) -> bool:
    """Whether a token is a word or a number."""
    return token[:1].isalnum()


def words(text: str) -> list[str]:
    """The words and numbers of a text."""
    return [token for token in tokens(text) if is_word(token)]


def tidy(text: str) -> str:
    """The text without the double spaces and stray commas that an edit left."""
    text = re.sub(r"\s+([،,.؛:])", r"\1", re.sub(r"\s+", " ", text))
    return re.sub(r"([،,؛])(?:\s*[،,؛])+", r"\1", text).strip(" ،,؛")


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of `data/<name>.tsv` without header and source, in file order."""
    text = (DATA / f"{name}.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return tuple(tuple(row[:-1]) for row in rows)


@cache
def listed(use: str) -> frozenset[str]:
    """The words of `edit_words.tsv` that are looked at for `use`."""
    return frozenset(word for kind, word in table("edit_words") if kind == use)


@lru_cache(maxsize=1 << 17)
def stems(token: str) -> tuple[tuple[str, str], ...]:
    """The ways to part a word into what is attached before it and the rest."""
    found = [("", token)]
    for proclitic in _PROCLITICS:
        rest = token[len(proclitic) :]
        if token.startswith(proclitic) and (len(rest) > _SHORT or (proclitic in _SAFE and rest)):
            found.append((proclitic, rest))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a listed phrase stands in tokens (`stop` exclusive) and what may take its place."""

    start: int
    stop: int
    proclitic: str
    phrase: str
    others: tuple[str, ...]


class Swaps:
    """Words and phrases that may change places, found with their attached particles."""

    def __init__(self, pairs: Iterable[Sequence[str]], both_ways: bool = True) -> None:
        others: dict[str, list[str]] = {}
        for one, other in pairs:
            others.setdefault(one, []).append(other)
            if both_ways:
                others.setdefault(other, []).append(one)
        self._others = {phrase: tuple(dict.fromkeys(found)) for phrase, found in others.items()}
        self._first: dict[str, list[list[str]]] = {}
        for phrase in sorted(self._others, key=len, reverse=True):
            parts = phrase.split()
            self._first.setdefault(parts[0], []).append(parts)

    def hits(self, text: Sequence[str]) -> list[Hit]:
        """Every place of a listed phrase, the longest at each token."""
        found = (self._hit(text, at) for at, token in enumerate(text) if is_word(token))
        return [hit for hit in found if hit]

    def _hit(self, text: Sequence[str], at: int) -> Hit | None:
        for proclitic, rest in stems(text[at]):
            for parts in self._first.get(rest, ()):
                stop = at + 2 * len(parts) - 1
                if list(text[at + 2 : stop : 2]) == parts[1:] and stop <= len(text):
                    phrase = " ".join(parts)
                    return Hit(at, stop, proclitic, phrase, self._others[phrase])
        return None


def replaced(text: Sequence[str], start: int, stop: int, new: str) -> str:
    """The text with tokens from `start` up to `stop` given as `new`."""
    return tidy("".join((*text[:start], new, *text[stop:])))


def swapped(text: Sequence[str], hit: Hit, other: str) -> str:
    """The text with `other` in the place of a hit; its attached particles stay."""
    following = text[hit.stop :]
    head = hit.proclitic
    if head.endswith("ال") and other.startswith("غير "):  # المؤكدة: غير المؤكدة
        head, other = f"{head[:-2]}غير ال", other.removeprefix("غير ")
    if other.endswith((" ب", " ل")):  # the preposition is written together with the next word
        following = following[1:] if following[:1] == [" "] else following
    return tidy("".join((*text[: hit.start], head + other, *following)))


def pick(text: Sequence[str], swaps: Swaps, rng: Random, near: int = 10_000) -> str | None:
    """The text with one of its listed phrases exchanged, or None when it has none.

    `near`: only hits among so many first tokens.
    """
    hits = [hit for hit in swaps.hits(text[:near]) if hit.others]
    if not hits:
        return None
    hit = rng.choice(hits)
    other = rng.choice(hit.others)
    if other.startswith(_NO_ARTICLE) and hit.proclitic.endswith(("ال", "لل")):
        return None
    return swapped(text, hit, other)
