"""The chain of transmission as entity ids, hop by hop beside its words."""

from __future__ import annotations

from riwaya.model import Claim
from riwaya.stages.isnad.cast import Cast


def chain_of(claim: Claim, cast: Cast) -> tuple[str | None, ...]:
    """An id for each hop of `isnad_words`, None where the text does not state the hop.

    The last hop is the speaker. A relay is found where the report names it.
    """
    hops = claim.isnad_words
    ids = [None if words is None else cast.relay(words) for words in hops]
    if hops and hops[-1] is not None and claim.speaker is not None:
        ids[-1] = claim.speaker
    return tuple(ids)
