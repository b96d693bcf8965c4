"""What a format's reader yields for each row: a place, or the reason for which it was left out."""

from __future__ import annotations

import math
from typing import NamedTuple

from riwaya.gazetteer.base import Level
from riwaya.gazetteer.keys import name_key

NO_COUNTRY = "XX"


class PlaceRecord(NamedTuple):
    """A place as a table gives it. `unit` is the code of the unit that holds it, `code` its own
    code where it is a unit; `line` the line of the file that it stands in."""

    line: int
    gid: str
    name: str
    name_en: str
    level: Level
    country: str | None
    lat: float | None
    lon: float | None
    population: int
    unit: str | None
    code: str | None
    names: tuple[str, ...]
    refs: tuple[tuple[str, str], ...] = ()


class Skip(NamedTuple):
    """A row that was left out: where, why (one of few phrases, so that they can be counted), and
    what stood there."""

    line: int
    reason: str
    what: str


class RowError(Exception):
    """Raised inside a reader: this row is to be left out, for this reason."""


def point(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """WGS 84 degrees; (None, None) when both are empty. Raises RowError for anything else."""
    if not latitude.strip() and not longitude.strip():
        return None, None
    try:
        lat, lon = float(latitude), float(longitude)
    except ValueError:
        raise RowError("coordinates that are no numbers") from None
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise RowError("coordinates out of range")
    return lat, lon


def usable(names: list[str]) -> list[str]:
    """The names that have a key of two letters or more. Raises RowError when none has."""
    written = [" ".join(name.split()) for name in names if name.strip()]
    if not written:
        raise RowError("no name")
    kept = [name for name in dict.fromkeys(written) if len(name_key(name)) > 1]
    if not kept:
        raise RowError("only names of one letter or none")
    return kept
