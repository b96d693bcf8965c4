"""Joins what the rules find with what a model proposes as time expressions.

The rules find and value; the model adds what they do not know, where it is sure. Letting the model
veto a rule measured worse on reports held out from its training (`UNMET_MATCHES`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from riwaya.model import Origin, Span, TimeType
from riwaya.stages.base import Proposal

BOUNDARIES: Literal["rule", "proposal"] = "rule"
"""Whose edges a time expression takes where a rule and a proposal overlap."""

UNMET_MATCHES: Literal["all", "sure"] = "all"
"""Which matches are kept where the model proposes nothing: all, or those of sure rules only."""

LONELY_SCORE = 0.99
"""A proposal that no rule matches is kept from this score on."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time expression on its way: what a rule or a proposal says of `span`.

    `sure`: kept without a proposal.
    """

    span: Span
    type: TimeType
    value: str | None
    sure: bool
    origins: tuple[Origin, ...]
    anchor: Literal["published", "text"] | None = None
    inferred: bool = False


def reconciled(
    matches: Sequence[Candidate],
    proposals: Sequence[Proposal],
    parse: Callable[[Span], Candidate | None],
) -> tuple[Candidate, ...]:
    """The matches (see UNMET_MATCHES), and sure proposals that no match meets.

    `matches` are in order and free of overlaps; the result is as well. `parse` reads a lonely
    proposal more loosely, or gives None: then it keeps its span and its label with no value.
    """
    ordered = sorted(proposals, key=lambda item: item.span)
    meetings = _meetings(matches, ordered)
    kept = [
        _with_proposals(match, [ordered[index] for index in met])
        for match, met in zip(matches, meetings, strict=True)
        if met or match.sure or UNMET_MATCHES == "all"
    ]
    met_somewhere = {index for met in meetings for index in met}
    kept += [
        parse(proposal.span) or _unread(proposal)
        for index, proposal in enumerate(ordered)
        if index not in met_somewhere and proposal.score >= LONELY_SCORE
    ]
    return _without_overlaps(kept)


def _meetings(matches: Sequence[Candidate], proposals: Sequence[Proposal]) -> list[list[int]]:
    """For each match the indexes of the proposals that overlap it; both sides are in order."""
    found, first = [], 0
    for match in matches:
        while first < len(proposals) and proposals[first].span.stop <= match.span.start:
            first += 1
        other, met = first, []
        while other < len(proposals) and proposals[other].span.start < match.span.stop:
            if proposals[other].span.meets(match.span):
                met.append(other)
            other += 1
        found.append(met)
    return found


def _with_proposals(match: Candidate, met: Sequence[Proposal]) -> Candidate:
    origins = match.origins + tuple(_head(proposal, "span") for proposal in met)
    span = met[0].span if BOUNDARIES == "proposal" and len(met) == 1 else match.span
    return replace(match, span=span, origins=origins)


def _unread(proposal: Proposal) -> Candidate:
    label = proposal.label if proposal.label in get_args(TimeType) else "date"
    origins = (_head(proposal, "span"), _head(proposal, "type"))
    return Candidate(proposal.span, cast(TimeType, label), None, False, origins)


def _head(proposal: Proposal, field: str) -> Origin:
    return Origin(field, "reader", "head:time", proposal.score)


def _without_overlaps(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda item: item.span):
        if not kept or candidate.span.start >= kept[-1].span.stop:
            kept.append(candidate)
    return tuple(kept)
