"""What stands between a cue and its content: the subject, and the media it was said through."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

from riwaya.resources import lexicon
from riwaya.stages.rules_reader.ground import Ground, medium_words, words_of
from riwaya.text import fold_letters

LONGEST_GAP = 45
_PARENTHESES = {"(": ")", "[": "]"}

Range = tuple[int, int]


@dataclass(slots=True)
class Between:
    """Word ranges (first, last) of the subject and of the media."""

    subject: Range | None = None
    media: list[Range] = field(default_factory=list)


@cache
def _heads() -> dict[str, str]:
    return {fold_letters(row["word"]): row["type"] for row in lexicon("source_heads")}


def head_type(letters: str) -> str | None:
    """Source type of a head noun as it stands in the lexicon."""
    return _heads().get(letters)


@lru_cache(maxsize=1 << 14)
def bare_head(letters: str) -> str | None:
    """A known head noun without its article, or None."""
    if letters in _heads():
        return letters
    plain = letters.removeprefix("ال")
    return plain if plain in _heads() else None


def read_between(ground: Ground, first: int, stop: int) -> Between:
    """Split words `first` up to (not including) `stop` into a subject and media."""
    found = Between()
    at = first
    while at < stop and ground.letters[at] in words_of("pronoun"):
        at += 1
    subject_open = True
    while at < stop:
        letters = ground.letters[at]
        if _opens_medium(ground, at, stop):
            begin = at + 1 if letters in words_of("via") else at
            end = _medium_end(ground, begin, stop)
            found.media.append((begin, end))
            subject_open, at = False, end + 1
        elif letters in _PARENTHESES:
            at = _past_parenthesis(ground, at, stop)
        elif subject_open and _ends_subject(ground, at):
            subject_open, at = False, at + 1
        else:
            if subject_open and ground.words[at].is_word:
                begin = found.subject[0] if found.subject else at
                found.subject = (begin, at)
            at += 1
    _close_quotation(ground, found, stop)
    return found


def _close_quotation(ground: Ground, found: Between, stop: int) -> None:
    """A subject that ends with a quoted name takes the closing mark."""
    if found.subject:
        first, last = found.subject
        marks = [i for i in range(first, last + 1) if i in ground.partner]
        if marks and ground.partner[marks[-1]] == last + 1 < stop:
            found.subject = (first, last + 1)


def _past_parenthesis(ground: Ground, at: int, stop: int) -> int:
    closing = _PARENTHESES[ground.letters[at]]
    for index in range(at + 1, min(stop, at + 12)):
        if ground.letters[index] == closing:
            return index + 1
    return at + 1


def _ends_subject(ground: Ground, at: int) -> bool:
    letters = ground.letters[at]
    if letters in words_of("time") | words_of("relative") | words_of("ends subject"):
        return True
    return letters in words_of("may end subject") and _not_of_name(ground, at)


def _not_of_name(ground: Ground, at: int) -> bool:
    """وزارة الصحة في غزة keeps its في; a comma before it or a time word after it does not."""
    after = ground.letters[at + 1] if at + 1 < len(ground.letters) else ""
    return ground.letters[at - 1] == "،" or after in words_of("time") or after.isdigit()


def _opens_medium(ground: Ground, at: int, stop: int) -> bool:
    letters = ground.letters[at]
    if letters in words_of("via"):
        return at + 1 < stop and medium_kind(ground.letters[at + 1]) is not None
    return letters.startswith("ل") and medium_kind(letters) is not None


@lru_cache(maxsize=1 << 14)
def medium_kind(letters: str) -> str | None:
    """agency, document or audience when the word names a medium, also with ل, ال, لل or ه."""
    known = medium_words()
    for size in (0, 1, 2, 3):
        rest = letters[size:]
        if letters[:size] not in ("", "ل", "ال", "لل", "ب", "بال"):
            continue
        for ending in ("", "ه", "ها", "هم"):
            if ending and not rest.endswith(ending):
                continue
            stem = rest[: len(rest) - len(ending)]
            if stem in known:
                return known[stem]
            if ending and stem.endswith("ت") and stem[:-1] + "ه" in known:
                return known[stem[:-1] + "ه"]
    return None


def _medium_end(ground: Ground, begin: int, stop: int) -> int:
    """Last word of a medium: up to a comma, a time word or another medium."""
    last = begin
    for at in range(begin + 1, min(stop, begin + 14)):
        letters = ground.letters[at]
        if letters in ("،", ":", "،", "؛") or letters in words_of("time"):
            break
        if letters in words_of("ends subject") | words_of("may end subject") and letters != "في":
            break
        if ground.is_that(at) or letters in words_of("relative"):
            break
        last = at
    while last > begin and (ground.letters[last] in words_of("preposition")):
        last -= 1
    return last


def first_noun_phrase(ground: Ground, subject: Range) -> Range:
    """The subject out of subject and object (اتهمت إسرائيل | حركة …), split at the last head noun.

    A head noun right after another one without article belongs to it (وزارة الخارجية).
    """
    first, last = subject
    for at in range(last, first, -1):
        before = ground.letters[at - 1]
        governed = bare_head(before) == before and head_type(before) != "state"
        if bare_head(ground.letters[at]) is not None and not governed:
            return (first, at - 1)
    return subject


def find_gap_end(ground: Ground, first: int) -> int:
    """Where a search for a complement must stop: the sentence's end, or a long gap."""
    return min(ground.sentence_end(first), first + LONGEST_GAP) if first < len(ground.words) else -1
