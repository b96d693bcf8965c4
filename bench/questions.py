"""How well relations gather under questions: B³ of claims and purity of positions.

    python bench/questions.py STORIES_FOLDER GOLD_FOLDER [--own]

STORIES_FOLDER holds `<story>.json` with gold relations and questions, GOLD_FOLDER `docs/` and
`claims/`. The gold relations are given without their questions, so that the figures say what
gathering does and not what relating does; with `--own`, the relations are Riwaya's own. Since a
claim can bear on several questions, B³ is the extended one (Amigó et al., 2009): for each pair of
claims the number of questions shared in gold and found is compared. Claims in no question on
either side are left out. Purity: the part of a found position's claims that share its commonest
gold position, over found questions with claims in gold positions.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from riwaya.compare.accounts import accounts_of
from riwaya.compare.model import Question, Relation
from riwaya.compare.questions import questions
from riwaya.contract.given import read_given
from riwaya.model import Report

Members = Mapping[str, frozenset[str]]
"""Names of the questions of each claim."""


def main() -> int:
    """Measure over all stories of a folder and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stories", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--own", action="store_true", help="with relations found by Riwaya")
    args = parser.parse_args()
    totals: Counter[str] = Counter()
    for path in sorted(args.stories.glob("*.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        totals.update(measured(story, args.gold, args.own))
    print(f"stories {totals['stories']}, questions {totals['questions']}, gold {totals['gold']}")
    precision, recall = (totals[k] / max(totals[f"{k}_of"], 1) for k in ("precision", "recall"))
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"B3 of claims by question: P {precision:.3f} R {recall:.3f} F1 {both:.3f}")
    print(f"purity of positions {totals['pure'] / max(totals['pure_of'], 1):.3f}")
    print(f"claims of gold questions found {totals['recall_of'] / max(totals['claims'], 1):.3f}")
    return 0


def measured(story: Mapping[str, Any], gold: Path, own: bool) -> dict[str, float]:
    """Sums over the claims of one story."""
    reports = list(_reports(story, gold))
    accounts = [account for report in reports for account in accounts_of(report)]
    relations = _own(reports) if own else _given(story, {a.ref for a in accounts})
    found = questions(reports, accounts, relations, ())
    ours = _members((q.id, p.claims) for q in found for p in q.positions)
    theirs = _members((q["id"], p["claims"]) for q in story["questions"] for p in q["positions"])
    both = ours.keys() & theirs.keys()
    sums = {
        "precision": sum(_overlap(ref, ours, theirs) for ref in both),
        "precision_of": len(both),
        "recall": sum(_overlap(ref, theirs, ours) for ref in both),
        "recall_of": len(both),
        "claims": len(theirs),
        "stories": 1,
        "questions": len(found),
        "gold": len(story["questions"]),
    }
    return {**sums, **_purity(found, story)}


def _overlap(ref: str, base: Members, other: Members) -> float:
    """Of the claims that share a question with `ref` in `base`: how far they do so in `other`."""
    together = [o for o in base if base[ref] & base[o] and o in other]
    shares = (
        min(len(base[ref] & base[o]), len(other[ref] & other[o])) / len(base[ref] & base[o])
        for o in together
    )
    return sum(shares) / len(together)


def _purity(found: Iterable[Question], story: Mapping[str, Any]) -> dict[str, float]:
    of = _members(
        (f"{question['id']} {position['position']}", position["claims"])
        for question in story["questions"]
        for position in question["positions"]
    )
    pure = total = 0
    for position in (position for question in found for position in question.positions):
        names = Counter(name for ref in position.claims for name in of.get(ref, ()))
        known = sum(ref in of for ref in position.claims)
        if known > 1:
            pure, total = pure + names.most_common(1)[0][1], total + known
    return {"pure": pure, "pure_of": total}


def _members(named: Iterable[tuple[str, Iterable[str]]]) -> Members:
    found: dict[str, set[str]] = {}
    for name, refs in named:
        for ref in refs:
            found.setdefault(ref, set()).add(name)
    return {ref: frozenset(names) for ref, names in found.items()}


def _reports(story: Mapping[str, Any], gold: Path) -> Iterable[Report]:
    lines = []
    for name in story["documents"]:
        document = json.loads((gold / "docs" / f"{name}.json").read_text(encoding="utf-8"))
        layers = json.loads((gold / "claims" / f"{name}.json").read_text(encoding="utf-8"))
        lines.append(json.dumps({"document": document, **layers}))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("\n".join(lines), encoding="utf-8")
        for given in read_given([path]):
            if isinstance(given, Exception):
                sys.exit(str(given))
            yield given.report


def _given(story: Mapping[str, Any], refs: set[str]) -> list[Relation]:
    return [
        Relation(r["a"], r["b"], r["relation"], 1.0, "", (), ())
        for r in story["relations"]
        if {r["a"], r["b"]} <= refs
    ]


def _own(reports: list[Report]) -> list[Relation]:
    from riwaya.compare.compare import compare

    return list(compare("measured", reports).relations)


if __name__ == "__main__":
    sys.exit(main())
