"""Laying text out for a terminal: safe characters, display width, isolates, wrapping by words.

Terminals reorder each line by itself, or not at all, and differ in the direction that they start
from. So each line leaves here complete: text in logical order, every fragment whose direction may
differ from its line's inside an isolate that closes on that line, and a right-to-left line as a
whole inside one more isolate behind its padding. An isolate hides its words from the guess of a
line's direction (UAX #9, rule P2), so that a terminal which guesses and one which does not agree.
A terminal without bidi shows the same words in the order in which they are stored.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Keeps words on one line while they are laid out; leaves as a plain space.
HARD_SPACE = "\u00a0"
RLI, FSI, PDI = "\u2067", "\u2068", "\u2069"
_SHOWN_ESCAPED = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
# Unicode's default-ignorable characters that are letters or marks by category: they take no room
# and show nothing, so a text can hide differences in them (DerivedCoreProperties.txt).
_IGNORABLE = (
    (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF),
)  # fmt: skip
_ESCAPE = re.compile(r"‹U\+[0-9A-F]{4,6}›")
_STYLES = {"label": "2", "strong": "1", "cue": "1;36", "number": "33", "mark": "35"}


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a paragraph. `isolate`: its direction is its own; `glued`: no space before."""

    text: str
    isolate: bool = False
    style: str | None = None
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """How lines are laid out: `width` in columns, from the right when `rtl`, with SGR colours."""

    width: int
    rtl: bool
    color: bool = False


@lru_cache(maxsize=4096)
def is_unprintable(char: str) -> bool:
    """Whether a character must not reach a terminal as it is: controls, bidi, invisible ones."""
    if unicodedata.category(char) in _SHOWN_ESCAPED:
        return True
    return any(low <= ord(char) <= high for low, high in _IGNORABLE)


def visible(text: str) -> str:
    """`text` with line ends as ¶, any other space as a space, and unprintables as ‹U+XXXX›."""
    return "".join(_visible_character(char) for char in text.replace("\r\n", "\n"))


def display_width(text: str) -> int:
    """Columns that `text` takes: none for marks and isolates, two for East Asian wide."""
    return sum(_columns(char) for char in text)


def layout(fragments: list[Fragment], page: Page, indent: int = 0, hang: int = 0) -> list[str]:
    """The paragraph wrapped by words; first line `indent` columns in, the others `hang` more."""
    room = max(page.width - indent, 12)
    rows = _wrapped(fragments, room, max(room - hang, 12))
    return [_row(row, page, indent + (hang if n else 0)) for n, row in enumerate(rows)]


def padded(text: str, width: int) -> str:
    """`text` with hard spaces after it up to `width` columns, and between its words."""
    spaces = HARD_SPACE * max(width - display_width(text), 0)
    return text.replace(" ", HARD_SPACE) + spaces


def rule(page: Page, char: str = "─") -> str:
    """A line across the page."""
    return char * page.width


@lru_cache(maxsize=4096)
def _visible_character(char: str) -> str:
    if char in "\n\u2028\u2029":
        return " ¶ "
    if char == "\t" or unicodedata.category(char) == "Zs":
        return " "
    return f"‹U+{ord(char):04X}›" if is_unprintable(char) else char


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


@dataclass(frozen=True, slots=True)
class _Token:
    """A word to place: its text, the fragment that it is of, and whether a space goes before."""

    text: str
    fragment: int
    spaced: bool


def _wrapped(fragments: list[Fragment], first: int, rest: int) -> list[list[tuple[Fragment, str]]]:
    rows: list[list[_Token]] = [[]]
    used, room = 0, first
    for token in _tokens(fragments, min(first, rest)):
        space = 1 if token.spaced and rows[-1] else 0
        width = display_width(token.text)
        if rows[-1] and used + space + width > room:
            rows.append([])
            used, room, space = 0, rest, 0
        rows[-1].append(token)
        used += space + width
    return [_regrouped(row, fragments) for row in rows if row]


def _tokens(fragments: list[Fragment], room: int) -> list[_Token]:
    tokens = []
    for index, fragment in enumerate(fragments):
        spaced = not fragment.glued
        for word in filter(None, fragment.text.split(" ")):
            for part in _chopped(word, room):
                tokens.append(_Token(part, index, spaced))
                spaced = False
            spaced = True
    return tokens


def _chopped(word: str, room: int) -> list[str]:
    """A word too long for a line in parts that fit, marks kept with their letters."""
    parts, used = [""], 0
    for char in word:
        width = _columns(char)
        if used + width > room:
            parts.append("")
            used = 0
        parts[-1] += char
        used += width
    return parts


def _regrouped(row: list[_Token], fragments: list[Fragment]) -> list[tuple[Fragment, str]]:
    """The words of a row put back together, one text for each fragment that has words on it."""
    groups: list[tuple[int, str]] = []
    for n, token in enumerate(row):
        space = " " if token.spaced and n else ""
        if groups and groups[-1][0] == token.fragment:
            groups[-1] = (token.fragment, groups[-1][1] + space + token.text)
        else:
            if space:
                groups.append((-1, space))
            groups.append((token.fragment, token.text))
    plain = Fragment("")
    return [(plain if index < 0 else fragments[index], text) for index, text in groups]


def _row(row: list[tuple[Fragment, str]], page: Page, indent: int) -> str:
    width = sum(display_width(text) for _, text in row)
    body = "".join(_dressed(fragment, text, page.color) for fragment, text in row)
    body = body.replace(HARD_SPACE, " ")
    if not page.rtl:
        return " " * indent + body
    return " " * max(page.width - indent - width, 0) + RLI + body + PDI


def _dressed(fragment: Fragment, text: str, color: bool) -> str:
    opener = RLI if _has_rtl(fragment.text) else FSI
    body = f"{opener}{_escapes_isolated(text)}{PDI}" if fragment.isolate else text
    if not color or fragment.style is None:
        return body
    return f"\x1b[{_STYLES[fragment.style]}m{body}\x1b[0m"


@lru_cache(maxsize=1024)
def _has_rtl(text: str) -> bool:
    """Whether a fragment reads from the right: one Arabic letter is enough, so that a quotation
    that begins, or a line of it that begins, with a Latin name keeps its order."""
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _escapes_isolated(text: str) -> str:
    """Visible escapes inside a quotation are Latin: isolate them from the Arabic round them."""
    return _ESCAPE.sub(lambda match: f"{FSI}{match.group()}{PDI}", text)
