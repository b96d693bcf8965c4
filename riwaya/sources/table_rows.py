"""Rows of a table in, documents out: what CSV files and spreadsheets share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from riwaya.errors import RiwayaError
from riwaya.records import Evidence
from riwaya.sources.base import Intake, Item, Skipped, Taken
from riwaya.sources.documents import make_document
from riwaya.sources.table_columns import Columns, find_columns, no_text_column
from riwaya.sources.table_dates import Order, is_ambiguous, iso_date, order_of

Row = tuple[int, list[str]]
"""The number of a row as the file counts it (from 1), and its cells."""

_HEADING_ROWS = 20  # a title, a date or empty rows may stand above the headings


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file or sheet. `evidence` is what its documents share, without a part."""

    rows: Sequence[Row]
    where: str
    evidence: Evidence
    notes: tuple[str, ...] = ()
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table with what its columns mean, and the order of its dates."""

    table: Table
    columns: Columns
    order: Order | None
    notes: tuple[str, ...]


def has_text(table: Table, intake: Intake) -> bool:
    """Whether a column of the table is known to hold texts."""
    return _headed(table, intake) is not None


def table_items(table: Table, intake: Intake) -> Iterator[Item]:
    """A document for each row that has a text; the rows without one are Skipped, counted."""
    headed = _headed(table, intake)
    if headed is None:
        yield no_text_column(_first(table.rows), intake.columns, table.where)
        return
    at, columns = headed
    rows = table.rows[at + 1 :]
    reading = _reading(table, columns, rows)
    without = 0
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if not _cell(cells, columns.of["text"]).strip():
            without += 1
            continue
        yield _item(reading, number, cells, intake)
    if without:
        yield Skipped(table.where, f"rows without a text: {without}")
    if not any(any(cell.strip() for cell in cells) for _, cells in rows):
        yield Skipped(table.where, "a table without rows")


def _headed(table: Table, intake: Intake) -> tuple[int, Columns] | None:
    """Where in the rows the headings stand, and what they mean."""
    for at, (_, cells) in enumerate(table.rows[:_HEADING_ROWS]):
        columns = find_columns(cells, intake.columns)
        if columns:
            return at, columns
    return None


def _first(rows: Sequence[Row]) -> list[str]:
    return next((cells for _, cells in rows if any(cell.strip() for cell in cells)), [])


def _reading(table: Table, columns: Columns, rows: Sequence[Row]) -> _Reading:
    dates = list(_dates(columns, rows))
    order = order_of(dates)
    notes = table.notes + columns.notes
    if order and any(map(is_ambiguous, dates)):
        notes += (f"dates are read {order}, as others of the column prove",)
    return _Reading(table, columns, order, notes)


def _dates(columns: Columns, rows: Iterable[Row]) -> Iterator[str]:
    number = columns.of.get("published")
    if number is not None:
        yield from (_cell(cells, number) for _, cells in rows)


def _item(reading: _Reading, number: int, cells: list[str], intake: Intake) -> Item:
    table = reading.table
    part = f"sheet {table.sheet}, row {number}" if table.sheet else f"row {number}"
    place = f"{table.where}, row {number}"
    fields: dict[str, str] = {}
    for field, column in reading.columns.of.items():
        cell = _cell(cells, column)
        if cell.strip():
            fields[field] = cell
    notes = reading.notes
    # Numbers count the rows of their own file: in a store they would name other files' rows too.
    if fields.get("id", "").strip().isdecimal() and "id" not in dict(intake.columns):
        notes += (f"id in the table: {fields.pop('id').strip()}",)
    try:
        if "published" in fields:
            fields["published"] = iso_date(fields["published"], reading.order, place)
        document = make_document(fields, place, intake, notes)
    except RiwayaError as error:
        return error
    return Taken(document, place, replace(table.evidence, part=part))


def _cell(cells: Sequence[str], number: int) -> str:
    return cells[number] if number < len(cells) else ""
