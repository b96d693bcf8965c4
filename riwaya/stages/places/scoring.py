"""The rules that weigh the senses of a name against each other, each with its name and points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp

from riwaya.gazetteer.base import GazetteerPlace
from riwaya.stages.places.evidence import Evidence, Votes
from riwaya.stages.places.scene import Scene
from riwaya.stages.places.senses import KNOWN_ABROAD, LARGE, Group, Sense, distance_km, fits

_NEXT_KM, _NEAR_KM = 25.0, 200.0  # a neighbouring town, and the same part of the country
_FAMED = 1.2  # how much more a namesake weighs that comes to mind first
_FAMED_TOWN = 0.6  # and how much more than a town that is known nowhere else
_TOWN = 1.9  # weight of a town of some 30,000
_SHADOW = 0.3  # what the document's country counts for the one that does not
_ABROAD = 0.6  # the most that counts against a place whose country is not spoken of
_FAR = 0.05  # nearness below this does not speak
_UNHEARD = 0.05  # share of the strongest country below which one is as good as not mentioned


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules see: one sense of a group, in its document."""

    scene: Scene
    group: Group
    sense: Sense
    evidence: Evidence
    votes: Votes
    settled: dict[int, GazetteerPlace]  # number of a site -> its place so far
    countries: dict[int, str]  # number of a site -> its country so far


@dataclass(frozen=True, slots=True)
class Rule:
    """`judge` gives -1 to 1 (0: it does not speak); `points` is what 1 is worth.

    `context` marks the rules that read the text and not only the gazetteer.
    """

    name: str
    points: float
    judge: Callable[[Case], float]
    context: bool = True


@dataclass(frozen=True, slots=True)
class Scored:
    """A sense with its points and the rules that spoke, (name, verdict)."""

    sense: Sense
    points: float
    spoke: tuple[tuple[str, float], ...]

    @property
    def unheard(self) -> bool:
        """Whether the document speaks of other countries and not of its own."""
        return any(name == "document-country" and verdict < 0 for name, verdict in self.spoke)

    @property
    def grounded(self) -> bool:
        """Whether a rule that reads the text speaks for it."""
        return any(verdict > 0 for name, verdict in self.spoke if name in _CONTEXT)


def score(case: Case) -> Scored:
    """All rules on one sense."""
    points, spoke = 0.0, []
    for rule in RULES:
        verdict = rule.judge(case)
        if verdict:
            points += verdict * rule.points
            spoke.append((rule.name, verdict))
    return Scored(case.sense, points, tuple(spoke))


def importance(case: Case) -> float:
    """Level, people, capital; 4 points is a country or a capital of ten million."""
    return min(1.0, case.sense.weight / 4.0)


def document_country(case: Case) -> float:
    """How often the text speaks of the country otherwise: little for a small namesake of a famous
    place (Paris is in France); a country that is not spoken of counts against a small place."""
    country = case.sense.country
    if not case.votes.of or country is None or country == "XX":
        return 0.0
    share = case.votes.share(country)
    weight = case.sense.weight
    if share > _UNHEARD:
        return (0.15 + 0.85 * share) * _light(case, weight)
    return -min(_ABROAD, max(0.0, (LARGE - weight) / 2))


def _light(case: Case, weight: float) -> float:
    """What is left of the document's country for a place beside a more famous namesake: all where
    there is none, nothing for a town that is known nowhere else (Geneva is in Switzerland)."""
    rival = max(sense.weight for sense in case.group.senses)
    if weight < _TOWN and rival >= max(weight + _FAMED_TOWN, KNOWN_ABROAD):
        return 0.0
    in_shadow = weight < KNOWN_ABROAD and rival >= max(weight + _FAMED, LARGE)
    return _SHADOW if in_shadow else 1.0


def nationality_beside(case: Case) -> float:
    """مدينة X السورية: for the country, against all others."""
    told = [(site.adjective, site.sure) for site in case.group.sites if site.adjective]
    if not told or case.sense.country in (None, "XX"):
        return 0.0
    agree = sum(1.0 if sure else 0.6 for country, sure in told if country == case.sense.country)
    against = sum(1.0 if sure else 0.6 for country, sure in told if country != case.sense.country)
    return (agree - against) / (agree + against) * (1.0 if any(s for _, s in told) else 0.7)


def held_by(case: Case) -> float:
    """X في ريف Y الجنوبي: the sense lies in the unit that the text puts it in, or does not."""
    verdicts = [
        _inside(case, link, target) for site in case.group.sites[:50] for link, target in site.links
    ]
    spoken = [verdict for verdict in verdicts if verdict]
    return max(spoken, key=abs) if spoken else 0.0


def _inside(case: Case, link: str, target: int) -> float:
    holder, country = case.settled.get(target), case.countries.get(target)
    own = case.sense.country
    if not country or not own or country == "XX" or own == "XX":
        return 0.0
    if country != own:
        return {"inside": -1.0, "beside": -0.3}.get(link, 0.0)
    if holder is None or holder.level == "country":
        return 0.7 if link == "inside" else 0.5
    if any(holder.id == unit for place in case.sense.places for unit in place.parents):
        return 1.0
    if any(set(holder.parents[1:]) & {*p.parents[1:], p.id} for p in case.sense.places):
        return 0.8
    return 0.3


def holds(case: Case) -> float:
    """Another place of the text is said to lie in this one, and does."""
    own = {place.id for place in case.sense.places}
    for number in case.evidence.linked_to(case.group.sites):
        place = case.settled.get(number)
        if place and own & set(place.parents):
            return 1.0
    return 0.0


def word_of_kind(case: Case) -> float:
    """محافظة X is a governorate, جزيرة X an island: whether the sense has such a place. A word of
    kind inside the name says nothing where the gazetteer has that very name."""
    known = any(place.id in case.group.full_names for place in case.sense.places)
    inner = [] if known else [site.inner_head for site in case.group.sites]
    heads = [head for head in (*(site.head for site in case.group.sites), *inner) if head]
    told = [head for head in heads if head.levels and not head.several]
    if not told:
        return 0.0
    right = sum(any(fits(place, head.levels) for place in case.sense.places) for head in told)
    verdict = 2 * right / len(told) - 1
    return verdict * (0.4 if all(head.soft for head in told) else 1.0)


def full_name(case: Case) -> float:
    """The gazetteer knows the name with its word of kind: جبل حبشي، قطاع غزة."""
    return 1.0 if any(place.id in case.group.full_names for place in case.sense.places) else 0.0


def nearness(case: Case) -> float:
    """How near it lies to the settled places around its mentions."""
    best = 0.0
    for site in case.group.sites[:8]:
        for anchor in case.evidence.around(site):
            if anchor.place is None or not anchor.local:
                continue
            for place in case.sense.places:
                km = distance_km(place, anchor.place)
                if km is not None:
                    best = max(best, (exp(-km / _NEXT_KM) + exp(-km / _NEAR_KM)) / 2)
    return best if best > _FAR else 0.0


RULES: tuple[Rule, ...] = (
    Rule("importance", 4.0, importance, context=False),
    Rule("document-country", 2.5, document_country),
    Rule("nationality-beside", 3.0, nationality_beside),
    Rule("held-by", 3.0, held_by),
    Rule("holds", 2.0, holds),
    Rule("word-of-kind", 1.5, word_of_kind),
    Rule("full-name", 0.8, full_name),
    Rule("nearness", 1.0, nearness),
)
_CONTEXT = frozenset(rule.name for rule in RULES if rule.context)
