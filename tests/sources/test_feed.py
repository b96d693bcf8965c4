"""Feeds of all kinds give their items, and XML made to do harm gives an error."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.sources.base import Intake, Item, Taken
from riwaya.sources.feed import read_feed
from riwaya.sources.feed_items import parse_feed
from tests.sources import web_kit as kit
from tests.timing import growth

INTAKE = Intake()
CONTENT = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def rss(*items: str, channel: str = "", head: str = "", version: str = "2.0") -> str:
    joined = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'{head}<rss version="{version}" {CONTENT} {DC}><channel><title>صحيفة الشاطئ</title>'
        f"<link>https://shati.example/</link>{channel}{joined}</channel></rss>"
    )


def read(feed: str | bytes) -> list[Item]:
    content = feed.encode() if isinstance(feed, str) else feed
    return list(read_feed(io.BytesIO(content), "f.xml", INTAKE))


def only(feed: str | bytes) -> Taken:
    (item,) = kit.taken(read(feed))
    return item


def complaint(feed: str | bytes) -> str:
    (message,) = kit.errors(read(feed))
    return message


WHOLE = f"<content:encoded><![CDATA[<p>{kit.TEXT}</p><p>{kit.SECOND}</p>]]></content:encoded>"


def test_an_item_of_rss_2_comes_whole() -> None:
    feed = rss(
        f"<title>خبر &lt;b&gt;أول&lt;/b&gt;</title><link>https://shati.example/a/1</link>"
        f"<description>ملخص قصير</description>{WHOLE}"
        "<pubDate>Sat, 31 Mar 2018 14:30:00 +0300</pubDate>"
    )
    item = only(feed)
    document = item.document
    assert document.text == f"{kit.TEXT}\n{kit.SECOND}"
    assert document.title == "خبر أول"
    assert document.url == "https://shati.example/a/1"
    assert document.published == "2018-03-31T14:30:00+03:00"
    assert document.outlet == "صحيفة الشاطئ"
    assert document.notes == ()
    assert item.where == "f.xml, item 1"
    assert item.evidence is not None
    assert item.evidence.raw.content == feed.encode()
    assert (item.evidence.part, item.evidence.method) == ("item 1", "feed")
    assert item.evidence.media_type == "application/rss+xml"


def test_items_share_the_bytes_of_their_file() -> None:
    items = kit.taken(read(rss(WHOLE, f"<description>{kit.TEXT}</description>")))
    first, second = (item.evidence for item in items)
    assert first is not None
    assert second is not None
    assert first.raw is second.raw
    assert second.part == "item 2"


def test_a_description_alone_is_taken_with_a_note() -> None:
    document = only(rss(f"<description>&lt;p&gt;{kit.TEXT}&lt;br/&gt;</description>")).document
    assert document.text == kit.TEXT
    assert "description" in document.notes[0]


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>وكالة الساحل</title>{}</feed>'


def test_atom_gives_its_content_and_both_dates() -> None:
    content = f"<content type='html'>&lt;p&gt;{kit.TEXT}&lt;/p&gt;</content>"
    link = "<link rel='self' href='https://sahil.example/atom'/>"
    entry = (
        "<entry><title type='html'>خبر &amp;amp; صورة</title><link href='https://sahil.example/1'/>"
        "<published>2018-03-30T10:00:00+02:00</published>"
        f"<updated>2018-03-31T10:00:00Z</updated>{content}</entry>"
    )
    item = only(ATOM.format(link + entry))
    assert item.document.text == kit.TEXT
    assert item.document.title == "خبر & صورة"
    assert item.document.published == "2018-03-30T10:00:00+02:00"
    assert item.document.outlet == "وكالة الساحل"
    assert item.evidence is not None
    assert item.evidence.media_type == "application/atom+xml"
    assert item.evidence.url == "https://sahil.example/atom"
    changed = entry.replace("<published>2018-03-30T10:00:00+02:00</published>", "")
    document = only(ATOM.format(changed)).document
    assert document.published == "2018-03-31T10:00:00+00:00"
    assert "last change" in document.notes[0]


def test_atom_with_elements_of_xhtml() -> None:
    inner = f"<div xmlns='http://www.w3.org/1999/xhtml'><p>{kit.TEXT}</p><p>{kit.SECOND}</p></div>"
    feed = ATOM.format(f"<entry><title>خبر</title><content type='xhtml'>{inner}</content></entry>")
    assert only(feed).document.text == f"{kit.TEXT}\n{kit.SECOND}"


def test_rss_1_and_rss_0_91_with_its_outside_dtd() -> None:
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns="http://purl.org/rss/1.0/" {DC}><channel><title>قناة</title></channel><item>'
        f"<title>خبر</title><description>{kit.TEXT}</description>"
        "<dc:date>2018-03-31T10:00:00+02:00</dc:date></item></rdf:RDF>"
    )
    item = only(rdf)
    assert item.document.published == "2018-03-31T10:00:00+02:00"
    assert item.evidence is not None
    assert item.evidence.media_type == "application/rdf+xml"
    dtd = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    )
    old = rss(f"<description>{kit.TEXT}</description>", head=dtd, version="0.91")
    assert only(old).document.text == kit.TEXT


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1256"])
def test_encodings(codec: str) -> None:
    head = '<?xml version="1.0" encoding="windows-1256"?>'
    feed = rss(f"<description>{kit.TEXT}</description>", head=head)
    assert only(feed.encode(codec)).document.text == kit.TEXT


def test_relative_links_and_odd_ones() -> None:
    item = f"<description>{kit.TEXT}</description><link>{{}}</link>"
    assert only(rss(item.format("/a/1"))).document.url == "https://shati.example/a/1"
    assert only(rss(item.format("javascript:alert(1)"))).document.url is None


@pytest.mark.parametrize("date", ["", "قبل يومين", "2018", "Sat, 99 Mar 2018 14:30:00 +0300"])
def test_dates_that_say_nothing_stay_open(date: str) -> None:
    item = f"<description>{kit.TEXT}</description><pubDate>{date}</pubDate>"
    assert only(rss(item)).document.published is None


def test_one_bad_item_does_not_stop_the_others() -> None:
    items = read(
        rss(
            "<title>عنوان بلا نص</title>",
            "<description>A few words that are not Arabic at all</description>",
            f"<description>{kit.TEXT}</description>",
        )
    )
    first, second = kit.errors(items)
    assert "f.xml, item 1: has no text" in first
    assert "f.xml, item 2" in second
    assert len(kit.taken(items)) == 1


def test_a_feed_that_is_no_sound_xml_is_read_as_far_as_it_goes() -> None:
    feed = rss(f"<title>خبر &nbsp; ثان</title><description>{kit.TEXT}</description>")
    document = only(feed[: feed.index("</channel>")]).document
    assert document.text == kit.TEXT
    assert "no sound XML" in document.notes[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<svg xmlns='http://www.w3.org/2000/svg'><text>نص</text></svg>", "no RSS or Atom feed"),
        ("<html><body><p>نص", "no sound XML"),
        ("كلام لا غير", "no sound XML"),
        ("", "is empty"),
        (b"\x00\x01\x02", "NUL bytes"),
        (rss(), "a feed without items"),
    ],
)
def test_what_is_no_feed_is_said(content: str | bytes, message: str) -> None:
    assert message in complaint(content)


LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
)
QUADRATIC = f'<!ENTITY a "{"a" * 50_000}">'


@pytest.mark.parametrize(
    "declarations",
    [
        LAUGHS,
        QUADRATIC,
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x SYSTEM "http://127.0.0.1/">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1/p"> %p;',
        '<!ENTITY % p "x"> %p;',
        "<!NOTATION n SYSTEM 'n'><!ENTITY x SYSTEM 'x' NDATA n>",
    ],
)
@pytest.mark.parametrize("sound", [True, False])
def test_entities_of_its_own_are_refused(declarations: str, sound: bool) -> None:
    dtd = f"<!DOCTYPE rss [{declarations}]>" if sound else f"<&!><!DOCTYPE rss [{declarations}]>"
    feed = rss(f"<description>&l9;{'&a;' * 1000}&x;{kit.TEXT}</description>", head=dtd)
    assert "declares entities of its own" in complaint(feed)


def test_elements_without_end_are_refused() -> None:
    deep = rss("<a>" * 5000 + "</a>" * 5000)
    assert "more than 200 elements within each other" in complaint(deep)
    nested = "&lt;div&gt;" * 5000 + kit.TEXT
    assert "nested too deeply" in complaint(rss(f"<description>{nested}</description>"))


FEED = rss(f"<title>خبر</title>{WHOLE}<pubDate>Sat, 31 Mar 2018 14:30:00 +0300</pubDate>")


@given(st.integers(0, len(FEED)), st.integers(0, 40), st.text(max_size=20))
@settings(deadline=None, max_examples=100)
def test_no_damage_to_a_feed_stops_the_reader(start: int, cut: int, put: str) -> None:
    damaged = FEED[:start] + put + FEED[start + cut :]
    items = read(damaged.encode("utf-8", "replace"))
    assert items
    assert not any("helper process" in error for error in kit.errors(items))


def test_comments_before_a_doctype_cost_no_time() -> None:
    def make(size: int) -> object:
        feed = ("<!---->" * size + "<rss/>").encode()

        def work() -> None:
            with pytest.raises(Exception, match=r"f\.xml"):
                list(parse_feed(feed, "f.xml", INTAKE))

        return work

    assert growth(make, 2_000, 16_000, enough=24) < 24  # type: ignore[arg-type]
