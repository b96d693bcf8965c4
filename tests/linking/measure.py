"""What linking 10,000 reports costs: `python -m tests.linking.measure [REPORTS]`.

Invented entities of a long-tailed archive: seven local entities and five known ones a report, names
drawn so that a few are in thousands of reports and most in one or two.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from archive import E, make

from riwaya.linking import link
from riwaya.model import NameKind, Report

_SYLLABLES = (
    "را",
    "سو",
    "مي",
    "نا",
    "در",
    "صب",
    "جل",
    "قو",
    "حم",
    "لين",
    "شار",
    "فيل",
    "بور",
    "تام",
)
_KINDS: tuple[NameKind, ...] = ("person", "person", "organisation", "group", "facility", "event")


def reports(count: int, seed: int = 1) -> Iterator[Report]:
    """`count` reports over a year."""
    chance = random.Random(seed)
    names = [_name(chance) for _ in range(count * 2)]
    for number in range(count):
        local = dict.fromkeys(names[int(chance.paretovariate(0.6)) % len(names)] for _ in range(7))
        entities = [E(name, _KINDS[hash_of(name) % len(_KINDS)]) for name in local]
        known = {f"geonames:{int(chance.paretovariate(0.7)) % 5000}" for _ in range(5)}
        day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}"
        yield make(f"d{number:06}", day, *entities, *sorted(known))


def hash_of(name: str) -> int:
    """A number that depends on the name alone."""
    return sum(map(ord, name))


def _name(chance: random.Random) -> str:
    words = ("".join(chance.choices(_SYLLABLES, k=3)) for _ in range(chance.choice((1, 2, 2, 3))))
    return " ".join(words)


def main() -> None:
    """Print what linking took."""
    given = list(reports(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    linked = link(given)
    seconds = time.perf_counter() - began
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    members = sum(len(entity.members) for entity in linked.entities)
    joined = sum(1 for entity in linked.entities if len(entity.members) > 1)
    print(f"{len(given):,} reports, {members:,} entities in {len(linked.entities):,} groups")
    print(f"{joined:,} groups of several; {seconds:.1f} s, {more:.0f} MB more memory")


if __name__ == "__main__":
    main()
