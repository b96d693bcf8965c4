"""Linked entities as rows of a list, in plain values; and what is odd about their names."""

from __future__ import annotations

from riwaya.exports.display import visible
from riwaya.exports.entity_list import EntityRow
from riwaya.gazetteer.keys import name_warnings
from riwaya.linking.linked import Linked, LinkedEntity
from riwaya.model import NameKind


def entity_rows(linked: Linked, kind: NameKind | None = None) -> list[EntityRow]:
    """A row for each entity (of `kind`, if given), those of most reports first."""
    return [_row(entity) for entity in linked.entities if kind in (None, entity.kind)]


def odd_names(linked: Linked) -> list[str]:
    """What is odd about how some names are written (bidi controls, lookalike letters …), each with
    the first of them. They are matched by their clean form, and kept as they are."""
    found: dict[str, list[str]] = {}
    for name in sorted({name for entity in linked.entities for name in entity.names}):
        for warning in name_warnings(name):
            found.setdefault(warning, []).append(name)
    return [
        f"{warning}: {visible(names[0])}" + (f" and {len(names) - 1} more" if names[1:] else "")
        for warning, names in sorted(found.items())
    ]


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
