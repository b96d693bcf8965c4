"""Mentions, entities and places of a report as plain values, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riwaya.contract.values import checked, origins_from_json, origins_to_json, quote
from riwaya.model import Entity, Mention, PlaceReading


def mention_to_json(mention: Mention, text: str) -> dict[str, Any]:
    """A mention with the words that its span covers. Raises SpanError for one outside `text`."""
    return {
        "id": mention.id,
        "span": list(mention.span),
        "quote": quote(mention.span, text),
        "kind": mention.kind,
        "entity": mention.entity,
        "nominal": mention.nominal,
        "confidence": mention.confidence,
        "origins": origins_to_json(mention.origins),
    }


def mention_from_json(value: Mapping[str, Any], text: str) -> Mention:
    """The mention that mention_to_json wrote. Raises SpanError where span and quote differ."""
    return Mention(
        id=value["id"],
        span=checked(value["span"], value["quote"], text),
        kind=value["kind"],
        entity=value["entity"],
        nominal=value["nominal"],
        confidence=value["confidence"],
        origins=origins_from_json(value["origins"]),
    )


def entity_to_json(entity: Entity) -> dict[str, Any]:
    """An entity; `refs` as an object."""
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "names": list(entity.names),
        "name_en": entity.name_en,
        "refs": dict(entity.refs),
        "country": entity.country,
        "lat": entity.lat,
        "lon": entity.lon,
        "standing": entity.standing,
        "origins": origins_to_json(entity.origins),
    }


def entity_from_json(value: Mapping[str, Any]) -> Entity:
    """The entity that entity_to_json wrote."""
    return Entity(
        id=value["id"],
        name=value["name"],
        kind=value["kind"],
        names=tuple(value["names"]),
        name_en=value["name_en"],
        refs=tuple(value["refs"].items()),
        country=value["country"],
        lat=value["lat"],
        lon=value["lon"],
        standing=value["standing"],
        origins=origins_from_json(value["origins"]),
    )


def place_to_json(place: PlaceReading, text: str) -> dict[str, Any]:
    """A place reading with the words that its span covers."""
    return {
        "mention": place.mention,
        "span": list(place.span),
        "quote": quote(place.span, text),
        "entity": place.entity,
        "level": place.level,
        "where_prec": place.where_prec,
        "geo_precision": place.geo_precision,
        "lat": place.lat,
        "lon": place.lon,
        "country": place.country,
        "admin": list(place.admin),
        "coarsened": place.coarsened,
        "origins": origins_to_json(place.origins),
    }


def place_from_json(value: Mapping[str, Any], text: str) -> PlaceReading:
    """The place reading that place_to_json wrote. Raises SpanError where span and quote differ."""
    return PlaceReading(
        mention=value["mention"],
        span=checked(value["span"], value["quote"], text),
        entity=value["entity"],
        level=value["level"],
        where_prec=value["where_prec"],
        geo_precision=value["geo_precision"],
        lat=value["lat"],
        lon=value["lon"],
        country=value["country"],
        admin=tuple(value["admin"]),
        coarsened=value["coarsened"],
        origins=origins_from_json(value["origins"]),
    )
