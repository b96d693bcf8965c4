"""Rows of our own (`places_extra.tsv`): they add to a packaged place, or are a new one."""

from __future__ import annotations

from collections.abc import Iterable

from riwaya.gazetteer.base import Level
from riwaya.gazetteer.ranking import LEVELS
from riwaya.resources import lexicon
from tools.gazetteer.countries import NO_COUNTRY
from tools.gazetteer.draft import Draft

LEXICON = "places_extra"


def add_extra(drafts: Iterable[Draft]) -> list[Draft]:
    """The places with our rows worked in. Raises ValueError for a row that extends nothing."""
    places = {draft.gid: draft for draft in drafts}
    for row in lexicon(LEXICON):
        gid = row["id"]
        if gid in places:
            _extend(places[gid], row)
        elif gid.startswith("riwaya:"):
            places[gid] = _new(row)
        else:
            raise ValueError(f"{LEXICON}: {gid} ({row['name']}) is in no package.")
    return list(places.values())


def _extend(place: Draft, row: dict[str, str]) -> None:
    """Our names come first; the packages' facts stay where we give none."""
    place.names = [*_variants(row), place.name, place.name_en, *place.names]
    place.name, place.name_en = row["name"], row["name_en"] or place.name_en
    place.level = _level(row)
    if row["wikipedia"]:
        place.refs["wikipedia"] = row["wikipedia"]
    if row["lat"]:
        place.lat, place.lon = float(row["lat"]), float(row["lon"])
    place.population = int(row["population"] or 0) or place.population


def _new(row: dict[str, str]) -> Draft:
    country = row["country"]
    return Draft(
        gid=row["id"],
        name=row["name"],
        name_en=row["name_en"],
        level=_level(row),
        country=country,
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        population=int(row["population"] or 0),
        unit=row["unit"] or (country if country != NO_COUNTRY else None),
        names=_variants(row),
        refs={"wikipedia": row["wikipedia"]} if row["wikipedia"] else {},
    )


def _variants(row: dict[str, str]) -> list[str]:
    return [item for item in row["variants"].split("|") if item]


def _level(row: dict[str, str]) -> Level:
    for level in LEVELS:
        if level == row["level"]:
            return level
    raise ValueError(f"{LEXICON}: {row['id']} has an unknown level {row['level']!r}.")
