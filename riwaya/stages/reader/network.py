"""What the reader asks of a network, whoever runs it (onnxruntime here, torch in training)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One window of W words: their states [W, width] and scores [W, labels]."""

    states: Floats
    cue: Floats
    time: Floats
    count: Floats
    name: Floats
    clitic: Floats
    key: Floats


@dataclass(frozen=True, slots=True)
class CueScores:
    """Scores of C cues over M words; `inside/start/stop` [C, M, roles], the others [C, labels]."""

    inside: Floats
    start: Floats
    stop: Floats
    none: Floats
    stance: Floats
    source_type: Floats
    mode: Floats
    query: Floats


class Network(Protocol):
    """The two passes of the reader, and the bias of its pointer by distance (see `buckets`)."""

    near: Floats

    def encode(self, ids: Sequence[int], sizes: Sequence[int]) -> Encoded:
        """States and tag scores of one window: piece ids between the marks, and pieces a word."""
        ...

    def read_cues(self, words: Floats, marked: Floats, mask: Floats) -> CueScores:
        """Roles and kinds of C cues: `words` [C, M, width]; `marked`, `mask` [C, M]."""
        ...


def share_of(sizes: Sequence[int]) -> Floats:
    """The weights by which words are means of their pieces, [W + 2, L]: a row for each word of
    `sizes` pieces, before and after them a row for the mark at the beginning and at the end."""
    rows = [1, *sizes, 1]
    share = np.zeros((len(rows), sum(rows)), np.float32)
    owner = np.repeat(np.arange(len(rows)), rows)
    share[owner, np.arange(len(owner))] = 1 / np.repeat(np.asarray(rows, np.float32), rows)
    return share
