"""The user's own gazetteer: where it lies, and questions to it."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

from riwaya.gazetteer.database import BY_KEY, PlaceDatabase
from riwaya.gazetteer.keys import key_number
from riwaya.gazetteer.schema import COLUMNS, Row

DATA_VARIABLE = "RIWAYA_DATA"
FILE_NAME = "gazetteer.sqlite"
_JOINED = f"SELECT {COLUMNS} FROM places WHERE same_as = ? ORDER BY num"
_SAME = "SELECT same_as FROM places WHERE gid = ? AND same_as IS NOT NULL"


def user_path() -> Path:
    """`gazetteer.sqlite` in the folder for Riwaya's data: RIWAYA_DATA, else the platform's own
    (`~/.local/share/riwaya`, `~/Library/Application Support/riwaya`, `%LOCALAPPDATA%\\riwaya`)."""
    chosen = os.environ.get(DATA_VARIABLE)
    return (Path(chosen).expanduser() if chosen else _platform_folder()) / FILE_NAME


def _platform_folder() -> Path:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "riwaya"


class UserDatabase(PlaceDatabase):
    """What the user added. A row's `same_as` is the id of the place that it was joined to."""

    def __init__(self, path: Path) -> None:
        if path.with_name(f"{path.name}-journal").exists():
            _undo_killed_import(path)
        super().__init__(path)

    def keyed_same(self, key: str) -> list[tuple[Row, str | None]]:
        """Places with a name of this key, each with what it was joined to."""
        question = BY_KEY.replace(" FROM", ", p.same_as FROM", 1)
        found = self.connection.execute(question, (key_number(key),))
        return [(Row(*columns), same) for *columns, same in found]

    def joined_to(self, gid: str) -> list[Row]:
        """Rows that were joined to the place with this id."""
        return self._rows(_JOINED, gid)

    def same_as(self, gid: str) -> str | None:
        """What the row with this id was joined to."""
        found = self.connection.execute(_SAME, (gid,)).fetchone()
        return str(found[0]) if found else None


def _undo_killed_import(path: Path) -> None:
    """Let SQLite roll back what a killed import left, which a read-only reader may not do. An
    import that is still running holds its lock, and is left alone."""
    connection = sqlite3.connect(path, timeout=0)
    with suppress(sqlite3.OperationalError):
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.close()
