"""Puts the parts of the embedded gazetteer together."""

from __future__ import annotations

import csv
from pathlib import Path

from tools.gazetteer.cities import by_country, cities
from tools.gazetteer.countries import continents, countries, world_regions
from tools.gazetteer.draft import Draft
from tools.gazetteer.extra import add_extra
from tools.gazetteer.packages import english_regions
from tools.gazetteer.units import seat_units, units
from tools.gazetteer.write import write


def build(folder: Path) -> Path:
    """Build the database into `folder` from the installed packages; returns its path."""
    return write(add_extra(packaged()), folder)


def packaged() -> list[Draft]:
    """All places that come from the packages."""
    tables = by_country()
    every_city = [city for code in sorted(tables) for city in tables[code]]
    drafts = [
        *continents(),
        *world_regions(english_regions()),
        *countries(tables),
        *units(every_city),
        *cities(tables),
    ]
    seat_units(drafts)
    dropped = _dropped()
    return [draft for draft in drafts if draft.gid not in dropped]


def _dropped() -> set[str]:
    """Entries of the packages that are wrong, each with its reason in the file."""
    with (Path(__file__).parent / "dropped.tsv").open(encoding="utf-8", newline="") as lines:
        return {row["id"] for row in csv.DictReader(lines, delimiter="\t")}
