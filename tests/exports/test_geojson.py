"""GeoJSON: the rules of RFC 7946, places without a true point, and sites that are kept back."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.errors import DocumentError, SpanError
from riwaya.exports import geojson
from riwaya.model import Claim, Document, Entity, Mention, PlaceReading, Report, Span

TEXT = "قال سالم إن مشفى الرحمة في تل الرمان وريف الزان الغربي"
HOSPITAL, TOWN, AREA = Span(12, 23), Span(27, 36), Span(38, 54)


def sample(document: str = "d1") -> Report:
    """A hospital moved to its district, a town, and an area without a point."""
    places = (
        PlaceReading("m0", HOSPITAL, "geonames:11", "facility", 3, 2, 35.5, 36.5, "SY",
                     ("سوريا", "إدلب"), coarsened=True),
        PlaceReading("m1", TOWN, "geonames:12", "city", 1, 1, 35.123456789, 36.0, "SY"),
        PlaceReading("m2", AREA, None, "area", 5, 2, country="SY"),
    )  # fmt: skip
    entities = (
        Entity("geonames:11", "مشفى الرحمة", "facility", ("مشفى الرحمة",),
               refs=(("geonames", "11"),), lat=35.111111, lon=36.999999),
        Entity("geonames:12", "تل الرمان", "place", ("تل الرمان",), "Tall ar Rumman",
               refs=(("geonames", "12"),), lat=35.123456789, lon=36.0),
    )  # fmt: skip
    mentions = tuple(Mention(p.mention, p.span, "place", p.entity) for p in places)
    claim = Claim("c1", (Span(0, 3),), content=(Span(12, 36),), mentions=("m0", "m1"))
    return Report(
        Document(document, TEXT, outlet="الضفاف", published="2026-03-01"),
        (claim,), (), (), mentions, entities, places,
    )  # fmt: skip


def read(line: str) -> list[dict[str, Any]]:
    """The features of a collection, after all rules of RFC 7946 have been checked."""
    assert "\n" not in line
    value = json.loads(line, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert set(value) == {"type", "features"}  # 3.3; no crs (4); no members of others (7.1)
    assert value["type"] == "FeatureCollection"
    for feature in value["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}  # 3.2
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        assert isinstance(feature["properties"], dict)
        check_geometry(feature["geometry"])
    ids = [feature["id"] for feature in value["features"]]
    assert len(set(ids)) == len(ids)
    features: list[dict[str, Any]] = value["features"]
    return features


def check_geometry(geometry: Any) -> None:
    """Null (3.2: unlocated), or a Point in longitude, latitude order on the globe (3.1.1, 4)."""
    if geometry is None:
        return
    assert set(geometry) == {"type", "coordinates"}
    assert geometry["type"] == "Point"
    longitude, latitude = geometry["coordinates"]
    assert -180 <= longitude <= 180
    assert -90 <= latitude <= 90
    for number in (longitude, latitude):
        _, _, decimals = repr(number).partition(".")
        assert len(decimals) <= 6 or "e" in decimals


def test_a_feature_says_where_it_was_read() -> None:
    _, town, _ = read(geojson.render(sample()))
    assert town["geometry"]["coordinates"] == [36.0, 35.123457]
    assert town["properties"] == {
        "name": "تل الرمان",
        "name_en": "Tall ar Rumman",
        "names": ["تل الرمان"],
        "entity": "geonames:12",
        "refs": {"geonames": "12"},
        "level": "city",
        "country": "SY",
        "admin": [],
        "where_prec": 1,
        "geo_precision": 1,
        "coarsened": False,
        "document": "d1",
        "outlet": "الضفاف",
        "published": "2026-03-01",
        "quote": "تل الرمان",
        "span": [27, 36],
        "mention": "m1",
        "claims": ["c1"],
    }


def test_an_area_without_a_point_has_no_geometry() -> None:
    area = read(geojson.render(sample()))[2]
    assert area["geometry"] is None
    assert area["properties"]["name"] == "ريف الزان الغربي"
    assert area["properties"]["claims"] == []


def test_a_site_that_is_kept_back_shows_its_district_alone() -> None:
    line = geojson.render(sample())
    site = read(line)[0]
    assert site["geometry"]["coordinates"] == [36.5, 35.5]
    assert site["properties"]["coarsened"] is True
    assert (site["properties"]["entity"], site["properties"]["refs"]) == (None, {})
    assert site["properties"]["quote"] == "مشفى الرحمة"
    assert "36.99" not in line
    assert "geonames:11" not in line


def test_no_other_reading_tells_where_a_site_is() -> None:
    report = sample("d2")
    bare = replace(report.places[0], coarsened=False, lat=35.111111, lon=36.999999)
    careless = replace(report, places=(bare, *report.places[1:]))
    line = geojson.render_many([careless, sample()])
    first, town, *_ = read(line)
    assert first["geometry"] is None
    assert first["properties"]["coarsened"] is True
    assert town["geometry"] is not None
    assert "36.99" not in line
    assert "36.99" in geojson.render(careless)


@pytest.mark.parametrize("point", [(91.0, 0.0), (0.0, -180.5), (math.nan, 1.0), (1.0, math.inf)])
def test_coordinates_off_the_globe_are_refused(point: tuple[float, float]) -> None:
    report = sample()
    wrong = replace(report.places[1], lat=point[0], lon=point[1])
    with pytest.raises(DocumentError, match="impossible coordinates"):
        geojson.render(replace(report, places=(wrong,)))


def test_a_span_outside_the_text_is_refused() -> None:
    report = sample()
    wrong = replace(report.places[1], span=Span(50, 500))
    with pytest.raises(SpanError):
        geojson.render(replace(report, places=(wrong,)))


def test_a_report_without_places_is_an_empty_collection() -> None:
    assert read(geojson.render(Report(Document("d", "نص")))) == []


NUMBERS = st.none() | st.floats(-90, 90) | st.integers(-90, 90).map(float)
TEXTS = st.text(st.characters(codec=None), min_size=2, max_size=30)


@given(TEXTS, st.lists(st.tuples(NUMBERS, NUMBERS, st.booleans(), st.sampled_from("abc"))))
def test_any_readings_make_a_valid_collection_that_keeps_sites_back(
    text: str, drawn: list[tuple[float | None, float | None, bool, str]]
) -> None:
    places = tuple(
        PlaceReading(f"m{n}", Span(0, 2), f"pcode:{name}", "city", lat=lat, lon=lon, coarsened=hide)
        for n, (lat, lon, hide, name) in enumerate(drawn)
    )
    entities = tuple(Entity(f"pcode:{name}", text, "place", (text,)) for name in "abc")
    line = geojson.render(Report(Document("d", text), entities=entities, places=places))
    kept_back = {place.entity for place in places if place.coarsened}
    for feature, place in zip(read(line), places, strict=True):
        located = place.lat is not None and place.lon is not None
        shown = located and (place.coarsened or place.entity not in kept_back)
        assert (feature["geometry"] is not None) == shown
        assert (feature["properties"]["entity"] is None) == (place.entity in kept_back)
    line.encode()
