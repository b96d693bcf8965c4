"""Checks that what is indexed is what the reports give, no more and no less."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table, select, text
from sqlalchemy.exc import DBAPIError

from riwaya.model import Report
from riwaya.records import Problem
from riwaya.store.index.create import is_postgresql
from riwaya.store.index.rows import Derived, Row
from riwaya.store.index.tables import DERIVED, FTS, claim, claim_place, search_row
from riwaya.store.schema import document as documents

_COMPARE = text(f"INSERT INTO {FTS} ({FTS}, rank) VALUES ('integrity-check', 1)")


def check_index(connection: Connection, report: Report) -> Iterator[Problem]:
    """Where what is indexed for a document is not exactly what `report`, its present one, gives.

    At most one problem for each table.
    """
    document = report.document.id
    number = connection.scalar(select(documents.c.number).where(documents.c.id == document))
    derived = Derived(report, number or 0)
    wanted = (derived.search_rows, derived.claims, derived.claim_places)
    for table, rows in zip((search_row, claim, claim_place), wanted, strict=True):
        yield from _compared(document, table, rows, _stored(connection, table, document))


def check_whole(connection: Connection) -> Iterator[Problem]:
    """Rows of documents that are not stored, and an index of words that differs from its rows.

    On SQLite the transaction must be one that may write, though nothing is changed. PostgreSQL
    keeps its index equal to its rows by itself.
    """
    known = select(documents.c.id)
    for table in DERIVED:
        strays = select(table.c.document).where(table.c.document.not_in(known)).distinct()
        for document in connection.scalars(strays.order_by(table.c.document)):
            yield Problem(f"{table.name} of document {document}", "the document is not stored.")
    if is_postgresql(connection):
        return
    try:
        connection.execute(_COMPARE)
    except DBAPIError as error:
        yield Problem(FTS, f"the index of words is not what its rows give ({error.orig}).")


def _stored(connection: Connection, table: Table, document: str) -> list[Row]:
    rows = select(table).where(table.c.document == document).order_by(*table.primary_key)
    return [dict(row) for row in connection.execute(rows).mappings()]


def _compared(
    document: str, table: Table, wanted: list[Row], stored: list[Row]
) -> Iterator[Problem]:
    where = f"{table.name} of document {document}"
    if len(wanted) != len(stored):
        yield Problem(where, f"{len(stored)} rows are indexed, and the report gives {len(wanted)}.")
        return
    for should, row in zip(wanted, stored, strict=True):
        different = [name for name in should if should[name] != row[name]]
        if different:
            number = "-".join(str(row[key.name]) for key in table.primary_key)
            yield Problem(where, f"row {number} has another {different[0]} than the report gives.")
            return
