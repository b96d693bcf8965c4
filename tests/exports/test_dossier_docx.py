"""The dossier as a Word document: its package, its footnotes, its direction."""

from __future__ import annotations

import posixpath
import re
import zipfile
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from riwaya.exports.base import ExportContext
from riwaya.exports.display import visible
from riwaya.exports.dossier_docx import write
from riwaya.records import Record
from tests.conformance.export_kit import masked_records, sample_context, sample_records
from tests.exports.test_dossier_html import HOSTILE, hostile_record

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ARABIC = re.compile("[\u0621-\u064a]")
MARKS = re.compile("[\u200e\u200f\u202a\u202b\u202c]")
# Children in the order of the schema (ISO/IEC 29500-1, A.1: CT_PPr, CT_RPr), those that are used.
PARAGRAPH_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "pBdr", "shd", "tabs", "bidi", "spacing",
    "ind", "jc", "outlineLvl",
)  # fmt: skip
RUN_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "color", "sz", "szCs", "vertAlign", "rtl", "lang",
)  # fmt: skip


def made(folder: Path, records: list[Record], lang: str = "ar", masked: bool = True) -> Path:
    folder.mkdir(exist_ok=True)
    assert write(iter(records), folder, sample_context(lang, masked)) == ["dossier.docx"]
    assert [path.name for path in folder.iterdir()] == ["dossier.docx"]
    return folder / "dossier.docx"


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}


def tree(path: Path, name: str) -> etree._Element:
    return etree.fromstring(parts_of(path)[name])


def words_of(element: etree._Element) -> str:
    return MARKS.sub("", "".join(element.itertext(f"{W}t")))


