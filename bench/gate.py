"""The quality gate: dev figures against pinned floors. `python -m bench.gate [--lower]`.

Floors lie in `bench/floors.toml`, one table a reader. A run that is better raises nothing by
itself: `--raise` writes the new figures as floors, and only `--lower` may write lower ones.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from pathlib import Path
from typing import Any

from bench.name_figures import name_figures
from bench.scorer import SHARED, load_scorer
from riwaya.contract.report import report_to_json
from riwaya.model import Report
from riwaya.pipeline import build_pipeline
from riwaya.sources.base import Intake
from riwaya.sources.documents import make_document

FLOORS = Path(__file__).with_name("floors.toml")
SLACK = 0.001
"""Floors are figures rounded to a tenth of a percent; the slack covers the rounding."""

BELOW = {"neural": 0.01}
"""How far below its figure a floor is pinned: int8 arithmetic differs a little by processor."""


def has_gold() -> bool:
    """Whether `../shared` with the dev set and the scorer is here."""
    return (SHARED / "score.py").is_file() and (SHARED / "names" / "dev").is_dir()


def measure(reader: str, folder: str = "dev") -> dict[str, float]:
    """Figures of `reader` ("neural" or "rules") on `../shared/gold/<folder>`."""
    pipeline = build_pipeline(reader=reader)
    gold = SHARED / "gold" / folder
    triples: list[tuple[str, Any, Any]] = []
    reports: list[Report] = []
    for path in sorted((gold / "claims").glob("*.json")):
        fields = json.loads((gold / "docs" / path.name).read_text("utf-8"))
        document = make_document(fields, path.name, Intake())
        reports.append(pipeline.run(document))
        gold_claims = json.loads(path.read_text("utf-8"))
        triples.append((document.text, gold_claims, report_to_json(reports[-1])))
    tallies, _ = load_scorer().score(triples)
    claims = {name: round(tally.prf()[2], 4) for name, tally in tallies.items()}
    return claims | name_figures(reports, folder)


def floors() -> dict[str, dict[str, float]]:
    """The pinned floors by reader."""
    return tomllib.loads(FLOORS.read_text("utf-8"))


def broken(found: dict[str, float], pinned: dict[str, float]) -> list[str]:
    """A line for each figure below its floor."""
    return [
        f"{name}: {found.get(name, 0.0):.3f} is below its floor of {floor:.3f}"
        for name, floor in pinned.items()
        if found.get(name, 0.0) < floor - SLACK
    ]


def write_floors(found: dict[str, dict[str, float]], lower: bool) -> None:
    """Pin `found`; a figure below its floor keeps the floor unless `lower`."""
    old = floors() if FLOORS.is_file() else {}
    lines = ["# Pinned by `python -m bench.gate --raise`; lowered only with --lower."]
    for reader, figures in found.items():
        lines.append(f"\n[{reader}]")
        for name, value in figures.items():
            low = value - BELOW.get(reader, 0.0)
            floor = low if lower else max(low, old.get(reader, {}).get(name, 0.0))
            lines.append(f'"{name}" = {floor:.3f}')
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Print figures beside floors; exit 1 when one is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raise", dest="up", action="store_true", help="pin higher figures")
    parser.add_argument("--lower", action="store_true", help="pin these figures, lower or not")
    arguments = parser.parse_args()
    if not has_gold():
        print("../shared is absent: nothing to measure")
        return 0
    found = {reader: measure(reader) for reader in ("neural", "rules")}
    pinned = floors() if FLOORS.is_file() else {}
    failed = 0
    for reader, figures in found.items():
        print(reader)
        for name, value in figures.items():
            print(f"  {name:22s} {value:6.1%}   floor {pinned.get(reader, {}).get(name, 0.0):6.1%}")
        for line in broken(figures, pinned.get(reader, {})):
            print("  BROKEN", line)
            failed = 1
    if arguments.up or arguments.lower:
        write_floors(found, arguments.lower)
        return 0
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
