"""Where content begins (the complement of a cue) and where it ends."""

from __future__ import annotations

import sys
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache

from riwaya.resources import lexicon
from riwaya.stages.rules_reader.between import LONGEST_GAP, find_gap_end, medium_kind
from riwaya.stages.rules_reader.cues import Cue, forms, without_proclitic
from riwaya.stages.rules_reader.ground import Ground, quote_marks
from riwaya.text import fold_letters

_SHORTEST_SPEECH = 4
_PREPOSITIONS = {"ila": "الي", "ala": "علي", "an3": "عن", "min": "من", "fi": "في"}
_PREFIXES = {"bi": "ب", "li": "ل"}
_COMMAS = frozenset("،,؛")
_TAIL_MARKS = _COMMAS | frozenset(".؟!…")
_MOST_QUOTATIONS = 40
_NOWHERE = sys.maxsize


@dataclass(frozen=True, slots=True)
class Complement:
    """What follows a cue: `kind`, where the words before it stop, first and last content word."""

    kind: str
    opener: int
    first: int
    last: int


@cache
def _object_words() -> frozenset[str]:
    return frozenset(fold_letters(row["word"]) for row in lexicon("object_openers"))


@cache
def _stops(where: str) -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for row in lexicon("content_stops"):
        if row["where"] == where:
            words = tuple(fold_letters(row["words"]).split())
            table.setdefault(words[0], []).append(words)
    return table


def find_complement(ground: Ground, cue: Cue, after: int) -> Complement | None:
    """The complement that begins soonest after word `after` among those that `cue` takes."""
    wanted = cue.complements
    end = find_gap_end(ground, after)
    for at in range(after + 1, end + 1):
        found = _opened_at(ground, wanted, at)
        if found is not None:
            return found
        if at > after + 1 and (_starts_other_report(ground, at) or _says(ground.letters[at])):
            return None
    return None


def _says(letters: str) -> bool:
    cue = forms().get(letters)
    return cue is not None and cue.kind == "verb" and "say" in cue.complements


def _opened_at(ground: Ground, wanted: frozenset[str], at: int) -> Complement | None:
    letters = ground.letters[at]
    if ground.is_that(at):
        opener = at - 1 if ground.letters[at - 1] in _PREPOSITIONS.values() else at
        fused = letters not in ("ان", "بان")
        return _clause("that", ground, opener, at if fused else at + 1)
    if wanted & {"say", "quote"}:
        if letters == ":":
            return _after_colon(ground, at)
        if at in ground.partner and ground.partner[at] - at > _SHORTEST_SPEECH:
            return Complement("quotation", at, at + 1, ground.partner[at] - 1)
    for name, word in _PREPOSITIONS.items():
        if name in wanted and letters == word and not _medium_follows(ground, at):
            return _clause(name, ground, at, at + 1)
    for name, prefix in _PREFIXES.items():
        if name in wanted and letters.startswith(prefix) and _is_verbal_noun(letters[1:], True):
            return _clause(name, ground, at, at)
    if "obj" in wanted and _is_verbal_noun(letters, False) and medium_kind(letters) is None:
        return _clause("object", ground, at, at)
    return None


def _medium_follows(ground: Ground, at: int) -> bool:
    return at + 1 < len(ground.letters) and medium_kind(ground.letters[at + 1]) is not None


def _after_colon(ground: Ground, at: int) -> Complement | None:
    first = at + 1
    while first < len(ground.words) and ground.letters[first] in _COMMAS:
        first += 1
    if first >= len(ground.words) or ground.paragraph_of[first] != ground.paragraph_of[at]:
        return None
    if first in ground.partner and ground.partner[first] > first + 1:
        return Complement("quotation", at, first + 1, ground.partner[first] - 1)
    return Complement("colon", at, first, ground.paragraph_end(first))


