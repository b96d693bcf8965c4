"""Documents, their evidence and their reports into the tables, each in one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from riwaya.errors import InputError
from riwaya.model import Report
from riwaya.records import Capture
from riwaya.store import schema
from riwaya.store.attest import Attested, attested
from riwaya.store.base import Added, NewCapture
from riwaya.store.checks import check_annotations, check_capture, check_id, checked_document
from riwaya.store.log import Pen, lock
from riwaya.store.rows import Row, body_of, document_row, on_stored
from riwaya.store.series import series_of

PROGRAM = "riwaya"
"""The user of entries that no person caused: a store made, a report read anew."""


def add(
    connection: Connection, report: Report, new: NewCapture | None, series: str | None
) -> Added:
    """Store what of this is new; see Writer.add."""
    sha256 = checked_document(report.document)
    check_annotations(report)
    if new is not None:
        check_capture(new, report.document.id)
    lock(connection)
    stored = _stored(connection, report.document.id)
    if stored is None:
        _add_new(connection, report, _given(new, report), series, sha256)
        return "new"
    if stored["sha256"] != sha256:
        raise InputError(
            "is stored with another text.",
            where=f"document {report.document.id}",
            advice="Leave its id out: then it becomes a version of its own.",
        )
    return _add_known(connection, report, new, stored)


def add_capture(connection: Connection, document: str, new: NewCapture) -> bool:
    """One more capture of a stored document; see Writer.add_capture."""
    check_capture(new, document)
    lock(connection)
    if _stored(connection, document) is None:
        raise InputError("is not in the store.", where=f"document {document}")
    if _has_capture(connection, new.capture):
        return False
    pen = Pen(connection, new.capture.collector)
    rows = _put_capture(connection, new, pen.number)
    pen.write("capture", document, {"rows": rows})
    return True


def put(connection: Connection, table: Table, values: Mapping[str, Any]) -> Attested:
    """Insert one row; what the log says of it."""
    connection.execute(insert(table), dict(values))
    return attested(table, values)


def latest_stages(connection: Connection, document: str) -> tuple[str, ...]:
    """The stages of the present report."""
    table = schema.report
    found = connection.scalar(
        select(table.c.stages)
        .where(table.c.document == document)
        .order_by(table.c.number.desc())
        .limit(1)
    )
    return tuple(json.loads(found)) if found else ()


def _add_new(
    connection: Connection, report: Report, new: NewCapture, series: str | None, sha256: str
) -> None:
    document = report.document
    if series is not None:
        check_id(series, "series")
    pen = Pen(connection, new.capture.collector)
    values = {
        **document_row(document),
        "number": pen.number,
        "sha256": sha256,
        "series": series or series_of(document),
        "added": pen.at,
    }
    rows = [put(connection, schema.document, values)]
    rows += _put_capture(connection, new, pen.number)
    rows += _put_report(connection, on_stored(report, values), pen, new=pen.number)
    pen.write("add", document.id, {"rows": rows})


def _add_known(
    connection: Connection, report: Report, new: NewCapture | None, stored: Row
) -> Added:
    known = latest_stages(connection, report.document.id) == report.stages
    fresh = new if new is not None and not _has_capture(connection, new.capture) else None
    if known and fresh is None:
        return "known"
    pen = Pen(connection, new.capture.collector if new else PROGRAM)
    rows = _put_capture(connection, fresh, pen.number) if fresh else []
    if not known:
        rows += _put_report(connection, on_stored(report, stored), pen)
    pen.write("capture" if known else "reread", report.document.id, {"rows": rows})
    return "known" if known else "reread"


def _put_capture(connection: Connection, new: NewCapture, number: int) -> list[Attested]:
    rows, raw = [], new.raw
    if (
        connection.scalar(select(schema.blob.c.size).where(schema.blob.c.sha256 == raw.sha256))
        is None
    ):
        values = {"sha256": raw.sha256, "size": len(raw.content), "content": raw.content}
        rows.append(put(connection, schema.blob, values))
    rows.append(put(connection, schema.capture, {**asdict(new.capture), "number": number}))
    return rows


def _put_report(
    connection: Connection, report: Report, pen: Pen, new: int | None = None
) -> list[Attested]:
    from riwaya.store.index.write import index_report

    values = {
        "number": pen.number,
        "document": report.document.id,
        "stages": json.dumps(report.stages),
        "body": body_of(report),
        "read": pen.at,
    }
    row = put(connection, schema.report, values)
    index_report(connection, report, new)
    return [row]


def _stored(connection: Connection, document: str) -> Row | None:
    table = schema.document
    return connection.execute(select(table).where(table.c.id == document)).mappings().first()


def _has_capture(connection: Connection, capture: Capture) -> bool:
    table = schema.capture
    found = connection.scalar(select(table.c.document).where(table.c.id == capture.id))
    if found not in (None, capture.document):
        raise InputError("belongs to another document.", where=f"capture {capture.id}")
    return found is not None


def _given(new: NewCapture | None, report: Report) -> NewCapture:
    if new is None:
        raise InputError(
            "is not in the store, and is given without the evidence that it comes from.",
            where=f"document {report.document.id}",
        )
    return new
