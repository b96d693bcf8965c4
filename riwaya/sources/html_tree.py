"""From a page's text to its tree, and from a piece of HTML to its words."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from riwaya.sources.html_fields import table

_DEEPEST = 250  # elements within elements; libxml2 gives up silently at 256
KEEP = frozenset(("html", "body", "main", "article"))  # hidden until a script has run, at times
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class TooDeepError(ValueError):
    """Elements nested more deeply than any real page."""


def tree_of(page: str) -> Any:
    """The tree of a page or a piece of one; None when it holds no element.

    Raises TooDeepError beyond 250 elements within each other (libxml2 would cut the rest off).
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    content = _NOT_XML.sub("", page).encode("utf-8")
    try:
        tree = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log) or _depth(tree):
        raise TooDeepError
    return tree


def _depth(tree: Any) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def remove_hidden(tree: Any) -> None:
    """Take out of `tree` what a browser does not show."""
    hidden = [
        element
        for element in tree.iter("*")
        if element.tag not in KEEP and (element.tag == "template" or _is_hidden(element))
    ]
    for element in hidden:
        element.drop_tree()


def _is_hidden(element: Any) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDDEN.search(style))


def unfold_layout(tree: Any) -> None:
    """Make plain blocks of tables that only arrange a page, as pages did before style sheets.

    Such a table holds other blocks or line breaks in its cells; one of figures or names does not.
    """
    blocks = {name for _, name in table("block")} - {"td", "tr"} | {"br"}
    for element in list(tree.iter("table")):
        if any(inner.tag in blocks for inner in element.iterdescendants()):
            _unfold(element)


def _unfold(element: Any) -> None:
    element.tag = "div"
    for child in element:
        if child.tag in ("tbody", "thead", "tfoot", "tr", "td", "th"):
            _unfold(child)


def words_of(fragment: str) -> str:
    """The words of a piece of HTML: one line for each block, entities undone.

    Raises TooDeepError.
    """
    if "<" not in fragment and "&" not in fragment:
        return _lines(fragment.split("\n"))
    tree = tree_of(f"<div>{fragment}</div>")
    if tree is None:
        return ""
    remove_hidden(tree)
    parts: list[str] = []
    _collect(tree, parts)
    return _lines("".join(parts).split("\n"))


def _collect(tree: Any, parts: list[str]) -> None:
    blocks = {name for _, name in table("block")}
    unspoken = {name for _, name in table("silent")}
    silent = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if event == "start":
            silent += tag in unspoken
            parts.append("\n" if tag in blocks or tag == "br" else "")
            text = element.text
        else:
            silent -= tag in unspoken
            parts.append("\n" if tag in blocks else "")
            text = element.tail
        if text and not silent:
            parts.append(" ".join(f"|{text}|".split())[1:-1] if text.strip() else " ")


def _lines(lines: list[str]) -> str:
    stripped = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in stripped if line)
