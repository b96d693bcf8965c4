"""From the scores of one cue to a Claim, every field with its origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from riwaya.model import Claim, Origin, Span, annotation_id
from riwaya.stages.reader import decode, labels
from riwaya.stages.reader.network import CueScores, Floats
from riwaya.text import TextView

STAGE = "reader"
KINDS: dict[str, tuple[str, ...]] = {
    "stance": labels.STANCES,
    "source_type": labels.SOURCE_TYPES,
    "mode": labels.MODES,
}
DOUBT = {"stance": 0.75, "source_type": 0.6}
"""Below this score of a head, the second opinion's value is taken where there is one."""


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
    for role, spans, score in _roles(seen, cue, scores, at):
        parts[role] = spans
        origins.append(_head(role, score))
    sure = [origin.score or 0.0 for origin in origins]
    for field, value, origin in _kinds(seen, cue, scores, at):
        parts[field] = value
        origins.append(origin)
    earlier = _pointed(seen, cue, scores.query[at])
    if earlier is not None:
        parts["source_from"] = seen.span(earlier[0], earlier[1])
        origins.append(_head("source_from", earlier[2]))
    return Claim(
        id=annotation_id(seen.document, "claim", [cue_span]),
        cue=(cue_span,),
        confidence=round(float(np.prod(sure) ** (1 / len(sure))), 3),
        origins=tuple(origins),
        **parts,
    )


def _roles(
    seen: Seen, cue: Cue, scores: CueScores, at: int
) -> Iterator[tuple[str, tuple[Span, ...], float]]:
    size, low = len(cue.region), cue.region.start
    for number, role in enumerate(labels.ROLES):
        inside = scores.inside[at, :size, number]
        start, stop = scores.start[at, :size, number], scores.stop[at, :size, number]
        main = decode.best_span(inside, start, stop, float(scores.none[at, number]))
        if main is None:
            continue
        runs = [main, *(decode.further_runs(inside, main) if role == "content" else [])]
        spans = tuple(seen.span(low + a, low + b) for a, b in sorted(runs))
        yield role, spans, decode.span_score(inside, main)


def _kinds(seen: Seen, cue: Cue, scores: CueScores, at: int) -> Iterator[tuple[str, str, Origin]]:
    second = seen.seconds.get(seen.indexes[cue.run.first])
    for field, names in KINDS.items():
        shares = decode.softmax(getattr(scores, field)[at])
        best = int(shares.argmax())
        score = float(shares[best])
        if second is not None and score < DOUBT.get(field, 0.0):
            value: str = getattr(second, field)
            origin = next((o for o in second.origins if o.field == field), None)
            if origin is not None:
                yield field, value, origin
                continue
        yield field, names[best], _head(field, score)


def _head(field: str, score: float) -> Origin:
    return Origin(field, STAGE, f"head:{field}", round(score, 3))


def _pointed(seen: Seen, cue: Cue, query: Floats) -> tuple[int, int, float] | None:
    half = len(query) // 2
    scale = half**-0.5
    start = seen.keys[:, :half] @ query[:half] * scale
    start += seen.near[decode.buckets(np.arange(len(start)) - cue.run.first)]
    stop = seen.keys[:, half:] @ query[half:] * scale
    return decode.pointed(start.astype(np.float32), stop.astype(np.float32))
