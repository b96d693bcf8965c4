"""Rows for ACLED: one for each type of event in each teller's words in one sentence. Actors and
all that a coder decides are left empty; a death toll only where the words give one number to one
event."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

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
from riwaya.exports.candidates_words import Trigger
from riwaya.exports.csv_cells import Cell
from riwaya.exports.data_tables import rows
from riwaya.model import Quantity, Report

RULE = "event-word"


def acled_rows(report: Report, protected: Collection[str]) -> Iterator[Cells]:
    """The candidate rows of one report, by column name."""
    for unit in Scene(report).units():
        events = _events(unit)
        for trigger, sub_type in events:
            toll = _toll(unit) if len(events) == 1 else None
            row = _row(Ground(unit, trigger.span, RULE), protected)
            deaths = deaths_cells(Ground(unit, trigger.span, RULE), toll)
            yield {
                **row,
                **_kind(trigger.entry["event_type"], sub_type),
                **deaths,
                "fatalities": _fatalities(unit, toll, len(events)),
                "riwaya_group": _group(report, trigger),
            }


def _events(unit: Unit) -> list[tuple[Trigger, str]]:
    """The unit's events: one for each type, or for each sub-type where several are named. Words
    that leave the type open count only where no others tell it."""
    found = [trigger for words in unit.words for trigger in words.triggers("event_words")]
    typed = [trigger for trigger in found if trigger.entry["event_type"]]
    firsts: dict[tuple[str, str], Trigger] = {}
    for trigger in typed or found[:1]:
        entry = trigger.entry
        firsts.setdefault((entry["event_type"], entry["sub_event_type"]), trigger)
    return [
        (trigger, sub_type)
        for (event_type, sub_type), trigger in firsts.items()
        if sub_type or not any(kind == event_type and sub for kind, sub in firsts)
    ]


def _toll(unit: Unit) -> Quantity | None:
    """The one number of dead in the unit; of a number and some among it, the number."""
    counts = unit.deaths()
    whole = [count for n, count in enumerate(counts) if n == 0 or not unit.is_part(count)]
    return whole[0] if len(whole) == 1 else None


def _fatalities(unit: Unit, toll: Quantity | None, events: int) -> int | None:
    """None where nothing is said; 0 only where the words say that none died."""
    if unit.deaths() or events != 1:
        return number_of(toll)
    return 0 if any(True for words in unit.words for _ in words.denied_deaths()) else None


def _group(report: Report, trigger: Trigger) -> str:
    """Events of one type in one report may be one event told again."""
    kind = trigger.entry["event_type"] or "open"
    return f"{report.document.id}:{kind.lower().replace(' ', '-')}"


def _kind(event_type: str, sub_type: str) -> Cells:
    return {
        "disorder_type": _disorders().get((event_type, sub_type)) or None,
        "event_type": event_type or None,
        "sub_event_type": sub_type or None,
    }


@cache
def _disorders() -> dict[tuple[str, str], str]:
    """ACLED's disorder type of each type and sub-type; empty where the sub-type decides it."""
    table = rows("event_types")
    return {(row["event_type"], row["sub_event_type"]): row["disorder_type"] for row in table}


def _row(ground: Ground, protected: Collection[str]) -> Cells:
    location = location_of(ground, protected)
    teller = teller_cells(ground)
    return {
        **_when(ground),
        **_where(location),
        "source": ground.unit.scene.report.document.outlet,
        "notes": teller["riwaya_quote"],
        **teller,
        **date_cells(ground),
        **place_cells(location),
    }


def _when(ground: Ground) -> Cells:
    days = days_of_ground(ground)
    if days is None:
        return {}
    one_day: Cell = days.first.isoformat() if days.first == days.last else None
    return {"event_date": one_day, "year": year_of(days), "time_precision": days.acled}


def _where(location: Location | None) -> Cells:
    if location is None:
        return {}
    latitude, longitude = location.point or (None, None)
    return {
        "country": location.unit(0),
        "admin1": location.unit(1),
        "admin2": location.unit(2),
        "admin3": location.unit(3),
        "location": location.name,
        "latitude": latitude,
        "longitude": longitude,
        "geo_precision": location.reading.geo_precision,
    }
