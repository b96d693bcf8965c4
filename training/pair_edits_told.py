"""Pairs whose relation lies in who tells a thing and when: the same source again, another source,
the same source on a later day."""

from __future__ import annotations

from random import Random

from riwaya.resources import lexicon
from training.pair_edits_words import table


def _days() -> list[str]:
    forms = {row["weekday"]: row["form"] for row in reversed(lexicon("time_weekdays"))}
    return [forms[str(number)] for number in range(7)]


def _as_told(text: str, teller: tuple[str, ...], day: str, rng: Random) -> str:
    """The text with who told it and when, before it or after it."""
    who, verb = teller
    when = f" {day}" if day else ""
    form = rng.randrange(4)
    if form == 0:
        return f"{who}{when}: {text}"
    if form == 1:
        return f"{verb}{' ' + who}{when}: {text}"
    bare = text.rstrip(".")
    if form == 2:
        return f"{bare}، بحسب ما {verb} {who}{when}"
    return f"{bare}، وفق {who}{when}"


def told(a: str, b: str, same: bool, rng: Random) -> tuple[str, str, str]:
    """Both texts as told by someone, and the label that follows.

    `same`: whether the texts say the same. The same by one source is told again (`repeats`), by
    two it agrees; not the same by one source on two days is an update, by two it contradicts.
    """
    first, second = rng.sample(table("tellers"), 2)
    at = rng.randrange(6)
    days = _days()
    one_source, day = rng.random() < 0.5, days[at]
    later = days[at + 1] if one_source and not same else day
    if rng.random() < 0.4 and later == day:
        day = later = ""
    left = _as_told(a, first, day, rng)
    right = _as_told(b, first if one_source else second, later, rng)
    if same:
        return left, right, "repeats" if one_source else "agrees"
    return left, right, "updates" if one_source else "contradicts"
