"""The cells that both candidate tables share: report, teller, words, date, place, number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from riwaya.exports.candidates_dates import Days, days_of
from riwaya.exports.candidates_scene import Unit
from riwaya.exports.csv_cells import Cell
from riwaya.exports.points import Point, is_protected, point_of
from riwaya.model import PlaceReading, Quantity, Span, TimeValue

STATUS = "candidate, uncoded"

Cells = dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a row rests on: the words (`trigger`) of a unit, found by `rule`."""

    unit: Unit
    trigger: Span
    rule: str

    @property
    def place(self) -> PlaceReading | None:
        """The first place after the words, else the last before them."""
        places = self.unit.places()
        after = [place for place in places if place.span.start >= self.trigger.start]
        return after[0] if after else places[-1] if places else None

    @property
    def time(self) -> TimeValue | None:
        """The date nearest to the words, the earlier of two."""
        dates = self.unit.dates()
        return min(dates, key=self._distance) if dates else None

    def _distance(self, time: TimeValue) -> int:
        return max(time.span.start - self.trigger.stop, self.trigger.start - time.span.stop)


@dataclass(frozen=True, slots=True)
class Location:
    """A place as it may leave: no point, and no exact name of a point, of a site kept back."""

    reading: PlaceReading
    name: str
    words: str
    point: Point | None
    kept_back: bool

    def unit(self, number: int) -> str | None:
        """The gazetteer's name of the unit of this order that holds the place (0: the country)."""
        admin = self.reading.admin
        return admin[number] if number < len(admin) else None


def location_of(ground: Ground, protected: Collection[str]) -> Location | None:
    """Where the words of a row say that it was."""
    reading, scene = ground.place, ground.unit.scene
    if reading is None:
        return None
    words = reading.span.of(scene.view.text)
    entity = scene.entities.get(reading.entity or "")
    point, kept_back = point_of(reading, protected), is_protected(reading, protected)
    return Location(reading, entity.name if entity else words, words, point, kept_back)


def days_of_ground(ground: Ground) -> Days | None:
    """The days that the words of a row allow."""
    return days_of(ground.time.value) if ground.time else None


def year_of(days: Days | None) -> int | None:
    """The year, where first and last day share it."""
    return days.first.year if days and days.first.year == days.last.year else None


def teller_cells(ground: Ground) -> Cells:
    """The report, who tells, and the words."""
    unit, document = ground.unit, ground.unit.scene.report.document
    claim = unit.claim
    speaker = unit.scene.entities.get(claim.speaker or "") if claim else None
    return {
        "riwaya_status": STATUS,
        "riwaya_rule": ground.rule,
        "riwaya_document": document.id,
        "riwaya_sha256": document.sha256,
        "riwaya_url": document.url,
        "riwaya_claim": claim.id if claim else None,
        "riwaya_stance": claim.stance if claim else None,
        "riwaya_speaker": speaker.name if speaker else None,
        "riwaya_role": claim.role if claim else None,
        "riwaya_quote": unit.quote,
        "riwaya_quote_span": at(unit.span),
        "riwaya_trigger": ground.trigger.of(document.text),
        "riwaya_trigger_span": at(ground.trigger),
        "riwaya_named": " | ".join(unit.actors()) or None,
    }


def date_cells(ground: Ground) -> Cells:
    """The words for the date and how they are to be read."""
    time, days = ground.time, days_of_ground(ground)
    if time is None:
        return {}
    return {
        "riwaya_date_words": time.span.of(ground.unit.scene.view.text),
        "riwaya_date_span": at(time.span),
        "riwaya_date_value": time.value,
        "riwaya_date_start": days.first.isoformat() if days else None,
        "riwaya_date_end": days.last.isoformat() if days else None,
        "riwaya_date_counted_from": time.anchor,
        "riwaya_date_inferred": "yes" if time.inferred else "no",
    }


def place_cells(location: Location | None) -> Cells:
    """The words for the place and what they mean."""
    if location is None:
        return {}
    return {
        "riwaya_place_words": location.words,
        "riwaya_place_span": at(location.reading.span),
        "riwaya_place_level": location.reading.level,
        "riwaya_place_kept_back": "yes" if location.kept_back else "no",
        "riwaya_country": location.reading.country,
    }


def deaths_cells(ground: Ground, count: Quantity | None) -> Cells:
    """The words for the number of dead, and its bounds: empty where the words leave them open."""
    if count is None:
        return {}
    return {
        "riwaya_deaths_words": count.span.of(ground.unit.scene.view.text),
        "riwaya_deaths_span": at(count.span),
        "riwaya_deaths_low": None if _is_about(count) else count.minimum,
        "riwaya_deaths_high": None if _is_about(count) else count.maximum,
        "riwaya_deaths_approximate": "yes" if count.approx else "no",
    }


def number_of(count: Quantity | None) -> int | None:
    """The one number that the words give, exactly or about; None for bounds and vague amounts."""
    return count.minimum if count and count.minimum == count.maximum else None


def at(span: Span) -> str:
    """`start-stop`."""
    return f"{span.start}-{span.stop}"


def _is_about(count: Quantity) -> bool:
    """Whether one number is given as approximate, so that it is no bound."""
    return count.approx and count.minimum == count.maximum
