"""Reports with the ids of linked entities in the place of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from riwaya.linking.linked import Join, Linked, LinkedEntity
from riwaya.model import Claim, Entity, Origin, Report

_STAGE = "linking"


def rewritten(report: Report, linked: Linked) -> Report:
    """`report` under the ids and neutral names of `linked`; entities that are one by decision come
    together, each keeps the report's own words in `names`. Where all of these take sides, the name
    is the kind alone.

    A report that `linked` was not made from comes back as it is.
    """
    document = report.document.id

    def new(id_: str | None) -> str | None:
        entity = linked.of(document, id_) if id_ else None
        return entity.id if entity else id_

    entities: dict[str, Entity] = {}
    for own in report.entities:
        found = linked.of(document, own.id)
        renewed = _renewed(own, found, linked.joins_of(document, own.id)) if found else own
        earlier = entities.get(renewed.id)
        entities[renewed.id] = _merged(earlier, renewed) if earlier else renewed
    return replace(
        report,
        mentions=tuple(replace(m, entity=new(m.entity)) for m in report.mentions),
        entities=tuple(entities.values()),
        places=tuple(replace(place, entity=new(place.entity)) for place in report.places),
        claims=tuple(_claim(claim, new) for claim in report.claims),
    )


def _claim(claim: Claim, new: Callable[[str | None], str | None]) -> Claim:
    return replace(
        claim,
        speaker=new(claim.speaker),
        organisation=new(claim.organisation),
        isnad=tuple(new(hop) for hop in claim.isnad),
    )


def _renewed(own: Entity, found: LinkedEntity, joins: Iterable[Join]) -> Entity:
    # The earliest of a group is in many joins: each rule is told once.
    rules = dict.fromkeys((join.rule, join.score) for join in joins)
    why = tuple(Origin("entity", _STAGE, rule, score) for rule, score in rules)
    return replace(
        own,
        id=found.id,
        name=found.name or found.kind,
        name_en=found.name_en or own.name_en,
        origins=(*own.origins, *why),
    )


def _merged(one: Entity, other: Entity) -> Entity:
    return replace(
        one,
        names=tuple(dict.fromkeys((*one.names, *other.names))),
        refs=tuple(dict.fromkeys((*one.refs, *other.refs))),
        country=one.country or other.country,
        lat=one.lat if one.lat is not None else other.lat,
        lon=one.lon if one.lon is not None else other.lon,
        standing=one.standing or other.standing,
        origins=(*one.origins, *other.origins),
    )
