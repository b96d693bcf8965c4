"""Takes records into the database in batches: constant memory, whatever the number of rows."""

from __future__ import annotations

import sqlite3

from riwaya.gazetteer.generics import with_shorn
from riwaya.gazetteer.imports.records import PlaceRecord, Skip
from riwaya.gazetteer.imports.report import ImportReport
from riwaya.gazetteer.keys import name_warnings
from riwaya.gazetteer.ranking import LEVELS, importance
from riwaya.gazetteer.schema import Row, key_numbers, listed

_BATCH = 5_000
_NEW_KEYS = "CREATE TEMP TABLE new_keys (key INTEGER, num INTEGER)"
_REPEATED = """SELECT num, gid, line FROM places WHERE num >= ? AND num NOT IN
  (SELECT min(num) FROM places WHERE num >= ? GROUP BY gid) ORDER BY num"""
_MIDDLES = """CREATE TEMP TABLE middles AS SELECT u.num AS num, avg(m.lat) AS lat, avg(m.lon) AS lon
  FROM places m JOIN units u ON u.code = m.unit
  WHERE m.num >= ? AND m.lat IS NOT NULL AND m.gid LIKE 'pcode:%' GROUP BY u.num"""
_TAKE_MIDDLE = """UPDATE places SET lat = m.lat, lon = m.lon FROM temp.middles m
  WHERE m.num = places.num AND places.num >= ? AND places.level = ? AND places.lat IS NULL"""


class Stage:
    """The new places of one import. Numbers from `first` on are its own."""

    def __init__(self, connection: sqlite3.Connection, gazetteer: int, report: ImportReport):
        self._connection = connection
        self._gazetteer = gazetteer
        self._report = report
        (last,) = connection.execute("SELECT coalesce(max(num), 0) FROM places").fetchone()
        self.first = last + 1
        self._next = self.first
        self._line = 0
        self._rows: list[tuple[object, ...]] = []
        self._keys: list[tuple[int, int]] = []
        self._units: list[tuple[str, int]] = []
        connection.execute("DROP TABLE IF EXISTS temp.new_keys")
        connection.execute(_NEW_KEYS)

    def take(self, item: PlaceRecord | Skip) -> None:
        """Stage a record, or count a skip."""
        if item.line != self._line:  # a row of an OCHA table may give several places
            self._line = item.line
            self._report.rows += 1
        if isinstance(item, Skip):
            self._report.skip(item)
            return
        names = with_shorn([item.name, *item.names])
        for name in {item.name, item.name_en, *item.names}:
            for warning in name_warnings(name):
                self._report.warn(Skip(item.line, warning, name))
        num, self._next = self._next, self._next + 1
        self._rows.append((*_row(num, item, names), self._gazetteer, None, item.line))
        self._keys += [(key, num) for key in key_numbers([*names, item.name_en])]
        if item.code:
            self._units.append((item.code, num))
        if len(self._rows) >= _BATCH:
            self._flush()

    def finish(self) -> None:
        """Write what is left, take out repeated ids, sort the keys in."""
        self._flush()
        self._drop_repeated()
        execute = self._connection.execute
        execute("INSERT OR IGNORE INTO keys SELECT key, num FROM temp.new_keys ORDER BY 1, 2")
        self._give_units_points()
        count = "SELECT count(*) FROM places WHERE num >= ?"
        (self._report.taken,) = execute(count, (self.first,)).fetchone()

    def _give_units_points(self) -> None:
        """Units without a point take the middle of what they hold, from the lowest upwards."""
        execute = self._connection.execute
        for level in ("admin3", "admin2", "admin1"):
            execute("DROP TABLE IF EXISTS temp.middles")
            execute(_MIDDLES, (self.first,))
            execute(_TAKE_MIDDLE, (self.first, LEVELS.index(level)))

    def _flush(self) -> None:
        many = self._connection.executemany
        if self._rows:
            marks = ",".join("?" * len(self._rows[0]))
            many(f"INSERT INTO places VALUES ({marks})", self._rows)
            many("INSERT INTO temp.new_keys VALUES (?, ?)", self._keys)
            many("INSERT OR IGNORE INTO units VALUES (?, ?)", self._units)
        for batch in (self._rows, self._keys, self._units):
            batch.clear()

    def _drop_repeated(self) -> None:
        execute = self._connection.execute
        execute("CREATE TEMP TABLE IF NOT EXISTS repeated (num INTEGER PRIMARY KEY)")
        execute("DELETE FROM temp.repeated")
        for num, gid, line in execute(_REPEATED, (self.first, self.first)).fetchall():
            execute("INSERT INTO temp.repeated VALUES (?)", (num,))
            self._report.skip(Skip(line, "an id that came before", gid))
        for table in ("places", "units", "temp.new_keys"):
            execute(f"DELETE FROM {table} WHERE num IN (SELECT num FROM temp.repeated)")


def _row(num: int, record: PlaceRecord, names: list[str]) -> Row:
    others = [n for n in names if n not in (record.name, record.name_en)]
    return Row(
        num=num,
        gid=record.gid,
        name=record.name,
        name_en=record.name_en,
        level=LEVELS.index(record.level),
        country=record.country,
        lat=record.lat,
        lon=record.lon,
        population=record.population,
        importance=importance(record.level, record.population),
        unit=record.unit,
        names=listed(others),
        refs=listed(f"{kind}={value}" for kind, value in record.refs),
    )
