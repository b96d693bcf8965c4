"""Hostile and broken files, written anew for each run: name -> what is in it.

Each is either refused (`REFUSED`: an error names the file) or, where part of it can be read,
taken without that part (`PARTLY`: at least one document and one error or omission).
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

TEXT = "قالت رئيسة بلدية تل الريحان سعاد المهباني إن ثلاثين عائلة عادت إلى البلدة يوم الثلاثاء."
PAGE = f"<html><head><title>عودة</title></head><body><article><p>{TEXT}</p></article></body></html>"

Make = Callable[[], bytes]

_random = random.Random(7)
_NOISE = bytes(_random.randrange(256) for _ in range(5_000))
_TOO_LARGE = 2_100_000
"""Beyond the 2 MB that the tests allow."""


def _xml(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{head}{body}'.encode()


def _rss(item: str) -> str:
    return f'<rss version="2.0"><channel><title>وكالة</title>{item}</channel></rss>'


def _laughs(levels: int = 12) -> str:
    bodies = ["ها", *(f"&l{n};" * 10 for n in range(levels - 1))]
    entities = "".join(f'<!ENTITY l{n} "{body}">' for n, body in enumerate(bodies))
    return f"<!DOCTYPE rss [{entities}]>"


def _zip(*members: tuple[str, bytes], mode: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            if mode:
                info.external_attr = mode << 16
            archive.writestr(info, content)
    return out.getvalue()


def _encrypted_flag(archive: bytes) -> bytes:
    """The archive with the flag `encrypted` on its members (local and central headers)."""
    marked = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = marked.find(signature)
        while at >= 0:
            marked[at + offset] |= 1
            at = marked.find(signature, at + 4)
    return bytes(marked)


def _sheet(shared: bytes) -> bytes:
    return _zip(
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/sharedStrings.xml", shared),
    )


def _warc_record(kind: str, body: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-"
        "000000000001>\r\nWARC-Date: 2026-03-01T10:00:00Z\r\n"
        "WARC-Target-URI: https://khabar.example/1\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {size}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def _response(body: bytes, extra: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{extra}\r\n"
    return head.encode() + body


def _email(body: str) -> bytes:
    return (
        "From: Marsad <desk@khabar.example>\r\nSubject: khabar\r\nMIME-Version: 1.0\r\n" + body
    ).encode()


def _nested_parts(depth: int) -> str:
    opened = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)
    )
    return opened + "Content-Type: text/plain\r\n\r\nx\r\n"


def _line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


_PDF_HEAD = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
_EMPTY_PAGE = (
    _PDF_HEAD + b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\n"
    b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)
_LOOP_OF_PAGES = (
    _PDF_HEAD + b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999999>>endobj\n"
    b"trailer<</Root 1 0 R/Size 3>>\n%%EOF\n"
)

REFUSED: dict[str, Make] = {
    # plain text
    "empty.txt": lambda: b"",
    "blank.txt": lambda: b" \n\t\r\n ",
    "nul.txt": lambda: TEXT.encode() + b"\0" * 50,
    "noise.txt": lambda: _NOISE,
    "cut_utf8.txt": lambda: TEXT.encode()[:-4] + b"\xff\xfe\xfd" * 30 + TEXT.encode(),
    "utf16_unmarked.txt": lambda: TEXT.encode("utf-16-le"),
    "utf16_odd.txt": lambda: b"\xff\xfe" + TEXT.encode("utf-16-le") + b"x",
    "utf16_lone.txt": lambda: b"\xff\xfe" + b"\x00\xd8" * 40,
    "english.txt": lambda: b"The council said that thirty families had come back to the town.",
    "digits.txt": lambda: "٣٤٥ 345 ..".encode(),
    "bidi_only.txt": lambda: ("\u202e\u200f\u2066" * 50).encode(),
    "page.txt": lambda: PAGE.encode(),
    "too_large.txt": lambda: (TEXT.encode() + b"\n") * (_TOO_LARGE // len(TEXT.encode())),
    "pdf_in_disguise.txt": lambda: _EMPTY_PAGE,
    "gzip_in_disguise.txt": lambda: gzip.compress(TEXT.encode()),
    # JSON
    "empty.json": lambda: b"",
    "cut.json": lambda: _line(text=TEXT).encode()[:-9],
    "deep.json": lambda: b"[" * 200_000,
    "deep_object.json": lambda: b'{"a":' * 100_000,
    "long_number.json": lambda: b'{"text": 1' + b"0" * 9_000 + b"}",
    "text_is_list.json": lambda: _line(text=[TEXT]).encode(),
    "no_text.json": lambda: _line(title=TEXT).encode(),
    "nothing.json": lambda: b"null",
    "empty_list.json": lambda: b"[]",
    "report_without_document.json": lambda: b'{"schema": "riwaya.report/1"}',
    "bad_date.json": lambda: _line(text=TEXT, published="2026-13-45").encode(),
    "blank.jsonl": lambda: b"\n\n\n",
    "long_line.jsonl": lambda: _line(text=TEXT * (_TOO_LARGE // len(TEXT))).encode(),
    # chats
    "messages_no_list.json": lambda: _line(
        name="قناة", type="public_channel", id=1, messages="لا"
    ).encode(),
    "messages_of_nothing.json": lambda: _line(
        name="قناة", type="public_channel", id=1, messages=[None, 3, {"id": {}}, {"text": [{}]}]
    ).encode(),
    # pages
    "empty.html": lambda: b"",
    "no_article.html": lambda: b"<html><body><script>var a = 1;</script></body></html>",
    "deep.html": lambda: b"<div>" * 150_000,
    "frames.html": lambda: b'<html><frameset><frame src="a.html"></frameset></html>',
    "noise.html": lambda: b"<html>" + _NOISE,
    "too_large.html": lambda: PAGE.encode() + b"<!-- x -->" * (_TOO_LARGE // 10),
    # XML
    "empty.xml": lambda: b"",
    "laughs.xml": lambda: _xml(_rss("<item><title>&l11;</title></item>"), _laughs()),
    "laughs.rss": lambda: _xml(_rss("<item><title>&l11;</title></item>"), _laughs()),
    "quadratic.atom": lambda: _xml(
        f"<feed>{'&a;' * 50_000}</feed>", f'<!DOCTYPE feed [<!ENTITY a "{"ا" * 50_000}">]>'
    ),
    "reads_a_file.xml": lambda: _xml(
        _rss("<item><description>&f;</description></item>"),
        '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    ),
    "fetches.xml": lambda: _xml(
        _rss("<item/>"), '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/evil.dtd">'
    ),
    "no_feed.xml": lambda: _xml("<note><to>سعاد</to></note>"),
    "deep.xml": lambda: _xml("<a>" * 100_000),
    "cut.rss": lambda: _xml(_rss(f"<item><description>{TEXT}"))[:60],
    # web archives
    "empty.warc": lambda: b"",
    "no_archive.warc": lambda: TEXT.encode(),
    "noise.warc.gz": lambda: b"\x1f\x8b" + _NOISE,
    "plain_in_disguise.warc.gz": lambda: TEXT.encode(),
    "bomb_outside.warc.gz": lambda: gzip.compress(
        _warc_record("response", _response(b"<p>" + b"\0" * 60_000_000))
    ),
    "bomb_inside.warc": lambda: _warc_record(
        "response", _response(gzip.compress(b"\0" * 60_000_000), "Content-Encoding: gzip\r\n")
    ),
    "length_lies.warc": lambda: _warc_record("response", _response(PAGE.encode()), 10**12),
    "length_negative.warc": lambda: _warc_record("response", _response(PAGE.encode()), -5),
    # tables
    "empty.csv": lambda: b"",
    "no_text_column.csv": lambda: "عدد,لون\n3,أخضر\n".encode(),
    "nul.csv": lambda: "نص\n".encode() + b"\0\0\0\n",
    "long_cell.csv": lambda: f'نص\n"{TEXT * (_TOO_LARGE // len(TEXT))}"\n'.encode(),
    "noise.csv": lambda: _NOISE,
    # Office files
    "noise.xlsx": lambda: _NOISE,
    "cut.xlsx": lambda: _sheet(b"<sst/>")[:120],
    "bomb.xlsx": lambda: _sheet(b" " * 80_000_000),
    "laughs.xlsx": lambda: _sheet(_xml("<sst>&l11;</sst>", _laughs().replace(" rss", " sst"))),
    "slip.xlsx": lambda: _zip(("../../etc/cron.d/x", b"x"), ("xl/workbook.xml", b"<workbook/>")),
    "absolute.docx": lambda: _zip(("/etc/passwd", b"x"), ("word/document.xml", b"<a/>")),
    "link.docx": lambda: _zip(("word/document.xml", b"/etc/passwd"), mode=0o120777),
    "bomb.docx": lambda: _zip(("word/document.xml", b"<a>" + b" " * 80_000_000)),
    "laughs.docx": lambda: _zip(("word/document.xml", _xml("<a>&l11;</a>", _laughs()))),
    "locked.docx": lambda: _encrypted_flag(_zip(("word/document.xml", b"<a/>"))),
    "many_members.xlsx": lambda: _zip(*((f"xl/{n}.xml", b"") for n in range(12_000))),
    "empty.docx": lambda: b"",
    "no_office.docx": lambda: _zip(("readme.txt", TEXT.encode())),
    # PDF
    "empty.pdf": lambda: b"",
    "noise.pdf": lambda: b"%PDF-1.7\n" + _NOISE,
    "cut.pdf": lambda: _EMPTY_PAGE[:70],
    "no_words.pdf": lambda: _EMPTY_PAGE,
    "loop.pdf": lambda: _LOOP_OF_PAGES,
    # mail
    "empty.eml": lambda: b"",
    "no_body.eml": lambda: _email("\r\n"),
    "deep.eml": lambda: _email(_nested_parts(3_000)),
    "picture_only.eml": lambda: _email(
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(_NOISE).decode()
    ),
    "unknown_charset.eml": lambda: (
        _email(
            "Content-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        )
        + bytes(range(128, 255)) * 20
    ),
}

PARTLY: dict[str, Make] = {
    "broken_line.jsonl": lambda: f'{_line(text=TEXT + " ١")}\n{{"text": "\n'.encode(),
    "broken_item.json": lambda: f"[{_line(text=TEXT + ' ٢')}, 5, {_line(text='')}]".encode(),
    "two_texts_one_id.jsonl": lambda: (
        f"{_line(id='x', text=TEXT + ' ٣')}\n{_line(id=5, text=TEXT)}\n".encode()
    ),
    "cut.warc": lambda: (
        _warc_record("response", _response(PAGE.replace("ثلاثين", "أربعين").encode()))
        + _warc_record("response", _response(PAGE.encode()))[:-200]
    ),
    "row_without_text.csv": lambda: f"text,title\n{TEXT} ٤,أ\n,ب\n".encode(),
}

GOOD: dict[str, Make] = {
    "good_1.txt": lambda: (TEXT + " وأضافت أن المدرسة فتحت أبوابها.").encode(),
    "good_2.json": lambda: _line(text=TEXT + " ونفت ذلك جارتها.", outlet="مرصد السهل").encode(),
    "good_3.html": lambda: (
        "<html><head><meta charset=utf-8><title>خبر</title></head><body><article><h1>خبر</h1>"
        f"<p>{TEXT} {TEXT}</p><p>وأكد متحدث باسم المجلس أن الطريق مفتوح منذ الصباح.</p>"
        "</article></body></html>"
    ).encode(),
}


def write_all(folder: Path, files: dict[str, Make]) -> None:
    """All of `files` in `folder`."""
    for name, make in files.items():
        (folder / name).write_bytes(make())
