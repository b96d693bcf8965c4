"""A string as names are looked for in it: escapes undone, letters levelled, with a map back."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

from riwaya.model import Span
from riwaya.text import FoldedText, fold, fold_letters

MASK = "▇"
"""U+2587, one for each code point of what is masked."""

_ESCAPED = re.compile(
    r"(?P<percent>(?:%[0-9A-Fa-f]{2})+)|&#(?:x(?P<hex>[0-9A-Fa-f]{1,6})|(?P<dec>\d{1,7}));"
    r"|\\u(?P<code>[0-9A-Fa-f]{4})"
)
_DEEPEST = 3  # how often an escape may itself be escaped (%25D8)
_BYTE = 3  # characters that write one byte: %D8
_SINGLE_LOWER = {ord(c): c.lower() for c in map(chr, range(0x41, 0x2B0)) if len(c.lower()) == 1}


@dataclass(frozen=True, slots=True)
class Seen:
    """A string without its escapes: `plain` (fold) and `letters` (levelled) have equal indexes, and
    `back` gives the stretch of the original that one of them covers."""

    plain: str
    letters: str
    _starts: array[int]
    _stops: array[int]

    def back(self, start: int, stop: int) -> Span:
        """The original's span of `[start, stop)`, which must not be empty."""
        return Span(self._starts[start], self._stops[stop - 1])


def seen(text: str) -> Seen:
    """`text` with percent-encoding (UTF-8, else Windows-1256), numeric references of HTML and
    `\\u` escapes undone, folded."""
    decoded, starts, stops = _decoded(text)
    folded: FoldedText = fold(decoded)
    plain = folded.text.translate(_SINGLE_LOWER)
    if starts is None or stops is None:
        return Seen(plain, fold_letters(plain), folded.starts, folded.stops)
    return Seen(
        plain,
        fold_letters(plain),
        array("L", (starts[i] for i in folded.starts)),
        array("L", (stops[i - 1] for i in folded.stops)),
    )


def letters_of(text: str) -> str:
    """The levelled letters of a name, as they are looked for."""
    return fold_letters(fold(text).text.translate(_SINGLE_LOWER))


def blotted(text: str, spans: list[Span]) -> str:
    """`text` with every code point of `spans` masked; its length stays."""
    if not spans:
        return text
    out, at = [], 0
    for start, stop in sorted(spans):
        if stop > at:
            begin = max(start, at)
            out.append(text[at:begin] + MASK * (stop - begin))
            at = stop
    return "".join(out) + text[at:]


Decoded = tuple[str, "array[int] | None", "array[int] | None"]


def _decoded(text: str) -> Decoded:
    starts: array[int] | None = None
    stops: array[int] | None = None
    for _ in range(_DEEPEST):
        if not _ESCAPED.search(text):
            break
        text, low, high = _once_decoded(text)
        if starts is not None and stops is not None:
            low = array("L", (starts[i] for i in low))
            high = array("L", (stops[i - 1] for i in high))
        starts, stops = low, high
    return text, starts, stops


def _once_decoded(text: str) -> tuple[str, array[int], array[int]]:
    out: list[str] = []
    starts, stops = array("L"), array("L")
    at = 0

    def put(chars: str, start: int, stop: int) -> None:
        out.append(chars)
        starts.extend([start] * len(chars))
        stops.extend([stop] * len(chars))

    for match in _ESCAPED.finditer(text):
        for i in range(at, match.start()):
            put(text[i], i, i + 1)
        at = match.end()
        if match["percent"]:
            for chars, low, high in _percent_decoded(match["percent"]):
                put(chars, match.start() + low, match.start() + high)
        else:
            code = int(match["hex"] or match["code"] or "0", 16) or int(match["dec"] or "0")
            put(chr(code) if 0 < code < 0x110000 else "?", match.start(), at)
    for i in range(at, len(text)):
        put(text[i], i, i + 1)
    return "".join(out), starts, stops


def _percent_decoded(run: str) -> list[tuple[str, int, int]]:
    """The characters of a run of percent-encoded bytes, each with its place in the run."""
    raw = bytes.fromhex(run.replace("%", ""))
    try:
        text, encoding = raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = raw.decode("cp1256", "replace"), "cp1256"
    found, at = [], 0
    for char in text:
        size = len(char.encode("utf-8")) if encoding == "utf-8" else 1
        found.append((char, at * _BYTE, (at + size) * _BYTE))
        at += size
    return found
