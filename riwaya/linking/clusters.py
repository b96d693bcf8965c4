"""Groups of entities that are read as one, with pairs that must never come together.

A union-find whose groups know what speaks against a union: decided separations, two known ids, two
countries, two entities of one report. Decisions are bound by separations alone; rules by all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Node = tuple[str, str]
"""(document id, entity id in that report); the document is '' for a known entity itself."""


FOR, AS = "for", "as"
"""Sorts of offices: an organisation spoken for, a role."""


@dataclass(slots=True)
class Profile:
    """What is known of a group. `known` are ids that hold in every report; the others are as in the
    entities and claims of its members. An office is (FOR, organisation) or (AS, role)."""

    known: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    offices: set[tuple[str, str]] = field(default_factory=set)
    standings: set[str] = field(default_factory=set)

    def take(self, other: Profile) -> None:
        """Add all that is known of `other`."""
        self.known |= other.known
        self.countries |= other.countries
        self.documents |= other.documents
        self.offices |= other.offices
        self.standings |= other.standings

    @property
    def size(self) -> int:
        """How much there is to move when it joins another."""
        return len(self.documents) + len(self.offices)


Objection = Callable[[Profile, Profile], bool]


def contradict(one: Profile, other: Profile) -> bool:
    """What no rule may overlook: two known ids, two countries, or two entities of one report."""
    if len(one.known | other.known) > 1:
        return True
    if one.countries and other.countries and one.countries.isdisjoint(other.countries):
        return True
    return not one.documents.isdisjoint(other.documents)


def differ_in_office(one: Profile, other: Profile) -> bool:
    """Organisations or roles known on both sides, with none (of roles: no word) in common; or a
    public figure beside a private one."""
    if one.offices.isdisjoint(other.offices):
        here, there = _by_sort(one.offices), _by_sort(other.offices)
        if any(here[sort].isdisjoint(there[sort]) for sort in here.keys() & there.keys()):
            return True
    standings = one.standings | other.standings
    return "public" in standings and "private" in standings


def _by_sort(offices: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for sort, name in offices:
        found.setdefault(sort, set()).update([name] if sort == FOR else name.split())
    return found


class Clusters:
    """Groups of nodes. Each node begins alone."""

    def __init__(self) -> None:
        self._parent: dict[Node, Node] = {}
        self._profiles: dict[Node, Profile] = {}
        self._foes: dict[Node, set[Node]] = {}

    def add(self, node: Node, profile: Profile) -> None:
        """A node of its own. One that is there already stays as it is."""
        if node not in self._parent:
            self._parent[node] = node
            self._profiles[node] = profile

    def __contains__(self, node: Node) -> bool:
        return node in self._parent

    def root(self, node: Node) -> Node:
        """The node that stands for the group of `node`; it changes as groups come together."""
        top = node
        while self._parent[top] != top:
            top = self._parent[top]
        while self._parent[node] != top:
            self._parent[node], node = top, self._parent[node]
        return top

    def same(self, one: Node, other: Node) -> bool:
        """Whether both are in one group."""
        return self.root(one) == self.root(other)

    def kept_apart(self, one: Node, other: Node) -> bool:
        """Whether a separation stands between the groups of the two."""
        return self.root(other) in self._foes.get(self.root(one), ())

    def profile(self, node: Node) -> Profile:
        """What is known of the group of `node`."""
        return self._profiles[self.root(node)]

    def separate(self, one: Node, other: Node) -> bool:
        """Keep the two groups apart from now on; False when they are one already."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return False
        self._foes.setdefault(a, set()).add(b)
        self._foes.setdefault(b, set()).add(a)
        return True

    def join(self, one: Node, other: Node, objections: Iterable[Objection] = ()) -> bool:
        """Make one group of two; False where a separation or an objection forbids it."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return True
        if b in self._foes.get(a, ()):
            return False
        here, there = self._profiles[a], self._profiles[b]
        if any(objection(here, there) for objection in objections):
            return False
        if here.size < there.size:
            a, b, here, there = b, a, there, here
        self._parent[b] = a
        here.take(self._profiles.pop(b))
        for foe in self._foes.pop(b, ()):
            self._foes[foe].remove(b)
            self._foes[foe].add(a)
            self._foes.setdefault(a, set()).add(foe)
        return True
