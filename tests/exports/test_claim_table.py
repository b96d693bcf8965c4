"""Claims as CSV and XLSX."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import InputError
from riwaya.exports import claim_table_xlsx
from riwaya.exports.claim_rows import claim_rows, cleaned, counted, headings
from riwaya.exports.claim_table import safe_cells, write_csv, write_xlsx
from riwaya.exports.csv_cells import guarded
from riwaya.exports.data_tables import rows
from riwaya.model import Quantity, Span
from riwaya.records import Judged, Record
from tests.conformance.export_kit import masked_records, sample_context, sample_records

COLUMNS = [row["column"] for row in rows("claim_columns")]


def cells(record: Record, number: int = 0, lang: str = "ar") -> dict[str, object]:
    return dict(zip(COLUMNS, list(claim_rows(record, lang))[number], strict=True))


def read_csv(folder: Path) -> list[list[str]]:
    text = (folder / "claims.csv").read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_a_claim_as_a_row() -> None:
    row = cells(sample_records()[0])
    report = sample_records()[0].report
    assert row["document"] == report.document.id
    assert row["speaker"] == "نادر قصاب"
    assert row["organisation"] == "مجلس وادي الزان"
    assert row["content"] == report.claims[0].content[0].of(report.document.text)
    assert row["times"] == "يوم الأحد = 2018-04-01 (inferred)"
    assert row["counts"] == "12–12 killed | ~30–30 injured"
    assert row["cue_span"] == "0-3"
    assert row["reading_confidence"] == 0.9
    assert (row["decision"], row["correction"]) == ("correct", 'stance = "uncertain"')
    assert (row["version"], row["versions"]) == (1, 2)


def test_the_chain_shows_unstated_hops_and_numbers_of_the_masked() -> None:
    assert cells(sample_records()[0], 3)["isnad"] == "وكالة نورس → ؟ → رباب العنقاوي"
    assert cells(masked_records()[0], 3)["isnad"] == "وكالة نورس → ؟ → شخص 1"
    assert cells(masked_records()[0], 3, "en")["speaker"] == "Person 1"


def test_places_stand_without_points_which_the_map_alone_gives() -> None:
    row = cells(sample_records()[0], 1)
    assert "مشفى الرحمة (facility, where_prec 3, district)" in str(row["places"])
    assert not any("35." in str(cell) for cell in row.values())


def test_a_judgement_that_is_superseded_is_not_shown() -> None:
    record = sample_records()[0]
    first = record.judgements[0]
    later = replace(first.judgement, id="j9", number=9, value='"denied"')
    both = replace(record, judgements=(replace(first, superseded=True), Judged(later, "changed")))
    row = cells(both)
    assert (row["correction"], row["judgement_ground"]) == ('stance = "denied"', "changed")


@pytest.mark.parametrize(
    ("quantity", "shown"),
    [
        (Quantity("q", Span(0, 1), None, 3, False, "killed"), "؟–3 killed"),
        (Quantity("q", Span(0, 1), 5, None, True, "injured"), "~5–؟ injured"),
        (Quantity("q", Span(0, 1), 0, 0, False, "missing"), "0–0 missing"),
    ],
)
def test_numbers_that_are_left_open_stay_open(quantity: Quantity, shown: str) -> None:
    assert counted(quantity) == shown


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_both_formats_say_the_same(tmp_path: Path, lang: str) -> None:
    context = sample_context(lang, masked=False)
    write_csv(sample_records(), tmp_path, context)
    write_xlsx(sample_records(), tmp_path, context)
    table = read_csv(tmp_path)
    assert table[0] == headings("claim_columns", lang)
    assert len(table) == 1 + sum(len(record.report.claims) for record in sample_records())
    book = openpyxl.load_workbook(tmp_path / "claims.xlsx")
    sheet = [["" if c is None else c for c in row] for row in book.worksheets[0].values]
    for ours, theirs in zip(table, sheet, strict=True):
        for one, other in zip(ours, theirs, strict=True):
            assert one.replace("\r\n", "\n") == str(other)
    assert [s.sheet_view.rightToLeft for s in book.worksheets] == [lang == "ar"] * 3
    assert book.worksheets[1].max_row == 1 + len(sample_records())


def test_csv_is_as_the_standard_and_spreadsheets_want_it(tmp_path: Path) -> None:
    write_csv(sample_records(), tmp_path, sample_context(masked=False))
    content = (tmp_path / "claims.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert len({len(row) for row in read_csv(tmp_path)}) == 1


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    write_xlsx(sample_records(), tmp_path, sample_context(masked=False))
    book = openpyxl.load_workbook(tmp_path / "claims.xlsx")
    found = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in found if cell.data_type == "f"]
    assert any(str(cell.value).startswith("'=cmd") for cell in found)
    assert any("‹U+0000›‹U+001B›" in str(cell.value) for cell in found)


def test_a_cell_that_is_too_long_says_that_it_is_cut(tmp_path: Path) -> None:
    record = sample_records()[0]
    document = replace(record.report.document, title="ن" * 40_000)
    long = replace(record, report=replace(record.report, document=document))
    write_xlsx([long], tmp_path, sample_context(masked=False))
    book = openpyxl.load_workbook(tmp_path / "claims.xlsx")
    title = str(book.worksheets[1]["E2"].value)
    assert len(title) == 32_767
    assert title.endswith("… ‹40000 characters in all›")


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_table_xlsx, "_MOST_ROWS", 5)
    with pytest.raises(InputError, match="more rows"):
        write_xlsx(sample_records(), tmp_path, sample_context(masked=False))


@pytest.mark.parametrize(
    "text",
    ["=1", "+1", "-1", "@a", "\t=1", "\u200f=1", "\u202a\u200b +1", "\u2066@a", "＝1", "﹣1", " -1",
     "\r=1", "\u00a0=1", "\ufeff=1", "\u0301=1", "\x00=1", "\n1"],
)  # fmt: skip
def test_cells_that_would_run(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert safe_cells([text]) == [f"'{cleaned(text)}"] or cleaned(text).startswith("‹")


@settings(deadline=None)
@given(st.text(st.characters(codec=None), max_size=20))
def test_any_text_becomes_a_cell(text: str) -> None:
    (cell,) = safe_cells([text])
    assert isinstance(cell, str)
    cell.encode("utf-8")
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([cell, "x"])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True)) == [cell, "x"]
