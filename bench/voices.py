"""How often pairs of claims that a person marked as one voice come out as one, and others apart.

    python -m bench.voices [STORIES]

Prints figures only, never words of the reports. `repeats` and `updates` between two claims mostly
share a speaker; `contradicts` and `agrees` between two documents mostly do not.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from riwaya.compare.accounts import accounts_of
from riwaya.compare.speakers import likeness, speaker_of
from riwaya.compare.voices import source_groups
from riwaya.contract.given import given_report
from riwaya.model import Claim, Report

SHARED = Path(__file__).resolve().parents[2] / "shared"
EDGES = (0.45, 0.6, 0.75, 0.9)


def main() -> None:
    """Print, by relation, the part of the pairs at or above each likeness."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "stories" / "train"
    scores: dict[str, list[float]] = {}
    reasons: Counter[tuple[str, str]] = Counter()
    for relation, first, second in pairs(folder):
        found = likeness(speaker_of(*first), speaker_of(*second))
        scores.setdefault(relation, []).append(found.score)
        reasons[relation, found.why] += 1
    print("relation     pairs  " + "  ".join(f">={edge:.2f}" for edge in EDGES))
    for relation, values in sorted(scores.items()):
        shares = (sum(value >= edge for value in values) / len(values) for edge in EDGES)
        print(f"{relation:12} {len(values):5}  " + "  ".join(f"{share:6.2f}" for share in shares))
    print("relation     in one group of source_groups (reports alone)")
    same = Counter(grouped(folder))
    for relation in sorted({relation for relation, _ in same}):
        share = same[relation, True] / (same[relation, True] + same[relation, False])
        print(f"{relation:12} {share:.2f}")
    for (relation, why), count in sorted(reasons.items()):
        print(f"{relation:12} {why:15} {count}")


def grouped(folder: Path) -> Iterator[tuple[str, bool]]:
    """Relations of two claims, and whether `source_groups` makes them one voice from the reports
    alone: without relations and copies."""
    for path in sorted(folder.glob("*.json")):
        story = json.loads(path.read_text("utf-8"))
        reports = [report_of(document, folder.name) for document in story["documents"]]
        accounts = [account for report in reports for account in accounts_of(report)]
        groups = source_groups(reports, accounts, (), ())
        voice = {ref: group.id for group in groups for ref in group.accounts}
        for relation in story["relations"]:
            ends = [voice.get(relation[end]) for end in ("a", "b")]
            if "#P" not in relation["a"] + relation["b"] and None not in ends:
                yield relation["relation"], ends[0] == ends[1]


def pairs(folder: Path) -> Iterator[tuple[str, tuple[Report, Claim], tuple[Report, Claim]]]:
    """Relations of two claims, with each claim's report."""
    for path in sorted(folder.glob("*.json")):
        for relation in json.loads(path.read_text("utf-8"))["relations"]:
            ends = [claim_of(relation[end], folder.name) for end in ("a", "b")]
            if ends[0] is not None and ends[1] is not None:
                yield relation["relation"], ends[0], ends[1]


def claim_of(ref: str, part: str) -> tuple[Report, Claim] | None:
    """The claim that a ref names, None for narration."""
    document, _, name = ref.partition("#")
    report = report_of(document, part)
    claim = next((claim for claim in report.claims if claim.id == name), None)
    return None if claim is None else (report, claim)


@cache
def report_of(document: str, part: str) -> Report:
    """The report of a document with its gold claims."""
    gold = SHARED / "gold" / part
    text = json.loads((gold / "docs" / f"{document}.json").read_text("utf-8"))
    claims = json.loads((gold / "claims" / f"{document}.json").read_text("utf-8"))
    value = {"document": text, "claims": claims["claims"]}
    return given_report(value, document).report


if __name__ == "__main__":
    main()
