"""What is in a store, in numbers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, distinct, func, select

from riwaya.store import schema, versions
from riwaya.store.log import last


def stats(connection: Connection) -> dict[str, Any]:
    """See View.stats."""
    from riwaya.store.index.tables import claim
    from riwaya.store.stories.tables import placement

    document, blob = schema.document, schema.blob
    series, first, latest = connection.execute(
        select(
            func.count(distinct(document.c.series)),
            func.min(document.c.published),
            func.max(document.c.published),
        )
    ).one()
    pieces, size = connection.execute(
        select(func.count(), func.coalesce(func.sum(blob.c.size), 0)).select_from(blob)
    ).one()
    return {
        "documents": _rows(connection, schema.document),
        "series": series,
        "versions": _rows(connection, schema.document) - series,
        "reports": _rows(connection, schema.report),
        "captures": _rows(connection, schema.capture),
        "claims": _rows(connection, claim),
        "judgements": _rows(connection, schema.judgement),
        "story_judgements": _rows(connection, schema.story_judgement),
        "placed": _rows(connection, placement),
        "removed": _rows(connection, schema.tombstone),
        "raw_files": pieces,
        "raw_bytes": int(size),
        "first": first and first[:10],
        "last": latest and latest[:10],
        "outlets": _tally(connection, document.c.outlet),
        "stances": _tally(connection, claim.c.stance),
        "entries": last(connection)[0],
        "schema": versions.REVISIONS[-1],
        "head": last(connection)[1],
    }


def _rows(connection: Connection, table: Any) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _tally(connection: Connection, column: ColumnElement[Any]) -> dict[str, int]:
    """How often each value stands there, the most frequent first; what is not known as ""."""
    count = func.count()
    statement = select(column, count).group_by(column).order_by(count.desc(), column)
    return {value or "": number for value, number in connection.execute(statement)}
