"""From names to senses: states first, then what is clear, then the rest in their light."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from riwaya.gazetteer.base import Gazetteer, GazetteerPlace
from riwaya.model import Entity
from riwaya.stages.places.evidence import Anchor, Evidence
from riwaya.stages.places.scene import Scene, Site
from riwaya.stages.places.scoring import Case, Scored, score
from riwaya.stages.places.senses import (
    KNOWN_ABROAD,
    STATE,
    WATER,
    Group,
    Sense,
    chosen_place,
    find_senses,
    group_sites,
    is_foreign_capital,
    too_exact,
)

_CLEAR, _SURE_POINTS = 1.2, 1.8  # points between the first two senses, and of the first, early on
_CLOSE, _LEAST = 0.5, 1.0  # nearer than this is too close to call; fewer points are too weak
_ALONE = 3.0  # the margin of a sense without rivals
_UNIT = frozenset({"country", "continent"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a group means: a sense, or None with the senses that stayed possible.

    `rule` says how it was decided, `confidence` how sure (0 to 1), `spoke` which rules spoke.
    """

    group: Group
    sense: Sense | None
    rule: str
    confidence: float
    spoke: tuple[tuple[str, float], ...] = ()
    possible: tuple[Sense, ...] = ()


class Resolver:
    """Resolves all groups of one scene."""

    def __init__(self, scene: Scene, gazetteer: Gazetteer) -> None:
        self.scene, self.gazetteer = scene, gazetteer
        self.evidence = Evidence(scene)
        self.groups = group_sites(scene, _stands_apart)
        self.settled: dict[int, GazetteerPlace] = {}
        self.countries: dict[int, str] = {}
        self.by_name: dict[str, GazetteerPlace] = {}  # letters of a name -> its place

    def run(self) -> list[Outcome]:
        """One outcome a group, in text order."""
        known = {at: out for at, g in enumerate(self.groups) if (out := self._state(g))}
        self._settle(known.values())
        open_ = {at: group for at, group in enumerate(self.groups) if at not in known}
        for group in open_.values():
            find_senses(group, self.scene, self.gazetteer)
        first = {at: self._weigh(group, clear=True) for at, group in open_.items()}
        self._settle(first.values())
        final = {
            at: self._weigh(group, clear=False, before=first[at]) for at, group in open_.items()
        }
        final = {at: self._or_state(outcome) for at, outcome in final.items()}
        self._settle(out for at, out in final.items() if first[at].sense is None)
        return [(known | final)[at] for at in range(len(self.groups))]

    def _state(self, group: Group) -> Outcome | None:
        """A state that the actor lexicon knows keeps its country."""
        entity = group.sites[0].entity
        if entity is None or not entity.id.startswith(STATE) or group.apart or not entity.country:
            return None
        if is_foreign_capital(group.letters, entity.country):
            return None  # عمان: the state and the capital of another
        return self._known_state(group, entity)

    def _known_state(self, group: Group, entity: Entity) -> Outcome:
        id_ = f"iso:{entity.country}"
        place = self.gazetteer.get(id_) or GazetteerPlace(
            id_, entity.name, entity.name_en or "", "country", entity.country, None, None
        )
        return Outcome(group, Sense((place,)), "known-state", 1.0)

    def _or_state(self, outcome: Outcome) -> Outcome:
        """A state whose name could also be a capital's stays the state where nothing is settled."""
        entity = outcome.group.sites[0].entity
        if outcome.sense or outcome.group.apart or entity is None or entity.country is None:
            return outcome
        state = entity.id.startswith(STATE)
        return self._known_state(outcome.group, entity) if state else outcome

    def _settle(self, outcomes: Iterable[Outcome]) -> None:
        anchors = []
        for outcome in outcomes:
            if outcome.sense is None:
                continue
            for site in outcome.group.sites:
                place = place_of(outcome, site)
                entity = site.entity
                country = place.country if place else entity.country if entity else None
                if country:
                    self.countries[site.number] = country
                if place:
                    self.settled[site.number] = place
                    if not site.nominal:
                        self.by_name[site.letters] = place
                local = place is not None and place.level not in _UNIT
                anchors.append(Anchor(site, country, place, local))
        self.evidence.settle(anchors)

    def _weigh(self, group: Group, *, clear: bool, before: Outcome | None = None) -> Outcome:
        ranked = self._ranked(group, before)
        if not ranked:
            return Outcome(group, None, "not-in-gazetteer", 0.0)
        best = ranked[0]
        margin = best.points - ranked[1].points if len(ranked) > 1 else _ALONE
        refusal = self._refusal(group, best, margin, clear=clear)
        if refusal:
            near = tuple(
                s.sense for s in ranked if s.points > 0 and best.points - s.points < 2 * _CLOSE
            )
            return Outcome(group, None, refusal, 0.0, best.spoke, near)
        rule = "only-one" if len(ranked) == 1 else "best-of-several"
        confidence = min(1.0, best.points / 4) / (1 + exp(-1.5 * margin))
        return Outcome(group, best.sense, rule, round(confidence, 3), best.spoke)

    def _refusal(self, group: Group, best: Scored, margin: float, *, clear: bool) -> str | None:
        """Why the best sense is not taken; None where it is."""
        if self._homograph(group) and not best.grounded:
            return "common-word"
        if clear:
            sure = margin >= _CLEAR and best.points >= _SURE_POINTS
            return None if sure else "not-clear-yet"
        if margin < _CLOSE:
            return "too-close"
        strange = best.unheard and not best.grounded and best.sense.weight < KNOWN_ABROAD
        return "too-weak" if strange or best.points < _LEAST else None

    def _ranked(self, group: Group, before: Outcome | None) -> list[Scored]:
        country = before.sense.country if before and before.sense else None
        votes = self.evidence.votes_without(group.sites, country, True)
        entity = group.sites[0].entity
        known = entity is not None and not group.apart and not entity.id.startswith(STATE)
        fixed = entity.country if entity and known else None
        senses = [s for s in group.senses if s.country == fixed] if fixed else group.senses
        scored = (
            score(
                Case(self.scene, group, sense, self.evidence, votes, self.settled, self.countries)
            )
            for sense in senses
        )
        return sorted(scored, key=lambda item: -item.points)

    def _homograph(self, group: Group) -> bool:
        return all(site.letters in self.scene.words.homographs for site in group.named)


def place_of(outcome: Outcome, site: Site) -> GazetteerPlace | None:
    """Which place of its group's sense a mention means: by its word of kind, else by the group's.

    محافظة X is the governorate; a bare X is the city, unless the report speaks of the governorate
    and never of the city, or the name means the larger unit by custom (غزة). None where the
    gazetteer has only a point for what the text calls a wider unit.
    """
    sense = outcome.sense
    if sense is None or not sense.places:
        return None
    whole = outcome.group.qualified.get(site.number)
    if whole is not None and whole.country == sense.country:
        return whole
    levels = site.told or outcome.group.usual
    place = chosen_place(sense, levels)
    return None if too_exact(place, levels) else place


def _stands_apart(site: Site) -> bool:
    """Whether a name is here that of something else: ولاية جورجيا and no state, خليج عدن and no
    town."""
    entity = site.entity
    if entity is None or site.nominal:
        return False
    if entity.id.startswith(STATE):
        return bool(site.told) and "country" not in site.told
    return site.told == WATER
