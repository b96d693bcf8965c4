"""Stored records as a list, one line each: for reading, as JSONL, as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from riwaya.contract.line import json_line
from riwaya.exports.csv_cells import table
from riwaya.exports.data_tables import rows
from riwaya.exports.display import FSI, PDI, display_width, visible
from riwaya.records import Record

SCHEMA = "riwaya.listed/1"
COLUMNS = (
    "id", "published", "outlet", "title", "url", "claims", "version", "versions", "judgements",
    "added", "sha256",
)  # fmt: skip


_BEGINNING = 200  # characters of a text, before it is cut to the line's width


def to_jsonl(records: Iterable[Record]) -> Iterator[str]:
    """One object a line."""
    return (f"{json_line({'schema': SCHEMA, **_fields(record)})}\n" for record in records)


def to_csv(records: Iterable[Record]) -> Iterator[str]:
    """A table with a header; texts that a spreadsheet would run are guarded."""
    yield table(COLUMNS, [])
    for record in records:
        text = table([], [_fields(record).values()])
        yield text.removeprefix("\r\n")


def to_text(records: Iterable[Record], lang: str, width: int) -> Iterator[str]:
    """One line each: id, day, claims, version of versions, judgements, outlet, title (or the first
    words of a text without one)."""
    words = {row["key"]: row[lang] for row in rows("record_labels")}
    empty = True
    for record in records:
        empty = False
        yield _line(record, words, width)
    if empty:
        yield f"{words['none_stored']}\n"


def _line(record: Record, words: dict[str, str], width: int) -> str:
    fields = _fields(record)
    day = (fields["published"] or "")[:10] or words["undated"]
    marks = [f"{fields['claims']:>3}c", f"{record.version}/{record.versions}"]
    marks += [f"{fields['judgements']}j"] if record.judgements else ["  "]
    head = f"{visible(record.report.document.id)}  {visible(day):<10}  {' '.join(marks)}  "
    room = max(width - display_width(head), 20)
    title = fields["title"] or record.report.document.text[:_BEGINNING]
    parts = [visible(text) for text in (fields["outlet"], title) if text]
    shown = _cut(" · ".join(parts), room)
    return f"{head}{FSI}{shown}{PDI}\n"


def _cut(text: str, room: int) -> str:
    text = " ".join(text.split())
    if display_width(text) <= room:
        return text
    while display_width(text) > room - 1:
        text = text[:-1]
    return f"{text}…"


def _fields(record: Record) -> dict[str, Any]:
    document = record.report.document
    return {
        "id": document.id,
        "published": document.published,
        "outlet": document.outlet,
        "title": document.title,
        "url": document.url,
        "claims": len(record.report.claims),
        "version": record.version,
        "versions": record.versions,
        "judgements": len(record.judgements),
        "added": record.added,
        "sha256": document.sha256,
    }
