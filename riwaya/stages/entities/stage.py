"""The stage that joins mentions into entities and links them to the known actors."""

from __future__ import annotations

from riwaya.stages.base import Draft, Layer
from riwaya.stages.entities.build import build
from riwaya.stages.entities.forms import read_namings
from riwaya.stages.entities.scene import read_scene

STAGE = "entities"


class EntitiesStage:
    """Gives every mention its entity. Needs mentions; near-linear in their number."""

    name = STAGE
    version = "1"
    needs: frozenset[Layer] = frozenset({"mentions"})
    gives: frozenset[Layer] = frozenset({"mentions", "entities"})

    def run(self, draft: Draft) -> Draft:
        """`draft` with its entities replaced and its mentions' `entity` filled."""
        namings = read_namings(draft)
        scene = read_scene(namings)
        return build(draft, scene)
