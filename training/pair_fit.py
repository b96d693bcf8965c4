"""Fits the pair classifier: batches of pairs of like length, bfloat16 where the machine has it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from riwaya.compare.classifier import pair_ids
from training.pair_labels import COARSE, LABELS
from training.pair_network import Encoder, PairHead

IGNORED = -100


@dataclass(frozen=True)
class Example:
    """Pieces of two accounts; the numbers of their label and coarse label, IGNORED where it is not
    known; how much the example counts."""

    a: list[int]
    b: list[int]
    label: int = IGNORED
    coarse: int = IGNORED
    weight: float = 1.0


@dataclass(frozen=True)
class Plan:
    """How to fit. `minutes` ends training early, at the end of a step."""

    epochs: float = 3
    rate: float = 6e-5
    batch: int = 24
    warm: float = 0.1
    minutes: float = 1e9
    seed: int = 1


def fit(encoder: Encoder, head: PairHead, examples: Sequence[Example], plan: Plan) -> None:
    """Train `head` in place. Either side comes first by chance, as no label has a direction."""
    order = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    groups = [
        {"params": [p for n, p in head.named_parameters() if n.startswith("layers")]},
        {"params": [p for n, p in head.named_parameters() if not n.startswith("layers")],
         "lr": 5 * plan.rate},
    ]  # fmt: skip
    optimiser = torch.optim.AdamW(groups, lr=plan.rate, weight_decay=0.01)
    steps = max(1, int(plan.epochs * len(examples) / plan.batch))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / (plan.warm * steps + 1), max(0.0, 1 - n / steps))
    )
    head.train()
    start, done, losses = time.time(), 0, [0.0]
    while done < steps:
        for group in _batches(examples, plan.batch, order):
            loss = _loss(encoder, head, [_turned(one, order) for one in group])
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            losses.append(float(loss.detach()))
            done += 1
            if done % 50 == 0:
                minutes = (time.time() - start) / 60
                print(f"  {done}/{steps} loss {np.mean(losses[-50:]):.3f} {minutes:.1f} min",
                      flush=True)  # fmt: skip
            if done >= steps or time.time() - start > 60 * plan.minutes:
                return


@torch.no_grad()
def scores(encoder: Encoder, head: PairHead, examples: Sequence[Example]) -> np.ndarray:
    """Scores [n, labels + coarse], the mean of both orders."""
    head.eval()
    made = np.zeros((len(examples), len(LABELS) + len(COARSE)), np.float32)
    for turn in (lambda one: one, _swapped):
        for group in _by_length(examples, 48):
            got = _forward(encoder, head, [turn(examples[index]) for index in group])
            made[group] += got.float().numpy() / 2
    return made


def _loss(encoder: Encoder, head: PairHead, group: list[Example]) -> Tensor:
    got = _forward(encoder, head, group).float()
    weight = torch.tensor([one.weight for one in group])
    total = torch.zeros(())
    for at, size, labels in (
        (0, len(LABELS), [one.label for one in group]),
        (len(LABELS), len(COARSE), [one.coarse for one in group]),
    ):
        known = torch.tensor(labels)
        if (known != IGNORED).any():
            each = F.cross_entropy(
                got[:, at : at + size], known, ignore_index=IGNORED, reduction="none",
                label_smoothing=0.05,
            )  # fmt: skip
            total = total + (each * weight).sum() / len(group)
    return total


def _forward(encoder: Encoder, head: PairHead, group: list[Example]) -> Tensor:
    rows = [pair_ids(one.a, one.b) for one in group]
    # Few shapes: kernels are made anew for each.
    most = -(-max(len(ids) for ids, _ in rows) // 16) * 16
    ids = torch.ones(len(rows), most, dtype=torch.long)
    mask, second = torch.zeros(len(rows), most), torch.zeros(len(rows), most)
    for at, (row, half) in enumerate(rows):
        ids[at, : len(row)] = torch.tensor(row)
        mask[at, : len(row)] = 1
        second[at, half : len(row)] = 1
    # Without gradients autocast is much the slower of the two.
    with torch.autocast("cpu", torch.bfloat16, enabled=head.training):
        with torch.no_grad():
            states = encoder(ids, mask)
        out: Tensor = head(states.float(), mask, second)
    return out


def _batches(
    examples: Sequence[Example], size: int, order: random.Random
) -> Iterator[list[Example]]:
    """All examples in batches of like length, in a new order each time."""
    shaken = sorted(examples, key=lambda one: (len(one.a) + len(one.b)) * order.uniform(0.85, 1.15))
    groups = [shaken[at : at + size] for at in range(0, len(shaken), size)]
    order.shuffle(groups)
    yield from groups


def _by_length(examples: Sequence[Example], size: int) -> Iterator[list[int]]:
    ranked = sorted(range(len(examples)), key=lambda i: len(examples[i].a) + len(examples[i].b))
    for at in range(0, len(ranked), size):
        yield ranked[at : at + size]


def _swapped(one: Example) -> Example:
    return Example(one.b, one.a, one.label, one.coarse, one.weight)


_Turn = Callable[[Example], Example]


def _turned(one: Example, order: random.Random) -> Example:
    return _swapped(one) if order.random() < 0.5 else one
