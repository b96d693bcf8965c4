"""How entities and places read on a page.

An entity that the lexicon or a gazetteer knows is shown by its neutral name. Any other has no name
but the report's own words, and these stand between «» like every quotation: words that take sides
are shown nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import zip_longest

from riwaya.exports.display import Fragment, visible
from riwaya.exports.phrases import Phrase, Sheet, joined, quoted, value
from riwaya.exports.points import Point
from riwaya.model import Claim, Entity, PlaceReading

_REPORT_S_OWN = ("local:", "linked:")
_DECIMALS = 4


def naming(id_: str, name: str | None, name_en: str | None, sheet: Sheet) -> Phrase:
    """The name of an entity, behind its English name where the page is in English; nothing where it
    has none."""
    if not name:
        return []
    if id_.startswith(_REPORT_S_OWN):
        own: Phrase = [quoted(name, "strong")]
    else:
        own = [Fragment(visible(name), isolate=True, style="strong")]
    if not name_en or sheet.words.language != "en":
        return own
    english = Fragment(visible(name_en), isolate=True, style="strong")
    return [english, Fragment("("), _glued(own[0]), Fragment(")", glued=True)]


def entity_naming(entity: Entity, sheet: Sheet) -> Phrase:
    """The name of a report's entity."""
    return naming(entity.id, entity.name, entity.name_en, sheet)


def speaker_phrase(speaker: Entity, sheet: Sheet) -> Phrase:
    """The speaker's name, and whether this is a public figure, a private person or unnamed."""
    traits = [entity_naming(speaker, sheet)]
    if speaker.standing:
        traits.append([Fragment(f"({sheet.words[f'standing.{speaker.standing}']})", style="mark")])
    return [fragment for trait in traits for fragment in trait]


def role_phrase(role: str, sheet: Sheet) -> Phrase:
    """The role: between «» where it is in the report's words."""
    if role in sheet.text:
        return [quoted(role)]
    return [Fragment(visible(role), isolate=True)]


def chain_phrase(claim: Claim, entities: Mapping[str, Entity], sheet: Sheet) -> Phrase:
    """The isnad from this report to the first speaker, by name where the entity is known to the
    report, else in the text's words; an unstated hop is shown as a gap."""
    links = [
        _hop(entities.get(id_ or ""), words, sheet)
        for id_, words in zip_longest(claim.isnad, claim.isnad_words)
    ]
    if not links:
        links = [_hop(entities.get(claim.speaker or ""), _named(claim, sheet.text), sheet)]
    return joined([[sheet.label("chain.report")], *links], sheet.words["chain.link"])


def _hop(entity: Entity | None, words: str | None, sheet: Sheet) -> Phrase:
    if entity is not None:
        return entity_naming(entity, sheet)
    return (
        [quoted(words)] if words is not None else [Fragment(sheet.words["chain.gap"], style="mark")]
    )


def _named(claim: Claim, text: str) -> str | None:
    if claim.source:
        return " ".join(span.of(text) for span in claim.source)
    return claim.source_from.of(text) if claim.source_from else None


def entity_traits(entity: Entity, sheet: Sheet) -> list[Phrase]:
    """Kind, country and standing of an entity."""
    traits: list[Phrase] = [[sheet.label(f"name_kind.{entity.kind}")]]
    if entity.country:
        traits.append([value(entity.country)])
    if entity.standing:
        traits.append([sheet.label(f"standing.{entity.standing}")])
    return traits


def place_traits(place: PlaceReading, point: Point | None, sheet: Sheet) -> list[Phrase]:
    """Level, where it lies, how exactly, and its `point` or that there is none."""
    level = f"level.{place.level}" if place.level else "level.unknown"
    return [
        [sheet.label(level)],
        *([lying] if (lying := _chain(place)) else []),
        [sheet.label(precision_key(place))],
        point_phrase(point, sheet),
    ]


def precision_key(place: PlaceReading) -> str:
    """The label that says in words how exact the reading is."""
    if place.coarsened:
        return "precision.coarsened"
    if place.where_prec is not None:
        return f"where_prec.{place.where_prec}"
    if place.geo_precision is not None:
        return f"geo_precision.{place.geo_precision}"
    return "precision.unknown"


def point_phrase(point: Point | None, sheet: Sheet) -> Phrase:
    """Latitude and longitude, or that there is no point."""
    if point is None:
        return [sheet.label("precision.no_point")]
    return [value(f"{point[0]:.{_DECIMALS}f}, {point[1]:.{_DECIMALS}f}")]


def quotations(names: Iterable[str], sheet: Sheet) -> Phrase:
    """The report's words for something, each once."""
    return joined([[quoted(name)] for name in dict.fromkeys(names)], sheet.comma)


def _chain(place: PlaceReading) -> Phrase:
    units = [*place.admin] if place.admin else [place.country] if place.country else []
    return joined([[Fragment(visible(unit), isolate=True)] for unit in units], "›")


def _glued(fragment: Fragment) -> Fragment:
    return Fragment(fragment.text, fragment.isolate, fragment.style, glued=True)
