"""Writes candidate tables for tests and checks their form on the way."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from riwaya.exports import candidates
from riwaya.exports.brackets import parse
from riwaya.exports.csv_cells import guarded
from riwaya.model import Entity, Mention, PlaceReading, Span
from riwaya.records import Record
from tests.conformance.export_kit import sample_context
from tests.exports.sample_reports import report_of

Row = dict[str, str]


def written(records: list[Record], folder: Path, kind: str) -> list[Row]:
    """The rows of a table, after its form has been checked."""
    folder.mkdir(exist_ok=True)
    write = {"ucdp": candidates.write_ucdp, "acled": candidates.write_acled}[kind]
    (name,) = write(iter(records), folder, sample_context())
    assert [path.name for path in folder.iterdir()] == [name]
    content = (folder / name).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    rows = list(csv.DictReader(text.splitlines(keepends=True), strict=True))
    (folder / name).unlink()
    header = next(csv.reader([text.split("\r\n")[0]]))
    assert header == candidates.columns(f"{kind}_columns")
    for row in rows:
        assert None not in row
        assert None not in row.values()
        assert row["riwaya_status"] == "candidate, uncoded"
        assert all(guarded(cell) == cell for cell in row.values() if not is_number(cell))
    return rows


def is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdigit()


def record_of(line: str, **document: str) -> Record:
    return Record(report_of(parse(line), **document))


def table(line: str, tmp_path: Path, kind: str, **document: str) -> list[Row]:
    return written([record_of(line, **document)], tmp_path / "out", kind)


def with_place(record: Record, words: str, **fields: object) -> Record:
    """The record with a reading of its first `words` as a place."""
    report = record.report
    start = report.document.text.index(words)
    span = Span(start, start + len(words))
    number = len(report.places)
    id_ = str(fields.pop("entity", f"geonames:{number}"))
    place = PlaceReading(f"m{number}", span, id_, "city", 1, 1, 35.25, 36.5, "SY",
                         ("سوريا", "إدلب", "حارم", "سلقين"))  # fmt: skip
    found = replace(
        report,
        mentions=(*report.mentions, Mention(f"m{number}", span, "place", id_)),
        entities=(*report.entities, Entity(id_, words, "place", (words,))),
        places=(*report.places, replace(place, **fields)),  # type: ignore[arg-type]
    )
    return replace(record, report=found)
