"""From scores to spans of words: tag runs for cues, times and counts; one best span per role.

A role's span is chosen among all `[i, j]` of the cue's paragraph by
`start[i] + stop[j] + INSIDE_SHARE * sum(log-odds inside i..j)`, against "none".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

INSIDE_SHARE = 0.25
ODDS_LIMIT = 6.0
SECOND_RUN_WORDS = 3
SECOND_RUN_ODDS = 1.5
LONGEST_NAMING = 30


@dataclass(frozen=True, slots=True)
class Run:
    """Words `first` to `last` with a label; `score` is the share that is not "outside", 0 to 1."""

    first: int
    last: int
    label: str
    score: float


def softmax(scores: Floats) -> Floats:
    """Along the last axis."""
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    result: Floats = shifted / shifted.sum(-1, keepdims=True)
    return result


def runs(scores: Floats, names: Sequence[str], outside_bias: float | Floats = 0.0) -> list[Run]:
    """Runs of `B-x I I` in `scores` [words, labels]; names[0] is the outside label.

    `outside_bias` (one, or one a word) is taken off the outside score: above 0 it finds more. An I
    without a B before it is left out.
    """
    if not len(scores):
        return []
    biased = scores.copy()
    biased[:, 0] -= outside_bias
    shares = softmax(biased)
    best = shares.argmax(1)
    inner = list(names).index("I")
    found: list[Run] = []
    for at, tag in enumerate(best):
        name = names[tag]
        if name.startswith("B"):
            found.append(Run(at, at, name[2:], float(1 - shares[at, 0])))
        elif tag == inner and found and found[-1].last == at - 1:
            run = found[-1]
            found[-1] = Run(run.first, at, run.label, min(run.score, float(1 - shares[at, 0])))
    return found


def best_span(inside: Floats, start: Floats, stop: Floats, none: float) -> tuple[int, int] | None:
    """The best `[i, j]` over M words, or None when "none" scores higher. All inputs are [M]."""
    start_share = _log_share(start, none)
    stop_share = _log_share(stop, none)
    odds = np.clip(inside, -ODDS_LIMIT, ODDS_LIMIT) * INSIDE_SHARE
    before = np.concatenate([[0.0], np.cumsum(odds)])
    left = start_share[:-1] - before[:-1]
    right = stop_share[:-1] + before[1:]
    # The best start for each stop is a running maximum: linear, however long the paragraph.
    best_left = np.maximum.accumulate(left)
    total = right + best_left
    end = int(total.argmax())
    if total[end] <= start_share[-1] + stop_share[-1]:
        return None
    return int(left[: end + 1].argmax()), end


def further_runs(inside: Floats, main: tuple[int, int]) -> list[tuple[int, int]]:
    """Other stretches that are clearly inside the role: the second half of a broken quotation."""
    found = []
    at, count = 0, len(inside)
    while at < count:
        if inside[at] <= 0 or main[0] <= at <= main[1]:
            at += 1
            continue
        end = at
        while end + 1 < count and inside[end + 1] > 0 and not main[0] <= end + 1 <= main[1]:
            end += 1
        long = end - at + 1 >= SECOND_RUN_WORDS
        apart = end < main[0] - 1 or at > main[1] + 1
        if long and apart and float(inside[at : end + 1].mean()) > SECOND_RUN_ODDS:
            found.append((at, end))
        at = end + 1
    return found


def span_score(inside: Floats, span: tuple[int, int]) -> float:
    """Geometric mean of the inside shares over the span, 0 to 1."""
    odds = np.clip(inside[span[0] : span[1] + 1], -30, 30)
    return float(np.exp(-np.log1p(np.exp(-odds)).mean()))


def pointed(start: Floats, stop: Floats) -> tuple[int, int, float] | None:
    """The naming that a claim points back to: `start`, `stop` [W] are scored against 0 for none."""
    first, last = _log_share(start, 0.0), _log_share(stop, 0.0)
    at = int(first[:-1].argmax())
    if first[at] <= first[-1]:
        return None
    end = at + int(last[at : min(at + LONGEST_NAMING, len(stop))].argmax())
    return at, end, float(np.exp((first[at] + last[end]) / 2))


def buckets(distance: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Bucket 0 to 15 of each signed distance in words: by powers of two, before (0-7) or after."""
    size = np.minimum(np.log2(np.abs(distance) + 1).astype(np.int64), 7)
    result: npt.NDArray[np.int64] = np.where(distance <= 0, size, 8 + size)
    return result


def _log_share(scores: Floats, none: float) -> Floats:
    """Log shares of `scores` and, last, of "none"."""
    every = np.append(scores, np.float32(none)).astype(np.float32)
    top = every.max()
    result: Floats = every - top - np.log(np.exp(every - top).sum())
    return result
