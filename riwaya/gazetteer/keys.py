"""The one form of a place's name under which gazetteers store it and readers look it up.

Built on the folded views of `riwaya.text.fold`; what those leave (lookalikes, accents, case,
punctuation) is levelled here. The name itself is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from hashlib import blake2b

from riwaya.resources import lexicon
from riwaya.text.fold import fold, fold_letters

_ARABIC_NAME = re.compile(r"[ء-غف-ي]+(?: [ء-غف-ي]+)*")
_LATIN_NAME = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_PLAIN_LATIN = re.compile(r"[A-Za-z0-9À-žḀ-ỿ' -]{2,}")  # nothing odd can be in it
_WORD = re.compile(r"\S+")
_ARABIC = re.compile(r"[ء-ي٠-٩ٮ-ۓݐ-ݿ]")
_JOINED = frozenset("'’‘`´ʼʻʾʿ′")
_PERSIAN_FORMS = frozenset("کی")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """The lookup key of `name`; '' when it holds neither letter nor digit.

    Diacritics, tatweel and bidi controls go; hamza forms, ى/ي, ة/ه, Persian and other lookalikes
    of Arabic letters are levelled; Latin letters lose case and accents; punctuation becomes a
    space, apostrophes vanish. `name_key(name_key(x)) == name_key(x)` for every text.
    """
    if _ARABIC_NAME.fullmatch(name):
        return fold_letters(name)
    if _LATIN_NAME.fullmatch(name):
        return name.lower()
    key = _levelled(name)
    # Levelling may uncover what an earlier step would have levelled; it settles in a few rounds.
    while (again := _levelled(key)) != key:
        key = again
    return key


def key_number(key: str) -> int:
    """A 64-bit number that stands for `key` in the database; two of 10^7 keys that share a number
    are not expected in any (probability about 10^-6)."""
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def name_warnings(name: str) -> tuple[str, ...]:
    """What is odd about how `name` is written; the name is kept as it is, its key is clean."""
    if len(name) > 1 and (_ARABIC_NAME.fullmatch(name) or _PLAIN_LATIN.fullmatch(name)):
        return ()
    plain = fold(name).text
    found = []
    if _BIDI.search(name):
        found.append("bidi controls in the name")
    if any(char in _PERSIAN_FORMS or char in _table("arabic") for char in name):
        found.append("Persian or Urdu forms of Arabic letters")
    if any(_with_lookalikes(word) != word for word in plain.split()):
        found.append("letters of another script that look like Arabic ones")
    elif any(_ARABIC.search(word) and _has_foreign(word) for word in plain.split()):
        found.append("two scripts in one word")
    if len(name_key(name)) == 1:
        found.append("a name of one letter")
    return tuple(found)


def _levelled(name: str) -> str:
    words = _WORD.findall(fold(name).text)
    text = " ".join(_with_lookalikes(word) for word in words)
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = _letters(fold_letters(decomposed))
    return " ".join(letters.split())


def _letters(text: str) -> str:
    """`text` with lookalikes of Arabic letters and stroked Latin ones levelled, no marks."""
    table = _table("arabic") | _table("latin")
    return "".join(table.get(char, char if char.isalnum() else _gap(char)) for char in text)


def _gap(char: str) -> str:
    return "" if char in _JOINED or unicodedata.category(char) in ("Mn", "Me", "Cf") else " "


def _with_lookalikes(word: str) -> str:
    """`word` with foreign lookalikes replaced, if that makes it wholly Arabic; else as it is."""
    if word.isascii() or not _ARABIC.search(word) or not _has_foreign(word):
        return word
    changed = "".join(_table("foreign").get(char, char) for char in word)
    return word if _has_foreign(changed) else changed


def _has_foreign(word: str) -> bool:
    return any(
        (char.isalpha() or char == "|") and not _ARABIC.match(char) for char in fold(word).text
    )


@cache
def _table(script: str) -> dict[str, str]:
    return {
        row["char"]: row["letter"] for row in lexicon("name_lookalikes") if row["script"] == script
    }
