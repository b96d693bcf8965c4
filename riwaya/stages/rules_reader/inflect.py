"""Forms of a reporting verb from its past and present: a small generator for folded letters.

Covers sound, doubled, hollow and final-weak verbs in the persons that reports use, with object
endings. Made from the grammar of Modern Standard Arabic; no tables are copied.
"""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.text import fold_letters

_OBJECTS = ("ه", "ها", "هم", "هما", "نا", "ني", "هن")
_WEAK_I = "ى"
_WEAK_U = "ا"


def past_forms(past: str) -> Iterator[str]:
    """Folded past forms: he, she, they (two, many, women), I, we; he and she with objects."""
    stem, weak = _stem(past)
    she = stem + "ت"
    they = stem + "وا"
    yield from (past, she, they, stem + "تا")
    if weak == _WEAK_I:
        yield from (stem + "يا", stem + "يت", stem + "ينا")
    elif weak == _WEAK_U:
        yield from (stem + "وا", stem + "وت", stem + "ونا")
    else:
        yield from (past + "ا", past + "ن", past + "نا")
        yield from _short(past)
    base = stem + "ا" if weak else stem
    for ending in _OBJECTS:
        yield from (base + ending, she + ending, stem + "و" + ending)


def _short(past: str) -> Iterator[str]:
    """قلت, قلن: a hollow verb loses its vowel before a consonant."""
    if len(past) >= 3 and past[-2] == "ا":
        stem = past[:-2] + past[-1]
        yield from (stem + "ت", stem + "نا", stem + "ن")
    else:
        yield past + "ت"


def present_forms(present: str) -> Iterator[str]:
    """Folded present forms with all prefixes, with future س, plural and object endings."""
    stem, weak = _stem(present[1:])
    whole = present[1:]
    for prefix in ("ي", "ت", "ن", "ا", "سي", "ست", "سن", "سا"):
        yield prefix + whole
        for ending in _OBJECTS:
            yield prefix + (stem + "ا" if weak == _WEAK_I else whole) + ending
    for prefix in ("ي", "ت"):
        yield from (prefix + stem + "ون", prefix + stem + "وا", prefix + stem + "ين")
        yield from (prefix + whole.rstrip("ى") + "ان", prefix + stem + "ن", prefix + stem + "ونه")
    if len(whole) >= 3 and whole[-2] in "وي":
        for prefix in ("ي", "ت"):
            yield prefix + whole[:-2] + whole[-1]


def participle_forms(participle: str) -> Iterator[str]:
    """Accusative participles: مشيرا, مشيرة, مشيرين, مشيرتين, مشيرات."""
    stem = participle.removesuffix("ا")
    yield from (participle, stem + "ة", stem + "ين", stem + "تين", stem + "ات")


def noun_forms(noun: str) -> Iterator[str]:
    """A verbal noun alone and with a subject ending: إعلان, إعلانه, إعلانها, إعلانهم."""
    stem = noun.removesuffix("ة") + ("ت" if noun.endswith("ة") else "")
    yield from (noun, stem + "ه", stem + "ها", stem + "هم", stem + "هما")


def folded(forms: Iterator[str]) -> set[str]:
    """`forms` with letters folded, without repeats."""
    return {fold_letters(form) for form in forms}


def _stem(form: str) -> tuple[str, str]:
    """The form without its final weak letter, and that letter."""
    if form.endswith(_WEAK_I):
        return form[:-1], _WEAK_I
    if len(form) >= 3 and form[-1] in "اويئ":
        return form[:-1], _WEAK_U if form[-1] == "ا" else form[-1]
    return form, ""
