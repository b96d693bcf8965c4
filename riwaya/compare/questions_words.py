"""Words of accounts made comparable: light stems without clitics, and what carries the matter.

Stemming is light, after Larkey, Ballesteros and Connell (2002, light10): clitics and endings are
cut where enough letters are left. `root_of` then leaves out the weak letters, so that a verb and
its verbal noun (يغادر، مغادرة) meet; it groups words and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from riwaya.model import Span
from riwaya.resources import lexicon
from riwaya.text import TextView, Word, fold, fold_letters

_PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فل", "وك", "فب")
_ARTICLES = ("ال", "لل", "وال", "بال", "فال", "كال", "ولل", "فلل")
_VERB_OPENERS = ("", "ي", "ت", "ن", "س", "سي", "ست", "سن")
_ENDINGS = (
    "", "ون", "ين", "ان", "ات", "وا", "ه", "ة", "ت", "ها", "هم", "ا", "ي", "و", "يه", "ية", "ته",
    "تها", "تهم", "وه", "وها", "وهم", "نا", "يها",
)  # fmt: skip
_WEAK = str.maketrans("", "", "اويءئؤى")
_LEAST = 3  # letters that a stem keeps
_LEAST_ROOT = 2


def folded(word: str) -> str:
    """The letters view of a word or phrase."""
    return fold_letters(fold(word).text)


@lru_cache(maxsize=65536)
def stems_of(letters: str) -> frozenset[str]:
    """All stems that a word in the letters view can have once clitics and endings are cut."""
    bodies = set()
    for opener in _PROCLITICS:
        if letters.startswith(opener):
            rest = letters[len(opener) :]
            bodies |= {rest[len(v) :] for v in _VERB_OPENERS if rest.startswith(v)}
    bodies |= {letters[len(article) :] for article in _ARTICLES if letters.startswith(article)}
    return frozenset(
        body[: len(body) - len(ending)]
        for body in bodies
        for ending in _ENDINGS
        if body.endswith(ending) and len(body) - len(ending) >= _LEAST
    ) | {letters}


@lru_cache(maxsize=65536)
def root_of(letters: str) -> str:
    """A rough root: the shortest sensible stem without weak letters."""
    body = letters
    for article in sorted(_ARTICLES, key=len, reverse=True):
        if body.startswith(article) and len(body) - len(article) >= _LEAST:
            body = body[len(article) :]
            break
    else:
        if len(body) > _LEAST + 1 and body[0] in "وف":
            body = body[1:]
        if len(body) > _LEAST + 1 and body[:2] in ("سي", "ست"):
            body = body[2:]
        elif len(body) > _LEAST and body[0] in "يت":
            body = body[1:]
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        if ending and body.endswith(ending) and len(body) - len(ending) >= _LEAST:
            body = body[: -len(ending)]
            break
    if len(body) > _LEAST and body[0] == "م":
        body = body[1:]
    root = body.translate(_WEAK)
    return root if len(root) >= _LEAST_ROOT else body


@cache
def stop_words() -> frozenset[str]:
    """Words that carry no matter (particles, verbs of being and of saying), in the letters view."""
    return frozenset(folded(row["word"]) for row in lexicon("question_stops"))


def carries(word: Word) -> bool:
    """Whether a word carries matter: no mark, no particle, no bare number."""
    if not word.is_word or len(word.letters) < _LEAST or word.letters[0].isdigit():
        return False
    stops = stop_words()
    return word.letters not in stops and word.letters.lstrip("وف") not in stops


def words_of(view: TextView, spans: Iterable[Span]) -> Iterator[Word]:
    """The words and marks of spans, in order."""
    for span in spans:
        for index in view.words_in(span):
            yield view.words[index]


def roots_of(view: TextView, spans: Iterable[Span]) -> frozenset[str]:
    """Rough roots of the words that carry matter."""
    return frozenset(root_of(word.letters) for word in words_of(view, spans) if carries(word))
