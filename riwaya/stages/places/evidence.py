"""What a document says about where it plays: countries and places, weighed and near."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from riwaya.gazetteer.base import GazetteerPlace
from riwaya.stages.places.scene import Scene, Site
from riwaya.stages.places.vocabulary import NATION

NOWHERE = "XX"  # seas, continents and the like
_ADJECTIVE, _STATE, _PLACE = 0.4, 1.0, 1.0
_LEAD, _DATELINE = 1.6, 0.4  # the first two paragraphs; a dateline may only be the agency's seat
_NOTHING = 1e-6  # what is left of a vote that was taken back
_NEIGHBOURS = 8  # settled places looked at around a mention


@dataclass(slots=True)
class Votes:
    """Country -> weight."""

    of: dict[str, float] = field(default_factory=dict)

    def add(self, country: str | None, weight: float) -> None:
        """Count `weight` for the country; seas and unknown ones do not count."""
        if country and country != NOWHERE:
            self.of[country] = self.of.get(country, 0.0) + weight

    def share(self, country: str | None) -> float:
        """How strong the country is beside the strongest one, 0 to 1."""
        strongest = max(self.of.values(), default=0.0)
        return self.of.get(country or "", 0.0) / strongest if strongest > 0 else 0.0

    def winner(self) -> tuple[str, float] | None:
        """The strongest country and its part of all votes; None without votes or between equals."""
        ranked = sorted(self.of.items(), key=lambda item: (-item[1], item[0]))
        if not ranked or (len(ranked) > 1 and ranked[0][1] <= ranked[1][1]):
            return None
        return ranked[0][0], ranked[0][1] / sum(self.of.values())


@dataclass(frozen=True, slots=True)
class Anchor:
    """A mention whose place is settled. `local` says that it is smaller than a country."""

    site: Site
    country: str | None
    place: GazetteerPlace | None
    local: bool


class Evidence:
    """The settled mentions and the nationalities of a text, in text order."""

    def __init__(self, scene: Scene) -> None:
        self._anchors: list[Anchor] = []
        self._starts: list[int] = []
        self.votes = Votes()
        self._held: dict[int, list[int]] = {}
        for site in scene.sites:
            for _, target in site.links:
                self._held.setdefault(target, []).append(site.number)
        self._nations = _nations(scene)
        for _, country, weight in self._nations:
            self.votes.add(country, weight)
        self._nation_starts = [start for start, _, _ in self._nations]

    def settle(self, anchors: list[Anchor]) -> None:
        """Count these mentions in; they need not come in order."""
        for anchor in anchors:
            self.votes.add(anchor.country, weight_of_site(anchor.site, anchor.local))
        self._anchors = sorted(
            [*self._anchors, *anchors], key=lambda anchor: anchor.site.mention.span
        )
        self._starts = [anchor.site.mention.span.start for anchor in self._anchors]

    def around(self, site: Site) -> list[Anchor]:
        """The settled mentions nearest in the text to `site`, itself left out."""
        at = bisect_left(self._starts, site.mention.span.start)
        near = self._anchors[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
        return [anchor for anchor in near if anchor.site.number != site.number]

    def linked_to(self, sites: list[Site]) -> list[int]:
        """Numbers of the sites that the text puts inside or beside one of `sites`."""
        return [number for site in sites for number in self._held.get(site.number, ())]

    def votes_without(self, sites: list[Site], country: str | None, local: bool) -> Votes:
        """The document's votes less those that these sites gave to `country`."""
        votes = Votes(dict(self.votes.of))
        for site in sites:
            votes.add(country, -weight_of_site(site, local))
        votes.of = {key: weight for key, weight in votes.of.items() if weight > _NOTHING}
        return votes

    def local_votes(self, site: Site) -> Votes:
        """Votes of the settled places around a mention, the nearer the stronger."""
        votes = Votes()
        for anchor in self.around(site):
            near = 3.0 if anchor.site.sentence == site.sentence else 1.0
            near += 1.0 * (anchor.site.paragraph == site.paragraph)
            near *= _DATELINE if anchor.site.dateline else 1.0
            votes.add(anchor.country, near * (1.5 if anchor.local else 1.0))
        start = site.mention.span.start
        at = bisect_left(self._nation_starts, start)
        for _, country, _ in self._nations[max(0, at - 3) : at + 3]:
            votes.add(country, 0.5)
        return votes


def weight_of_site(site: Site, local: bool) -> float:
    """What one settled mention counts for its country."""
    if site.dateline:
        return _DATELINE
    weight = _PLACE if local else _STATE
    return weight * (_LEAD if site.paragraph < 2 else 1.0)


def _nations(scene: Scene) -> list[tuple[int, str, float]]:
    return [
        (scene.view.words[item.first].span.start, item.reading.country, _ADJECTIVE)
        for item in scene.items
        if item.reading.category == NATION and item.reading.country
    ]