def _clause(kind: str, ground: Ground, opener: int, first: int) -> Complement | None:
    if first >= len(ground.words) or ground.paragraph_of[first] != ground.paragraph_of[opener]:
        return None
    if first in ground.partner and ground.partner[first] - first > _SHORTEST_SPEECH:
        return Complement(kind, opener, first, _after_quotation(ground, ground.partner[first]))
    last = content_end(ground, first)
    if kind != "that":
        last = _object_end(ground, first, last)
    return Complement(kind, opener, first, last)


def _object_end(ground: Ground, first: int, last: int) -> int:
    """A noun as content ends before عندما, بعد and the like."""
    for at in range(first + 1, min(last, first + LONGEST_GAP) + 1):
        if _matches(ground, at, _stops("after object")):
            end = at - 1
            while end > first and ground.letters[end] in _TAIL_MARKS:
                end -= 1
            return end
    return last


def _after_quotation(ground: Ground, closing: int) -> int:
    """Content that opens with a quotation ends with it, or goes on to its clause's end."""
    if closing + 1 >= len(ground.words) or not ground.words[closing + 1].is_word:
        return closing
    if ground.sentence_of[closing + 1] != ground.sentence_of[closing]:
        return closing
    return content_end(ground, closing)


def content_end(ground: Ground, first: int) -> int:
    """Last word of content that begins at `first`: the sentence's end, or a new report before.

    What stands inside a quotation that opens in the content ends nothing.
    """
    end = ground.sentence_end(first)
    at = first
    for _ in range(_MOST_QUOTATIONS):
        stop = _next(_report_stops(ground), at)
        opening = _next(ground.openings, at)
        if opening < min(stop, end + 1):
            at = ground.partner[opening]
            end = max(end, ground.sentence_end(at))
            continue
        end = min(end, stop - 1)
        break
    while end > first and ground.letters[end] in _TAIL_MARKS:
        end -= 1
    return end


def _next(places: list[int], after: int) -> int:
    index = bisect_right(places, after)
    return places[index] if index < len(places) else _NOWHERE


def _report_stops(ground: Ground) -> list[int]:
    """All words where a new report begins or a sourcing phrase ends content; found once."""
    if ground.stops is None:
        ground.stops = [
            at
            for at in range(1, len(ground.words))
            if _stops_here(ground, at) or _starts_other_report(ground, at)
        ]
    return ground.stops


def _stops_here(ground: Ground, at: int) -> bool:
    if _matches(ground, at, _stops("anywhere")):
        return True
    return ground.letters[at - 1] in _COMMAS and _matches(ground, at, _stops("after comma"))


def _matches(ground: Ground, at: int, table: dict[str, list[tuple[str, ...]]]) -> bool:
    phrases = table.get(ground.letters[at], ())
    return any(tuple(ground.letters[at : at + len(p)]) == p for p in phrases)


def _starts_other_report(ground: Ground, at: int) -> bool:
    """وقال, وأضاف …, or a participle after a comma, begins the next report of the sentence."""
    letters = ground.letters[at]
    inner = without_proclitic(letters)
    cue = forms().get(inner)
    if cue is None:
        return False
    if cue.kind == "participle" and cue.complements & {"say", "ila", "an"}:
        return ground.letters[at - 1] in _COMMAS or ground.words[at - 1].plain in quote_marks()
    if cue.kind != "verb" or inner == letters:
        return False
    return "say" in cue.complements or ground.letters[at - 1] in _COMMAS


@lru_cache(maxsize=1 << 14)
def _is_verbal_noun(letters: str, prefixed: bool) -> bool:
    """By lexicon, or by the patterns افعال, انفعال, افتعال, استفعال, تفعيل, مفاعلة."""
    word = letters.removeprefix("ال") if prefixed else letters
    if word in _object_words():
        return True
    if prefixed and letters.startswith("ال") and len(letters) > 4:
        return True
    if letters.startswith("ال") or len(word) < 5:
        return False
    for ending in ("ها", "هم", "ه"):
        word = word.removesuffix(ending) if len(word) > 6 else word
    if word[0] == "ا":
        return word[-2] == "ا" or (len(word) > 3 and word[-3] == "ا" and word[-1] == "ه")
    return word[0] == "ت" and word[-2] == "ي" and len(word) == 5
