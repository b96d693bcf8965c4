"""Rows for UCDP GED: one for each number of dead in each teller's words, and one for deaths that
are told without a number. What a coder decides (conflict, sides, type of violence, event clarity,
whose dead they are) is left empty."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from riwaya.exports.candidates_rows import (
    Cells,
    Ground,
    Location,
    date_cells,
    days_of_ground,
    deaths_cells,
    location_of,
    number_of,
    place_cells,
    teller_cells,
    year_of,
)
from riwaya.exports.candidates_scene import Scene, Unit
from riwaya.model import Document, Quantity, Report

COUNTED, UNCOUNTED = "number-of-dead", "death-word"


def ucdp_rows(report: Report, protected: Collection[str]) -> Iterator[Cells]:
    """The candidate rows of one report, by column name."""
    for unit in Scene(report).units():
        counts = unit.deaths()
        if counts:
            yield from _counted(unit, counts, protected)
        elif trigger := _death_word(unit):
            group = f"{report.document.id}:deaths:uncounted"
            yield _row(trigger, None, group, protected)


def _counted(unit: Unit, counts: list[Quantity], protected: Collection[str]) -> Iterator[Cells]:
    """One row a number. Those who are some of the ones before share their group."""
    whole = ""
    for count in counts:
        part = bool(whole) and unit.is_part(count)
        group = whole if part else _group(unit.scene.report.document, count)
        whole = group
        row = _row(Ground(unit, count.span, COUNTED), count, group, protected)
        yield {**row, "riwaya_part": "part" if part else None}


def _group(document: Document, count: Quantity) -> str:
    """The same bounds in the same report are most often the same dead."""
    low, high = (_bound(count.minimum), _bound(count.maximum))
    return f"{document.id}:deaths:{low}-{high}"


def _bound(number: int | None) -> str:
    return "" if number is None else str(number)


def _death_word(unit: Unit) -> Ground | None:
    for words in unit.words:
        for trigger in words.triggers("death_words", "attempt"):
            return Ground(unit, trigger.span, UNCOUNTED)
    return None


def _row(ground: Ground, count: Quantity | None, group: str, protected: Collection[str]) -> Cells:
    location = location_of(ground, protected)
    deaths = deaths_cells(ground, count)
    return {
        **_source(ground),
        **_where(location),
        **_when(ground),
        "best": number_of(count),
        "low": deaths.get("riwaya_deaths_low"),
        "high": deaths.get("riwaya_deaths_high"),
        "riwaya_group": group,
        **teller_cells(ground),
        **date_cells(ground),
        **place_cells(location),
        **deaths,
    }


def _source(ground: Ground) -> Cells:
    document = ground.unit.scene.report.document
    day = (document.published or "")[:10] or None
    teller = teller_cells(ground)
    stated = (document.outlet, day, document.title)
    return {
        "source_article": ", ".join(part for part in stated if part) or None,
        "source_office": document.outlet,
        "source_date": day,
        "source_headline": document.title,
        "source_original": teller["riwaya_speaker"] or teller["riwaya_role"],
    }


def _where(location: Location | None) -> Cells:
    if location is None:
        return {}
    latitude, longitude = location.point or (None, None)
    return {
        "where_prec": location.reading.where_prec,
        "where_coordinates": location.name,
        "where_description": location.words,
        "adm_1": location.unit(1),
        "adm_2": location.unit(2),
        "latitude": latitude,
        "longitude": longitude,
        "country": location.unit(0),
    }


def _when(ground: Ground) -> Cells:
    days = days_of_ground(ground)
    if days is None:
        return {}
    return {
        "year": year_of(days),
        "date_prec": days.ucdp,
        "date_start": days.first.isoformat(),
        "date_end": days.last.isoformat(),
    }
