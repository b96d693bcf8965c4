"""The lists at the end of the printed dossier: who published, who is quoted, which places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from riwaya.exports.dossier_model_words import Text, Wording, given, text_of
from riwaya.exports.name_phrases import naming, place_traits
from riwaya.exports.phrases import quoted
from riwaya.exports.points import point_of, protected_entities
from riwaya.model import Claim, Entity, PlaceReading, Report, Span
from riwaya.records import Record

_OF_ONE_REPORT = ("local:", "linked:")
_SHARES = {
    "name": 9, "outlet": 9, "type": 4, "reports": 3, "claims": 3, "lies": 6, "precision": 6,
    "point": 4, "number": 2, "id": 4, "hash_text": 9, "hash_raw": 9,
}  # fmt: skip
_NOWHERE = Span(0, 0)

Cells = tuple[Text, ...]
_PlaceKey = tuple[str, PlaceReading]
_Key = TypeVar("_Key", str, tuple[str, str], _PlaceKey)


@dataclass(frozen=True, slots=True)
class Table:
    """A list with its heading. `shares` are the columns' parts of the width; `rows` gives them anew
    each time; `caution` stands under the heading."""

    heading: str
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: Callable[[], Iterable[Cells]]
    caution: str = ""


@dataclass(slots=True)
class _Counted:
    """Something named in reports. `entity` and `reading` are those that it was first seen with."""

    words: str
    entity: Entity | None = None
    kind: str = ""
    reading: PlaceReading | None = None
    reports: int = 0
    claims: int = 0


class Tallies:
    """Counts over all reports: memory grows with different names, not with reports."""

    def __init__(self) -> None:
        self._outlets: dict[str, _Counted] = {}
        self._sources: dict[tuple[str, str], _Counted] = {}
        self._places: dict[_PlaceKey, _Counted] = {}
        self._protected: set[str] = set()

    def add(self, record: Record) -> None:
        """Count one report."""
        report = record.report
        outlet = report.document.outlet or ""
        _count(self._outlets, outlet, _Counted(outlet), len(report.claims))
        self._protected |= protected_entities([report])
        self._add_sources(report)
        self._add_places(report)

    def tables(self, wording: Wording) -> Iterator[Table]:
        """Outlets, sources, places: those in most reports first."""
        yield self._outlet_table(wording)
        yield self._source_table(wording)
        yield self._place_table(wording)

    def _add_sources(self, report: Report) -> None:
        entities = {entity.id: entity for entity in report.entities}
        found: dict[tuple[str, str], tuple[_Counted, int]] = {}
        for claim in report.claims:
            entity = entities.get(claim.speaker or "")
            words = entity.name if entity else _named(claim, report.document.text)
            if not words:
                continue
            kind = f"name_kind.{entity.kind}" if entity else f"source_type.{claim.source_type}"
            key = (_id_or_words(entity, words), kind)
            seen = found.get(key, (_Counted(words, entity, kind), 0))
            found[key] = (seen[0], seen[1] + 1)
        for key, (counted, claims) in found.items():
            _count(self._sources, key, counted, claims)

    def _add_places(self, report: Report) -> None:
        entities = {entity.id: entity for entity in report.entities}
        spoken = {id_ for claim in report.claims for id_ in claim.mentions}
        found: dict[_PlaceKey, tuple[_Counted, int]] = {}
        for place in report.places:
            words = place.span.of(report.document.text)
            entity = entities.get(place.entity or "")
            named = entity.name if entity else words
            reading = replace(place, mention="", span=_NOWHERE, origins=())
            # Readings that differ in anything but where they stand are told apart.
            key = (_id_or_words(entity, named), replace(reading, entity=None))
            seen = found.get(key, (_Counted(named, entity, reading=reading), 0))
            found[key] = (seen[0], seen[1] + (place.mention in spoken))
        for key, (counted, claims) in found.items():
            _count(self._places, key, counted, claims)

    def _outlet_table(self, wording: Wording) -> Table:
        def rows() -> Iterator[Cells]:
            for one in _ranked(self._outlets.values()):
                name = given(one.words) if one.words else wording.label("outlet.none", "mark")
                yield ((name,), *_numbers(one, wording))

        return table_of("outlets", ("outlet", "reports", "claims"), rows, wording)

    def _source_table(self, wording: Wording) -> Table:
        def rows() -> Iterator[Cells]:
            for one in _ranked(self._sources.values()):
                yield (_naming(one, wording), (wording.label(one.kind),), *_numbers(one, wording))

        table = table_of("sources", ("name", "type", "reports", "claims"), rows, wording)
        return replace(table, caution=wording["sources.caution"])

    def _place_table(self, wording: Wording) -> Table:
        def rows() -> Iterator[Cells]:
            for one in _ranked(self._places.values()):
                yield (_naming(one, wording), *self._lying(one, wording), _reports(one, wording))

        columns = ("name", "type", "lies", "precision", "point", "reports")
        return table_of("places", columns, rows, wording)

    def _lying(self, one: _Counted, wording: Wording) -> Cells:
        """Kind, where it lies, how exactly, and its point where that may be shown."""
        assert one.reading is not None
        point = point_of(one.reading, self._protected)
        traits = [text_of(t) for t in place_traits(one.reading, point, wording.sheet(""))]
        level, *lies, precision, where = traits
        return level, lies[0] if lies else (), precision, where


def _count(known: dict[_Key, _Counted], key: _Key, counted: _Counted, claims: int) -> None:
    one = known.setdefault(key, counted)
    one.reports += 1
    one.claims += claims


def table_of(
    name: str, columns: tuple[str, ...], rows: Callable[[], Iterable[Cells]], wording: Wording
) -> Table:
    """The list that the labels call `name`, with the columns that they name."""
    heads = tuple(wording[f"column.{column}"] for column in columns)
    shares = tuple(_SHARES[column] for column in columns)
    return Table(wording[f"appendix.{name}"], heads, shares, rows)


def _ranked(counted: Iterable[_Counted]) -> list[_Counted]:
    return sorted(counted, key=_rank)


def _rank(one: _Counted) -> tuple[int, int, str, str, str]:
    reading = replace(one.reading, entity=None) if one.reading else None
    return -one.reports, -one.claims, one.words, one.kind, repr(reading)


def _numbers(one: _Counted, wording: Wording) -> Cells:
    return _reports(one, wording), (wording.count(one.claims),)


def _reports(one: _Counted, wording: Wording) -> Text:
    return (wording.count(one.reports),)


def _naming(one: _Counted, wording: Wording) -> Text:
    if one.entity is None:
        return text_of([quoted(one.words)])
    entity = one.entity
    return text_of(naming(entity.id, entity.name, entity.name_en, wording.sheet("")))


def _id_or_words(entity: Entity | None, words: str) -> str:
    """Names of a lexicon or gazetteer are one by their id, any other by its words."""
    if entity is None or entity.id.startswith(_OF_ONE_REPORT):
        return f"«{words}»"
    return entity.id


def _named(claim: Claim, text: str) -> str:
    spans = claim.source or ((claim.source_from,) if claim.source_from else ())
    return " ".join(span.of(text) for span in spans)
