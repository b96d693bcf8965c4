"""Stored claims as a table, one row each: CSV and XLSX."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from riwaya.exports.base import ExportContext
from riwaya.exports.claim_rows import claim_rows, cleaned, headings
from riwaya.exports.csv_cells import Cell, guarded
from riwaya.records import Record

CSV_NAME = "claims.csv"
XLSX_NAME = "claims.xlsx"


def write_csv(records: Iterable[Record], folder: Path, context: ExportContext) -> list[str]:
    """`claims.csv`: RFC 4180, UTF-8 with a byte order mark, which spreadsheets ask for. Cells that
    would run as formulas stand behind an apostrophe."""
    with (folder / CSV_NAME).open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(headings("claim_columns", context.lang))
        for record in records:
            writer.writerows(map(safe_cells, claim_rows(record, context.lang)))
    return [CSV_NAME]


def write_xlsx(records: Iterable[Record], folder: Path, context: ExportContext) -> list[str]:
    """`claims.xlsx` with the sheets claims, documents, about; from the right in Arabic. Texts are
    texts, never formulas. Raises InputError for more claims than a sheet holds."""
    from riwaya.exports.claim_table_xlsx import write_workbook

    write_workbook(records, folder / XLSX_NAME, context)
    return [XLSX_NAME]


def safe_cells(cells: Iterable[Cell]) -> list[Cell]:
    """Cells without what tables cannot hold, guarded against running as formulas."""
    return [guarded(cleaned(cell)) if isinstance(cell, str) else cell for cell in cells]
