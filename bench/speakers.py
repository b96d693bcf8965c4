"""Measure whether claims are tied to the right entity, on reports with gold claims and gold names.

    python -m bench.speakers [train|dev]

For each gold claim that names its speaker, beside the cue or elsewhere, the right entity is the one
that the naming holds. Where it holds several, the isnad rules choose on the gold annotation itself:
these are counted apart, since such a figure cannot show an error of those rules. A predicted claim
whose cue meets the gold one is right when its speaker has a mention in common with that entity.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bench.claims import gold_drafts
from riwaya.model import Claim, Entity, Mention, Report, Span
from riwaya.pipeline import Pipeline, build_pipeline
from riwaya.stages.base import Draft
from riwaya.stages.isnad import IsnadStage

SHARED = Path(__file__).resolve().parents[2] / "shared"


def with_gold_names(draft: Draft, gold: dict[str, Any]) -> Draft:
    """`draft` with the gold mentions and entities."""
    mentions, entities = [], []
    for row in gold["entities"]:
        key = f"local:{row['id']}"
        entities.append(Entity(key, row["name"], row["kind"]))
        for number, one in enumerate(row["mentions"]):
            span = Span(*one["span"])
            nominal = bool(one.get("nominal"))
            mentions.append(Mention(f"{key}.{number}", span, row["kind"], key, nominal))
    return draft.having(mentions=tuple(mentions), entities=tuple(entities))


def inside(claim: Claim, mentions: tuple[Mention, ...]) -> set[str | None]:
    """Entities of the mentions that the claim's naming holds."""
    naming = claim.source_from or next(iter(claim.source), None)
    if naming is None:
        return set()
    return {m.entity for m in mentions if naming.meets(m.span)}


def judged(draft: Draft, report: Report) -> Counter[str]:
    """Right and all claims of one report, by how many entities the gold naming holds."""
    tally: Counter[str] = Counter()
    spans: dict[str | None, list[Span]] = {}
    for mention in report.mentions:
        spans.setdefault(mention.entity, []).append(mention.span)
    for claim in IsnadStage().run(draft).claims:
        held = inside(claim, draft.mentions)
        gold = [m.span for m in draft.mentions if m.entity == claim.speaker]
        if not gold:
            continue
        group = "one name" if len(held) == 1 else "several names"
        found = next((c for c in report.claims if c.cue[0].meets(claim.cue[0])), None)
        tally[f"{group}, all"] += 1
        if found is None:
            continue
        tally[f"{group}, read"] += 1
        mine = spans.get(found.speaker, [])
        tally[f"{group}, right"] += any(a.meets(b) for a in gold for b in mine)
    return tally


def measure(pipeline: Pipeline, folder: str) -> Counter[str]:
    """The tally over all reports of `folder` that have gold names."""
    tally: Counter[str] = Counter()
    for draft, _ in gold_drafts(SHARED / "gold" / folder):
        names = SHARED / "names" / folder / f"{draft.document.id}.json"
        if names.is_file():
            gold = json.loads(names.read_text(encoding="utf-8"))
            tally += judged(with_gold_names(draft, gold), pipeline.run(draft.document))
    return tally


def main() -> None:
    """Command line."""
    tally = measure(build_pipeline("neural"), sys.argv[1] if len(sys.argv) > 1 else "train")
    for group in ("one name", "several names"):
        right, read, every = (tally[f"{group}, {part}"] for part in ("right", "read", "all"))
        print(
            f"{group:14} right {right}: {right / max(1, every):.1%} of {every} claims, "
            f"{right / max(1, read):.1%} of the {read} that were read"
        )


if __name__ == "__main__":
    main()
