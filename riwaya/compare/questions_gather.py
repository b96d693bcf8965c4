"""Gathering: what bears on one point of a story, before it is put into words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from riwaya.compare.model import Account, QuestionKind, Relation
from riwaya.compare.questions_clauses import Clause, Scenes
from riwaya.compare.questions_people import Group
from riwaya.compare.questions_topics import MENTION, Point, Topic, points_of, topics
from riwaya.model import Span

PART = "_part"
"""Ends the value of a position that holds for a part only (بعض المقاتلين)."""
_LEAST_VALUES = 2


@dataclass(frozen=True, slots=True)
class Bearing:
    """A clause that answers a question. `value` is equal for equal answers ("" where only
    relations tell); `span` are the words that carry the answer."""

    clause: Clause
    value: str
    span: Span

    @property
    def account(self) -> Account:
        """Whose clause it is."""
        return self.clause.account


@dataclass
class Gathering:
    """What bears on one point. `key` names the point in every run; `mark` is what the group of
    people is marked by; `named` are clauses that name the question without answering it, `around`
    those that speak of the thing itself, whatever the group."""

    kind: QuestionKind
    key: str
    bearings: list[Bearing]
    topic: Topic | None = None
    mark: str | None = None
    named: list[Clause] = field(default_factory=list)
    around: list[Clause] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    @property
    def refs(self) -> frozenset[str]:
        """Refs of the accounts that bear on it."""
        return frozenset(bearing.account.ref for bearing in self.bearings)

    @property
    def several(self) -> bool:
        """Whether accounts of different documents or speakers bear on it."""
        return several(bearing.account for bearing in self.bearings)


def several(accounts: Iterable[Account]) -> bool:
    """Whether accounts come from more than one document or speaker."""
    return len({(account.document, account.speaker.key) for account in accounts}) > 1


def topical(scenes: Scenes) -> Iterator[Gathering]:
    """The gatherings on topics of `question_topics.tsv`."""
    clauses = [clause for found in scenes.clauses.values() for clause in found]
    for topic in topics():
        points = list(points_of(clauses, topic))
        found = _by_group(topic, points) if topic.by_group else _of_all(topic, points)
        yield from (gathering for gathering in found if gathering.several)


def _of_all(topic: Topic, points: Sequence[Point]) -> Iterator[Gathering]:
    bearings = [
        Bearing(point.clause, point.value, point.clause.span)
        for point in points
        if point.value != MENTION and not point.clause.contested
    ]
    values = {bearing.value for bearing in bearings}
    if topic.needs in values and len(values) >= _LEAST_VALUES:
        yield Gathering(_kind(topic), topic.name, bearings, topic)


def _by_group(topic: Topic, points: Sequence[Point]) -> Iterator[Gathering]:
    """One gathering for each group of people on which the accounts differ, the one with the most
    positions first; a clause is in one gathering only."""
    left = list(points)
    for mark in _contested_marks(points):
        members = [point for point in left if _group_of(point, mark) or _covers(point)]
        bearings = [
            _bearing(p, mark) for p in members if p.value != MENTION and not p.clause.contested
        ]
        own = {b.value.removesuffix(PART) for b in bearings}
        named = [point.clause for point in members if point.clause.contested]
        if len(own) < _LEAST_VALUES or not (topic.needs in own or named):
            continue
        around = [point.clause for point in points if point.value == topic.needs]
        yield Gathering(_kind(topic), f"{topic.name}:{mark}", bearings, topic, mark, named, around)
        left = [point for point in left if point not in members]


def _contested_marks(points: Sequence[Point]) -> list[str]:
    """Marks of groups, those with the most different positions first."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    named: Counter[str] = Counter()
    for point in points:
        for group in point.groups:
            for mark in group.marks:
                if point.clause.contested:
                    named[mark] += 1
                elif point.value != MENTION:
                    values[mark].add(point.value)
    marks = [mark for mark, found in values.items() if len(found) >= _LEAST_VALUES]
    return sorted(marks, key=lambda mark: (-len(values[mark]) - named[mark], mark))


def _covers(point: Point) -> bool:
    """A rule for all (none may escape, all must surrender) bears on each group; what is said of
    people in general need not hold for one of their groups."""
    return point.universal and bool(point.groups)


def _group_of(point: Point, mark: str) -> Group | None:
    return next((group for group in point.groups if mark in group.marks), None)


def _bearing(point: Point, mark: str) -> Bearing:
    group = _group_of(point, mark)
    part = PART if group is not None and group.part else ""
    return Bearing(point.clause, point.value + part, point.clause.span)


def _kind(topic: Topic) -> QuestionKind:
    return topic.kind  # type: ignore[return-value]
