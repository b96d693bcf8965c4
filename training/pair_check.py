"""Can the label be told from one side of a pair alone? Then the pairs teach a wrong lesson.

    python -m training.pair_check SHARED [MOST]

A logistic regression over the words of one side is fitted on some groups and measured on the
others, against the commonest label; both numbers are printed.
"""

from __future__ import annotations

import sys
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from riwaya.text import fold_letters
from training.pair_edits_words import words
from training.pair_sets import Pair

_BUCKETS = 1 << 14
_STEPS = 60
_HELD_OUT = 4  # every fourth group is measured
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class OneSided:
    """Share of pairs whose label one side alone gives, and the share of the commonest label."""

    accuracy: float
    commonest: float

    @property
    def gain(self) -> float:
        """What one side tells over guessing the commonest label (0: nothing)."""
        return self.accuracy - self.commonest


def one_sided(pairs: Sequence[Pair], both: bool = False) -> OneSided:
    """How well the words of the second side alone give the label, on groups not fitted on.

    `both`: the words of both sides in one bag. Needs pairs of several groups.
    """
    labels = sorted({pair.label for pair in pairs})
    y = np.array([labels.index(pair.label) for pair in pairs])
    rows = [_row(pair.b + " " + pair.a if both else pair.b) for pair in pairs]
    held = np.array([zlib.crc32(pair.group.encode()) % _HELD_OUT == 0 for pair in pairs])
    weights = _fitted([r for r, h in zip(rows, held, strict=True) if not h], y[~held], len(labels))
    guessed = np.array([
        int(np.argmax(weights[row].sum(axis=0) / np.sqrt(len(row))))
        for row, h in zip(rows, held, strict=True) if h
    ])  # fmt: skip
    measured = y[held]
    commonest = Counter(measured.tolist()).most_common(1)[0][1] / len(measured)
    return OneSided(float(np.mean(guessed == measured)), commonest)


def _row(text: str) -> npt.NDArray[np.int64]:
    """Buckets of the words of a text and of their neighbours, and one that is always there."""
    found = [fold_letters(word) for word in words(text)]
    terms = {*found, *(" ".join(two) for two in pairwise(found))}
    return np.array([0, *sorted({1 + zlib.crc32(t.encode()) % (_BUCKETS - 1) for t in terms})])


def _fitted(rows: Sequence[npt.NDArray[np.int64]], y: npt.NDArray[np.int64], k: int) -> Floats:
    """Weights by AdaGrad over mini-batches [bucket, label]."""
    rng = np.random.default_rng(0)
    weights = np.zeros((_BUCKETS, k), np.float32)
    squares = np.full((_BUCKETS, k), 1e-6, np.float32)
    for _ in range(_STEPS // 10):
        for batch in np.array_split(rng.permutation(len(rows)), max(1, len(rows) // 64)):
            where = np.concatenate([rows[i] for i in batch])
            sizes = np.array([len(rows[i]) for i in batch])
            owner = np.repeat(np.arange(len(batch)), sizes)
            scale = (1 / np.sqrt(sizes))[owner, None]
            scores = np.zeros((len(batch), k), np.float32)
            np.add.at(scores, owner, weights[where] * scale)
            chances = np.exp(scores - scores.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            chances[np.arange(len(batch)), y[batch]] -= 1
            slope = np.zeros_like(weights)
            np.add.at(slope, where, (chances[owner] * scale / len(batch)).astype(np.float32))
            squares += slope**2
            weights -= 0.1 * slope / np.sqrt(squares)
    return weights


def main(argv: Sequence[str]) -> None:
    """Print the figures for edited pairs of the folder `SHARED`."""
    from training.pair_edits import edited_pairs

    pairs = edited_pairs(Path(argv[0]), 1, int(argv[1]) if len(argv) > 1 else 6000)
    for label, count in Counter(pair.label for pair in pairs).most_common():
        kinds = Counter(pair.kind for pair in pairs if pair.label == label)
        print(label, count, dict(kinds.most_common()))
    one, both = one_sided(pairs), one_sided(pairs, both=True)
    print(f"one side {one.accuracy:.3f}, both in one bag {both.accuracy:.3f}, ", end="")
    print(f"commonest label {one.commonest:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
