"""The SQLite shape that the embedded gazetteer and the user's share.

SQLite, because it opens in a millisecond without reading the file, answers from an index in
microseconds, holds millions of rows in constant memory, changes in one transaction, and is in
Python's own library. A name is stored under `key_number(name_key(name))`: a number of eight bytes
instead of a text, which halves the index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from riwaya.gazetteer.base import GazetteerPlace, Level
from riwaya.gazetteer.keys import key_number, name_key
from riwaya.gazetteer.ranking import LEVELS

FORMAT = 1
_LISTED = "|"  # between items of one column
_APPLICATION = 0x52495741  # "RIWA", so that another SQLite file is not taken for a gazetteer

PLACES = """
CREATE TABLE places (
  num INTEGER PRIMARY KEY, gid TEXT NOT NULL, name TEXT NOT NULL, name_en TEXT NOT NULL,
  level INTEGER NOT NULL, country TEXT, lat REAL, lon REAL, population INTEGER NOT NULL,
  importance INTEGER NOT NULL, unit TEXT, names TEXT NOT NULL, refs TEXT NOT NULL{more}
)"""
KEYS = "CREATE TABLE keys (key INTEGER, num INTEGER, PRIMARY KEY (key, num)) WITHOUT ROWID"
UNITS = "CREATE TABLE units (code TEXT, num INTEGER, PRIMARY KEY (code, num)) WITHOUT ROWID"
GIDS = "CREATE INDEX gids ON places (gid)"
COLUMNS = (
    "num, gid, name, name_en, level, country, lat, lon, population, importance, unit, names, refs"
)


class Row(NamedTuple):
    """One place as it is stored. `unit` is the code of the smallest unit that holds it (`SY`,
    `SY.09`, `SY0200`); `names` and `refs` are lists in one text."""

    num: int
    gid: str
    name: str
    name_en: str
    level: int
    country: str | None
    lat: float | None
    lon: float | None
    population: int
    importance: int
    unit: str | None
    names: str
    refs: str

    @property
    def level_name(self) -> Level:
        """The level in words."""
        return LEVELS[self.level]

    def all_names(self) -> tuple[str, ...]:
        """Every name once: the main one, the English one, the others."""
        listed = self.names.split(_LISTED) if self.names else []
        return tuple(dict.fromkeys(n for n in (self.name, self.name_en, *listed) if n))

    def all_refs(self) -> tuple[tuple[str, str], ...]:
        """Pairs of (kind, value); the id itself is the first."""
        kind, _, code = self.gid.partition(":")
        own = [(kind, code)] if kind in ("geonames", "pcode") else []
        listed = [item.partition("=") for item in self.refs.split(_LISTED) if item]
        return tuple(dict.fromkeys((*own, *((kind, value) for kind, _, value in listed))))

    def place(self) -> GazetteerPlace:
        """The place without its chain of units."""
        return GazetteerPlace(
            id=self.gid,
            name=self.name,
            name_en=self.name_en,
            level=self.level_name,
            country=self.country,
            lat=self.lat,
            lon=self.lon,
            population=self.population,
            names=self.all_names(),
            refs=self.all_refs(),
        )


def listed(items: Iterable[str]) -> str:
    """Items of one column as one text; a bar inside an item becomes a space."""
    return _LISTED.join(item.replace(_LISTED, " ") for item in items)


def key_numbers(names: Iterable[str]) -> set[int]:
    """The numbers under which a place of these names is found."""
    return {key_number(key) for name in names if (key := name_key(name))}


def mark(connection: sqlite3.Connection) -> None:
    """Mark a new database as a gazetteer of this format."""
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def is_gazetteer(connection: sqlite3.Connection) -> bool:
    """Whether the database carries the mark of this format."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return (application, version) == (_APPLICATION, FORMAT)
