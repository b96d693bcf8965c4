"""Which point of a place may leave: none that is false, and none that tells where a site is that
another reading keeps back."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from riwaya.errors import DocumentError
from riwaya.model import PlaceReading, Report

_DECIMALS = 6

Point = tuple[float, float]
"""Latitude and longitude, WGS 84 degrees, at most six decimals."""


def protected_entities(reports: Iterable[Report]) -> frozenset[str]:
    """Ids of the entities that some reading moves to their district."""
    return frozenset(
        place.entity
        for report in reports
        for place in report.places
        if place.coarsened and place.entity
    )


def is_protected(place: PlaceReading, protected: Collection[str]) -> bool:
    """Whether this reading, or another one of its entity, is kept back."""
    return place.coarsened or (place.entity is not None and place.entity in protected)


def point_of(place: PlaceReading, protected: Collection[str]) -> Point | None:
    """The point of a reading; None where it has no true one, or would tell of a protected site
    more than its district. Raises DocumentError for coordinates that are not on the globe."""
    if place.lat is None or place.lon is None:
        return None
    if not (_within(place.lat, 90) and _within(place.lon, 180)):
        raise DocumentError(
            f"has the impossible coordinates {place.lat}, {place.lon}.",
            where=f"place of mention {place.mention}",
            advice="Report this as a defect of the stage that made it.",
        )
    if is_protected(place, protected) and not place.coarsened:
        return None
    # Adding 0.0 makes a negative zero plain.
    return round(place.lat, _DECIMALS) + 0.0, round(place.lon, _DECIMALS) + 0.0


def check_points(report: Report) -> None:
    """Raise DocumentError, naming the document, for coordinates that are not on the globe."""
    for place in report.places:
        try:
            point_of(place, ())
        except DocumentError as error:
            where = f"document {report.document.id}, {error.where}"
            raise DocumentError(error.what, where=where, advice=error.advice) from None


def _within(degrees: float, most: int) -> bool:
    return math.isfinite(degrees) and -most <= degrees <= most
