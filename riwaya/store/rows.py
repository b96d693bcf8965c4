"""Rows of tables as the types of `model` and `records`, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import RowMapping

from riwaya.contract import json_line, report_from_json, report_to_json
from riwaya.errors import InputError
from riwaya.model import Document, Report
from riwaya.records import Capture, Judgement, Tombstone

Row = Mapping[str, Any] | RowMapping

_DOCUMENT = tuple(field.name for field in fields(Document) if field.name != "notes")
_CAPTURE = tuple(field.name for field in fields(Capture))
_JUDGEMENT = tuple(field.name for field in fields(Judgement))
_TOMBSTONE = tuple(field.name for field in fields(Tombstone))


def document_of(row: Row) -> Document:
    """The document of a row of `document`."""
    notes = tuple(json.loads(row["notes"]))
    return Document(**{name: row[name] for name in _DOCUMENT}, notes=notes)


def document_row(document: Document) -> dict[str, Any]:
    """The document's own columns."""
    row = {name: getattr(document, name) for name in _DOCUMENT}
    return {**row, "notes": json_line(list(document.notes))}


def body_of(report: Report) -> str:
    """The report as the contract's JSON, of the document only its notes: the text is stored once.

    Raises SpanError, DocumentError for what the contract refuses.
    """
    return json_line({**report_to_json(report), "document": {"notes": list(report.document.notes)}})


def report_of(document: Row, body: str) -> Report:
    """The report that body_of wrote, on the document of a row. Raises InputError or SpanError."""
    stored = {name: document[name] for name in _DOCUMENT}
    try:
        value = json.loads(body)
        whole = {**value, "document": {**stored, **value["document"]}}
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(
            f"its report is damaged ({error}).",
            where=f"document {document['id']}",
            advice="`riwaya verify` says what is broken; restore the store from a backup.",
        ) from None
    return report_from_json(whole)


def on_stored(report: Report, document: Row) -> Report:
    """The report on the document as it is stored, with the report's notes."""
    stored = replace(document_of(document), notes=report.document.notes)
    return replace(report, document=stored)


def capture_of(row: Row) -> Capture:
    """The capture of a row."""
    return Capture(**{name: row[name] for name in _CAPTURE})


def judgement_of(row: Row) -> Judgement:
    """The judgement of a row."""
    return Judgement(**{name: row[name] for name in _JUDGEMENT})


def tombstone_of(row: Row) -> Tombstone:
    """The tombstone of a row."""
    return Tombstone(**{name: row[name] for name in _TOMBSTONE})
