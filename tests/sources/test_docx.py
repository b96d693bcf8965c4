"""Word documents: paragraphs, tables, tracked changes, and broken files."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from riwaya.sources.docx_file import read_docx
from riwaya.sources.table_xlsx import read_xlsx
from tests.sources.file_kit import OTHER, TEXT, errors, only, read, texts, with_member, zip_of

DOCUMENT = "word/document.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def of_body(body: str) -> bytes:
    """A Word document with this XML as its body."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" ' \
          'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">' \
          f"<w:body>{body}</w:body></w:document>"  # fmt: skip
    return with_member(saved(docx.Document()), DOCUMENT, xml.encode())


def paragraph(text: str, around: str = "{}") -> str:
    return "<w:p>" + around.format(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>') + "</w:p>"


def test_paragraphs_and_tables_in_their_order() -> None:
    document = docx.Document()
    document.core_properties.title = "تقرير المرفأ"
    document.add_paragraph(TEXT)
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "الخلية الأولى", "الخلية الثانية"
    document.add_paragraph(OTHER)
    document.sections[0].header.paragraphs[0].text = "رأس الصفحة"
    content = saved(document)
    item = only(read(read_docx, content))
    assert item.document.text == f"{TEXT}\nالخلية الأولى\nالخلية الثانية\n{OTHER}"
    assert item.document.title == "تقرير المرفأ"
    evidence = item.evidence
    assert evidence is not None
    assert (evidence.method, evidence.raw.content) == ("docx", content)
    assert evidence.extraction == f"python-docx {docx.__version__}"


def test_the_paragraph_in_the_style_title_wins() -> None:
    document = docx.Document()
    document.core_properties.title = "Document1"
    document.add_heading("عودة القوارب", level=0)
    document.add_paragraph(TEXT)
    assert only(read(read_docx, saved(document))).document.title == "عودة القوارب"


def test_tracked_changes() -> None:
    body = (
        paragraph("قال فارس الدوماني إن ")
        + paragraph("القوارب عادت", '<w:ins w:id="1" w:author="a">{}</w:ins>')
        + paragraph("القوارب غرقت", '<w:moveFrom w:id="2" w:author="a">{}</w:moveFrom>')
        + '<w:p><w:del w:id="3" w:author="a"><w:r><w:delText>لم تعد</w:delText></w:r></w:del></w:p>'
    )
    document = only(read(read_docx, of_body(body))).document
    assert document.text == "قال فارس الدوماني إن\nالقوارب عادت"
    assert document.notes == ("tracked deletions left out",)


def test_links_breaks_fields_and_hidden_text() -> None:
    body = (
        paragraph(TEXT, "<w:hyperlink>{}</w:hyperlink>")
        + "<w:p><w:r><w:t>سطر</w:t><w:br/><w:t>ثان</w:t><w:tab/><w:t>وعمود</w:t></w:r></w:p>"
        + '<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish/></w:rPr>'
        + "<w:t>خفي</w:t></w:r><w:r><w:footnoteReference/></w:r></w:p>"
        + "<w:sdt><w:sdtContent>" + paragraph(OTHER) + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    document = only(read(read_docx, of_body(body))).document
    assert document.text == f"{TEXT}\nسطر\nثان\tوعمود\n{OTHER}"
    assert document.notes == ("hidden text left out", "footnotes left out")


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(OTHER)}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>{TEXT}</w:t>{both}</w:r></w:p>"
    assert only(read(read_docx, of_body(body))).document.text == f"{OTHER}\n{TEXT}"


def test_a_document_without_text_is_an_error() -> None:
    assert "holds no text" in errors(read(read_docx, saved(docx.Document())))[0]


@pytest.mark.parametrize("content", [b"", b"\0\1", b"PK\x03\x04", b"%PDF-1.7", "نص".encode()])
def test_what_is_no_archive_is_an_error(content: bytes) -> None:
    assert len(errors(read(read_docx, content, "a.docx"))) == 1


def test_a_cut_document_and_other_archives() -> None:
    document = docx.Document()
    document.add_paragraph(TEXT)
    content = saved(document)
    assert len(errors(read(read_docx, content[: len(content) // 2]))) == 1
    assert "no Word document" in errors(read(read_docx, zip_of({"a.txt": b"a"})))[0]
    broken = with_member(content, DOCUMENT, b"<w:document><never closed>")
    assert "damaged or foreign" in errors(read(read_docx, broken))[0]


def test_one_office_format_is_not_taken_for_another() -> None:
    content = saved(docx.Document())
    assert "no Excel workbook" in errors(read(read_xlsx, content))[0]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read("[Content_Types].xml").replace(b"wordprocessingml", b"spreadsheetml")
    assert len(errors(read(read_docx, with_member(content, "[Content_Types].xml", types)))) == 1


def test_declared_entities_are_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'
    content = with_member(saved(docx.Document()), DOCUMENT, laughs)
    assert "declares XML entities" in errors(read(read_docx, content))[0]


def test_an_archive_bomb_is_refused() -> None:
    content = with_member(saved(docx.Document()), "word/media/a.bin", b"\0" * 40_000_000)
    assert "archive bomb" in errors(read(read_docx, content))[0]


@pytest.mark.parametrize("depth", [100, 5_000])
def test_deep_nesting_ends(depth: int) -> None:
    nested = "<w:smartTag>" * depth + paragraph(TEXT) + "</w:smartTag>" * depth
    found = read(read_docx, of_body(nested))
    assert texts(found) == [TEXT] or len(errors(found)) == 1
