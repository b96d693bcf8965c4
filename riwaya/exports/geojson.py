"""Places as GeoJSON (RFC 7946): one feature for each reading of a place in a report.

A feature has no geometry where the reading has no true point. Sites that are kept back are shown
by their district alone: no other reading of the same entity, no exact id and no reference that
leads to its coordinates leaves here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from riwaya.contract.line import json_line
from riwaya.contract.values import quote
from riwaya.exports.points import is_protected, point_of, protected_entities
from riwaya.model import Document, Entity, PlaceReading, Report

Feature = dict[str, Any]

_GAZETTEERS = ("geonames:", "pcode:", "riwaya:")


def render(report: Report) -> str:
    """The report's places as a FeatureCollection, on one line.

    Raises SpanError for a span outside the text, DocumentError for coordinates off the globe.
    """
    return render_many([report])


def render_many(reports: Iterable[Report]) -> str:
    """One FeatureCollection of all reports' places, in their order. A site that one of the reports
    keeps back is kept back in all of them. Raises what `render` does."""
    gathered = list(reports)
    protected = protected_entities(gathered)
    found = [feature for report in gathered for feature in features(report, protected)]
    collection = {"type": "FeatureCollection", "features": found}
    return json_line(collection)


def features(report: Report, protected: Collection[str]) -> list[Feature]:
    """One feature for each place reading of a report; `protected` are ids of entities that are kept
    back. Raises what `render` does."""
    return _ReportPlaces(report).features(protected)


@dataclass(frozen=True, slots=True)
class _ReportPlaces:
    """The places of one report."""

    report: Report

    def features(self, protected: Collection[str]) -> list[Feature]:
        """One feature for each reading."""
        entities = {entity.id: entity for entity in self.report.entities}
        return [
            self._feature(place, entities.get(place.entity or ""), protected)
            for place in self.report.places
        ]

    def _feature(
        self, place: PlaceReading, entity: Entity | None, protected: Collection[str]
    ) -> Feature:
        document = self.report.document
        point = point_of(place, protected)
        return {
            "type": "Feature",
            "id": f"{document.id}#{place.mention}",
            "geometry": {"type": "Point", "coordinates": [*point[::-1]]} if point else None,
            "properties": {
                **self._named(place, entity, protected),
                **_read_from(place, document),
                "claims": [c.id for c in self.report.claims if place.mention in c.mentions],
            },
        }

    def _named(
        self, place: PlaceReading, entity: Entity | None, protected: Collection[str]
    ) -> dict[str, Any]:
        hidden = is_protected(place, protected)
        exact = hidden and (place.entity or "").startswith(_GAZETTEERS)
        return {
            "name": entity.name if entity else place.span.of(self.report.document.text),
            "name_en": entity.name_en if entity else None,
            "names": list(entity.names) if entity else [],
            "entity": None if exact else place.entity,
            "refs": {} if hidden or entity is None else dict(entity.refs),
            "level": place.level,
            "country": place.country,
            "admin": list(place.admin),
            "where_prec": place.where_prec,
            "geo_precision": place.geo_precision,
            "coarsened": hidden,
        }


def _read_from(place: PlaceReading, document: Document) -> dict[str, Any]:
    return {
        "document": document.id,
        "outlet": document.outlet,
        "published": document.published,
        "quote": quote(place.span, document.text),
        "span": list(place.span),
        "mention": place.mention,
    }
