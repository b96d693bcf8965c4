"""What stands for a report's matter: its rare words, and its names, places and event dates.

Words come from every text. Names, places and dates come from the report's annotations and are
simply missing where it has none: a bare document is grouped by its words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Literal

from riwaya.model import Document, Entity, Report
from riwaya.stories.features_words import band, stems

Kind = Literal["word", "name", "place", "date"]

KINDS: tuple[Kind, ...] = ("word", "name", "place", "date")
MOST: dict[Kind, int] = {"word": 96, "name": 16, "place": 12, "date": 8}
"""How many features of a kind a report has at most: the heaviest."""

_COMMON = 3  # bands below it (more than one report of six) say nothing about the matter
_HEADLINE, _LEAD, _BODY = 2.0, 1.5, 1.0
_LEAD_PARAGRAPHS = 2
_OPENING_WORDS = 30
_EVENT_DAYS = 30  # dates farther from publication are background
_NAMED = frozenset({"person", "organisation", "group", "facility", "event", "other"})


@dataclass(frozen=True, slots=True)
class Feature:
    """One trait of a report. `key` says what it is within its kind; the weights of a report's
    features of one kind have squares that sum to 1."""

    kind: Kind
    key: str
    weight: float


def features_of(report: Report) -> tuple[Feature, ...]:
    """The features of a report, the heaviest first; of each kind at most `MOST`."""
    found = [
        *_kept("word", _words(report.document)),
        *_kept("name", _names(report)),
        *_kept("place", _places(report)),
        *_kept("date", _dates(report)),
    ]
    return tuple(sorted(found, key=lambda f: (-f.weight, f.kind, f.key)))


def day_of(document: Document) -> str | None:
    """The day of publication as it is written (`2018-03-31`); None without a valid one."""
    try:
        return date.fromisoformat((document.published or "")[:10]).isoformat()
    except ValueError:
        return None


def opening(document: Document) -> str:
    """The first words of headline and lead: what the encoder's embedding stands for. Few, since
    embedding is most of what placing a report costs."""
    paragraphs = [line for line in document.text.splitlines() if line.strip()]
    title = (document.title or "").strip()
    if title and paragraphs and paragraphs[0].strip() != title:
        paragraphs.insert(0, title)
    return " ".join(" ".join(paragraphs[:2]).split()[:_OPENING_WORDS])


def _kept(kind: Kind, weights: dict[str, float]) -> Iterator[Feature]:
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[: MOST[kind]]
    length = sum(weight * weight for _, weight in heaviest) ** 0.5
    return (Feature(kind, key, weight / length) for key, weight in heaviest if length)


def _words(document: Document) -> dict[str, float]:
    """Stems by how often they stand (headline and lead count more) and how rare they are."""
    title = (document.title or "").strip()
    lines = [line for line in document.text.splitlines() if line.strip()]
    if title and not (lines and lines[0].strip() == title):
        lines.insert(0, title)
    counts: dict[str, float] = {}
    for number, line in enumerate(lines):
        weight = _HEADLINE if number == 0 else _LEAD if number <= _LEAD_PARAGRAPHS else _BODY
        for stem in stems(line):
            counts[stem] = counts.get(stem, 0.0) + weight
    return _by_rarity(counts)


def _by_rarity(counts: dict[str, float]) -> dict[str, float]:
    return {
        stem: (1.0 + log(count)) * rarity
        for stem, count in counts.items()
        if (rarity := band(stem)) >= _COMMON
    }


def _names(report: Report) -> dict[str, float]:
    return _entities(report, lambda entity: entity.kind in _NAMED)


def _places(report: Report) -> dict[str, float]:
    return _entities(report, lambda entity: entity.kind == "place")


def _entities(report: Report, wanted: Callable[[Entity], bool]) -> dict[str, float]:
    """Entities by how often they are mentioned and how rare the rarest word of their name is."""
    mentioned = Counter(mention.entity for mention in report.mentions)
    found: dict[str, float] = {}
    for entity in filter(wanted, report.entities):
        rarity = max((band(stem) for stem in stems(entity.name)), default=0)
        if rarity >= _COMMON and mentioned[entity.id]:
            weight = (1.0 + log(mentioned[entity.id])) * rarity
            key = _entity_key(entity)
            found[key] = max(found.get(key, 0.0), weight)
    return found


def _entity_key(entity: Entity) -> str:
    """An id that is the same in every report; for a local one, the words of the name."""
    if not entity.id.startswith("local:"):
        return entity.id
    return " ".join(stems(entity.name)) or entity.id


def _dates(report: Report) -> dict[str, float]:
    """Days that the text speaks of, near its publication; all count alike."""
    day = day_of(report.document)
    found: dict[str, float] = {}
    for time in report.times:
        value = _full_day(time.value) if time.type in ("date", "time") else None
        if value and (day is None or abs((value - date.fromisoformat(day)).days) <= _EVENT_DAYS):
            found[value.isoformat()] = 1.0
    return found


def _full_day(value: str | None) -> date | None:
    """The day of a TIMEX3 value (`2018-03-31`, `2018-03-31T05:30`); None for anything vaguer."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
