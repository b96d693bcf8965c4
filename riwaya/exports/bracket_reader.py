"""Reads lines in brackets back into a text and its annotations, with exact offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast, get_args

from riwaya.errors import InputError
from riwaya.exports.bracket_case import (
    ARROW,
    PILCROW,
    ParsedCase,
    ParsedClaim,
    ParsedCount,
    ParsedTime,
)
from riwaya.model import CountKind, Mode, SourceType, Span, Stance

_MODES, _STANCES = get_args(Mode), get_args(Stance)
_SOURCE_TYPES, _KINDS = get_args(SourceType), get_args(CountKind)
_CLAIM = re.compile(r"(\d+)\.(cue|source|content|via|from)")
_COUNT = re.compile(r"n=(\d*)\.\.(\d*)(~?)(?::(\w+))?")
_ESCAPED = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|([nr])|([{}\\¶⇒ ]))")
_ATTRIBUTES = re.compile(r"(\d+): (\w+) (\w+) (\w+)(?: in (\d+))?")


class _Piece(NamedTuple):
    """One bracket: its label, its span, and whether it carries on the piece that ends before it."""

    label: str
    span: Span
    continued: bool


class _Scanned(NamedTuple):
    text: str
    pieces: tuple[_Piece, ...]
    attributes: tuple[tuple[str, ...], ...]


def parse(line: str) -> ParsedCase:
    """The case that one line states, with offsets in the text freed of brackets.

    Raises InputError, with the column, where the line breaks the grammar.
    """
    return _build(_Scanner(line).scan())


def parse_lines(lines: Iterable[str]) -> ParsedCase:
    """The case that consecutive lines (as `render` writes them) state together."""
    text = ""
    pieces: list[_Piece] = []
    attributes: list[tuple[str, ...]] = []
    for line in lines:
        scanned = _Scanner(line).scan()
        shift = len(text)
        for label, (start, stop), continued in scanned.pieces:
            pieces.append(_Piece(label, Span(start + shift, stop + shift), continued))
        text += scanned.text
        attributes.extend(scanned.attributes)
    return _build(_Scanned(text, tuple(pieces), tuple(attributes)))


class _Scanner:
    """Reads one line into its bare text, its pieces and its attributes."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._at = 0
        self._text: list[str] = []
        self._pieces: list[_Piece] = []
        self._open: list[tuple[str, int]] = []

    def scan(self) -> _Scanned:
        attributes: tuple[tuple[str, ...], ...] = ()
        while self._at < len(self._line):
            char = self._line[self._at]
            if char == ARROW:
                attributes = self._read_attributes()
                break
            self._step(char)
        if self._open:
            raise self._error(f"the bracket {{{self._open[-1][0]} is never closed.")
        return _Scanned("".join(self._text), tuple(self._pieces), attributes)

    def _step(self, char: str) -> None:
        if char == "\\":
            self._text.append(self._unescape())
        elif char == "{":
            self._open_bracket()
        elif char == "}":
            self._close_bracket()
        else:
            self._text.append("\n" if char == PILCROW else char)
            self._at += 1

    def _unescape(self) -> str:
        match = _ESCAPED.match(self._line, self._at)
        if not match:
            raise self._error("a backslash stands before a character that needs none.")
        self._at = match.end()
        return _escaped_text(match)

    def _open_bracket(self) -> None:
        end = self._line.find(" ", self._at)
        if end < 0:
            raise self._error("a bracket has no words after its label.")
        self._open.append((self._line[self._at + 1 : end], len(self._text)))
        self._at = end + 1

    def _close_bracket(self) -> None:
        if not self._open:
            raise self._error("a closing bracket has no opening one.")
        label, start = self._open.pop()
        if start == len(self._text):
            raise self._error(f"the bracket {{{label} holds no words.")
        span = Span(start, len(self._text))
        self._pieces.append(_Piece(label.removeprefix("+"), span, label.startswith("+")))
        self._at += 1

    def _read_attributes(self) -> tuple[tuple[str, ...], ...]:
        if self._open or self._line[self._at - 1 : self._at + 2] != f" {ARROW} ":
            raise self._error("the arrow stands inside a bracket or without spaces round it.")
        self._text.pop()
        parts = self._line[self._at + 2 :].split("; ")
        matches = [_ATTRIBUTES.fullmatch(part.strip()) for part in parts]
        if not all(matches):
            bad = parts[matches.index(None)]
            raise self._error(
                f"cannot read the attributes {bad!r} (as in '1: direct denied state')."
            )
        return tuple(match.groups() for match in matches if match)

    def _error(self, what: str) -> InputError:
        return InputError(what, where=f"column {self._at + 1}", advice="See docs/brackets.md.")


