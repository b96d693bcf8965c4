"""The country of a place that the gazetteer does not settle, from what the text says of it."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.gazetteer.base import GazetteerPlace
from riwaya.stages.places.evidence import NOWHERE, Votes
from riwaya.stages.places.resolve import Outcome, Resolver
from riwaya.stages.places.scene import Site
from riwaya.stages.places.senses import LARGE, weight_of

_AGREE = 0.65  # part of the votes around a place that its country must have
_LONGEST = 3  # words of a place's name inside a facility's
_DEEPEST = 3  # links followed from place to place
_SHOWN = 20  # mentions of one entity that are looked at


@dataclass(frozen=True, slots=True)
class Guess:
    """A country (ISO code, XX: none), the rule that gave it, and how sure it is; `inside` is the
    known place that holds the unknown one."""

    country: str
    rule: str
    confidence: float
    inside: GazetteerPlace | None = None


def guess(outcome: Outcome, resolver: Resolver) -> Guess | None:
    """The first of the rules that gives a country; None when all are silent."""
    rules = (
        _of_sense, _nationality, _part_of, _held, _sea, _name_inside, _senses_agree,
        _votes_around, _owner,
    )  # fmt: skip
    return next((found for rule in rules if (found := rule(outcome, resolver))), None)


def _of_sense(outcome: Outcome, _: Resolver) -> Guess | None:
    """The gazetteer has the town and not the unit of its name that the text means."""
    country = outcome.sense.country if outcome.sense else None
    return Guess(country, "unit-of-namesake", outcome.confidence) if country else None


def _nationality(outcome: Outcome, _: Resolver) -> Guess | None:
    """بلدة X السورية; but an embassy's or a base's nationality says whose it is."""
    votes = Votes()
    for site in outcome.group.sites:
        head = site.head or site.inner_head
        if site.adjective and not (head and "owner" in head.marks):
            votes.add(site.adjective, 2.0 if site.sure else 1.0)
        if site.inner_country and not site.facility:
            votes.add(site.inner_country, 2.0)
    won = votes.winner()
    return Guess(won[0], "nationality-beside", 0.85) if won else None


def _held(outcome: Outcome, resolver: Resolver) -> Guess | None:
    """X في محافظة Y، X قرب Y: the country, and the unit, of what the text puts it in."""
    for wanted in ("inside", "beside", "apposed"):
        for site in outcome.group.sites[:_SHOWN]:
            holder = _holder(site, wanted, resolver, _DEEPEST)
            if holder is not None:
                place = resolver.settled.get(holder) if wanted == "inside" else None
                score = 0.8 if wanted == "inside" else 0.7
                return Guess(resolver.countries[holder], "held-by", score, place)
    return None


def _holder(site: Site, wanted: str, resolver: Resolver, deepest: int) -> int | None:
    """The first settled site of a chain: قرية X في بلدة Y بمحافظة Z."""
    for link, target in site.links if deepest else ():
        if link == wanted:
            if resolver.countries.get(target, NOWHERE) != NOWHERE:
                return target
            return _holder(resolver.scene.sites[target], wanted, resolver, deepest - 1)
    return None


def _part_of(outcome: Outcome, resolver: Resolver) -> Guess | None:
    """شمال X، ريف X as a name of its own: the country, and the place that it is a part of."""
    for site in outcome.group.named[:_SHOWN]:
        base = site.inner_area and site.base
        place = (resolver.by_name.get(base) or _well_known(base, resolver)) if base else None
        if place:
            return Guess(place.country or NOWHERE, "part-of", 0.75, place)
    return None


def _owner(outcome: Outcome, _: Resolver) -> Guess | None:
    """المستشفى الفرنسي: a site's own nationality, where nothing else says where it lies; but not
    an embassy's or a base's."""
    site = outcome.group.named[0]
    if not site.inner_country or (site.inner_head and "owner" in site.inner_head.marks):
        return None
    return Guess(site.inner_country, "nationality-inside", 0.4)


def _name_inside(outcome: Outcome, resolver: Resolver) -> Guess | None:
    """مستشفى الرقة الوطني: a place that the facility's own name holds."""
    site = outcome.group.named[0]
    words = site.letters.split()
    if not (site.facility or site.inner_head) or len(words) < 2:
        return None
    for first, last in _stretches(len(words)):
        name = " ".join(words[first:last])
        place = resolver.by_name.get(name) or _well_known(name, resolver)
        if place and place.country and place.country != NOWHERE:
            return Guess(place.country, "name-inside", 0.75, place)
    return None


def _stretches(count: int) -> list[tuple[int, int]]:
    """(first, last) of the stretches of a name behind its first word, the longest first."""
    lengths = range(min(_LONGEST, count - 1), 0, -1)
    return [(at, at + n) for n in lengths for at in range(1, count - n + 1)][:24]


def _well_known(name: str, resolver: Resolver) -> GazetteerPlace | None:
    """The weightiest place of this name that is large or lies in a country of the document."""
    if name in resolver.scene.words.homographs or len(name) < 3:
        return None
    votes = resolver.evidence.votes
    fitting = (
        place
        for place in resolver.gazetteer.named(name)[:20]
        if weight_of(place) >= LARGE or votes.share(place.country) > 0.2
    )
    return max(
        fitting,
        key=lambda place: (votes.share(place.country), weight_of(place)),
        default=None,
    )


def _sea(outcome: Outcome, _: Resolver) -> Guess | None:
    """بحر X، مضيق X: waters that no country holds."""
    for site in outcome.group.sites:
        head = site.inner_head or site.head
        if head and "sea" in head.marks:
            return Guess(NOWHERE, "sea", 0.6)
    return None


def _senses_agree(outcome: Outcome, resolver: Resolver) -> Guess | None:
    """Senses too close to call, or too weak, that lie in one country of the document."""
    if outcome.rule not in ("too-close", "too-weak") or not outcome.possible:
        return None
    country, *others = {sense.country for sense in outcome.possible}
    votes = resolver.evidence.votes
    if others or country is None or (votes.of and not votes.share(country)):
        return None
    return Guess(country, "senses-agree", 0.6)


def _votes_around(outcome: Outcome, resolver: Resolver) -> Guess | None:
    """The country of the places around it, where they agree."""
    votes = Votes()
    for site in outcome.group.sites[:_SHOWN]:
        for country, weight in resolver.evidence.local_votes(site).of.items():
            votes.add(country, weight)
    won = votes.winner()
    if won is None or won[1] < _AGREE:
        return None
    return Guess(won[0], "document-country", round(0.6 * won[1], 3))
