"""A torch model behind the reader's `Network` protocol, to measure it as it will be used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from riwaya.stages.reader.network import CueScores, Encoded, Floats, share_of
from training.network import Reader


class TorchNetwork:
    """Runs both passes in torch, on the CPU."""

    def __init__(self, model: Reader) -> None:
        self.model = model.eval()
        self.near = _array(model.near.detach())

    @torch.no_grad()
    def encode(self, ids: Sequence[int], sizes: Sequence[int]) -> Encoded:
        """See `Network.encode`."""
        share = torch.from_numpy(share_of(sizes))[None]
        states = self.model.encode(torch.tensor([list(ids)]), share, None, None)
        return Encoded(*(_array(t)[0, 1:-1] for t in (states, *self.model.tag(states))))

    @torch.no_grad()
    def read_cues(self, words: Floats, marked: Floats, mask: Floats) -> CueScores:
        """See `Network.read_cues`."""
        arrays = (torch.from_numpy(np.ascontiguousarray(a)) for a in (words, marked, mask))
        out = self.model.read_cue(*arrays)
        return CueScores(*(_array(value) for value in vars(out).values()))


def _array(tensor: Tensor) -> Floats:
    return tensor.float().numpy()
