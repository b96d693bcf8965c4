"""Bytes become text, or an error that says what they are."""

from __future__ import annotations

import codecs

import pytest

from riwaya.errors import InputError
from riwaya.sources.encoding import decode

TEXT = (
    "قال المتحدث باسم بلدية الشاطئ الأزرق إن فرق الإنقاذ انتشلت ثلاثة أشخاص من تحت الأنقاض.\n"
    "وأضاف أن البحث مستمر في الأحياء القديمة من المدينة، ولم يعلق على عدد المفقودين.\n"
)


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_utf8_needs_no_note(mark: bytes) -> None:
    assert decode(mark + TEXT.encode(), "f") == (TEXT, ())


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "utf-32"])
def test_wide_encodings_are_known_by_their_mark(codec: str) -> None:
    mark = codecs.BOM_UTF16_BE if codec == "utf-16-be" else b""
    text, notes = decode(mark + TEXT.encode(codec), "f")
    assert text == TEXT
    assert notes[0].startswith("converted from UTF-")


@pytest.mark.parametrize(("codec", "name"), [("cp1256", "Windows-1256"), ("iso8859-6", "ISO-8859")])
@pytest.mark.parametrize("length", [12, 60, 10_000])
def test_single_byte_arabic_is_detected(codec: str, name: str, length: int) -> None:
    text = (TEXT * 100)[:length].replace("،", ",") if length < 60 else (TEXT * 100)[:length]
    decoded = decode(text.encode(codec), "f")
    assert decoded.text == text
    assert name in decoded.notes[0]


def test_windows_1256_with_latin_words_and_figures() -> None:
    text = "نقلت وكالة AFP عن المصدر قوله إن 25 شخصا غادروا “المخيم” – بحسب البيان"
    assert decode(text.encode("cp1256"), "f").text == text


def test_broken_utf8_is_not_taken_for_windows_1256() -> None:
    raw = TEXT.encode()
    for broken in (raw[:-3], raw[:90] + b"\xff" + raw[90:], raw[: raw.index("ف".encode()) + 1]):
        with pytest.raises(InputError, match=r"f: is UTF-8 with a broken character in line \d"):
            decode(broken, "f")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "f: is empty"),
        (b" \n\t", "f: is empty"),
        (b"%PDF-1.7\n\xe2\xe3", "is a PDF file"),
        (b"PK\x03\x04\x14\x00", "ZIP or Office"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"abc\x00def", "NUL bytes"),
        (TEXT.encode("utf-16-le"), "NUL bytes"),
        (bytes(range(1, 32)) * 10, "control characters"),
        ("Le café était fermé à midi".encode("latin-1"), "neither UTF-8"),
        (bytes(range(128, 256)) * 3, "neither UTF-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1], "begins as UTF-16 but breaks"),
    ],
)
def test_what_is_no_text_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        decode(raw, "f")
