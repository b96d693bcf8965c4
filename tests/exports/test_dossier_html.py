"""The dossier as one page of HTML: safe, whole, linked both ways, readable from the right."""

from __future__ import annotations

import json
import re
import shutil
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from riwaya.exports.dossier_html import write
from riwaya.exports.dossier_html_parts import escape
from riwaya.model import Claim, Document, Report, Span, text_sha256
from riwaya.records import Record
from tests.conformance.export_kit import masked_records, sample_context, sample_records

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "h4", "h5",
    "h6", "p", "dl", "dt", "dd", "section", "nav", "main", "footer", "ul", "ol", "li", "div",
    "span", "bdi", "article", "blockquote", "sup", "table", "thead", "tbody", "tr", "th", "td",
    "pre", "code",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "dir", "charset", "http-equiv", "content", "name", "class", "id", "href", "rel", "role",
    "scope", "aria-label", "aria-labelledby",
}  # fmt: skip
HOSTILE = (
    "\"><script>alert(1)</script><img src=x onerror=alert(1)>' onmouseover=x "
    "</style><!-- ]]> &#x3c;b&#x3e; \x00 \u202e \u2066 javascript:alert(1) " + "ا" * 3000
)


def page_of(folder: Path, records: list[Record], lang: str = "ar", masked: bool = True) -> str:
    folder.mkdir(exist_ok=True)
    assert write(iter(records), folder, sample_context(lang, masked)) == ["dossier.html"]
    assert [path.name for path in folder.iterdir()] == ["dossier.html"]
    return (folder / "dossier.html").read_text("utf-8")


def hostile_record(words: str) -> Record:
    """A record all of whose words are `words`."""
    base = sample_records()[0]
    text = f"قال {words}"
    claim = Claim(
        "c", (Span(0, 3),), content=(Span(4, len(text)),), source=(Span(4, len(text)),), role=words,
        isnad_words=(words, None), mode="direct",
    )  # fmt: skip
    document = Document("d", text, text_sha256(text), words, words, words, words, notes=(words,))
    capture = replace(
        base.captures[0], place=words, part=words, url=words, tool=words, collector=words,
        collected=words, stated=words, media_type=words, sha256=words,
    )  # fmt: skip
    judgement = replace(
        base.judgements[0].judgement, target="c", user=words, reason=words, field=words,
        value=json.dumps(words), ground=json.dumps({words: words}), at=words,
    )  # fmt: skip
    judged = replace(base.judgements[0], judgement=judgement)
    report = Report(document, (claim,), stages=(words,))
    return Record(report, (capture,), (judged,), words, 2, 3, words, words)


def test_the_page_declares_language_direction_and_policy(tmp_path):
    for lang, direction in (("ar", "rtl"), ("en", "ltr")):
        root = html.document_fromstring(page_of(tmp_path / lang, sample_records(), lang))
        assert (root.get("lang"), root.get("dir")) == (lang, direction)
        (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
        # The policy stands before anything that it is to govern.
        assert root.head[1].get("http-equiv") == "Content-Security-Policy"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_nothing_but_known_elements_and_attributes(tmp_path, lang):
    records = [*sample_records(), hostile_record(HOSTILE)]
    root = html.document_fromstring(page_of(tmp_path / "x", records, lang, masked=False))
    assert {element.tag for element in root.iter()} <= TAGS
    assert {name for element in root.iter() for name in element.attrib} <= ATTRIBUTES
    assert len(root.xpath("//style")) == 1
    assert not re.search(r"url\(|@import|expression|src=", root.xpath("//style")[0].text)
    shown = root.text_content()
    assert "<script>alert(1)</script>" in shown
    assert "‹U+0000›" in shown
    assert "‹U+202E›" in shown
    assert not set("\x00\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200f") & set(shown)


@settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.sampled_from("<>&\"'/=!-; abcsript\x00\n\u202eاب‹"), min_size=1, max_size=40))
def test_words_make_no_element_and_no_attribute(tmp_path, words):
    def shape(page: str) -> list[tuple[str, list[str]]]:
        root = html.document_fromstring(page)
        # Escapes of invisible characters are elements of our own.
        kept = [e for e in root.iter() if e.tag != "bdi"]
        return [(element.tag, sorted(element.attrib)) for element in kept]

    plain = page_of(tmp_path / "x", [hostile_record("ك")])
    page = page_of(tmp_path / "x", [hostile_record(f"ك{words}")])
    assert shape(page) == shape(plain)


