"""Pages as browsers save them and servers send them: the article, and what the page states."""

from __future__ import annotations

import contextlib
import io
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import InputError, RiwayaError
from riwaya.model import Document
from riwaya.sources.base import Intake, Item
from riwaya.sources.charset import decode_page
from riwaya.sources.html import read_html
from riwaya.sources.html_dates import iso_date
from riwaya.sources.html_page import parse_file
from riwaya.sources.html_tree import words_of
from tests.sources import web_kit as kit

INTAKE = Intake()


def read(content: bytes, intake: Intake = INTAKE) -> list[Item]:
    return list(read_html(io.BytesIO(content), "p.html", intake))


def document(content: bytes) -> Document:
    (item,) = parse_file(content, "p.html", INTAKE)
    (item,) = kit.taken([item])
    return item.document


def complaint(content: bytes) -> str:
    (message,) = kit.errors(read(content))
    return message


def test_the_article_comes_with_its_paragraphs_and_the_untouched_bytes() -> None:
    content = kit.page("خبر الانتشال")
    (item,) = kit.taken(read(content))
    assert item.document.text == f"{kit.TEXT}\n{kit.SECOND}"
    assert item.where == "p.html"
    assert item.evidence is not None
    assert item.evidence.raw.content is not None
    assert item.evidence.raw.content == content
    assert (item.evidence.media_type, item.evidence.method) == ("text/html", "page")
    assert item.evidence.extraction.startswith("trafilatura ")


def test_what_is_around_the_article_and_hidden_stays_out() -> None:
    body = (
        "<nav><ul><li><a href='/'>الصفحة الرئيسية</a><li><a href='/s'>أخبار الرياضة</a></ul></nav>"
        f"<main><article><h1>عنوان الخبر هنا</h1><p>{kit.TEXT}&nbsp;</p><!-- تعليق مطور -->"
        "<p style='display: none'>كلام لا يظهر لأحد في المتصفح</p><p hidden>وكلام مخفي آخر</p>"
        "<template><p>قالب لم يملأ بعد</p></template><script>var x = 'برنامج';</script>"
        f"<p>{kit.SECOND} &amp; &quot;كفى&quot;</p></article>"
        "<div class='related'><p>اقرأ أيضا: حريق في السوق القديم قرب الميناء</p></div>"
        "<section id='comments'><p>تعليق من قارئ لا صلة له بالخبر المنشور أعلاه</p></section>"
        "</main><footer><p>جميع الحقوق محفوظة لصحيفة الشاطئ</p></footer>"
    )
    text = document(kit.page("", body=body)).text
    assert kit.TEXT in text
    assert f'{kit.SECOND} & "كفى"' in text
    for word in ("الرئيسية", "مطور", "يظهر", "مخفي", "قالب", "برنامج", "أيضا", "قارئ", "الحقوق"):
        assert word not in text


def test_a_page_hidden_until_its_script_has_run_is_read() -> None:
    content = kit.page("خبر").replace(b"<body>", b"<body style='display:none'>")
    assert kit.TEXT in document(content).text


def test_tables_that_arrange_a_page_are_no_tables_of_the_article() -> None:
    body = (
        "<table><tr><td colspan=2>جريدة الشاطئ اليومية</td></tr><tr><td width=150>"
        "<a href=1>الصفحة الأولى</a><br><a href=2>أخبار الرياضة</a></td><td><font size=3>"
        f"{kit.TEXT}<br><br>{kit.SECOND}<table><tr><td>القتلى</td><td>٣</td></tr></table>"
        "</font></td></tr></table>"
    )
    lines = document(kit.page(body=body)).text.split("\n")
    assert kit.TEXT in lines
    assert kit.SECOND in lines
    assert not any("الرياضة" in line or line.startswith("|") for line in lines)


def test_lines_that_lead_to_other_articles_stay_out_and_sources_stay() -> None:
    body = (
        f"<p>{kit.TEXT}</p><p><b>اقرأ أيضًا: <a href=/x>حريق في السوق القديم</a></b></p>"
        f"<p><a href=/y>انهيار مبنى قديم في حي الميناء</a></p><p>{kit.SECOND}</p>"
        "<p>المصدر: <a href=/s>وكالة الساحل للأنباء</a></p>"
    )
    text = document(kit.page(body=body)).text
    assert text == f"{kit.TEXT}\n{kit.SECOND}\nالمصدر: وكالة الساحل للأنباء"


def test_lines_broken_by_br_stay_apart() -> None:
    text = document(kit.page(body=f"<div>{kit.TEXT}<br><br>{kit.SECOND}</div>")).text
    assert text == f"{kit.TEXT}\n{kit.SECOND}"


CHARSETS = ["utf-8", "windows-1256", "iso-8859-6"]


@pytest.mark.parametrize("charset", CHARSETS)
def test_declared_charsets_are_read(charset: str) -> None:
    body = f"<p>{kit.TEXT}</p>"
    assert document(kit.page(body=body, charset=charset)).text == kit.TEXT


