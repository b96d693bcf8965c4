"""A torch model behind the reader's `Network` protocol, to measure it as it will be used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from riwaya.stages.reader.network import CueScores, Encoded, Floats
from training.network import Reader


class TorchNetwork:
    """Runs both passes in torch, on the CPU."""

    def __init__(self, model: Reader) -> None:
        self.model = model.eval()
        self.near = _array(model.near.detach())

    @torch.no_grad()
    def encode(self, ids: Sequence[int]) -> Encoded:
        """See `Network.encode`."""
        low, top = self.model.encode(torch.tensor([list(ids)]), None)
        return Encoded(*(_array(t)[0] for t in (low, *self.model.tag(top))))

    @torch.no_grad()
    def read_cues(self, words: Floats, marked: Floats, mask: Floats) -> CueScores:
        """See `Network.read_cues`."""
        arrays = (torch.from_numpy(np.ascontiguousarray(a)) for a in (words, marked, mask))
        out = self.model.read_cue(*arrays)
        return CueScores(*(_array(value) for value in vars(out).values()))


def _array(tensor: Tensor) -> Floats:
    return tensor.float().numpy()
