"""The positions on a question: accounts that give one answer, under a label in their own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from riwaya.compare.model import NO_COMMENT, Position
from riwaya.compare.questions_clauses import Clause, Scenes, joining_words
from riwaya.compare.questions_gather import Bearing, Gathering
from riwaya.compare.questions_words import carries
from riwaya.model import Span

_LONGEST_LABEL = 12  # words
_SHORTEST_LABEL = 2
_SAME = ("agrees", "repeats")
_APART = ("contradicts", "updates")


def positions_of(gathering: Gathering, scenes: Scenes) -> tuple[Position, ...]:
    """Accounts grouped by their answer, in the order in which the answers were first given.

    Equal values are one answer; where relations alone tell, those that agree or repeat are one,
    unless others among them contradict. Refusals to comment come last, as one.
    """
    refused = [b for b in gathering.bearings if b.account.stance == NO_COMMENT]
    answers = _Answers(b for b in gathering.bearings if b.account.stance != NO_COMMENT)
    for relation in gathering.relations:
        if relation.relation in _APART:
            answers.part(relation.a, relation.b)
    for relation in gathering.relations:
        if relation.relation in _SAME:
            answers.join(relation.a, relation.b)
    found = [_position(_label(group, scenes), group) for group in answers.groups()]
    if refused:
        found.append(_position(NO_COMMENT, refused))
    return tuple(found)


@dataclass(eq=False)
class _Answer:
    """Accounts that answer alike, and the refs that contradict one of them."""

    bearings: list[Bearing]
    apart: set[str] = field(default_factory=set)

    @property
    def valued(self) -> bool:
        return bool(self.bearings[0].value)


class _Answers:
    """Answers, brought together as relations say so."""

    def __init__(self, bearings: Iterable[Bearing]) -> None:
        found: dict[tuple[str, str], _Answer] = {}
        self._of: dict[str, _Answer] = {}
        for bearing in bearings:
            ref = bearing.account.ref
            answer = found.setdefault((bearing.value, "" if bearing.value else ref), _Answer([]))
            answer.bearings.append(bearing)
            self._of.setdefault(ref, answer)
        self._all = dict.fromkeys(found.values())

    def groups(self) -> Iterator[list[Bearing]]:
        """The bearings of each answer."""
        return (answer.bearings for answer in self._all)

    def part(self, one: str, other: str) -> None:
        """Say that two accounts cannot both hold."""
        for ref, enemy in ((one, other), (other, one)):
            if ref in self._of:
                self._of[ref].apart.add(enemy)

    def join(self, one: str, other: str) -> None:
        """Make the answers of two accounts one, unless their values or others keep them apart."""
        first, second = self._of.get(one), self._of.get(other)
        if first is None or second is None or first is second:
            return
        if first.valued and second.valued:
            return
        if any(bearing.account.ref in first.apart for bearing in second.bearings):
            return
        first.bearings.extend(second.bearings)
        first.apart |= second.apart
        for bearing in second.bearings:
            if self._of[bearing.account.ref] is second:
                self._of[bearing.account.ref] = first
        del self._all[second]


def _position(label: str, bearings: Sequence[Bearing]) -> Position:
    claims = dict.fromkeys(bearing.account.ref for bearing in bearings)
    spans = dict.fromkeys((bearing.account.ref, bearing.span) for bearing in bearings)
    return Position(label, tuple(claims), tuple(spans))


def _label(bearings: Sequence[Bearing], scenes: Scenes) -> str:
    """The shortest of the answers that is no bare word, cut where it is long."""
    texts = [_words(bearing, scenes) for bearing in bearings]
    enough = [text for text in texts if text.count(" ") + 1 >= _SHORTEST_LABEL]
    words = min(enough or texts, key=lambda text: (len(text), text)).split()
    cut = " …" if len(words) > _LONGEST_LABEL else ""
    return " ".join(words[:_LONGEST_LABEL]) + cut


def _words(bearing: Bearing, scenes: Scenes) -> str:
    """The words of an answer without what joins it to the words before; a bare number takes the
    word after it along."""
    text = scenes.text(bearing.account.ref, _unjoined(bearing))
    if " " in text:
        return text
    return scenes.text(bearing.account.ref, _with_next(bearing.clause, bearing.span))


def _unjoined(bearing: Bearing) -> Span:
    words = [w for w in bearing.clause.words if bearing.span.holds(w.span)]
    while len(words) > _SHORTEST_LABEL and words[0].letters in joining_words():
        del words[0]
    return Span(words[0].span.start, bearing.span.stop) if words else bearing.span


def _with_next(clause: Clause, span: Span) -> Span:
    """A word with the one after it if that carries matter, else with the one before."""
    after = next((w for w in clause.words if w.span.start >= span.stop), None)
    if after is not None and carries(after) and not after.letters.startswith("و"):
        return Span(span.start, after.span.stop)
    before = [word for word in clause.words if word.span.stop <= span.start]
    if before and carries(before[-1]):
        return Span(before[-1].span.start, span.stop)
    return span
