"""Pieces, paragraphs and tables of the DOCX dossier as WordprocessingML (ISO/IEC 29500).

Whatever comes from outside passes through `_shown`. A run is right-to-left by `w:rtl`; a piece that
faces the other way than its paragraph stands between embedding marks (U+202A, U+202B … U+202C),
which Word has known longer than isolates, and behind a mark of the paragraph's direction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from riwaya.exports.display import visible
from riwaya.exports.dossier_model import Note, Table
from riwaya.exports.dossier_model_words import Piece, Text

_TABLE_WIDTH = 9600  # twips between the margins
LRM, RLM = "\u200e", "\u200f"
_LRE, _RLE, _PDF = "\u202a", "\u202b", "\u202c"
_LANGUAGE = '<w:lang w:val="{latin}" w:bidi="ar-SA"/>'
_STYLES = {
    "label": "DossierLabel",
    "mark": "DossierLabel",
    "strong": "DossierStrong",
    "cue": "DossierStrong",
    "code": "DossierCode",
    "offset": "DossierCode",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a paragraph stands: the id of its style, and what is its own."""

    style: str
    rtl: bool
    page_break: bool = False
    bookmark: str | None = None
    indent: int = 0
    """Twips (1/1440 inch) from the edge where its lines begin."""


def plain_run(text: str, rtl: bool, style: str = "") -> str:
    """One run of words that face as `rtl` says."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    facing = "<w:rtl/>" if rtl else ""
    language = _LANGUAGE.format(latin="en-US")
    return (
        f"<w:r><w:rPr>{named}{facing}{language}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    )


def runs(text: Text, rtl: bool) -> str:
    """Pieces as runs in a paragraph that faces as `rtl` says."""
    found = []
    for n, piece in enumerate(text):
        if n and not piece.glued:
            found.append(plain_run(" ", rtl))
        found.append(_piece(piece, rtl))
    return "".join(found)


def paragraph(shape: Shape, content: str) -> str:
    """A paragraph round runs."""
    own = [f'<w:pStyle w:val="{shape.style}"/>']
    if shape.page_break:
        own.append("<w:pageBreakBefore/>")
    if shape.rtl:
        own.append("<w:bidi/>")
    if shape.indent:
        own.append(f'<w:ind w:left="{shape.indent}"/>')
    if shape.bookmark:
        number = shape.bookmark.lstrip("r")
        content = (
            f'<w:bookmarkStart w:id="{number}" w:name="{shape.bookmark}"/>{content}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )
    return f"<w:p><w:pPr>{''.join(own)}</w:pPr>{content}</w:p>"


def tabbed(label: str, text: Text, rtl: bool) -> str:
    """A label, a tab, and what stands beside it."""
    return f"{plain_run(_shown(label), rtl, 'DossierLabel')}<w:r><w:tab/></w:r>{runs(text, rtl)}"


def note_reference(note: Note, rtl: bool) -> str:
    """The mark of a footnote in the text: the program that shows it counts and writes the number
    (a mark of our own in other digits is shown twice by some)."""
    return f'<w:r>{_mark_properties(rtl)}<w:footnoteReference w:id="{note.number}"/></w:r>'


def footnote(note: Note, rtl: bool) -> str:
    """A footnote: the words in one paragraph, the report and each hash in one more."""
    mark = f"<w:r>{_mark_properties(rtl)}<w:footnoteRef/></w:r>"
    shape = Shape("FootnoteText", rtl)
    words = " ".join(
        f"{plain_run(' ', rtl)}{_labelled(row.label, row.text, rtl)}" for row in note.words
    )
    lines = [mark + words, *(_labelled(row.label, row.text, rtl) for row in note.about)]
    body = "".join(paragraph(shape, line) for line in lines)
    return f'<w:footnote w:id="{note.number}">{body}</w:footnote>'


def table_head(listed: Table, rtl: bool) -> str:
    """The beginning of a table, with the row of its headings, which is repeated on each page."""
    visual = "<w:bidiVisual/>" if rtl else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _widths(listed))
    cells = "".join(
        _cell(plain_run(_shown(column), rtl, "DossierStrong"), width, rtl)
        for column, width in zip(listed.columns, _widths(listed), strict=True)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="DossierTable"/>{visual}'
        f'<w:tblW w:w="{_TABLE_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"
    )


def table_row(cells: Iterable[Text], listed: Table, rtl: bool) -> str:
    """One row of a table."""
    widths = zip(cells, _widths(listed), strict=True)
    inner = "".join(_cell(runs(cell, rtl), width, rtl) for cell, width in widths)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inner}</w:tr>"


def words_run(words: str, rtl: bool, style: str = "") -> str:
    """A run of this document's own words."""
    return plain_run(_shown(words), rtl, style)


def _mark_properties(rtl: bool) -> str:
    facing = "<w:rtl/>" if rtl else ""
    return f'<w:rPr><w:rStyle w:val="FootnoteReference"/>{facing}</w:rPr>'


def _labelled(label: str, text: Text, rtl: bool) -> str:
    head = plain_run(f"{_shown(label)}: ", rtl, "DossierLabel")
    return f"{head}{runs(text, rtl)}{plain_run('.', rtl)}"


def _cell(content: str, width: int, rtl: bool) -> str:
    body = paragraph(Shape("DossierCell", rtl), content)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{body}</w:tc>'


def _widths(listed: Table) -> list[int]:
    return [_TABLE_WIDTH * share // sum(listed.shares) for share in listed.shares]


def _piece(piece: Piece, rtl: bool) -> str:
    style = _STYLES.get(piece.style or "", "")
    if not piece.isolate:
        return plain_run(_shown(piece.text), rtl, style)
    own = "".join(
        _turned(_shown(part), False, style)
        if is_escape and piece.rtl
        else plain_run(_shown(part), piece.rtl and not is_escape, style)
        for part, is_escape in piece.parts
    )
    if piece.rtl == rtl:
        return own
    opener, closer = (_RLE, LRM) if piece.rtl else (_LRE, RLM)
    return f"{_control(closer + opener, piece.rtl)}{own}{_control(_PDF + closer, piece.rtl)}"


def _turned(text: str, rtl: bool, style: str) -> str:
    return plain_run(f"{_RLE if rtl else _LRE}{text}{_PDF}", rtl, style)


def _control(marks: str, rtl: bool) -> str:
    return plain_run(marks, rtl)


def _shown(text: str) -> str:
    return visible(text)
