"""The gazetteer that readers use: the embedded one, joined with what the user added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from riwaya.gazetteer.base import Gazetteer, GazetteerPlace
from riwaya.gazetteer.database import PlaceDatabase
from riwaya.gazetteer.generics import level_meant, shorn
from riwaya.gazetteer.keys import name_key
from riwaya.gazetteer.schema import Row
from riwaya.gazetteer.userfile import UserDatabase, user_path

EMBEDDED = "places.sqlite"
_DEEPEST = 8  # units inside units; a longer chain would be a circle
_CACHED = 16384


def open_gazetteer(user: Path | None = None) -> Gazetteer:
    """The embedded gazetteer, with the user's where there is one.

    `user` is the user's database; None takes `gazetteer.sqlite` in the folder that the environment
    variable RIWAYA_DATA names, else in the platform's folder for user data. Opening reads almost
    nothing. Raises ResourceError when a database is damaged or of another version.
    """
    chosen = user or user_path()
    added = UserDatabase(chosen) if user is not None or chosen.is_file() else None
    return CombinedGazetteer(PlaceDatabase(embedded_path()), added)


def embedded_path() -> Path:
    """Where the embedded database lies."""
    return Path(str(files("riwaya.resources") / "gazetteer" / EMBEDDED))


class CombinedGazetteer:
    """Looks places up in the embedded database and the user's, each place once.

    Rows that the import found to be one place (`same_as`) come out as one, under the id of the
    gazetteer that had it first, with the names and refs of all.
    """

    def __init__(self, embedded: PlaceDatabase, added: UserDatabase | None = None) -> None:
        self._embedded = embedded
        self._added = added
        self._named = lru_cache(_CACHED)(self._look_up)
        self._chain = lru_cache(_CACHED)(self._climb)
        self._canonical = lru_cache(_CACHED)(self._find_canonical)

    def named(self, name: str) -> Sequence[GazetteerPlace]:
        """Places that bear `name`, the most important first; empty when there is none.

        A name with its generic noun (مدينة درعا) is found without it if need be, and then places
        of the kind that the noun tells come first.
        """
        found = self._named(name_key(name))
        short = None if found else shorn(name)
        if not short:
            return found
        level = level_meant(name)
        return sorted(self._named(name_key(short)), key=lambda place: place.level != level)

    def get(self, id_: str) -> GazetteerPlace | None:
        """The place with this id, or the one that a row with this id was joined to."""
        row = self._canonical(id_)
        return self._place(row) if row else None

    def close(self) -> None:
        """Let the files go."""
        self._embedded.close()
        if self._added:
            self._added.close()

    def _look_up(self, key: str) -> tuple[GazetteerPlace, ...]:
        if not key:
            return ()
        rows = self._embedded.keyed(key)
        if self._added:
            own = (
                self._canonical(same or row.gid) or row for row, same in self._added.keyed_same(key)
            )
            rows = sorted(_each_once([*rows, *own]), key=lambda row: -row.importance)
        return tuple(self._place(row) for row in rows)

    def _find_canonical(self, gid: str) -> Row | None:
        """The row that stands for `gid`, with the names and refs of all rows joined to it."""
        first = self._embedded.identified(gid)
        if not self._added:
            return first[0] if first else None
        same = None if first else self._added.same_as(gid)
        if same:
            return self._canonical(same)
        rows = [*first, *self._added.identified(gid), *self._added.joined_to(gid)]
        return _joined(rows) if rows else None

    def _place(self, row: Row) -> GazetteerPlace:
        if self._added:
            row = self._canonical(row.gid) or row
        units = self._chain(row.unit, row.gid) if row.unit else ()
        return replace(
            row.place(),
            admin=tuple(unit.name for unit in units),
            parents=tuple(unit.gid for unit in units),
        )

    def _climb(self, code: str, below: str) -> tuple[Row, ...]:
        """The units that hold a place, from the country downwards."""
        units: list[Row] = []
        next_code: str | None = code
        while next_code and len(units) < _DEEPEST:
            unit = self._unit(next_code)
            if unit is None and "." in next_code:
                next_code = next_code.rpartition(".")[0]  # GeoNames' codes hold their parents'
                continue
            if unit is None or unit.gid == below or any(unit.gid == u.gid for u in units):
                break
            units.append(unit)
            next_code = unit.unit
        return tuple(reversed(units))

    def _unit(self, code: str) -> Row | None:
        own = self._added.unit(code) if self._added else None
        if own is not None:
            return self._canonical(own.gid) or own
        return self._embedded.unit(code)


def _each_once(rows: Iterable[Row]) -> list[Row]:
    return list({row.gid: row for row in reversed(list(rows))}.values())


def _joined(rows: Sequence[Row]) -> Row:
    """One row of several for one place: the first one's facts, gaps filled, all names and refs."""
    first, *others = rows
    for other in others:
        refs = dict.fromkeys((*first.all_refs(), *other.all_refs()))
        names = dict.fromkeys((*first.all_names(), *other.all_names()))
        located = first if first.lat is not None else other
        first = first._replace(
            lat=located.lat,
            lon=located.lon,
            population=first.population or other.population,
            names="|".join(names),
            refs="|".join(f"{kind}={value}" for kind, value in refs),
        )
    return first
