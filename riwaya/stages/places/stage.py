"""The stage: mentions of places and facilities in, their readings and settled entities out."""

from __future__ import annotations

from riwaya.gazetteer import open_gazetteer
from riwaya.gazetteer.base import Gazetteer
from riwaya.stages.base import Draft, Layer
from riwaya.stages.places.build import Builder
from riwaya.stages.places.countries import guess
from riwaya.stages.places.resolve import Resolver, place_of
from riwaya.stages.places.scene import Scene
from riwaya.stages.places.surroundings import describe


class PlacesStage:
    """Says which place each place or facility mention means, where it lies and how exactly.

    `gazetteer` None opens the embedded one, with what the user added, at the first document. With
    `coarsen` (the default) hospitals, schools, shelters and camps get the point of their district
    or none, in readings and entities alike.
    """

    name = "places"
    version = "1"
    needs: frozenset[Layer] = frozenset({"mentions", "entities"})
    gives: frozenset[Layer] = frozenset({"mentions", "entities", "places"})

    def __init__(self, gazetteer: Gazetteer | None = None, *, coarsen: bool = True) -> None:
        self._gazetteer = gazetteer
        self.coarsen = coarsen

    @property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer in use. Raises ResourceError when the embedded one cannot be opened."""
        if self._gazetteer is None:
            self._gazetteer = open_gazetteer()
        return self._gazetteer

    def run(self, draft: Draft) -> Draft:
        """`draft` with its places read, its entities settled and its mentions pointing to them."""
        scene = Scene(draft.view, draft.mentions, draft.entities)
        if not scene.sites:
            return draft.having(places=())
        describe(scene)
        resolver = Resolver(scene, self.gazetteer)
        builder = Builder(draft, self.gazetteer, self.coarsen)
        for outcome in resolver.run():
            settled = all(place_of(outcome, site) for site in outcome.group.sites)
            builder.add(outcome, None if settled else guess(outcome, resolver))
        return builder.draft()
