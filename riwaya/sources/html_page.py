"""One web page's bytes become a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from riwaya.errors import InputError
from riwaya.model import Document
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Taken
from riwaya.sources.charset import decode_page
from riwaya.sources.documents import make_document
from riwaya.sources.html_fields import PageFields, read_fields, table
from riwaya.sources.html_tree import KEEP, TooDeepError, remove_hidden, tree_of, unfold_layout
from riwaya.text import fold, fold_letters

_MHTML = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE
)
_SHORTEST = 50  # characters of an article
_LONGEST_PREFIX = 40  # characters in which words that lead to another article are looked for
_LEAST_RUNNING = 0.2  # share of an article's letters that are in no link
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c]")


class NoArticleError(InputError):
    """A page without running text: a front page, a list of links, a picture."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's bytes, with the charset and the address that its server states."""

    content: bytes
    charset: str | None = None
    address: str | None = None


def parse_file(content: bytes, where: str, intake: Intake) -> list[Item]:
    """The document of a page that a browser or a tool saved."""
    document, fields = page_document(Page(content), where, intake)
    evidence = Evidence(
        Raw(content), "text/html", "page", url=fields.saved_from, extraction=extraction()
    )
    return [Taken(document, where, evidence)]


def page_document(page: Page, where: str, intake: Intake) -> tuple[Document, PageFields]:
    """The document of a page and what the page states of itself.

    Raises InputError (no article, no known encoding, nested too deeply) and what `make_document`
    raises.
    """
    if _MHTML.match(page.content, 0, 4096):
        raise InputError(
            "is a page saved with its pictures in one file (MHTML), not HTML.",
            where=where,
            advice="Save the page again as 'HTML only', or the article's words as text.",
        )
    decoded = decode_page(page.content, where, page.charset)
    try:
        tree = tree_of(decoded.text)
    except TooDeepError:
        raise InputError(
            "has more than 250 elements within each other.",
            where=where,
            advice="It is damaged or made to do so; save the article's words as text.",
        ) from None
    if tree is None:
        raise _no_article(where)
    fields = read_fields(decoded.text, tree, page.address)
    published, guessed = fields.published, _guess(tree, fields, decoded.text)
    text = _article(tree, fields.title, where)
    notes = decoded.notes + fields.notes
    if guessed:
        published = guessed
        notes += ("date of publication guessed from the page, which does not state it",)
    if _INVISIBLE.search(decoded.text):
        notes += ("invisible characters of the page left out",)
    values = {
        "text": text,
        "title": fields.title,
        "outlet": fields.outlet,
        "url": fields.url,
        "published": published,
    }
    return make_document(values, where, intake, notes), fields


def extraction() -> str:
    """The library that finds the article, with its version."""
    return f"trafilatura {version('trafilatura')}"


def _guess(tree: Any, fields: PageFields, page: str) -> str | None:
    """A day of publication that stands in the page's address or markup, where none is stated."""
    if fields.published:
        return None
    from htmldate import find_date

    day = find_date(tree, extensive_search=False, original_date=True, url=fields.url)
    if not day:
        return None
    year, month, date = (int(part) for part in day.split("-"))
    # A year alone must not become its first of January.
    numbers = rf"0?{month}\D{{1,2}}0?{date}|{month:02}{date:02}"
    written = rf"(?<!\d){year}(?:\D{{0,2}}(?:{numbers}))(?!\d)|(?<!\d)0?{date}\D0?{month}\D{year}"
    return day if re.search(written, f"{fields.url or ''}\n{page}") else None


def _article(tree: Any, title: str | None, where: str) -> str:
    from trafilatura import bare_extraction
    from trafilatura.settings import use_config

    config = use_config()
    # Short news is whole news: below its usual bound, trafilatura would take all of the page.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORTEST))
    _remove(tree)
    unfold_layout(tree)
    links = {" ".join(element.text_content().split()) for element in tree.iter("a")} - {title}
    found = bare_extraction(tree, include_comments=False, include_tables=True, config=config)
    text = getattr(found, "text", None) or ""
    if _is_of_links(text, links):
        raise _no_article(where)
    return "\n".join(_running_lines(text, links))


def _running_lines(text: str, links: set[str]) -> Iterator[str]:
    """The lines of an article without those that lead to another one."""
    prefixes = tuple(_plain(words) for _, words in table("related"))
    for raw_line in text.split("\n"):
        line = raw_line.strip()
        if line.startswith("|"):  # a row of a table
            line = " | ".join(cell.strip() for cell in line.strip("|").split("|"))
        leads_on = line.removeprefix("- ") in links
        related = _plain(line).startswith(prefixes) and any(link and link in line for link in links)
        if line and not leads_on and not related:
            yield line


def _plain(line: str) -> str:
    return fold_letters(fold(line[:_LONGEST_PREFIX]).text)


def _is_of_links(text: str, links: set[str]) -> bool:
    """Whether hardly anything of `text` stands outside of links."""
    rest = text
    for link in sorted((link for link in links if len(link) > 2), key=len, reverse=True):
        rest = rest.replace(link, " ")
    letters = sum(map(str.isalpha, text))
    return sum(map(str.isalpha, rest)) < max(1, _LEAST_RUNNING * letters)


def _remove(tree: Any) -> None:
    """Take out what is not shown, menus, readers' comments and links to other pages."""
    remove_hidden(tree)
    unwanted = table("remove")
    marked = [
        element
        for element in tree.iter("*")
        if element.tag not in KEEP and any(_has(element, *pair) for pair in unwanted)
    ]
    for element in marked:
        element.drop_tree()


def _has(element: Any, kind: str, name: str) -> bool:
    if kind == "tag":
        return bool(element.tag == name)
    return name in (element.get(kind) or "").lower().split()


def _no_article(where: str) -> NoArticleError:
    return NoArticleError(
        "holds no article: no running text was found in the page.",
        where=where,
        advice="Save the page of one article after it has loaded whole, or its words as text.",
    )
