"""Candidate tables for people who code events after UCDP GED or ACLED.

The columns are the published ones, in their order, then ours (`riwaya_…`). Every row says that it
is a candidate and uncoded: it states where a report speaks of deaths or of an event, and fills what
the words themselves give. docs/exports_data.md says which columns those are.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from riwaya.exports.base import ExportContext
from riwaya.exports.candidates_acled import acled_rows
from riwaya.exports.candidates_rows import Cells
from riwaya.exports.candidates_ucdp import ucdp_rows
from riwaya.exports.csv_cells import Cell, guarded
from riwaya.exports.data_tables import rows
from riwaya.exports.spool import PlacesSpool
from riwaya.model import Report
from riwaya.records import Judged, Record

UCDP, ACLED = "ucdp_ged_candidates.csv", "acled_candidates.csv"

_RowsOf = Callable[[Report, Collection[str]], Iterator[Cells]]
_SURROGATE = re.compile("[\ud800-\udfff]")


def write_ucdp(records: Iterable[Record], folder: Path, context: ExportContext) -> list[str]:
    """Writes `ucdp_ged_candidates.csv`: a row only where a death is reported.

    Raises SpanError for a span outside its text, DocumentError for coordinates off the globe.
    """
    del context  # names come masked, and cells are not worded
    _write(records, folder / UCDP, "ucdp_columns", ucdp_rows)
    return [UCDP]


def write_acled(records: Iterable[Record], folder: Path, context: ExportContext) -> list[str]:
    """Writes `acled_candidates.csv`: a row only where an event is reported. Raises as above."""
    del context
    _write(records, folder / ACLED, "acled_columns", acled_rows)
    return [ACLED]


def columns(table: str) -> list[str]:
    """The columns of a candidate table: the published ones, then ours."""
    return [row["column"] for row in (*rows(table), *rows("candidate_columns"))]


class _Beside:
    """What is kept beside the reports and stands in their rows: versions, people's decisions."""

    def __init__(self) -> None:
        self._versions: dict[str, Cells] = {}
        self._decisions: dict[tuple[str, str], list[str]] = {}

    def reports_of(self, records: Iterable[Record]) -> Iterator[Report]:
        """The reports, with a note of what stands beside each on the way."""
        for record in records:
            if record.versions > 1:
                self._versions[record.report.document.id] = {
                    "riwaya_series": record.series,
                    "riwaya_version": f"{record.version} of {record.versions}",
                }
            for judged in record.judgements:
                if judged.judgement.kind == "claim" and not judged.superseded:
                    self._note(judged)
            yield record.report

    def cells(self, row: Cells) -> Cells:
        """What stands beside the report and the claim of a row."""
        document = str(row["riwaya_document"])
        decided = self._decisions.get((document, str(row["riwaya_claim"] or "")), [])
        return {
            **self._versions.get(document, {}),
            "riwaya_judgement": "; ".join(decided) or None,
        }

    def _note(self, judged: Judged) -> None:
        made = judged.judgement
        change = f" {made.field} := {made.value}" if made.field else ""
        decided = f"{made.decision}{change} (ground {judged.ground})"
        self._decisions.setdefault((made.document, made.target), []).append(decided)


def _write(records: Iterable[Record], path: Path, table: str, rows_of: _RowsOf) -> None:
    """CSV as in RFC 4180, UTF-8 with a byte order mark, texts guarded against formulas."""
    beside, header = _Beside(), columns(table)
    with (
        PlacesSpool(beside.reports_of(records), path.parent) as reports,
        path.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        for report in reports:
            for row in rows_of(report, reports.protected):
                whole = {**row, **beside.cells(row)}
                writer.writerow([_cell(whole, column) for column in header])


def _cell(row: Mapping[str, Cell], column: str) -> Cell:
    value = row.get(column)
    return guarded(_SURROGATE.sub("\ufffd", value)) if isinstance(value, str) else value
