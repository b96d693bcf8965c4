"""The loss and the loop of training."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from training.data import IGNORE, Batch, Example, Items, batches
from training.names import ANY_NAME
from training.network import MASKED, POINTER, CueOutput, Reader


@dataclass(frozen=True)
class Plan:
    """How to train. Rates are the peaks; `average` is the decay of the mean weights."""

    epochs: int = 10
    size: int = 2
    encoder_rate: float = 1.5e-4
    branch_rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.08
    average: float = 0.997
    seed: int = 7
    half: bool = True


def loss_of(model: Reader, batch: Batch) -> dict[str, Tensor]:
    """Weighted losses by name."""
    states = model.encode(batch.ids, batch.share, batch.mask, batch.real)[:, 1:-1]
    cue, when, count, name, clitic, keys = (t.float() for t in model.tag(states))

    def tagging(scores: Tensor, gold: Tensor) -> Tensor:
        return F.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=IGNORE)

    losses = {
        "cue": 4 * tagging(cue, batch.cue),
        "time": 2 * tagging(when, batch.time),
        "count": 2 * tagging(count, batch.count),
        "name": 4 * name_loss(name, batch.name),
        "clitic": tagging(clitic, batch.clitic),
    }
    losses = {key: loss for key, loss in losses.items() if bool(loss.isfinite())}
    if batch.words.shape[0]:
        paragraph = states.flatten(0, 1)[batch.where]
        out = model.read_cue(paragraph, batch.marked, batch.words)
        losses |= _cue_losses(out, batch, keys, model.near)
    return losses


def name_loss(scores: Tensor, right: Tensor) -> Tensor:
    """Mean over words of -log of the share that the right labels have together.

    `scores` [B, W, labels]; bit k of `right` [B, W] is set where label k is right. Words where any
    label is right do not count.
    """
    bits = 2 ** torch.arange(scores.shape[-1], device=scores.device)
    wrong = (right[:, :, None] & bits) == 0
    share = torch.log_softmax(scores, -1).masked_fill(wrong, MASKED).logsumexp(-1)
    known = (right != ANY_NAME).float()
    return -(share * known).sum() / known.sum().clamp(min=1)


def _cue_losses(out: CueOutput, batch: Batch, keys: Tensor, near: Tensor) -> dict[str, Tensor]:
    losses = {}
    real = batch.words.float()[:, :, None]
    inside = F.binary_cross_entropy_with_logits(out.inside.float(), batch.inside, reduction="none")
    losses["inside"] = 6 * (inside * real).sum() / (real.sum() * inside.shape[-1])
    for name, scores, gold in (("start", out.start, batch.start), ("stop", out.stop, batch.stop)):
        with_none = torch.cat([scores, out.none[:, None, :]], 1).float()
        losses[name] = 0.7 * F.cross_entropy(with_none, gold)
    for name, scores, column in (("stance", out.stance, 0), ("source_type", out.source_type, 1),
                                 ("mode", out.mode, 2)):  # fmt: skip
        gold = batch.kinds[:, column]
        if bool((gold != IGNORE).any()):
            losses[name] = 0.3 * F.cross_entropy(scores.float(), gold, ignore_index=IGNORE)
    losses["pointer"] = 0.5 * _pointer_loss(out, batch, keys, near[batch.distance])
    return losses


def _pointer_loss(out: CueOutput, batch: Batch, keys: Tensor, near: Tensor) -> Tensor:
    gold = batch.pointer
    if not bool((gold != IGNORE).any()):
        return keys.new_zeros(())
    mine = keys[batch.window]  # [C, W, 2 * POINTER]
    unreal = batch.real[batch.window][:, 2:] == 0
    total = keys.new_zeros(())
    for side in (0, 1):
        part = slice(side * POINTER, (side + 1) * POINTER)
        scores = (mine[..., part] * out.query.float()[:, None, part]).sum(-1) * POINTER**-0.5
        if side == 0:
            scores = scores + near
        scores = scores + unreal.float() * MASKED
        with_none = torch.cat([scores, scores.new_zeros(len(scores), 1)], 1)
        total = total + F.cross_entropy(with_none, gold[:, side], ignore_index=IGNORE)
    return total / 2


def groups_of(model: Reader, plan: Plan) -> list[dict[str, object]]:
    """Parameters with their learning rates; the word vectors stay as they are."""
    model.word.weight.requires_grad_(False)
    model.position.weight.requires_grad_(False)
    encoder, branch, heads = [], [], []
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("layers."):
            (branch if int(name.split(".")[1]) >= model.below else encoder).append(parameter)
        else:
            (encoder if name.startswith("ln.") else heads).append(parameter)
    return [
        {"params": encoder, "lr": plan.encoder_rate},
        {"params": branch, "lr": plan.branch_rate},
        {"params": heads, "lr": plan.head_rate},
    ]


def fit(
    model: Reader, epochs: list[list[Example]], items: Items, plan: Plan,
    after: Callable[[int, Reader], None] | None = None,
) -> Reader:  # fmt: skip
    """Train in place on the examples of each epoch, then load the averaged weights.

    `after(epoch, model)` sees the averaged model at the end of each epoch.
    """
    torch.manual_seed(plan.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    rng = random.Random(plan.seed)
    optimiser = torch.optim.AdamW(groups_of(model, plan), weight_decay=0.01)
    steps = sum(sum(1 for _ in batches(e, items, plan.size, random.Random(0))) for e in epochs)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: _rate(s, steps, plan.warmup))
    mean = {k: v.detach().clone() for k, v in model.state_dict().items()}
    began, done = time.time(), 0
    for epoch, examples in enumerate(epochs):
        model.train()
        sums: dict[str, float] = {}
        seen = 0
        for batch in batches(examples, items, plan.size, rng):
            with torch.autocast(device.type, torch.bfloat16, enabled=plan.half):
                losses = loss_of(model, batch.to(device))
            total = torch.stack(list(losses.values())).sum()
            optimiser.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done, seen = done + 1, seen + 1
            keep = min(plan.average, (1 + done) / (10 + done))
            for key, value in model.state_dict().items():
                mean[key].lerp_(value, 1 - keep)
            for key, loss in losses.items():
                sums[key] = sums.get(key, 0.0) + float(loss.detach())
            if done % 50 == 0:
                print(f"  step {done}/{steps} {time.time() - began:.0f}s", flush=True)
        shown = " ".join(f"{k} {v / seen:.3f}" for k, v in sums.items())
        print(f"epoch {epoch + 1}/{len(epochs)} {time.time() - began:.0f}s {shown}", flush=True)
        if after is not None:
            live = {k: v.detach().clone() for k, v in model.state_dict().items()}
            model.load_state_dict(mean)
            after(epoch, model)
            model.load_state_dict(live)
    model.load_state_dict(mean)
    return model.to("cpu")


def _rate(step: int, steps: int, warmup: float) -> float:
    rising = step / max(1, warmup * steps)
    return min(rising, 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps))) + 0.01)
