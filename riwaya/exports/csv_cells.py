"""Cells of CSV that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable

_FORMULA = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
_CONTROL = frozenset("\t\r\n")
_UNSEEN = frozenset(("Cc", "Cf", "Mn", "Zs", "Zl", "Zp"))

Cell = str | int | float | None


def guarded(text: str) -> str:
    """`text`, behind an apostrophe where a spreadsheet would run it: it begins with = + - @ (or
    their wide and small forms), also after spaces, bidi marks and other unseen characters, or with
    a tab or a line end (OWASP, CSV injection)."""
    seen = next((char for char in text if unicodedata.category(char) not in _UNSEEN), "")
    return f"'{text}" if seen in _FORMULA or text[:1] in _CONTROL else text


def table(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """CSV as in RFC 4180. Texts are guarded; numbers, which are ours, are not."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()
