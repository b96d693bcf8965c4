"""The words of one account with their keys, negation, and the phrases that play a part."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from riwaya.compare.facts_data import phrases, words_of
from riwaya.compare.facts_words import is_content, is_future, root, stem
from riwaya.model import Span
from riwaya.text import TextView

_REACH = 4  # words that a negator can pass over before it meets what it negates
_NOMINAL_REACH = 1
_FEW = 4  # roots: a clause of fewer is read with the one before
_CLAUSE_ENDS = frozenset("،,.؛;:!؟?…")
_NOUN_NEGATORS = frozenset(("عدم", "غير", "دون", "بدون", "بلا", "انعدام"))


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of an account in order. `negated` and `future` hold indexes; `roles` maps a part
    (docs: the `role` column of `data/fact_words.tsv`) to the ranges of words that play it."""

    letters: tuple[str, ...]
    spans: tuple[Span, ...]
    stems: tuple[str, ...]
    roots: tuple[str, ...]
    content: tuple[int, ...]
    clauses: tuple[int, ...]
    scopes: tuple[frozenset[str], ...]
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

    def index_of(self, span: Span) -> int | None:
        """The first word that touches `span`, None when the account has none of its words."""
        index = bisect_right(self.spans, span.start, key=_stop)
        return index if index < len(self.spans) and self.spans[index].meets(span) else None

    def place_of(self, span: Span) -> tuple[int, int] | None:
        """The words that touch `span`: the first, and the one after the last."""
        first = self.index_of(span)
        if first is None:
            return None
        return first, bisect_left(self.spans, span.stop, key=_start)

    def scope(self, index: int) -> frozenset[str]:
        """The roots of the clause that holds word `index`."""
        return self.scopes[self.clauses[index]]

    def clause(self, index: int) -> range:
        """The words of the clause that holds word `index`."""
        number = self.clauses[index]
        return range(bisect_left(self.clauses, number), bisect_right(self.clauses, number))


def _start(span: Span) -> int:
    return span.start


def _stop(span: Span) -> int:
    return span.stop


def tokens_of(view: TextView, spans: Iterable[Span]) -> Tokens:
    """The tokens of an account whose words are `spans` of the text."""
    indexes = list(dict.fromkeys(i for span in spans for i in view.words_in(span)))
    letters = tuple(view.words[i].letters for i in indexes)
    roles = _roles(letters)
    content = tuple(at for at, word in enumerate(letters) if is_content(word))
    roots = tuple(map(root, letters))
    clauses = _clauses(letters)
    return Tokens(
        letters=letters,
        spans=tuple(view.words[i].span for i in indexes),
        stems=tuple(map(stem, letters)),
        roots=roots,
        content=content,
        clauses=clauses,
        scopes=_scopes(roots, content, clauses),
        negated=frozenset(_negated(letters, roles)),
        future=frozenset(at for at, word in enumerate(letters) if is_future(word)),
        roles=roles,
    )


def _clauses(letters: Sequence[str]) -> tuple[int, ...]:
    """The number of the clause of each word; marks that end a clause belong to it."""
    number, found = 0, []
    for word in letters:
        found.append(number)
        number += word in _CLAUSE_ENDS
    return tuple(found)


def _scopes(
    roots: Sequence[str], content: Sequence[int], clauses: Sequence[int]
) -> tuple[frozenset[str], ...]:
    """The roots of each clause; one of few words takes in the clause before it."""
    found: list[set[str]] = [set() for _ in range(clauses[-1] + 1)] if clauses else []
    for index in content:
        found[clauses[index]].add(roots[index])
    wide = [
        own | found[number - 1] if number and len(own) < _FEW else own
        for number, own in enumerate(found)
    ]
    return tuple(map(frozenset, wide))


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
    """The next word that carries matter, helpers passed over (لم يتم التوصل)."""
    helpers, idle = words_of("aux"), words_of("no_negation")
    reach = _NOMINAL_REACH if _bare(letters[first]) in _NOUN_NEGATORS else _REACH
    for index in range(first + 1, min(len(letters), first + 2 + reach)):
        word = letters[index]
        if word in _CLAUSE_ENDS or (index == first + 1 and word in idle):
            return
        if word in helpers:
            continue
        if is_content(word) or len(word) > 2:
            yield index
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
        found.setdefault(tokens.roots[index], index)
    return found
