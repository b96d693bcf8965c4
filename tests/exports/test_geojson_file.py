"""The GeoJSON file of an export: RFC 7946, all records, sites kept back in all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from riwaya.errors import DocumentError, SpanError
from riwaya.exports import geojson, geojson_file
from riwaya.model import Span
from riwaya.records import Record
from tests.conformance.export_kit import PRIVATE, masked_records, sample_context, sample_records
from tests.exports.memory import peak_of
from tests.exports.test_geojson import check_geometry, read, sample

Feature = dict[str, Any]
# RFC 7946, 7.1: members of one kind of object must not stand in another.
DEFINED = {"type", "features", "geometry", "properties", "coordinates", "geometries"}


def written(records: Iterator[Record] | list[Record], folder: Path) -> list[Feature]:
    """The features of the file, after the rules of the RFC have been checked."""
    folder.mkdir(exist_ok=True)
    assert geojson_file.write(iter(records), folder, sample_context()) == ["places.geojson"]
    assert [path.name for path in folder.iterdir()] == ["places.geojson"]
    content = (folder / "places.geojson").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")  # RFC 8259, 8.1
    text = content.decode("utf-8")
    value = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"),
                       object_pairs_hook=without_repetition)  # fmt: skip
    assert set(value) == {"type", "features"}
    assert value["type"] == "FeatureCollection"
    features: list[Feature] = value["features"]
    for feature in features:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        check_geometry(feature["geometry"])
        assert not DEFINED & set(feature["properties"])
        assert {"where_prec", "geo_precision", "level", "coarsened"} <= set(feature["properties"])
    ids = [feature["id"] for feature in features]
    assert len(set(ids)) == len(ids)
    assert len(text.splitlines()) == max(len(features), 0) + 2  # a feature a line
    return features


def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({key for key, _ in pairs}) == len(pairs)
    return dict(pairs)


def test_every_place_of_every_record_is_a_feature(tmp_path: Path) -> None:
    records = sample_records()
    features = written(records, tmp_path / "out")
    assert len(features) == sum(len(record.report.places) for record in records) > 5


def test_the_file_says_what_the_exporter_of_reports_says(tmp_path: Path) -> None:
    reports = [sample("d1"), sample("d2")]
    expected = read(geojson.render_many(reports))
    assert written([Record(report) for report in reports], tmp_path / "out") == expected


def test_a_site_kept_back_in_the_last_record_is_kept_back_in_the_first(tmp_path: Path) -> None:
    report = sample("d1")
    bare = replace(report.places[0], coarsened=False, lat=35.111111, lon=36.999999)
    careless = Record(replace(report, places=(bare, *report.places[1:])))
    first, town, *_ = written([careless, Record(sample("d2"))], tmp_path / "out")
    assert first["geometry"] is None
    assert first["properties"]["coarsened"] is True
    assert town["geometry"] is not None
    text = (tmp_path / "out" / "places.geojson").read_text(encoding="utf-8")
    assert "36.99" not in text
    assert "geonames:11" not in text


def test_no_private_name_is_anywhere(tmp_path: Path) -> None:
    written(masked_records(), tmp_path / "out")
    text = (tmp_path / "out" / "places.geojson").read_text(encoding="utf-8")
    assert not any(word in text for word in PRIVATE)


def test_no_records_are_an_empty_collection(tmp_path: Path) -> None:
    assert written([], tmp_path / "out") == []


def test_errors_name_the_document_and_leave_no_spooled_file(tmp_path: Path) -> None:
    report = sample("d7")
    off = replace(report, places=(replace(report.places[1], lat=91.0),))
    with pytest.raises(DocumentError, match=r"d7.*impossible coordinates"):
        geojson_file.write(iter([Record(off)]), tmp_path, sample_context())
    outside = replace(report, places=(replace(report.places[1], span=Span(50, 500)),))
    with pytest.raises(SpanError):
        geojson_file.write(iter([Record(outside)]), tmp_path, sample_context())
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_records(tmp_path: Path) -> None:
    record = Record(sample())

    write = geojson_file.write
    assert peak_of(write, record, 90, tmp_path) < 2 * peak_of(write, record, 15, tmp_path)
