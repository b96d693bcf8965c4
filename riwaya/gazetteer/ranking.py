"""Which of several places of one name is meant when nothing else tells: the most important one."""

from __future__ import annotations

from riwaya.gazetteer.base import Level

LEVELS: tuple[Level, ...] = (
    "continent", "region", "country", "admin1", "admin2", "admin3", "city", "neighbourhood",
    "camp", "facility", "water", "mountain", "island", "other",
)  # fmt: skip

# What a place counts for when its population is not known, in inhabitants. A province weighs less
# than the large city that it is named after, and more than a village elsewhere.
_ASSUMED: dict[Level, int] = {
    "continent": 50_000_000,
    "region": 5_000_000,
    "country": 1_000_000,
    "admin1": 250_000,
    "admin2": 20_000,
    "admin3": 5_000,
    "city": 1_000,
    "neighbourhood": 3_000,
    "camp": 3_000,
    "facility": 3_000,
    "water": 500_000,
    "mountain": 30_000,
    "island": 30_000,
    "other": 1_000,
}
_COUNTRY, _CAPITAL = 10**11, 10**10


def importance(level: Level, population: int, is_capital: bool = False) -> int:
    """How much a place counts: countries first, then capitals, then by inhabitants."""
    people = population if population > 0 else _ASSUMED[level]
    if level == "country":
        return _COUNTRY + people
    return _CAPITAL + people if is_capital else people
