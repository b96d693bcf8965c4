"""Trees walked by numpy give what trees walked one node after another give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from riwaya.compare.forest import Forest, load_forest


def small() -> Forest:
    """Two rounds of two classes: stumps and a leaf alone."""
    return Forest(
        column=np.array([0, -1, -1, 1, -1, -1, -1, 1, -1, -1], np.int32),
        threshold=np.array([0.5, 0, 0, 2.0, 0, 0, 0, -1.0, 0, 0]),
        left=np.array([1, 0, 0, 4, 0, 0, 0, 8, 0, 0], np.int32),
        right=np.array([2, 0, 0, 5, 0, 0, 0, 9, 0, 0], np.int32),
        missing=np.array([True, False, False, False] + [False] * 6),
        value=np.array([0, 1.0, -1.0, 0, 0.5, -0.5, 0.25, 0, 2.0, -2.0]),
        roots=np.array([[0, 3], [6, 7]], np.int32),
        start=np.array([0.1, -0.1]),
    )


def walked(forest: Forest, row: list[float]) -> list[float]:
    totals = list(forest.start)
    for trees in forest.roots:
        for kind, node in enumerate(trees):
            at = int(node)
            while forest.column[at] >= 0:
                value = row[forest.column[at]]
                left = forest.missing[at] if np.isnan(value) else value <= forest.threshold[at]
                at = int(forest.left[at] if left else forest.right[at])
            totals[kind] += float(forest.value[at])
    weights = np.exp(totals)
    return list(weights / weights.sum())


@pytest.mark.parametrize(
    "row", [[0.0, 0.0], [0.5, 2.0], [0.6, 2.1], [np.nan, np.nan], [np.nan, -5.0], [9.0, -1.0]]
)
def test_a_row_is_walked_node_by_node(row: list[float]) -> None:
    shares = small().shares(np.array([row], np.float32))
    assert shares[0] == pytest.approx(walked(small(), row))


def test_many_rows_are_walked_as_one_is() -> None:
    rows = np.random.default_rng(3).normal(size=(1300, 2)).astype(np.float32)
    shares = small().shares(rows)
    assert shares.shape == (1300, 2)
    assert shares[1200] == pytest.approx(walked(small(), list(rows[1200])))


def test_a_file_gives_the_same_trees(tmp_path: Path) -> None:
    forest = small()
    np.savez(tmp_path / "forest.npz", **vars(forest))
    rows = np.array([[0.2, 3.0]], np.float32)
    assert load_forest(tmp_path / "forest.npz").shares(rows) == pytest.approx(forest.shares(rows))
