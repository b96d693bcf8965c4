"""Turns outcomes into entities, mentions and readings."""

from __future__ import annotations

from dataclasses import dataclass, replace

from riwaya.gazetteer.base import Gazetteer, GazetteerPlace
from riwaya.model import Entity, Mention, Origin, PlaceReading
from riwaya.resources.actors import actor_with_id
from riwaya.stages.base import Draft
from riwaya.stages.places.countries import Guess
from riwaya.stages.places.evidence import NOWHERE
from riwaya.stages.places.precision import (
    AREA,
    Measure,
    Point,
    district_point,
    is_protected,
    measure_known,
    measure_unknown,
)
from riwaya.stages.places.resolve import Outcome, place_of
from riwaya.stages.places.scene import Site
from riwaya.stages.places.senses import STATE

STAGE = "places"
_ACTOR = "actor:"
_ARABIC = range(0x0621, 0x064B)


@dataclass(frozen=True, slots=True)
class Finding:
    """What some mentions of one group mean: a place, or None with the country guessed for it.

    `protected` says that one of them names a site that is kept back.
    """

    outcome: Outcome
    place: GazetteerPlace | None
    guess: Guess | None
    sites: list[Site]
    protected: bool

    @property
    def country(self) -> str | None:
        """ISO code of the country found or guessed; XX for none."""
        if self.place:
            return self.place.country or NOWHERE
        return self.guess.country if self.guess else None


class Builder:
    """Collects what the outcomes of one document say, then gives the changed draft."""

    def __init__(self, draft: Draft, gazetteer: Gazetteer, coarsen: bool) -> None:
        self._draft = draft
        self._gazetteer, self._coarsen = gazetteer, coarsen
        self._made: dict[str, Entity] = {}
        self._order: dict[str, int] = {entity.id: at for at, entity in enumerate(draft.entities)}
        self._mentions: dict[str, Mention] = {}
        self._readings: list[PlaceReading] = []
        self._touched: set[str] = set()

    def add(self, outcome: Outcome, guess: Guess | None) -> None:
        """One group's outcome, with the country guessed where a mention has no place."""
        protected = self._coarsen and any(map(is_protected, outcome.group.sites))
        for place, sites in _by_place(outcome).values():
            camp = self._coarsen and place is not None and place.level == "camp"
            finding = Finding(outcome, place, guess, sites, protected or camp)
            entity = self._entity(finding)
            for site in sites:
                self._point_to(entity, site, outcome)
                self._readings.append(self._reading(finding, site, entity))

    def draft(self) -> Draft:
        """The draft with mentions, entities and places; entities that lost all their mentions to
        others are left out."""
        mentions = tuple(self._mentions.get(m.id, m) for m in self._draft.mentions)
        used = {mention.entity for mention in mentions}
        kept = (
            entity
            for entity in self._draft.entities
            if entity.id not in self._made and (entity.id not in self._touched or entity.id in used)
        )
        entities = sorted([*kept, *self._made.values()], key=lambda entity: self._order[entity.id])
        readings = sorted(self._readings, key=lambda reading: (reading.span, reading.mention))
        return self._draft.having(
            mentions=mentions, entities=tuple(entities), places=tuple(readings)
        )

    def _entity(self, finding: Finding) -> Entity | None:
        """The entity of the mentions, made anew or joined with the one of the same place."""
        old = finding.sites[0].entity
        if old is not None:
            self._touched.add(old.id)
        if finding.place is not None:
            base = old if old is not None and _stays(old, finding) else self._new(finding)
            made = self._located(_with_place(base, finding.place, finding.outcome), finding)
        elif old is not None:
            made = _with_guess(old, finding)
        else:
            return None
        known = self._made.get(made.id)
        joined = _joined(known, made, coarse=finding.protected) if known else made
        self._made[made.id] = joined
        at = self._order.get(old.id if old else made.id, len(self._order))
        self._order[made.id] = min(at, self._order.get(made.id, at))
        return joined

    def _new(self, finding: Finding) -> Entity:
        """An entity for mentions that have none, or that parted from the one they were read as."""
        text, first = self._draft.document.text, finding.sites[0]
        named = [site for site in finding.sites if not site.nominal] or finding.sites[:1]
        names = tuple(dict.fromkeys(site.mention.span.of(text) for site in named))
        kind = first.entity.kind if first.entity else first.mention.kind
        return Entity(id=f"local:{first.mention.id}", name=names[0], kind=kind, names=names)

    def _located(self, entity: Entity, finding: Finding) -> Entity:
        """`entity` with its place's point, or its district's where it is a protected site."""
        place = finding.place
        if place is None:
            return entity
        point: Point = (place.lat, place.lon)
        if finding.protected:
            point = district_point(place, self._gazetteer)
        return replace(entity, lat=point[0], lon=point[1])

    def _point_to(self, entity: Entity | None, site: Site, outcome: Outcome) -> None:
        mention = site.mention
        if entity is not None and mention.entity != entity.id:
            origin = Origin("entity", STAGE, outcome.rule, outcome.confidence)
            self._mentions[mention.id] = replace(
                mention, entity=entity.id, origins=(*mention.origins, origin)
            )

    def _reading(self, finding: Finding, site: Site, entity: Entity | None) -> PlaceReading:
        sense, place, coarse = finding.outcome.sense, finding.place, finding.protected
        measure = (
            measure_known(site, place, sense, coarse_in(self._gazetteer, coarse))
            if place and sense
            else measure_unknown(site, finding.guess, coarse_in(self._gazetteer, coarse))
        )
        return PlaceReading(
            mention=site.mention.id,
            span=site.span if _is_qualified(finding, site, measure) else site.mention.span,
            entity=entity.id if entity else None,
            level=measure.level,
            where_prec=measure.codes[0],
            geo_precision=measure.codes[1],
            lat=measure.point[0],
            lon=measure.point[1],
            country=entity.country if entity else finding.country,
            admin=measure.admin,
            coarsened=measure.coarsened,
            origins=_origins(finding, measure),
        )


