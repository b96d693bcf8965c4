"""Pairs about a toll: the same number, another one, a later and higher one, one of other people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from random import Random

from training.pair_edits_numbers import counted, other_value
from training.pair_edits_words import is_word, listed, table, tokens

_BESIDE = 5  # tokens, spaces among them, in which the word beside a number must stand
_NOUNS = re.compile(r"(\w+)\|(\w+)")  # after 11 and more, after 3 to 10
_TAIL = 24  # tokens kept of what follows the number


@cache
def _subset_words() -> dict[str, str]:
    return {row[0]: row[1] for row in table("toll_words")}


def _counted_of(text: str) -> Iterator[tuple[int, str, str]]:
    """Counts of a text with whom they count and the words that follow them."""
    parts = tokens(text)
    known = _subset_words()
    for at, value in counted(parts):
        near = [*parts[at + 1 : at + _BESIDE], *reversed(parts[max(0, at - _BESIDE) : at])]
        subset = next((known[t.lstrip("و")] for t in near if t.lstrip("و") in known), None)
        scaled = any(t in listed("scales") for t in parts[at + 1 : at + 3])
        if subset and value > 2 and not scaled:
            yield value, subset, _tail(parts[at + 1 :])


def _tail(parts: list[str]) -> str:
    """From the first preposition on, up to a mark: where and when the toll was."""
    for at, token in enumerate(parts):
        if token in listed("opens_place") or token.startswith("بال"):
            kept = parts[at : at + _TAIL]
            stop = next((i for i, t in enumerate(kept) if not is_word(t) and t != " "), len(kept))
            return " " + "".join(kept[:stop]).strip()
    return ""


def _given(number: int, subset: str, rises: str, tail: str, rng: Random) -> str:
    forms = [w for w, kind, up in table("tolls") if kind == subset and up == rises]
    few = 3 <= number % 100 <= 10
    text = _NOUNS.sub(lambda nouns: nouns[2 if few else 1], rng.choice(forms))
    text = text.replace("N", str(number))
    return text + tail if rng.random() < 0.6 else text


def tolls(text: str, rng: Random) -> Iterator[tuple[str, str, str]]:
    """Tolls beside a text that gives one, with their relation to it and how each was made."""
    found = list(_counted_of(text))
    if not found:
        return
    value, subset, tail = rng.choice(found)
    said = {number for number, kind, _ in found if kind == subset}
    rises = rng.choice(("yes", "no"))
    yield _given(value, subset, rises, tail, rng), "agrees", "toll"
    more = round(value * rng.choice((1.2, 1.5, 2, 3))) + rng.randint(1, 3)
    if more > max(said):
        yield _given(more, subset, "yes", tail, rng), "updates", "toll"
    other = other_value(value, rng)
    if other not in said:
        yield _given(other, subset, "no", tail, rng), "contradicts", "toll"
    kinds = sorted(set(_subset_words().values()) - {kind for _, kind, _ in found})
    if kinds:
        beside = _given(other, rng.choice(kinds), rng.choice(("yes", "no")), tail, rng)
        yield beside, "none", "toll"
