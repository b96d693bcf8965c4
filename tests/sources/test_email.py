"""E-mail files: headers, parts, charsets, attachments, and broken messages."""

from __future__ import annotations

import base64
import quopri
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.sources.base import Intake, Item
from riwaya.sources.email_body import as_paragraphs, html_text
from riwaya.sources.email_message import parse_email, read_email
from tests.sources.file_kit import OTHER, TEXT, errors, only, read

HEAD = "From: a@marfa.example\r\nSubject: x\r\n"


def message(text: str | None = TEXT, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = headers.get("sender", "مكتب المرفأ الإعلامي <press@marfa.example>")
    made["Subject"] = headers.get("subject", "عودة القوارب إلى المرفأ")
    made["Date"] = headers.get("date", "Sat, 31 Mar 2018 17:30:00 +0300")
    made["Message-ID"] = "<1@marfa.example>"
    if text is not None:
        made.set_content(text)
    return made


def items(made: EmailMessage | bytes) -> list[Item]:
    return read(read_email, made if isinstance(made, bytes) else bytes(made), "a.eml")


def raw(body: bytes, *headers: str) -> bytes:
    return (HEAD + "".join(f"{header}\r\n" for header in headers) + "\r\n").encode() + body


def test_a_message_with_its_headers() -> None:
    made = message()
    item = only(items(made))
    document, evidence = item.document, item.evidence
    assert (document.text, document.title) == (TEXT, "عودة القوارب إلى المرفأ")
    assert (document.outlet, document.published) == (
        "مكتب المرفأ الإعلامي", "2018-03-31T17:30:00+03:00",
    )  # fmt: skip
    assert document.url is None
    assert "Message-ID <1@marfa.example>" in document.notes
    assert "the outlet is the name that the sender gives, which nothing proves" in document.notes
    assert evidence is not None
    assert (evidence.method, evidence.media_type) == ("email", "message/rfc822")
    assert evidence.raw.content == bytes(made)


def test_a_sender_without_a_name_and_a_date_without_a_zone() -> None:
    document = only(items(message(sender="press@marfa.example", date="31 Mar 2018 10:00:00 -0000")))
    assert document.document.outlet == "press@marfa.example"
    assert document.document.published == "2018-03-31T10:00:00"
    assert any("sender's address" in note for note in document.document.notes)
    assert only(items(message(date="yesterday"))).document.published is None


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256", "iso-8859-6"])
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_charsets_and_transfer_encodings(charset: str, encoding: str) -> None:
    body = TEXT.encode(charset)
    if encoding == "base64":
        body = base64.encodebytes(body)
    elif encoding == "quoted-printable":
        body = quopri.encodestring(body)
    subject = base64.b64encode("خبر".encode(charset)).decode()
    content = (
        f"From: =?{charset}?B?{subject}?= <a@b.example>\r\nSubject: =?{charset}?B?{subject}?=\r\n"
        f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        "\r\n"
    ).encode() + body
    document = only(items(content)).document
    assert (document.text, document.title, document.outlet) == (TEXT, "خبر", "خبر")
    assert (f"converted from {charset}" in document.notes) is (charset != "utf-8")


def test_a_charset_that_is_wrong_or_unknown_is_worked_out() -> None:
    for stated in ("utf-8", "x-unknown"):
        content = raw(TEXT.encode("cp1256"), f"Content-Type: text/plain; charset={stated}")
        document = only(items(content)).document
        assert document.text == TEXT
        assert f"the stated charset {stated!r} does not fit the text" in document.notes
    assert only(items(raw(TEXT.encode()))).document.text == TEXT


def test_the_plain_part_is_preferred_and_html_is_made_text() -> None:
    made = message()
    made.add_alternative(f"<p>{OTHER}</p>", subtype="html")
    assert only(items(made)).document.text == TEXT
    html = message(None)
    html.set_content(
        f"<html><head><title>x</title><style>p {{}}</style></head><body><h1>عنوان</h1><p>{TEXT}<br>"
        f"سطر&nbsp;<b>غامق</b></p><div style='display: none'>خفي</div><script>x()</script></body>",
        subtype="html",
    )
    document = only(items(html)).document
    assert document.text == f"عنوان\n{TEXT}\nسطر\xa0غامق"
    assert "text of the HTML part, without its markup" in document.notes


def test_attachments_are_named_and_not_opened() -> None:
    made = message()
    made.add_attachment(b"\0", maintype="application", subtype="zip", filename="../تقرير.zip")
    made.add_attachment(OTHER, filename="note.txt")
    made.add_attachment(message(OTHER))
    document = only(items(made)).document
    assert document.text == TEXT
    assert "attachments not opened: ../تقرير.zip, note.txt, message/rfc822" in document.notes


def test_a_message_of_attachments_alone_says_so() -> None:
    made = message(None)
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    (error,) = errors(items(made))
    assert "holds no text part" in error
    assert "Save its attachments" in error


def test_lines_that_were_broken_are_joined() -> None:
    flowed = "قال فارس الدوماني \nإن القوارب عادت.\n\nسطر ثان"
    content = raw(flowed.encode(), "Content-Type: text/plain; charset=utf-8; format=flowed")
    document = only(items(content)).document
    assert document.text == "قال فارس الدوماني إن القوارب عادت.\n\nسطر ثان"
    assert "lines that the mail program had broken were joined" in document.notes
    lines = ["س" * 68 + " ص"] * 3 + ["نهاية."]
    assert as_paragraphs("\n".join(lines) + "\n\nثان", flowed=False).count("\n") == 2
    verse = "بيت\nوبيت\n\nوبيت"
    assert as_paragraphs(verse, flowed=False) == verse


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", b"\0\1\2\3", TEXT.encode(), b"%PDF-1.7\n", b"<html><p>x</p></html>",
     HEAD.encode(), raw(b"english only")],
)  # fmt: skip
def test_what_holds_no_message_is_an_error(content: bytes) -> None:
    assert len(errors(items(content))) == 1


@pytest.mark.parametrize("depth", [30, 3_000])
def test_parts_within_parts_are_bounded(depth: int) -> None:
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth)
    )
    (error,) = errors(items(f"{HEAD}{head}Content-Type: text/plain\r\n\r\n{TEXT}".encode()))
    assert "deep" in error


def test_very_many_parts_are_bounded() -> None:
    part = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    content = f'{HEAD}Content-Type: multipart/mixed; boundary="b"\r\n\r\n{part * 2_000}--b--'
    assert "more than 500 parts" in errors(items(content.encode()))[0]


def test_deep_html_ends() -> None:
    text = html_text("<div>" * 100_000 + TEXT)
    assert text in ("", TEXT)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(["utf-8", "base64", '"\\', "=?x?b?=?="]))
def test_any_bytes_are_read_or_refused(body: bytes, value: str) -> None:
    head = f"From: {value}\r\nSubject: {value}\r\nDate: {value}\r\nContent-Type: text/{value}\r\n"
    content = head.encode() + b"Content-Disposition: " + body + b"\r\n\r\n" + body
    from riwaya.errors import RiwayaError

    try:
        assert parse_email(content, "a", Intake())
    except RiwayaError as error:
        assert error.where == "a"  # noqa: PT017