@pytest.mark.parametrize(
    ("declared", "true"),
    [
        ("utf-8", "cp1256"), ("windows-1256", "utf-8"), ("iso-8859-1", "cp1256"),
        ("none-such", "utf-8"), ("windows-1252", "utf-8"), ("utf-7", "cp1256"),
    ],
)  # fmt: skip
def test_wrong_declarations_are_seen_through_and_noted(declared: str, true: str) -> None:
    page = kit.page("خبر", body=f"<p>{kit.TEXT}</p>").decode()
    found = document(page.replace('charset="utf-8"', f'charset="{declared}"').encode(true))
    assert found.text == kit.TEXT
    assert found.title == "خبر"
    assert any(note.startswith(f"declared as {declared}, but is") for note in found.notes)


def test_the_declaration_decides_between_code_pages_that_both_read_arabic() -> None:
    word = "ليبيا"  # few letters: by its looks alone it could be either
    for charset in ("windows-1256", "iso-8859-6"):
        head = f'<meta charset="{charset}">'.encode()
        assert decode_page(head + word.encode(charset), "p").text.endswith(word)


def test_the_servers_charset_comes_before_the_pages() -> None:
    raw = "<meta charset=iso-8859-6>ليبيا".encode("cp1256")
    assert decode_page(raw, "p", "windows-1256").text.endswith("ليبيا")


@pytest.mark.parametrize("declared", ["", "windows-1256", "utf-8", "iso-8859-6"])
def test_code_pages_are_known_where_markup_outweighs_the_text(declared: str) -> None:
    script = f"<script>{'var somewhat = otherwise; ' * 500}</script>"
    page = kit.page("خبر", head=script).decode().replace('"utf-8"', f'"{declared}"')
    assert kit.TEXT in document(page.encode("cp1256")).text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec: str) -> None:
    page = kit.page("خبر", charset="utf-8").decode().replace("utf-8", "windows-1256")
    assert kit.TEXT in document(page.encode(codec)).text


def test_utf_16_that_only_the_server_declares_is_read() -> None:
    raw = kit.page().decode().encode("utf-16-le")
    assert kit.TEXT in decode_page(raw, "p", "utf-16le").text


def test_a_cut_character_is_shown_and_noted() -> None:
    content = kit.page().replace("الشاطئ".encode(), "الشاطئ".encode()[:-1])
    found = document(content)
    assert "الشاط\ufffd" in found.text
    assert any("broken characters" in note for note in found.notes)


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "NUL bytes" in complaint(b"<html>\0\0\0\1\2" + bytes(range(256)))
    assert "is empty" in complaint(b" \n ")
    assert "is a PDF file" in complaint(b"%PDF-1.4 \xff")


META = "<meta property='article:published_time' content='{}'>"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (META.format("2018-03-31T14:30:00+03:00"), "2018-03-31T14:30:00+03:00"),
        (META.format("2018-03-31T14:30:00Z"), "2018-03-31T14:30:00+00:00"),
        ("<meta name='DC.date.issued' content='2018-03-31'>", "2018-03-31"),
        ("<meta itemprop=datePublished content='2018/3/31'>", "2018-03-31"),
        ("<meta name=pubdate content='Sat, 31 Mar 2018 14:30 UT'>", "2018-03-31T14:30:00+00:00"),
        ("<meta name=date content='٢٠١٨-٠٣-٣١'>", "2018-03-31"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": '
            '"2001-01-01"}, {"@type": ["NewsArticle"], "datePublished": "2018-03-31"}]}</script>',
            "2018-03-31",
        ),
        (META.format("2018"), None),
        (META.format("2018-03"), None),
        (META.format("2018-13-45"), None),
        (META.format("قبل ساعتين"), None),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePub</script>', None),
        ("", None),
    ],
)  # fmt: skip
def test_the_date_is_the_one_that_the_page_states(head: str, published: str | None) -> None:
    found = document(kit.page("خبر", head=head))
    assert found.published == published
    assert not found.notes


def test_a_single_time_element_and_a_date_in_the_address_are_taken_with_a_note() -> None:
    timed = document(kit.page(body=f"<time datetime='2018-03-31'>السبت</time><p>{kit.TEXT}</p>"))
    assert timed.published == "2018-03-31"
    assert "only <time>" in timed.notes[0]
    link = "<link rel=canonical href='https://shati.example/2018/03/31/khabar'>"
    addressed = document(kit.page(head=link))
    assert addressed.published == "2018-03-31"
    assert "guessed" in addressed.notes[0]


def test_a_year_alone_never_becomes_its_first_of_january() -> None:
    found = document(kit.page(body=f"<p>{kit.TEXT}</p><footer>© 2018 صحيفة الشاطئ</footer>"))
    assert found.published is None
    given = document(kit.page(head="<meta name='copyright' content='2018'>"))
    assert given.published is None


def test_title_outlet_and_address_are_the_pages_own() -> None:
    head = (
        "<meta property='og:site_name' content='صحيفة الشاطئ'>"
        "<link rel='canonical' href='https://www.shati.example/a/7#top'>"
    )
    found = document(kit.page("خبر الانتشال | صحيفة الشاطئ", head=head))
    assert found.title == "خبر الانتشال"
    assert found.outlet == "صحيفة الشاطئ"
    assert found.url == "https://www.shati.example/a/7"


