"""Decisions brought to the reports at hand: which entities they mean now, and what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from riwaya.gazetteer.keys import name_key
from riwaya.linking.clusters import Clusters, Node, Profile
from riwaya.linking.decisions import Decision, Ref
from riwaya.linking.members import LOCAL, Member

LINKED = "linked:"

Change = Literal["gone", "renamed", "moved", "merged", "overridden"]


@dataclass(frozen=True, slots=True)
class Ground:
    """Something under a decision that is not as the person saw it.

    `gone`: the report no longer has the entity; `renamed`: it is now read from other words;
    `moved`: found again by its names under another id; `merged`: the report now reads both as one;
    `overridden`: a later decision says otherwise. `applied` tells whether the decision still holds.
    """

    decision: Decision
    change: Change
    applied: bool
    ref: Ref | None = None

    def __str__(self) -> str:
        where = self.decision.where or f"{self.decision.action} of {self.decision.time}"
        state = "still applied" if self.applied else "not applied"
        whom = f" {self.ref.entity} in {self.ref.document}" if self.ref else ""
        return f"{where}: {_SAID[self.change]}{whom} ({state})."


_SAID: dict[Change, str] = {
    "gone": "ground has changed, the report no longer has",
    "renamed": "ground has changed, other words are now read as",
    "moved": "ground has changed, found by its names under another id:",
    "merged": "ground has changed, the report now reads both as one:",
    "overridden": "a later decision says otherwise",
}


@dataclass(frozen=True, slots=True)
class Applied:
    """A decision in force, with the nodes that it means."""

    decision: Decision
    first: Node
    second: Node


class Surveyor:
    """Finds the nodes that decisions mean among `members`; `own_ids` are the ids that single
    entities would have if nothing joined them."""

    def __init__(self, members: Mapping[Node, Member], own_ids: Mapping[str, Node]) -> None:
        self._members = members
        self._own_ids = own_ids
        self._in_document: dict[str, list[Member]] = {}
        for member in members.values():
            self._in_document.setdefault(member.document, []).append(member)
        self.changes: list[Ground] = []

    def survey(self, decision: Decision) -> Applied | None:
        """The decision on this ground; None where it has none, or concerns other reports."""
        first = self._node(decision, decision.first)
        second = self._node(decision, decision.second)
        if first is None or second is None:
            return None
        if first == second and decision.action == "split":
            self.changes.append(Ground(decision, "merged", False, decision.second))
            return None
        return Applied(decision, first, second)

    def _node(self, decision: Decision, ref: Ref) -> Node | None:
        if ref.document is None:
            return self._anywhere(decision, ref)
        if ref.document not in self._in_document:
            return None
        node = (ref.document, ref.entity)
        seen = _keys(ref.names)
        now = _keys(self._members[node].all_names) if node in self._members else set()
        if node in self._members and (not seen or seen & now):
            if seen - now:
                self.changes.append(Ground(decision, "renamed", True, ref))
            return node
        return self._found_by_names(decision, ref, seen)

    def _anywhere(self, decision: Decision, ref: Ref) -> Node | None:
        if not ref.entity.startswith((LOCAL, LINKED)):
            return hub(ref.entity)
        node = self._own_ids.get(ref.entity)
        if node is None:
            self.changes.append(Ground(decision, "gone", False, ref))
        return node

    def _found_by_names(self, decision: Decision, ref: Ref, seen: set[str]) -> Node | None:
        """The one entity of the report that bears a name which the person saw."""
        document = ref.document or ""
        found = [m for m in self._in_document[document] if seen & _keys(m.all_names)]
        if len(found) == 1:
            self.changes.append(Ground(decision, "moved", True, ref))
            return found[0].node
        gone = (document, ref.entity) not in self._members
        self.changes.append(Ground(decision, "gone" if gone else "renamed", False, ref))
        return None


def hub(known: str) -> Node:
    """The node of a known entity itself, outside all reports."""
    return "", known


def enforce(surveyed: Iterable[Applied], clusters: Clusters) -> tuple[list[Applied], list[Ground]]:
    """Carry decisions out, given from the earliest to the latest: (in force, overridden).

    They are taken from the latest back, and one that contradicts what later ones have settled is
    overridden. So of `A is B`, `B is C`, `A is not C` the first falls.
    """
    kept: list[Applied] = []
    overridden: list[Ground] = []
    for applied in reversed(list(surveyed)):
        for node in (applied.first, applied.second):
            if not node[0]:
                clusters.add(node, Profile(known={node[1]}))
        carry_out = clusters.join if applied.decision.action == "join" else clusters.separate
        if carry_out(applied.first, applied.second):
            kept.append(applied)
        else:
            overridden.append(Ground(applied.decision, "overridden", False))
    return kept[::-1], overridden[::-1]


def _keys(names: Iterable[str]) -> set[str]:
    return {name_key(name) for name in names}
