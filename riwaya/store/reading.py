"""Reports with everything kept beside them, out of the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from riwaya.errors import InputError
from riwaya.model import Report
from riwaya.records import Capture, Judged, Query, Record, Selection, Tombstone
from riwaya.store import schema
from riwaya.store.base import Decided, Known
from riwaya.store.judging import judged_of, judged_rows, judgement_pages
from riwaya.store.paging import pages
from riwaya.store.rows import Row, capture_of, report_of, tombstone_of
from riwaya.store.words import marked
from riwaya.store.writing import latest_stages

_AT_ONCE = 20  # records in memory at once
_NAMED = 3  # ids that a message about an ambiguous one names


def known(connection: Connection, document: str) -> Known | None:
    """See View.known."""
    table = schema.document
    sha256 = connection.scalar(select(table.c.sha256).where(table.c.id == document))
    if sha256 is not None:
        return Known(document, sha256, latest_stages(connection, document))
    grave = schema.tombstone
    sha256 = connection.scalar(
        select(grave.c.sha256)
        .where(grave.c.document == document)
        .order_by(grave.c.number.desc())
        .limit(1)
    )
    return None if sha256 is None else Known(document, sha256, (), removed=True)


def full_id(connection: Connection, given: str) -> str:
    """The id that is or begins with `given`. Raises InputError for none, or several."""
    table = schema.document
    if connection.scalar(select(table.c.id).where(table.c.id == given)) is not None:
        return given
    found = list(connection.scalars(_beginning(table.c.id, given)))
    if len(found) == 1:
        return str(found[0])
    if found:
        raise InputError(
            f"begins the ids of several documents ({', '.join(found[:_NAMED])} …).",
            where=f"document {given}",
            advice="Give more of the id.",
        )
    grave = schema.tombstone
    if given and connection.scalar(_beginning(grave.c.document, given)) is not None:
        raise InputError("was removed from the store.", where=f"document {given}")
    raise InputError(
        "is not in the store.", where=f"document {given}", advice="`riwaya list` shows what is."
    )


def record(connection: Connection, document: str) -> Record:
    """See View.record; `document` is a full id."""
    rows = connection.execute(_present().where(schema.document.c.id == document)).mappings().all()
    (found,) = _records_of(connection, rows)
    return found


def records(connection: Connection, selection: Selection) -> Iterator[Record]:
    """See View.records."""
    wanted = _present()
    for clause in _clauses(connection, selection):
        wanted = wanted.where(clause)
    for rows in pages(connection, wanted, schema.document.c.number, _AT_ONCE):
        yield from _records_of(connection, rows)


def chosen_ids(connection: Connection, selection: Selection) -> Iterator[str]:
    """Ids of the selected documents."""
    wanted = select(schema.document.c.id)
    for clause in _clauses(connection, selection):
        wanted = wanted.where(clause)
    yield from connection.scalars(wanted)


def versions(connection: Connection, series: str) -> tuple[Record, ...]:
    """See View.versions."""
    table = schema.document
    page = _present().where(table.c.series == series).order_by(table.c.number)
    return tuple(_records_of(connection, connection.execute(page).mappings().all()))


def reports_before(connection: Connection, document: str) -> tuple[tuple[str, Report], ...]:
    """See View.reports_before; `document` is a full id."""
    table, of = schema.report, schema.document
    row = connection.execute(select(of).where(of.c.id == document)).mappings().one()
    reports = connection.execute(
        select(table.c.read, table.c.body)
        .where(table.c.document == document)
        .order_by(table.c.number)
    ).all()
    return tuple((read, report_of(row, body)) for read, body in reports[:-1])


def raw(connection: Connection, sha256: str) -> bytes:
    """See View.raw."""
    table = schema.blob
    found = connection.scalar(select(table.c.content).where(table.c.sha256 == sha256))
    if found is None:
        raise InputError("no such evidence is in the store.", where=f"bytes {sha256[:16]}")
    return bytes(found)


def tombstones(connection: Connection) -> list[Tombstone]:
    """See View.tombstones."""
    statement = select(schema.tombstone).order_by(schema.tombstone.c.number)
    return [tombstone_of(row) for row in connection.execute(statement).mappings()]


def with_full_ids(connection: Connection, query: Query) -> Query:
    """The query with the ids of documents in full. Raises InputError as full_id does."""
    chosen = query.selection
    if not chosen.documents:
        return query
    ids = tuple(full_id(connection, given) for given in chosen.documents)
    return replace(query, selection=replace(chosen, documents=ids))


def to_judge(connection: Connection, decided: Decided) -> tuple[Decided, Report]:
    """The decision with the document's id in full, and the present report on it."""
    full = full_id(connection, decided.document)
    return replace(decided, document=full), present_reports(connection, [full])[full]


