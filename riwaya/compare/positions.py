"""The positions on a question: accounts that give one answer, under a label in their own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riwaya.compare.model import NO_COMMENT, Position, Relation
from riwaya.compare.questions_clauses import Clause, Scenes, joining_words
from riwaya.compare.questions_gather import Bearing, Gathering
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
    apart = {frozenset((r.a, r.b)) for r in gathering.relations if r.relation in _APART}
    refused = [b for b in gathering.bearings if b.account.stance == NO_COMMENT]
    groups = _by_value(b for b in gathering.bearings if b.account.stance != NO_COMMENT)
    for relation in gathering.relations:
        if relation.relation in _SAME:
            _join(groups, relation, apart)
    found = [_position(_label(group, scenes), group) for group in groups]
    if refused:
        found.append(_position(NO_COMMENT, refused))
    return tuple(found)


def _by_value(bearings: Iterable[Bearing]) -> list[list[Bearing]]:
    """Equal values together; where there is none, each account by itself."""
    groups: dict[tuple[str, str], list[Bearing]] = {}
    for bearing in bearings:
        key = (bearing.value, "" if bearing.value else bearing.account.ref)
        groups.setdefault(key, []).append(bearing)
    return list(groups.values())


def _join(groups: list[list[Bearing]], relation: Relation, apart: set[frozenset[str]]) -> None:
    one, other = _group_with(groups, relation.a), _group_with(groups, relation.b)
    if one is None or other is None or one is other:
        return
    if all(bearing.value for bearing in (one[0], other[0])):
        return
    pairs = {frozenset((a.account.ref, b.account.ref)) for a in one for b in other}
    if not pairs & apart:
        one.extend(other)
        groups[:] = [group for group in groups if group is not other]


def _group_with(groups: Sequence[list[Bearing]], ref: str) -> list[Bearing] | None:
    return next((g for g in groups if any(b.account.ref == ref for b in g)), None)


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
    after = (word.span.stop for word in clause.words if word.span.start >= span.stop)
    return Span(span.start, max(span.stop, next(after, span.stop)))
