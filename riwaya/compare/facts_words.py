"""Words of an account: light stems, roots, and the parts that words play.

Light stemming takes off attached particles, the article and the commonest endings (after Larkey,
Ballesteros and Connell, "Light stemming for Arabic information retrieval", 2007); a *root* here is
a cruder key, the stem without long vowels and verbal prefixes, so that قتل, قتيل, مقتل and يقتلون
meet. Both are keys for comparing, never shown.
"""

from __future__ import annotations

from functools import lru_cache

from riwaya.compare.facts_clitics import CONJUNCTIONS, without_clitics
from riwaya.compare.facts_data import words_of

__all__ = ["is_content", "is_future", "root", "stem", "without_clitics"]

_REMEMBERED = 65_536  # words
_LEAST = 3  # letters that must be left
_ARTICLES = ("وبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "ال", "لل")
_ENDINGS = (
    "تهما", "تها", "تهم", "ياتها", "هما", "تين", "تان", "ات", "ون", "ين", "ان", "ها", "هم", "نا",
    "وا", "يه", "يا", "ته", "ه", "ي", "ت", "ا",
)  # fmt: skip
_VERBAL = ("سي", "ست", "سن", "ي", "ت", "ن", "ا")
_DERIVED = ("است", "مست", "يست", "تست", "متا", "مت", "ان", "من", "م", "ت", "ا")
_LONG = str.maketrans("", "", "اويىآأإئؤء")


@lru_cache(maxsize=_REMEMBERED)
def stem(letters: str) -> str:
    """The light stem of a word in the letters view; figures and short words stay whole."""
    if not letters or letters[0].isdigit() or len(letters) <= _LEAST:
        return letters
    word = _without_article(letters)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word[: -len(ending)]
    return word


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _LEAST:
            return word[len(article) :]
    if word.startswith("و") and len(word) > _LEAST + 1:
        return word[1:]
    return word


@lru_cache(maxsize=_REMEMBERED)
def root(letters: str) -> str:
    """A rough consonant key of a word; the stem where too little would be left."""
    word = stem(letters)
    if not word or word[0].isdigit():
        return word
    for prefixes in (_VERBAL, _DERIVED):
        for prefix in prefixes:
            if word.startswith(prefix) and _strong(word[len(prefix) :]) >= _LEAST:
                word = word[len(prefix) :]
                break
    bare = word.translate(_LONG)
    return bare if len(bare) >= _LEAST else word


def _strong(word: str) -> int:
    return len(word.translate(_LONG))


@lru_cache(maxsize=_REMEMBERED)
def is_content(letters: str) -> bool:
    """Whether a word carries matter: no mark, no particle, no bare reporting verb."""
    if not letters or not letters[0].isalnum() or (len(letters) < 2 and not letters.isdigit()):
        return False
    stops = words_of("stop")
    if letters in stops:
        return False
    bare = letters[1:] if letters[0] in CONJUNCTIONS else letters
    return bare not in stops


@lru_cache(maxsize=_REMEMBERED)
def is_future(letters: str) -> bool:
    """Whether a word looks like a verb with the future's س: سيغادر، ستنسحب."""
    word = letters[1:] if letters[:1] in CONJUNCTIONS and letters[1:2] == "س" else letters
    return (
        word.startswith(("سي", "ست", "سن", "سا"))
        and len(word) >= _LEAST + 2
        and word not in words_of("not_future")
        and stem(word) not in words_of("not_future")
    )
