"""Gradient-boosted trees, grown in training by scikit-learn and walked here with numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

_ROWS = 512
"""Rows walked at once: memory stays bounded."""


@dataclass(frozen=True)
class Forest:
    """Trees of several classes, their nodes in one list.

    `column`, `threshold`, `left`, `right` are of each node (a leaf's `column` is -1), `missing`
    says whether an unknown value goes left, `value` is a leaf's. `roots` [trees, classes] are the
    trees' first nodes and `start` [classes] the scores before any tree.
    """

    column: Ints
    threshold: npt.NDArray[np.float64]
    left: Ints
    right: Ints
    missing: npt.NDArray[np.bool_]
    value: npt.NDArray[np.float64]
    roots: Ints
    start: npt.NDArray[np.float64]

    def shares(self, rows: Floats) -> npt.NDArray[np.float64]:
        """The probability of each class [n, classes] for rows [n, columns]; NaN is not known."""
        made = np.zeros((len(rows), self.roots.shape[1]))
        for at in range(0, len(rows), _ROWS):
            made[at : at + _ROWS] = self._scores(rows[at : at + _ROWS])
        made -= made.max(axis=1, keepdims=True)
        weight = np.exp(made)
        shares: npt.NDArray[np.float64] = weight / weight.sum(axis=1, keepdims=True)
        return shares

    def _scores(self, rows: Floats) -> npt.NDArray[np.float64]:
        trees = self.roots.ravel()
        node = np.broadcast_to(trees, (len(rows), len(trees))).copy()
        line = np.arange(len(rows))[:, None]
        while True:
            column = self.column[node]
            inner = column >= 0
            if not inner.any():
                break
            given = rows[line, np.where(inner, column, 0)]
            goes_left = np.where(np.isnan(given), self.missing[node], given <= self.threshold[node])
            node = np.where(inner, np.where(goes_left, self.left[node], self.right[node]), node)
        scores = self.value[node].reshape(len(rows), *self.roots.shape).sum(axis=1)
        made: npt.NDArray[np.float64] = scores + self.start
        return made


def load_forest(path: Path) -> Forest:
    """The forest of a file that `training` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        return Forest(**{name: arrays[name] for name in arrays.files})
