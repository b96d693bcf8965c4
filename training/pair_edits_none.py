"""Edits after which a text speaks of something else: it looks alike and contradicts nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random

from training.pair_edits_meaning import other_day
from training.pair_edits_numbers import numbers_of, other_number
from training.pair_edits_words import Swaps, pick, table, tokens

Edit = Callable[[str, Random], str | None]


@cache
def _places() -> Swaps:
    names = [name for (name,) in table("places")]
    return Swaps([(a, b) for a in names for b in names if a != b], both_ways=False)


@cache
def _subsets() -> Swaps:
    return Swaps(table("subsets"))


def _both(text: str, rng: Random, edits: Sequence[Edit]) -> str | None:
    """All the edits one after the other, or None when one of them does not fit."""
    for edit in edits:
        new = edit(text, rng)
        if not new or new == text:
            return None
        text = new
    return text


def other_place(text: str, rng: Random) -> str | None:
    """The text of another place, with another number or on another day."""
    moved = pick(tokens(text), _places(), rng)
    if not moved or moved == text:
        return None
    second = other_number if numbers_of(text) and rng.random() < 0.8 else other_day
    return _both(moved, rng, (second,))


def other_subset(text: str, rng: Random) -> str | None:
    """The text of others (wounded instead of killed …), with their own number."""
    if not numbers_of(text):
        return None
    return _both(text, rng, (lambda t, r: pick(tokens(t), _subsets(), r), other_number))


def another_day(text: str, rng: Random) -> str | None:
    """The text of another named day, with that day's number."""
    return _both(text, rng, (other_day, other_number)) if numbers_of(text) else None


EDITS: dict[str, Edit] = {
    "other_place": other_place,
    "other_subset": other_subset,
    "another_day": another_day,
}


def lookalikes(text: str, rng: Random) -> list[tuple[str, str]]:
    """What the edits make of a text: `(kind, edited)` for each that fits, in a random order."""
    kinds = rng.sample(sorted(EDITS), len(EDITS))
    found = ((kind, EDITS[kind](text, rng)) for kind in kinds)
    return [(kind, new) for kind, new in found if new and new != text]
