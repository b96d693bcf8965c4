"""Places as GeoJSON (RFC 7946): one feature for each reading of a place in a report.

A feature has no geometry where the reading has no true point. Sites that are kept back are shown
by their district alone: no other reading of the same entity, no exact id and no reference that
leads to its coordinates leaves here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from riwaya.errors import DocumentError
from riwaya.exports.jsonl_values import quote
from riwaya.model import Document, Entity, PlaceReading, Report

Feature = dict[str, Any]

_DECIMALS = 6
_GAZETTEERS = ("geonames:", "pcode:", "riwaya:")


def render(report: Report) -> str:
    """The report's places as a FeatureCollection, on one line.

    Raises SpanError for a span outside the text, DocumentError for coordinates off the globe.
    """
    return render_many([report])


def render_many(reports: Iterable[Report]) -> str:
    """One FeatureCollection of all reports' places, in their order. A site that one of the reports
    keeps back is kept back in all of them. Raises what `render` does."""
    gathered = [_ReportPlaces(report) for report in reports]
    protected = {entity for places in gathered for entity in places.protected()}
    found = [feature for places in gathered for feature in places.features(protected)]
    collection = {"type": "FeatureCollection", "features": found}
    line = json.dumps(collection, ensure_ascii=False, allow_nan=False)
    return line.encode("utf-8", "backslashreplace").decode("utf-8")


def protected_entities(reports: Iterable[Report]) -> frozenset[str]:
    """Ids of the entities that some reading moves to their district."""
    return frozenset(id_ for report in reports for id_ in _ReportPlaces(report).protected())


def point_of(place: PlaceReading, protected: Collection[str], document: str) -> list[float] | None:
    """[longitude, latitude] of a reading, at most six decimals; None where it has no true point, or
    where it would tell what another reading of a protected site keeps back.

    Raises DocumentError for coordinates that are not on the globe.
    """
    if place.lat is None or place.lon is None:
        return None
    if not (math.isfinite(place.lat) and math.isfinite(place.lon)) or not (
        -90 <= place.lat <= 90 and -180 <= place.lon <= 180
    ):
        raise DocumentError(
            f"a place has the impossible coordinates {place.lat}, {place.lon}.",
            where=f"document {document}, place of mention {place.mention}",
            advice="Report this as a defect of the stage that made it.",
        )
    if place.entity is not None and place.entity in protected and not place.coarsened:
        return None
    # Adding 0.0 makes a negative zero plain.
    return [round(place.lon, _DECIMALS) + 0.0, round(place.lat, _DECIMALS) + 0.0]


@dataclass(frozen=True, slots=True)
class _ReportPlaces:
    """The places of one report."""

    report: Report

    def protected(self) -> set[str]:
        """Entities that a reading of this report moves to their district."""
        return {place.entity for place in self.report.places if place.coarsened and place.entity}

    def features(self, protected: set[str]) -> list[Feature]:
        """One feature for each reading."""
        entities = {entity.id: entity for entity in self.report.entities}
        return [
            self._feature(place, entities.get(place.entity or ""), protected)
            for place in self.report.places
        ]

    def _feature(self, place: PlaceReading, entity: Entity | None, protected: set[str]) -> Feature:
        document = self.report.document
        point = point_of(place, protected, document.id)
        return {
            "type": "Feature",
            "id": f"{document.id}#{place.mention}",
            "geometry": None if point is None else {"type": "Point", "coordinates": point},
            "properties": {
                **self._named(place, entity, protected),
                **_read_from(place, document),
                "claims": [c.id for c in self.report.claims if place.mention in c.mentions],
            },
        }

    def _named(
        self, place: PlaceReading, entity: Entity | None, protected: set[str]
    ) -> dict[str, Any]:
        hidden = place.coarsened or place.entity in protected
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
