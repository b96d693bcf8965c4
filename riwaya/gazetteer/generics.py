"""Generic nouns that stand before a place's proper name in tables: محافظة حلب is also حلب."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from riwaya.resources import lexicon


def shorn(name: str) -> str | None:
    """`name` without its generic noun; None when it has none or nothing else is left."""
    first, _, rest = name.strip().partition(" ")
    rest = rest.strip()
    return rest if first in _generics() and len(rest) > 2 else None


def level_meant(name: str) -> str:
    """The level that the generic noun before `name` tells (مدينة: city); '' when none does."""
    return _generics().get(name.strip().partition(" ")[0], "")


def with_shorn(names: Iterable[str]) -> list[str]:
    """Each name once, and after those with a generic noun also what they are without it."""
    found: dict[str, None] = {}
    for name in names:
        found.setdefault(name)
        short = shorn(name)
        if short:
            found.setdefault(short)
    return list(found)


@cache
def _generics() -> dict[str, str]:
    return {row["word"]: row["level"] for row in lexicon("gazetteer_generics")}
