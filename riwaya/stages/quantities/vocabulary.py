"""The words around a count: hedges, particles, groups, and the words that tell its kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from riwaya.resources import lexicon
from riwaya.stages.quantities.people import letters_of
from riwaya.text.numbers import NumberReader

_REMEMBERED = 16_384  # words
_OPENERS = ("بين", "ما", "من", "ال")
_CLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells what became of the people counted near it."""

    kind: str
    governs: bool


class Vocabulary:
    """All lexicons of this stage but the nouns, keyed by letters view."""

    def __init__(self) -> None:
        self.numbers = NumberReader(lexicon("number_words"))
        self._roles: dict[str, frozenset[str]] = {}
        for row in lexicon("count_particles"):
            word = letters_of(row["word"])
            self._roles[word] = self._roles.get(word, frozenset()) | {row["role"]}
        roles = (("vague", "vague"), ("vague_few", "few"), ("vague_several", "several"))
        self._vague = {
            letters_of(row["word"]): short
            for role, short in roles
            for row in lexicon("number_words")
            if row["role"] == role
        }
        self.groups = frozenset(letters_of(row["word"]) for row in lexicon("count_groups"))
        self._opens: dict[str, bool] = {}
        self.before = _triggers("before")
        self.after = _triggers("after")
        self.hedges = _hedges("before")
        self.hedges_after = _hedges("after")

    def vague(self, letters: str) -> str | None:
        """`vague` (عشرات، الآلاف), `few` (بضعة), `several` (عدة, only before a vague one)."""
        return self._vague.get(letters) or self._vague.get(letters.removeprefix("ال"))

    def opens_amount(self, letters: str) -> bool:
        """Whether an amount can begin at this word: a cheap test, remembered for each word."""
        known = self._opens.get(letters)
        if known is None:
            known = any(self._opens_bare(letters[clip:]) for clip in clitics_of(letters))
            if len(self._opens) < _REMEMBERED:
                self._opens[letters] = known
        return known

    def _opens_bare(self, letters: str) -> bool:
        if letters[:1].isdigit() or letters in _OPENERS or letters in self.hedges:
            return True
        return self.numbers.knows(letters) or self.vague(letters) is not None

    def has(self, role: str, letters: str) -> bool:
        """Whether the word plays `role` in `count_particles.tsv`; و ف ب ل ك may be attached."""
        if role in self._roles.get(letters, ()):
            return True
        return any(
            letters.startswith(clitic) and role in self._roles.get(letters[len(clitic) :], ())
            for clitic in _CLITICS
        )

    def names_one(self, letters: str) -> bool:
        """Whether the word is أحد or one of its forms."""
        return "one_of" in self._roles.get(letters, ())

    def trigger_before(self, letters: str) -> Trigger | None:
        """The kind that a word tells for a count after it."""
        found = self.before.get(letters)
        if found:
            return found
        for clitic in _CLITICS:
            if letters.startswith(clitic) and (found := self.before.get(letters[len(clitic) :])):
                return found
        return None


@cache
def vocabulary() -> Vocabulary:
    """The one vocabulary, built on first use."""
    return Vocabulary()


def clitics_of(letters: str) -> tuple[int, ...]:
    """Lengths of the particles that may be written to an amount, none first (كـ: كميات)."""
    return (
        0,
        *(
            len(c)
            for c in _CLITICS
            if c != "ك" and letters.startswith(c) and len(letters) > len(c) + 1
        ),
    )


def _triggers(side: str) -> dict[str, Trigger]:
    return {
        letters_of(row["word"]): Trigger(row["kind"], row["governs"] == "yes")
        for row in lexicon("count_contexts")
        if row["side"] == side
    }


def _hedges(side: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word -> [(all words, effect)], longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in lexicon("count_hedges"):
        if row["side"] in (side, "both"):
            words = tuple(letters_of(row["phrase"]).split())
            found.setdefault(words[0], []).append((words, row["effect"]))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found
