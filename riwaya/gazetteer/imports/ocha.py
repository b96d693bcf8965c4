"""OCHA's common operational datasets (COD-AB): tables of units and places with p-codes.

Their column names vary (`admin1Name_ar`, `admin1name_ar`, `ADM1_AR`; `admin1Pcode`, `ADM1_PCODE`;
`LocationName_en`, `Location_Pcode`); they are recognised by pattern.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from riwaya.errors import InputError
from riwaya.gazetteer.base import Level
from riwaya.gazetteer.imports.records import PlaceRecord, RowError, Skip, point, usable
from riwaya.gazetteer.ranking import LEVELS
from riwaya.resources import lexicon

_UNIT_NAME = re.compile(r"adm(?:in)?([0-4])(?:name)?(ar|en|fr)?\d?")
_UNIT_CODE = re.compile(r"adm(?:in)?([0-4])p?code")
_PLACE_NAME = re.compile(r"location(?:name|me)(ar|en)?")
_OTHERS = {
    "locationpcode": "code", "locationcode": "code", "locationtype": "type",
    "lat": "lat", "latitude": "lat", "latitudey": "lat", "centerlat": "lat", "y": "lat",
    "pointy": "lat", "ycoord": "lat",
    "lon": "lon", "long": "lon", "longitude": "lon", "longitudex": "lon", "centerlon": "lon",
    "x": "lon", "pointx": "lon", "xcoord": "lon", "lng": "lon",
}  # fmt: skip
_UNIT_LEVELS: tuple[Level, ...] = ("country", "admin1", "admin2", "admin3", "city")
_NOTHING = re.compile(r"n/?a|none|null|-+|#n/a", re.IGNORECASE)
_ARABIC = re.compile(r"[ء-ي]")
_QUALIFIER = re.compile(r"\s*\([^)]*\)|\s+-\s+.*")


@dataclass
class Columns:
    """Where the table holds what; numbers of columns."""

    names: dict[int, dict[str, int]] = field(default_factory=dict)  # unit level -> language
    codes: dict[int, int] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)

    @property
    def deepest(self) -> int:
        """The lowest unit level of which the table gives codes; -1 for none."""
        return max(self.codes, default=-1)

    @property
    def has_places(self) -> bool:
        """Whether rows are locations with a code of their own, below the units."""
        return "code" in self.others


class _Found(NamedTuple):
    """What a row says of one unit or place; `holder` is the code of the unit above."""

    code: str
    names: list[str]
    level: Level
    holder: str | None


def is_ocha(header: str) -> bool:
    """Whether this first line names columns with p-codes."""
    columns = recognise(_split(header, _delimiter(header)))
    return bool(columns.codes)


def recognise(header: list[str]) -> Columns:
    """The columns of a table by the patterns of their names."""
    columns = Columns()
    for index, title in enumerate(header):
        plain = re.sub(r"[^a-z0-9]", "", title.lower())
        if match := _UNIT_CODE.fullmatch(plain):
            columns.codes.setdefault(int(match[1]), index)
        elif match := _UNIT_NAME.fullmatch(plain):
            names = columns.names.setdefault(int(match[1]), {})
            names.setdefault(match[2] or "en", index)
        elif match := _PLACE_NAME.fullmatch(plain):
            columns.place.setdefault(match[1] or "en", index)
        elif plain in _OTHERS:
            columns.others.setdefault(_OTHERS[plain], index)
    return columns


class OchaReader:
    """Reads a table row by row: each unit once, where it first occurs, then the row's place."""

    format = "OCHA table"

    def __init__(self, header: str, where: str) -> None:
        self._delimiter = _delimiter(header)
        titles = _split(header, self._delimiter)
        self._columns = recognise(titles)
        self._width = len(titles)
        self._seen: set[str] = set()
        _check(self._columns, titles, where)

    def read(self, lines: Iterable[tuple[int, str]]) -> Iterator[PlaceRecord | Skip]:
        """Records and skips of all rows after the header."""
        for number, line in lines:
            if number == 1 or not line.strip():
                continue
            cells = _split(line, self._delimiter)
            try:
                if len(cells) != self._width:
                    raise RowError(f"another number of columns than {self._width}")
                yield from self._records(number, cells)
            except RowError as error:
                yield Skip(number, str(error), " ".join(cells[:6]))

    def _records(self, line: int, cells: list[str]) -> Iterator[PlaceRecord]:
        columns = self._columns
        has_own = columns.has_places and bool(self._cell(cells, columns.others, "code"))
        if columns.has_places and not has_own:
            raise RowError("no p-code")
        own = self._place(line, cells) if has_own else self._unit(line, cells, columns.deepest)
        if own is None:
            raise RowError("no p-code")
        for level in range(1, columns.deepest + 1 if has_own else columns.deepest):
            unit = self._unit(line, cells, level)
            # A community table repeats its community as the fourth unit.
            if unit and unit.gid not in self._seen and unit.gid != own.gid:
                self._seen.add(unit.gid)
                yield unit._replace(lat=None, lon=None)
        if own.gid in self._seen:
            raise RowError("a p-code that came before")
        self._seen.add(own.gid)
        yield own

    def _unit(self, line: int, cells: list[str], level: int) -> PlaceRecord | None:
        code = self._code(cells, level)
        if not code:
            return None
        named = self._columns.names.get(level, {})
        names = [cells[named[lang]] for lang in ("ar", "en", "fr") if lang in named]
        is_own = level == self._columns.deepest and not self._columns.has_places
        if not is_own and not any(name.strip() for name in names):
            return None  # a table of camps gives only the code of what holds them
        found = _Found(code, names, _UNIT_LEVELS[level], self._holder(cells, level))
        return self._record(line, cells, found)

    def _place(self, line: int, cells: list[str]) -> PlaceRecord:
        columns = self._columns
        code = self._cell(cells, columns.others, "code")
        names = [cells[columns.place[lang]] for lang in ("ar", "en") if lang in columns.place]
        level = _place_level(self._cell(cells, columns.others, "type"))
        holder = self._holder(cells, columns.deepest + 1)
        if self._code(cells, columns.deepest) == code:
            deepest = columns.names.get(columns.deepest, {})
            names += [cells[deepest[lang]] for lang in ("ar", "en") if lang in deepest]
            holder = self._holder(cells, columns.deepest)
        return self._record(line, cells, _Found(code, names, level, holder))

    def _record(self, line: int, cells: list[str], found: _Found) -> PlaceRecord:
        spellings = usable(_spellings(found.names))
        arabic = [name for name in spellings if _ARABIC.search(name)]
        latin = [name for name in spellings if not _ARABIC.search(name)]
        ordered = [*arabic, *latin]
        lat, lon = self._point(cells)
        return PlaceRecord(
            line=line,
            gid=f"pcode:{found.code}",
            name=ordered[0],
            name_en=latin[0] if latin else "",
            level=found.level,
            country=self._code(cells, 0) or None,
            lat=lat,
            lon=lon,
            population=0,
            unit=found.holder,
            code=found.code,
            names=tuple(ordered[1:]),
        )

    def _holder(self, cells: list[str], level: int) -> str | None:
        """The code of the lowest unit above `level`."""
        codes = (self._code(cells, upper) for upper in range(level - 1, -1, -1))
        return next((code for code in codes if code), None)

    def _code(self, cells: list[str], level: int) -> str:
        index = self._columns.codes.get(level)
        return _given(cells[index]) if index is not None else ""

    def _cell(self, cells: list[str], where: dict[str, int], what: str) -> str:
        return _given(cells[where[what]]) if what in where else ""

    def _point(self, cells: list[str]) -> tuple[float | None, float | None]:
        others = self._columns.others
        return point(self._cell(cells, others, "lat"), self._cell(cells, others, "lon"))


def _check(columns: Columns, titles: list[str], where: str) -> None:
    named = columns.place if columns.has_places else columns.names.get(columns.deepest)
    if not named:
        raise InputError(
            f"no column holds names beside the p-codes; the columns are {', '.join(titles)}.",
            where=where,
            advice="OCHA tables have columns such as admin2Name_ar or ADM2_AR, or LocationName_ar.",
        )


def _given(cell: str) -> str:
    """The cell, or nothing where it says that there is nothing (`N/A`, `-`)."""
    return "" if _NOTHING.fullmatch(cell.strip()) else cell.strip()


def _spellings(names: list[str]) -> list[str]:
    """Names apart (`Al Ezza / العزة`), each also without its qualifier (`اليرموك - دمشق`)."""
    parts = [part.strip() for name in names for part in name.split("/")]
    return [form for part in parts for form in (_QUALIFIER.sub("", part), part)]


def _place_level(kind: str) -> Level:
    words = re.findall(r"[a-z]+", kind.lower())
    return next((_types()[word] for word in words if word in _types()), "city")


@cache
def _types() -> dict[str, Level]:
    known = {str(level): level for level in LEVELS}
    return {row["word"]: known[row["level"]] for row in lexicon("ocha_location_types")}


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])
