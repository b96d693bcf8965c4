"""One record of a web archive: its head, and the document that it holds."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from dataclasses import dataclass

from riwaya.errors import InputError, LanguageError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Skipped, Taken
from riwaya.sources.charset import ForeignCharsetError
from riwaya.sources.html_page import NoArticleError
from riwaya.sources.http_document import Answer, answer_document
from riwaya.sources.http_message import Head, body_of, end_of_head, joined, read_head

_ALTERED = "the record is not as it was archived: its digest differs from the one stated in it"
MEDIA_TYPE = "application/warc"


@dataclass(frozen=True, slots=True)
class RecordHead:
    """What a record says of itself; `length` is that of its block, in bytes."""

    kind: str
    length: int
    media_type: str
    content_type: str
    url: str | None
    date: str | None
    id: str | None
    truncated: str | None
    digest: str | None


def read_record_head(raw: bytes) -> RecordHead | None:
    """The head of a record; None when it does not say how long the record is."""
    from warcio.statusandheaders import StatusAndHeadersParser

    parsed = StatusAndHeadersParser(["WARC/"], verify=False).parse(io.BytesIO(raw))
    headers = joined(parsed.headers)
    length = headers.get("content-length", "").strip()
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        return None
    content_type = headers.get("content-type", "")
    return RecordHead(
        kind=headers.get("warc-type", "").strip().lower(),
        length=int(length),
        media_type=content_type.partition(";")[0].strip().lower(),
        content_type=content_type,
        # Some tools put the address in angle brackets.
        url=headers.get("warc-target-uri", "").strip().strip("<>").replace(" ", "%20") or None,
        date=headers.get("warc-date", "").strip() or None,
        id=headers.get("warc-record-id", "").strip() or None,
        truncated=headers.get("warc-truncated", "").strip() or None,
        digest=headers.get("warc-block-digest", "").strip() or None,
    )


def parse_record(content: bytes, where: str, intake: Intake) -> list[Item]:
    """The document of one whole record; a Skipped for a page in another language, an
    empty one or one without an article, of which archives are full. Raises InputError."""
    end = end_of_head(content)
    head = read_record_head(content[:end]) if end else None
    if head is None or end is None:
        raise InputError("is no record of a web archive.", where=where)
    answer = _answer(head, content[end : end + head.length], where, intake)
    if not answer.body.strip():
        return [Skipped(where, "answers without a body")]
    try:
        document, used = answer_document(answer, where, intake)
    except LanguageError:
        return [Skipped(where, "pages that are not in Arabic")]
    except ForeignCharsetError:
        return [Skipped(where, "pages in charsets that hold no Arabic")]
    except NoArticleError:
        return [Skipped(where, "pages without an article")]
    evidence = Evidence(
        Raw(content),
        MEDIA_TYPE,
        "warc",
        part=f"record {head.id or _offset_in(where)}",
        url=head.url,
        stated=head.date,
        extraction=used,
    )
    return [Taken(document, where, evidence)]


def _offset_in(where: str) -> str:
    """`at N`, as the place of a record names its offset."""
    found = re.search(r", record (at \d+)", where)
    return found[1] if found else ""


def _answer(head: RecordHead, block: bytes, where: str, intake: Intake) -> Answer:
    notes = _notes(head, block)
    if head.kind == "resource" or not block.startswith(b"HTTP/"):
        return Answer(Head(200, {"content-type": head.content_type}, 0), block, head.url, notes)
    http = read_head(block, where)
    return Answer(http, body_of(block, http, where, intake.max_bytes), head.url, notes)


def _notes(head: RecordHead, block: bytes) -> tuple[str, ...]:
    partial = f"the archive holds only a part of it ({head.truncated})" if head.truncated else ""
    altered = "" if _is_as_stated(head.digest, block) else _ALTERED
    return tuple(note for note in (partial, altered) if note)


def _is_as_stated(digest: str | None, block: bytes) -> bool:
    """Whether a block has the digest that its record states; True for what cannot be checked."""
    name, _, stated = (digest or "").partition(":")
    if name.lower() not in ("sha1", "sha256") or not stated:
        return True
    found = hashlib.new(name.lower(), block).digest()
    return stated.upper() in (found.hex().upper(), base64.b32encode(found).decode())
