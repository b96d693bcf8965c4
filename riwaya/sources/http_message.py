"""One HTTP response's bytes: its head, and its body with all encodings undone, within bounds.

After RFC 9112 (HTTP/1.1: message format) and RFC 9110 (content codings).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from riwaya.errors import InputError
from riwaya.sources.base import MEGABYTE

MOST_HEAD = 65_536  # bytes of a status line and headers
HTML_TYPES = ("text/html", "application/xhtml+xml")
TEXT_TYPES = ("text/plain",)
_CUT = 1 << 16


@dataclass(frozen=True, slots=True)
class Head:
    """The status and headers of a response (names in lower case; repeated ones joined by a comma).

    `size` is how many bytes they took, the empty line included.
    """

    status: int
    headers: dict[str, str]
    size: int

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case; "" when none is stated."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def read_head(raw: bytes, where: str) -> Head:
    """The head with which `raw` begins. Raises InputError when there is none."""
    from warcio.statusandheaders import StatusAndHeadersParser

    end = end_of_head(raw)
    if end is None or not raw.startswith(b"HTTP/"):
        raise InputError("does not begin with the head of an HTTP response.", where=where)
    parsed = StatusAndHeadersParser(["HTTP/"], verify=False).parse(io.BytesIO(raw[:end]))
    code = parsed.statusline[:3]
    if not (code.isascii() and code.isdigit() and len(code) == 3):
        raise InputError("holds an HTTP response without a status.", where=where)
    return Head(int(code), joined(parsed.headers), end)


def joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Headers by their lower-case names."""
    headers: dict[str, str] = {}
    for name, value in pairs:
        key = name.strip().lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers


def end_of_head(raw: bytes | bytearray) -> int | None:
    """Where the body begins: behind the first empty line, within 64 KB."""
    ends = [
        place + len(mark)
        for mark in (b"\r\n\r\n", b"\n\n")
        if (place := raw.find(mark, 0, MOST_HEAD)) >= 0
    ]
    return min(ends, default=None)


def body_of(raw: bytes, head: Head, where: str, most: int) -> bytes:
    """The body behind `head` with transfer and content encodings undone, of at most `most` bytes.

    A body that was stored decoded under headers that speak of an encoding is taken as it is.
    Raises InputError beyond the bound (a bomb, or too large) and for unknown encodings.
    """
    body = raw[head.size :]
    if "chunked" in head.headers.get("transfer-encoding", "").lower():
        body = _dechunked(body)
    codings = [name.strip().lower() for name in head.headers.get("content-encoding", "").split(",")]
    for name in reversed(codings):
        body = _decoded(body, name, where, most)
    if len(body) > most:
        raise _too_large(where, most)
    return body


def _dechunked(body: bytes) -> bytes:
    from warcio.bufferedreaders import ChunkedDataReader

    content: bytes = ChunkedDataReader(io.BytesIO(body)).read()
    return content


def _decoded(body: bytes, name: str, where: str, most: int) -> bytes:
    if name in ("", "identity", "none"):
        return body
    unpack = _UNPACKERS.get(name)
    if unpack is None:
        raise InputError(f"is packed in a way that Riwaya cannot undo ({name[:40]}).", where=where)
    parts, size = [], 0
    try:
        for part in unpack(body):
            size += len(part)
            if size > most:
                raise _too_large(where, most)
            parts.append(part)
    except _NotPackedError:
        return body
    except zlib.error as error:
        if not size:
            raise InputError(f"cannot be unpacked ({error}).", where=where) from None
    return b"".join(parts)


class _NotPackedError(Exception):
    """The bytes are not packed in the way that the headers say."""


def _gunzipped(body: bytes) -> Iterator[bytes]:
    if not body.startswith(b"\x1f\x8b"):
        raise _NotPackedError
    while body.startswith(b"\x1f\x8b"):
        unpacker = zlib.decompressobj(31)
        yield from _inflated(unpacker, body)
        body = unpacker.unused_data


def _deflated(body: bytes) -> Iterator[bytes]:
    # The standard means zlib's format, and some servers send bare deflate.
    is_zlib = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    yield from _inflated(zlib.decompressobj(15 if is_zlib else -15), body)


def _inflated(unpacker: Any, body: bytes) -> Iterator[bytes]:
    part = unpacker.decompress(body, _CUT)
    while part:
        yield part
        part = unpacker.decompress(unpacker.unconsumed_tail, _CUT)


def _unbrotlied(body: bytes) -> Iterator[bytes]:
    try:
        brotli: Any = import_module("brotli")
    except ImportError:
        raise zlib.error("it is packed with brotli, which is not installed") from None
    unpacker = brotli.Decompressor()
    try:
        part = unpacker.process(body, output_buffer_limit=_CUT)
        while part or not (unpacker.is_finished() or unpacker.can_accept_more_data()):
            yield part
            part = unpacker.process(b"", output_buffer_limit=_CUT)
    except brotli.error:
        raise _NotPackedError from None


_UNPACKERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _deflated,
    "br": _unbrotlied,
}


def _too_large(where: str, most: int) -> InputError:
    return InputError(
        f"is larger than {most / MEGABYTE:g} MB when unpacked, and was not read.",
        where=where,
        advice="It is too large or made to do harm; the setting max_megabytes moves this bound.",
    )
