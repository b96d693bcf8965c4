"""The reader as a torch module: an e5 encoder, tagging heads, and a branch that reads one cue.

The first PIECE_LAYERS of the encoder see word pieces; then each word becomes the mean of its
pieces, and the layers above see words: two fifths fewer vectors. All words are tagged from there.
The branch, the encoder's last BRANCH layers, starts from the same states with a learned vector
added at the cue's words, and sees the cue's paragraph only: a claim costs a fraction of a pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from riwaya.stages.reader import labels
from training.e5 import E5

KEPT_LAYERS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11)
"""Layers of the e5 encoder, in their order."""
PIECE_LAYERS = 2
BRANCH = 2
POINTER = 64
DISTANCES = 16
"""Buckets of the distance from a cue to a naming; see `bucket` in the reader's decode."""
MASKED = -1e4


def attention(q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None, heads: int) -> Tensor:
    """Multi-head attention over [B, N, width]; `bias` [B, 1, 1, N] is added to the scores."""
    b, n, w = q.shape
    q, k, v = (t.view(b, n, heads, w // heads).transpose(1, 2) for t in (q, k, v))
    mask = None if bias is None else bias.to(q.dtype)
    mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    return mixed.transpose(1, 2).reshape(b, n, w)


def _bias(mask: Tensor | None) -> Tensor | None:
    """What is added to attention scores: [B, 1, 1, N], 0 where `mask` [B, N] is 1."""
    return None if mask is None else (1 - mask.float())[:, None, None, :] * MASKED


class FusedAttention(torch.autograd.Function):
    """The same, written to ONNX as onnxruntime's own operator, which never holds all scores."""

    @staticmethod
    def forward(
        _ctx: Any, q: Tensor, k: Tensor, v: Tensor, bias: Tensor | None, heads: int
    ) -> Tensor:
        return attention(q, k, v, bias, heads)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, bias: Any, heads: int) -> Any:
        name = "com.microsoft::MultiHeadAttention"
        if bias is None:
            return g.op(name, q, k, v, num_heads_i=heads).setType(q.type())
        none = g.op("prim::Constant").setType(torch._C.OptionalType.ofTensor())
        return g.op(name, q, k, v, none, none, bias, num_heads_i=heads).setType(q.type())


class Layer(nn.Module):
    """One BERT layer (post-norm)."""

    def __init__(self, width: int, heads: int, inner: int, eps: float) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, inner), nn.Linear(inner, width)
        self.aln, self.oln = nn.LayerNorm(width, eps), nn.LayerNorm(width, eps)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        q, k, v = self.q(x), self.k(x), self.v(x)
        if torch.onnx.is_in_onnx_export():
            whole = None if bias is None else bias.expand(-1, -1, x.shape[1], -1)
            mixed = FusedAttention.apply(q, k, v, whole, self.heads)
        else:
            mixed = attention(q, k, v, bias, self.heads)
        x = self.aln(x + self.drop(self.ao(mixed)))
        return self.oln(x + self.drop(self.fo(F.gelu(self.fi(x)))))


@dataclass
class CueOutput:
    """Scores for C cues over M words. `inside/start/stop` are [C, M, roles]; `none` [C, roles]."""

    inside: Tensor
    start: Tensor
    stop: Tensor
    none: Tensor
    stance: Tensor
    source_type: Tensor
    mode: Tensor
    query: Tensor


