"""A column type that gives every text back as it was, on every database."""

from __future__ import annotations

import re
import zlib
from typing import Any

from sqlalchemy import LargeBinary, Text
from sqlalchemy.types import TypeDecorator

MARK = "\x10"
"""DLE, "data link escape": what follows is the four-digit code of the character meant."""

_TO_MARK = re.compile("[\x00\x10\ud800-\udfff]")
_MARKED = re.compile("\x10([0-9a-f]{4})")


def marked(text: str) -> str:
    """`text` without NUL and lone surrogates, which PostgreSQL and UTF-8 cannot hold: each is
    written as DLE and its code, and DLE likewise, so that `unmarked` gives back the same text."""
    if not _TO_MARK.search(text):
        return text
    return _TO_MARK.sub(lambda match: f"{MARK}{ord(match.group()):04x}", text)


def unmarked(text: str) -> str:
    """The text that `marked` was given."""
    if MARK not in text:
        return text
    return _MARKED.sub(lambda match: chr(int(match.group(1), 16)), text)


class Words(TypeDecorator[str]):
    """Text of any characters at all."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:  # noqa: ARG002
        """What the database is given."""
        return None if value is None else marked(value)

    def process_result_value(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002
        """What the database gave. A damaged file may hold what is no text: it stays as it is."""
        return unmarked(value) if isinstance(value, str) else value


class Packed(TypeDecorator[str]):
    """Long text, compressed (zlib, RFC 1950): the JSON of reports shrinks to a sixth."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:  # noqa: ARG002
        """What the database is given."""
        return None if value is None else zlib.compress(value.encode("utf-8"), level=1)

    def process_result_value(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002
        """What the database gave. What was damaged and cannot be unpacked stays as it is."""
        if value is None or isinstance(value, str):
            return value
        try:
            return zlib.decompress(bytes(value)).decode("utf-8")
        except (zlib.error, UnicodeDecodeError):
            return bytes(value)
