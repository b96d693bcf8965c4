"""Relations against the annotated stories, gold claims given: `python -m bench.relations dev`.

Prints what `../shared/score_relations.py` counts. The pack was trained on `stories/train`: its
figures there say nothing; those of stories that no network had seen are in its model card.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from riwaya.compare.accounts import accounts_of
from riwaya.compare.relate import relations
from training.pair_forest import figures, scorer_of
from training.pair_stories import story_reports

SHARED = Path(__file__).resolve().parents[2] / "shared"


def main() -> None:
    """Command line: the part to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("train", "dev"), nargs="?", default="dev")
    part = parser.parse_args().part
    golds, told, seconds, pairs = [], [], 0.0, 0
    for gold, reports in story_reports(SHARED, part):
        accounts = [account for report in reports for account in accounts_of(report)]
        began = time.perf_counter()
        found = relations(reports, accounts)
        seconds += time.perf_counter() - began
        pairs += len(found)
        golds.append(gold)
        rows = [{"a": r.a, "b": r.b, "relation": r.relation} for r in found]
        told.append({"story": gold["story"], "relations": rows})
    print(f"{len(golds)} stories, {pairs} relations, {seconds / len(golds):.2f} s a story")
    for name, value in figures(golds, told, scorer_of(SHARED)).items():
        print(f"{name:24} {value:.3f}")


if __name__ == "__main__":
    main()