class Reader(nn.Module):
    """Encoder, tagging heads, cue branch."""

    def __init__(self, e5: E5, keep: list[int]) -> None:
        super().__init__()
        width, roles = e5.width, len(labels.ROLES)
        inner = e5.tensors["l0.fi.w"].shape[0]
        self.below = len(KEPT_LAYERS) - BRANCH
        self.word = nn.Embedding(len(keep), width)
        self.position = nn.Embedding(512, width)
        self.ln = nn.LayerNorm(width, e5.eps)
        self.layers = nn.ModuleList(Layer(width, e5.heads, inner, e5.eps) for _ in KEPT_LAYERS)
        self.drop = nn.Dropout(0.1)
        self.cue = nn.Linear(width, len(labels.CUE))
        self.time = nn.Linear(width, len(labels.TIME))
        self.count = nn.Linear(width, len(labels.COUNT))
        self.name = nn.Linear(width, len(labels.NAME))
        self.clitic = nn.Linear(width, len(labels.CLITIC))
        self.key = nn.Linear(width, 2 * POINTER)
        self.cue_mark = nn.Parameter(torch.zeros(width))
        self.inside = nn.Linear(width, roles)
        self.edges = nn.Linear(width, 2 * roles)
        self.none = nn.Linear(width, roles)
        self.pool = nn.Linear(width, 1)
        self.summary = nn.Linear(2 * width, width)
        self.stance = nn.Linear(width, len(labels.STANCES))
        self.source_type = nn.Linear(width, len(labels.SOURCE_TYPES))
        self.mode = nn.Linear(width, len(labels.MODES))
        self.query = nn.Linear(width, 2 * POINTER)
        self.near = nn.Parameter(torch.zeros(DISTANCES))
        self._load(e5, keep)

    def _load(self, e5: E5, keep: list[int]) -> None:
        def put(parameter: Tensor, name: str) -> None:
            parameter.data.copy_(torch.from_numpy(e5.tensors[name]))

        self.word.weight.data.copy_(torch.from_numpy(e5.tensors["emb.word"][keep]))
        put(self.position.weight, "emb.pos")
        self.position.weight.data += torch.from_numpy(e5.tensors["emb.type"][0])
        put(self.ln.weight, "emb.ln.w")
        put(self.ln.bias, "emb.ln.b")
        for at, layer in zip(KEPT_LAYERS, self.layers, strict=True):
            for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                put(getattr(layer, part).weight, f"l{at}.{part}.w")
                put(getattr(layer, part).bias, f"l{at}.{part}.b")

    def encode(
        self, ids: Tensor, share: Tensor, mask: Tensor | None, words: Tensor | None
    ) -> Tensor:
        """States of W words, [B, W, width], from L pieces: `ids`, `mask` [B, L].

        `share` [B, W, L] holds 1/n for the n pieces of each word; the marks at the beginning and
        the end are the first and the last word. `words` [B, W] is 1 at real words.
        """
        x = self.drop(self.ln(self.word(ids) + self.position.weight[: ids.shape[1]]))
        bias = _bias(mask)
        for layer in self.layers[:PIECE_LAYERS]:
            x = layer(x, bias)
        x = share.to(x.dtype) @ x
        bias = _bias(words)
        for layer in self.layers[PIECE_LAYERS : self.below]:
            x = layer(x, bias)
        return x

    def tag(self, states: Tensor) -> tuple[Tensor, ...]:
        """Scores of cue, time, count, name and clitic labels, and the keys for `query`."""
        heads = (self.cue, self.time, self.count, self.name, self.clitic, self.key)
        return tuple(head(states) for head in heads)

    def read_cue(self, words: Tensor, cue: Tensor, mask: Tensor) -> CueOutput:
        """`words` [C, M, width]; `cue` and `mask` [C, M], 1 at the cue's words / at real words."""
        cue = cue.float()
        bias = _bias(mask)
        x = words + cue[:, :, None] * self.cue_mark
        for layer in self.layers[self.below :]:
            x = layer(x, bias)
        at_cue = (x * cue[:, :, None]).sum(1) / cue.sum(1, keepdim=True).clamp(min=1)
        weight = torch.softmax(self.pool(x).squeeze(-1) + (1 - mask.float()) * MASKED, -1)
        pooled = (x * weight[:, :, None]).sum(1)
        both = self.drop(F.gelu(self.summary(torch.cat([at_cue, pooled], -1))))
        edges = self.edges(x) + ((1 - mask.float()) * MASKED)[:, :, None]
        roles = len(labels.ROLES)
        return CueOutput(
            self.inside(x), edges[..., :roles], edges[..., roles:], self.none(at_cue),
            self.stance(both), self.source_type(both), self.mode(both), self.query(at_cue),
        )  # fmt: skip
