"""Explicit rules for relations that are plain: named, in the order of `data/relation_rules.tsv`.

They say what the trees are unsure of where a denial and what it denies lie open. A rule's
confidence is the share of the pairs that it holds for in the annotated stories (train) that were
so annotated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
import numpy.typing as npt

from riwaya.compare.facts_data import table
from riwaya.compare.model import RelationKind
from riwaya.compare.pairs import COLUMNS, Floats

_NEED = re.compile(r"([\w.]+)(>=|>|<)([\d.]+)")


@dataclass(frozen=True, slots=True)
class Need:
    """What one column must be."""

    column: int
    comparison: str
    value: float

    def holds(self, columns: Floats) -> npt.NDArray[np.bool_]:
        """Which rows it holds for."""
        given = columns[:, self.column]
        if self.comparison == "<":
            return np.asarray(given < self.value)
        return np.asarray(given >= self.value if self.comparison == ">=" else given > self.value)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: all needs together make a pair of this kind."""

    name: str
    kind: RelationKind
    needs: tuple[Need, ...]
    confidence: float

    def holds(self, columns: Floats) -> npt.NDArray[np.bool_]:
        """Which rows [n] of columns [n, COLUMNS] it holds for."""
        made = np.ones(len(columns), np.bool_)
        for need in self.needs:
            made &= need.holds(columns)
        return made


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in their order."""
    return tuple(
        Rule(
            row["name"],
            cast(RelationKind, row["kind"]),
            tuple(
                Need(COLUMNS.index(name), comparison, float(value))
                for name, comparison, value in _NEED.findall(row["needs"])
            ),
            float(row["confidence"]),
        )
        for row in table("relation_rules")
    )


def ruled(columns: Floats) -> dict[int, Rule]:
    """The first rule that holds for each row [n] of columns [n, COLUMNS] that any holds for."""
    found: dict[int, Rule] = {}
    for rule in rules():
        for row in np.flatnonzero(rule.holds(columns)):
            found.setdefault(int(row), rule)
    return found
