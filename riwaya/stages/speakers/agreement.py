"""Gender and number of cue words and of namings, as far as their shape and lexicons tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from riwaya.resources import lexicon
from riwaya.text import fold_letters

_OBJECTS = ("هما", "هم", "ها", "هن", "ني", "نا", "ه")
_PROCLITICS = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل", "ف", "ك")


@dataclass(frozen=True, slots=True)
class Agreement:
    """`gender` m or f, `number` s, d or p, `person` 1 or 3; None where the shape leaves it open."""

    gender: str | None = None
    number: str | None = None
    person: int = 3

    def fits(self, other: Agreement) -> bool:
        """Whether nothing that both state is contradicted."""
        genders = {self.gender, other.gender} - {None}
        numbers = {self.number, other.number} - {None}
        return len(genders) < 2 and len(numbers) < 2


@cache
def _verbs(column: str) -> frozenset[str]:
    return frozenset(fold_letters(row[column]) for row in lexicon("cues_verbs"))


@cache
def heads() -> dict[str, tuple[str, str, str]]:
    """Head noun (letters) -> its source type, gender and number."""
    table: dict[str, tuple[str, str, str]] = {}
    for row in lexicon("source_heads"):
        key = fold_letters(row["word"])
        table.setdefault(key, (row["type"], row["gender"], row["number"]))
    return table


def bare(letters: str) -> str:
    """A noun without article and proclitics, where what is left is a known head."""
    if letters in heads():
        return letters
    for proclitic in _PROCLITICS:
        if letters.startswith(proclitic) and letters[len(proclitic) :] in heads():
            return letters[len(proclitic) :]
    return letters[2:] if letters.startswith("ال") and len(letters) > 4 else letters


@cache
def _nouns() -> frozenset[str]:
    listed = (row["form"] for row in lexicon("cues_nouns"))
    verbal = (row["noun"] for row in lexicon("cues_verbs"))
    return frozenset(fold_letters(word) for word in (*listed, *verbal))


def is_bare_noun(plain: str) -> bool:
    """A cue that is a noun without an ending for whose it is: تهديد, الاتهامات."""
    letters = fold_letters(plain)
    return letters in _nouns() or letters.removeprefix("ال") in _nouns()


def is_participle(plain: str) -> bool:
    """مشيرا, مؤكدة, قائلين and the like, of the lexicon's verbs."""
    letters = fold_letters(plain)
    return any(
        letters.removesuffix(ending) + "ا" in _verbs("participle") for ending in ("ا", "ه", "ين")
    )


def can_be_first(plain: str) -> bool:
    """Whether the form can be read as first person: آمل, أعتقد, اعتقد, نريد."""
    letters = fold_letters(plain)
    present = _verbs("present")
    return "ي" + letters in present or (letters[:1] in "ان" and "ي" + letters[1:] in present)


def has_object(plain: str) -> bool:
    """Whether a verb of the lexicon carries an object: وصفها, تعتبره, أعلنته."""
    letters = fold_letters(plain)
    for ending in ("ها", "هم", "ه"):
        verb = letters.removesuffix(ending)
        if verb != letters and (verb in _verbs("past") or verb.removesuffix("ت") in _verbs("past")):
            return True
        if verb != letters and verb[:1] in "يت" and "ي" + verb[1:] in _verbs("present"):
            return True
    return False


@cache
def _written_past() -> frozenset[str]:
    return frozenset(row["past"] for row in lexicon("cues_verbs"))


def of_cue(plain: str) -> Agreement:
    """Agreement of a verb or participle from its shape: قالت, يعلن, مشيرا, مؤكدين, نأمل."""
    letters = fold_letters(plain)
    if plain[:1] == "أ" and "ي" + letters[1:] in _verbs("present") and plain not in _written_past():
        return Agreement(None, "s", 1)
    if letters in _verbs("past"):
        return Agreement("m", "s")
    if letters in _verbs("participle"):
        return Agreement("m", "s")
    if plain.endswith("ة"):
        return Agreement("f", "s")
    if letters[:1] in "يت" and letters[1:] and "ي" + letters[1:] in _verbs("present"):
        return Agreement("m" if letters[0] == "ي" else "f", "s")
    if letters[:1] == "ا" and "ي" + letters in _verbs("present"):
        return Agreement(None, "s", 1)
    if letters[:1] in "ان" and "ي" + letters[1:] in _verbs("present"):
        return Agreement(None, "s" if letters[0] == "ا" else None, 1)
    for ending in _OBJECTS:
        owned = letters.removesuffix(ending)
        if owned != letters and (owned in _nouns() or owned.removesuffix("ت") + "ه" in _nouns()):
            return Agreement({"ه": "m", "ها": "f"}.get(ending))
        if letters.endswith(ending) and len(letters) - len(ending) >= 3:
            inner = of_cue(plain[: -len(ending)])
            return inner if inner.gender else _by_ending(letters)
    return _by_ending(letters)


def _by_ending(letters: str) -> Agreement:
    if letters.startswith("م") and letters.endswith(("ين", "ون")):
        return Agreement("m", None)
    if letters.endswith(("وا", "ون")):
        return Agreement("m", "p")
    if letters.endswith("تا"):
        return Agreement("f", "d")
    if letters.endswith("ان") or (letters.endswith("ا") and letters[:-1] in _verbs("past")):
        return Agreement(None, "d")
    if letters.endswith("ت"):
        return Agreement("f", "s")
    if letters.startswith("ي"):
        return Agreement("m", "s")
    return Agreement()


def of_naming(words: list[str]) -> Agreement:
    """Agreement of a naming from its head noun (plain words, first is the head)."""
    if not words:
        return Agreement()
    first = bare(fold_letters(words[0]))
    joined = any(word.startswith("و") and len(word) > 3 for word in words[1:])
    if first in heads():
        _, gender, number = heads()[first]
        return Agreement(gender, None if joined or number == "p" else number)
    if words[0].endswith("ة"):
        return Agreement("f", None if joined else "s")
    if words[0].startswith("ال") and words[0].endswith(("ون", "ين")):
        return Agreement("m", "p")
    if words[0].endswith(("ات", "اء")):
        return Agreement("f" if words[0].endswith("ات") else None, None)
    if words[0].startswith("ال"):
        return Agreement("m", None if joined else "s")
    return Agreement(None, None if joined else "s")
