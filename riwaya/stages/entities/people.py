"""When two names are one person's, and when a shorter one may stand for a fuller one."""

from __future__ import annotations

from riwaya.stages.entities.forms import titles
from riwaya.stages.entities.words import FILIATION, is_given, one_foreign_name, without_filiation

Words = tuple[str, ...]


def without_titles(words: Words) -> Words:
    """A person's name without titles before it; the whole where nothing else is left."""
    at = 0
    while at < len(words) - 1 and words[at] in titles() and not is_given(words[at]):
        at += 1
    return words[at:]


def same_person(one: Words, other: Words) -> str | None:
    """The rule by which two names of equal length are one person's, or None."""
    a, b = without_filiation(one), without_filiation(other)
    if a == b:
        return "same-name"
    return "spelling" if _spelt_alike(a, b) else None


def stands_for_person(short: Words, full: Words) -> str | None:
    """The rule by which a shorter name may stand for a fuller one, or None."""
    if len(short) >= len(full):
        return None
    if len(short) == 1:
        return _one_word(short[0], full)
    a, b = without_filiation(short), without_filiation(full)
    if is_within(a, b) and (a[0] == b[0] or a == b[-len(a) :]):
        return "shorter-name"
    return None


def _one_word(short: str, full: Words) -> str | None:
    if short == full[-1]:
        return "last-name"
    if short == full[0]:
        return "first-name"
    if short in full[1:-1] and not is_given(short):
        return "middle-name"
    if one_foreign_name(short, full[-1]):
        return "last-name-spelling"
    return "fathers-name" if FILIATION + short == full[-1] else None


def is_within(short: Words, long: Words) -> bool:
    """Whether the words of `short` stand in `long` in their order."""
    rest = iter(long)
    return all(word in rest for word in short)


def _spelt_alike(one: Words, other: Words) -> bool:
    """All words equal or spelt twice, and of several words one at least equal."""
    if len(one) != len(other):
        return False
    same = sum(a == b for a, b in zip(one, other, strict=True))
    alike = all(a == b or one_foreign_name(a, b) for a, b in zip(one, other, strict=True))
    return alike and (same > 0 or len(one) == 1)
