"""The words that naming a source takes, in classes, and how a word is freed of what is attached."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from riwaya.resources import lexicon
from riwaya.text import fold_letters

_ARTICLE = "ال"
_LEAST = 2
_LEAST_BEHIND_LETTER = 3
_PARTS = re.compile(r"[\s]*[،,:؛()\[\]\n–—-]+[\s]*")


@cache
def words_of(kind: str) -> frozenset[str]:
    """Words of one class of `data/voice_words.tsv`, in letters, without article."""
    path = files("riwaya.compare") / "data" / "voice_words.tsv"
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return frozenset(fold_letters(row[0]) for row in rows if len(row) == 3 and row[1] == kind)


@cache
def role_kinds() -> dict[str, str]:
    """Role word (letters, no article) -> its kind (spokesman, minister …)."""
    return {without_article(fold_letters(r["word"])): r["kind"] for r in lexicon("roles")}


@cache
def head_types() -> dict[str, str]:
    """First word of a naming (letters, no article) -> the kind of source that it names."""
    rows = lexicon("source_heads")
    return {without_article(fold_letters(row["word"])): row["type"] for row in rows}


@cache
def titles() -> frozenset[str]:
    """Single words that stand before a person's name, in letters, without article."""
    words = (fold_letters(row["word"]) for row in lexicon("name_titles"))
    return frozenset(word for word in words if " " not in word) | frozenset(role_kinds())


def without_article(word: str) -> str:
    """A folded word without its article; a short rest keeps it (الله)."""
    rest = word.removeprefix(_ARTICLE)
    return rest if len(rest) >= _LEAST else word


def readings(word: str) -> tuple[str, ...]:
    """A folded word as it stands, without article, and without what may be attached before it."""
    found = [word, without_article(word)]
    if word.startswith("لل") and len(word) > _LEAST_BEHIND_LETTER:
        found.append(word[2:])
    for cut in (1, 2):
        rest = word[cut:]
        if len(rest) >= _LEAST_BEHIND_LETTER and all(letter in "وفبكل" for letter in word[:cut]):
            found += [rest, without_article(rest)]
    if len(word) > _LEAST_BEHIND_LETTER and word.endswith("ا"):  # قراراً
        found.append(word[:-1])
    return tuple(dict.fromkeys(found))


def reading_in(word: str, known: frozenset[str] | dict[str, str]) -> str | None:
    """The first reading of `word` that is known."""
    return next((reading for reading in readings(word) if reading in known), None)


def parts_of(words: str) -> list[str]:
    """A naming cut at commas, colons, brackets and dashes."""
    return [part for part in _PARTS.split(words) if part]


def alike(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Share of the words that two namings have in common (Dice 1945), spellings of a foreign word
    counted as one by their consonants. 0 to 1."""
    one, two = {bones(word) for word in a}, {bones(word) for word in b}
    return 2 * len(one & two) / (len(one) + len(two)) if one and two else 0.0


@lru_cache(maxsize=1 << 14)
def bones(word: str) -> str:
    """The consonants of a folded word, in which transliterations of one name agree (غونين، جونين);
    a word of fewer than three keeps its vowels."""
    letters = _letters()
    found = [letters.get(word[:1]) or word[:1]]
    for letter in word[1:]:
        bone = letters.get(letter, letter)
        if bone and bone != found[-1]:
            found.append(bone)
    return "".join(found) if len(found) > 2 else word


@cache
def _letters() -> dict[str, str]:
    return {row["letter"]: row["class"] for row in lexicon("linking_letters")}
