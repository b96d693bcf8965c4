"""The words of one account with their keys, negation, and the phrases that play a part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from riwaya.compare.facts_data import phrases, words_of
from riwaya.compare.facts_words import is_content, is_future, root, stem, without_clitics
from riwaya.model import Span
from riwaya.text import TextView

_REACH = 4  # words that a negator can pass over before it meets what it negates
_NOMINAL_REACH = 1
_CLAUSE_ENDS = frozenset("،,.؛;:!؟?…")
_NOUN_NEGATORS = frozenset(("عدم", "غير", "دون", "بدون", "بلا", "انعدام"))


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of an account in order. `negated` and `future` hold indexes; `roles` maps a part
    (docs: the `role` column of `data/fact_words.tsv`) to the ranges of words that play it."""

    letters: tuple[str, ...]
    spans: tuple[Span, ...]
    stems: tuple[str, ...]
    content: tuple[int, ...]
    negated: frozenset[int]
    future: frozenset[int]
    roles: dict[str, tuple[tuple[int, int], ...]] = field(hash=False)

    def span(self, first: int, stop: int) -> Span:
        """The text's span from word `first` up to (not including) word `stop`."""
        return Span(self.spans[first].start, self.spans[stop - 1].stop)

    def first_of(self, role: str) -> Span | None:
        """Where the first phrase with this part stands, None when there is none."""
        found = self.roles.get(role)
        return self.span(*found[0]) if found else None

    def clause(self, index: int, most: int = 14) -> range:
        """The words around `index` up to the marks that end a clause, `most` on either side."""
        first = last = index
        low, high = max(0, index - most), min(len(self.letters) - 1, index + most)
        while first > low and self.letters[first - 1] not in _CLAUSE_ENDS:
            first -= 1
        while last < high and self.letters[last + 1] not in _CLAUSE_ENDS:
            last += 1
        return range(first, last + 1)


def tokens_of(view: TextView, spans: Iterable[Span]) -> Tokens:
    """The tokens of an account whose words are `spans` of the text."""
    indexes = list(dict.fromkeys(i for span in spans for i in view.words_in(span)))
    letters = tuple(view.words[i].letters for i in indexes)
    roles = _roles(letters)
    return Tokens(
        letters=letters,
        spans=tuple(view.words[i].span for i in indexes),
        stems=tuple(map(stem, letters)),
        content=tuple(at for at, word in enumerate(letters) if is_content(word)),
        negated=frozenset(_negated(letters, roles)),
        future=frozenset(at for at, word in enumerate(letters) if is_future(word)),
        roles=roles,
    )


def _roles(letters: Sequence[str]) -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for index in range(len(letters)):
        for role, stop in phrases().at(letters, index):
            found.setdefault(role, []).append((index, stop))
    return {role: tuple(ranges) for role, ranges in found.items()}


def _negated(
    letters: Sequence[str], roles: dict[str, tuple[tuple[int, int], ...]]
) -> Iterable[int]:
    for first, _ in roles.get("negator", ()):
        yield from _under_negator(letters, first)
    for _, stop in roles.get("denial", ()):
        yield from _until_clause_ends(letters, stop)


def _under_negator(letters: Sequence[str], first: int) -> Iterable[int]:
    """The next word that carries matter, and its complement where it is a helper (لم يتم …)."""
    helpers, idle = words_of("aux"), words_of("no_negation")
    reach = _NOMINAL_REACH if _bare(letters[first]) in _NOUN_NEGATORS else _REACH
    passed = 0
    for index in range(first + 1, min(len(letters), first + 2 + reach)):
        word = letters[index]
        if word in _CLAUSE_ENDS or (index == first + 1 and word in idle):
            return
        if word in helpers:
            continue
        if is_content(word) or len(word) > 2:
            yield index
            passed += 1
        if passed > _NOMINAL_REACH:
            return


def _until_clause_ends(letters: Sequence[str], start: int, most: int = 12) -> Iterable[int]:
    for index in range(start, min(len(letters), start + most)):
        if letters[index] in _CLAUSE_ENDS:
            return
        yield index


def _bare(word: str) -> str:
    return word[1:] if word[:1] in "وفب" and word[1:] in _NOUN_NEGATORS else word


def roots_of(tokens: Tokens) -> dict[str, int]:
    """The roots of the words that carry matter, each with the index of its first word."""
    found: dict[str, int] = {}
    for index in tokens.content:
        found.setdefault(root(tokens.letters[index]), index)
    return found


def forms_of(letters: str) -> tuple[str, ...]:
    """The word and what it is without attached particles."""
    return without_clitics(letters)
