"""Countries with CLDR's Arabic names, continents and world regions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tools.gazetteer import packages
from tools.gazetteer.draft import Draft

# CLDR's codes of the continents that GeoNames writes with letters; CLDR names no Antarctica but
# the territory AQ, which GeoNames counts among countries too.
_CONTINENTS = {"AF": "002", "AS": "142", "EU": "150", "NA": "003", "OC": "009", "SA": "005"}
_NOWHERE = ("001", "AQ")
NO_COUNTRY = "XX"  # seas, continents, and what lies in several countries


def continents() -> list[Draft]:
    """The continents, each with its own point."""
    names = packages.territory_names()
    drafts = []
    for code, table in packages.continents().items():
        if code not in _CONTINENTS:
            continue
        arabic = [n["name"] for n in table["alternateNames"] if n.get("lang") == "ar"]
        drafts.append(
            Draft(
                gid=f"geonames:{table['geonameId']}",
                name=names[_CONTINENTS[code]],
                name_en=table["name"],
                level="continent",
                country=NO_COUNTRY,
                lat=float(table["lat"]),
                lon=float(table["lng"]),
                population=int(table["population"]),
                names=sorted(arabic),
                refs={"wikipedia": table["name"]},
            )
        )
    return drafts


def world_regions(english: Mapping[str, str]) -> list[Draft]:
    """UN M49 regions below the continents (`riwaya:m49-145`), without a point."""
    names = packages.territory_names()
    taken = {*_CONTINENTS.values(), *_NOWHERE}
    return [
        Draft(f"riwaya:m49-{code}", name, english.get(code, ""), "region", NO_COUNTRY)
        for code, name in sorted(names.items())
        if code.isdecimal() and code not in taken
    ]


def countries(cities: Mapping[str, list[dict[str, Any]]]) -> list[Draft]:
    """The countries (`iso:SY`); the point is the middle of where people live (`_middle`)."""
    names = packages.territory_names()
    drafts = []
    for code, table in sorted(packages.countries().items()):
        if code not in names:
            continue  # dissolved states that GeoNames still lists
        lat, lon = _middle(cities.get(code, []))
        drafts.append(
            Draft(
                gid=f"iso:{code}",
                name=names[code],
                name_en=table["name"],
                level="country",
                country=code,
                lat=lat,
                lon=lon,
                population=int(table["population"]),
                codes=[code, table["iso3"]],
                refs={"geonames": str(table["geonameid"]), "wikipedia": table["name"]},
            )
        )
    return drafts


def _middle(settlements: list[dict[str, Any]]) -> tuple[float | None, float | None]:
    """The middle, on the sphere, of the cells of half a degree that hold settlements: near the
    centroid of the inhabited land, whatever the number of towns in a cell."""
    cells = {(math.floor(2 * c["latitude"]), math.floor(2 * c["longitude"])) for c in settlements}
    x = y = z = 0.0
    for row, column in sorted(cells):
        lat, lon = math.radians(row / 2 + 0.25), math.radians(column / 2 + 0.25)
        x += math.cos(lat) * math.cos(lon)
        y += math.cos(lat) * math.sin(lon)
        z += math.sin(lat)
    if not cells:
        return None, None
    lat, lon = math.atan2(z, math.hypot(x, y)), math.atan2(y, x)
    return round(math.degrees(lat), 2), round(math.degrees(lon), 2)


def capital_of(country: Mapping[str, Any], cities: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The most populous city of the country that bears its capital's name."""
    wanted = country["capital"]
    named = [c for c in cities if wanted and wanted in (c["name"], *c["alternatenames"])]
    return max(named, key=lambda city: int(city["population"]), default=None)
