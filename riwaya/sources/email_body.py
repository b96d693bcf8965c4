"""The words of a message's body: broken lines joined, markup taken off."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br center dd div dl dt fieldset figure footer form "
        "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul",
    )
)
_UNSEEN = frozenset(["head", "script", "style", "title", "template", "noscript", "object", "svg"])
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DEEPEST = 400
_WRAPPED = range(55, 81)
"""Lengths at which mail programs break lines of plain text (RFC 2822: 78 at most)."""


def as_paragraphs(text: str, flowed: bool, delete_space: bool = False) -> str:
    """`text` with each paragraph on one line, where its lines were broken to fit a page.

    `flowed` is what the message states (RFC 3676). Without it lines are joined only where the whole
    text has the look of it: paragraphs apart by empty lines, and no line longer than 80.
    """
    if flowed:
        return _unflowed(text, delete_space)
    lines = text.split("\n")
    inner = [line for line, after in pairwise(lines) if line and after.strip()]
    has_gaps = any(not line.strip() for line in text.strip("\n").split("\n"))
    fits = sum(len(line) in _WRAPPED for line in inner)
    if not inner or not has_gaps or max(map(len, lines)) > 80 or fits < 0.8 * len(inner):
        return text
    paragraphs = re.split(r"\n[ \t]*(?:\n[ \t]*)+", text)
    return "\n\n".join(re.sub(r"[ \t]*\n[ \t]*", " ", p.strip("\n")) for p in paragraphs)


def _unflowed(text: str, delete_space: bool) -> str:
    out: list[str] = []
    is_open = False
    for line in text.split("\n"):
        signature = line == "-- "
        soft = line.endswith(" ") and not signature
        line = line.removeprefix(" ")  # stuffed
        if soft and delete_space:
            line = line[:-1]
        if is_open and not signature:
            out[-1] += line
        else:
            out.append(line)
        is_open = soft
    return "\n".join(out)


def html_text(markup: str) -> str:
    """The visible words of an HTML message, blocks apart by line breaks. Nothing is fetched."""
    from lxml import html

    if not markup.strip():
        return ""
    # A declaration of encoding is refused in text that is already decoded.
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    root = html.document_fromstring(markup, parser=parser, ensure_head_body=True)
    pieces: list[str] = []
    _gather(root, pieces, 0)
    lines = (line.strip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _gather(element: Any, pieces: list[str], depth: int) -> None:
    is_seen = isinstance(element.tag, str) and not _is_unseen(element)
    if is_seen and depth < _DEEPEST:
        edge = "\n" if element.tag in _BLOCKS else ""
        pieces.append(edge + _SPACES.sub(" ", element.text or ""))
        for child in element:
            _gather(child, pieces, depth + 1)
        pieces.append(edge)
    pieces.append(_SPACES.sub(" ", element.tail or ""))


def _is_unseen(element: Any) -> bool:
    return element.tag in _UNSEEN or bool(_HIDDEN_STYLE.search(element.get("style", "")))
