"""Conversion of code-point offsets for JavaScript, which counts in UTF-16 code units."""

from __future__ import annotations

from riwaya.model import Span


def utf16_offset(text: str, offset: int) -> int:
    """UTF-16 code units before code point `offset` of `text`."""
    return offset + sum(1 for char in text[:offset] if ord(char) > 0xFFFF)


def utf16_span(text: str, span: Span) -> tuple[int, int]:
    """`span` in UTF-16 code units of `text`."""
    return utf16_offset(text, span.start), utf16_offset(text, span.stop)
