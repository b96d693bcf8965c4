"""Removing a document: its words go, and that it was there, and who removed it, stays."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, select, update

from riwaya.errors import InputError
from riwaya.records import Tombstone
from riwaya.store import schema
from riwaya.store.attest import Attested, attested
from riwaya.store.log import Pen
from riwaya.store.rows import tombstone_of
from riwaya.store.stories.judging import story_judgements
from riwaya.store.stories.placing import forget_document
from riwaya.store.stories.rows import names_document, without_words
from riwaya.store.writing import put

ERASED: dict[str, Any] = {"ground": "", "value": None, "reason": ""}
"""What is left of a judgement's words. Its decision, person and time stay."""


def remove(connection: Connection, document: str, user: str, reason: str) -> Tombstone:
    """See Writer.remove; `document` is the full id of a stored document, and no other process
    writes."""
    from riwaya.store.index.write import unindex

    if not reason.strip() or not user.strip():
        raise InputError("a removal needs a person and a reason.", where=f"document {document}")
    table = schema.document
    sha256 = connection.scalar(select(table.c.sha256).where(table.c.id == document))
    pen = Pen(connection, user)
    grave = {
        "number": pen.number,
        "document": document,
        "sha256": sha256,
        "user": user,
        "reason": reason,
        "at": pen.at,
    }
    rows = [put(connection, schema.tombstone, grave)]
    unindex(connection, document)
    rows += _without_words(connection, document)
    rows += _stories_without_words(connection, document)
    forget_document(connection, document)
    erased = _erase(connection, document)
    pen.write("remove", document, {"rows": rows, "erased": erased})
    return tombstone_of(grave)


def _without_words(connection: Connection, document: str) -> list[Attested]:
    """The judgements on a document: kept, and attested anew, without the words they quote."""
    table = schema.judgement
    of = table.c.document == document
    connection.execute(update(table).where(of).values(**ERASED))
    rows = connection.execute(select(table).where(of).order_by(table.c.number)).mappings()
    return [attested(table, row) for row in rows]


def _stories_without_words(connection: Connection, document: str) -> list[Attested]:
    """The same for decisions on its place among stories, on relations of its accounts, and on
    questions that rest on them."""
    table, rows = schema.story_judgement, []
    for judgement in list(story_judgements(connection)):
        if names_document(judgement, document):
            left = asdict(without_words(judgement))
            connection.execute(update(table).where(table.c.number == judgement.number).values(left))
            rows.append(attested(table, left))
    return rows


def _erase(connection: Connection, document: str) -> list[list[Any]]:
    """Delete all else of a document; `[table, key]` of each row that is gone."""
    report, capture, blob = schema.report, schema.capture, schema.blob
    bytes_of = select(capture.c.sha256).where(capture.c.document == document)
    candidates = sorted(set(connection.scalars(bytes_of)))
    erased = _delete(connection, report, report.c.document == document)
    erased += _delete(connection, capture, capture.c.document == document)
    unused = ~exists().where(capture.c.sha256 == blob.c.sha256)
    erased += _delete(connection, blob, blob.c.sha256.in_(candidates) & unused)
    return erased + _delete(connection, schema.document, schema.document.c.id == document)


def _delete(connection: Connection, table: Table, which: Any) -> list[list[Any]]:
    (key,) = table.primary_key.columns
    keys = sorted(connection.scalars(select(key).where(which)))
    connection.execute(delete(table).where(key.in_(keys)))
    return [[table.name, one] for one in keys]
