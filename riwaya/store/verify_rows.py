"""Checks the kept rows against what the audit log says of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Column, Connection, Table, select

from riwaya.records import Problem
from riwaya.store import schema
from riwaya.store.attest import key_of, row_hash
from riwaya.store.paging import pages
from riwaya.store.verify_log import Attestations

_AT_ONCE = 50
_ATTESTED = tuple(table for table in schema.KEPT if table is not schema.audit)


def check_rows(connection: Connection, said: Attestations) -> Iterator[Problem]:
    """Rows that are in no entry, that are not as attested, or that are missing."""
    for table in _ATTESTED:
        columns = [column for column in table.columns if column is not schema.blob.c.content]
        (key,) = table.primary_key.columns
        for page in pages(connection, select(*columns), key, _AT_ONCE):
            for row in page:
                where = f"{table.name} {key_of(table, row)}"
                if wrong := said.check(table.name, key_of(table, row), row_hash(table, row)):
                    yield Problem(where, wrong)
                if table is schema.blob:
                    yield from _check_bytes(connection, row["sha256"], row["size"])
        for missing, number in said.missing(table.name):
            yield Problem(
                f"{table.name} {missing}", f"is missing; audit entry {number} attests it."
            )


def check_references(connection: Connection) -> Iterator[Problem]:
    """Rows that name a row of another table that is not there."""
    document, blob = schema.document.c.id, schema.blob.c.sha256
    for table, column, of in (
        (schema.capture, schema.capture.c.document, document),
        (schema.report, schema.report.c.document, document),
        (schema.capture, schema.capture.c.sha256, blob),
    ):
        yield from _strays(connection, table, column, of)


def _strays(
    connection: Connection, table: Table, column: Column[str], of: Column[str]
) -> Iterator[Problem]:
    lost = select(table.c.number, column.label("named")).where(column.not_in(select(of)))
    for number, named in connection.execute(lost.order_by(table.c.number)):
        yield Problem(f"{table.name} {number}", f"names {of.table.name} {named}, not stored.")


def _check_bytes(connection: Connection, sha256: str, size: int) -> Iterator[Problem]:
    """One at a time: evidence may be large."""
    table = schema.blob
    content = connection.scalar(select(table.c.content).where(table.c.sha256 == sha256))
    if not isinstance(content, bytes | memoryview) or len(content) != size:
        yield Problem(f"blob {sha256}", f"does not have the {size} bytes that it should.")
    elif hashlib.sha256(content).hexdigest() != sha256:
        yield Problem(f"blob {sha256}", "its bytes were changed: they have another sha256.")
