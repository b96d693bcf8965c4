"""The annotated stories as pairs of accounts: columns, texts and labels to train on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from riwaya.compare.accounts import accounts_of
from riwaya.compare.classifier import in_time
from riwaya.compare.pairs import Floats, Table, sides_of
from riwaya.contract.given import given_report
from riwaya.model import Report
from riwaya.stories.vectors import Vectors
from training.pair_labels import LABELS

CANDIDATES = 22
READ = 8
"""Pairs for each account: those that are looked at, and those among them that the network reads."""


@dataclass(frozen=True)
class StoryPairs:
    """The pairs of one story: all candidates, and annotated pairs besides (`candidate` False).

    `pairs` are rows of the table, the earlier account first; `read` says which the network reads.
    """

    gold: dict[str, Any]
    table: Table
    pairs: list[tuple[int, int]]
    columns: Floats
    labels: npt.NDArray[np.int64]
    candidate: npt.NDArray[np.bool_]
    read: npt.NDArray[np.bool_]

    def ref(self, row: int) -> str:
        """The ref of an account."""
        return self.table.sides[row].ref


def story_reports(shared: Path, part: str) -> list[tuple[dict[str, Any], list[Report]]]:
    """The stories of `train` or `dev`, each with its reports and their annotated claims."""
    found = []
    for path in sorted((shared / "stories" / part).glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        found.append((gold, [_report(shared / "gold" / part, name) for name in gold["documents"]]))
    return found


def _report(folder: Path, name: str) -> Report:
    document = json.loads((folder / "docs" / f"{name}.json").read_text(encoding="utf-8"))
    given = json.loads((folder / "claims" / f"{name}.json").read_text(encoding="utf-8"))
    return given_report({"document": document, **given}, name).report


def tables(
    stories: Iterable[tuple[dict[str, Any], list[Report]]], vectors: Vectors
) -> list[tuple[dict[str, Any], Table]]:
    """Each story's accounts beside each other."""
    made = []
    for gold, reports in stories:
        sides = [side for report in reports for side in sides_of(report, accounts_of(report))]
        made.append((gold, Table(sides, vectors.of([side.matter for side in sides]))))
    return made


def labels_of(gold: dict[str, Any], table: Table) -> dict[tuple[int, int], int]:
    """The annotated relations by rows (lower row first); those of unknown accounts are left out."""
    row = {side.ref: at for at, side in enumerate(table.sides)}
    found = {}
    for relation in gold["relations"]:
        if relation["a"] in row and relation["b"] in row:
            ends = sorted((row[relation["a"]], row[relation["b"]]))
            found[ends[0], ends[1]] = LABELS.index(relation["relation"])
    return found


def near_weights(stories: list[tuple[dict[str, Any], Table]]) -> list[float]:
    """Weights of `Table.near_columns`, by logistic regression on whether a pair is annotated."""
    columns, wanted = [], []
    for gold, table in stories:
        ends = np.triu_indices(len(table.sides), 1)
        columns.append(table.near_columns()[ends])
        known = labels_of(gold, table)
        wanted.append([float((int(i), int(j)) in known) for i, j in zip(*ends, strict=True)])
    x, y = np.concatenate(columns).astype(np.float64), np.concatenate(wanted)
    spread = x.std(0)
    z = np.hstack([(x - x.mean(0)) / spread, np.ones((len(x), 1))])
    weights = np.zeros(z.shape[1])
    for _ in range(25):
        share = 1 / (1 + np.exp(-z @ weights))
        slope = (z.T * (share * (1 - share))) @ z + np.eye(len(weights))
        weights += np.linalg.solve(slope, z.T @ (y - share) - weights)
    return [round(float(value), 5) for value in weights[:-1] / spread]


def story_pairs(gold: dict[str, Any], table: Table, near: list[float]) -> StoryPairs:
    """The pairs of one story that are trained or measured on."""
    known = labels_of(gold, table)
    size = len(table.sides)
    candidates = set(table.near(near, CANDIDATES * size))
    read = set(table.near(near, READ * size))
    pairs = sorted(candidates | known.keys())
    columns = np.array([table.pair(i, j)[0] for i, j in pairs], np.float32)
    ordered = []
    for i, j in pairs:
        first, _ = in_time(table.sides[i], table.sides[j])
        ordered.append((i, j) if first is table.sides[i] else (j, i))
    return StoryPairs(
        gold,
        table,
        ordered,
        columns,
        np.array([known.get(pair, 0) for pair in pairs]),
        np.array([pair in candidates for pair in pairs]),
        np.array([pair in read for pair in pairs]),
    )
