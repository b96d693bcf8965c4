"""Self-training: the teacher reads reports of the corpus, and its readings become examples."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from riwaya.model import Claim, Document
from riwaya.stages.base import Draft, Proposal, Stage
from riwaya.text import TextView
from training.data import Example
from training.names import NameMark, Names

FEWEST_WORDS, MOST_WORDS = 60, 450
LEAST_CONFIDENCE = 0.6
"""A report is used when its claims have at least this mean confidence."""
LEAST_NAMING = 0.6
"""A pointer to an earlier naming is taken over from this score on, else left open."""
LEAST_NAME = 0.8
"""A name is taken over from this score on; a doubtful one is left open."""


def labelled(
    stages: list[Stage], corpus: Path, leave_out: set[str], wanted: int, seed: int = 11
) -> list[Example]:
    """`wanted` reports of the corpus as the teacher's `stages` read them, at random.

    `leave_out` names reports that must not be used: those of the dev set above all.
    """
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    random.Random(seed).shuffle(documents)
    out: list[Example] = []
    for fields in documents:
        if len(out) == wanted:
            break
        size = len(fields["text"].split())
        if fields["id"] in leave_out or not FEWEST_WORDS <= size <= MOST_WORDS:
            continue
        example = _read(stages, fields)
        if example is not None:
            out.append(example)
    return out


def _read(stages: list[Stage], fields: dict[str, Any]) -> Example | None:
    draft = Draft.of(Document(fields["id"], fields["text"]))
    for stage in stages:
        draft = stage.run(draft)
    sure = [claim.confidence for claim in draft.claims]
    if not sure or sum(sure) / len(sure) < LEAST_CONFIDENCE:
        return None
    proposals = draft.proposals or ()
    gold = {
        "claims": list(_claims(draft.claims)),
        "times": [{"span": list(p.span), "type": p.label} for p in proposals if p.kind == "time"],
        "counts": [{"span": list(p.span), "kind": p.label} for p in proposals if p.kind == "count"],
    }
    example = Example(fields["id"], TextView(fields["text"]), gold)
    example.names = names_of(proposals)
    return example


def names_of(proposals: Iterable[Proposal]) -> Names:
    """The names among `proposals` as labels for training."""
    return Names([
        NameMark(p.span, (p.label,) if p.score >= LEAST_NAME else (), exact=False)
        for p in proposals
        if p.kind == "name"
    ])  # fmt: skip


def _claims(claims: tuple[Claim, ...]) -> Iterator[dict[str, Any]]:
    for claim in claims:
        yield {
            "cue": [list(s) for s in claim.cue],
            "source": [list(s) for s in claim.source],
            "source_from": list(claim.source_from) if claim.source_from else None,
            "content": [list(s) for s in claim.content],
            "via": [list(s) for s in claim.via],
            "source_from_known": claim.source_from is None or _sure_of_naming(claim),
            "mode": claim.mode,
            "stance": claim.stance,
            "source_type": claim.source_type,
        }


def _sure_of_naming(claim: Claim) -> bool:
    return any(o.field == "source_from" and (o.score or 0) >= LEAST_NAMING for o in claim.origins)
