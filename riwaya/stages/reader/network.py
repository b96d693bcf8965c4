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
    """One window of L pieces: states below the branch [L, width] and scores [L, labels]."""

    low: Floats
    cue: Floats
    time: Floats
    count: Floats
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

    def encode(self, ids: Sequence[int]) -> Encoded:
        """States and tag scores of one window of piece ids."""
        ...

    def read_cues(self, words: Floats, marked: Floats, mask: Floats) -> CueScores:
        """Roles and kinds of C cues: `words` [C, M, width]; `marked`, `mask` [C, M]."""
        ...
