"""The workbook of claims, written row by row."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from riwaya.errors import InputError
from riwaya.exports.base import ExportContext
from riwaya.exports.claim_rows import claim_rows, cleaned, document_row, headings
from riwaya.exports.csv_cells import Cell, guarded
from riwaya.exports.data_tables import rows
from riwaya.records import Record

_MOST_ROWS = 1_048_576  # of a sheet, with its heading (ECMA-376 as Excel bounds it)
_LONGEST = 32_767  # characters of a cell
_CUT = "… ‹{} characters in all›"
_LINE_END = re.compile(r"\r\n?")
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the time that a ZIP archive begins with


def write_workbook(records: Iterable[Record], path: Path, context: ExportContext) -> None:
    """Write the workbook to `path`; see claim_table.write_xlsx."""
    book = Workbook(write_only=True)
    words = {row["key"]: row[context.lang] for row in rows("about_rows")}
    names = ("claims", "documents", "about")
    sheets = [_Sheet(book, words[name], context.lang == "ar") for name in names]
    try:
        _fill(sheets, records, context, words)
        _save(book, path, context)
    except BaseException:
        for sheet in sheets:
            sheet.close()
        raise


def _fill(
    sheets: Sequence[_Sheet],
    records: Iterable[Record],
    context: ExportContext,
    words: dict[str, str],
) -> None:
    claims, documents, about = sheets
    claims.put(headings("claim_columns", context.lang))
    documents.put(headings("document_columns", context.lang))
    for record in records:
        documents.put(document_row(record))
        for row in claim_rows(record, context.lang):
            claims.put(row)
    for about_row in _about(words, context):
        about.put(about_row)


class _Sheet:
    """One sheet; rows go to a temporary file as they come."""

    def __init__(self, book: Any, title: str, rtl: bool) -> None:
        self._sheet = book.create_sheet(title)
        self._sheet.sheet_view.rightToLeft = rtl
        self._sheet.freeze_panes = "A2"
        self._rows = 0

    def put(self, cells: Iterable[Cell]) -> None:
        self._rows += 1
        if self._rows > _MOST_ROWS:
            raise InputError(
                f"there are more rows than the {_MOST_ROWS} of a sheet.",
                where="claims.xlsx",
                advice="Export as csv, or fewer documents.",
            )
        self._sheet.append([self._cell(cell) for cell in cells])

    def close(self) -> None:
        """End the temporary file of a workbook that is not saved."""
        if not self._sheet.closed:
            self._sheet.close()

    def _cell(self, value: Cell) -> Any:
        if not isinstance(value, str):
            return value
        cell = WriteOnlyCell(self._sheet, value=_text(value))
        cell.data_type = "s"
        return cell


def _text(value: str) -> str:
    text = guarded(cleaned(_LINE_END.sub("\n", value)))
    if len(text) <= _LONGEST:
        return text
    cut = _CUT.format(len(value))
    return text[: _LONGEST - len(cut)] + cut


def _about(words: dict[str, str], context: ExportContext) -> Iterable[tuple[Cell, ...]]:
    yield words["meaning"], None
    yield words["made"], context.made
    yield words["tool"], context.tool
    yield words["selection"], context.selection
    yield words["masked"], words["yes" if context.masked else "no"]


def _save(book: Any, path: Path, context: ExportContext) -> None:
    """Save with the time of the export, so that one export of the same records is one file."""
    made = datetime.fromisoformat(context.made)
    book.properties.creator = context.tool
    book.properties.created = made.replace(tzinfo=None)
    raw = path.with_suffix(".part")
    book.save(raw)
    stamp = f"{made:%Y-%m-%dT%H:%M:%S}Z"
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w") as target:
        for member in source.infolist():
            info = zipfile.ZipInfo(member.filename, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            with source.open(member) as read, target.open(info, "w") as out:
                if member.filename == "docProps/core.xml":
                    out.write(_stamped(read.read(), stamp))
                else:
                    shutil.copyfileobj(read, out)
    raw.unlink()


def _stamped(core: bytes, stamp: str) -> bytes:
    return re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*", lambda match: match.group(1) + stamp.encode(), core
    )
