"""Excel workbooks (.xlsx): the rows of every sheet that has a column of texts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, time
from typing import Any, BinaryIO

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Skipped
from riwaya.sources.bounds import parse_bounded
from riwaya.sources.plain import read_whole
from riwaya.sources.table_columns import check_asked
from riwaya.sources.table_dates import cell_date
from riwaya.sources.table_rows import Row, Table, has_text, table_items
from riwaya.sources.zip_safety import check_zip

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_CELLS = 5_000_000


def read_xlsx(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The rows of a workbook that have a text, as documents. Formulas give their stored values."""
    try:
        check_asked(intake.columns, where)
        content = read_whole(stream, where, intake)
    except RiwayaError as error:
        yield error
        return
    yield from parse_bounded(parse_xlsx, content, where, intake)


def parse_xlsx(content: bytes, where: str, intake: Intake) -> list[Item]:
    """The items of a workbook's bytes. Raises InputError for what is no sound workbook."""
    if "xl/workbook.xml" not in check_zip(content, where):
        raise InputError(
            "is a ZIP archive, but no Excel workbook.", where=where, advice="Save it as .xlsx."
        )
    tables = _tables(content, where)
    chosen = [table for table in tables if has_text(table, intake)]
    if not chosen:
        return [item for table in tables for item in table_items(table, intake)] or [
            InputError("holds no filled sheet.", where=where, advice="Give a table with rows.")
        ]
    left = [Skipped(t.where, "no column of it is a text") for t in tables if t not in chosen]
    return [*(item for table in chosen for item in table_items(table, intake)), *left]


def _tables(content: bytes, where: str) -> list[Table]:
    from openpyxl import __version__, load_workbook

    evidence = Evidence(Raw(content), MEDIA_TYPE, "table", extraction=f"openpyxl {__version__}")
    try:
        workbook = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        return list(_filled(workbook, where, evidence))
    except RiwayaError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsing meets
        raise InputError(
            f"is a damaged workbook ({type(error).__name__}: {str(error)[:120]}).",
            where=where,
            advice="Open it in a spreadsheet program and save it anew.",
        ) from None


def _filled(workbook: Any, where: str, evidence: Evidence) -> Iterator[Table]:
    cells = 0
    for sheet in workbook.worksheets:
        # A stated size may be false, and then rows would be cut or made up.
        sheet.reset_dimensions()
        rows: list[Row] = []
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells += len(values) + 1
            if cells > _MOST_CELLS:
                raise InputError(
                    f"holds more than {_MOST_CELLS:,} cells.", where=where, advice="Split it."
                )
            if any(value is not None for value in values):
                rows.append((number, [_written(value) for value in values]))
        if rows:
            hidden = (f"the sheet {sheet.title!r} is hidden",)
            notes = () if sheet.sheet_state == "visible" else hidden
            yield Table(rows, f"{where}, sheet {sheet.title}", evidence, notes, sheet.title)


def _written(value: Any) -> str:
    """A cell's value as text: dates in ISO 8601, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, date):
        return cell_date(value)
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
