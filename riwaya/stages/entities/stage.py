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
    version = "2"
    needs: frozenset[Layer] = frozenset({"mentions"})
    gives: frozenset[Layer] = frozenset({"mentions", "entities"})

    def run(self, draft: Draft) -> Draft:
        """`draft` with its entities replaced and its mentions' `entity` filled."""
        scene = read_scene(read_namings(draft), _year(draft.document.published))
        return build(draft, scene)


def _year(published: str | None) -> int | None:
    """The year of a date of publication."""
    digits = (published or "")[:4]
    return int(digits) if len(digits) == 4 and digits.isdecimal() else None
