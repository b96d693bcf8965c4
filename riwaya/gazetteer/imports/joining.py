"""Finds out which new places are places that other gazetteers hold already.

Two rows are one place when their codes agree, or when they share a name, country and level, their
first-level units do not contradict, and they lie within ten kilometres. Units of area (a province,
a district) have no true point: there the name, the level and the units above decide.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from riwaya.gazetteer.imports.report import ImportReport
from riwaya.gazetteer.keys import name_key
from riwaya.gazetteer.ranking import LEVELS
from riwaya.gazetteer.schema import COLUMNS, Row

NEAR_KM = 10.0
_KM_PER_DEGREE = 111.2
_AREAS = {LEVELS.index(level) for level in ("country", "admin1", "admin2", "admin3")}
_DEEPEST = 8
_FIELDS = ("gid", "country", "level", "lat", "lon", "unit")

# Places of two GeoNames numbers are two places, whatever their names; the same holds for p-codes.
_CANDIDATES = """SELECT n.num, {new}, {old}, {same}
FROM temp.new_keys k
JOIN {schema}.keys ok ON ok.key = k.key
JOIN {schema}.places o ON o.num = ok.num AND {older}
JOIN main.places n ON n.num = k.num
WHERE n.level = o.level AND n.country IS o.country AND n.gid <> o.gid
  AND substr(n.gid, 1, instr(n.gid, ':')) <> substr(o.gid, 1, instr(o.gid, ':'))
GROUP BY n.num, o.num ORDER BY n.num, o.num"""


class _Side(NamedTuple):
    gid: str
    country: str | None
    level: int
    lat: float | None
    lon: float | None
    unit: str | None


class _Pair(NamedTuple):
    num: int
    new: _Side
    old: _Side
    target: str


def join_known(connection: sqlite3.Connection, first: int, report: ImportReport) -> None:
    """Set `same_as` of the new rows (numbered from `first`) and count the joined in `report`."""
    _fill_countries(connection, first)
    agree = _Units(connection)
    for where, older, same in (
        ("embedded", "1", "o.gid"),
        ("main", f"o.num < {first}", "coalesce(o.same_as, o.gid)"),
    ):
        question = _CANDIDATES.format(
            new=_columns("n"), old=_columns("o"), same=same, schema=where, older=older
        )
        pairs = (_pair(row) for row in connection.execute(question))
        joins = [
            (best, num)
            for num, group in groupby(pairs, key=lambda pair: pair.num)
            if (best := _best(group, agree))
        ]
        connection.executemany(
            "UPDATE places SET same_as = ? WHERE num = ? AND same_as IS NULL", joins
        )
    report.joined = _count_joined(connection, first)


def forget_lost_joins(connection: sqlite3.Connection) -> None:
    """Rows whose joined place is gone stand for themselves again."""
    connection.execute(
        """UPDATE places SET same_as = NULL WHERE same_as IS NOT NULL
        AND same_as NOT IN (SELECT gid FROM embedded.places)
        AND same_as NOT IN (SELECT gid FROM places)"""
    )


def _fill_countries(connection: sqlite3.Connection, first: int) -> None:
    """Countries as ISO alpha-2, from their own code (SYR) or from the unit that holds the place."""
    connection.execute(
        """UPDATE places SET country = (SELECT e.country FROM embedded.units u
        JOIN embedded.places e ON e.num = u.num WHERE u.code = upper(places.country))
        WHERE num >= ? AND country IS NOT NULL AND length(country) <> 2""",
        (first,),
    )
    connection.execute(
        """UPDATE places SET country = (SELECT p.country FROM units u
        JOIN places p ON p.num = u.num WHERE u.code = places.unit AND p.country IS NOT NULL)
        WHERE num >= ? AND country IS NULL AND unit IS NOT NULL""",
        (first,),
    )


def _count_joined(connection: sqlite3.Connection, first: int) -> int:
    (joined,) = connection.execute(
        """SELECT count(*) FROM places n WHERE num >= ? AND (same_as IS NOT NULL
        OR EXISTS (SELECT 1 FROM embedded.places e WHERE e.gid = n.gid)
        OR EXISTS (SELECT 1 FROM places o WHERE o.gid = n.gid AND o.num < ?))""",
        (first, first),
    ).fetchone()
    return int(joined)


def _best(pairs: Iterator[_Pair], units: _Units) -> str | None:
    """The target of the nearest pair that is one place; None when there is none."""
    found = [(_distance(p.new, p.old), p.target) for p in pairs if _is_one(p.new, p.old, units)]
    return min(found)[1] if found else None


def _is_one(new: _Side, old: _Side, units: _Units) -> bool:
    if new.level == LEVELS.index("country"):
        return True
    if units.contradict(new, old):
        return False
    return new.level in _AREAS or _distance(new, old) < NEAR_KM


def _distance(new: _Side, old: _Side) -> float:
    """Kilometres on a sphere, small distances; infinite when a point is missing."""
    if new.lat is None or new.lon is None or old.lat is None or old.lon is None:
        return math.inf
    east = (new.lon - old.lon) * math.cos(math.radians(new.lat))
    return _KM_PER_DEGREE * math.hypot(new.lat - old.lat, east)


class _Units:
    """Compares the first-level units of two places by their names."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._names = lru_cache(65536)(self._find_names)

    def contradict(self, new: _Side, old: _Side) -> bool:
        """Whether both lie in known first-level units that share no name."""
        if new.level == LEVELS.index("admin1"):
            return False
        ours, theirs = (self._names(side.unit) if side.unit else None for side in (new, old))
        return bool(ours and theirs and not ours & theirs)

    def _find_names(self, code: str) -> frozenset[str]:
        """Keys of the names of the first-level unit that holds the unit `code`."""
        next_code: str | None = code
        for _ in range(_DEEPEST):
            unit = self._unit(next_code) if next_code else None
            if unit is None:
                next_code = next_code.rpartition(".")[0] if next_code else None
                continue
            if unit.level == LEVELS.index("admin1"):
                return frozenset(name_key(name) for name in unit.all_names())
            next_code = unit.unit
        return frozenset()

    def _unit(self, code: str) -> Row | None:
        columns = ", ".join(f"p.{name}" for name in COLUMNS.split(", "))
        for schema in ("main", "embedded"):
            found = self._connection.execute(
                f"SELECT {columns} FROM {schema}.units u JOIN {schema}.places p ON p.num = u.num "
                "WHERE u.code = ? ORDER BY p.num",
                (code,),
            ).fetchone()
            if found:
                return Row(*found)
        return None


def _columns(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _FIELDS)


def _pair(row: tuple[object, ...]) -> _Pair:
    width = len(_FIELDS)
    num, *rest = row
    new, old = _Side(*rest[:width]), _Side(*rest[width : 2 * width])  # type: ignore[arg-type]
    return _Pair(int(str(num)), new, old, str(rest[-1]))
