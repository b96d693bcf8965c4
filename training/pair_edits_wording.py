"""Edits after which a text says the same in other words, or the same with less."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random

from riwaya.resources import lexicon
from training.pair_edits_numbers import counted, rewritten_number
from training.pair_edits_words import (
    Swaps,
    is_word,
    listed,
    pick,
    replaced,
    table,
    tidy,
    tokens,
    words,
)

Edit = Callable[[str, Random], str | None]

_LETTERS = (("أ", "ا"), ("إ", "ا"), ("ى", "ي"))
_ASIDE = re.compile(r"\s*[(\[][^()\[\]]{2,60}[)\]]|\s+[-–]\s[^-–]{3,60}\s[-–](?=\s)")
_CLAUSE = re.compile(r"\s*[،,؛]\s*")
_LEAST = 5  # words that a shortened text keeps


@cache
def synonyms() -> Swaps:
    """Words that may stand for each other."""
    return Swaps(table("synonyms"))


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(row["form"] for row in lexicon("time_weekdays"))


def reworded(text: str, rng: Random) -> str | None:
    """The text with one to three words exchanged for others of the same sense."""
    done = None
    for _ in range(rng.choice((1, 2, 2, 3))):
        done = pick(tokens(done or text), synonyms(), rng) or done
    return done


def respelled(text: str, rng: Random) -> str | None:
    """The text with one letter written as many write it (hamza, ي for ى) throughout."""
    fits = [(a, b) for a, b in _LETTERS if a in text]
    return text.replace(*rng.choice(fits)) if fits else None


def _about() -> list[str]:
    return sorted(listed("about"))


def hedged(text: str, rng: Random) -> str | None:
    """The text with `about` before one of its counts, or without it."""
    parts = tokens(text)
    for at, token in enumerate(parts[:-2]):
        if token in listed("about") and parts[at + 2][:1].isdigit():
            new = rng.choice([word for word in ("", *_about()) if word != token])
            return replaced(parts, at, at + 1, new)
    for at, value in counted(parts):
        free = at >= 2 and parts[at - 1] == " " and parts[at - 2] not in listed("bound_to_number")
        if value >= 20 and free and is_word(parts[at - 2]):
            return replaced(parts, at, at, rng.choice(_about()) + " ")
    return None


def shortened(text: str, _: Random) -> str | None:
    """The text without an aside or its last clause after a comma, where enough is left of it."""
    if _ASIDE.search(text):
        return tidy(_ASIDE.sub("", text))
    clauses = _CLAUSE.split(text)
    kept = "، ".join(clauses[:-1])
    if listed("turns_clause") & set(words(clauses[-1])) or len(words(kept)) < _LEAST:
        return None
    return kept if kept.count('"') % 2 == 0 else None


def day_moved(text: str, rng: Random) -> str | None:
    """The text with its one weekday at the end."""
    parts = tokens(text)
    days = [at for at, token in enumerate(parts) if token in _weekdays()]
    if len(days) != 1 or days[0] < 2:
        return None
    at = days[0]
    if parts[at - 2] in listed("before_day") or parts[at - 2] == "":
        return None
    rest = replaced(parts, at, at + 1, "").rstrip(" .")
    return f"{rest} {parts[at]}" if rng.random() < 0.5 else f"{rest}، {parts[at]}"


def joined(text: str, rng: Random) -> str | None:
    """The text as the next sentence of another, with و before it, or without its own."""
    first = tokens(text)[0] if text else ""
    if first.startswith("و") and len(first) > 4:
        return text[1:]
    return f"و{text}" if first[:1] in "قأاتيلن" and rng.random() < 0.5 else None


EDITS: dict[str, tuple[Edit, float]] = {
    "reworded": (reworded, 5.0),
    "respelled": (respelled, 1.5),
    "rewritten_number": (rewritten_number, 2.0),
    "hedged": (hedged, 1.0),
    "shortened": (shortened, 3.0),
    "day_moved": (day_moved, 2.0),
    "joined": (joined, 1.0),
}


def told_again(text: str, rng: Random, most: int = 3, whole: bool = False) -> str:
    """The text in other words: up to `most` of the edits that fit. It may stay as it is.

    `whole`: nothing is left out of it.
    """
    kinds = [kind for kind in EDITS if not (whole and kind == "shortened")]
    order = sorted(kinds, key=lambda kind: rng.random() ** (1 / EDITS[kind][1]), reverse=True)
    left = rng.randint(1, most)
    for kind in order:
        new = EDITS[kind][0](text, rng)
        if new and new != text:
            text, left = new, left - 1
        if not left:
            break
    return text
