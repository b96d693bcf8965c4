"""From bytes to text: UTF-8, UTF-16 and UTF-32 by their marks, Windows-1256 and ISO-8859-6 by
their looks. Everything else is refused with its place."""

from __future__ import annotations

import codecs
from collections import Counter
from typing import NamedTuple

from riwaya.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),  # before UTF-16 LE, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"{\\rtf", "an RTF file"),
)
_SINGLE_BYTE = (("cp1256", "Windows-1256"), ("iso8859-6", "ISO-8859-6"))
_TEXT_CONTROLS = frozenset("\t\n\r\f\v")
_SAVE_AS_UTF8 = "Save it as UTF-8 text and try again."


class Decoded(NamedTuple):
    """A text and what was done to get it."""

    text: str
    notes: tuple[str, ...] = ()


def decode(raw: bytes, where: str) -> Decoded:
    """The text of `raw`. Raises InputError when it is empty, binary or in an unknown encoding."""
    if not raw.strip():
        raise InputError("is empty.", where=where, advice="Give a file that holds a text.")
    for mark, codec, name in _MARKS:
        if raw.startswith(mark):
            note = () if name == "UTF-8" else (f"converted from {name}",)
            return Decoded(_strict(raw[len(mark) :], codec, name, where), note)
    _refuse_binary(raw, where)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess(raw, error, where)
    if _control_share(text) > 0.02:
        raise _binary("holds mostly control characters", where)
    return Decoded(text)


def _strict(raw: bytes, codec: str, name: str, where: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            f"begins as {name} but breaks at byte {error.start} ({error.reason}).",
            where=where,
            advice=_SAVE_AS_UTF8,
        ) from None


def _refuse_binary(raw: bytes, where: str) -> None:
    for signature, name in _SIGNATURES:
        if raw.startswith(signature):
            raise _binary(f"is {name}", where)
    if b"\0" in raw:
        raise _binary("holds NUL bytes (a binary file, or UTF-16 without its mark)", where)


def _binary(what: str, where: str) -> InputError:
    return InputError(f"{what}, not a text.", where=where, advice=_SAVE_AS_UTF8)


def _guess(raw: bytes, error: UnicodeDecodeError, where: str) -> Decoded:
    line = raw.count(b"\n", 0, error.start) + 1
    if is_broken_utf8(raw):
        raise InputError(
            f"is UTF-8 with a broken character in line {line} (byte {error.start}).",
            where=where,
            advice="Copy the text from its origin again, or mend that place.",
        )
    candidates = []
    for codec, name in _SINGLE_BYTE:
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if looks_arabic(text):
            candidates.append((text.count("ال"), Decoded(text, (f"converted from {name}",))))
    if not candidates:
        raise InputError(
            f"is neither UTF-8 (line {line}, byte {error.start}) nor UTF-16 nor Windows-1256.",
            where=where,
            advice=_SAVE_AS_UTF8,
        )
    # Both code pages share half their letters; the article tells them apart.
    return max(candidates, key=lambda pair: pair[0])[1]


def is_broken_utf8(raw: bytes) -> bool:
    """Whether most of what is not ASCII is sound UTF-8 (single-byte Arabic hardly ever is)."""
    counts = Counter(raw.decode("utf-8", "replace"))
    broken = counts["\ufffd"]
    sound = sum(n for char, n in counts.items() if char > "\x7f") - broken
    return sound > broken


def looks_arabic(text: str) -> bool:
    """Whether Arabic letters are common, and nearly all that is not ASCII."""
    letters = {char: n for char, n in Counter(text).items() if char.isalpha()}
    arabic = sum(n for char, n in letters.items() if "\u0621" <= char <= "\u064a")
    wide = sum(n for char, n in letters.items() if char > "\x7f")
    is_common = arabic >= 2 and arabic >= 0.3 * sum(letters.values())
    return is_common and arabic >= 0.9 * wide and _control_share(text) < 0.001


def _control_share(text: str) -> float:
    counts = Counter(text)
    controls = (n for char, n in counts.items() if _is_control(char))
    return sum(controls) / len(text) if text else 0.0


def _is_control(char: str) -> bool:
    return (char < " " or "\x7f" <= char <= "\x9f") and char not in _TEXT_CONTROLS
