"""What stands before a cue: a fronted subject, a quotation, or the clause that it sources."""

from __future__ import annotations

from riwaya.stages.rules_reader.between import Range
from riwaya.stages.rules_reader.cues import forms, without_proclitic
from riwaya.stages.rules_reader.ground import Ground, quote_marks, words_of

_LONGEST_SUBJECT = 16
_COMMAS = frozenset("،,")


def subject_before(ground: Ground, at: int) -> Range | None:
    """The noun phrase with which the sentence begins, right up to the verb at `at`."""
    last = at - 1
    while last >= 0 and ground.letters[last] in words_of("auxiliary") | _COMMAS:
        last -= 1
    first = ground.sentence_begin(at)
    while first <= last and _introduces(ground, first):
        first += 1
    if first > last or last - first >= _LONGEST_SUBJECT:
        return None
    if ground.letters[first] in words_of("preposition") or ground.letters[last] in _stops():
        return None
    for index in range(first, last + 1):
        inner = without_proclitic(ground.letters[index])
        if inner in forms() and forms()[inner].kind == "verb":
            return None
        if ground.letters[index] in words_of("relative"):
            return (first, index - 1) if index > first else None
    return (first, last)


def _introduces(ground: Ground, index: int) -> bool:
    """لكن, بينما, كان … before the subject."""
    letters = ground.letters[index]
    return letters in words_of("particle") or letters in words_of("auxiliary") or letters in _COMMAS


def _stops() -> frozenset[str]:
    return words_of("preposition") | words_of("relative")


def quotation_before(ground: Ground, at: int) -> Range | None:
    """The words of a quotation that closes right before the cue, but for a comma."""
    last = at - 1
    while last >= 0 and ground.letters[last] in _COMMAS:
        last -= 1
    if last < 2 or ground.words[last].plain not in quote_marks():
        return None
    if ground.paragraph_of[last] != ground.paragraph_of[at]:
        return None
    opening = next((i for i in range(last - 1, max(-1, last - 200), -1) if i in ground.partner), -1)
    if opening < 0 or ground.partner[opening] != last or last - opening < 4:
        return None
    return (opening + 1, last - 1)


def clause_before(ground: Ground, at: int) -> Range | None:
    """The words of the sentence before `at`, when there are enough for a clause."""
    first, last = ground.sentence_begin(at), at - 1
    while last >= first and not ground.words[last].is_word and last not in ground.closings:
        last -= 1
    return (first, last) if last - first >= 2 else None
