"""What is said to happen: ends of axes of opposites, how far along, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.compare.facts_data import Pole, poles
from riwaya.compare.facts_tokens import Tokens
from riwaya.compare.facts_words import root, without_clitics
from riwaya.model import Span

_PARTY_REACH = 5  # words after an agent marker within which the party is named
_PENDING_ROLES = ("future", "pending", "conditional", "possible", "demanded")


@dataclass(frozen=True, slots=True)
class Deed:
    """A word on an axis of opposites. `end` is +1 or -1 with negation worked in; `open`: it is
    not said to have happened (to come, pending, conditional, possible, demanded)."""

    axis: str
    end: int
    negated: bool
    open: bool
    tense: str
    span: Span
    scope: frozenset[str]


def deeds_of(tokens: Tokens, denied: bool) -> tuple[Deed, ...]:
    """The words of an account that stand on an axis, in order."""
    found = []
    for index in tokens.content:
        negated = denied or index in tokens.negated
        for pole in _poles_of(tokens.letters[index]):
            clause = tokens.clause(index, 8)
            scope = frozenset(root(tokens.letters[i]) for i in tokens.content if i in clause)
            found.append(
                Deed(
                    pole.axis,
                    -pole.end if negated else pole.end,
                    negated,
                    is_open(tokens, index),
                    pole.tense,
                    tokens.spans[index],
                    scope - {root(tokens.letters[index])},
                )
            )
    return tuple(found)


def is_open(tokens: Tokens, index: int) -> bool:
    """Whether what word `index` tells is not said to have happened."""
    if index in tokens.future:
        return True
    before = range(max(0, index - 4), index)
    return any(
        first in before for role in _PENDING_ROLES for first, _ in tokens.roles.get(role, ())
    )


def _poles_of(word: str) -> tuple[Pole, ...]:
    table = poles()
    for form in without_clitics(word):
        found = table.get(form)
        if found is not None:
            return found
    return ()


def blamed(tokens: Tokens, names: dict[str, Span]) -> dict[str, Span]:
    """Keys of the parties held to have done something violent, each with the words.

    A party counts when it follows an agent marker (برصاص، على يد، مسؤولية), when an attack is
    called by its adjective (غارات إسرائيلية), or when it follows a verb of attack.
    """
    by_start = sorted((span.start, key) for key, span in names.items())
    found: dict[str, Span] = {}
    for first, stop in _markers(tokens):
        reach = tokens.span(first, min(len(tokens.letters), stop + _PARTY_REACH))
        for start, key in by_start:
            if tokens.spans[stop - 1].stop <= start < reach.stop:
                found.setdefault(key, names[key])
                break
    return found


def _markers(tokens: Tokens) -> Iterator[tuple[int, int]]:
    for role in ("agent", "blamed", "attack", "attack_verb"):
        yield from tokens.roles.get(role, ())
