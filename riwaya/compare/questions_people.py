"""Groups of people as clauses name them: a head (المقاتلين) and what marks the group (الأجانب)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.compare.questions_words import carries, folded, root_of, stems_of
from riwaya.model import Span
from riwaya.resources import lexicon
from riwaya.text import Word

_LONGEST = 5  # words of a naming
_SHORTEST = 2  # letters that a plural has more of


@dataclass(frozen=True, slots=True)
class Group:
    """A naming of people. `marks` are the rough roots that mark it off (of the head itself where
    nothing follows); `part`: only a part of them is meant (بعض، عدد من)."""

    span: Span
    words: tuple[str, ...]
    marks: frozenset[str]
    part: bool


def groups_in(words: Sequence[Word]) -> tuple[Group, ...]:
    """The groups of people named in a clause, in order."""
    found, at = [], 0
    while at < len(words):
        if not _is_person(words[at].letters):
            at += 1
            continue
        stop = at + 1
        while stop < min(len(words), at + _LONGEST) and _goes_on(words[stop]):
            stop += 1
        naming = words[at:stop]
        marked = naming[1:] or naming[:1]
        found.append(
            Group(
                Span(naming[0].span.start, naming[-1].span.stop),
                tuple(word.letters for word in naming),
                frozenset(root_of(word.letters) for word in marked),
                any(word.letters in _parts() for word in words[max(0, at - 2) : at]),
            )
        )
        at = stop
    return tuple(found)


def _goes_on(word: Word) -> bool:
    """A naming goes on with adjectives and owners: words with the article, or names."""
    return carries(word) and (word.letters.startswith("ال") or word.letters in _owners())


@cache
def _heads() -> frozenset[str]:
    """Plurals of words for people; sound ones are told by their endings from the singular."""
    return frozenset(
        folded(row["word"]) for row in lexicon("question_people") if row["role"] == "head"
    ) | {
        folded(form)
        for row in lexicon("count_people")
        for form in row["plurals"].split("|")
        if len(form) > _SHORTEST
    }


@cache
def _singulars() -> frozenset[str]:
    """Words for people that have a sound plural in ون."""
    rows = (row for row in lexicon("count_people") if "m" in row["sound"])
    found = {folded(row["singular"]) for row in rows}
    rows = (row for row in lexicon("question_people") if row["role"] == "sound")
    return frozenset(found | {folded(row["word"]) for row in rows})


@cache
def _owners() -> frozenset[str]:
    rows = lexicon("question_people")
    return frozenset(folded(row["word"]) for row in rows if row["role"] == "owner")


@cache
def _parts() -> frozenset[str]:
    rows = lexicon("question_people")
    return frozenset(folded(row["word"]) for row in rows if row["role"] == "part")


@cache
def _is_person(letters: str) -> bool:
    """Whether a word names people in the plural."""
    stems = stems_of(letters)
    if letters.endswith(("ون", "ين", "و", "ي")) and _singulars() & stems:
        return letters.endswith(("ون", "ين")) or not letters.startswith("ال")
    return bool(stems & _heads()) and letters.removeprefix("ال") not in _singulars()
