"""JSONL: one document a line, read line by line so that size does not matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Raw
from riwaya.sources.base import Intake, Item
from riwaya.sources.encoding import decode
from riwaya.sources.json_document import Part, json_items, line_item
from riwaya.sources.plain import read_whole, text_item, too_large

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_JSON_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{\]])')
_UTF8_MARK = b"\xef\xbb\xbf"


def read_lines(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The documents of a JSONL stream; a broken line is an error of its own, the rest goes on."""
    first = stream.readline(intake.max_bytes + 1)
    # Spread over several lines, or in UTF-16, it cannot be cut at line breaks.
    if first.strip() in (b"{", b"[") or first.startswith(_WIDE_MARKS):
        yield from _whole(first, stream, where, intake)
    else:
        yield from _lines(first, stream, where, intake)


def read_any(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """Documents of a stream of unnamed format: JSONL, JSON, or else plain text."""
    first = stream.readline(intake.max_bytes + 1)
    line = first.removeprefix(_UTF8_MARK).strip()
    if line.startswith(b"{") and line.endswith(b"}"):
        yield from _lines(first, stream, where, intake)
    else:
        yield from _whole(first, stream, where, intake)


def _lines(first: bytes, stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    rest = iter(lambda: stream.readline(intake.max_bytes + 1), b"")
    found = False
    for number, line in enumerate(chain((first,), rest), start=1):
        place = f"{where}, line {number}"
        if len(line) > intake.max_bytes:
            found = True
            while line and not line.endswith(b"\n"):
                line = stream.readline(intake.max_bytes)
            yield too_large(place, intake)
        elif line.strip():
            found = True
            yield _line(line, number, place, intake)
    if not found:
        yield InputError("is empty.", where=where, advice="Give a file that holds a text.")


def _line(line: bytes, number: int, place: str, intake: Intake) -> Item:
    try:
        decoded = decode(line, place)
        return line_item(
            decoded.text, Part(Raw(line), decoded.notes, f"line {number}"), place, intake
        )
    except InputError as error:
        return error


def _whole(first: bytes, stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    try:
        raw = Raw(read_whole(stream, where, intake, first))
        decoded = decode(raw.content, where)
        if _JSON_START.match(decoded.text):
            yield from json_items(raw, decoded, where, intake)
        else:
            yield text_item(raw, decoded, where, intake)
    except RiwayaError as error:
        yield error
