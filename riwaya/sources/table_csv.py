"""CSV and TSV (RFC 4180, with the separators that spreadsheets use): one row, one document."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item
from riwaya.sources.encoding import decode
from riwaya.sources.plain import read_whole
from riwaya.sources.table_columns import check_asked, find_columns
from riwaya.sources.table_rows import Row, Table, table_items

_SEPARATORS = ",;\t|"
_SAMPLE_ROWS = 50
_LONGEST_CELL = 131_072  # characters: what the csv module itself allows by default


def read_csv(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The rows of a CSV or TSV file that have a text, as documents."""
    try:
        check_asked(intake.columns, where)
        content = read_whole(stream, where, intake)
        decoded = decode(content, where)
        is_tabbed = where.lower().endswith(".tsv")
        rows, broken = _rows(decoded.text, "\t" if is_tabbed else _separator(decoded.text, intake))
    except RiwayaError as error:
        yield error
        return
    media_type = "text/tab-separated-values" if is_tabbed else "text/csv"
    evidence = Evidence(Raw(content), media_type, "table")
    yield from table_items(Table(rows, where, evidence, decoded.notes), intake)
    if broken:
        yield _broken(broken, where)


def _rows(text: str, separator: str) -> tuple[list[Row], tuple[int, str] | None]:
    """All rows with the line that each begins in, and where and why reading had to stop."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[Row] = []
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return rows, None
        except csv.Error as error:
            return rows, (line, str(error))
        # The module's own bound is one for the whole process, and other libraries move it.
        if max(map(len, row), default=0) > _LONGEST_CELL:
            return rows, (line, f"a cell is longer than {_LONGEST_CELL} characters")
        rows.append((line, row))


def _broken(place: tuple[int, str], where: str) -> InputError:
    line, why = place
    return InputError(
        f"cannot be read on from line {line} ({why}).",
        where=where,
        advice="A quotation mark that is not closed there, most likely: mend that line.",
    )


def _separator(text: str, intake: Intake) -> str:
    """The separator under which a heading is known as the text, or that gives the most even rows
    of more than one cell."""
    return max(_SEPARATORS, key=lambda separator: _fitness(text, separator, intake))


def _fitness(text: str, separator: str, intake: Intake) -> tuple[bool, float, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [row for row in islice(reader, _SAMPLE_ROWS) if any(cell.strip() for cell in row)]
    except csv.Error:
        return False, 0.0, 0
    if not rows:
        return False, 0.0, 0
    width = len(rows[0])
    even = sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0.0
    known = any(find_columns(row, intake.columns) for row in rows[:5])
    return known, even, width
