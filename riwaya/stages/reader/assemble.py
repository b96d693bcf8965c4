"""From the scores of one cue to a Claim, every field with its origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from riwaya.model import Claim, Origin, Span, annotation_id
from riwaya.stages.reader import decode, labels
from riwaya.stages.reader.network import CueScores, Floats
from riwaya.text import TextView

STAGE = "reader"
_NEVER = np.float32(-1e4)
KINDS: dict[str, tuple[str, ...]] = {
    "stance": labels.STANCES,
    "source_type": labels.SOURCE_TYPES,
    "mode": labels.MODES,
}
DOUBT = {"stance": 0.75, "source_type": 0.6}
"""Below this score of a head, the second opinion's value is taken where there is one."""

RARE_DOUBT = {"denied": 0.95, "uncertain": 0.95}
"""The same for stances that are rare in training, where the rules know the verbs."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in a window and the words of its paragraph: positions count window words."""

    run: decode.Run
    region: range


@dataclass(frozen=True, slots=True)
class Seen:
    """A window after the first pass: a state and a pointer key for each word, its index in the
    document, and the earlier reader's claims by the index of their cue's first word."""

    view: TextView
    document: str
    indexes: tuple[int, ...]
    states: Floats
    keys: Floats
    near: Floats
    seconds: Mapping[int, Claim]

    def span(self, first: int, last: int) -> Span:
        """The original span of window words `first` to `last`."""
        return self.view.span_of(self.indexes[first], self.indexes[last])


def claim_of(seen: Seen, cue: Cue, scores: CueScores, at: int) -> Claim:
    """The claim of the cue in row `at` of `scores`."""
    cue_span = seen.span(cue.run.first, cue.run.last)
    origins = [_head("cue", cue.run.score)]
    parts: dict[str, Any] = dict.fromkeys(labels.ROLES, ())
    low = cue.region.start
    for role, runs, score in _roles(cue, scores, at):
        parts[role] = tuple(seen.span(low + a, low + b) for a, b in runs)
        origins.append(_head(role, score))
    sure = [origin.score or 0.0 for origin in origins]
    for field, value, origin in _kinds(seen, cue, scores, at):
        parts[field] = value
        origins.append(origin)
    earlier = _pointed(seen, cue, scores.query[at])
    if earlier is not None:
        parts["source_from"] = seen.span(earlier[0], earlier[1])
        origins.append(_head("source_from", earlier[2]))
    claim = Claim(
        id=annotation_id(seen.document, "claim", [cue_span]),
        cue=(cue_span,),
        confidence=round(float(np.prod(sure) ** (1 / len(sure))), 3),
        origins=tuple(origins),
        **parts,
    )
    second = seen.seconds.get(seen.indexes[cue.run.first])
    return _refusal(claim, second) if second and second.stance == "no_comment" else claim


Role = tuple[str, list[tuple[int, int]], float]
"""A role's name, its runs of region words, and its score."""


def _roles(cue: Cue, scores: CueScores, at: int) -> list[Role]:
    """The roles that are filled; a source and a via that meet are decoded apart."""
    source = _role(cue, scores, at, "source", range(0))
    via = _role(cue, scores, at, "via", range(0))
    content = _role(cue, scores, at, "content", range(0))
    if source and via and _meet(source, via):
        if source[2] < via[2]:
            source = _role(cue, scores, at, "source", _extent(via))
        else:
            via = _role(cue, scores, at, "via", _extent(source))
    return [role for role in (source, content, via) if role]


def _role(cue: Cue, scores: CueScores, at: int, role: str, taken: range) -> Role | None:
    """The best runs of `role` outside the region words `taken`, or None."""
    size, number = len(cue.region), labels.ROLES.index(role)
    inside, start, stop = (
        scored[at, :size, number].copy() for scored in (scores.inside, scores.start, scores.stop)
    )
    for scored in (inside, start, stop):
        scored[taken.start : taken.stop] = _NEVER
    main = decode.best_span(inside, start, stop, float(scores.none[at, number]))
    if main is None:
        return None
    runs = [main, *(decode.further_runs(inside, main) if role == "content" else [])]
    return role, sorted(runs), decode.span_score(inside, main)


def _extent(role: Role) -> range:
    return range(role[1][0][0], role[1][-1][1] + 1)


def _meet(one: Role, other: Role) -> bool:
    first, second = _extent(one), _extent(other)
    return first.start < second.stop and second.start < first.stop


def _kinds(seen: Seen, cue: Cue, scores: CueScores, at: int) -> Iterator[tuple[str, str, Origin]]:
    second = seen.seconds.get(seen.indexes[cue.run.first])
    for field, names in KINDS.items():
        shares = decode.softmax(getattr(scores, field)[at])
        best = int(shares.argmax())
        score = float(shares[best])
        if second is not None:
            value: str = getattr(second, field)
            origin = next((o for o in second.origins if o.field == field), None)
            limit = max(DOUBT.get(field, 0.0), RARE_DOUBT.get(value, 0.0))
            if origin is not None and score < limit:
                yield field, value, origin
                continue
        yield field, names[best], _head(field, score)


def _refusal(claim: Claim, second: Claim) -> Claim:
    """A refusal to comment as the rules have it: its cue is a phrase that a tagger cuts short."""
    fields = {"cue": second.cue, "content": second.content, "stance": second.stance}
    if second.source and not claim.source:
        fields["source"] = second.source
    kept = [origin for origin in claim.origins if origin.field not in fields]
    taken = [origin for origin in second.origins if origin.field in fields]
    return replace(claim, origins=(*kept, *taken), **fields)  # type: ignore[arg-type]


def _head(field: str, score: float) -> Origin:
    return Origin(field, STAGE, f"head:{field}", round(score, 3))


def _pointed(seen: Seen, cue: Cue, query: Floats) -> tuple[int, int, float] | None:
    half = len(query) // 2
    scale = half**-0.5
    start = seen.keys[:, :half] @ query[:half] * scale
    start += seen.near[decode.buckets(np.arange(len(start)) - cue.run.first)]
    stop = seen.keys[:, half:] @ query[half:] * scale
    return decode.pointed(start.astype(np.float32), stop.astype(np.float32))
