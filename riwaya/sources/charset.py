"""The text of a web page: what it declares is a hint, its bytes decide.

Declarations are often wrong on Arabic pages, in both directions (Windows-1256 said to be UTF-8 and
UTF-8 said to be Windows-1256), so that one is believed only where the bytes bear it out.
"""

from __future__ import annotations

import codecs
import re

from riwaya.errors import InputError
from riwaya.sources.encoding import Decoded, decode, is_broken_utf8, looks_arabic

# Python's codec and the name for notes; others hold no Arabic.
_CODECS = {
    "utf8": ("utf-8", "UTF-8"),
    "utf16": ("utf-16", "UTF-16"),
    "utf16le": ("utf-16-le", "UTF-16"),
    "utf16be": ("utf-16-be", "UTF-16"),
    "windows1256": ("cp1256", "Windows-1256"),
    "xcp1256": ("cp1256", "Windows-1256"),
    "cp1256": ("cp1256", "Windows-1256"),
    "iso88596": ("iso8859-6", "ISO-8859-6"),
    "iso88596i": ("iso8859-6", "ISO-8859-6"),
    "iso88596e": ("iso8859-6", "ISO-8859-6"),
    "arabic": ("iso8859-6", "ISO-8859-6"),
    "xmacarabic": ("mac_arabic", "MacArabic"),
    "macarabic": ("mac_arabic", "MacArabic"),
}
_DECLARATION = re.compile(
    rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})"""
    rb"""|<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_GUESSED = ("converted from Windows-1256", "converted from ISO-8859-6")
_HEAD = 16_384  # bytes in which a declaration is looked for; the standard asks for 1,024
_MOST_BROKEN = 0.01  # share of broken characters among those that are not ASCII


class ForeignCharsetError(InputError):
    """A page that can only be read by a declared charset which holds no Arabic."""


def decode_page(raw: bytes, where: str, header: str | None = None) -> Decoded:
    """The text of a page's bytes; `header` is the charset that the server states.

    Raises InputError when the bytes are empty, binary or in no known encoding, ForeignCharsetError
    when what is declared is a charset without Arabic.
    """
    declared = [name for name in (header, _stated(raw)) if name]
    for name in declared:
        codec = _CODECS.get(_plain(name))
        if codec and codec[1] == "UTF-16" and b"\0" in raw[:_HEAD]:
            return _wide(raw, codec[0], where)
    decoded = _by_looks(raw, declared, where)
    return Decoded(decoded.text, decoded.notes + _differing(declared, decoded))


def declared_charset(content_type: str | None) -> str | None:
    """The charset parameter of a Content-Type header."""
    match = re.search(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", content_type or "", re.IGNORECASE)
    return match[1] if match else None


def _by_looks(raw: bytes, declared: list[str], where: str) -> Decoded:
    try:
        decoded = decode(raw, where)
    except InputError as error:
        found = _despite_markup(raw, declared)
        if found is None and declared and not any(_plain(name) in _CODECS for name in declared):
            raise ForeignCharsetError(
                f"is in the charset {declared[0]}, which holds no Arabic.", where=where
            ) from None
        if found is None:
            raise error
        return found
    # One of two code pages was guessed: a declared one that reads Arabic too is the better guess.
    if any(name in decoded.notes for name in _GUESSED) and not _has_mark(raw):
        return _single_byte(raw, declared) or decoded
    return decoded


def _stated(raw: bytes) -> str | None:
    match = _DECLARATION.search(raw, 0, _HEAD)
    return (match[1] or match[2]).decode("ascii") if match else None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _wide(raw: bytes, codec: str, where: str) -> Decoded:
    try:
        return Decoded(raw.decode(codec).removeprefix("\ufeff"), ("converted from UTF-16",))
    except UnicodeDecodeError:
        return decode(raw, where)


def _despite_markup(raw: bytes, declared: list[str]) -> Decoded | None:
    """The text where plain text's rules fail: markup outweighs its Arabic, or a server cut it."""
    if b"\0" in raw:
        return None
    if is_broken_utf8(raw):
        return _mended(raw)
    found = _single_byte(raw, declared)
    if found:
        return found
    guesses = [_single_byte(raw, [codec]) for codec in ("cp1256", "iso88596")]
    return max(
        (guess for guess in guesses if guess),
        key=lambda guess: guess.text.count("ال"),
        default=None,
    )


def _single_byte(raw: bytes, declared: list[str]) -> Decoded | None:
    for name in declared:
        codec, known_as = _CODECS.get(_plain(name), ("", ""))
        if not codec or codec.startswith("utf"):
            continue
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if looks_arabic("".join(char for char in text if char > "\x7f" or char.isspace())):
            return Decoded(text, (f"converted from {known_as}",))
    return None


def _mended(raw: bytes) -> Decoded | None:
    """UTF-8 with a few broken characters, as servers cut it: they are shown as U+FFFD."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken > max(1, _MOST_BROKEN * sum(char > "\x7f" for char in text)):
        return None
    return Decoded(text, (f"{broken} broken characters in the page, shown as \ufffd",))


def _has_mark(raw: bytes) -> bool:
    return raw.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _differing(declared: list[str], decoded: Decoded) -> tuple[str, ...]:
    if not declared or decoded.text.isascii():
        return ()
    known_as = _CODECS.get(_plain(declared[0]), ("", declared[0]))[1]
    found = next(
        (note.removeprefix("converted from ") for note in decoded.notes if "converted" in note),
        "UTF-8",
    )
    return () if known_as == found else (f"declared as {declared[0]}, but is {found}",)
