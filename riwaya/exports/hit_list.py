"""Hits of a search as a list: for reading, with the words found marked, and as JSONL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riwaya.contract.line import json_line
from riwaya.exports.data_tables import rows
from riwaya.exports.display import Fragment, Page, layout, visible
from riwaya.exports.phrases import Phrase, joined, quoted, value
from riwaya.records import Hit

SCHEMA = "riwaya.hit/1"

_STEP = 4
_OPEN, _CLOSE = "‹", "›"
# Invisible, and escaped wherever a source has them: they keep the place of colours in a line.
_ON, _OFF = "\u2062", "\u2063"
_SGR_ON, _SGR_OFF = "\x1b[1;7m", "\x1b[0m"


def to_jsonl(hits: Iterable[Hit]) -> str:
    """One object a line; `marks` are spans in `snippet`, `span` is its place in the text."""
    return "".join(f"{_line(hit)}\n" for hit in hits)


def to_text(hits: Iterable[Hit], lang: str, page: Page, first: int = 1) -> str:
    """A page of hits, numbered from `first`; marks in reverse video, or ‹› without colours."""
    words = {row["key"]: row[lang] for row in rows("hit_labels")}
    entries = [
        "\n".join(_entry(number, hit, words, page)) + "\n" for number, hit in enumerate(hits, first)
    ]
    none = layout([Fragment(words["none"])], page)
    return "\n".join(entries or [*none, ""])


def _line(hit: Hit) -> str:
    fields = {
        "schema": SCHEMA,
        "kind": hit.kind,
        "document": hit.document,
        "claim": hit.claim,
        "snippet": hit.snippet,
        "marks": [list(mark) for mark in hit.marks],
        "span": None if hit.span is None else list(hit.span),
        "in_title": hit.in_title,
        "title": hit.title,
        "outlet": hit.outlet,
        "published": hit.published,
    }
    return json_line(fields)


def _entry(number: int, hit: Hit, words: dict[str, str], page: Page) -> Iterator[str]:
    head: list[Phrase] = [
        [Fragment(f"[{number}]", isolate=True, style="strong")],
        [value(hit.published) if hit.published else Fragment(words["undated"], style="label")],
    ]
    head += [[value(hit.outlet, None)]] if hit.outlet else []
    head += [[quoted(hit.title)]] if hit.title and not hit.in_title else []
    yield from layout([*head[0], *joined(head[1:], "·")], page, 0, _STEP)
    snippet = Fragment(_marked(hit, page.color), isolate=True)
    yield from (_colored(line) for line in layout([snippet], page, _STEP))
    kind = words["title" if hit.in_title else hit.kind]
    ids: list[Phrase] = [
        [Fragment(visible(kind), style="label"), *([value(hit.claim, None)] if hit.claim else [])],
        [Fragment(visible(words["document"]), style="label"), value(hit.document, None)],
    ]
    yield from layout(joined(ids, "·"), page, _STEP)


def _marked(hit: Hit, color: bool) -> str:
    """The snippet, safe to show, with a sign at each end of each mark."""
    opens, closes = (_ON, _OFF) if color else (_OPEN, _CLOSE)
    shown, at = "", 0
    for start, stop in hit.marks:
        before, marked = visible(hit.snippet[at:start]), visible(hit.snippet[start:stop])
        shown, at = f"{shown}{before}{opens}{marked}{closes}", stop
    return (shown + visible(hit.snippet[at:])).strip()


def _colored(line: str) -> str:
    """A line with colours for the signs: a mark that goes on in the next one ends, and begins."""
    if _ON not in line and _OFF not in line:
        return line
    if line.rfind(_ON) > line.rfind(_OFF):
        line += _OFF
    if _OFF in line.partition(_ON)[0]:
        line = _ON + line
    return line.replace(_ON, _SGR_ON).replace(_OFF, _SGR_OFF)
