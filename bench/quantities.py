"""Figures of the quantities stage alone: `python -m bench.quantities [train|dev] [-v]`.

Spans and values are scored by the functions of ../shared/score.py; kinds are those of matched
spans. `-v` lists what was missed (-), spurious (+) or read with another value (=), for train only.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import Any

from bench.scorer import SHARED, load_scorer
from riwaya.model import Document
from riwaya.stages.base import Draft
from riwaya.stages.quantities import QuantitiesStage

FIGURES = ("count span", "count value")


def predict(text: str, published: str | None) -> dict[str, Any]:
    """Counts of one text in the scorer's form."""
    draft = QuantitiesStage().run(Draft.of(Document("bench", text, published=published)))
    counts = [
        {"span": list(q.span), "min": q.minimum, "max": q.maximum, "approx": q.approx,
         "kind": q.kind, "rule": q.origins[1].rule, "reason": q.origins[2].rule}
        for q in draft.counts
    ]  # fmt: skip
    return {"claims": [], "times": [], "counts": counts}


def match(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    """Pairs (gold or None, found or None) by overlap of characters, first come first served."""
    pairs: list[tuple[Any, Any]] = []
    spare = list(found)
    for one in gold:
        hit = next(
            (f for f in spare if f["span"][0] < one["span"][1] and one["span"][0] < f["span"][1]),
            None,
        )
        if hit:
            spare.remove(hit)
        pairs.append((one, hit))
    return pairs + [(None, f) for f in spare]


def show(text: str, one: dict[str, Any] | None, hit: dict[str, Any] | None) -> str | None:
    """A line for a difference, or None."""
    same = one and hit and all(one[k] == hit[k] for k in ("min", "max", "kind"))
    if same:
        return None
    sign = "-" if hit is None else "+" if one is None else "="
    start, stop = (one or hit or {})["span"]
    around = f"{text[max(0, start - 40) : start]}⟦{text[start:stop]}⟧{text[stop : stop + 25]}"
    told = {k: (one or {}).get(k) for k in ("min", "max", "kind")}
    read = {k: (hit or {}).get(k) for k in ("min", "max", "kind", "rule", "reason")}
    return f"{sign} {around!r} {list(told.values())} {list(read.values())}"


def main(arguments: list[str]) -> None:
    """Print the figures of one part of the gold."""
    part = "dev" if "dev" in arguments else "train"
    scorer = load_scorer()
    gold = scorer.load_gold(str(SHARED / "gold" / part / "claims"))
    texts = scorer.load_texts(str(SHARED / "gold" / part / "docs"))
    started = time.perf_counter()
    found = {key: predict(texts[key], None) for key in gold}
    seconds = time.perf_counter() - started
    tallies, _ = scorer.score((texts[k], {**gold[k], "claims": []}, found[k]) for k in gold)
    for name in FIGURES:
        precision, recall, f1 = tallies[name].prf()
        print(f"{name:12s} P {precision:6.1%}  R {recall:6.1%}  F1 {f1:6.1%}")
    pairs = [(k, *p) for k in gold for p in match(gold[k]["counts"], found[k]["counts"])]
    both = [(one, hit) for _, one, hit in pairs if one and hit]
    for field in ("kind", "approx"):
        right = sum(one[field] == hit[field] for one, hit in both)
        print(f"{field:12s} {right / max(1, len(both)):6.1%} of {len(both)} matched")
    words = sum(len(text.split()) for text in texts.values())
    print(f"speed        {words / seconds:,.0f} words/s on one core")
    if "-v" in arguments and part == "train":
        rules = Counter((hit["rule"], bool(one)) for _, one, hit in pairs if hit)
        print(*sorted(rules.items()), sep="\n")
        lines = (show(texts[k], one, hit) for k, one, hit in pairs)
        print(*filter(None, lines), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
