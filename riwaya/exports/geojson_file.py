"""All records' places as one GeoJSON file (RFC 7946), written a feature at a time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from riwaya.contract.line import json_line
from riwaya.exports.base import ExportContext
from riwaya.exports.geojson import features
from riwaya.exports.spool import PlacesSpool
from riwaya.records import Record

NAME = "places.geojson"


def write(records: Iterable[Record], folder: Path, context: ExportContext) -> list[str]:
    """Writes `places.geojson`: a FeatureCollection, each feature on a line of its own.

    A site that one record keeps back is kept back in all of them (docs/geojson.md). Raises
    SpanError for a span outside its text, DocumentError for coordinates off the globe.
    """
    del context  # names come masked, and nothing here is worded
    with (
        PlacesSpool((record.report for record in records), folder) as reports,
        (folder / NAME).open("w", encoding="utf-8", newline="\n") as file,
    ):
        file.write('{"type": "FeatureCollection", "features": [')
        between = "\n"
        for report in reports:
            for feature in features(report, reports.protected):
                file.write(f"{between}{json_line(feature)}")
                between = ",\n"
        file.write("\n]}\n")
    return [NAME]
