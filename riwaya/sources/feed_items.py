"""The items of one feed's bytes, RSS 0.9 to 2.0 and Atom."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Taken
from riwaya.sources.charset import decode_page
from riwaya.sources.documents import make_document
from riwaya.sources.html_dates import iso_date
from riwaya.sources.html_fields import web_address
from riwaya.sources.html_tree import TooDeepError, words_of
from riwaya.sources.xml_safety import check_xml

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
# RSS 0.9x points to a DTD outside: it is never fetched, and nothing needs it.
_OUTSIDE_DTD = re.compile(
    r"\A((?:\s|(?><!--.*?-->))*+)<!DOCTYPE[^\[<>]*>", re.DOTALL | re.IGNORECASE
)
_RDF = ("rss090", "rss10")
_SUMMARY_ONLY = "only the feed's description of the article, which may be shorter than it"
_CHANGED = "date of the last change; the feed states no date of publication"


@dataclass(frozen=True, slots=True)
class _Feed:
    """What all items of a feed share."""

    parsed: Any
    raw: Raw
    where: str
    intake: Intake
    notes: tuple[str, ...]

    @property
    def title(self) -> str | None:
        """The feed's title in plain words."""
        return _plain(self.parsed.feed.get("title_detail"))

    @property
    def address(self) -> str:
        """The address that the feed's links are relative to."""
        return str(self.parsed.feed.get("link") or "")

    @property
    def own_address(self) -> str | None:
        """Where the feed says that it is published itself."""
        links = self.parsed.feed.get("links") or ()
        return web_address(next((x.get("href") for x in links if x.get("rel") == "self"), None))

    @property
    def media_type(self) -> str:
        """The media type of the feed's own kind."""
        kind = self.parsed.version
        if kind in _RDF:
            return "application/rdf+xml"
        return "application/atom+xml" if kind.startswith("atom") else "application/rss+xml"


def parse_feed(content: bytes, where: str, intake: Intake) -> Iterator[Item]:
    """The items of a feed. Raises InputError for what is no feed and for harmful XML."""
    import feedparser

    decoded = decode_page(content, where)
    # The text goes on as UTF-8 whatever the file declares.
    text = _OUTSIDE_DTD.sub(r"\1", _DECLARATION.sub("", decoded.text, count=1))
    utf8 = text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace")
    fault = check_xml(utf8, where)
    parsed = feedparser.parse(
        io.BytesIO(utf8),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.version and not parsed.entries:
        raise _no_feed(where, fault)
    if not parsed.entries:
        raise InputError("is a feed without items.", where=where, advice="Save it again.")
    notes = decoded.notes
    if fault:
        notes += (f"the feed is no sound XML ({fault}); it was read as far as it goes",)
    feed = _Feed(parsed, Raw(content), where, intake, notes)
    for number, entry in enumerate(parsed.entries, start=1):
        yield _item(feed, entry, number)


def _no_feed(where: str, fault: str | None) -> InputError:
    what = f"is no sound XML ({fault})" if fault else "is XML, but no RSS or Atom feed"
    return InputError(
        f"{what}; nothing was read.",
        where=where,
        advice="Riwaya reads feeds from .xml, .rss and .atom; save other documents as text.",
    )


def _item(feed: _Feed, entry: Any, number: int) -> Item:
    where = f"{feed.where}, item {number}"
    try:
        document = make_document(*_fields(feed, entry, where))
    except TooDeepError:
        return InputError("has elements nested too deeply.", where=where)
    except RiwayaError as error:
        return error
    evidence = Evidence(
        feed.raw,
        feed.media_type,
        "feed",
        part=f"item {number}",
        url=feed.own_address,
        extraction=f"feedparser {version('feedparser')}",
    )
    return Taken(document, where, evidence)


def _fields(
    feed: _Feed, entry: Any, where: str
) -> tuple[dict[str, str | None], str, Intake, tuple[str, ...]]:
    text, text_notes = _text(entry, where)
    published, date_notes = _published(entry, feed.parsed.version)
    source = entry.get("source") or {}
    fields = {
        "text": text,
        "title": _plain(entry.get("title_detail")),
        "outlet": _plain(source.get("title_detail")) or source.get("title") or feed.title,
        "url": web_address(entry.get("link"), base=feed.address),
        "published": published,
    }
    return fields, where, feed.intake, feed.notes + text_notes + date_notes


def _text(entry: Any, where: str) -> tuple[str, tuple[str, ...]]:
    whole = max((_plain(content) or "" for content in entry.get("content") or ()), key=len,
                default="")  # fmt: skip
    teaser = _plain(entry.get("summary_detail")) or ""
    if len(whole) >= len(teaser) and whole:
        return whole, ()
    if teaser:
        return teaser, (_SUMMARY_ONLY,)
    raise InputError(
        "has no text of its own, only a title or a link.",
        where=where,
        advice="Save the article itself, or give its address with --url.",
    )


def _plain(detail: Any) -> str | None:
    """The words of one of feedparser's details, marked-up or not."""
    value = (detail or {}).get("value") or ""
    if (detail or {}).get("type") == "text/plain" and "<" not in value and "&" not in value:
        return "\n".join(" ".join(line.split()) for line in value.splitlines()).strip() or None
    return words_of(value) or None


def _published(entry: Any, kind: str) -> tuple[str | None, tuple[str, ...]]:
    for name in ("published", "updated"):
        if name not in entry.keys():  # noqa: SIM118  (`in entry` would count one for the other)
            continue
        day = iso_date(entry[name])  # feedparser's own reading fills in what is not stated
        if day:
            changed = name == "updated" and kind.startswith("atom")
            return day, (_CHANGED,) if changed else ()
    return None, ()
