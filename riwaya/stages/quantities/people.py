"""The nouns that name people, in every form that can stand beside a number.

Forms are built from `count_people.tsv` and looked up in the letters view. A form can be one person
(`شخص`, `شخصا`), two (`شخصين`), many (`أشخاص`), or undecided between two and many (`مدنيين`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Flag, auto
from functools import cache

from riwaya.resources import lexicon
from riwaya.text import fold, fold_letters

_PRONOUNS = ("ه", "ها", "هم", "هن", "هما", "نا", "كم")
_PAIR_PRONOUNS = ("ها", "هم", "هما")  # not ه, which ة is folded to: رئيسية
_REMEMBERED = 16_384  # words
_PROCLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "ال")


class Form(Flag):
    """How many people a form can name, and what it carries."""

    NONE = 0
    ONE = auto()
    TWO = auto()
    MANY = auto()
    CONSTRUCT = auto()
    POSSESSED = auto()


@dataclass(frozen=True, slots=True)
class Noun:
    """A word read as a people noun. `clip`: letters of attached particles before it."""

    form: Form
    kind: str
    definite: bool
    clip: int = 0

    @property
    def many(self) -> bool:
        return bool(self.form & Form.MANY)

    @property
    def one(self) -> bool:
        return bool(self.form & Form.ONE)

    @property
    def possessed(self) -> bool:
        return bool(self.form & Form.POSSESSED)

    @property
    def only_two(self) -> bool:
        """Whether the form can be nothing but a dual."""
        return bool(self.form & Form.TWO) and not self.form & (Form.MANY | Form.ONE)


def letters_of(word: str) -> str:
    """`word` as it is matched: plain, then letters folded."""
    return fold_letters(fold(word).text)


class PeopleNouns:
    """Form lookup, with memory for the words already met."""

    def __init__(self, rows: tuple[dict[str, str], ...]) -> None:
        self._forms: dict[str, tuple[Form, str]] = {}
        self._met: dict[str, Noun | None] = {}
        for row in rows:
            for form, number in _forms_of(row):
                known, kind = self._forms.get(form, (Form.NONE, row["kind"]))
                self._forms[form] = (known | number, kind or row["kind"])

    def read(self, letters: str) -> Noun | None:
        """`letters` as a noun without attached particles other than ال."""
        found = self._forms.get(letters)
        if found:
            return Noun(*found, definite=False)
        if letters.startswith("ال"):
            found = self._forms.get(letters[2:])
            if found and not found[0] & Form.POSSESSED:
                return Noun(*found, definite=True)
        return None

    def read_with_clitics(self, letters: str) -> Noun | None:
        """`letters` as a noun that و ف ب ل ك may be written to."""
        if letters in self._met:
            return self._met[letters]
        noun = self._read_with_clitics(letters)
        if len(self._met) < _REMEMBERED:
            self._met[letters] = noun
        return noun

    def _read_with_clitics(self, letters: str) -> Noun | None:
        noun = self.read(letters)
        if noun:
            return noun
        if letters.startswith("لل") and (noun := self.read(letters[2:])):
            return Noun(noun.form, noun.kind, True, 1)
        for clitic in _PROCLITICS[:-1]:
            if letters.startswith(clitic) and (noun := self.read(letters[len(clitic) :])):
                return Noun(noun.form, noun.kind, noun.definite, len(clitic))
        return None


@cache
def people_nouns() -> PeopleNouns:
    """The nouns of `count_people.tsv`, built once."""
    return PeopleNouns(lexicon("count_people"))


def _forms_of(row: Mapping[str, str]) -> Iterator[tuple[str, Form]]:
    stem = letters_of(row["singular"])
    yield from _singular(stem)
    if row["dual"] != "no":
        yield from _dual(stem, row)
    if "m" in row["sound"]:
        yield from _sound_masculine(stem)
    if "f" in row["sound"]:
        yield stem + "ه", Form.ONE
        yield stem + "ات", Form.MANY
        if row["dual"] != "no":
            yield from _dual(stem + "ه", row)
    for plural in filter(None, row["plurals"].split("|")):
        yield from _broken(letters_of(plural))


def _singular(stem: str) -> Iterator[tuple[str, Form]]:
    yield stem, Form.ONE
    if stem[-1] not in "هاء":
        yield stem + "ا", Form.ONE


def _dual(stem: str, row: Mapping[str, str]) -> Iterator[tuple[str, Form]]:
    base = stem[:-1] + "ت" if stem[-1] == "ه" else stem
    if row["dual"] != "oblique":
        yield base + "ان", Form.TWO
    yield base + "ين", Form.TWO
    if row["dual"] == "yes" and (not row["sound"] or stem[-1] == "ه"):
        for pronoun in _PAIR_PRONOUNS:
            yield base + "ي" + pronoun, Form.TWO | Form.POSSESSED


def _sound_masculine(stem: str) -> Iterator[tuple[str, Form]]:
    for ending in ("ون", "ين"):
        yield stem + ending, Form.MANY
    for ending in ("و", "ي"):
        yield stem + ending, Form.CONSTRUCT
        for pronoun in _PRONOUNS:
            yield stem + ending + pronoun, Form.MANY | Form.POSSESSED


def _broken(plural: str) -> Iterator[tuple[str, Form]]:
    yield plural, Form.MANY
    if plural[-1] not in "هاءين":
        yield plural + "ا", Form.MANY
    bases = [plural[:-1] + "ت"] if plural[-1] == "ه" else [plural]
    if plural[-1] == "ء":
        bases += [plural[:-1] + "ي", plural[:-1] + "و"]
    for base in bases:
        for pronoun in _PRONOUNS:
            yield base + pronoun, Form.MANY | Form.POSSESSED
