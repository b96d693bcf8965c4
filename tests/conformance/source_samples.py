"""One good file of every kind of source, each with two invented accounts where the kind allows."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from functools import cache

FIRST = (
    "قال رئيس لجنة الصيادين فارس الدوماني إن القوارب عادت إلى ميناء الزهرات صباح الاثنين بعد "
    "عاصفة دامت ثلاثة أيام، وإن أحدا لم يصب بأذى."
)
SECOND = (
    "ونفى متحدث باسم خفر السواحل في الزهرات ذلك، وأضاف أن قاربين ما زالا في عرض البحر وأن "
    "البحث عنهما مستمر منذ مساء الأحد."
)

Make = Callable[[], bytes]


def _page(text: str, number: int) -> str:
    return (
        f'<html lang="ar"><head><meta charset="utf-8"><title>خبر {number}</title></head><body>'
        f"<article><h1>خبر {number}</h1><p>{text}</p><p>{text}</p></article></body></html>"
    )


def _lines() -> bytes:
    rows = ({"text": FIRST, "outlet": "مرصد الساحل"}, {"text": SECOND})
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def _rss() -> bytes:
    items = "".join(
        f"<item><title>خبر</title><link>https://khabar.example/{n}</link>"
        "<pubDate>Mon, 02 Mar 2026 08:00:00 +0300</pubDate>"
        f"<description>{text}</description></item>"
        for n, text in enumerate((FIRST, SECOND), 1)
    )
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{head}<rss version="2.0"><channel><title>مرصد</title>{items}</channel></rss>'.encode()


def _atom() -> bytes:
    entries = "".join(
        f"<entry><title>خبر</title><id>urn:x:{n}</id><updated>2026-03-02T08:00:00Z</updated>"
        f'<link href="https://khabar.example/{n}"/><content type="text">{text}</content></entry>'
        for n, text in enumerate((FIRST, SECOND), 1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>مرصد</title><id>urn:x</id><updated>2026-03-02T08:00:00Z</updated>{entries}</feed>"
    ).encode()


def _warc_records() -> list[bytes]:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    records = []
    for number, text in enumerate((FIRST, SECOND), 1):
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=False)
        head = StatusAndHeaders(
            "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
        )
        writer.write_record(
            writer.create_warc_record(
                f"https://khabar.example/{number}",
                "response",
                payload=io.BytesIO(_page(text, number).encode()),
                http_headers=head,
                warc_headers_dict={
                    "WARC-Date": "2026-03-02T08:00:00Z",
                    "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-00000000000{number}>",
                },
            )
        )
        records.append(out.getvalue())
    return records


def _xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in (("العنوان", "النص"), ("خبر", FIRST), ("خبر", SECOND)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _docx() -> bytes:
    from docx import Document

    document = Document()
    for paragraph in (FIRST, SECOND):
        document.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    from tests.sources.pdf_kit import Page, pdf_of

    page = Page()
    under = page.paragraph(FIRST, 780)
    page.paragraph(SECOND, under - 20)
    return pdf_of(page)


def _eml() -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"], message["From"] = "خبر من الميناء", "مرصد <desk@khabar.example>"
    message["Date"] = "Mon, 02 Mar 2026 08:00:00 +0300"
    message.set_content(f"{FIRST}\n\n{SECOND}\n")
    return message.as_bytes()


def _telegram() -> bytes:
    rows = [
        {"id": n, "type": "message", "date": "2026-03-02T08:00:00", "date_unixtime": "1772438400",
         "text": text}
        for n, text in enumerate((FIRST, SECOND), 1)
    ]  # fmt: skip
    chat = {"name": "مرصد الساحل", "type": "public_channel", "id": 7, "messages": rows}
    return json.dumps(chat, ensure_ascii=False).encode()


SAMPLES: dict[str, Make] = {
    "txt": lambda: f"{FIRST}\n{SECOND}\n".encode(),
    "json": lambda: json.dumps([{"text": FIRST}, {"text": SECOND}], ensure_ascii=False).encode(),
    "telegram.json": _telegram,
    "jsonl": _lines,
    "ndjson": _lines,
    "html": lambda: _page(FIRST, 1).encode(),
    "htm": lambda: _page(FIRST, 1).encode("cp1256", "xmlcharrefreplace").replace(
        b'charset="utf-8"', b'charset="windows-1256"'
    ),
    "xhtml": lambda: _page(FIRST, 1).encode(),
    "xml": _rss,
    "rss": _rss,
    "atom": _atom,
    "warc": lambda: b"".join(_warc_records()),
    "warc.gz": lambda: b"".join(gzip.compress(r, mtime=0) for r in _warc_records()),
    "csv": lambda: f"title,text\nخبر,{FIRST}\nخبر,{SECOND}\n".encode(),
    "tsv": lambda: f"title\ttext\nخبر\t{FIRST}\nخبر\t{SECOND}\n".encode(),
    "xlsx": _xlsx,
    "docx": _docx,
    "pdf": _pdf,
    "eml": _eml,
}  # fmt: skip
"""By the file's ending."""


@cache
def sample(ending: str) -> bytes:
    """The file with this ending, the same bytes throughout a run (some formats hold the time)."""
    return SAMPLES[ending]()
