"""A store's rows copied into an empty store of any kind: file, encrypted file, PostgreSQL.

What is kept comes over value for value, so that the audit log stays the same to its last hash; what
is worked out for searching is made anew. Where the machine put documents is copied too: to place
them anew takes long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, func, insert, select

from riwaya.errors import InputError
from riwaya.store.engines import WRITING
from riwaya.store.index.write import index_report
from riwaya.store.log import last
from riwaya.store.rows import report_of
from riwaya.store.schema import KEPT, blob, document, report
from riwaya.store.stories.tables import REMADE
from riwaya.store.versions import upgrade, version_of

_ROWS = 100
_BYTES = 8_000_000
"""At most so many rows, and about so many bytes of evidence, are in memory at once."""

_Row = dict[str, Any]


def copy_store(source: Engine, target: Engine, where: str) -> str:
    """Copy all that the store behind `source` holds at one moment into the one behind `target`,
    whole or not at all; the hash of the last entry of its log.

    `source` is of the present version. `where` names the target in messages. Raises InputError when
    the target is not empty or a stored report is damaged.
    """
    with (
        source.connect().execution_options(**_at_one_moment(source)) as taken,
        target.connect().execution_options(**{WRITING: True}) as given,
        taken.begin(),
        given.begin(),
    ):
        _make_tables(given, where)
        for table in (*KEPT, *REMADE):
            for rows in _evidence(taken) if table is blob else _batches(taken, table):
                given.execute(insert(table), rows)
        for copied in _batches(given, document):
            _index(given, copied)
        return last(given)[1]


def _at_one_moment(engine: Engine) -> dict[str, Any]:
    """What a transaction needs to see one state of the store throughout; SQLite's always do."""
    return {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}


def _make_tables(target: Connection, where: str) -> None:
    """Make the tables. Raises InputError when any are there already."""
    if version_of(target, where) is not None:
        raise InputError(
            "there is a store already.",
            where=where,
            advice="Give a new file, or a database without tables.",
        )
    upgrade(target)


def _batches(connection: Connection, table: Table) -> Iterator[list[_Row]]:
    """All rows in the order of their keys, a few at a time."""
    (key,) = table.primary_key.columns
    after: Any = None
    while rows := _page(connection, table, key, after):
        yield rows
        after = rows[-1][key.name]


def _page(connection: Connection, table: Table, key: Column[Any], after: Any) -> list[_Row]:
    statement = select(table).order_by(key).limit(_ROWS)
    if after is not None:
        statement = statement.where(key > after)
    return [dict(row) for row in connection.execute(statement).mappings()]


def _evidence(connection: Connection) -> Iterator[list[_Row]]:
    """All raw bytes, so many at a time that memory stays flat."""
    sizes = connection.execute(select(blob.c.sha256, blob.c.size)).all()
    group: list[str] = []
    held = 0
    for sha256, size in sizes:
        if group and (held + size > _BYTES or len(group) == _ROWS):
            yield _blobs(connection, group)
            group, held = [], 0
        group.append(sha256)
        held += size
    if group:
        yield _blobs(connection, group)


def _blobs(connection: Connection, keys: Sequence[str]) -> list[_Row]:
    statement = select(blob).where(blob.c.sha256.in_(keys))
    return [dict(row) for row in connection.execute(statement).mappings()]


def _index(connection: Connection, documents: Sequence[_Row]) -> None:
    """Make the index of these documents from the newest report on each."""
    ours = report.c.document.in_([row["id"] for row in documents])
    newest = select(func.max(report.c.number)).where(ours).group_by(report.c.document)
    statement = select(report.c.document, report.c.body).where(report.c.number.in_(newest))
    bodies = {found.document: found.body for found in connection.execute(statement)}
    for row in documents:
        index_report(connection, report_of(row, bodies[row["id"]]))