def test_links_lead_to_parts_of_the_page_or_to_plain_addresses(tmp_path):
    records = [*sample_records(), hostile_record("javascript:alert(1)")]
    root = html.document_fromstring(page_of(tmp_path / "x", records, masked=False))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = root.xpath("//a/@href")
    inner = [target[1:] for target in targets if target.startswith("#")]
    assert set(inner) <= set(ids)
    outer = [link for link in root.xpath("//a") if not link.get("href").startswith("#")]
    assert outer
    for link in outer:
        assert urlsplit(link.get("href")).scheme in ("http", "https")
        assert link.get("rel") == "noopener noreferrer nofollow"
    described = root.xpath("//@aria-labelledby")
    assert set(described) <= set(ids)


def test_each_claim_leads_to_its_note_and_back(tmp_path):
    records = sample_records()
    root = html.document_fromstring(page_of(tmp_path / "x", records, "en"))
    articles = root.xpath("//article")
    assert len(articles) == sum(len(record.report.claims) for record in records)
    for number, article in enumerate(articles, 1):
        (reference,) = article.xpath(".//a[@role='doc-noteref']")
        note = root.get_element_by_id(reference.get("href")[1:])
        assert reference.text == str(number)
        (back,) = note.xpath(".//a[@role='doc-backlink']")
        assert back.get("href") == f"#{reference.get('id')}"
        assert re.search(r"[0-9a-f]{64}", note.text_content())


def test_headings_go_down_one_level_at_a_time(tmp_path):
    root = html.document_fromstring(page_of(tmp_path / "x", sample_records()))
    levels = [int(element.tag[1]) for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in root.iter("table"):
        assert table.xpath("./thead/tr/th[@scope='col']")
    assert len(root.xpath("//main")) == len(root.xpath("//nav")) == 1


def test_words_of_the_source_face_their_own_way(tmp_path):
    root = html.document_fromstring(page_of(tmp_path / "x", sample_records(), "en"))
    for quote in root.xpath("//blockquote"):
        assert quote.get("dir") == "rtl"
        assert quote.get("lang") == "ar"
    for piece in root.iter("bdi"):
        arabic = re.search("[\u0621-\u064a]", piece.text_content())
        expected = "ltr" if not arabic or "code" in (piece.get("class") or "") else "rtl"
        assert piece.get("dir") == expected


def test_arabic_pages_count_in_arabic_digits(tmp_path):
    root = html.document_fromstring(page_of(tmp_path / "x", sample_records()))
    numbers = [element.text for element in root.xpath("//article//h4/span[@class='number']")]
    assert numbers[:3] == ["١-١", "١-٢", "١-٣"]
    assert root.xpath("//a[@role='doc-noteref']")[1].text == "٢"


def test_colours_are_dark_enough_to_read():
    style = Path(__file__).parents[2] / "riwaya/exports/data/dossier_style.css"
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style.read_text("utf-8")))
    for ink in ("ink", "soft", "accent"):
        for paper in ("#ffffff", colours["fill"], "#fff3d6"):
            assert contrast(colours[ink], paper) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_arabic_is_neither_slanted_nor_spaced():
    style = Path(__file__).parents[2] / "riwaya/exports/data/dossier_style.css"
    assert not re.search("italic|letter-spacing|oblique", style.read_text("utf-8"))


def test_the_same_records_make_the_same_page(tmp_path):
    first = page_of(tmp_path / "a", sample_records())
    assert first == page_of(tmp_path / "b", sample_records()[::-1])


