"""Where the machine puts documents: written, read by days, made anew; and the comparisons that
were worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import Connection, delete, func, insert, select

from riwaya.errors import InputError
from riwaya.records import Placement
from riwaya.store import schema
from riwaya.store.paging import pages
from riwaya.store.stories.overlay import overlay
from riwaya.store.stories.packing import hash_of, placement_of, placement_row
from riwaya.store.stories.rows import json_names_document
from riwaya.store.stories.tables import comparison, placement

_AT_ONCE = 500


def place(connection: Connection, placed: Iterable[Placement]) -> None:
    """See Writer.place; no other process writes."""
    table = placement
    last = connection.scalar(select(func.max(table.c.number))) or 0
    for one in placed:
        document = one.signature.document
        number = connection.scalar(select(table.c.number).where(table.c.document == document))
        if number is None:
            _check_stored(connection, document)
            last += 1
        else:
            connection.execute(delete(table).where(table.c.document == document))
        row = placement_row(one, last if number is None else number)
        connection.execute(insert(table), row)


def unplaced(connection: Connection) -> list[str]:
    """See View.unplaced."""
    document = schema.document
    # Asked for ids alone and unordered, SQLite reads their index and not the rows with the texts.
    waiting = select(document.c.id).where(document.c.id.not_in(select(placement.c.document)))
    ids = list(connection.scalars(waiting))
    order: dict[str, tuple[bool, str, int]] = {}
    for at in range(0, len(ids), _AT_ONCE):
        of = document.c.id.in_(ids[at : at + _AT_ONCE])
        days = select(document.c.id, document.c.published, document.c.number).where(of)
        for row in connection.execute(days):
            order[row.id] = (row.published is None, row.published or "", row.number)
    return sorted(order, key=order.__getitem__)


def placements(
    connection: Connection, first_day: str | None, last_day: str | None
) -> Iterator[Placement]:
    """See View.placements."""
    table, decided = placement, overlay(connection)
    if first_day is None and last_day is None:
        wanted = select(table).where(table.c.day.is_(None))
    else:
        wanted = select(table).where(table.c.day >= (first_day or ""))
        if last_day is not None:
            wanted = wanted.where(table.c.day <= last_day)
    for rows in pages(connection, wanted, table.c.number, _AT_ONCE):
        for row in rows:
            one = placement_of(row)
            story = decided.placed(one.signature.document, one.story) or one.story
            yield one if story == one.story else replace(one, story=story)


def placement_of_document(connection: Connection, document: str) -> Placement | None:
    """See View.placement; `document` is a full id."""
    of = select(placement).where(placement.c.document == document)
    row = connection.execute(of).mappings().first()
    return None if row is None else placement_of(row)


def forget(connection: Connection, documents: Iterable[str] | None) -> int:
    """See Writer.forget_placements."""
    table = placement
    if documents is None:
        return connection.execute(delete(table)).rowcount
    return sum(
        connection.execute(delete(table).where(table.c.document == one)).rowcount
        for one in documents
    )


def comparison_of(connection: Connection, story: str, key: str) -> str | None:
    """See View.comparison. A damaged one is as good as none."""
    table = comparison
    of = select(table).where(table.c.story == story, table.c.key == key)
    row = connection.execute(of).mappings().first()
    if row is None or hash_of(table, row) != row["hash"]:
        return None
    return str(row["body"])


def keep_comparison(connection: Connection, story: str, key: str, body: str) -> None:
    """See Writer.keep_comparison."""
    table = comparison
    connection.execute(delete(table).where(table.c.story == story))
    values = {"story": story, "key": key, "body": body}
    connection.execute(insert(table), {**values, "hash": hash_of(table, values)})


def forget_document(connection: Connection, document: str) -> None:
    """Take away where a document that is being removed was put, and what holds its words."""
    forget(connection, [document])
    table = comparison
    for story in list(connection.scalars(select(table.c.story))):
        of = table.c.story == story
        body = connection.scalar(select(table.c.body).where(of))
        if json_names_document(str(body), document):
            connection.execute(delete(table).where(of))


def _check_stored(connection: Connection, document: str) -> None:
    table = schema.document
    if connection.scalar(select(table.c.number).where(table.c.id == document)) is None:
        raise InputError("is not in the store.", where=f"document {document}")
