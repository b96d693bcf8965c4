"""Noun phrases around a place in the text, by stop words alone: no parser, linear."""

from __future__ import annotations

from functools import cache

from riwaya.model import Span
from riwaya.resources import lexicon
from riwaya.text import TextView, fold_letters

_LONGEST = 9
_QUIET_MARKS = frozenset("\"#«»“”'_-")


@cache
def words_of(kind: str) -> frozenset[str]:
    """Folded words of one kind of `phrase_words`."""
    rows = lexicon("phrase_words")
    return frozenset(fold_letters(row["word"]) for row in rows if row["kind"] == kind)


@cache
def _stops() -> frozenset[str]:
    return words_of("preposition") | words_of("particle") | words_of("time")


def is_stop(letters: str) -> bool:
    """Whether a word ends a noun phrase: a preposition, particle or time word, also after و."""
    return letters in _stops() or (letters[:1] == "و" and letters[1:] in _stops())


def phrase_from(view: TextView, index: int, limit: int) -> Span | None:
    """The noun phrase that begins at word `index` and ends before offset `limit`."""
    last = None
    for at in range(index, min(index + _LONGEST, len(view.words))):
        word = view.words[at]
        if word.span.start >= limit:
            break
        if not word.is_word:
            if word.plain not in _QUIET_MARKS:
                break
            continue
        if is_stop(word.letters) or (last is not None and _is_adverb(word.plain)):
            break
        last = at
    return view.span_of(index, last) if last is not None else None


def phrase_before(view: TextView, index: int, limit: int) -> Span | None:
    """The noun phrase that ends right before word `index`, not reaching left of `limit`."""
    first = None
    at = index - 1
    while at >= 0 and index - at <= _LONGEST and view.words[at].span.start >= limit:
        word = view.words[at]
        if not word.is_word:
            if (word.plain == "،" and first is None) or word.plain in _QUIET_MARKS:
                at -= 1
                continue
            break
        if is_stop(word.letters):
            break
        first = at
        if word.letters.startswith(("وال", "بال", "لل", "كال")):
            break
        at -= 1
    if first is None:
        return None
    last = next(i for i in range(index - 1, first - 1, -1) if view.words[i].is_word)
    return view.span_of(first, last)


def _is_adverb(plain: str) -> bool:
    return plain.endswith("ا") and len(plain) > 4 and not plain.startswith("ال")
