"""A store in a database: the calls of `base.Store`, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from riwaya.errors import InputError
from riwaya.model import Report
from riwaya.records import (
    AuditEntry,
    Found,
    Judged,
    Judgement,
    Problem,
    Query,
    Record,
    Selection,
    TargetKind,
    Tombstone,
)
from riwaya.store import counting, finding, judging, log, reading, removing, verifying, writing
from riwaya.store.base import Added, Decided, Known, NewCapture
from riwaya.store.engines import WRITING


class _Connected:
    """An engine, and the two ways to use it."""

    def __init__(self, engine: Engine, location: str) -> None:
        self.location = location
        self._engine = engine

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store as long as it is used."""
        with translated(self.location), self._engine.connect() as connection:
            verifying.begin_snapshot(connection)
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that happens whole or not at all."""
        with translated(self.location), self._engine.connect() as connection:
            connection.execution_options(**{WRITING: True})
            with connection.begin():
                yield connection


class _View(_Connected):
    """The calls of base.View."""

    def known(self, document: str) -> Known | None:
        """See View.known."""
        with self._reading() as connection:
            return reading.known(connection, document)

    def document_of(self, target: str, document: str | None = None) -> tuple[str, TargetKind]:
        """See View.document_of."""
        with self._reading() as connection:
            return finding.document_of(connection, target, document)

    def record(self, document: str) -> Record:
        """See View.record."""
        with self._reading() as connection:
            return reading.record(connection, reading.full_id(connection, document))

    def records(self, selection: Selection | None = None) -> Iterator[Record]:
        """See View.records."""
        with self._reading() as connection:
            yield from reading.records(connection, selection or Selection())

    def reports_before(self, document: str) -> tuple[tuple[str, Report], ...]:
        """See View.reports_before."""
        with self._reading() as connection:
            return reading.reports_before(connection, reading.full_id(connection, document))

    def versions(self, series: str) -> tuple[Record, ...]:
        """See View.versions."""
        with self._reading() as connection:
            return reading.versions(connection, series)

    def raw(self, sha256: str) -> bytes:
        """See View.raw."""
        with self._reading() as connection:
            return reading.raw(connection, sha256)

    def judgements(self, document: str | None = None) -> Iterator[Judged]:
        """See View.judgements."""
        with self._reading() as connection:
            full = None if document is None else reading.full_id(connection, document)
            yield from reading.judgements(connection, full)

    def tombstones(self) -> Iterator[Tombstone]:
        """See View.tombstones."""
        with self._reading() as connection:
            yield from reading.tombstones(connection)

    def log_entries(self) -> Iterator[AuditEntry]:
        """See View.log_entries."""
        with self._reading() as connection:
            yield from log.entries(connection)

    def search(self, query: Query) -> Found:
        """See View.search."""
        from riwaya.store.index.search import search

        with self._reading() as connection:
            return search(connection, reading.with_full_ids(connection, query))

    def stats(self) -> dict[str, Any]:
        """See View.stats."""
        with self._reading() as connection:
            return counting.stats(connection)

    def head(self) -> str:
        """See View.head."""
        with self._reading() as connection:
            return log.last(connection)[1]

    def verify(self, head: str | None = None) -> Iterator[Problem]:
        """See View.verify."""
        with translated(self.location):
            yield from verifying.verify(self._engine, self.location, head)


class DatabaseStore(_View):
    """An open store. Made by `riwaya.store.open_store`."""

    def __enter__(self) -> DatabaseStore:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def add(self, report: Report, new: NewCapture | None, series: str | None = None) -> Added:
        """See Writer.add."""
        with self._writing() as connection:
            return writing.add(connection, report, new, series)

    def add_capture(self, document: str, new: NewCapture) -> bool:
        """See Writer.add_capture."""
        with self._writing() as connection:
            return writing.add_capture(connection, document, new)

    def judge(self, decided: Decided) -> Judgement:
        """See Writer.judge."""
        with self._writing() as connection:
            log.lock(connection)
            return judging.judge(connection, *reading.to_judge(connection, decided))

    def remove(self, document: str, user: str, reason: str) -> Tombstone:
        """See Writer.remove."""
        with self._writing() as connection:
            log.lock(connection)
            full = reading.full_id(connection, document)
            tombstone = removing.remove(connection, full, user, reason)
        self._empty_journal()
        return tombstone

    def note(self, user: str, action: str, subject: str, details: dict[str, Any]) -> AuditEntry:
        """See Writer.note."""
        with self._writing() as connection:
            log.lock(connection)
            return log.Pen(connection, user).write(action, subject, {"note": details})

    def _empty_journal(self) -> None:
        """Let nothing that was removed linger in SQLite's journal. While another process reads, it
        stays until that one is done."""
        if self._engine.dialect.name == "sqlite":
            with translated(self.location):
                raw = self._engine.raw_connection()
                try:
                    raw.cursor().execute("PRAGMA busy_timeout = 1000")
                    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    raw.invalidate()


@contextmanager
def translated(location: str) -> Iterator[None]:
    """Errors of the database as InputError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise InputError(
            f"the store cannot be used ({first_line(error)}).",
            where=location,
            advice="Nothing was changed. `riwaya verify` says whether the store is damaged.",
        ) from error


def first_line(error: DBAPIError) -> str:
    """What the database says, on one line without a full stop."""
    given = error.orig.args[0] if error.orig is not None and error.orig.args else error.orig
    if isinstance(given, dict):  # pg8000 gives the fields of the server's message
        given = given.get("M")
    lines = str(given).splitlines() or [""]
    return lines[0].rstrip(".")
