"""The pair network's upper half, trained on the stories over kept states of the lower half.

27 stories are few: the lower half stays as headlines and edited claims have made it, so that its
states are worked out once, and only four layers are trained again and again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.network import _bias
from training.pair_fit import IGNORED, Example
from training.pair_labels import COARSE, LABELS
from training.pair_network import Encoder, PairHead, pair_ids

LOWER = 4
BATCH = 24


@dataclass(frozen=True)
class TopPlan:
    """How to train: passes over the related pairs, with so many unrelated pairs and headline pairs
    drawn anew for each."""

    epochs: int = 3
    unrelated: int = 4000
    headlines: int = 600
    rate: float = 7e-5
    seed: int = 9


class Top(nn.Module):
    """The layers of a PairHead above the kept states; shares its parameters."""

    def __init__(self, head: PairHead) -> None:
        super().__init__()
        self.layers = head.layers[LOWER:]
        self.pool, self.hidden, self.drop, self.out = head.pool, head.hidden, head.drop, head.out

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Scores [B, labels + coarse]."""
        bias = _bias(mask)
        for layer in self.layers:
            x = layer(x, bias)
        weight = torch.softmax(self.pool(x).squeeze(-1) + (1 - mask) * -1e4, -1)
        both = torch.cat([x[:, 0], (x * weight[:, :, None]).sum(1)], -1)
        out: Tensor = self.out(self.drop(F.gelu(self.hidden(both))))
        return out


@torch.no_grad()
def kept_states(encoder: Encoder, head: PairHead, examples: Sequence[Example]) -> list[Tensor]:
    """The states of each pair below `Top`, [pieces, width] in bfloat16."""
    encoder.eval().bfloat16()
    lower = head.layers[:LOWER].eval().bfloat16()
    second = head.second.detach().bfloat16()
    made: list[Tensor] = [torch.zeros(0)] * len(examples)
    order = sorted(range(len(examples)), key=lambda at: len(examples[at].a) + len(examples[at].b))
    for start in range(0, len(order), 2 * BATCH):
        group = order[start : start + 2 * BATCH]
        rows = [pair_ids(examples[at].a, examples[at].b) for at in group]
        most = _rounded(max(len(ids) for ids, _ in rows))
        ids = torch.ones(len(rows), most, dtype=torch.long)
        mask, later = torch.zeros(len(rows), most), torch.zeros(len(rows), most)
        for line, (row, half) in enumerate(rows):
            ids[line, : len(row)] = torch.tensor(row)
            mask[line, : len(row)] = 1
            later[line, half : len(row)] = 1
        x = encoder(ids, mask) + later[:, :, None].bfloat16() * second
        for layer in lower:
            x = layer(x, _bias(mask))
        for line, at in enumerate(group):
            made[at] = x[line, : len(rows[line][0])].clone()
    encoder.float()
    lower.float()
    return made


def train_top(
    top: Top, states: Sequence[Tensor], examples: Sequence[Example], plan: TopPlan
) -> None:
    """Train in place on those examples that have a label, and on headline pairs (coarse alone)."""
    draw = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    parts = ([], [], [])  # type: tuple[list[int], list[int], list[int]]
    for at, one in enumerate(examples):
        parts[2 if one.label == IGNORED else 0 if one.label else 1].append(at)
    related, unrelated, headlines = parts
    size = len(related) + plan.unrelated + plan.headlines
    steps = plan.epochs * size // BATCH
    groups = [
        {"params": top.layers.parameters()},
        {"params": [p for n, p in top.named_parameters() if not n.startswith("layers")],
         "lr": 3 * plan.rate},
    ]  # fmt: skip
    optimiser = torch.optim.AdamW(groups, lr=plan.rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / (0.1 * steps + 1), max(0.0, 1 - n / steps))
    )
    top.train()
    for _ in range(plan.epochs):
        chosen = related + draw.sample(unrelated, min(plan.unrelated, len(unrelated)))
        chosen += draw.sample(headlines, min(plan.headlines, len(headlines)))
        chosen.sort(key=lambda at: len(states[at]) * draw.uniform(0.85, 1.15))
        batches = [chosen[at : at + BATCH] for at in range(0, len(chosen), BATCH)]
        draw.shuffle(batches)
        for group in batches:
            loss = _loss(top, [states[at] for at in group], [examples[at] for at in group])
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(top.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()


@torch.no_grad()
def top_scores(top: Top, states: Sequence[Tensor]) -> np.ndarray:
    """Scores [n, labels + coarse] of kept states."""
    top.eval()
    made = np.zeros((len(states), len(LABELS) + len(COARSE)), np.float32)
    order = sorted(range(len(states)), key=lambda at: len(states[at]))
    for start in range(0, len(order), 2 * BATCH):
        group = order[start : start + 2 * BATCH]
        made[group] = top(*_padded([states[at] for at in group])).float().numpy()
    return made


def _loss(top: Top, states: list[Tensor], group: list[Example]) -> Tensor:
    x, mask = _padded(states)
    with torch.autocast("cpu", torch.bfloat16):
        got = top(x, mask)
    got = got.float()
    total = torch.zeros(())
    for scores, labels, weight in (
        (got[:, : len(LABELS)], [one.label for one in group], 1.0),
        (got[:, len(LABELS) :], [one.coarse for one in group], 0.5),
    ):
        known = torch.tensor(labels)
        share = (known != IGNORED).float().mean()
        if share > 0:
            each = F.cross_entropy(scores, known, ignore_index=IGNORED, label_smoothing=0.05)
            total = total + each * share * weight
    return total


def _padded(states: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    most = _rounded(max(len(one) for one in states))
    x = torch.zeros(len(states), most, states[0].shape[1])
    mask = torch.zeros(len(states), most)
    for line, one in enumerate(states):
        x[line, : len(one)] = one.float()
        mask[line, : len(one)] = 1
    return x, mask


def _rounded(size: int) -> int:
    """Few shapes: kernels are made anew for each."""
    return -(-size // 16) * 16
