"""Annotations by their ids, over the whole store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection, func, select

from riwaya.errors import InputError
from riwaya.records import TargetKind
from riwaya.store import reading, schema
from riwaya.store.targets import Targets

Place = tuple[str, str, TargetKind]  # document, id, kind


def document_of(connection: Connection, given: str, document: str | None) -> tuple[str, TargetKind]:
    """See View.document_of."""
    if document is not None:
        full = reading.full_id(connection, document)
        return _only(given, list(_within(connection, full, given)))
    if not given:
        raise InputError("an empty id names nothing.", where="annotation")
    column = schema.document.c.id
    ids = connection.scalars(select(column).where(reading.begins_with(column, given)).limit(3))
    places: list[Place] = [(id_, id_, "document") for id_ in ids]
    places += _claims(connection, given)
    if not any(given == place[1] for place in places):
        places += [
            place
            for holder in _holders(connection, given)
            for place in _within(connection, holder, given)
        ]
    return _only(given, places)


def _only(given: str, places: list[Place]) -> tuple[str, TargetKind]:
    exact = [place for place in places if place[1] == given]
    found = sorted(set(exact or places))
    if len({place[:2] for place in found}) == 1:
        kinds = {place[2] for place in found}
        kind: TargetKind = "mention" if kinds == {"mention", "place"} else min(kinds)
        return found[0][0], kind
    if not found:
        raise InputError(
            "no annotation of a present report, and no document, has this id.",
            where=f"id {given}",
            advice="`riwaya show` lists the ids.",
        )
    several = len({place[0] for place in found}) > 1
    raise InputError(
        "is in several documents." if several else "begins several ids.",
        where=f"id {given}",
        advice="Name the document too." if several else "Give more of the id.",
    )


def _within(connection: Connection, document: str, given: str) -> Iterator[Place]:
    report = reading.record(connection, document).report
    for kind, id_ in Targets(report).beginning(given):
        yield document, id_, kind


def _claims(connection: Connection, given: str) -> Iterator[Place]:
    from riwaya.store.index.tables import claim

    begins = reading.begins_with(claim.c.id, given)
    for document, id_ in connection.execute(select(claim.c.document, claim.c.id).where(begins)):
        yield document, id_, "claim"


def _holders(connection: Connection, given: str) -> Iterator[str]:
    """Documents whose present report holds a string that begins with `given`. All are looked
    through: only claims have a table of their own."""
    report, later = schema.report, schema.report.alias()
    latest = select(func.max(later.c.number)).where(later.c.document == report.c.document)
    words = json.dumps(given, ensure_ascii=False)[:-1]
    present = report.c.number == latest.correlate(report).scalar_subquery()
    statement = select(report.c.document, report.c.body).where(present)
    rows = connection.execute(statement, execution_options={"yield_per": 50})
    holders = (row.document for row in rows if isinstance(row.body, str) and words in row.body)
    yield from islice(holders, 100)
