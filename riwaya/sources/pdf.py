"""PDF files with a text layer, through PDFium: all pages as one document.

Where a letter stands on the page decides its order, and the spelling of the words decides whether
the result may be kept: a broken layer is said, not stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any, BinaryIO, NamedTuple

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Taken
from riwaya.sources.bounds import parse_bounded
from riwaya.sources.documents import make_document
from riwaya.sources.pdf_bidi import is_arabic, righted
from riwaya.sources.pdf_evidence import has_codes, proofs_of
from riwaya.sources.pdf_glyphs import Glyph, glyphs_of
from riwaya.sources.pdf_layout import paragraphs_of, without_running_heads
from riwaya.sources.pdf_ligatures import Ligatures
from riwaya.sources.pdf_lines import Reading, lines_of
from riwaya.sources.plain import read_whole

MEDIA_TYPE = "application/pdf"
_HEAD_BYTES = 1024  # within which readers look for the mark of a PDF
_MOST_PAGES = 3_000
_MOST_UNMAPPED = 0.01  # share of glyphs without a letter: bullets and the like
_LEAST_LETTERS = 20
_LEAST_SPACES = 0.08  # share of glyphs, in a file that writes the spaces between words
_OCR = "Read it with an OCR program first, and add the text that comes out."
_ANEW = "Fetch the report in another form (its web page, a Word file), or read it with OCR."


class _Layer(NamedTuple):
    """What the pages hold, as found."""

    pages: list[list[Glyph]]
    turned: int
    unmapped: int


def read_pdf(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The text of a PDF file as one document; an error where it has no sound text layer."""
    try:
        content = read_whole(stream, where, intake)
    except RiwayaError as error:
        yield error
        return
    yield from parse_bounded(parse_pdf, content, where, intake)


def parse_pdf(content: bytes, where: str, intake: Intake) -> list[Item]:
    """The item of a PDF's bytes. Raises InputError for what is no PDF, or has no sound text."""
    from pypdfium2.version import PYPDFIUM_INFO

    with closing(_opened(content, where)) as opened:
        count, title = len(opened), opened.get_metadata_dict().get("Title")
        layer = _layer(opened, where)
    _check_letters(layer, where)
    text, notes = _read(layer, where)
    fields = {"text": text, "title": title if title and not _is_file_name(title) else None}
    document = make_document(fields, where, intake, notes)
    part = f"pages 1-{count}" if count > 1 else None
    extraction = f"pypdfium2 {PYPDFIUM_INFO.version}"
    return [Taken(document, where, Evidence(Raw(content), MEDIA_TYPE, "pdf", part, None, None,
                                            extraction))]  # fmt: skip


def _opened(content: bytes, where: str) -> Any:
    import pypdfium2

    if b"%PDF-" not in content[:_HEAD_BYTES]:
        raise InputError("is no PDF file.", where=where, advice="Check how it was saved.")
    try:
        opened = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(
                "is protected by a password.",
                where=where,
                advice="Open it with the password and print it to a new PDF file.",
            ) from None
        raise InputError(
            f"is a damaged PDF file ({error}).", where=where, advice="Fetch it again."
        ) from None
    if len(opened) > _MOST_PAGES:
        raise InputError(f"has more than {_MOST_PAGES} pages.", where=where, advice="Split it.")
    return opened


def _layer(opened: Any, where: str) -> _Layer:
    import pypdfium2

    pages, turned, unmapped = [], 0, 0
    for number in range(len(opened)):
        try:
            with closing(opened[number]) as page, closing(page.get_textpage()) as text_page:
                found = glyphs_of(text_page)
        except pypdfium2.PdfiumError as error:
            raise InputError(
                f"is damaged on page {number + 1} ({error}).", where=where, advice="Fetch it again."
            ) from None
        pages.append(found.glyphs)
        turned += found.turned
        unmapped += found.unmapped
    return _Layer(pages, turned, unmapped)


def _check_letters(layer: _Layer, where: str) -> None:
    """Raise for a layer that is missing, or whose glyphs stand for no letters."""
    letters = sum(not glyph.is_space for page in layer.pages for glyph in page)
    if letters + layer.unmapped < _LEAST_LETTERS:
        raise InputError("has no text layer (its pages are pictures).", where=where, advice=_OCR)
    if layer.unmapped > _MOST_UNMAPPED * (letters + layer.unmapped):
        share = layer.unmapped / (letters + layer.unmapped)
        raise InputError(
            f"has a broken text layer: {share:.0%} of its glyphs stand for no letter.",
            where=where,
            advice=_ANEW,
        )


def _read(layer: _Layer, where: str) -> tuple[str, tuple[str, ...]]:
    """The text in its order, with what was done to get it. Raises InputError for a broken one."""
    arabic = sum(is_arabic(g.letters) for page in layer.pages for g in page if not g.is_space)
    rtl = arabic > 0.2 * sum(not glyph.is_space for page in layer.pages for glyph in page)
    ligatures = Ligatures(glyph for page in layer.pages for glyph in page)
    spaces = sum(glyph.is_space for page in layer.pages for glyph in page)
    is_spaced = spaces > _LEAST_SPACES * sum(map(len, layer.pages))
    text, notes = _joined(layer, Reading(rtl, False, is_spaced, ligatures))
    if rtl and proofs_of(text).is_turned:
        text, notes = _joined(layer, Reading(rtl, True, is_spaced, ligatures))
        notes = ("lines stood backwards on the page, turned", *notes)
    _check_words(text, where, rtl)
    if layer.turned:
        notes += ("text that runs in another direction than the page's was left out",)
    if layer.unmapped:
        notes += (f"{layer.unmapped} signs of the layout that stand for no letter were left out",)
    return text, ("the order of letters is that of their places on the page", *notes)


def _joined(layer: _Layer, reading: Reading) -> tuple[str, tuple[str, ...]]:
    pages, notes = without_running_heads([lines_of(page, reading) for page in layer.pages])
    found = paragraphs_of(pages, reading.rtl and not reading.turned)
    if reading.rtl:
        found = map(righted, found)
    return "\n".join(paragraph for paragraph in found if paragraph.strip()), notes


def _check_words(text: str, where: str, rtl: bool) -> None:
    """Raise for letters that make no words."""
    found = proofs_of(text)
    if has_codes(text):
        why = "it holds numbers of glyphs (cid) in place of letters"
    elif not rtl:
        return  # that it is not Arabic is said like of every other text
    elif found.is_spaced:
        why = "its letters stand apart, so that no words can be told"
    elif found.is_run_together:
        why = "its words run together"
    elif found.is_sound:
        return
    elif found.turned:
        why = f"{found.turned} words stand backwards among {found.good} that do not"
    else:
        why = "its letters make no Arabic words"
    raise InputError(f"has a broken text layer: {why}.", where=where, advice=_ANEW)


def _is_file_name(title: str) -> bool:
    """Whether a title is what programs put there by themselves."""
    return bool(re.search(r"\.\w{2,5}$|^(untitled|microsoft word|document\d*)\b", title, re.I))