def test_an_export_of_nothing_is_a_page_that_says_so(tmp_path):
    root = html.document_fromstring(page_of(tmp_path / "x", [], "en"))
    rows = dict(zip(root.xpath("//header//dt/text()"), root.xpath("//header//dd"), strict=True))
    assert rows["Reports"].text_content() == "0"
    assert not root.xpath("//table")


def test_masked_names_are_nowhere(tmp_path):
    for lang in ("ar", "en"):
        page = page_of(tmp_path / lang, masked_records()[:2], lang)
        assert not any(name in page for name in ("رباب", "العنقاوي", "زهير", "Anqawi"))
        assert "▇" in page


def test_escape_leaves_nothing_that_markup_needs():
    assert escape("<a href=\"x\" b='y'>&\x00\n") == (
        "&lt;a href=&quot;x&quot; b=&#x27;y&#x27;&gt;&amp;‹U+0000› ¶ "
    )


# In a browser


MEASURE = """
const style = (query) => getComputedStyle(document.querySelector(query));
document.title = JSON.stringify({
  direction: style("body").direction,
  quote: style("blockquote").direction,
  slanted: [...document.querySelectorAll("*")].filter(
    (e) => getComputedStyle(e).fontStyle !== "normal").length,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  outside: [...document.querySelectorAll("body *:not(.skip)")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && (box.left < -1 || box.right > innerWidth + 1);
  }).length,
  lines: parseFloat(style("p").lineHeight) / parseFloat(style("p").fontSize),
});
"""


def chromium(folder: Path, page: Path, *options: str) -> str:
    assert CHROMIUM
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        f"--user-data-dir={folder / 'profile'}", *options, "--dump-dom", page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=60, check=True)
    return done.stdout.decode("utf-8")


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize(("lang", "direction", "width"), [("ar", "rtl", 1000), ("en", "ltr", 420)])
def test_a_browser_lays_it_out_as_meant(tmp_path, lang, direction, width):
    page = page_of(tmp_path / "x", [*sample_records(), hostile_record(HOSTILE)], lang)
    # Only for measuring: the page as it is written runs no script.
    page = re.sub(r"<meta http-equiv=[^>]*>", "", page)
    measured = tmp_path / "measured.html"
    measured.write_text(f"{page}<script>{MEASURE}</script>", "utf-8")
    dumped = chromium(tmp_path, measured, f"--window-size={width},900")
    found = json.loads(html.document_fromstring(dumped).findtext(".//title"))
    assert found["direction"] == direction
    assert found["quote"] == "rtl"
    assert found["slanted"] == found["wide"] == found["outside"] == 0
    assert found["lines"] >= (1.7 if lang == "ar" else 1.5)


@contextmanager
def counting_proxy() -> Iterator[tuple[int, list[str]]]:
    """The port of a proxy that answers nothing, and the addresses that it was asked for."""
    asked: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline(4096).decode("latin-1").strip())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], asked
        server.shutdown()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_a_browser_asks_the_network_for_nothing_and_runs_no_script(tmp_path):
    page = page_of(tmp_path / "x", [*sample_records(), hostile_record(HOSTILE)], masked=False)
    tainted = "<img src='http://probe.example/i'><script>document.title = 'ran'</script>"
    files = {"tainted": page + tainted, "open": f"<title>x</title>{tainted}"}
    seen, titles = {}, {}
    for name, content in files.items():
        (tmp_path / f"{name}.html").write_text(content, "utf-8")
        with counting_proxy() as (port, asked):
            proxy = f"--proxy-server=http://127.0.0.1:{port}"
            dumped = chromium(tmp_path, tmp_path / f"{name}.html", proxy)
            seen[name] = [line for line in asked if ".example" in line]
        titles[name] = html.document_fromstring(dumped).findtext(".//title")
    # Without the policy both would happen: so the test can see them.
    assert seen["open"]
    assert titles["open"] == "ran"
    assert seen["tainted"] == []
    assert titles["tainted"] == "ملف الأقوال المنسوبة"
