"""Agree, disagree or other on headline pairs (Arabic News Stance): `python -m bench.headlines`.

The pair network's coarse scores alone, both orders averaged. `FILE.csv` has the columns s1, s2 and
stance; the default is `../shared/ans/dev.csv`.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np

from riwaya.compare.classifier import load_classifier

DEV = Path(__file__).resolve().parents[2] / "shared" / "ans" / "dev.csv"
STANCES = ("other", "disagree", "agree")


def main() -> None:
    """Command line: the file to measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=DEV)
    path = parser.parse_args().file
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = load_classifier().reader.stances([(row["s1"], row["s2"]) for row in rows])
    wanted = np.array([STANCES.index(row["stance"]) for row in rows])
    given = np.array([STANCES.index(stance) for stance in found])
    scores = []
    for number, name in enumerate(STANCES):
        right = int(((given == number) & (wanted == number)).sum())
        total = int((given == number).sum() + (wanted == number).sum())
        scores.append(2 * right / max(total, 1))
        print(f"{name:10} F1 {scores[-1]:.3f} of {int((wanted == number).sum())}")
    print(f"macro F1   {np.mean(scores):.3f} ({len(rows)} pairs)")


if __name__ == "__main__":
    main()
