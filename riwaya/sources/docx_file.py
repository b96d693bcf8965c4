"""Word documents (.docx): the words as the document stands now, in their order.

Insertions that are tracked belong to it, deletions do not (ECMA-376 part 1, 17.13.5).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Taken
from riwaya.sources.bounds import parse_bounded
from riwaya.sources.documents import make_document
from riwaya.sources.plain import read_whole
from riwaya.sources.zip_safety import check_zip

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {
    f"{_W}del": "tracked deletions left out",
    f"{_W}moveFrom": "tracked deletions left out",
    f"{_W}footnoteReference": "footnotes left out",
    f"{_W}endnoteReference": "footnotes left out",
    f"{_W}instrText": "",
    f"{_W}delText": "",
    # The same text box again, for older programs.
    _FALLBACK: "",
}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_OFF = ("0", "false", "off")


def read_docx(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The text of a Word document as one document; headers and footers are left out."""
    try:
        content = read_whole(stream, where, intake)
    except RiwayaError as error:
        yield error
        return
    yield from parse_bounded(parse_docx, content, where, intake)


def parse_docx(content: bytes, where: str, intake: Intake) -> list[Item]:
    """The item of a Word document's bytes. Raises RiwayaError for what is no sound document."""
    if "[Content_Types].xml" not in check_zip(content, where):
        raise InputError(
            "is a ZIP archive, but no Word document.", where=where, advice="Save it as .docx."
        )
    from docx import __version__

    opened = _opened(content, where)
    walk = _Walk()
    walk.take(opened.element.body)
    fields = {"text": walk.text(), "title": _title(opened)}
    if not walk.text():
        raise InputError(
            "holds no text (perhaps only pictures).",
            where=where,
            advice="Read pictures of text with an OCR program first.",
        )
    document = make_document(fields, where, intake, walk.notes())
    evidence = Evidence(Raw(content), MEDIA_TYPE, "docx", extraction=f"python-docx {__version__}")
    return [Taken(document, where, evidence)]


def _opened(content: bytes, where: str) -> Any:
    import docx

    try:
        opened = docx.Document(io.BytesIO(content))
        assert opened.element.body is not None
        return opened
    except Exception as error:  # python-docx raises whatever its parsing meets
        raise InputError(
            f"is a damaged or foreign Word document ({type(error).__name__}: {str(error)[:120]}).",
            where=where,
            advice="Open it in a word processor and save it anew as .docx.",
        ) from None


def _title(opened: Any) -> str | None:
    """The paragraph in the style Title, or else the title among the document's properties."""
    for paragraph in opened.paragraphs:
        style = paragraph.style
        if style is not None and style.name == "Title" and paragraph.text.strip():
            return str(paragraph.text).strip()
    try:
        return str(opened.core_properties.title).strip() or None
    except (ValueError, KeyError, AttributeError):
        return None


class _Walk:
    """Goes through a document's XML in order and gathers its paragraphs."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._open: list[list[str]] = []
        self._notes: dict[str, None] = {}

    def text(self) -> str:
        """The paragraphs gathered, one a line."""
        return "\n".join(line.strip() for line in self._lines if line.strip())

    def notes(self) -> tuple[str, ...]:
        """What was left out, each once."""
        return tuple(self._notes)

    def take(self, element: Any) -> None:
        """Gather the words of `element` and of all in it (lxml bounds the depth at 256)."""
        if element.tag in _LEFT_OUT:
            note = _LEFT_OUT[element.tag]
            if note:
                self._notes[note] = None
        elif element.tag == f"{_W}p":
            self._paragraph(element)
        elif element.tag == f"{_W}r" and _is_hidden(element):
            self._notes["hidden text left out"] = None
        elif self._open and element.tag == f"{_W}t":
            self._open[-1].append(element.text or "")
        elif self._open and element.tag in _SIGNS:
            self._open[-1].append(_SIGNS[element.tag])
        else:
            self._children(element)

    def _paragraph(self, element: Any) -> None:
        """A paragraph; one in a text box inside it becomes a line of its own, before it."""
        self._open.append([])
        self._children(element)
        self._lines.append("".join(self._open.pop()))

    def _children(self, element: Any) -> None:
        for child in element:
            if isinstance(child.tag, str):
                self.take(child)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val") not in _OFF
