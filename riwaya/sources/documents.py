"""Fields in, a checked Document out: the one door through which texts enter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riwaya.errors import DocumentError
from riwaya.model import Document, document_id, text_sha256
from riwaya.sources.base import Intake
from riwaya.sources.checks import check_published, check_text, typesetting_notes

_OPTIONAL = ("id", "outlet", "url", "title", "published", "language")
_TYPE_NAMES = {
    "NoneType": "null",
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "list": "a list",
    "dict": "an object",
}


def make_document(
    fields: Mapping[str, Any], where: str, intake: Intake, notes: tuple[str, ...] = ()
) -> Document:
    """A Document of `fields` (`text` and, if given, id, outlet, url, title, published, language).

    Raises InputError, LanguageError or DocumentError that name `where`. Other fields are left out.
    """
    text = _joined_surrogates(_text_of(fields, where))
    given = {name: _string(fields, name, where) for name in _OPTIONAL}
    check_text(text, where, intake.min_arabic)
    published = given["published"] or intake.published
    outlet, url = given["outlet"], given["url"]
    return Document(
        id=given["id"] or document_id(outlet, url, text),
        text=text,
        sha256=text_sha256(text),
        outlet=outlet,
        url=url,
        title=given["title"],
        published=check_published(published, where) if published else None,
        language=given["language"] or "ar",
        notes=notes + typesetting_notes(text),
    )


def _text_of(fields: Mapping[str, Any], where: str) -> str:
    if "text" not in fields:
        raise DocumentError(
            "the document has no field 'text'.",
            where=where,
            advice="A document is {id, outlet, url, title, published, text}; only text is needed.",
        )
    text = fields["text"]
    if not isinstance(text, str):
        raise _wrong_type("text", text, where)
    return text


def _string(fields: Mapping[str, Any], name: str, where: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise _wrong_type(name, value, where)
    return _joined_surrogates(value).strip() or None if value is not None else None


def _wrong_type(name: str, value: object, where: str) -> DocumentError:
    kind = _TYPE_NAMES.get(type(value).__name__, type(value).__name__)
    return DocumentError(
        f"the field {name!r} holds {kind} instead of a string.",
        where=where,
        advice="Put it in quotation marks, or leave it out." if name != "text" else None,
    )


def _joined_surrogates(text: str) -> str:
    """`text` with surrogate pairs as the one character they stand for; lone ones stay."""
    if not any("\ud800" <= char <= "\udfff" for char in set(text)):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
