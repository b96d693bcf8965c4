"""What was published on one day, story by story, and which of it shares features with a report.

All reports of one story on one day make one *cell*: sums of their weights and embeddings. The mean
of a report's cosines with them follows from the sums, so that five hundred copies of one text cost
what one costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from riwaya.records import Placement, Signature
from riwaya.stories.features import KINDS
from riwaya.stories.signature import kind_index
from riwaya.stories.similar import Parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_STORIES = 4_000
"""Stories that are kept of one day (or of all reports without a date): the latest founded."""


class Cell:
    """The reports of one story on one day, added up."""

    __slots__ = ("counts", "reports", "story", "vector", "vectors", "weights")

    def __init__(self, story: str) -> None:
        self.story = story
        self.reports = 0
        self.weights: dict[int, float] = {}
        self.counts = [0] * len(KINDS)  # of reports that have features of a kind
        self.vector: NDArray[np.float32] | None = None
        self.vectors = 0

    def add(self, signature: Signature) -> list[int]:
        """Add a report; the features that are new to the cell."""
        new = [feature for feature in signature.features if feature not in self.weights]
        for feature, weight in zip(signature.features, signature.weights, strict=True):
            self.weights[feature] = self.weights.get(feature, 0.0) + weight
        for kind in kinds_of(signature):
            self.counts[kind] += 1
        self.reports += 1
        vector = unit_vector(signature)
        if vector is not None:
            self.vector = vector if self.vector is None else self.vector + vector
            self.vectors += 1
        return new

    def words(self, dots: list[float]) -> float:
        """The mean cosine of words, from the sums of products by kind."""
        return dots[0] / self.counts[0] if self.counts[0] else 0.0

    def parts(self, dots: list[float], vector: NDArray[np.float32] | None) -> Parts:
        """The mean cosines from the sums of products by kind; a report has no features of a kind
        where its sum is negative."""
        named = [
            min(1.0, dot / count) if count and dot >= 0.0 else None
            for dot, count in zip(dots, self.counts, strict=True)
        ]
        meaning = None
        if vector is not None and self.vector is not None:
            meaning = max(0.0, float(vector @ self.vector) / self.vectors)
        words, names, places, dates = named
        return Parts(words, names, places, dates, meaning)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a document was put before."""

    story: str
    score: float
    why: str


class DayIndex:
    """The cells of one day, with postings by feature."""

    def __init__(self) -> None:
        self.seats: dict[str, Seat] = {}
        self._cells: dict[str, Cell] = {}
        self._postings: dict[int, list[Cell]] = {}

    def add(self, placement: Placement) -> None:
        """Take in a placed document; one that is in already stays as it is."""
        document = placement.signature.document
        if document in self.seats:
            return
        self.seats[document] = Seat(placement.story, placement.score, placement.why)
        cell = self._cells.get(placement.story)
        if cell is None:
            cell = self._cells[placement.story] = Cell(placement.story)
        for feature in cell.add(placement.signature):
            self._postings.setdefault(feature, []).append(cell)
        if len(self._cells) > MOST_STORIES:
            self._forget(next(iter(self._cells.values())))

    def like(self, signature: Signature) -> Iterator[tuple[Cell, list[float]]]:
        """The cells that share a feature, each with sums of products by kind (-1.0 for a kind of
        which the report has no features)."""
        kinds = kinds_of(signature)
        empty = [0.0 if kind in kinds else -1.0 for kind in range(len(KINDS))]
        found: dict[Cell, list[float]] = {}
        for feature, weight in zip(signature.features, signature.weights, strict=True):
            kind = kind_index(feature)
            for cell in self._postings.get(feature, ()):
                dots = found.get(cell)
                if dots is None:
                    dots = found[cell] = empty.copy()
                dots[kind] += weight * cell.weights[feature]
        return iter(found.items())

    def _forget(self, cell: Cell) -> None:
        del self._cells[cell.story]
        for feature in cell.weights:
            self._postings[feature].remove(cell)


def kinds_of(signature: Signature) -> frozenset[int]:
    """Which kinds of features a report has."""
    return frozenset(map(kind_index, signature.features))


def unit_vector(signature: Signature) -> NDArray[np.float32] | None:
    """The embedding of a signature with length 1; None when it has none."""
    if not signature.vector:
        return None
    import numpy as np

    row = np.frombuffer(signature.vector, dtype=np.int8).astype(np.float32)
    length = float(np.linalg.norm(row))
    return row / length if length else None
