"""Where a model and the rules both read counts: who decides what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from riwaya.model import CountKind, Span
from riwaya.stages.base import Proposal
from riwaya.stages.quantities.amounts import Amount
from riwaya.stages.quantities.scan import RULES
from riwaya.stages.quantities.scene import KINDS, Scene
from riwaya.text import TextView

Boundaries = Literal["rules", "model"]

UNMET_READINGS: Literal["all", "sure"] = "all"
"""Which readings are kept where the model proposes nothing: all, or those of sure rules only."""

LONELY_SCORE = 0.8
"""A proposal that no rule reads is read loosely from this score on."""

KIND_SCORE = 0.8
"""The head's kind is taken from this score on, and only where the words around leave it open."""

OPEN_REASONS = frozenset({"kind-unstated", "kind-by-verb-far-before"})

CASUALTIES: frozenset[CountKind] = frozenset({"killed", "injured", "missing"})
"""Kinds that need words of the text: a head alone never makes a casualty of someone."""

_SURE = frozenset(rule.name for rule in RULES if rule.sure)
_HEAD = "head:count"


@dataclass(frozen=True, slots=True)
class Reading:
    """A count with its span, amount and kind; `rule` valued it, `reason` gave its kind.

    `span_rule` names what drew the span when that was not `rule`; `score` is the model's.
    """

    span: Span
    amount: Amount
    kind: CountKind
    rule: str
    reason: str
    span_rule: str = ""
    score: float | None = None


def reconcile(
    view: TextView,
    rules: Sequence[Reading],
    proposals: Sequence[Proposal],
    boundaries: Boundaries = "rules",
) -> list[Reading]:
    """One list out of what the rules read and what the model proposes, in text order.

    The rules find counts, give the amount, and the kind where the words around state one; where
    they do not, the model may give it, but never a casualty. A sure proposal without a rule's
    reading is read loosely, or dropped when its words hold no amount. What becomes of a rule's
    reading without a proposal: UNMET_READINGS. `boundaries` says whose span is kept where both
    have one.
    """
    kept: list[Reading] = []
    unmet = sorted(proposals, key=lambda proposal: proposal.span)
    at = 0
    for reading in rules:
        while at < len(unmet) and unmet[at].span.stop <= reading.span.start:
            kept += _loose(view, unmet[at])
            at += 1
        if at < len(unmet) and unmet[at].span.meets(reading.span):
            kept.append(_agreed(reading, unmet[at], boundaries))
            at += 1
            while at < len(unmet) and reading.span.holds(unmet[at].span):
                at += 1  # the model saw two counts where a rule saw one
        elif UNMET_READINGS == "all" or reading.rule in _SURE:
            kept.append(reading)
    for proposal in unmet[at:]:
        kept += _loose(view, proposal)
    return _without_overlaps(kept)


def loose_amount(view: TextView, span: Span) -> Amount | None:
    """The first amount in the words of `span`, whatever stands around it."""
    scene = Scene(view, view.words_in(span))
    for index in range(len(scene)):
        amount = scene.amount(index)
        if amount:
            return amount
    return None


def _agreed(reading: Reading, proposal: Proposal, boundaries: Boundaries) -> Reading:
    span, drawn = (proposal.span, _HEAD) if boundaries == "model" else (reading.span, reading.rule)
    kind = _kind(proposal)
    open_to_head = reading.reason in OPEN_REASONS and proposal.score >= KIND_SCORE
    if open_to_head and kind not in (reading.kind, "other"):
        reading = replace(reading, kind=kind, reason=_HEAD)
    return replace(reading, span=span, span_rule=drawn, score=proposal.score)


def _loose(view: TextView, proposal: Proposal) -> list[Reading]:
    amount = loose_amount(view, proposal.span) if proposal.score >= LONELY_SCORE else None
    if amount is None:
        return []
    kind = _kind(proposal)
    return [Reading(proposal.span, amount, kind, "loose", _HEAD, _HEAD, proposal.score)]


def _kind(proposal: Proposal) -> CountKind:
    """The kind that a head proposes, `other` for a casualty that no words state."""
    for kind in KINDS:
        if kind == proposal.label and kind not in CASUALTIES:
            return kind
    return "other"


def _without_overlaps(readings: list[Reading]) -> list[Reading]:
    clear: list[Reading] = []
    for reading in sorted(readings, key=lambda reading: reading.span):
        if not clear or not clear[-1].span.meets(reading.span):
            clear.append(reading)
    return clear
