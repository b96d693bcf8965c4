"""Checks a store from the first entry of its log to the last byte of its evidence."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from riwaya.errors import RiwayaError
from riwaya.records import Problem
from riwaya.store import versions
from riwaya.store.engines import WRITING
from riwaya.store.stories.check import check_stories
from riwaya.store.verify_content import check_content
from riwaya.store.verify_log import Attestations, check_log, tables_hash
from riwaya.store.verify_rows import check_references, check_rows

_MOST = 100  # problems that SQLite's own check lists


def verify(engine: Engine, location: str, head: str | None) -> Iterator[Problem]:
    """See View.verify. Damage that the database itself stumbles over is a problem like others."""
    said = Attestations()
    with engine.connect() as connection:
        begin_snapshot(connection)
        steps = (
            ("tables", _check_version(connection, location)),
            ("audit log", check_log(connection, said, head)),
            ("tables", _check_tables(connection, said)),
            ("rows", check_rows(connection, said)),
            ("references", check_references(connection)),
            ("documents", check_content(connection)),
            ("stories", check_stories(connection)),
        )
        for name, step in steps:
            yield from _guarded(name, step, connection)
    yield from _guarded("index", _check_index(engine))
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            yield from _guarded("file", _check_file(connection))


def begin_snapshot(connection: Connection) -> None:
    """Let the transaction see one state of the store, whatever others write meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _guarded(
    name: str, step: Iterator[Problem], connection: Connection | None = None
) -> Iterator[Problem]:
    try:
        yield from step
    except DBAPIError as error:
        yield Problem(name, f"the database cannot read it ({error.orig}).")
    except RiwayaError as error:
        yield Problem(name, error.message)
    except Exception as error:  # what is damaged can break anything that reads it
        yield Problem(name, f"is damaged: it cannot be read ({error!r}).")
    else:
        return
    if connection is not None:
        connection.rollback()
        begin_snapshot(connection)


def _check_version(connection: Connection, location: str) -> Iterator[Problem]:
    found = versions.version_of(connection, location)
    if found != versions.REVISIONS[-1]:
        yield Problem("tables", f"have the version {found}, not {versions.REVISIONS[-1]}.")


def _check_tables(connection: Connection, said: Attestations) -> Iterator[Problem]:
    present = tables_hash(connection)
    if None not in (present, said.tables) and present != said.tables:
        yield Problem("tables", "are not those that the audit log attests.")


def _check_index(engine: Engine) -> Iterator[Problem]:
    """In a transaction that may write, as SQLite wants it for this check, and that is undone."""
    from riwaya.store.index.check import check_whole

    with engine.connect() as connection:
        connection.execution_options(**{WRITING: True})
        with connection.begin() as transaction:
            yield from check_whole(connection)
            transaction.rollback()


def _check_file(connection: Connection) -> Iterator[Problem]:
    """What SQLite says of its own file."""
    for line in connection.scalars(text(f"PRAGMA integrity_check({_MOST})")):
        if line != "ok":
            yield Problem("file", str(line))
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Problem(f"{row[0]} {row[1]}", f"names a row of {row[2]} that is not there.")
