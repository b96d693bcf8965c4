"""Indexes a report, and takes what was indexed away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, text

from riwaya.model import Report
from riwaya.store.index.create import is_postgresql
from riwaya.store.index.rows import Derived, Row
from riwaya.store.index.tables import DERIVED, FTS, claim, claim_place, search_row
from riwaya.store.schema import document as documents
from riwaya.store.words import marked

_INTO_FTS = text(
    f"INSERT INTO {FTS} (rowid, words)"
    " SELECT number, words FROM search_row WHERE document = :document ORDER BY number"
)
_OUT_OF_FTS = text(
    f"INSERT INTO {FTS} ({FTS}, rowid, words)"
    " SELECT 'delete', number, words FROM search_row WHERE document = :document ORDER BY number"
)
_OPTIMIZE = text(f"INSERT INTO {FTS} ({FTS}) VALUES ('optimize')")


def index_report(connection: Connection, report: Report, new: int | None = None) -> None:
    """Index `report` in place of what was indexed for its document, in the running transaction.

    The document's own row is there already; `new` is its number where it was stored just now, so
    that nothing can have been indexed for it. Raises InputError for a report of half a million
    claims or more.
    """
    document = report.document.id
    number = new
    if number is None:
        number = connection.scalar(select(documents.c.number).where(documents.c.id == document))
        _take_away(connection, document)
    derived = Derived(report, number or 0)
    _insert(connection, search_row, derived.search_rows)
    _insert(connection, claim, derived.claims)
    _insert(connection, claim_place, derived.claim_places)
    if not is_postgresql(connection):
        connection.execute(_INTO_FTS, {"document": document})


def unindex(connection: Connection, document: str) -> None:
    """Take away all that was indexed for a document that is being removed.

    FTS5 only notes that a word's row is gone and keeps the word until its parts are merged: so they
    are merged here, and no word of the document stays in the file's pages in use. (Pages freed are
    overwritten by `PRAGMA secure_delete`; PostgreSQL does it at its next VACUUM.)
    """
    if _take_away(connection, document) and not is_postgresql(connection):
        connection.execute(_OPTIMIZE)


def _take_away(connection: Connection, document: str) -> bool:
    there = select(search_row.c.number).where(search_row.c.document == document).limit(1)
    if connection.scalar(there) is None:
        return False
    if not is_postgresql(connection):
        connection.execute(_OUT_OF_FTS, {"document": document})
    for table in reversed(DERIVED):
        connection.execute(delete(table).where(table.c.document == document))
    return True


def _insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """All rows in one statement: PostgreSQL's driver would wait for an answer after each."""
    if not rows:
        return
    if not is_postgresql(connection):
        connection.execute(insert(table), list(rows))
        return
    connection.execute(_from_json(table), {"rows": json.dumps([_json_row(row) for row in rows])})


def _from_json(table: Table) -> Any:
    names = ", ".join(table.c.keys())
    typed = ", ".join(f"{c.name} {c.type.compile()}" for c in table.c)
    return text(
        f"INSERT INTO {table.name} ({names}) SELECT {names}"
        f" FROM json_to_recordset(CAST(:rows AS json)) AS row ({typed})"
    )


def _json_row(row: Row) -> Row:
    return {key: marked(value) if isinstance(value, str) else value for key, value in row.items()}
