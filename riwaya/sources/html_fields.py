"""What a page states of itself: title, outlet, address, date of publication."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urljoin, urlsplit

from riwaya.sources.html_dates import iso_date

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,2000}?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})", re.IGNORECASE)
_HEAD = 20_000  # characters in which browsers note where they saved a page from
_JSON_LD = ".//script[@type='application/ld+json']"
_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_MOST_NODES = 5_000
_LONGEST = 500  # characters of a title or an outlet


@dataclass(frozen=True, slots=True)
class PageFields:
    """What the page says. `saved_from` is where a browser noted that the file came from."""

    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    saved_from: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Linked:
    """The fields of a page's JSON-LD (schema.org)."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(slots=True)
class _Metas:
    """A page's meta elements by (attribute, lower-case name)."""

    values: dict[tuple[str, str], str] = field(default_factory=dict)

    def first(self, wanted: str) -> Iterator[str]:
        """The page's values for a field, in the order of the table."""
        for attribute, name in table(wanted):
            if value := self.values.get((attribute, name.lower())):
                yield value


@cache
def table(wanted: str) -> tuple[tuple[str, str], ...]:
    """(attribute, name) pairs of a field in `html_fields.tsv`, by rank."""
    lines = files("riwaya.sources").joinpath("html_fields.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines[1:]]
    return tuple((row[2], row[3]) for row in sorted(rows, key=lambda row: row[1])
                 if row[0] == wanted)  # fmt: skip


def read_fields(page: str, tree: Any, address: str | None) -> PageFields:
    """The fields of a page. `address` is where it was fetched from, if that is known."""
    metas, linked = _metas(tree), _linked(tree)
    saved_from = _saved_from(page)
    url = _url(tree, metas, address or saved_from)
    outlet = next(metas.first("outlet"), None) or linked.outlet or host_of(url)
    published, note = _published(tree, metas, linked)
    return PageFields(
        title=_title(tree, metas, linked, outlet),
        outlet=_short(outlet),
        url=url,
        published=published,
        saved_from=saved_from,
        notes=(note,) if note else (),
    )


def _metas(tree: Any) -> _Metas:
    metas = _Metas()
    for element in tree.iter("meta", "time", "span", "link"):
        value = element.get("content") or element.get("datetime")
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute)
            if name and value and value.strip():
                metas.values.setdefault((attribute, name.strip().lower()), value.strip())
    return metas


def _linked(tree: Any) -> _Linked:
    linked = _Linked()
    for element in tree.iterfind(_JSON_LD):
        try:
            value = json.loads(element.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(value):
            _take(node, linked)
    return linked


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(child for child in node.values() if isinstance(child, (dict, list)))


def _take(node: dict[str, Any], linked: _Linked) -> None:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
        return
    linked.title = linked.title or _words(node.get("headline"))
    linked.published = linked.published or _words(node.get("datePublished"))
    publisher = node.get("publisher")
    if isinstance(publisher, dict):
        linked.outlet = linked.outlet or _words(publisher.get("name"))


def _words(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _title(tree: Any, metas: _Metas, linked: _Linked, outlet: str | None) -> str | None:
    headings = [_words(element.text_content()) for element in tree.iter("h1")]
    single = headings[0] if len(headings) == 1 else None
    element = tree.find(".//head/title")
    plain = _words(element.text_content()) if element is not None else None
    title = _words(next(metas.first("title"), None)) or linked.title or single or plain
    return _short(_without_outlet(title, outlet)) if title else None


def _without_outlet(title: str, outlet: str | None) -> str:
    """The title without ` | outlet` at its end."""
    if outlet and title.endswith(outlet):
        shorter = title[: -len(outlet)].rstrip()
        if shorter and shorter[-1] in "|-–—:•»·":
            return shorter[:-1].rstrip() or title
    return title


def _short(value: str | None) -> str | None:
    return value[:_LONGEST] if value else None


def _saved_from(page: str) -> str | None:
    for pattern in (_SAVED_FROM, _SINGLE_FILE):
        if match := pattern.search(page, 0, _HEAD):
            return web_address(match[1])
    return None


def _url(tree: Any, metas: _Metas, address: str | None) -> str | None:
    """The page's own address: the canonical one, where it does not lead to another site."""
    elements = [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]
    address = web_address(address)
    for stated in (*elements, metas.values.get(("property", "og:url"))):
        canonical = web_address(stated, base=address)
        if canonical and _is_fit(canonical, address):
            return canonical
    return address


def _is_fit(canonical: str, address: str | None) -> bool:
    if address is None:
        return True
    # Some sites declare their front page on every page.
    leads_home = urlsplit(canonical).path in ("", "/") and urlsplit(address).path not in ("", "/")
    return host_of(canonical) == host_of(address) and not leads_home


def web_address(address: str | None, base: str | None = None) -> str | None:
    """`address`, seen from `base`, without its fragment; None if it is none of the web."""
    if not address:
        return None
    try:
        parts = urlsplit(urljoin(base or "", address.strip()))
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return parts._replace(fragment="").geturl()


def host_of(url: str | None) -> str | None:
    """The host without the prefixes of its doubles for browsers and telephones."""
    host = urlsplit(url).hostname if url else None
    return re.sub(r"^(?:www|m|amp|mobile)\.(?=.*\.)", "", host) if host else None


def _published(tree: Any, metas: _Metas, linked: _Linked) -> tuple[str | None, str | None]:
    stated = (linked.published, *metas.first("published"))
    for value in stated:
        if value and (found := iso_date(value)):
            return found, None
    times = {
        element.get("datetime")
        for element in tree.iter("time")
        if element.get("datetime") and iso_date(element.get("datetime"))
    }
    if len(times) == 1:
        return iso_date(times.pop()), "date of publication taken from the page's only <time>"
    return None, None
