"""Measure the claim rules on gold: each stage alone on gold claims, and the rules-only reader.

    python -m bench.claims claims   [GOLD]    # gold claims in: what does tidying change?
    python -m bench.claims speakers [GOLD]    # gold claims without source_from: how much is found?
    python -m bench.claims rules    [GOLD]    # rules reader and both stages, as JSONL
    python -m bench.claims precision [GOLD]   # precision of every rule of the rules reader
    python -m bench.claims speed              # words a second of each stage

GOLD is a folder with docs/ and claims/; by default ../shared/gold/train.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from time import process_time
from typing import Any

from riwaya.model import Claim, Document, Span
from riwaya.stages.base import Draft
from riwaya.stages.claims import ClaimsStage
from riwaya.stages.rules_reader import RulesReader
from riwaya.stages.speakers import SpeakersStage

TRAIN = Path(__file__).resolve().parents[2] / "shared" / "gold" / "train"


def gold_drafts(folder: Path) -> Iterator[tuple[Draft, list[dict[str, Any]]]]:
    """Each report of `folder` as a draft holding its gold claims, with the gold's own rows."""
    for path in sorted((folder / "claims").glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))["claims"]
        fields = json.loads((folder / "docs" / path.name).read_text(encoding="utf-8"))
        document = Document(id=fields["id"], text=fields["text"], title=fields["title"])
        yield Draft.of(document).having(claims=tuple(map(_claim, rows))), rows


def _claim(row: dict[str, Any]) -> Claim:
    resolved = row["source_from"]
    return Claim(
        id=row["id"],
        cue=_spans(row["cue"]),
        source=_spans(row["source"]),
        content=_spans(row["content"]),
        via=_spans(row["via"]),
        source_from=Span(*resolved) if resolved else None,
        mode=row["mode"],
        stance=row["stance"],
        source_type=row["source_type"],
        confidence=1.0,
    )


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(*pair) for pair in pairs)


def measure_claims(folder: Path) -> None:
    """Print how often each field of gold survives tidying as it was."""
    same: dict[str, int] = {}
    total = parents = kept = 0
    for draft, rows in gold_drafts(folder):
        done = {c.cue[0].stop: c for c in ClaimsStage().run(draft).claims}
        names = {c.id: c.cue[0].stop for c in done.values()}
        stops = {row["id"]: row["cue"][0][1] for row in rows}
        for before, row in zip(draft.claims, rows, strict=True):
            total += 1
            after = done.get(before.cue[0].stop)
            if after is None:
                continue
            kept += 1
            for field in ("cue", "source", "content", "via", "mode"):
                same[field] = same.get(field, 0) + (getattr(before, field) == getattr(after, field))
            wanted = stops.get(row["parent"]) if row["parent"] else None
            parents += (names.get(after.parent) if after.parent else None) == wanted
    print(f"{total} gold claims, {kept} kept")
    for field, count in same.items():
        print(f"{field:8s} unchanged {count / kept:6.1%}")
    print(f"parent   as in gold {parents / kept:6.1%}")


def measure_speakers(folder: Path) -> None:
    """Print how often the resolver finds gold's `source_from` (token F1 of at least 0.5)."""
    tried: Counter[str] = Counter()
    right: Counter[str] = Counter()
    gold = 0
    for draft, _ in gold_drafts(folder):
        order = ClaimsStage().run(draft)
        wanted = {c.cue: c.source_from for c in order.claims}
        blank = tuple(replace(c, source_from=None, origins=()) for c in order.claims)
        for claim in SpeakersStage().run(order.having(claims=blank)).claims:
            target = wanted[claim.cue]
            gold += target is not None
            rule = next((o.rule for o in claim.origins if o.field == "source_from"), "none")
            if claim.source_from is None and target is None:
                continue
            tried[rule] += 1
            if claim.source_from and target:
                same = token_f1(draft.document.text, claim.source_from, target) >= 0.5
                right[rule] += same
    found, hits = sum(tried.values()) - tried["none"], sum(right.values())
    print(f"{gold} gold source_from; {found} proposed, {hits} right")
    print(f"recall {hits / gold:6.1%}  precision {hits / found:6.1%}")
    for rule, count in tried.most_common():
        print(f"{rule:22s} {right[rule]:4d} of {count:4d}  {right[rule] / count:6.1%}")


def write_rules(folder: Path) -> None:
    """Write the rules reader's reports, after both rule stages, as JSONL to standard output."""
    stages = (RulesReader(), ClaimsStage(), SpeakersStage())
    for draft, _ in gold_drafts(folder):
        done = draft.having(claims=())
        for stage in stages:
            done = stage.run(done)
        claims = [asdict(claim) for claim in done.claims]
        print(json.dumps({"document": {"id": draft.document.id}, "claims": claims}))


def measure_precision(folder: Path) -> None:
    """Print `rules_precision.tsv`: of each rule's cues, the share that meets a gold cue."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for draft, _ in gold_drafts(folder):
        gold = [span for claim in draft.claims for span in claim.cue]
        done = ClaimsStage().run(RulesReader().run(draft.having(claims=())))
        for claim in done.claims:
            rule = next(o.rule for o in claim.origins if o.field == "cue" and o.stage == "rules")
            found[rule] += 1
            right[rule] += any(span.meets(cue) for span in claim.cue for cue in gold)
    name = f"gold/{folder.name}, {folder.parent.parent.name}"
    print("rule\tprecision\tright\tfound\tsource")
    for rule in sorted(found):
        share = (right[rule] + 1) / (found[rule] + 2)
        print(f"{rule}\t{share:.2f}\t{right[rule]}\t{found[rule]}\tmeasured on {name}")


def measure_speed(_: Path) -> None:
    """Print words a CPU second of each stage on ordinary reports, one long line and a long text."""
    drafts = [draft.having(claims=()) for draft, _ in gold_drafts(TRAIN)]
    joined = "\n".join(draft.document.text for draft in drafts)
    line = joined.replace("\n", " ")[:100_000]
    long = (joined + "\n") * (5_000_000 // (2 * len(joined)) + 1)
    texts = {"reports": [d.document.text for d in drafts], "one line": [line], "5 MB": [long]}
    for name, batch in texts.items():
        ready = [Draft.of(Document(str(i), text)) for i, text in enumerate(batch)]
        words = sum(len(draft.view.words) for draft in ready)
        for stage in (RulesReader(), ClaimsStage(), SpeakersStage()):
            start = process_time()
            ready = [stage.run(draft) for draft in ready]
            print(f"{name:9s} {stage.name:9s} {words / (process_time() - start):12,.0f} words/s")


def token_f1(text: str, one: Span, other: Span) -> float:
    """F1 of the whitespace tokens that two spans touch, marks at their edges left out."""
    a, b = _tokens(text, one), _tokens(text, other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _tokens(text: str, span: Span) -> set[int]:
    low = text.rfind(" ", 0, span.start) + 1
    found = re.finditer(r"\S+", text[low : span.stop + 40])
    return {
        low + m.start() for m in found if low + m.start() < span.stop and low + m.end() > span.start
    }


def main(arguments: list[str]) -> None:
    """Run the measurement that the first argument names."""
    folder = Path(arguments[1]) if len(arguments) > 1 else TRAIN
    commands = {
        "claims": measure_claims,
        "speakers": measure_speakers,
        "rules": write_rules,
        "precision": measure_precision,
        "speed": measure_speed,
    }
    commands[arguments[0]](folder)


if __name__ == "__main__":
    main(sys.argv[1:])
