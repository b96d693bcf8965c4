"""What a server answered becomes a document: a web page, or plain text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from riwaya.model import Document
from riwaya.sources.base import Intake
from riwaya.sources.charset import declared_charset, decode_page
from riwaya.sources.documents import make_document
from riwaya.sources.html_fields import host_of, web_address
from riwaya.sources.html_page import Page, extraction, page_document
from riwaya.sources.http_message import TEXT_TYPES, Head


@dataclass(frozen=True, slots=True)
class Answer:
    """A response with its body unpacked, the address that was asked, and what is to be noted."""

    head: Head
    body: bytes
    url: str | None
    notes: tuple[str, ...] = ()


def answer_document(answer: Answer, where: str, intake: Intake) -> tuple[Document, str]:
    """The document of an answer, and the library that made text of it ("" for plain text).

    Raises what `page_document` raises.
    """
    charset = declared_charset(answer.head.headers.get("content-type"))
    if answer.head.media_type in TEXT_TYPES:
        decoded = decode_page(answer.body, where, charset)
        url = web_address(answer.url)
        fields = {"text": decoded.text, "url": url, "outlet": host_of(url)}
        return make_document(fields, where, intake, decoded.notes + answer.notes), ""
    page = Page(answer.body, charset, answer.url)
    document, _ = page_document(page, where, intake)
    return replace(document, notes=answer.notes + document.notes), extraction()
