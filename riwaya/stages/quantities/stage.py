"""The stage that turns rules' findings (and a model's proposals) into Quantities."""

from __future__ import annotations

from dataclasses import replace

from riwaya.model import Origin, Quantity, Span, annotation_id
from riwaya.stages.base import Draft, Layer
from riwaya.stages.quantities.amounts import Amount
from riwaya.stages.quantities.kinds import kind_of
from riwaya.stages.quantities.reconcile import Boundaries, Reading, reconcile
from riwaya.stages.quantities.scan import find
from riwaya.stages.quantities.scene import Found, Scene
from riwaya.text import TextView


class QuantitiesStage:
    """Finds every count of people. `boundaries` says whose span stands where a model was heard."""

    name = "quantities"
    version = "1"
    needs: frozenset[Layer] = frozenset()
    gives: frozenset[Layer] = frozenset({"counts"})

    def __init__(self, boundaries: Boundaries = "rules") -> None:
        self.boundaries: Boundaries = boundaries

    def run(self, draft: Draft) -> Draft:
        """`draft` with its counts replaced."""
        readings = read_counts(draft.view)
        if draft.proposals is not None:
            proposed = [p for p in draft.proposals if p.kind == "count"]
            readings = reconcile(draft.view, readings, proposed, self.boundaries)
        counts = tuple(_quantity(draft.document.id, reading) for reading in readings)
        return draft.having(counts=counts)


def read_counts(view: TextView) -> list[Reading]:
    """What the rules alone find in a text, in order."""
    readings: list[Reading] = []
    for sentence in view.sentences:
        headline = sentence.start <= view.paragraphs[0].start
        scene = Scene(view, view.words_in(sentence), headline)
        before: Found | None = None
        for found in find(scene):
            kind, reason = kind_of(scene, found, before)
            readings.append(Reading(scene.span(found), found.amount, kind, found.rule, reason))
            before = replace(found, kind=kind)
    return readings


def _quantity(document: str, reading: Reading) -> Quantity:
    amount: Amount = reading.amount
    span: Span = reading.span
    return Quantity(
        id=annotation_id(document, "count", [span]),
        span=span,
        minimum=amount.minimum,
        maximum=amount.maximum,
        approx=amount.approx,
        kind=reading.kind,
        origins=(
            Origin("span", "quantities", reading.span_rule or reading.rule, reading.score),
            Origin("value", "quantities", reading.rule),
            Origin("kind", "quantities", reading.reason, reading.score),
        ),
    )
