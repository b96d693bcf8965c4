"""Opening a store: made when it is new, brought to the present version when it is old."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from riwaya.errors import InputError, RiwayaError
from riwaya.store import schema, versions
from riwaya.store.database import DatabaseStore, first_line
from riwaya.store.engines import WRITING, engine_for, is_url, location_of
from riwaya.store.log import Pen, lock, now
from riwaya.store.verify_log import tables_hash
from riwaya.store.writing import PROGRAM, put

_MAKING = 7_219_465_128  # the number of PostgreSQL's lock for making tables: any, always the same


def open_database(where: str, passphrase: str | None, create: bool) -> DatabaseStore:
    """See riwaya.store.open_store."""
    if not is_url(where):
        _check_file(Path(where), create)
    location = location_of(where)
    engine = engine_for(where, passphrase)
    try:
        _prepare(engine, location, create)
    except DBAPIError as error:
        engine.dispose()
        raise _unusable(error, location) from error
    except RiwayaError:
        engine.dispose()
        raise
    return DatabaseStore(engine, location)


def _prepare(engine: Engine, location: str, create: bool) -> None:
    with engine.connect() as connection:
        found = versions.version_of(connection, location)
    if found == versions.REVISIONS[-1]:
        return
    if found is None and not create:
        raise _missing(location)
    with engine.connect() as connection:
        connection.execution_options(**{WRITING: True})
        with connection.begin():
            if connection.dialect.name == "postgresql":
                _check_encoding(connection, location)
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_MAKING})"))
            _bring_up(connection, location)


def _bring_up(connection: Connection, location: str) -> None:
    """Another process may have done it since: then there is nothing left to do."""
    found = versions.version_of(connection, location)
    if found == versions.REVISIONS[-1]:
        return
    versions.upgrade(connection)
    lock(connection)
    pen = Pen(connection, PROGRAM)
    rows = []
    if found is None:
        for key, value in (("store", uuid4().hex), ("made", now())):
            rows.append(put(connection, schema.meta, {"key": key, "value": value}))
    details = {
        "rows": rows,
        "version": versions.REVISIONS[-1],
        "tables": tables_hash(connection),
    }
    pen.write("create" if found is None else "upgrade", "store", details)


def _check_encoding(connection: Connection, location: str) -> None:
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise InputError(
            f"the database has the encoding {encoding}, which cannot hold every script.",
            where=location,
            advice="Make a database with: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0",
        )


def _check_file(path: Path, create: bool) -> None:
    where = str(path)
    if path.is_dir():
        raise InputError("is a folder.", where=where, advice="Give the path of a file in it.")
    if not path.exists():
        if not create:
            raise _missing(where)
        if not path.absolute().parent.is_dir():
            raise InputError(
                "its folder does not exist.", where=where, advice=f"Make it: mkdir -p {path.parent}"
            )
        _make_private(path)
        return
    if not path.is_file():
        raise InputError("is no file.", where=where, advice="Give the path of a file.")
    if not os.access(path, os.R_OK | os.W_OK):
        raise InputError(
            "cannot be written.",
            where=where,
            advice="A store must be writable, also to be read: change its rights, or copy it.",
        )


def _make_private(path: Path) -> None:
    """An empty file that its owner alone may read: what is kept is sensitive. The database's own
    files beside it take over its rights."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise InputError(
            f"cannot be made ({error.strerror}).",
            where=str(path),
            advice="Give a path in a folder that you may write to.",
        ) from None


def _missing(where: str) -> InputError:
    return InputError(
        "there is no store.", where=where, advice="`riwaya add` makes one; --store names another."
    )


def _unusable(error: DBAPIError, location: str) -> InputError:
    if is_url(location):
        advice = "Check the address, that the server runs, and that it lets you in."
    else:
        advice = "It may be no store of riwaya, or a damaged one; nothing was changed."
    return InputError(
        f"cannot be opened as a store ({first_line(error)}).", where=location, advice=advice
    )
