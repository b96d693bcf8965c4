"""Adding gazetteers to the user's database, listing and removing them: whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from riwaya.errors import InputError, ResourceError
from riwaya.gazetteer import schema
from riwaya.gazetteer.combined import embedded_path
from riwaya.gazetteer.imports.geonames import GeoNamesReader, is_geonames
from riwaya.gazetteer.imports.joining import forget_lost_joins, join_known
from riwaya.gazetteer.imports.lines import Progress, TableLines, file_hash
from riwaya.gazetteer.imports.ocha import OchaReader, is_ocha
from riwaya.gazetteer.imports.records import PlaceRecord, Skip
from riwaya.gazetteer.imports.report import ImportReport
from riwaya.gazetteer.imports.stage import Stage
from riwaya.gazetteer.userfile import user_path

_MORE = ", gazetteer INTEGER NOT NULL, same_as TEXT, line INTEGER"
_GAZETTEERS = """CREATE TABLE gazetteers (
  num INTEGER PRIMARY KEY, name TEXT UNIQUE, file TEXT, format TEXT, sha256 TEXT UNIQUE,
  places INTEGER)"""
_SAMES = "CREATE INDEX sames ON places (same_as) WHERE same_as IS NOT NULL"
_INDEXES = {"gids": schema.GIDS, "sames": _SAMES}
_BUSY_SECONDS = 10
_CACHE_KIB = 16_384  # however large the file


class Listed(NamedTuple):
    """One gazetteer that was added."""

    name: str
    file: str
    format: str
    places: int


class Reader(Protocol):
    """Reads one format."""

    format: str

    def read(self, lines: Iterator[tuple[int, str]]) -> Iterator[PlaceRecord | Skip]:
        """A record or a skip for each row."""
        ...


@dataclass(frozen=True)
class Import:
    """One file to add: under which name (None: the file's), with whom to tell the progress."""

    path: Path
    name: str | None = None
    on_bytes: Progress | None = None

    @property
    def title(self) -> str:
        """The name of the gazetteer."""
        return self.name or self.path.stem


def add_gazetteer(
    path: Path,
    user: Path | None = None,
    name: str | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> ImportReport:
    """Add a GeoNames dump or an OCHA table to the user's gazetteer, and say what was left out.

    `user` None takes `user_path()`; `name` None takes the file's name without its ending. One
    transaction: what is interrupted leaves nothing. The same file again changes nothing. Raises
    InputError for a file that is neither format, cannot be read, or gives no place; for another
    file under a name that is taken; ResourceError when the database cannot be written.
    """
    work = Import(path, name, on_bytes)
    lines = TableLines(path, on_bytes)
    with _database(user or user_path()) as connection:
        report = ImportReport(work.title, str(path))
        digest = file_hash(path)
        if known := _known(connection, digest):
            report.name, report.already = known, True
            return report
        _refuse_taken(connection, work)
        _take(connection, lines, report, digest)
    return report


def list_gazetteers(user: Path | None = None) -> list[Listed]:
    """What the user has added, by name."""
    path = user or user_path()
    if not path.is_file():
        return []
    with _database(path) as connection:
        rows = connection.execute("SELECT name, file, format, places FROM gazetteers ORDER BY name")
        return [Listed(*row) for row in rows]


def remove_gazetteer(name: str, user: Path | None = None) -> Listed:
    """Remove one gazetteer. Raises InputError when none has this name."""
    path = user or user_path()
    found = {listed.name: listed for listed in list_gazetteers(path)}
    if name not in found:
        raise InputError(
            f"there is no gazetteer named {name!r}.",
            where=str(path),
            advice=f"Added are: {', '.join(found)}." if found else "None has been added.",
        )
    with _database(path) as connection:
        held = "SELECT p.num FROM places p JOIN gazetteers g ON g.num = p.gazetteer AND g.name = ?"
        connection.execute(f"DELETE FROM keys WHERE num IN ({held})", (name,))
        connection.execute(f"DELETE FROM units WHERE num IN ({held})", (name,))
        connection.execute(f"DELETE FROM places WHERE num IN ({held})", (name,))
        connection.execute("DELETE FROM gazetteers WHERE name = ?", (name,))
        forget_lost_joins(connection)
    return found[name]


def _take(
    connection: sqlite3.Connection, lines: TableLines, report: ImportReport, digest: str
) -> None:
    for index in _INDEXES:  # filled row by row they would cost more than the rows
        connection.execute(f"DROP INDEX IF EXISTS {index}")
    reader = _reader(connection, lines)
    report.format = reader.format
    (number,) = connection.execute("SELECT coalesce(max(num), 0) + 1 FROM gazetteers").fetchone()
    stage = Stage(connection, number, report)
    for item in reader.read(iter(lines)):
        stage.take(item)
        _take_broken(lines, stage)
    _take_broken(lines, stage)
    stage.finish()
    for statement in _INDEXES.values():
        connection.execute(statement)
    if not report.taken:
        raise InputError(
            f"gives no place ({report.rows:,} rows; {_reasons(report)}).",
            where=report.file,
            advice="Check that it is a GeoNames dump or an OCHA table with p-codes.",
        )
    if lines.note:
        report.notes.append(lines.note)
    join_known(connection, stage.first, report)
    connection.execute(
        "INSERT INTO gazetteers VALUES (?, ?, ?, ?, ?, ?)",
        (number, report.name, report.file, report.format, digest, report.taken),
    )


def _take_broken(lines: TableLines, stage: Stage) -> None:
    """Count the lines that could not even be decoded since the last call."""
    for skip in lines.skips:
        stage.take(skip)
    lines.skips.clear()


def _reasons(report: ImportReport) -> str:
    return ", ".join(f"{count:,} × {reason}" for reason, count in report.skipped.most_common(3))


def _reader(connection: sqlite3.Connection, lines: TableLines) -> Reader:
    header = next((line for _, line in TableLines(lines.path)), "")
    if is_geonames(header):
        return GeoNamesReader(connection, lines.path)
    if is_ocha(header):
        return OchaReader(header, str(lines.path))
    raise InputError(
        f"is neither a GeoNames dump nor an OCHA table; its first line is {header[:80]!r}.",
        where=str(lines.path),
        advice="A GeoNames dump has 19 columns with tabs between and no header; an OCHA table has "
        "a header with p-codes, such as ADM1_PCODE or admin4Pcode.",
    )


def _known(connection: sqlite3.Connection, digest: str) -> str | None:
    found = connection.execute("SELECT name FROM gazetteers WHERE sha256 = ?", (digest,)).fetchone()
    return str(found[0]) if found else None


def _refuse_taken(connection: sqlite3.Connection, work: Import) -> None:
    taken = connection.execute("SELECT file FROM gazetteers WHERE name = ?", (work.title,))
    if found := taken.fetchone():
        raise InputError(
            f"the name {work.title!r} is taken by another file, {found[0]}.",
            where=str(work.path),
            advice=f"Remove that one first (riwaya gazetteer remove {work.title}), or give "
            "another --name.",
        )


@contextmanager
def _database(path: Path) -> Iterator[sqlite3.Connection]:
    """The user's database in one transaction; an error or an interruption undoes it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        address = path.resolve().as_uri()
        connection = sqlite3.connect(address, timeout=_BUSY_SECONDS, isolation_level=None, uri=True)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(path, error) from None
    try:
        _prepare(connection, path)
        connection.execute("ATTACH ? AS embedded", (f"{embedded_path().as_uri()}?mode=ro",))
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise _unwritable(path, error) from None
    finally:
        connection.close()  # rolls back what was not committed


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA temp_store = FILE")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    if connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        if not schema.is_gazetteer(connection):
            raise ResourceError(
                "is not a gazetteer of this version.",
                where=str(path),
                advice="Move the file away and add the gazetteers again.",
            )
        return
    connection.execute("BEGIN IMMEDIATE")
    tables = (schema.PLACES.format(more=_MORE), schema.KEYS, schema.UNITS, _GAZETTEERS)
    for statement in (*tables, *_INDEXES.values()):
        connection.execute(statement)
    schema.mark(connection)
    connection.execute("COMMIT")


def _unwritable(path: Path, error: Exception) -> ResourceError:
    return ResourceError(
        f"the gazetteer cannot be written ({error}); nothing was changed.",
        where=str(path),
        advice="Free disk space, close other imports, or set RIWAYA_DATA to another folder.",
    )
