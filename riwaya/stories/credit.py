"""Credit that a text gives: from whom it says that it has its words.

Looked for where newsrooms put it: behind words of credit (نقلا عن) anywhere; and at the head or the
foot of a text, where a name stands alone: in a dateline (`بيروت - رويترز -`), in brackets
(`(أ ف ب)`), on a line of its own (`فرانس24/ أ ف ب`, `المصدر: وكالات`) or as a hashtag. A name in
running text (`قالت رويترز إن`) is a source of a claim and no credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from riwaya.model import Document, Span
from riwaya.stories.credit_names import CreditCue, credit_cues, kind_nouns, squeezed, tellers_named
from riwaya.stories.model import Credit
from riwaya.text.fold import FoldedText, fold, fold_letters

Place = Literal["head", "foot", "body"]

_HEAD_LINES = 3
_FOOT_LINES = 3
_HEAD = 90  # characters of a line in which a dateline ends
_ALONE = 8  # words of a line that holds nothing but credit
_NAMED = 7  # words behind a cue in which a name ends
_OWN_NAME = 6  # words before a bracket: وكالة الأنباء … (واس) is a name with its abbreviation
_AT_END = re.compile(r"(?:\([^()\n]{2,60}\)|#\w{2,40})(?=[\s.،]*$)", re.MULTILINE)
_PART = re.compile(r"[^/|،,:()#\[\]«»\"*•–—\n-]+")
_BEHIND = re.compile(r"[ \t\"«(:*]*")
_TOKEN = re.compile(r"[^\s.،؛,:؟!()\"«»\n]+")
_STOP = re.compile(r"[.،؛؟!\n)»]|,")
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Stated:
    """One credit: `span` is all of it, `named` the name, `words` the name in the text's words.

    `tellers` are ids of the actor lexicon and the name's folded letters; `kind` says whether it
    names an agency, another outlet or a statement, and `place` where in the text it stands: credit
    at the head or the foot is for the whole text, else for its own paragraph.
    """

    span: Span
    named: Span
    words: str
    tellers: frozenset[str]
    kind: Credit
    place: Place


def credits_of(document: Document, plain: FoldedText | None = None) -> tuple[Stated, ...]:
    """The credit that a document gives, in the order of its text, each once. `plain` is the folded
    view of its text, where that is at hand."""
    plain = plain or fold(document.text)
    found = _Finder(plain, fold_letters(plain.text), document.text)
    kept: list[Stated] = []
    for stated in sorted(found.all(), key=lambda each: (each.named.start, -each.named.stop)):
        if not kept or kept[-1].named.stop <= stated.named.start:
            kept.append(stated)
    return tuple(kept)


def teller_keys(name: str | None) -> frozenset[str]:
    """What a name of an outlet or agency is known by: ids of the actor lexicon, and its letters."""
    return tellers_named(name)[0] if name else frozenset()


class _Finder:
    """Looks for credit in one text; positions are those of the folded view until the end."""

    def __init__(self, plain: FoldedText, letters: str, text: str) -> None:
        self._plain, self._letters, self._text = plain, letters, text
        lines = [
            (match.start(), match.end())
            for match in _LINE.finditer(letters)
            if not match.group().isspace()
        ]
        self._head = lines[:_HEAD_LINES]
        self._foot = lines[_HEAD_LINES:][-_FOOT_LINES:]

    def all(self) -> Iterator[Stated]:
        for lines, place in ((self._head, "head"), (self._foot, "foot")):
            for start, stop in lines:
                yield from self._of_line(start, stop, place)  # type: ignore[arg-type]
        yield from self._cued()

    def _of_line(self, start: int, stop: int, place: Place) -> Iterator[Stated]:
        if len(self._letters[start:stop].split()) <= _ALONE:
            yield from self._parts(start, stop, place)
            return
        if place == "head":
            yield from self._dateline(start, min(stop, start + _HEAD))
        for match in _AT_END.finditer(self._letters, max(start, stop - _HEAD), stop):
            before = self._letters[max(start, match.start() - _HEAD) : match.start()].split()
            if not kind_nouns().intersection(before[-_OWN_NAME:]):
                yield from self._parts(match.start(), match.end(), place)

    def _parts(self, start: int, stop: int, place: Place) -> Iterator[Stated]:
        """The names among the parts that separators divide."""
        for match in _PART.finditer(self._letters, start, stop):
            yield from self._named(match.start(), match.end(), place)

    def _dateline(self, start: int, stop: int) -> Iterator[Stated]:
        """Names before the line's text begins: each part ends with a separator and is short."""
        at = start
        for match in _PART.finditer(self._letters, start, stop):
            if match.end() == stop or len(match.group().split()) > 4:
                return
            if match.start() - at > 4 or kind_nouns().intersection(match.group().split()):
                return
            yield from self._named(match.start(), match.end(), "head")
            at = match.end()

    def _named(self, start: int, stop: int, place: Place) -> Iterator[Stated]:
        piece = self._letters[start:stop]
        start += len(piece) - len(piece.lstrip())
        piece = piece.strip()
        tellers, kind = tellers_named(piece) if piece else (frozenset(), None)
        if kind is not None:
            yield self._stated(
                (start, start + len(piece)), (start, start + len(piece)), tellers, kind, place
            )

    def _cued(self) -> Iterator[Stated]:
        """Names behind words of credit."""
        pattern, cues = credit_cues()
        for match in pattern.finditer(self._letters):
            cue = cues[" ".join(match.group(1).split())]
            place = self._place(match.start())
            if cue.edge_only and place == "body":
                continue
            yield from self._behind(match.start(1), match.end(), cue, place)

    def _behind(self, start: int, at: int, cue: CreditCue, place: Place) -> Iterator[Stated]:
        opening = _BEHIND.match(self._letters, at)
        at = opening.end() if opening else at
        end = _STOP.search(self._letters, at)
        tokens = list(
            _TOKEN.finditer(self._letters, at, end.start() if end else len(self._letters))
        )
        tokens = tokens[:_NAMED]
        for count in range(len(tokens), 0, -1):
            named = tokens[0].start(), tokens[count - 1].end()
            tellers, kind = tellers_named(self._letters[named[0] : named[1]])
            if kind is not None:
                yield self._stated((start, named[1]), named, tellers, kind, place)
                return
        unknown = self._unknown(tokens, cue)
        if unknown is not None:
            words = self._letters[unknown[0] : unknown[1]]
            tellers = frozenset([squeezed(words)])
            yield self._stated((start, unknown[1]), unknown, tellers, cue.kind, place)

    def _unknown(self, tokens: list[re.Match[str]], cue: CreditCue) -> tuple[int, int] | None:
        """A name that no lexicon has, behind a noun that says that it is an outlet's."""
        if not tokens:
            return None
        if cue.kind == "statement":
            return tokens[0].start(), tokens[min(2, len(tokens) - 1)].end()
        if tokens[0].group() not in kind_nouns() or len(tokens) < 2:
            return None
        return tokens[0].start(), tokens[1].end()

    def _place(self, at: int) -> Place:
        if any(start <= at < min(stop, start + _HEAD) for start, stop in self._head):
            return "head"
        if any(start <= at < stop and stop - start <= _HEAD for start, stop in self._foot):
            return "foot"
        return "body"

    def _stated(
        self, whole: tuple[int, int], named: tuple[int, int], tellers: frozenset[str], kind: Credit,
        place: Place,
    ) -> Stated:  # fmt: skip
        name = self._plain.back(*named)
        return Stated(self._plain.back(*whole), name, name.of(self._text), tellers, kind, place)