def _escaped_text(match: re.Match[str]) -> str:
    code, letter, literal = match.groups()
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return {"n": "\n", "r": "\r"}[letter] if letter else cast(str, literal)


def _build(scanned: _Scanned) -> ParsedCase:
    claims: dict[int, dict[str, tuple[Span, ...]]] = {}
    times: list[ParsedTime] = []
    counts: list[ParsedCount] = []
    for label, span in sorted(_joined(scanned.pieces), key=lambda mark: (mark[1], mark[0])):
        if match := _CLAIM.fullmatch(label):
            parts = claims.setdefault(int(match[1]), {})
            parts[match[2]] = (*parts.get(match[2], ()), span)
        elif label.startswith("t="):
            times.append(ParsedTime(span, _value(label[2:])))
        elif match := _COUNT.fullmatch(label):
            counts.append(_count(match, span))
        else:
            raise InputError(
                f"{label!r} is no label.",
                advice="Labels: N.cue, N.source, N.from, N.content, N.via, t=VALUE, n=MIN..MAX.",
            )
    attributes = {int(found[0]): found[1:] for found in scanned.attributes}
    parsed = tuple(_claim(n, claims[n], attributes.get(n)) for n in sorted(claims))
    return ParsedCase(scanned.text, parsed, tuple(times), tuple(counts))


def _joined(pieces: Sequence[_Piece]) -> list[tuple[str, Span]]:
    """Pieces that carry on an earlier one made whole again."""
    out: list[tuple[str, Span]] = []
    ends: dict[tuple[str, int], int] = {}
    for label, span, continued in sorted(pieces, key=lambda piece: piece.span.start):
        index = ends.pop((label, span.start), None) if continued else None
        if index is None:
            index = len(out)
            out.append((label, span))
        else:
            out[index] = (label, Span(out[index][1].start, span.stop))
        ends[label, span.stop] = index
    return out


def _value(raw: str) -> str | None:
    return None if raw == "?" else _ESCAPED.sub(_escaped_text, raw)


def _count(match: re.Match[str], span: Span) -> ParsedCount:
    low, high, approx, kind = match.groups()
    return ParsedCount(
        span,
        int(low) if low else None,
        int(high) if high else None,
        bool(approx),
        cast(CountKind, _one_of(kind or "other", _KINDS)),
    )


def _claim(
    number: int, parts: dict[str, tuple[Span, ...]], stated: tuple[str, ...] | None
) -> ParsedClaim:
    resolved = parts.get("from", ())
    if len(resolved) > 1:
        raise InputError(
            f"claim {number} has {len(resolved)} spans '{number}.from' instead of one."
        )
    mode, stance, source_type, parent = stated or (None, None, None, None)
    return ParsedClaim(
        number,
        parts.get("cue", ()),
        parts.get("source", ()),
        resolved[0] if resolved else None,
        parts.get("content", ()),
        parts.get("via", ()),
        cast(Mode, _one_of(mode, _MODES)) if mode else None,
        cast(Stance, _one_of(stance, _STANCES)) if stance else None,
        cast(SourceType, _one_of(source_type, _SOURCE_TYPES)) if source_type else None,
        int(parent) if parent else None,
    )


def _one_of(value: str, options: tuple[str, ...]) -> str:
    if value not in options:
        raise InputError(f"{value!r} is not one of: {', '.join(options)}.")
    return value
