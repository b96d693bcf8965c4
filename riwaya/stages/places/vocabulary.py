"""The words around a place: kinds of places, directions, links, nationalities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from riwaya.resources import lexicon
from riwaya.resources.actors import nationalities
from riwaya.text import fold, fold_letters

HEAD, MARK, OTHER, STOP, NUMBER, NATION = "H", ",", "x", "Z", "n", "G"
# One letter for each role of `place_qualifiers.tsv`, so that patterns can run over a sentence.
ROLES = {
    "countryside": "R", "countryside_several": "R", "countryside_its": "r", "near_its": "r",
    "direction": "D", "direction_word": "A", "near": "N", "part": "P", "border": "B",
    "coast": "C", "centre": "M", "unit": "K", "distance": "T", "about": "~", "of": "m",
    "with": "E", "inside": "I", "no_nationality": "x",
}  # fmt: skip
_CLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_OPEN, _PASSED = "(،,-–—:[", "\"'«»“”‘’#_*"
_REMEMBERED = 16_384  # words


@dataclass(frozen=True, slots=True)
class Head:
    """A word that says what kind of place a name is (`مدينة`). `levels` are those it can mean,
    `soft` marks a loose word (`منطقة`), `owner` one whose adjective tells whose and not where
    (`سفارة`), `sea` one that no country holds, `several` a dual or plural.
    `level` is the first of the levels, the one that it mostly means."""

    word: str
    levels: frozenset[str]
    marks: frozenset[str] = frozenset()
    level: str | None = None

    @property
    def soft(self) -> bool:
        """Whether it says little of the kind."""
        return "soft" in self.marks

    @property
    def several(self) -> bool:
        """Whether it stands before several names, or before the name that holds several."""
        return "several" in self.marks


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word can be beside a place: its category, the letters of an attached particle
    (`clip` of them), and the head or country that it tells."""

    category: str
    clip: int = 0
    clitic: str = "-"
    head: Head | None = None
    country: str | None = None


_NOTHING = Reading(OTHER)
# Sides that can belong to several names at once: ريفي X وY، الحدود بين X وY.
_FOR_SEVERAL = ("countryside_several", "border")
_SEVERAL = Head("", frozenset(), frozenset({"several"}))


class Vocabulary:
    """All lexicons of this stage, keyed by letters view."""

    def __init__(self) -> None:
        self._words: dict[str, Reading] = {}
        self.heads = _heads()
        for row in lexicon("place_qualifiers"):
            several = _SEVERAL if row["role"] in _FOR_SEVERAL else None
            self._words[letters_of(row["word"])] = Reading(ROLES[row["role"]], head=several)
        for word, head in self.heads.items():
            self._words.setdefault(word, Reading(HEAD, head=head))
            self._words.setdefault("ال" + word, Reading(HEAD, head=head))
        for word, country in _nations().items():
            self._words.setdefault(word, Reading(NATION, country=country))
        self.homographs = _column("place_homographs")
        self.protected = _column("place_protected")
        self.city_nouns = _column("place_city_nouns")
        self.larger = {
            letters_of(row["name"]): (row["full"], frozenset(row["levels"].split("|")))
            for row in lexicon("place_larger")
        }
        self._remembered: dict[str, Reading] = {}

    def reading(self, letters: str) -> Reading:
        """What the word is, with و ف ب ل ك attached or not; category `x` for any other word."""
        known = self._remembered.get(letters)
        if known is None:
            known = self._read(letters)
            if len(self._remembered) < _REMEMBERED:
                self._remembered[letters] = known
        return known

    def head(self, letters: str) -> Head | None:
        """The head that the bare word is, with its article or without."""
        return self.heads.get(letters) or self.heads.get(letters.removeprefix("ال"))

    def is_protected(self, words: tuple[str, ...]) -> bool:
        """Whether one of the words names a protected kind of site (`مستشفى`, `مخيم`)."""
        return any(
            word in self.protected or word.removeprefix("ال") in self.protected for word in words
        )

    def _read(self, letters: str) -> Reading:
        if not letters[0].isalnum():
            return Reading(_mark(letters))
        if letters[0].isdigit():
            return Reading(NUMBER)
        if found := self._words.get(letters):
            return found
        for rest, clip, clitic in unclipped(letters):
            if found := self._words.get(rest):
                return Reading(found.category, clip, clitic, found.head, found.country)
        return _NOTHING


@cache
def vocabulary() -> Vocabulary:
    """The one vocabulary, built on first use."""
    return Vocabulary()


@cache
def capitals() -> dict[str, tuple[str, str]]:
    """Names of capitals (letters view) -> (ISO code of their state, English name)."""
    return {
        letters_of(name): (nation.iso.upper(), nation.capital_wikipedia or "")
        for nation in nationalities()
        if nation.capital
        for name in (nation.capital, *nation.capital_variants)
    }


@cache
def precisions() -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """(kind, base level) -> (where_prec, geo_precision); `*` is any other level."""
    return {
        (row["kind"], row["base"]): (_number(row["where_prec"]), _number(row["geo_precision"]))
        for row in lexicon("place_precision")
    }


def letters_of(text: str) -> str:
    """`text` in the letters view, underscores as spaces, one space between words."""
    return " ".join(fold_letters(fold(text).text).replace("_", " ").split())


def unclipped(letters: str) -> list[tuple[str, int, str]]:
    """(rest, letters taken, last particle) for each way to take particles off a word; of `لل` the
    second letter stands for the article."""
    found = []
    for clitic in _CLITICS:
        if letters.startswith(clitic) and len(letters) > len(clitic) + 1:
            rest = letters[len(clitic) :]
            found.append((rest, len(clitic), clitic[-1]))
            if clitic[-1] == "ل" and rest.startswith("ل"):
                found.append(("ا" + "ل" + rest[1:], len(clitic), "ل"))
    return found


def _heads() -> dict[str, Head]:
    found: dict[str, Head] = {}
    for row in lexicon("place_words"):
        listed = [level for level in row["levels"].split("|") if level]
        levels, level = frozenset(listed), listed[0] if listed else None
        marks = frozenset(filter(None, row["marks"].split("|")))
        for word in filter(None, row["several"].split("|")):
            letters = letters_of(word)
            found.setdefault(letters, Head(letters, levels, marks | {"several"}, level))
        letters = letters_of(row["word"])
        found[letters] = Head(letters, levels, marks, level)
    return found


def _nations() -> dict[str, str]:
    """Adjectives and names of peoples, with their article and without -> ISO code."""
    found: dict[str, str] = {}
    for nation in nationalities():
        forms = (*nation.masculine, *nation.feminine, nation.people, *nation.people_forms)
        for form in filter(None, forms):
            letters = letters_of(form)
            if " " not in letters:
                bare = letters.removeprefix("ال")
                found.setdefault("ال" + bare, nation.iso.upper())
                if form not in (nation.people, *nation.people_forms):
                    found.setdefault(bare, nation.iso.upper())
    return found


def _column(name: str) -> frozenset[str]:
    return frozenset(letters_of(row["word"]) for row in lexicon(name))


def _mark(letters: str) -> str:
    if letters[0] in _OPEN:
        return MARK
    return "" if letters[0] in _PASSED else STOP


def _number(cell: str) -> int | None:
    return int(cell) if cell else None
