"""GeoNames dumps (allCountries.txt, XX.txt, cities*.txt) and the alternate names beside them.

Format: https://download.geonames.org/export/dump/readme.txt (19 columns, tab-separated).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from riwaya.gazetteer.arabic import arabic_names
from riwaya.gazetteer.base import Level
from riwaya.gazetteer.imports.lines import TableLines
from riwaya.gazetteer.imports.records import (
    NO_COUNTRY,
    PlaceRecord,
    RowError,
    Skip,
    point,
    usable,
)
from riwaya.gazetteer.ranking import LEVELS
from riwaya.resources import lexicon

COLUMNS = 19
ALTERNATES = "alternateNamesV2.txt"
_ENGLISH_ARTICLE = "https://en.wikipedia.org/wiki/"
_DEPTH = {"A.ADM1": 1, "A.ADM2": 2, "A.ADM3": 3, "A.ADM4": 4}
_MOST_ADMIN = 4


def is_geonames(header: str) -> bool:
    """Whether this first line is one of a GeoNames dump (which has no header)."""
    return header.count("\t") == COLUMNS - 1


class GeoNamesReader:
    """Reads a dump row by row; `labelled` holds alternate names with their language, if any."""

    format = "GeoNames dump"

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        beside = path.with_name(ALTERNATES)
        self._connection = connection
        self.labelled = beside if beside.is_file() and beside != path else None
        if self.labelled:
            _stage_alternates(connection, self.labelled)

    def read(self, lines: Iterable[tuple[int, str]]) -> Iterator[PlaceRecord | Skip]:
        """A record or a skip for each line that is not empty."""
        for number, line in lines:
            if not line.strip():
                continue
            columns = line.split("\t")
            try:
                yield self._record(number, columns)
            except RowError as error:
                yield Skip(number, str(error), " ".join(columns[:3]))

    def _record(self, line: int, columns: list[str]) -> PlaceRecord:
        if len(columns) != COLUMNS:
            raise RowError(f"another number of columns than {COLUMNS}")
        number, name, _, alternates = columns[:4]
        if not (number.isascii() and number.isdecimal()):
            raise RowError("no GeoNames number")
        lat, lon = point(columns[4], columns[5])
        feature = f"{columns[6]}.{columns[7]}"
        labelled, refs = self._labelled(int(number))
        found = arabic_names(alternates.split(","), name)
        names = usable([*labelled, *found.usual, *found.foreign, name])
        unit, code = _codes(columns, feature)
        return PlaceRecord(
            line=line,
            gid=f"geonames:{int(number)}",
            name=names[0],
            name_en=name.strip(),
            level=_level(feature),
            country=columns[8].upper() or NO_COUNTRY,
            lat=lat,
            lon=lon,
            population=int(columns[14]) if columns[14].isdecimal() else 0,
            unit=unit,
            code=code,
            names=tuple(names[1:]),
            refs=refs,
        )

    def _labelled(self, number: int) -> tuple[list[str], tuple[tuple[str, str], ...]]:
        """Arabic names, the best first, and refs from the alternate names beside the dump."""
        if not self.labelled:
            return [], ()
        rows = self._connection.execute(
            "SELECT kind, value FROM alternates WHERE geonames = ? ORDER BY rank, rowid", (number,)
        ).fetchall()
        names = [value for kind, value in rows if kind == "ar"]
        return names, tuple((kind, value) for kind, value in rows if kind != "ar")


def _stage_alternates(connection: sqlite3.Connection, path: Path) -> None:
    """Arabic names, Wikidata numbers and English articles of all places, in a temporary table."""
    connection.execute("DROP TABLE IF EXISTS temp.alternates")
    connection.execute("CREATE TEMP TABLE alternates (geonames INT, kind TEXT, value TEXT, rank)")
    connection.executemany("INSERT INTO alternates VALUES (?, ?, ?, ?)", _alternates(path))
    connection.execute("CREATE INDEX temp.alternates_by_place ON alternates (geonames)")


def _alternates(path: Path) -> Iterator[tuple[int, str, str, int]]:
    for _, line in TableLines(path):
        columns = line.split("\t")
        if len(columns) < 4 or not columns[1].isdecimal():
            continue
        place, language, value = int(columns[1]), columns[2], columns[3].strip()
        if language == "ar" and value:
            flags = [*columns[4:8], "", "", "", ""]
            # Preferred names first; colloquial and historic ones last.
            yield place, "ar", value, (flags[2] + flags[3]).count("1") - (flags[0] == "1")
        elif language == "wkdt":
            yield place, "wikidata", value, 0
        elif language == "link" and value.startswith(_ENGLISH_ARTICLE):
            title = unquote(value.removeprefix(_ENGLISH_ARTICLE)).replace("_", " ")
            yield place, "wikipedia", title, 0


def _codes(columns: list[str], feature: str) -> tuple[str | None, str | None]:
    """The code of the holding unit and the place's own, as `SY`, `SY.09`, `SY.09.1234`."""
    country = columns[8].upper()
    chain = [country]
    for code in columns[10 : 10 + _MOST_ADMIN]:
        if not code or (len(chain) == 1 and code == "00"):
            break
        chain.append(code)
    if _level(feature) == "country":
        return None, country or None
    depth = _DEPTH.get(feature)
    if depth is None:
        return ".".join(chain) or None, None
    own = chain[: depth + 1]
    return ".".join(own[:-1]) or None, ".".join(own) if len(own) == depth + 1 else None


def _level(feature: str) -> Level:
    table = _levels()
    return table.get(feature) or table.get(feature.partition(".")[0], "other")


@cache
def _levels() -> dict[str, Level]:
    known = {str(level): level for level in LEVELS}
    return {row["feature"]: known[row["level"]] for row in lexicon("geonames_features")}
