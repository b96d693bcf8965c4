"""Plain text: one file, one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import MEGABYTE, Intake, Item, Taken
from riwaya.sources.documents import make_document
from riwaya.sources.encoding import Decoded, decode


def read_text(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The stream's whole text as one document without outlet, url or title."""
    try:
        raw = Raw(read_whole(stream, where, intake))
        yield text_item(raw, decode(raw.content, where), where, intake)
    except RiwayaError as error:
        yield error


def text_item(raw: Raw, decoded: Decoded, where: str, intake: Intake) -> Taken:
    """The document with the text decoded from `raw`. Raises InputError."""
    document = make_document({"text": decoded.text}, where, intake, decoded.notes)
    return Taken(document, where, Evidence(raw, "text/plain", "file"))


def read_whole(stream: BinaryIO, where: str, intake: Intake, begun: bytes = b"") -> bytes:
    """`begun` and the rest of the stream. Raises InputError beyond the intake's limit."""
    raw = begun + stream.read(max(0, intake.max_bytes + 1 - len(begun)))
    if len(raw) > intake.max_bytes:
        raise too_large(where, intake)
    return raw


def too_large(where: str, intake: Intake) -> InputError:
    """The error for more bytes than the intake takes at once."""
    return InputError(
        f"is larger than {intake.max_bytes // MEGABYTE} MB.",
        where=where,
        advice="Split it (many documents: one a line in a .jsonl file), or raise the setting "
        "max_megabytes.",
    )
