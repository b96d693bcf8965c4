"""What a report gives to be indexed: a pure function, so that an index can be checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from riwaya.errors import InputError
from riwaya.model import Claim, Entity, PlaceReading, Report, Span
from riwaya.store.index.tables import CLAIM, LETTER, OUTLET, PLACE, SPEAKER, TEXT
from riwaya.store.index.words import forms_of, readings

Row = dict[str, Any]
_LONGEST_KEY = 100  # characters

BETWEEN = " | "
"""Between two words of a row."""

_DAY_BITS, _DOCUMENT_BITS, _ROW_BITS = 17, 27, 19
_FIRST_DAY = date(1800, 1, 1).toordinal()  # 17 bits of days: up to 2158
_MOST_ROWS = 1 << _ROW_BITS


class Derived:
    """The rows of one document, by table, each in the order of its key."""

    def __init__(self, report: Report, document_number: int) -> None:
        self._report = report
        self._text = report.document.text
        self._next = first_number(report.document.published, document_number) + _MOST_ROWS
        self._least = self._next - _MOST_ROWS
        self._entities = {entity.id: entity for entity in report.entities}
        self.search_rows: list[Row] = []
        self.claims: list[Row] = []
        self.claim_places: list[Row] = []
        self._build()
        self.search_rows.reverse()
        for rows in (self.claims, self.claim_places):
            rows.sort(key=lambda row: (row.get("number", 0), row.get("claim"), row.get("place")))

    def _build(self) -> None:
        document = self._report.document
        self._row(TEXT, (document.title or "", document.text))
        numbers = {claim.id: self._row(CLAIM, _quotes(claim.content, self._text))
                   for claim in self._report.claims}  # fmt: skip
        namings = self._namings()
        for position, claim in enumerate(self._report.claims):
            self.claims.append(self._claim(claim, position, numbers[claim.id], namings))
        self._places(numbers)
        if document.outlet:
            self._row(OUTLET, (document.outlet,))

    def _row(self, kind: str, stretches: Iterable[str], entity: str | None = None) -> int:
        self._next -= 1
        if self._next < self._least:
            raise InputError(
                f"the report has more than {_MOST_ROWS} things to be found.",
                where=f"document {self._report.document.id}",
                advice="Divide the document.",
            )
        row = {"number": self._next, "document": self._report.document.id, "kind": kind,
               "entity": key_of(entity), "words": row_words(kind, stretches)}  # fmt: skip
        self.search_rows.append(row)
        return self._next

    def _claim(self, claim: Claim, position: int, number: int, namings: dict[str, int]) -> Row:
        return {
            "number": number,
            "document": self._report.document.id,
            "id": claim.id,
            "position": position,
            "stance": key_of(claim.stance),
            "mode": key_of(claim.mode),
            "speaker": key_of(claim.speaker),
            "organisation": key_of(claim.organisation),
            "naming": namings.get(claim.id),
            "source": json.dumps([list(span) for span in _naming_spans(claim) or claim.cue]),
            "content": json.dumps([list(span) for span in claim.content]),
        }

    def _namings(self) -> dict[str, int]:
        """One row for each speaker of the document; the number of a claim's row by its id."""
        stretches: dict[str, dict[str, None]] = {}
        keys: dict[str, str] = {}
        for claim in self._report.claims:
            named = self._naming(claim)
            if named:
                keys[claim.id] = key = claim.speaker or claim.organisation or row_words("", named)
                stretches.setdefault(key, {}).update(dict.fromkeys(named))
        known = self._entities
        rows = {key: self._row(SPEAKER, named, key if key in known else None)
                for key, named in stretches.items()}  # fmt: skip
        return {claim: rows[key] for claim, key in keys.items()}

    def _naming(self, claim: Claim) -> list[str]:
        """All that names a claim's speaker: the text's words, the role, the entities' names."""
        named = list(_quotes(_naming_spans(claim), self._text))
        named += [claim.role] if claim.role else []
        for entity in (claim.speaker, claim.organisation):
            if entity in self._entities:
                named += _names(self._entities[entity])
        return [words for words in named if words.strip()]

    def _places(self, numbers: dict[str, int]) -> None:
        mentions = {claim.id: frozenset(claim.mentions) for claim in self._report.claims}
        places: dict[str, list[PlaceReading]] = {}
        for place in self._report.places:
            key = place.entity or row_words("", (place.span.of(self._text),))
            places.setdefault(key, []).append(place)
        for readings_of_it in places.values():
            number = self._row(PLACE, self._place_names(readings_of_it), readings_of_it[0].entity)
            meant = {place.mention for place in readings_of_it}
            self.claim_places += [
                {"claim": numbers[claim], "place": number, "document": self._report.document.id}
                for claim, named in mentions.items()
                if meant & named
            ]

    def _place_names(self, places: Sequence[PlaceReading]) -> list[str]:
        named: list[str] = []
        for place in places:
            named.append(place.span.of(self._text))
            if place.entity in self._entities:
                named += _names(self._entities[place.entity])
            named += place.admin
        return list(dict.fromkeys(named))


def first_number(published: str | None, document_number: int = 0) -> int:
    """The lowest number of a row of a document that was published on this day (ISO 8601)."""
    day = _day(published) or 0
    return ((day << _DOCUMENT_BITS) + document_number) << _ROW_BITS


def days_numbers(since: str | None, until: str | None) -> tuple[int, int] | None:
    """The lowest and the highest number of the rows of documents that were
    published on these days; None where no day is given, or what is given is no day."""
    first, last = _day(since or "0001-01-01"), _day(until or "9999-12-31")
    if first is None or last is None or since is until is None:
        return None
    return first << _DOCUMENT_BITS + _ROW_BITS, (last + 1 << _DOCUMENT_BITS + _ROW_BITS) - 1


def _day(published: str | None) -> int | None:
    """Days from the first that is told apart, which has number 1; None without a day."""
    try:
        day = date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None
    return min(max(day - _FIRST_DAY, 1), (1 << _DAY_BITS) - 1)


def key_of(value: str | None) -> str | None:
    """An id or name as tables are searched for it. An index of PostgreSQL holds some 2,700 bytes,
    beside an id of a document: what is long is its beginning and its hash."""
    if value is None or len(value) <= _LONGEST_KEY:
        return value
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{value[: _LONGEST_KEY // 2]}…{digest[:32]}"


def row_words(kind: str, stretches: Iterable[str]) -> str:
    """The index words of stretches of text, as they stand in a row of this kind."""
    letter = LETTER.get(kind, "")
    slots: list[str] = []
    for stretch in stretches:
        if slots:
            slots.append("")
        slots += ["" if form is None else _slot(letter, form) for form in forms_of(stretch)]
    return BETWEEN.join(slots)


@lru_cache(maxsize=1 << 14)
def _slot(letter: str, form: str) -> str:
    return " ".join(letter + reading for reading in readings(form))


def _naming_spans(claim: Claim) -> tuple[Span, ...]:
    whole = (claim.source_from,) if claim.source_from else ()
    return (*claim.source, *whole)


def _quotes(spans: Iterable[Span], text: str) -> tuple[str, ...]:
    return tuple(span.of(text) for span in spans)


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.names, *((entity.name_en,) if entity.name_en else ()))
