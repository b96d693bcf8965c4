"""Words without the particles that are written to them."""

from __future__ import annotations

from functools import lru_cache

CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_LEAST = 3  # letters that must be left
_REMEMBERED = 65_536  # words


@lru_cache(maxsize=_REMEMBERED)
def without_clitics(letters: str) -> tuple[str, ...]:
    """The word, and what is left of it without و ف and then ب ل ك or the article, longest first."""
    ways = [letters]
    if letters[:1] in CONJUNCTIONS and len(letters) > _LEAST:
        ways.append(letters[1:])
    for way in tuple(ways):
        for article in ("ال", "بال", "كال"):
            if way.startswith(article) and len(way) - len(article) >= _LEAST:
                ways.append(way[len(article) :])
        if way.startswith("لل") and len(way) > _LEAST + 1:
            ways.append(way[2:])
        elif way[:1] in _PREPOSITIONS and len(way) > _LEAST:
            ways.append(way[1:])
    return tuple(dict.fromkeys(ways))
