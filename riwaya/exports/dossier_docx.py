"""The printed dossier as a Word document with real footnotes, right-to-left where it is Arabic.

The text and the footnotes are written straight into the archive, one report at a time. Bytes are
the same for the same records and context: times in the archive and in its properties are those of
the context.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from riwaya.exports.base import ExportContext
from riwaya.exports.dossier_docx_base import (
    DOCUMENT,
    FOOTNOTES,
    FOOTNOTES_HEAD,
    FOOTNOTES_TAIL,
    base_package,
    made_at,
)
from riwaya.exports.dossier_docx_text import (
    Shape,
    footnote,
    note_reference,
    paragraph,
    runs,
    tabbed,
    table_head,
    table_row,
    words_run,
)
from riwaya.exports.dossier_model import (
    Cover,
    Dossier,
    Entry,
    Heading,
    Row,
    Section,
    Table,
    open_dossier,
)
from riwaya.exports.dossier_model_words import Piece, Text
from riwaya.records import Record

FILE = "dossier.docx"

_IN_MEMORY = 8_000_000
_INNER_INDENT = 360
_DEEPEST = 3
_BODY_END = b"<w:sectPr"
_FIRST_LEVEL, _LAST_LEVEL = 3, 6


def write(records: Iterable[Record], folder: Path, context: ExportContext) -> list[str]:
    """`dossier.docx` in `folder`, in the language of the context; the list of that one name.

    Raises SettingError for an unknown language, DocumentError for coordinates off the globe.
    """
    with (
        open_dossier(records, folder, context) as dossier,
        tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder)) as notes,
        zipfile.ZipFile(folder / FILE, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        package = base_package(dossier.cover(), dossier.wording, context)
        made = made_at(context)
        start, end = _split(package.pop(DOCUMENT))
        del package[FOOTNOTES]
        for name, content in package.items():
            archive.writestr(_member(name, made), content)
        with archive.open(_member(DOCUMENT, made), "w", force_zip64=True) as body:
            body.write(start)
            for block in _Body(dossier, notes).blocks():
                body.write(block.encode())
            body.write(end)
        with archive.open(_member(FOOTNOTES, made), "w", force_zip64=True) as part:
            _copy_notes(notes, part)
    return [FILE]


def _split(document: bytes) -> tuple[bytes, bytes]:
    """What stands before and after the text of an empty document."""
    at = document.index(_BODY_END)
    return document[:at], document[at:]


def _member(name: str, made: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, made.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


def _copy_notes(notes: IO[bytes], part: IO[bytes]) -> None:
    part.write(FOOTNOTES_HEAD.encode())
    notes.seek(0)
    while block := notes.read(1 << 16):
        part.write(block)
    part.write(FOOTNOTES_TAIL.encode())


class _Body:
    """The blocks of the text; footnotes go to `notes` on the way."""

    def __init__(self, dossier: Dossier, notes: IO[bytes]) -> None:
        self._dossier = dossier
        self._words = dossier.wording
        self._rtl = dossier.wording.rtl
        self._notes = notes

    def blocks(self) -> Iterator[str]:
        """All paragraphs and tables in their order."""
        cover = self._dossier.cover()
        yield from self._cover(cover)
        yield from self._contents()
        for section in self._dossier.sections():
            yield from self._section(section)
        for listed in self._dossier.tables():
            yield from self._table(listed)
        yield from self._check(cover)

    def _cover(self, cover: Cover) -> Iterator[str]:
        yield self._line("Title", cover.title)
        yield self._line("Subtitle", cover.subtitle)
        yield from self._rows(cover.rows, "DossierRow")
        yield self._line("TOCHeading", self._words["about.guide"])
        for line in cover.guide:
            yield self._line("DossierGuide", line)

    def _contents(self) -> Iterator[str]:
        """A field that Word can renew, filled already."""
        entries = list(self._dossier.headings())
        if not entries:
            return
        yield self._line("TOCHeading", self._words["contents"])
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            ' TOC \\o "1-1" \\h \\z </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for number, heading in enumerate(entries, 1):
            before = begin if number == 1 else ""
            after = end if number == len(entries) else ""
            yield paragraph(Shape("TOC1", self._rtl), f"{before}{self._content(heading)}{after}")

    def _content(self, heading: Heading) -> str:
        number = words_run(heading.number, self._rtl)
        about: Text = (Piece("·"), *heading.about) if heading.about else ()
        text = runs((*heading.text, *about), self._rtl)
        return (
            f'<w:hyperlink w:anchor="{heading.anchor}" w:history="1">'
            f"{number}<w:r><w:tab/></w:r>{text}</w:hyperlink>"
        )

    def _section(self, section: Section) -> Iterator[str]:
        shape = Shape("Heading1", self._rtl, page_break=True, bookmark=section.anchor)
        yield paragraph(shape, self._numbered(section.number, section.heading))
        yield from self._rows(section.rows, "DossierRow")
        if section.captures:
            yield self._line("Heading2", self._words["evidence"])
        for number, capture in enumerate(section.captures):
            if number:
                yield self._line("DossierRow", "")
            yield from self._rows(capture, "DossierFrameRow")
        yield self._line("Heading2", self._words["claim.heading"])
        if not section.entries:
            yield self._line("Normal", self._words["none.claims"])
        for entry in section.entries:
            yield from self._entry(entry)
            self._notes.write(footnote(entry.note, self._rtl).encode())
        yield from self._decisions(section.decisions, 0)

    def _entry(self, entry: Entry) -> Iterator[str]:
        level = min(_FIRST_LEVEL + entry.depth, _LAST_LEVEL)
        indent = min(entry.depth, _DEEPEST) * _INNER_INDENT
        head = self._numbered(entry.number, entry.heading)
        yield paragraph(Shape(f"Heading{level}", self._rtl, indent=indent), head)
        yield paragraph(
            Shape("DossierTraits", self._rtl, indent=indent), runs(entry.traits, self._rtl)
        )
        first = entry.words[0]
        facing = first.rtl if first.isolate else self._rtl
        reference = note_reference(entry.note, self._rtl)
        yield paragraph(Shape("Quote", facing), runs(entry.words, facing) + reference)
        yield from self._rows(entry.rows, "DossierRow")
        yield from self._decisions(entry.decisions, indent)

    def _decisions(self, decisions: Iterable[Text], indent: int) -> Iterator[str]:
        for text in decisions:
            head = Piece(f"{self._words['decisions']}:", style="strong")
            shape = Shape("DossierDecision", self._rtl, indent=indent)
            yield paragraph(shape, runs((head, *text), self._rtl))

    def _table(self, listed: Table) -> Iterator[str]:
        rows = iter(listed.rows())
        first = next(rows, None)
        if first is None:
            return
        yield self._line("Heading1", listed.heading)
        if listed.caution:
            yield self._line("DossierGuide", listed.caution)
        yield table_head(listed, self._rtl)
        for row in (first, *rows):
            yield table_row(row, listed, self._rtl)
        yield "</w:tbl>"

    def _check(self, cover: Cover) -> Iterator[str]:
        yield self._line("Heading1", self._words["about.check"])
        for number, line in enumerate(cover.check):
            yield self._line("DossierGuide", line)
            if number == 0:
                yield paragraph(Shape("DossierCommand", False), words_run(cover.command, False))

    def _rows(self, rows: Iterable[Row], style: str) -> Iterator[str]:
        for row in rows:
            yield paragraph(Shape(style, self._rtl), tabbed(row.label, row.text, self._rtl))

    def _numbered(self, number: str, heading: Text) -> str:
        return f"{words_run(f'{number}  ', self._rtl)}{runs(heading, self._rtl)}"

    def _line(self, style: str, words: str) -> str:
        return paragraph(Shape(style, self._rtl), words_run(words, self._rtl))
