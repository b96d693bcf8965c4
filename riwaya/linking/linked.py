"""What linking gives: entities that hold across reports, with what joined them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from riwaya.errors import SettingError
from riwaya.linking.clusters import Node
from riwaya.linking.decisions import Ref
from riwaya.linking.ground import Ground
from riwaya.linking.members import Member
from riwaya.model import NameKind, Standing
from riwaya.resources.actors import actor_with_id


@dataclass(frozen=True, slots=True)
class Join:
    """Why `second` is in one group with `first`: a rule of `linking_rules.tsv`, `same_id` or
    `decided`, with its score. A node is (document, entity); ('', id) is a known entity itself."""

    first: Node
    second: Node
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class LinkedEntity:
    """One entity of the archive. `name` is neutral, None where all its names take sides; `names`
    are the words of the reports, the most used first. Members are in order of seniority."""

    id: str
    kind: NameKind
    name: str | None
    name_en: str | None
    names: tuple[str, ...]
    country: str | None
    standing: Standing | None
    refs: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    joins: tuple[Join, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the reports that name it, each once."""
        return tuple(dict.fromkeys(member.document for member in self.members))

    @property
    def mentions(self) -> int:
        """How often it is named, in all reports."""
        return sum(member.mentions for member in self.members)

    @property
    def claims(self) -> int:
        """How many claims it speaks, in all reports."""
        return sum(member.claims for member in self.members)

    @property
    def is_known(self) -> bool:
        """Whether its id is one of the lexicon or a gazetteer."""
        return not self.id.startswith("linked:")


@dataclass(frozen=True)
class Linked:
    """All entities, those of most reports first. `changes` are what is not as people saw it when
    they decided. `own_ids` leads from the id of any single entity to it: ids that an entity had
    before it grew lead to it still."""

    entities: tuple[LinkedEntity, ...]
    changes: tuple[Ground, ...] = ()
    own_ids: Mapping[str, Node] = field(default_factory=dict)
    _by_node: dict[Node, LinkedEntity] = field(init=False, repr=False)
    _by_id: dict[str, LinkedEntity] = field(init=False, repr=False)
    _joins: dict[Node, list[Join]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_node = {m.node: entity for entity in self.entities for m in entity.members}
        joins: dict[Node, list[Join]] = {}
        for join in (join for entity in self.entities for join in entity.joins):
            for node in (join.first, join.second):
                joins.setdefault(node, []).append(join)
        object.__setattr__(self, "_by_node", by_node)
        object.__setattr__(self, "_joins", joins)
        object.__setattr__(self, "_by_id", {entity.id: entity for entity in self.entities})

    def of(self, document: str, entity: str) -> LinkedEntity | None:
        """The linked entity of one report's entity."""
        return self._by_node.get((document, entity))

    def joins_of(self, document: str, entity: str) -> Sequence[Join]:
        """What joined one report's entity to others."""
        return self._joins.get((document, entity), ())

    def find(self, id_: str) -> LinkedEntity | None:
        """The entity with this id, or that had it before it grew; a report's own `local:` id too,
        where one report alone uses it."""
        if id_ in self._by_id:
            return self._by_id[id_]
        if id_ in self.own_ids:
            return self._by_node[self.own_ids[id_]]
        found = {entity.id for (_, own), entity in self._by_node.items() if own == id_}
        return self._by_id[found.pop()] if len(found) == 1 else None

    def ref(self, id_: str) -> Ref:
        """The whole entity, as a decision names it: by its id where that holds everywhere, else by
        its earliest member. An actor of the lexicon need not be named in any report.

        Raises SettingError for an id that is not there."""
        actor = actor_with_id(id_)
        if actor is not None and id_ not in self._by_id:
            return Ref(id_, names=(actor.name,))
        entity = self._found(id_)
        if entity.is_known:
            return Ref(entity.id, names=tuple(filter(None, (entity.name,))))
        first = entity.members[0]
        return Ref(first.entity, first.document, entity.id, first.all_names)

    def refs_apart(self, id_: str, document: str) -> tuple[Ref, tuple[Ref, ...]]:
        """The entity without a report, and all that this report reads as it: the sides of splits.

        Raises SettingError where the report does not name it or nothing else does.
        """
        entity = self._found(id_)
        inside = [member for member in entity.members if member.document == document]
        others = [member for member in entity.members if member.document != document]
        if not inside:
            raise SettingError(
                f"{document!r} does not name {id_!r}.",
                where="--document",
                advice=f"It is named in: {', '.join(entity.documents[:5])}.",
            )
        taken_out = tuple(Ref(m.entity, document, None, m.all_names) for m in inside)
        if entity.is_known:
            return self.ref(entity.id), taken_out
        if not others:
            raise SettingError(
                f"{id_!r} is named in {document!r} alone.",
                where="--document",
                advice="There is nothing to split it from.",
            )
        first = others[0]
        return Ref(first.entity, first.document, entity.id, first.all_names), taken_out

    def _found(self, id_: str) -> LinkedEntity:
        entity = self.find(id_)
        if entity is None:
            raise SettingError(
                f"there is no entity {id_!r} in these reports.",
                advice="Give the reports that name it; `riwaya entities PATH` lists their ids.",
            )
        return entity
