"""Conversion of code-point offsets for JavaScript, which counts in UTF-16 code units."""

from __future__ import annotations

from riwaya.model import Span


def utf16_offset(text: str, offset: int) -> int:
    """UTF-16 code units before code point `offset` of `text` (a lone surrogate counts as one)."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def utf16_span(text: str, span: Span) -> tuple[int, int]:
    """`span` in UTF-16 code units of `text`."""
    return utf16_offset(text, span.start), utf16_offset(text, span.stop)
