"""The dossier's last two parts: whom the report names, and where its places are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from riwaya.exports.display import Fragment
from riwaya.exports.name_phrases import entity_naming, entity_traits, place_traits, quotations
from riwaya.exports.phrases import Phrase, Sheet, joined, quoted, value
from riwaya.exports.points import point_of, protected_entities
from riwaya.model import Entity, PlaceReading, Report, Span

_STEP = 4
_NOWHERE = Span(0, 0)


def entity_lines(report: Report, sheet: Sheet) -> Iterator[str]:
    """Each entity: name, kind, country, standing, how often it is named and in which words. Places
    that were read have their own part."""
    placed = {place.entity for place in report.places}
    listed = [entity for entity in report.entities if entity.id not in placed]
    if not listed:
        return
    yield from sheet.line([Fragment(f"{sheet.words['heading.entities']}:", style="strong")])
    named = Counter(mention.entity for mention in report.mentions)
    for entity in listed:
        yield from sheet.line(_entity(entity, named[entity.id], sheet), _STEP)


def place_lines(report: Report, sheet: Sheet) -> Iterator[str]:
    """Each reading of a place: its words, what they name, where that lies and how exactly."""
    if not report.places:
        return
    yield from sheet.line([Fragment(f"{sheet.words['heading.places']}:", style="strong")])
    entities = {entity.id: entity for entity in report.entities}
    protected = protected_entities([report])
    for (words, place), times in _alike(report).items():
        head: Phrase = [quoted(words)]
        if (entity := entities.get(place.entity or "")) and entity.name != words:
            head += [Fragment("="), *entity_naming(entity, sheet)]
        if times > 1:
            head.append(value(f"×{times}"))
        traits = place_traits(place, point_of(place, protected), sheet)
        yield from sheet.line(joined([head, *traits], "·"), _STEP)


def _alike(report: Report) -> Counter[tuple[str, PlaceReading]]:
    """Readings that differ in nothing but where they stand, with how many there are."""
    text = report.document.text
    return Counter(
        (place.span.of(text), replace(place, mention="", span=_NOWHERE, origins=()))
        for place in report.places
    )


def _entity(entity: Entity, named: int, sheet: Sheet) -> Phrase:
    head = [*entity_naming(entity, sheet)]
    if named > 1:
        head.append(value(f"×{named}"))
    parts = [head, *entity_traits(entity, sheet)]
    others = [name for name in entity.names if name != entity.name]
    if others:
        parts.append([sheet.label("named_as"), *quotations(others, sheet)])
    return joined(parts, "·")
