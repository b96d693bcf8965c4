"""Gathering what relations and numbers bring together.

A node is a clause and the facet of it that a relation is about (its number of killed, its time …).
Relations join nodes; equal or related numbers of one thing do too. What hangs together is one
question.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import log
from typing import cast

from riwaya.compare.model import QuestionKind, Relation
from riwaya.compare.questions_clauses import Clause, Scenes
from riwaya.compare.questions_gather import Bearing, Gathering
from riwaya.compare.questions_words import root_of
from riwaya.model import Quantity, Span
from riwaya.resources import lexicon

_Node = tuple[str, int, str]  # ref, number of the clause, facet
_ALIKE = 0.35  # idf-weighted share of roots from which two clauses with one facet are one point
_MUCH_ALIKE = 0.45  # the same for the matter of relations, where numbers do not hold it together
_MANY = 20  # nodes that share a root, the last of which are compared
_COUNT, _MATTER = "count", "matter"
_FACETS = ("when", "where", "responsible")
_USUAL: QuestionKind = "happened"


class Links:
    """Nodes that hang together, found by union (Galler and Fischer, 1964)."""

    def __init__(self) -> None:
        self._up: dict[_Node, _Node] = {}

    def root(self, node: _Node) -> _Node:
        """The node that stands for all that hang together with `node`."""
        self._up.setdefault(node, node)
        while self._up[node] != node:
            self._up[node] = self._up[self._up[node]]
            node = self._up[node]
        return node

    def join(self, one: _Node, other: _Node) -> None:
        """Make two nodes hang together."""
        self._up[self.root(other)] = self.root(one)

    def together(self) -> Iterator[list[_Node]]:
        """Nodes that hang together, in the order in which they were first seen."""
        found: defaultdict[_Node, list[_Node]] = defaultdict(list)
        for node in self._up:
            found[self.root(node)].append(node)
        yield from found.values()


class Linked:
    """The gatherings of relations and numbers in one story."""

    def __init__(self, scenes: Scenes, relations: Sequence[Relation]) -> None:
        self._scenes = scenes
        self._relations = relations
        self._links = Links()
        self._ends: dict[str, tuple[_Node, _Node]] = {}
        self._weights = _weights(scenes)
        self._spans: dict[_Node, Span] = {}

    def gatherings(self) -> list[Gathering]:
        """One for each set of nodes that hang together."""
        self._relate()
        self._join_matter()
        self._count()
        by_root = {self._links.root(nodes[0]): nodes for nodes in self._links.together()}
        found = {root: self._gathering(nodes) for root, nodes in by_root.items()}
        for relation in self._relations:
            if relation.id in self._ends:
                found[self._links.root(self._ends[relation.id][0])].relations.append(relation)
        for gathering in found.values():
            if gathering.key == _MATTER:
                gathering.kind = _kind_of(gathering.relations)
        return list(found.values())

    def _relate(self) -> None:
        for relation in self._relations:
            pair = self._clauses_of(relation)
            if pair is None:
                continue
            facet = _facet(relation, *pair)
            ends = tuple((*clause.node, facet) for clause in pair)
            self._links.join(*ends)
            self._ends[relation.id] = ends  # type: ignore[assignment]
            spans = (relation.evidence_a, relation.evidence_b)
            for node, clause, evidence in zip(ends, pair, spans, strict=True):
                self._spans.setdefault(node, _narrow(clause, evidence))

    def _clauses_of(self, relation: Relation) -> tuple[Clause, Clause] | None:
        """The clauses of both ends that the evidence lies in, or that are most alike."""
        one = self._touched(relation.a, relation.evidence_a)
        other = self._touched(relation.b, relation.evidence_b)
        pairs = [(a, b) for a in one for b in other]
        return max(pairs, key=lambda pair: self._likeness(*pair), default=None)

    def _touched(self, ref: str, evidence: Sequence[Span]) -> Sequence[Clause]:
        clauses = self._scenes.clauses.get(ref, ())
        return [c for c in clauses if any(c.span.meets(e) for e in evidence)] or clauses

    def _likeness(self, one: Clause, other: Clause) -> float:
        shared = sum(self._weights[root] for root in one.roots & other.roots)
        whole = sum(self._weights[root] for root in one.roots | other.roots)
        return shared / whole if whole else 0.0

    def _count(self) -> None:
        """Join the numbers of one thing: equal ones, and those in clauses that are alike."""
        named: defaultdict[str, list[tuple[_Node, Clause, Quantity]]] = defaultdict(list)
        for clauses in self._scenes.clauses.values():
            for clause in clauses:
                for count in clause.counts:
                    facet = count_facet(clause, count)
                    if facet is not None:
                        node = (*clause.node, facet)
                        self._spans.setdefault(node, count.span)
                        named[facet].append((node, clause, count))
        for members in named.values():
            self._join_counts(members)

    def _join_counts(self, members: Sequence[tuple[_Node, Clause, Quantity]]) -> None:
        known: dict[tuple[int | None, int | None], _Node] = {}
        for node, _, count in members:
            self._links.root(node)
            first = known.setdefault((count.minimum, count.maximum), node)
            self._links.join(first, node)
        self._join_alike({node: clause for node, clause, _ in members}, _ALIKE)

    def _join_matter(self) -> None:
        """Join what relations say of one matter in clauses that are very much alike."""
        nodes = {
            node: self._scenes.clauses[node[0]][node[1]]
            for ends in self._ends.values()
            for node in ends
            if node[2] == _MATTER
        }
        self._join_alike(nodes, _MUCH_ALIKE)

    def _join_alike(self, nodes: Mapping[_Node, Clause], least: float) -> None:
        """Join nodes whose clauses are alike; only those that share a rare root are compared, so
        that the work stays in proportion to their number."""
        holders: defaultdict[str, list[_Node]] = defaultdict(list)
        for node, clause in nodes.items():
            near = {other for root in clause.roots for other in holders[root][-_MANY:]}
            for other in near:
                if self._likeness(clause, nodes[other]) >= least:
                    self._links.join(node, other)
            for root in clause.roots:
                holders[root].append(node)

    def _gathering(self, nodes: Iterable[_Node]) -> Gathering:
        bearings, facet = [], _MATTER
        for node in nodes:
            ref, number, facet = node
            clause = self._scenes.clauses[ref][number]
            value = _count_value(clause, facet) if facet.startswith(_COUNT) else ""
            span = self._spans.get(node, clause.span)
            bearings.append(Bearing(clause, value, _number(clause, facet) or span))
        name = facet.partition(":")[0]
        kind = _USUAL if name == _MATTER else cast("QuestionKind", name)
        return Gathering(kind, facet, bearings)


def count_facet(clause: Clause, count: Quantity) -> str | None:
    """What a number counts: its kind, or the rough root of the noun after it."""
    if count.kind != "other":
        return f"{_COUNT}:{count.kind}"
    nouns = [w for w in clause.words if w.span.stop > count.span.start and w.letters[:1].isalpha()]
    return f"{_COUNT}:{root_of(nouns[-1 if len(nouns) < 2 else 0].letters)}" if nouns else None


def _count_value(clause: Clause, facet: str) -> str:
    count = _counted(clause, facet)
    return f"{count.minimum}-{count.maximum}" if count else ""


def _number(clause: Clause, facet: str) -> Span | None:
    count = _counted(clause, facet)
    return count.span if count else None


def _counted(clause: Clause, facet: str) -> Quantity | None:
    """The first number of a clause that counts what the facet says."""
    return next((count for count in clause.counts if count_facet(clause, count) == facet), None)


def _facet(relation: Relation, one: Clause, other: Clause) -> str:
    """What a relation is about: by its reason, or by numbers of one kind on both sides."""
    kind = _kinds().get(relation.reason)
    if kind in _FACETS:
        return kind
    if kind not in (None, _COUNT):
        return _MATTER
    here = {count_facet(one, count) for count in one.counts}
    shared = here & {count_facet(other, count) for count in other.counts}
    return min((facet for facet in shared if facet), default=_MATTER)


def _kind_of(relations: Iterable[Relation]) -> QuestionKind:
    """What most of the relations that say so are about."""
    kinds = (_kinds().get(relation.reason) for relation in relations)
    named = Counter(kind for kind in kinds if kind and kind != _COUNT)
    return cast("QuestionKind", named.most_common(1)[0][0]) if named else _USUAL


def count_related(relation: Relation) -> bool:
    """Whether a relation is about a number, whatever else its accounts speak of."""
    return _kinds().get(relation.reason) == _COUNT


def _narrow(clause: Clause, evidence: Sequence[Span]) -> Span:
    """The evidence inside a clause, or the clause where there is none."""
    inside = [span for span in evidence if span.meets(clause.span)]
    if not inside:
        return clause.span
    start = max(clause.span.start, min(span.start for span in inside))
    return Span(start, min(clause.span.stop, max(span.stop for span in inside)))


@cache
def _kinds() -> dict[str, str]:
    return {row["reason"]: row["kind"] for row in lexicon("question_reasons")}


def _weights(scenes: Scenes) -> dict[str, float]:
    """Rarer roots weigh more: log of the accounts of the story over those that have the root."""
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for ref, clauses in scenes.clauses.items():
        for clause in clauses:
            for root in clause.roots:
                seen[root].add(ref)
    total = len(scenes.clauses) + 1
    return {root: log(total / len(refs)) for root, refs in seen.items()}
