"""Linked entities as rows of a list, in plain values."""

from __future__ import annotations

from riwaya.exports.entity_list import EntityRow
from riwaya.linking.linked import Linked, LinkedEntity
from riwaya.model import NameKind


def entity_rows(linked: Linked, kind: NameKind | None = None) -> list[EntityRow]:
    """A row for each entity (of `kind`, if given), those of most reports first."""
    return [_row(entity) for entity in linked.entities if kind in (None, entity.kind)]


def _row(entity: LinkedEntity) -> EntityRow:
    return EntityRow(
        id=entity.id,
        kind=entity.kind,
        name=entity.name,
        name_en=entity.name_en,
        names=entity.names,
        country=entity.country,
        standing=entity.standing,
        reports=len(entity.documents),
        mentions=entity.mentions,
        claims=entity.claims,
        refs=entity.refs,
        members=tuple(
            {
                "document": member.document,
                "entity": member.entity,
                "names": list(member.names),
                "mentions": member.mentions,
                "claims": member.claims,
            }
            for member in entity.members
        ),
        joins=tuple(
            {
                "first": list(join.first),
                "second": list(join.second),
                "rule": join.rule,
                "score": join.score,
            }
            for join in entity.joins
        ),
    )
