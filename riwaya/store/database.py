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
from riwaya.store import reading, writing
from riwaya.store.base import Added, Decided, Known, NewCapture
from riwaya.store.engines import WRITING


class DatabaseStore:
    """An open store. Made by `riwaya.store.open_store`."""

    def __init__(self, engine: Engine, location: str) -> None:
        self.location = location
        self._engine = engine

    def __enter__(self) -> DatabaseStore:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    def add(self, report: Report, new: NewCapture | None, series: str | None = None) -> Added:
        """See Writer.add."""
        with self._writing() as connection:
            return writing.add(connection, report, new, series)

    def add_capture(self, document: str, new: NewCapture) -> bool:
        """See Writer.add_capture."""
        with self._writing() as connection:
            return writing.add_capture(connection, document, new)

    def known(self, document: str) -> Known | None:
        """See View.known."""
        with self._reading() as connection:
            return reading.known(connection, document)

    def record(self, document: str) -> Record:
        """See View.record."""
        with self._reading() as connection:
            return reading.record(connection, reading.full_id(connection, document))

    def records(self, selection: Selection | None = None) -> Iterator[Record]:
        """See View.records."""
        with self._reading() as connection:
            yield from reading.records(connection, selection or Selection())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store as long as it is used."""
        with translated(self.location), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that happens whole or not at all."""
        with translated(self.location), self._engine.connect() as connection:
            connection.execution_options(**{WRITING: True})
            with connection.begin():
                yield connection


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
    given = error.orig.args[0] if error.orig is not None and error.orig.args else error.orig
    if isinstance(given, dict):  # pg8000 gives the fields of the server's message
        given = given.get("M")
    lines = str(given).splitlines() or [""]
    return lines[0].rstrip(".")
