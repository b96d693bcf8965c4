"""E-mail files (.eml): one message, one document (RFC 5322, MIME).

The plain part is preferred to the HTML one; attachments are named and never opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Any, BinaryIO

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Taken
from riwaya.sources.bounds import parse_bounded
from riwaya.sources.documents import make_document
from riwaya.sources.email_body import as_paragraphs, html_text
from riwaya.sources.encoding import decode
from riwaya.sources.plain import read_whole

MEDIA_TYPE = "message/rfc822"
_DEEPEST = 20
_MOST_PARTS = 500
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
_ADVICE = "Save the message anew from the mail program (as .eml)."
_MOST_NAMED = 10


def read_email(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The message's text as one document: subject as title, sender as outlet, and its date."""
    try:
        content = read_whole(stream, where, intake)
    except RiwayaError as error:
        yield error
        return
    yield from parse_bounded(parse_email, content, where, intake)


def parse_email(content: bytes, where: str, intake: Intake) -> list[Item]:
    """The item of a message's bytes. Raises RiwayaError for what is no message with a text."""
    if not content.strip():
        raise InputError("is empty.", where=where, advice="Give a file that holds a message.")
    if not _HEADER.match(content.lstrip().removeprefix(b"\xef\xbb\xbf")):
        raise InputError("does not begin with an e-mail's headers.", where=where, advice=_ADVICE)
    try:
        message = BytesParser(policy=policy.default).parsebytes(content)
        leaves = _leaves(message, where)
    except RecursionError:
        raise _too_deep(where) from None
    bodies, attached = _sorted(leaves)
    if not bodies:
        raise InputError("holds no text part.", where=where, advice=_no_text_advice(attached))
    text, notes = _body(bodies, where)
    notes += _notes(message, attached)
    fields = {"text": text, **_headers(message)}
    document = make_document(fields, where, intake, notes)
    return [Taken(document, where, Evidence(Raw(content), MEDIA_TYPE, "email"))]


def _leaves(message: EmailMessage, where: str) -> list[EmailMessage]:
    """All parts that are no containers, in order. A message within the message is one part."""
    leaves: list[EmailMessage] = []
    waiting: list[tuple[Any, int]] = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > _DEEPEST:
            raise _too_deep(where)
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += [(inner, depth + 1) for inner in reversed(part.get_payload())]
        else:
            leaves.append(part)
        if len(leaves) > _MOST_PARTS:
            raise InputError(f"has more than {_MOST_PARTS} parts.", where=where, advice=_ADVICE)
    return leaves


def _too_deep(where: str) -> InputError:
    return InputError(f"nests its parts more than {_DEEPEST} deep.", where=where, advice=_ADVICE)


def _sorted(leaves: list[EmailMessage]) -> tuple[list[EmailMessage], list[str]]:
    """The parts of the body (all plain ones, or else all HTML ones), and the attachments' names."""
    by_kind: dict[str, list[EmailMessage]] = {"text/plain": [], "text/html": []}
    attached = []
    for part in leaves:
        kind = part.get_content_type()
        is_attached = part.get_content_disposition() == "attachment" or _file_name(part)
        if kind in by_kind and not is_attached:
            by_kind[kind].append(part)
        else:
            attached.append(_file_name(part) or kind)
    plain = [part for part in by_kind["text/plain"] if _payload(part).strip()]
    return plain or by_kind["text/html"], attached


def _file_name(part: EmailMessage) -> str | None:
    try:
        return part.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return "an attachment without a readable name"


def _payload(part: EmailMessage) -> bytes:
    """The part's bytes after base64 or quoted-printable."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _body(parts: list[EmailMessage], where: str) -> tuple[str, tuple[str, ...]]:
    texts, notes = [], dict[str, None]()
    for part in parts:
        text, charset_note = _decoded(part, where)
        if part.get_content_type() == "text/html":
            text = html_text(text)
            notes["text of the HTML part, without its markup"] = None
        else:
            flowed = str(part.get_param("format", "")).lower() == "flowed"
            joined = as_paragraphs(text, flowed, str(part.get_param("delsp", "")).lower() == "yes")
            if joined != text:
                notes["lines that the mail program had broken were joined"] = None
            text = joined
        notes |= dict.fromkeys(charset_note)
        texts.append(text.strip("\n"))
    return "\n\n".join(text for text in texts if text), tuple(notes)


def _decoded(part: EmailMessage, where: str) -> tuple[str, tuple[str, ...]]:
    """The part's text by the charset that it states, or by its looks where that fails."""
    content = _payload(part)
    charset = str(part.get_content_charset() or "")
    if charset and charset != "us-ascii":
        try:
            text = content.decode(charset)
        except (LookupError, ValueError):
            pass
        else:
            is_usual = charset.replace("-", "") in ("utf8", "usascii")
            note = () if is_usual else (f"converted from {charset}",)
            return text.replace("\r\n", "\n"), note
    decoded = decode(content, where)
    notes = decoded.notes
    if charset and not content.isascii():
        notes += (f"the stated charset {charset[:40]!r} does not fit the text",)
    return decoded.text.replace("\r\n", "\n"), notes


def _headers(message: EmailMessage) -> dict[str, str | None]:
    name, address = parseaddr(_header(message, "From") or "")
    return {
        "title": _header(message, "Subject"),
        "outlet": name.strip() or address or None,
        "published": _date(message),
    }


def _header(message: EmailMessage, name: str) -> str | None:
    """A header in plain words on one line; None when it is missing or cannot be read."""
    try:
        value = message[name]
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return None
    return re.sub(r"\s+", " ", str(value)).strip() or None if value is not None else None


def _date(message: EmailMessage) -> str | None:
    """The Date header in ISO 8601 with its zone; `-0000` (zone unknown) gives none."""
    try:
        moment = getattr(message["Date"], "datetime", None)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return None
    return moment.isoformat() if isinstance(moment, datetime) else None


def _notes(message: EmailMessage, attached: list[str]) -> tuple[str, ...]:
    notes = []
    name, address = parseaddr(_header(message, "From") or "")
    if address or name:
        kind = "name that the sender gives" if name.strip() else "sender's address"
        notes.append(f"the outlet is the {kind}, which nothing proves")
    if _header(message, "Date") and not _date(message):
        notes.append("the date of the message cannot be read, left out")
    if message_id := _header(message, "Message-ID"):
        notes.append(f"Message-ID {message_id[:200]}")
    if attached:
        more = " …" if len(attached) > _MOST_NAMED else ""
        listed = ", ".join(name[:80] for name in attached[:_MOST_NAMED])
        notes.append(f"attachments not opened: {listed}{more}")
    return tuple(notes)


def _no_text_advice(attached: list[str]) -> str:
    if attached:
        return "Save its attachments and add those that are reports."
    return _ADVICE
