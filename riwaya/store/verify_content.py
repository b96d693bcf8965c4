"""Checks that what is stored fits together: texts, reports, judgements, and the index of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from sqlalchemy import Connection, select

from riwaya.errors import RiwayaError
from riwaya.model import Report, text_sha256
from riwaya.records import Problem
from riwaya.store import schema
from riwaya.store.checks import check_annotations
from riwaya.store.judging import judgement_id
from riwaya.store.paging import pages
from riwaya.store.rows import Row, judgement_of, report_of

_AT_ONCE = 20


def check_content(connection: Connection) -> Iterator[Problem]:
    """Documents in the order of storing, then judgements."""
    table = schema.document
    for page in pages(connection, select(table), table.c.number, _AT_ONCE):
        for row in page:
            yield from _checked(f"document {row['id']}", partial(_document, connection, row))
    judged = schema.judgement
    for page in pages(connection, select(judged), judged.c.number, _AT_ONCE):
        for row in page:
            yield from _checked(f"judgement {row['number']}", partial(_judgement, row))


def _document(connection: Connection, row: Row) -> Iterator[Problem]:
    from riwaya.store.index.check import check_index

    if text_sha256(row["text"]) != row["sha256"]:
        yield Problem(f"document {row['id']}", "its text was changed: it has another sha256.")
    present = None
    table = schema.report
    of = select(table).where(table.c.document == row["id"]).order_by(table.c.number)
    for stored in connection.execute(of).mappings():
        problems, present = _report(row, stored)
        yield from problems
    if present is not None:
        yield from check_index(connection, present)
    else:
        yield Problem(f"document {row['id']}", "has no report that can be read.")


def _report(document: Row, stored: Row) -> tuple[list[Problem], Report | None]:
    where = f"report {stored['number']} on document {document['id']}"
    try:
        report = report_of(document, stored["body"])
        check_annotations(report)
    except (RiwayaError, ValueError, KeyError, TypeError, RecursionError) as error:
        return [Problem(where, f"cannot be read ({error}).")], None
    return [], report


def _judgement(row: Row) -> Iterator[Problem]:
    judgement = judgement_of(row)
    if judgement.reason and judgement_id(judgement) != judgement.id:
        yield Problem(f"judgement {row['number']}", "is not what its id stands for.")


def _checked(where: str, check: Callable[[], Iterable[Problem]]) -> Iterator[Problem]:
    """One broken row does not keep the others from being checked."""
    try:
        yield from check()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield Problem(where, f"is damaged ({error!r}).")
