"""The pair classifier as a torch module: an e5 encoder that reads two accounts at once.

The lowest layers are the encoder's own and are shared with the sentence embeddings; above them the
pair's layers are a copy that is trained. Input is `<s> a </s> </s> b </s>`, with a learned vector
added to the pieces of b, since the encoder knows no second segment.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.e5 import E5
from training.network import Layer, _bias
from training.pair_labels import COARSE, LABELS

SHARED_LAYERS = 4
LAYERS = 12


class Encoder(nn.Module):
    """The encoder's word vectors and its lowest layers, never trained."""

    def __init__(self, e5: E5, keep: list[int]) -> None:
        super().__init__()
        self.word = nn.Embedding(len(keep), e5.width)
        self.position = nn.Embedding(512, e5.width)
        self.ln = nn.LayerNorm(e5.width, e5.eps)
        self.layers = layers_of(e5, range(SHARED_LAYERS))
        self.word.weight.data.copy_(torch.from_numpy(e5.tensors["emb.word"][keep]))
        self.position.weight.data.copy_(
            torch.from_numpy(e5.tensors["emb.pos"] + e5.tensors["emb.type"][0])
        )
        self.ln.weight.data.copy_(torch.from_numpy(e5.tensors["emb.ln.w"]))
        self.ln.bias.data.copy_(torch.from_numpy(e5.tensors["emb.ln.b"]))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """States [B, L, width] of pieces `ids` [B, L]; `mask` is 1 at real pieces."""
        x = self.ln(self.word(ids) + self.position.weight[: ids.shape[1]])
        bias = _bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        return x


class VectorHead(nn.Module):
    """The encoder's upper layers as they are, and the mean over pieces: sentence embeddings."""

    def __init__(self, e5: E5) -> None:
        super().__init__()
        self.layers = layers_of(e5, range(SHARED_LAYERS, LAYERS))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Unit vectors [B, width] from the shared states [B, L, width]."""
        bias = _bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return F.normalize(pooled, dim=-1)


class PairHead(nn.Module):
    """The trained upper layers: how two accounts stand to each other."""

    def __init__(self, e5: E5) -> None:
        super().__init__()
        self.layers = layers_of(e5, range(SHARED_LAYERS, LAYERS))
        self.second = nn.Parameter(torch.zeros(e5.width))
        self.pool = nn.Linear(e5.width, 1)
        self.hidden = nn.Linear(2 * e5.width, e5.width)
        self.drop = nn.Dropout(0.1)
        self.out = nn.Linear(e5.width, len(LABELS) + len(COARSE))

    def forward(self, x: Tensor, mask: Tensor, second: Tensor) -> Tensor:
        """Scores [B, labels + coarse] from shared states; `second` [B, L] is 1 at b's pieces."""
        bias = _bias(mask)
        x = x + second[:, :, None] * self.second
        for layer in self.layers:
            x = layer(x, bias)
        weight = torch.softmax(self.pool(x).squeeze(-1) + (1 - mask) * -1e4, -1)
        both = torch.cat([x[:, 0], (x * weight[:, :, None]).sum(1)], -1)
        return self.out(self.drop(F.gelu(self.hidden(both))))


def layers_of(e5: E5, numbers: range) -> nn.ModuleList:
    """Layers with the encoder's own weights."""
    inner = e5.tensors["l0.fi.w"].shape[0]
    made = nn.ModuleList(Layer(e5.width, e5.heads, inner, e5.eps) for _ in numbers)
    for number, layer in zip(numbers, made, strict=True):
        for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
            for kind in ("weight", "bias"):
                tensor = e5.tensors[f"l{number}.{part}.{kind[0]}"]
                getattr(getattr(layer, part), kind).data.copy_(torch.from_numpy(tensor))
    return made
