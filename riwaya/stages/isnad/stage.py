"""The stage that ties claims to entities."""

from __future__ import annotations

from dataclasses import replace

from riwaya.model import Claim
from riwaya.stages.base import Draft, Layer
from riwaya.stages.isnad.cast import Cast
from riwaya.stages.isnad.chain import chain_of


class IsnadStage:
    """Fills `speaker`, `organisation` and `isnad` of claims with ids of entities.

    Speakers whom the text does not name become entities of their own, never joined to another;
    persons get their standing from the roles that the text gives them. Linear in the claims.
    """

    name = "isnad"
    version = "1"
    needs: frozenset[Layer] = frozenset({"claims", "mentions", "entities"})
    gives: frozenset[Layer] = frozenset({"claims", "entities"})

    def run(self, draft: Draft) -> Draft:
        """The draft with its claims tied to entities, and with the entities that they add."""
        cast = Cast(draft)
        spoken = [cast.tied(claim) for claim in draft.claims]
        claims = tuple(_chained(claim, cast) for claim in spoken)
        return draft.having(claims=claims, entities=cast.entities())


def _chained(claim: Claim, cast: Cast) -> Claim:
    return replace(claim, isnad=chain_of(claim, cast))