def coarse_in(gazetteer: Gazetteer, coarse: bool) -> Gazetteer | None:
    """Where districts are looked up for a protected site; None for any other."""
    return gazetteer if coarse else None


def _is_qualified(finding: Finding, site: Site, measure: Measure) -> bool:
    """Whether the words beside the mention belong to what it points to."""
    return measure.level == AREA or site.number in finding.outcome.group.qualified


def _by_place(
    outcome: Outcome,
) -> dict[str | None, tuple[GazetteerPlace | None, list[Site]]]:
    """The group's sites by the place that each means; those that name the main one first."""
    found: dict[str | None, tuple[GazetteerPlace | None, list[Site]]] = {}
    for site in outcome.group.sites:
        place = place_of(outcome, site)
        found.setdefault(place.id if place else None, (place, []))[1].append(site)
    return found


def _stays(old: Entity, finding: Finding) -> bool:
    """Whether the entity goes with these sites when its mentions part: the first site's place. A
    state's entity never becomes a town."""
    group, place = finding.outcome.group, finding.place
    if old.id.startswith(STATE) and place and place.level != "country":
        return False
    return not group.apart and finding.sites[0] is group.sites[0]


def _with_place(entity: Entity, place: GazetteerPlace, outcome: Outcome) -> Entity:
    """`entity` under the id, name, country and refs of its place; a known actor keeps its id."""
    known = entity.id.startswith(_ACTOR)
    state = None if known else _state_id(place)
    origins = [Origin("place", STAGE, outcome.rule, outcome.confidence)]
    origins += [
        Origin("place", STAGE, rule, round(min(1.0, verdict), 3))
        for rule, verdict in outcome.spoke
        if verdict > 0
    ]
    return replace(
        entity,
        id=entity.id if known else state or place.id,
        name=entity.name if known or not _is_arabic(place.name) else place.name,
        name_en=entity.name_en or place.name_en or None,
        refs=tuple(dict.fromkeys((*entity.refs, *place.refs))),
        country=entity.country or place.country or NOWHERE,
        origins=(*entity.origins, *origins),
    )


def _with_guess(entity: Entity, finding: Finding) -> Entity:
    """`entity` with the guessed country, if any, and the mark that its place is not settled."""
    outcome, guess = finding.outcome, finding.guess
    origins = [Origin("place", STAGE, outcome.rule, outcome.confidence)]
    if guess and entity.country is None:
        origins.append(Origin("country", STAGE, guess.rule, guess.confidence))
        entity = replace(entity, country=guess.country)
    return replace(entity, origins=(*entity.origins, *origins))


def _joined(one: Entity, other: Entity, *, coarse: bool) -> Entity:
    """Two entities that turned out to be one place, under the first one's names and facts; the
    point of the second where that was coarsened."""
    return replace(
        one,
        lat=other.lat if coarse else one.lat,
        lon=other.lon if coarse else one.lon,
        names=tuple(dict.fromkeys((*one.names, *other.names))),
        refs=tuple(dict.fromkeys((*one.refs, *other.refs))),
        origins=tuple(dict.fromkeys((*one.origins, *other.origins))),
    )


def _state_id(place: GazetteerPlace) -> str | None:
    """The actor id of a country, which wins over the gazetteer's."""
    if place.level != "country" or not place.country:
        return None
    id_ = STATE + place.country.lower()
    return id_ if actor_with_id(id_) else None


def _origins(finding: Finding, measure: Measure) -> tuple[Origin, ...]:
    outcome, guess = finding.outcome, finding.guess
    origins = [Origin("entity", STAGE, outcome.rule, outcome.confidence)]
    if guess:
        origins.append(Origin("country", STAGE, guess.rule, guess.confidence))
    return (*origins, Origin("where_prec", STAGE, measure.rule))


def _is_arabic(name: str) -> bool:
    return any(ord(char) in _ARABIC for char in name)
