"""Read-only questions to one gazetteer database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from riwaya.errors import ResourceError
from riwaya.gazetteer.keys import key_number
from riwaya.gazetteer.schema import COLUMNS, Row, is_gazetteer

BY_KEY = f"""SELECT {", ".join("p." + name for name in COLUMNS.split(", "))}
 FROM keys k JOIN places p ON p.num = k.num WHERE k.key = ? ORDER BY p.importance DESC, p.num"""
_BY_GID = f"SELECT {COLUMNS} FROM places WHERE gid = ? ORDER BY num"
_BY_UNIT = f"""SELECT {", ".join("p." + name for name in COLUMNS.split(", "))}
FROM units u JOIN places p ON p.num = u.num WHERE u.code = ? ORDER BY p.num"""


class PlaceDatabase:
    """One SQLite file of places, opened read-only. Raises ResourceError when it is missing or is
    no gazetteer of this format."""

    def __init__(self, path: Path) -> None:
        self.path = path
        advice = "Reinstall riwaya, or remove the file and add the gazetteers again."
        if not path.is_file():
            raise ResourceError("there is no gazetteer.", where=str(path), advice=advice)
        try:
            # Threads share it: SQLite serialises, and nothing is ever written through it.
            self.connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            sound = is_gazetteer(self.connection)
        except sqlite3.DatabaseError as error:
            raise ResourceError(
                f"the gazetteer cannot be read ({error}).", where=str(path), advice=advice
            ) from None
        if not sound:
            raise ResourceError(
                "is not a gazetteer of this version.", where=str(path), advice=advice
            )

    def keyed(self, key: str) -> list[Row]:
        """Places with a name of this key, the most important first."""
        return self._rows(BY_KEY, key_number(key))

    def identified(self, gid: str) -> list[Row]:
        """Places with this id (one, or none)."""
        return self._rows(_BY_GID, gid)

    def unit(self, code: str) -> Row | None:
        """The country or administrative unit with this code."""
        rows = self._rows(_BY_UNIT, code)
        return rows[0] if rows else None

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()

    def _rows(self, question: str, value: str | int) -> list[Row]:
        return [Row(*found) for found in self.connection.execute(question, (value,))]