@pytest.fixture(params=["ar", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_package_is_whole(tmp_path, lang):
    parts = parts_of(made(tmp_path / "x", sample_records(), lang))
    trees = {n: etree.fromstring(c) for n, c in parts.items() if n.endswith((".xml", ".rels"))}
    assert trees.keys() == parts.keys()
    for name, root in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        ids = [relation.get("Id") for relation in root.iter(RELS)]
        assert len(ids) == len(set(ids))
        for relation in root.iter(RELS):
            # Nothing leads out of the document.
            assert relation.get("TargetMode", "Internal") == "Internal"
            target = posixpath.normpath(posixpath.join(folder, relation.get("Target")))
            assert target.lstrip("/") in parts
    types = trees["[Content_Types].xml"]
    overrides = {one.get("PartName") for one in types if one.tag.endswith("Override")}
    assert {name.lstrip("/") for name in overrides} <= parts.keys()
    assert "/word/footnotes.xml" in overrides
    assert next(iter(parts)) == "[Content_Types].xml"
    used = re.findall(rb'r:id="(\w+)"', parts["word/document.xml"])
    known = {r.get("Id") for r in trees["word/_rels/document.xml.rels"].iter(RELS)}
    assert {one.decode() for one in used} <= known


def test_every_claim_has_a_real_footnote(tmp_path, lang):
    records = sample_records()
    path = made(tmp_path / "x", records, lang, masked=False)
    body, notes = tree(path, "word/document.xml"), tree(path, "word/footnotes.xml")
    references = [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")]
    claims = [claim for r in records for claim in r.report.claims]
    assert references == [str(n) for n in range(1, len(claims) + 1)]
    found = {note.get(f"{W}id"): note for note in notes}
    assert list(found) == ["-1", "0", *references]
    assert found["-1"].get(f"{W}type") == "separator"
    assert found["0"].get(f"{W}type") == "continuationSeparator"
    shown = [(record, claim) for record in ordered(records) for claim in record.report.claims]
    by_words = {id_: words_of(found[id_]) for id_ in references}
    for record, claim in shown:
        words = visible(claim.cue[0].of(record.report.document.text))
        start, stop = claim.cue[0]
        mine = [
            text for text in by_words.values()
            if f"«{words}» [{start},{stop})" in text and record.report.document.sha256 in text
        ]  # fmt: skip
        assert len(mine) == 1
        assert record.captures[0].sha256 in mine[0]
    for note in (found[id_] for id_ in references):
        assert len(list(note.iter(f"{W}footnoteRef"))) == 1
    pointed = tree(path, "word/settings.xml").find(f"{W}footnotePr")
    assert [one.get(f"{W}id") for one in pointed] == ["-1", "0"]


def ordered(records: list[Record]) -> list[Record]:
    return sorted(
        records, key=lambda r: (r.report.document.published is None, r.report.document.id)
    )


def test_arabic_paragraphs_and_runs_are_right_to_left(tmp_path):
    path = made(tmp_path / "x", sample_records(), "ar")
    for name in ("word/document.xml", "word/footnotes.xml", "word/footer1.xml"):
        root = tree(path, name)
        texts = [p for p in root.iter(f"{W}p") if ARABIC.search(words_of(p))]
        assert texts
        for one in texts:
            assert one.find(f"{W}pPr/{W}bidi") is not None
        for run in root.iter(f"{W}r"):
            if ARABIC.search(words_of(run)) and not is_code(run):
                assert run.find(f"{W}rPr/{W}rtl") is not None
                assert run.find(f"{W}rPr/{W}lang").get(f"{W}bidi") == "ar-SA"
    assert all(t.find(f"{W}bidiVisual") is not None for t in tables(path))
    assert tree(path, "word/document.xml").find(f"{W}body/{W}sectPr/{W}bidi") is not None


def is_code(run: etree._Element) -> bool:
    style = run.find(f"{W}rPr/{W}rStyle")
    return style is not None and style.get(f"{W}val") == "DossierCode"


def tables(path: Path) -> list[etree._Element]:
    return list(tree(path, "word/document.xml").iter(f"{W}tblPr"))


def test_english_paragraphs_are_not_but_quotations_in_arabic_are(tmp_path):
    path = made(tmp_path / "x", sample_records(), "en")
    body = tree(path, "word/document.xml")
    for one in body.iter(f"{W}p"):
        style = one.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        assert (one.find(f"{W}pPr/{W}bidi") is not None) is (style == "Quote")
    runs = [r for r in body.iter(f"{W}r") if ARABIC.search(words_of(r)) and not is_code(r)]
    assert runs
    assert all(run.find(f"{W}rPr/{W}rtl") is not None for run in runs)


def test_words_that_face_the_other_way_are_embedded_and_all_marks_close(tmp_path, lang):
    path = made(tmp_path / "x", [*sample_records(), hostile_record(HOSTILE)], lang)
    for name in ("word/document.xml", "word/footnotes.xml"):
        for one in tree(path, name).iter(f"{W}p"):
            depth = 0
            for char in "".join(one.itertext(f"{W}t")):
                depth += (char in "\u202a\u202b") - (char == "\u202c")
                assert 0 <= depth <= 2
            assert depth == 0


def test_styles_headings_and_order_of_properties(tmp_path, lang):
    path = made(tmp_path / "x", sample_records(), lang)
    styles = {s.get(f"{W}styleId"): s for s in tree(path, "word/styles.xml").iter(f"{W}style")}
    for name in ("word/document.xml", "word/footnotes.xml", "word/footer1.xml", "word/styles.xml"):
        root = tree(path, name)
        for kind in ("pStyle", "rStyle", "tblStyle", "basedOn"):
            assert {one.get(f"{W}val") for one in root.iter(f"{W}{kind}")} <= styles.keys()
        for kind, order in (("pPr", PARAGRAPH_ORDER), ("rPr", RUN_ORDER)):
            for element in root.iter(f"{W}{kind}"):
                at = [order.index(etree.QName(child).localname) for child in element]
                assert at == sorted(set(at))
    outline = {name: s.find(f"{W}pPr/{W}outlineLvl") for name, s in styles.items()}
    assert [outline[f"Heading{n}"].get(f"{W}val") for n in range(1, 7)] == list("012345")
    for style in styles.values():
        for one, other in (("b", "bCs"), ("sz", "szCs")):
            both = [style.find(f"{W}rPr/{W}{tag}") is not None for tag in (one, other)]
            assert both[0] == both[1]
    used = [
        int(one.get(f"{W}val")[-1])
        for one in tree(path, "word/document.xml").iter(f"{W}pStyle")
        if one.get(f"{W}val").startswith("Heading")
    ]
    assert all(after <= before + 1 for before, after in pairwise([0, *used]))


def test_the_contents_lead_to_the_reports(tmp_path, lang):
    body = tree(made(tmp_path / "x", sample_records(), lang), "word/document.xml")
    anchors = [one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")]
    marks = [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]
    assert anchors == marks == ["r1", "r2", "r3", "r4"]
    kinds = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]


def test_it_opens_again_as_a4_with_page_numbers_and_no_private_properties(tmp_path, lang):
    path = made(tmp_path / "x", sample_records(), lang)
    opened = Document(str(path))
    section = opened.sections[0]
    assert abs(section.page_width - Mm(210)) < Mm(1)
    assert abs(section.page_height - Mm(297)) < Mm(1)
    assert b" PAGE " in parts_of(path)["word/footer1.xml"]
    assert len(opened.tables) == 4
    text = "\n".join(MARKS.sub("", one.text) for one in opened.paragraphs)
    assert ("١-٢-١  «قائد الكتيبة»" if lang == "ar" else "1.2.1  «قائد الكتيبة»") in text
    properties = opened.core_properties
    assert properties.author == properties.last_modified_by == "riwaya 0.1.0"
    assert properties.language == ("ar-SA" if lang == "ar" else "en-US")
    assert properties.created.replace(tzinfo=None) == datetime(2026, 11, 20, 10)
    assert properties.comments == properties.keywords == ""
    about = parts_of(path)["docProps/app.xml"].decode()
    assert "riwaya" in about
    assert "Microsoft" not in about


def test_the_same_records_make_the_same_bytes(tmp_path, lang):
    first = made(tmp_path / "a", sample_records(), lang).read_bytes()
    assert first == made(tmp_path / "b", sample_records()[::-1], lang).read_bytes()
    with zipfile.ZipFile(tmp_path / "a" / "dossier.docx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 20, 10, 0, 0)}


def test_no_records_and_strange_times_make_a_document_too(tmp_path):
    for made_when in ("yesterday", "1970-01-01T00:00:00Z", ""):
        write([], tmp_path, ExportContext("ar", made_when, "x\x00y", False, "\x00"))
        assert Document(str(tmp_path / "dossier.docx")).paragraphs


def test_masked_names_are_nowhere(tmp_path, lang):
    parts = parts_of(made(tmp_path / "x", masked_records()[:2], lang))
    whole = "".join(content.decode("utf-8") for content in parts.values())
    assert not any(name in whole for name in ("رباب", "العنقاوي", "زهير", "Anqawi"))
    assert "▇" in whole


@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(min_size=1, max_size=40))
def test_any_words_make_a_document_that_opens(tmp_path, words):
    path = made(tmp_path / "x", [hostile_record(words)])
    body = tree(path, "word/document.xml")
    plain = tree(made(tmp_path / "y", [hostile_record("ك")]), "word/document.xml")
    known = {element.tag for element in plain.iter()} | {f"{W}tab"}
    assert {element.tag for element in body.iter()} <= known
    shown = "".join(words_of(one) for one in body.iter(f"{W}p"))
    assert visible(words).strip() in shown