def begins_with(column: ColumnElement[Any], given: str) -> ColumnElement[bool]:
    """Whether a column begins with exactly these characters: SQLite's LIKE takes A for a."""
    return func.substr(column, 1, len(marked(given)), type_=column.type) == given


def _beginning(column: ColumnElement[Any], given: str) -> Select[Any]:
    return select(column).where(begins_with(column, given)).order_by(column).limit(_NAMED + 1)


def _clauses(connection: Connection, selection: Selection) -> Iterator[ColumnElement[bool]]:
    if selection.documents:
        ids = sorted({full_id(connection, given) for given in selection.documents})
        yield schema.document.c.id.in_(ids)
    rest = replace(selection, documents=())
    if not rest.everything:
        from riwaya.store.index.select import chosen

        yield chosen(rest)


def _present() -> Select[Any]:
    """Documents, each beside its latest report."""
    document, report = schema.document, schema.report
    other = report.alias()
    latest = (
        select(func.max(other.c.number))
        .where(other.c.document == document.c.id)
        .correlate(document)
        .scalar_subquery()
    )
    return select(document, report.c.body.label("body"), report.c.read.label("read")).join_from(
        document, report, report.c.number == latest
    )


def _records_of(connection: Connection, rows: Sequence[Row]) -> Iterator[Record]:
    if not rows:
        return
    ids = [row["id"] for row in rows]
    reports = {row["id"]: report_of(row, row["body"]) for row in rows}
    captures = _captures(connection, ids)
    judged = judged_of(connection, reports)
    places = _places(connection, sorted({row["series"] for row in rows}))
    for row in rows:
        version, total = places[row["id"]]
        yield Record(
            report=reports[row["id"]],
            captures=tuple(captures[row["id"]]),
            judgements=tuple(judged.get(row["id"], ())),
            series=row["series"],
            version=version,
            versions=total,
            added=row["added"],
            read=row["read"],
        )


def _captures(connection: Connection, documents: list[str]) -> dict[str, list[Capture]]:
    table = schema.capture
    found: dict[str, list[Capture]] = defaultdict(list)
    statement = select(table).where(table.c.document.in_(documents)).order_by(table.c.number)
    for row in connection.execute(statement).mappings():
        found[row["document"]].append(capture_of(row))
    return found


def _places(connection: Connection, series: list[str]) -> dict[str, tuple[int, int]]:
    """For each document of these series: its number among the versions, and how many there are."""
    table = schema.document
    statement = (
        select(table.c.series, table.c.id)
        .where(table.c.series.in_(series))
        .order_by(table.c.number)
    )
    members: dict[str, list[str]] = defaultdict(list)
    for name, document in connection.execute(statement):
        members[name].append(document)
    return {
        document: (place, len(documents))
        for documents in members.values()
        for place, document in enumerate(documents, start=1)
    }


def present_reports(connection: Connection, documents: Iterable[str]) -> dict[str, Report]:
    """The present reports on those of these documents that are stored."""
    wanted = _present().where(schema.document.c.id.in_(sorted(set(documents))))
    rows = connection.execute(wanted).mappings()
    return {row["id"]: report_of(row, row["body"]) for row in rows}


def judgements(connection: Connection, document: str | None) -> Iterator[Judged]:
    """See View.judgements; `document` is a full id."""
    for rows in judgement_pages(connection, document):
        reports = present_reports(connection, [row["document"] for row in rows])
        yield from judged_rows(rows, reports)
