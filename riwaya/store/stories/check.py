"""Checks the tables of stories: rows against their own hashes, and against what is stored."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table, select

from riwaya.records import Problem
from riwaya.store import schema
from riwaya.store.paging import pages
from riwaya.store.stories.judging import row_problem
from riwaya.store.stories.packing import Row, hash_of
from riwaya.store.stories.tables import comparison, placement

_AT_ONCE = 100


def check_stories(connection: Connection) -> Iterator[Problem]:
    """Decisions, then what the machine worked out."""
    kept = schema.story_judgement
    for page in pages(connection, select(kept), kept.c.number, _AT_ONCE):
        for row in page:
            if wrong := row_problem(row):
                yield Problem(f"story judgement {row['number']}", wrong)
    for page in pages(connection, select(placement), placement.c.number, _AT_ONCE):
        for row in page:
            yield from _check_hash(placement, row, row["document"])
    for story in sorted(connection.scalars(select(comparison.c.story))):
        of = select(comparison).where(comparison.c.story == story)
        for row in connection.execute(of).mappings():
            yield from _check_hash(comparison, row, story)
    stored = select(schema.document.c.id)
    strays = select(placement.c.document).where(placement.c.document.not_in(stored))
    for document in connection.scalars(strays.order_by(placement.c.document)):
        yield Problem(f"placement of document {document}", "the document is not stored.")


def _check_hash(table: Table, row: Row, of: str) -> Iterator[Problem]:
    if hash_of(table, row) != row["hash"]:
        yield Problem(f"{table.name} of {of}", "was changed: its hash is another.")
