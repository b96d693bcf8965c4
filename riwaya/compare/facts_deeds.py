"""What is said to happen: ends of axes of opposites, how far along, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from riwaya.compare.facts_data import Pole, kinds, pole_phrases, poles
from riwaya.compare.facts_tokens import Tokens
from riwaya.compare.facts_words import without_clitics
from riwaya.model import Span

_PARTY_REACH = 5  # words after an agent marker within which the party is named
_OPEN_REACH = 4
_PENDING_ROLES = ("attempt", "future", "pending", "conditional", "possible", "demanded")


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
    masked = {i for first, stop in tokens.roles.get("mask", ()) for i in range(first, stop)}
    for index in range(len(tokens.letters)):
        stop, ends = _ends_at(tokens.letters, index)
        if not ends or index in masked:
            continue
        negated = denied or index in tokens.negated
        for pole in ends:
            found.append(
                Deed(
                    pole.axis,
                    -pole.end if negated else pole.end,
                    negated,
                    is_open(tokens, index),
                    pole.tense,
                    tokens.span(index, stop),
                    tokens.scope(index) - {tokens.roots[index]},
                )
            )
    return tuple(found)


def _ends_at(letters: Sequence[str], index: int) -> tuple[int, tuple[Pole, ...]]:
    """The ends of axes that a phrase or word beginning at `index` stands for, and its end."""
    word = letters[index]
    for first in (word, word[1:]) if word[:1] in ("و", "ف") else (word,):
        for words, ends in pole_phrases().get(first, ()):
            stop = index + len(words)
            if tuple(letters[index + 1 : stop]) == words[1:]:
                return stop, ends
    return index + 1, _poles_of(word)


def is_open(tokens: Tokens, index: int) -> bool:
    """Whether what word `index` tells is not said to have happened."""
    if index in tokens.future:
        return True
    before = range(max(0, index - _OPEN_REACH), index)
    around = range(max(0, index - _OPEN_REACH), index + _OPEN_REACH + 1)
    if any(first in around for first, _ in tokens.roles.get("delayed", ())):
        return True
    return any(
        first in before for role in _PENDING_ROLES for first, _ in tokens.roles.get(role, ())
    )


@lru_cache(maxsize=65_536)
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
                for name in _beginning_inside(names, names[key]):
                    found.setdefault(name, names[name])
                break
    return found


def _beginning_inside(names: dict[str, Span], party: Span) -> list[str]:
    """The party and whatever is named inside its name (the state of an army)."""
    return [key for key, span in names.items() if party.start <= span.start < party.stop]


def _markers(tokens: Tokens) -> Iterator[tuple[int, int]]:
    for role in ("agent", "blamed", "attack", "attack_verb"):
        yield from tokens.roles.get(role, ())


def kinds_of(tokens: Tokens) -> dict[str, dict[str, int]]:
    """For each category of `kinds.tsv`, the kinds that are named with the index of the word."""
    found: dict[str, dict[str, int]] = {}
    for index in range(len(tokens.letters)):
        for part, _ in kinds().at(tokens.letters, index):
            category, _, kind = part.partition(":")
            found.setdefault(category, {}).setdefault(kind, index)
    return found
