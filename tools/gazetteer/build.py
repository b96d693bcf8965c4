"""Puts the parts of the embedded gazetteer together."""

from __future__ import annotations

from pathlib import Path

from tools.gazetteer.cities import by_country, cities
from tools.gazetteer.countries import continents, countries, world_regions
from tools.gazetteer.draft import Draft
from tools.gazetteer.extra import add_extra
from tools.gazetteer.packages import english_regions
from tools.gazetteer.units import units
from tools.gazetteer.write import write


def build(folder: Path) -> Path:
    """Build the database into `folder` from the installed packages; returns its path."""
    return write(add_extra(packaged()), folder)


def packaged() -> list[Draft]:
    """All places that come from the packages."""
    tables = by_country()
    every_city = [city for code in sorted(tables) for city in tables[code]]
    return [
        *continents(),
        *world_regions(english_regions()),
        *countries(tables),
        *units(every_city),
        *cities(tables),
    ]
