"""The stage that says who speaks: fuller namings, roles and chains of transmission."""

from __future__ import annotations

from dataclasses import replace

from riwaya.model import Claim, Origin
from riwaya.stages.base import Draft, Layer
from riwaya.stages.speakers.chain import with_roles_and_chains
from riwaya.stages.speakers.namings import Naming, is_anaphor
from riwaya.stages.speakers.phrases import words_of
from riwaya.stages.speakers.resolve import FOR_ANAPHOR, FOR_TITLE, FOR_VERB_ONLY, Finder
from riwaya.stages.speakers.scene import Scene

STAGE = "speakers"


class SpeakersStage:
    """Fills `source_from`, `role` and `isnad` by named rules; `speaker` stays None.

    Needs claims in the order of their cues, with parents. Linear in text and claims.
    """

    name = STAGE
    version = "1"
    needs: frozenset[Layer] = frozenset({"claims"})
    gives: frozenset[Layer] = frozenset({"claims"})

    def run(self, draft: Draft) -> Draft:
        """The draft with its claims' speakers resolved as far as the text tells."""
        if not draft.claims:
            return draft
        # The names that rules alone find are too few to rule a phrase out.
        names = draft.mentions if draft.proposals is not None else ()
        scene = Scene(draft.view, draft.claims, names)
        resolved = [_resolved(scene, index) for index in range(len(draft.claims))]
        return draft.having(claims=tuple(with_roles_and_chains(scene, resolved)))


def _resolved(scene: Scene, index: int) -> Claim:
    """The claim with the naming of a rule, or else with its reader's own.

    Rules go first: on reports held out from training they named the right speaker more often than
    the reader's pointer (`bench/claims.py speakers`).
    """
    claim = scene.claims[index]
    found, rule = _find(scene, index)
    own = scene.sources[index]
    pointed = scene.naming(claim.source_from) if claim.source_from else None
    scene.settle(index, found or pointed or own)
    if found is None or (own and found.span == own.span):
        return claim if pointed is None else _typed(scene, claim, pointed)
    if claim.source_from is not None and found.span.meets(claim.source_from):
        others = claim.origins
    else:
        others = tuple(o for o in claim.origins if o.field != "source_from")
    origin = Origin("source_from", STAGE, rule)
    changed = replace(claim, source_from=found.span, origins=(*others, origin))
    return _typed(scene, changed, found)


def _typed(scene: Scene, claim: Claim, speaker: Naming) -> Claim:
    """A claim whose reader left the source type open takes that of its speaker's naming."""
    if any(origin.field == "source_type" for origin in claim.origins):
        return claim
    known = scene.type_of(speaker)
    origin = Origin("source_type", STAGE, "speaker-type")
    return replace(claim, source_type=known, origins=(*claim.origins, origin))


def _find(scene: Scene, index: int) -> tuple[Naming | None, str]:
    """The fuller naming and the rule that found it."""
    if not scene.needs_speaker(index) or scene.is_passive(index):
        return None, ""
    for rule, finder in _rules(scene.sources[index]):
        naming = finder(scene, index)
        if (
            naming is not None
            and not is_anaphor(naming)
            and naming.words[0] not in words_of("no naming")
            and scene.can_speak(naming)
        ):
            return naming, rule
    return None, ""


def _rules(source: Naming | None) -> tuple[tuple[str, Finder], ...]:
    if source is None:
        return FOR_VERB_ONLY
    return FOR_ANAPHOR if is_anaphor(source) else FOR_TITLE
