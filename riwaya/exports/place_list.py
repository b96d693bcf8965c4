"""Places of many reports as a list: for reading, as JSONL, as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from riwaya.contract.line import json_line
from riwaya.exports.csv_cells import table
from riwaya.exports.display import Fragment, Page
from riwaya.exports.labels import labels
from riwaya.exports.name_phrases import naming, place_traits, quotations
from riwaya.exports.phrases import Phrase, Sheet, joined, value
from riwaya.exports.points import Point, is_protected, point_of, protected_entities
from riwaya.model import Entity, PlaceReading, Report, Span

SCHEMA = "riwaya.place/1"

_STEP = 4
_NOWHERE = Span(0, 0)
_HEADER = (
    "entity", "name", "name_en", "names", "level", "country", "admin", "where_prec",
    "geo_precision", "lat", "lon", "coarsened", "reports", "mentions", "claims",
)  # fmt: skip


@dataclass(slots=True)
class PlaceRow:
    """Readings of one place that differ in nothing but where they stand. `reading` is one of them
    without its own span; `point` is None where there is no true one. `names` are the reports'
    words; `mentions` and `claims` count, `documents` are the reports' ids."""

    reading: PlaceReading
    entity: Entity | None
    point: Point | None
    hidden: bool
    names: dict[str, None] = field(default_factory=dict)
    documents: dict[str, None] = field(default_factory=dict)
    mentions: int = 0
    claims: int = 0

    @property
    def name(self) -> str:
        """The entity's neutral name, else the report's own words."""
        return self.entity.name if self.entity else next(iter(self.names))

    @property
    def id(self) -> str | None:
        """The entity's id, where it does not lead to coordinates that are kept back."""
        exact = self.hidden and not (self.reading.entity or "").startswith(("local:", "linked:"))
        return None if exact else self.reading.entity


def rows_of(reports: Sequence[Report]) -> list[PlaceRow]:
    """One row for each place as it was read, those of most reports first.

    Raises DocumentError for coordinates that are not on the globe.
    """
    protected = protected_entities(reports)
    found: dict[tuple[PlaceReading, str], PlaceRow] = {}
    for report in reports:
        entities = {entity.id: entity for entity in report.entities}
        for place in report.places:
            words = place.span.of(report.document.text)
            bare = replace(place, mention="", span=_NOWHERE, origins=())
            key = (bare, "" if place.entity else words)
            if key not in found:
                hidden = is_protected(place, protected)
                entity = entities.get(place.entity or "")
                found[key] = PlaceRow(bare, entity, point_of(place, protected), hidden)
            row = found[key]
            row.names[words] = None
            row.documents[report.document.id] = None
            row.mentions += 1
            row.claims += sum(place.mention in claim.mentions for claim in report.claims)
    return sorted(found.values(), key=_rank)


def to_jsonl(rows: Iterable[PlaceRow]) -> str:
    """One object a line."""
    return "".join(f"{_line(row)}\n" for row in rows)


def to_csv(rows: Iterable[PlaceRow]) -> str:
    """A table; several names stand in one cell with ` | ` between them, units of the admin chain
    with ` > `. Without a point `lat` and `lon` are empty."""
    return table(
        _HEADER,
        (
            (
                row.id, row.name, row.entity.name_en if row.entity else None,
                " | ".join(row.names), row.reading.level, row.reading.country,
                " > ".join(row.reading.admin), row.reading.where_prec, row.reading.geo_precision,
                *(row.point or (None, None)), "yes" if row.hidden else "no", len(row.documents),
                row.mentions, row.claims,
            )
            for row in rows
        ),
    )  # fmt: skip


def to_text(rows: Iterable[PlaceRow], lang: str, width: int) -> str:
    """A page of places, precision in words; the reports' own words stand between «»."""
    words = labels(lang)
    sheet = Sheet(Page(width, words.rtl), words, "")
    found = [line for number, row in enumerate(rows, 1) for line in _entry(number, row, sheet)]
    return "\n".join(found or sheet.line([sheet.label("none.places")])) + "\n"


def _rank(row: PlaceRow) -> tuple[int, int, str, str]:
    return -len(row.documents), -row.mentions, row.name, repr(row.reading)


def _line(row: PlaceRow) -> str:
    lat, lon = row.point or (None, None)
    fields = {
        "schema": SCHEMA,
        "entity": row.id,
        "name": row.name,
        "name_en": row.entity.name_en if row.entity else None,
        "names": list(row.names),
        "level": row.reading.level,
        "country": row.reading.country,
        "admin": list(row.reading.admin),
        "where_prec": row.reading.where_prec,
        "geo_precision": row.reading.geo_precision,
        "lat": lat,
        "lon": lon,
        "coarsened": row.hidden,
        "documents": list(row.documents),
        "mentions": row.mentions,
        "claims": row.claims,
    }
    return json_line(fields)


def _entry(number: int, row: PlaceRow, sheet: Sheet) -> Iterator[str]:
    if row.entity:
        named = naming(row.entity.id, row.entity.name, row.entity.name_en, sheet)
    else:
        named = quotations([row.name], sheet)
    head: Phrase = [Fragment(f"[{number}]", isolate=True, style="strong"), *named]
    yield from sheet.line(joined([head, *place_traits(row.reading, row.point, sheet)], "·"))
    yield from sheet.field("names", quotations(row.names, sheet), _STEP)
    counts = (
        ("reports", len(row.documents)),
        ("mentions", row.mentions),
        ("claims_on", row.claims),
    )
    tally = [
        [Fragment(f"{sheet.words[f'count_of.{key}']}:", style="label"), value(str(many))]
        for key, many in counts
    ]
    yield from sheet.field("seen", joined(tally, "·"), _STEP)
    if row.id:
        yield from sheet.field("id", [value(row.id, None)], _STEP)
    yield ""
