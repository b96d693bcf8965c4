"""Words of the printed dossier: labels, numbers and dates of a language, and pieces of text.

A piece is safe to show in any format once that format's own signs are escaped: controls and
invisible characters of the source stand in it as ‹U+XXXX› (riwaya.exports.display). It knows its
direction, so that a format can isolate it from its surroundings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from riwaya.exports.display import Fragment, Page, visible
from riwaya.exports.labels import Labels, labels
from riwaya.exports.phrases import Sheet

_WIDTH = 100  # of a terminal's page: asked for by Sheet, of no meaning here
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
_ESCAPE = re.compile(r"(‹U\+[0-9A-F]{4,6}›)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph, safe to show.

    `isolate`: its direction is its own, from the right when `rtl`; `glued`: no space before it.
    `style` is None or one of label, strong, cue, number, mark, code, offset, quote. `link` is an
    address that it leads to.
    """

    text: str
    isolate: bool = False
    style: str | None = None
    glued: bool = False
    rtl: bool = False
    link: str | None = None

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The text cut at its escapes (‹U+202E›); True for these, which read from the left."""
        cut = _ESCAPE.split(self.text)
        return [(part, n % 2 == 1) for n, part in enumerate(cut) if part]


Text = tuple[Piece, ...]


class Wording:
    """Labels of one language, with its digits and months. Raises SettingError for another."""

    def __init__(self, language: str) -> None:
        terminal = labels(language)
        shown = {key: terminal[key] for key in terminal.keys}
        self.labels = Labels(language, {**shown, **_own_labels(language)})
        self.language = language
        self.rtl = terminal.rtl
        self._digits = str.maketrans("0123456789", self.labels["digits"])

    def __getitem__(self, key: str) -> str:
        return self.labels[key]

    def has(self, key: str) -> bool:
        """Whether there is a label for `key`."""
        return key in self.labels.keys

    def number(self, number: int) -> str:
        """A number of this document's own counting, in the digits of its language."""
        return str(number).translate(self._digits)

    def numbering(self, numbers: Iterable[int]) -> str:
        """1.2.1, or ١-٢-١ (to be read from the right)."""
        return self["numbering"].join(map(self.number, numbers))

    def day(self, moment: str) -> str | None:
        """The day of an ISO 8601 date or time in words; None for any other value."""
        found = _DAY.match(moment)
        if found is None or not self.has(f"month.{found[2]}"):
            return None
        day, year = self.number(int(found[3])), self.number(int(found[1]))
        return f"{day} {self[f'month.{found[2]}']} {year}"

    def sheet(self, text: str) -> Sheet:
        """What the phrases shared with the terminal's dossier are made on."""
        return Sheet(Page(_WIDTH, self.rtl), self.labels, text)

    def label(self, key: str, style: str | None = None) -> Piece:
        """A label as a piece."""
        return Piece(visible(self[key]), style=style)

    def count(self, number: int) -> Piece:
        """A number of this document's own counting as a piece."""
        return Piece(self.number(number), isolate=True, style="number", rtl=self.rtl)


@cache
def _own_labels(language: str) -> dict[str, str]:
    table = files("riwaya.exports") / "data" / "dossier_labels.tsv"
    head, *rows = (
        line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if line
    )
    column = head.index(language)
    return {row[0]: row[column] for row in rows}


def given(words: str, style: str | None = None) -> Piece:
    """Words that came from outside (a name, a title, an address, a reason), isolated."""
    shown = visible(words).strip()
    return Piece(shown, isolate=True, style=style, rtl=_reads_from_right(shown))


def code(value: str) -> Piece:
    """A hash, an id, an offset: always from the left, in letters of one width."""
    return Piece(visible(value), isolate=True, style="code")


def offsets(start: int, stop: int) -> Piece:
    """Where words stand in a text: [start, stop) in code points."""
    return Piece(f"[{start},{stop})", isolate=True, style="offset")


def address(url: str) -> Piece:
    """An address from the left; it leads there only where it is a plain one of http or https."""
    shown = visible(url)
    return Piece(shown, isolate=True, style="code", link=url if _may_link(url, shown) else None)


def text_of(phrase: Iterable[Fragment]) -> Text:
    """A phrase of the terminal's dossier as pieces."""
    return tuple(
        Piece(
            one.text, one.isolate, one.style, one.glued, one.isolate and _reads_from_right(one.text)
        )
        for one in phrase
        if one.text
    )


def separated(texts: Iterable[Text], mark: str) -> Text:
    """Texts one after another with `mark` between two."""
    out: list[Piece] = []
    for text in texts:
        if out:
            out.append(Piece(mark, glued=mark in "،,;؛"))
        out.extend(text)
    return tuple(out)


def glued(text: Text) -> Text:
    """The text without a space before it."""
    return (replace(text[0], glued=True), *text[1:]) if text else text


def plain(text: Text) -> str:
    """The text without its styles, for a document's title."""
    return "".join(f"{'' if one.glued or not n else ' '}{one.text}" for n, one in enumerate(text))


def _reads_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _may_link(url: str, shown: str) -> bool:
    if shown != url or any(char.isspace() for char in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
