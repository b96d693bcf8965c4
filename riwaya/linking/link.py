"""Entities of many reports joined to one: first as people decided, then by their ids, then by rule.

The outcome depends on the set of reports and decisions alone, never on their order. How ids come
about, and when they change, is told in docs/linking.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from riwaya.errors import DocumentError
from riwaya.linking.clusters import Clusters, Node, Profile
from riwaya.linking.decisions import Decisions
from riwaya.linking.ground import LINKED, Applied, Surveyor, enforce, hub
from riwaya.linking.linked import Join, Linked, LinkedEntity
from riwaya.linking.members import UNDATED, Evidence, Member, members_of
from riwaya.linking.rules import Candidate, Rule, bins_of, rules
from riwaya.linking.summary import summed_up
from riwaya.model import Report

_MOST_LEADERS = 32
_KNOWN_ORDER = ("actor:", "iso:", "geonames:", "pcode:")


def link(reports: Iterable[Report], decisions: Decisions | None = None) -> Linked:
    """The entities of all reports, joined. Reports are drawn one at a time and not kept.

    Raises DocumentError when one document comes twice.
    """
    linker = _Linker()
    for report in reports:
        linker.take(report)
    return linker.linked(decisions or Decisions())


class _Linker:
    def __init__(self) -> None:
        self._members: dict[Node, Member] = {}
        self._evidence: dict[Node, Evidence] = {}
        self._documents: set[str] = set()
        self._clusters = Clusters()
        self._joins: list[Join] = []

    def take(self, report: Report) -> None:
        """Add the entities of a report."""
        document = report.document.id
        if document in self._documents:
            raise DocumentError(
                "there are two reports on it.",
                where=f"document {document}",
                advice="Give each document once.",
            )
        self._documents.add(document)
        for member, evidence in members_of(report):
            self._members[member.node] = member
            self._evidence[member.node] = evidence

    def linked(self, decisions: Decisions) -> Linked:
        """Join all that was taken."""
        own_ids = {own_id(node): node for node in self._members}
        surveyor = Surveyor(self._members, own_ids)
        for member in self._members.values():
            self._clusters.add(member.node, self._profile(member))
        surveyed = [found for item in decisions if (found := surveyor.survey(item))]
        kept, overridden = enforce(surveyed, self._clusters)
        self._record_decisions(kept)
        self._join_known()
        self._join_by_rules(kept)
        entities = self._entities(kept)
        return Linked(tuple(entities), (*surveyor.changes, *overridden), own_ids)

    def _profile(self, member: Member) -> Profile:
        return Profile(
            countries={member.country} if member.country else set(),
            documents={member.document},
            offices=set(self._evidence[member.node].offices),
            standings={member.standing} if member.standing else set(),
        )

    def _record_decisions(self, kept: list[Applied]) -> None:
        for applied in kept:
            if applied.decision.action == "join":
                self._joins.append(Join(applied.first, applied.second, "decided", 1.0))

    def _join_known(self) -> None:
        """Entities under one id that holds everywhere, but for those that a person took away."""
        for node in sorted(self._members):
            if not self._members[node].is_local:
                anchor = hub(node[1])
                self._clusters.add(anchor, Profile(known={node[1]}))
                if self._clusters.join(anchor, node):
                    self._joins.append(Join(anchor, node, "same_id", 1.0))

    def _join_by_rules(self, kept: list[Applied]) -> None:
        candidates = self._candidates(kept)
        for rule in rules():
            for inside in bins_of(rule, candidates):
                self._join_bin(rule, [candidate.member.node for candidate in inside])

    def _candidates(self, kept: list[Applied]) -> list[Candidate]:
        """Local entities that are named, by seniority; those that a person split off last, so that
        none of the others goes to them first."""
        apart = [a.second for a in kept if a.decision.action == "split"]
        split_off = {self._clusters.root(node) for node in apart}

        def rank(member: Member) -> tuple[bool, str, str, str]:
            return self._clusters.root(member.node) in split_off, *seniority(member)

        named = (m for m in self._members.values() if self._evidence[m.node].named)
        return [Candidate(m, self._evidence[m.node]) for m in sorted(named, key=rank)]

    def _join_bin(self, rule: Rule, nodes: list[Node]) -> None:
        """Join each node to the first earlier one that nothing speaks against."""
        leaders = nodes[:1]
        for node in nodes[1:]:
            for leader in leaders:
                if self._clusters.same(leader, node):
                    break
                if self._clusters.join(leader, node, rule.objections):
                    self._joins.append(Join(leader, node, rule.name, rule.score))
                    break
            else:
                if len(leaders) < _MOST_LEADERS:
                    leaders.append(node)

    def _entities(self, kept: list[Applied]) -> list[LinkedEntity]:
        groups: dict[Node, list[Member]] = {}
        for member in self._members.values():
            groups.setdefault(self._clusters.root(member.node), []).append(member)
        joins: dict[Node, list[Join]] = {}
        for join in self._joins:
            joins.setdefault(self._clusters.root(join.second), []).append(join)
        ids = self._ids(groups, kept)
        found = [
            summed_up(ids[root], sorted(inside, key=seniority), joins.get(root, ()))
            for root, inside in groups.items()
        ]
        return sorted(found, key=lambda entity: (-len(entity.documents), entity.id))

    def _ids(self, groups: Mapping[Node, list[Member]], kept: Iterable[Applied]) -> dict[Node, str]:
        """The id of each group: a known one, one that a decision holds fast, or that of its
        earliest member."""
        pinned = self._pinned(kept)
        holders = {root: id_ for id_, root in reversed(pinned.items())}
        ids = {}
        for root, inside in groups.items():
            known = self._clusters.profile(root).known
            own = own_id(min(inside, key=seniority).node)
            if known:
                ids[root] = min(known, key=_known_rank)
            elif root in holders:
                ids[root] = holders[root]
            else:
                ids[root] = own if pinned.get(own, root) == root else _hashed("apart", own)
        return ids

    def _pinned(self, kept: Iterable[Applied]) -> dict[str, Node]:
        """Ids that people have decided on, each with the group that holds the member which they
        saw under it; the latest sight of an id counts, the earliest id of a group comes first."""
        found: dict[str, Node] = {}
        for applied in kept:
            refs = [(applied.decision.first, applied.first)]
            if applied.decision.action == "join":
                refs.append((applied.decision.second, applied.second))
            for ref, node in refs:
                if ref.linked is not None and ref.linked.startswith(LINKED):
                    found[ref.linked] = self._clusters.root(node)
        return found


def seniority(member: Member) -> tuple[str, str, str]:
    """By day of publication, undated ones last; then by document and id."""
    return member.published or UNDATED, member.document, member.entity


def own_id(node: Node) -> str:
    """The id of a group whose earliest member is `node`."""
    return _hashed(*node)


def _hashed(*parts: str) -> str:
    joined = "\x1f".join(("linked", *parts)).encode("utf-8", "surrogatepass")
    return LINKED + hashlib.sha256(joined).hexdigest()[:16]


def _known_rank(id_: str) -> tuple[int, str]:
    order = [n for n, prefix in enumerate(_KNOWN_ORDER) if id_.startswith(prefix)]
    return (order or [len(_KNOWN_ORDER)])[0], id_
