"""Pairs of texts with the relation between them, to train the pair classifier on."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

LABELS = ("contradicts", "updates", "agrees", "repeats", "none")
STANCES = {"agree": "agrees", "disagree": "contradicts", "other": "none"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and how they stand to each other.

    `label` is one of `LABELS`; `updates` has no direction. `kind` names how the pair was made.
    Pairs of one `group` come from one story or one day's news: keep them on one side of any split.
    """

    a: str
    b: str
    label: str
    kind: str
    group: str


def ans_pairs(shared: Path, part: str) -> list[Pair]:
    """The headline pairs of Arabic News Stance in `part` (`train` or `dev`), in file order.

    Headlines that are joined by pairs, however indirectly, are of one group. Raises OSError when
    the file is missing, KeyError for a stance that is not known.
    """
    with (shared / "ans" / f"{part}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    up: dict[str, str] = {}

    def root(text: str) -> str:
        while up.setdefault(text, text) != text:
            text = up[text]
        return text

    for row in rows:
        up[root(row["s2"])] = root(row["s1"])
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(root(row["s1"]), f"ans-{part}-{len(names)}")
    return [
        Pair(row["s1"], row["s2"], STANCES[row["stance"]], "ans", names[root(row["s1"])])
        for row in rows
    ]