def test_the_outlet_is_the_host_where_no_name_is_stated() -> None:
    head = "<meta property='og:url' content='https://www.shati.example/a/7'>"
    assert document(kit.page(head=head)).outlet == "shati.example"
    assert document(kit.page()).outlet is None


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- saved from url=(0031)https://shati.example/a/7?x=1#y -->",
        "<!--\n Page saved with SingleFile \n url: https://shati.example/a/7?x=1 \n saved … -->",
    ],
)
def test_browsers_notes_tell_where_a_page_was_saved_from(comment: str) -> None:
    content = kit.page("خبر").replace(b"<html", comment.encode() + b"<html")
    (item,) = kit.taken(parse_file(content, "p.html", INTAKE))
    assert item.evidence is not None
    assert item.evidence.url == "https://shati.example/a/7?x=1"
    assert item.document.url == "https://shati.example/a/7?x=1"


@pytest.mark.parametrize(
    "canonical", ["https://other.example/a/7", "https://shati.example/", "javascript:x", "http://["]
)
def test_a_canonical_address_elsewhere_is_not_believed(canonical: str) -> None:
    comment = b"<!-- saved from url=(0031)https://shati.example/a/7 -->"
    link = f"<link rel=canonical href='{canonical}'>"
    content = kit.page("خبر", head=link).replace(b"<html", comment + b"<html")
    assert document(content).url == "https://shati.example/a/7"


def test_pages_without_an_article_are_errors() -> None:
    links = "".join(f"<li><a href='/{n}'>عنوان من عناوين اليوم رقم {n}</a>" for n in range(30))
    for body in (f"<ul>{links}</ul>", "<p> </p>", "<img src=x>"):
        assert "holds no article" in complaint(kit.page(body=body))


def test_pages_in_other_languages_are_refused() -> None:
    body = "<p>The spokesman of the town said that three people were found.</p>"
    assert "letters are Arabic" in complaint(kit.page(body=body))


def test_mhtml_is_named_with_its_remedy() -> None:
    content = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://shati.example/\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n"
        + kit.page()
    )
    error = complaint(content)
    assert "MHTML" in error
    assert "HTML only" in error


@pytest.mark.parametrize("depth", [251, 5_000, 200_000])
def test_nesting_without_end_is_refused(depth: int) -> None:
    body = "<div>" * depth + kit.TEXT + "</div>" * depth
    assert "within each other" in complaint(kit.page(body=body))


def test_too_large_a_page_is_refused_unread() -> None:
    (error,) = kit.errors(read(kit.page(), Intake(max_bytes=100)))
    assert "is larger than" in error


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_bytes_give_a_document_or_an_error(content: bytes) -> None:
    items: list[Item] = []
    with contextlib.suppress(RiwayaError):
        items = parse_file(b"<html><p>" + content, "p.html", INTAKE)
    assert len(kit.taken(items)) == len(items)


@given(st.text(max_size=200))
@settings(deadline=None, max_examples=150)
def test_words_hold_no_markup(fragment: str) -> None:
    words = words_of(f"<p>{fragment}</p>")
    assert all(line == " ".join(line.split()) and line for line in words.split("\n") if words)


def test_words_of_a_fragment() -> None:
    fragment = "<p>قال&nbsp;<b>المتحدث</b>،</p><ul><li>أولا<li>ثانيا</ul>انتهى<style>x</style>"
    assert words_of(fragment) == "قال المتحدث،\nأولا\nثانيا\nانتهى"
    assert words_of("3 < 4") == "3 < 4"
    assert words_of("") == ""


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2018-03-31T14:30", "2018-03-31T14:30:00"),
        ("2018-03-31 14:30:00.123 +0300", "2018-03-31T14:30:00+03:00"),
        ("2018-03-31T11:30:00 GMT", "2018-03-31T11:30:00+00:00"),
        ("31 Mar 2018 14:30 EST", "2018-03-31T14:30:00-05:00"),
        ("1970-01-01", None),
        ("2018-02-30", None),
        ("31/03/2018", None),
        ("2018-03-31T99:00", None),
        ("March", None),
        ("9" * 50, None),
    ],
)
def test_dates_written_for_machines(value: str, wanted: str | None) -> None:
    assert iso_date(value) == wanted


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_words_are_a_date_or_none(value: str) -> None:
    found = iso_date(value)
    assert found is None or found[4] == "-"


def test_the_table_of_fields_is_sorted_and_sourced() -> None:
    table = files("riwaya.sources").joinpath("html_fields.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in table]
    assert rows[0] == ["field", "rank", "attribute", "name", "source"]
    assert rows[1:] == sorted(rows[1:])
    assert all(len(row) == 5 and all(row) for row in rows)


def test_errors_of_encoding_keep_their_remedy() -> None:
    with pytest.raises(InputError, match="neither UTF-8"):
        decode_page(b"\xff\xfa\xfb\xff\xff\xff caf\xe9", "p")
