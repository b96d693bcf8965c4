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
_TRUSTED = 0.5


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
        scene = Scene(draft.view, draft.claims)
        resolved = [_resolved(scene, index) for index in range(len(draft.claims))]
        return draft.having(claims=tuple(with_roles_and_chains(scene, resolved)))


def _resolved(scene: Scene, index: int) -> Claim:
    claim = scene.claims[index]
    found, rule = _find(scene, index)
    own = scene.sources[index]
    kept = _kept(scene, index)
    if kept is not None:
        scene.settle(index, kept)
        return _typed(scene, _agreed(claim, found, rule), kept)
    scene.settle(index, found or own)
    if found is None or (own and found.span == own.span):
        return claim
    origin = Origin("source_from", STAGE, rule)
    changed = replace(claim, source_from=found.span, origins=(*claim.origins, origin))
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
        ):
            return naming, rule
    return None, ""


def _rules(source: Naming | None) -> tuple[tuple[str, Finder], ...]:
    if source is None:
        return FOR_VERB_ONLY
    return FOR_ANAPHOR if is_anaphor(source) else FOR_TITLE


def _kept(scene: Scene, index: int) -> Naming | None:
    """The reader's own resolution, where it is sure enough of it."""
    claim = scene.claims[index]
    if claim.source_from is None:
        return None
    scores = [o.score for o in claim.origins if o.field == "source_from" and o.stage != STAGE]
    if any(score is not None and score < _TRUSTED for score in scores):
        return None
    return scene.naming(claim.source_from)


def _agreed(claim: Claim, found: Naming | None, rule: str) -> Claim:
    """A second origin where a rule comes to the same naming as the reader."""
    if found is None or claim.source_from is None or not found.span.meets(claim.source_from):
        return claim
    origin = Origin("source_from", STAGE, rule)
    return claim if origin in claim.origins else replace(claim, origins=(*claim.origins, origin))
