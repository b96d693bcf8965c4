"""CSV, TSV and Excel tables: which column is what, dates, rows, and broken files."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.sources.base import Intake, Item
from riwaya.sources.table_csv import read_csv
from riwaya.sources.table_xlsx import read_xlsx
from tests.sources.file_kit import (
    OTHER,
    TEXT,
    errors,
    only,
    read,
    skipped,
    taken,
    texts,
    with_member,
    zip_of,
)  # fmt: skip

HEADINGS = ["التاريخ", "المصدر", "العنوان", "النص", "الرابط"]
ROW = ["2018-03-31", "مرفأ اليوم", "عودة القوارب", TEXT, "https://marfa.example/1"]


def table(*rows: list[Any], separator: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def from_csv(*rows: list[Any], intake: Intake | None = None, **form: str) -> list[Item]:
    return read(read_csv, table(*rows, **form), "reports.csv", intake)


def workbook(sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def from_xlsx(sheets: dict[str, list[list[Any]]], **form: Any) -> list[Item]:
    return read(read_xlsx, workbook(sheets, **form), "reports.xlsx")


# Columns.


def test_known_headings_in_arabic() -> None:
    item = only(from_csv(HEADINGS, ROW))
    document, evidence = item.document, item.evidence
    assert document.text == TEXT
    assert (document.outlet, document.title) == ("مرفأ اليوم", "عودة القوارب")
    assert (document.published, document.url) == ("2018-03-31", "https://marfa.example/1")
    assert evidence is not None
    assert (evidence.part, evidence.method, evidence.media_type) == ("row 2", "table", "text/csv")
    assert evidence.raw.content == table(HEADINGS, ROW)
    assert item.where == "reports.csv, row 2"


def test_known_headings_in_english_with_other_columns_left_out() -> None:
    document = only(
        from_csv(["Body ", "Date-Published", "likes"], [TEXT, "2018-03-31", 7])
    ).document
    assert (document.text, document.published) == (TEXT, "2018-03-31")
    assert document.notes == ("columns left out: likes",)


def test_asked_columns_win_over_known_ones() -> None:
    intake = Intake(columns=(("text", "ملخص"), ("outlet", "جهة النشر")))
    rows = ["النص", "ملخص", "جهة النشر"], [OTHER, TEXT, "نورس"]
    document = only(from_csv(*rows, intake=intake)).document
    assert (document.text, document.outlet) == (TEXT, "نورس")


def test_a_table_without_a_text_column_says_what_it_found() -> None:
    (message,) = errors(from_csv(["الاسم", "العمر"], ["فارس", "40"]))
    assert "'الاسم', 'العمر'" in message
    assert "--columns text=HEADING" in message
    missing = Intake(columns=(("text", "لا شيء"),))
    (message,) = errors(from_csv(HEADINGS, ROW, intake=missing))
    assert "no column is headed 'لا شيء'" in message
    wrong = Intake(columns=(("author", "النص"),))
    (message,) = errors(from_csv(HEADINGS, ROW, intake=wrong))
    assert "no field 'author'" in message
    assert "text, title, outlet" in message


def test_rows_above_the_headings_are_passed_over() -> None:
    assert texts(from_csv(["تقارير المرفأ"], [], HEADINGS, ROW)) == [TEXT]


def test_two_columns_that_could_be_the_text() -> None:
    document = only(from_csv(["نص الخبر", "النص"], [TEXT, OTHER])).document
    assert document.text == TEXT
    assert "column 'النص' could be the text too, 'نص الخبر' was taken" in document.notes


def test_an_id_that_is_only_a_number_is_no_name_for_a_document() -> None:
    numbered, named = taken(from_csv(["id", "text"], ["1", TEXT], ["marfa-2", OTHER]))
    assert numbered.document.id != "1"
    assert "id in the table: 1" in numbered.document.notes
    assert named.document.id == "marfa-2"


# Rows.


def test_rows_without_a_text_are_skipped_once_and_bad_ones_are_errors() -> None:
    found = from_csv(["text", "title"], [TEXT], ["", "بلا نص"], ["  ", "x"], ["English only", ""])
    assert texts(found) == [TEXT]
    assert skipped(found) == ["rows without a text: 2"]
    assert "reports.csv, row 5: only 0% of the letters are Arabic" in errors(found)[0]
    assert skipped(from_csv(HEADINGS)) == ["a table without rows"]


def test_cells_with_line_breaks_quotes_and_separators_stay_as_they_are() -> None:
    text = f'{TEXT}\r\n"{OTHER}", قال; ثم\tصمت'
    found = from_csv(["text", "title"], [text, "أ"], [TEXT, "ب"])
    assert texts(found) == [text, TEXT]
    assert found[1].where == "reports.csv, row 4"  # type: ignore[union-attr]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_separators_and_encodings(separator: str, encoding: str) -> None:
    found = from_csv(HEADINGS, ROW, separator=separator, encoding=encoding)
    assert texts(found) == [TEXT]


def test_a_tsv_is_cut_at_tabs_alone() -> None:
    found = read(read_csv, f"text\ttitle\n{TEXT}; قال, ثم\tأ\n".encode(), "a.tsv")
    assert texts(found) == [f"{TEXT}; قال, ثم"]
    evidence = only(found).evidence
    assert evidence is not None
    assert evidence.media_type == "text/tab-separated-values"


@pytest.mark.parametrize("bound", [131_072, 10_000_000])
def test_an_open_quotation_mark_is_named_by_its_line(bound: int) -> None:
    content = f'text\n{TEXT}\n"{"س" * 140_000}'.encode()
    before = csv.field_size_limit(bound)  # other libraries move it too
    try:
        found = read(read_csv, content, "a.csv")
    finally:
        csv.field_size_limit(before)
    assert texts(found) == [TEXT]
    assert "cannot be read on from line 3" in errors(found)[0]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\0\1\2", b"%PDF-1.7", b"PK\x03\x04junk"])
def test_what_is_no_table_is_an_error(content: bytes) -> None:
    assert len(errors(read(read_csv, content))) == 1
    assert len(errors(read(read_xlsx, content))) == 1


# Dates.


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2018-03-31", "2018-03-31"),
        ("2018/3/31", "2018-03-31"),
        ("31/03/2018", "2018-03-31"),
        ("31.3.2018 14:30", "2018-03-31T14:30:00"),
        ("٣١/٠٣/٢٠١٨", "2018-03-31"),
        ("05/05/2018", "2018-05-05"),
        ("3/31/2018 2:30 PM", "2018-03-31T14:30:00"),
        ("2018-03-31 14:30:00 +0300", "2018-03-31T14:30:00+03:00"),
        ("2018-03-31T14:30:00Z", "2018-03-31T14:30:00Z"),
    ],
)
def test_dates_as_people_write_them(written: str, iso: str) -> None:
    assert only(from_csv(["text", "date"], [TEXT, written])).document.published == iso


@pytest.mark.parametrize(
    "written",
    ["03/04/2018", "31/31/2018", "2018-02-30", "31/3/18", "43190", "أمس", "1/2/2018 25:00"],
)
def test_a_date_that_is_none_or_could_be_two_is_refused(written: str) -> None:
    (message,) = errors(from_csv(["text", "date"], [TEXT, written]))
    assert message.startswith("reports.csv, row 2: the date")
    assert "2018-03-31" in message


def test_other_dates_of_the_column_decide_about_the_order() -> None:
    found = taken(from_csv(["text", "date"], [TEXT, "03/04/2018"], [OTHER, "31/03/2018"]))
    assert [item.document.published for item in found] == ["2018-04-03", "2018-03-31"]
    assert "dates are read day first" in found[0].document.notes[-1]
    rows = [TEXT, "03/04/2018"], [OTHER, "31/03/2018"], [TEXT + OTHER, "03/31/2018"]
    assert len(errors(from_csv(["text", "date"], *rows))) == 1


# Workbooks.


def test_every_sheet_with_texts_is_read() -> None:
    found = from_xlsx(
        {
            "آذار": [HEADINGS, [datetime(2018, 3, 31), *ROW[1:]]],
            "نيسان": [["text", "date", "id"], [OTHER, datetime(2018, 4, 1, 14, 30), 7.0]],
            "أرقام": [["سنة", "عدد"], [2018, 4]],
            "فارغ": [],
        },
        hidden=("نيسان",),
    )
    first, second = taken(found)
    assert (first.document.published, second.document.published) == (
        "2018-03-31", "2018-04-01T14:30:00",
    )  # fmt: skip
    assert second.where == "reports.xlsx, sheet نيسان, row 2"
    assert "the sheet 'نيسان' is hidden" in second.document.notes
    assert "id in the table: 7" in second.document.notes
    assert skipped(found) == ["no column of it is a text"]
    assert first.evidence is not None
    assert second.evidence is not None
    assert first.evidence.raw is second.evidence.raw
    assert first.evidence.part == "sheet آذار, row 2"
    assert first.evidence.extraction.startswith("openpyxl ")


def test_empty_rows_are_counted() -> None:
    found = from_xlsx({"a": [["text", "date"], [], [], [TEXT, date(2018, 3, 31)]]})
    assert only(found).where == "reports.xlsx, sheet a, row 4"
    assert only(found).document.published == "2018-03-31"


def test_a_workbook_without_texts_says_so() -> None:
    assert "no column is known as the text" in errors(from_xlsx({"a": [["اسم"], ["فارس"]]}))[0]
    assert "no filled sheet" in errors(from_xlsx({"a": []}))[0]


def test_a_false_size_of_a_sheet_is_not_believed() -> None:
    content = workbook({"a": [["text"], [TEXT]]})
    name = "xl/worksheets/sheet1.xml"
    sheet = openpyxl_part(content, name)
    assert b'ref="A1:A2"' in sheet
    false = sheet.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
    assert texts(read(read_xlsx, with_member(content, name, false))) == [TEXT]
    false = sheet.replace(b'ref="A1:A2"', b'ref="A1:A1"')
    assert texts(read(read_xlsx, with_member(content, name, false))) == [TEXT]


def openpyxl_part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def test_a_workbook_that_declares_entities_is_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha">]><sst>&a;</sst>'
    content = with_member(workbook({"a": [["text"], [TEXT]]}), "xl/sharedStrings.xml", laughs)
    assert "declares XML entities" in errors(read(read_xlsx, content))[0]


def test_other_archives_and_cut_workbooks_are_errors() -> None:
    assert "no Excel workbook" in errors(read(read_xlsx, zip_of({"a.txt": b"a"})))[0]
    content = workbook({"a": [["text"], [TEXT]]})
    assert len(errors(read(read_xlsx, content[: len(content) // 2]))) == 1
    broken = with_member(content, "xl/workbook.xml", b"<workbook><never closed>")
    assert "damaged workbook" in errors(read(read_xlsx, broken))[0]


def test_a_cell_that_is_far_away_costs_little() -> None:
    content = workbook({"a": [["text"], [TEXT]]})
    name = "xl/worksheets/sheet1.xml"
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    sheet = openpyxl_part(content, name).replace(b"</sheetData>", far.encode())
    assert texts(read(read_xlsx, with_member(content, name, sheet))) == [TEXT]


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=30)


@settings(deadline=None, max_examples=100)
@given(rows=st.lists(st.tuples(CELL, CELL), max_size=5))
def test_any_cells_come_back_or_are_named(rows: list[tuple[str, str]]) -> None:
    given_texts = [f"{TEXT} {cell}" for cell, _ in rows]
    content = table(
        ["text", "title"], *([t, title] for t, (_, title) in zip(given_texts, rows, strict=True))
    )
    found = read(read_csv, content, "a.csv")
    assert texts(found) == given_texts or errors(found)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_give_items_and_no_crash(content: bytes) -> None:
    assert read(read_csv, b"text,title\n" + content, "a.csv") is not None
