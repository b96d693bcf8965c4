"""The pair classifier: a network that reads two accounts, and trees over that and all signals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from riwaya.compare.forest import Forest, load_forest
from riwaya.compare.model import RelationKind, Signal
from riwaya.compare.pairs import COLUMNS, Floats, Side, Table
from riwaya.compare.rules import ruled
from riwaya.errors import ResourceError
from riwaya.stories.vectors import (
    Encoder,
    batches,
    checked_meta,
    load_vectors,
    pack_folder,
    padded,
    session,
)

PROTOCOL = "riwaya.pairs/1"
KINDS: tuple[RelationKind | None, ...] = (None, "contradicts", "updates", "agrees", "repeats")
"""What the classifier tells apart, in the order of its scores; None: nothing worth saying."""
SCORES = (*(f"read.{kind}" for kind in KINDS), "read.other", "read.differ", "read.same")
STANCES = ("other", "disagree", "agree")
_AT_ONCE = 24


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one pair stands (rows `i` and `j` of the table), and what was observed on it. `rule` is
    what says so: a rule's name, or `forest`, `forest+network`."""

    i: int
    j: int
    kind: RelationKind
    confidence: float
    signals: tuple[Signal, ...]
    rule: str


@dataclass(frozen=True)
class Limits:
    """How much is looked at: candidate pairs and pairs that the network reads, for each account
    and in all; what is left out has less in common than what is kept. In a story of more than
    `most_embedded` accounts shared words alone say what is near."""

    candidates: int = 22
    read: int = 2
    most_candidates: int = 8_000
    most_read: int = 150
    most_embedded: int = 400


QUICK = Limits(most_candidates=4_000, most_read=24, most_embedded=0)
"""For large stories: seconds, not minutes, on a laptop."""
THOROUGH = Limits(read=8, most_candidates=200_000, most_read=20_000, most_embedded=20_000)
LARGE = 250
"""A story of more accounts is large."""


def limits_for(accounts: int) -> Limits:
    """The limits for a story of so many accounts."""
    return Limits() if accounts <= LARGE else QUICK


class PairReader:
    """The network alone. `encoder` is the pack of sentences, whose lower layers it stands on."""

    def __init__(self, encoder: Encoder, network: Any) -> None:
        self.encoder = encoder
        self._network = network

    def read(self, sides: Sequence[Side], pairs: Sequence[tuple[int, int]]) -> Floats:
        """The network's scores [n, 8] of pairs of sides, the earlier account of each first."""
        pieces = {k: self.encoder.pieces(sides[k].told) for k in {k for p in pairs for k in p}}
        rows = []
        for i, j in pairs:
            a, b = (i, j) if in_time(sides[i], sides[j])[0] is sides[i] else (j, i)
            rows.append(pair_ids(pieces[a], pieces[b]))
        return self._scores(rows)

    def stances(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """Whether two short texts (headlines) `agree`, `disagree` or are `other`, by the network
        alone, both orders averaged."""
        pieces = [(self.encoder.pieces(a), self.encoder.pieces(b)) for a, b in pairs]
        scores = self._scores([pair_ids(a, b) for a, b in pieces])
        scores += self._scores([pair_ids(b, a) for a, b in pieces])
        return [STANCES[best] for best in scores[:, len(KINDS) :].argmax(axis=1)]

    def _scores(self, rows: Sequence[tuple[list[int], int]]) -> Floats:
        made = np.zeros((len(rows), len(SCORES)), np.float32)
        for group in batches([len(row) for row, _ in rows], _AT_ONCE):
            ids, mask = padded([rows[at][0] for at in group])
            second_mask = np.zeros_like(mask)
            for line, at in enumerate(group):
                second_mask[line, rows[at][1] : len(rows[at][0])] = 1
            states = self.encoder.states(ids, mask)
            given = {"states": states, "mask": mask, "second": second_mask}
            made[group] = self._network.run(None, given)[0]
        return made


class PairClassifier:
    """The pack, loaded. `thresholds` are by kind: what a kind's share must reach to be said."""

    def __init__(self, reader: PairReader, forest: Forest, meta: dict[str, Any]) -> None:
        self.version: str = meta["version"]
        self.reader = reader
        self._forest = forest
        self._near: list[float] = meta["near"]
        self._near_plain: list[float] = meta["near_plain"]
        self._thresholds = np.array([meta["thresholds"][str(kind)] for kind in KINDS[1:]])

    def table(self, sides: Sequence[Side], limits: Limits) -> Table:
        """The accounts of a story set beside each other."""
        if len(sides) > limits.most_embedded:
            return Table(sides, None)
        return Table(sides, self.reader.encoder.of([side.matter for side in sides]))

    def verdicts(self, table: Table, limits: Limits) -> Iterator[Verdict]:
        """What is worth saying of the pairs of a story, in the order of their rows."""
        rows = len(table.sides)
        near = self._near if table.embedded else self._near_plain
        candidates = table.near(near, min(limits.candidates * rows, limits.most_candidates))
        if not candidates:
            return
        read = set(table.near(near, min(limits.read * rows, limits.most_read)))
        columns, found = [], []
        for i, j in candidates:
            values, signals = table.pair(i, j)
            columns.append(values)
            found.append(signals)
        scores = np.full((len(candidates), len(SCORES)), np.nan, np.float32)
        chosen = [at for at, pair in enumerate(candidates) if pair in read]
        scores[chosen] = self.reader.read(table.sides, [candidates[at] for at in chosen])
        known = np.array(columns, np.float32)
        shares = self._forest.shares(np.hstack([known, scores]))
        plain = ruled(known)
        for at, (i, j) in enumerate(candidates):
            said = self._said(shares[at])
            rule = plain.get(at)
            if said is not None and (rule is None or said[0] == rule.kind):
                by = "forest" if np.isnan(scores[at, 0]) else "forest+network"
                yield Verdict(i, j, said[0], said[1], found[at], by)
            elif rule is not None:
                yield Verdict(i, j, rule.kind, rule.confidence, found[at], rule.name)

    def _said(self, shares: npt.NDArray[np.float64]) -> tuple[RelationKind, float] | None:
        over = shares[1:] / self._thresholds
        best = int(np.argmax(over))
        kind = KINDS[best + 1]
        if over[best] < 1 or kind is None:
            return None
        return kind, round(float(shares[best + 1]), 4)


MOST_PIECES = 80
"""Word pieces of one account that the network reads; the rest of a long paragraph is left out."""


def pair_ids(a: Sequence[int], b: Sequence[int]) -> tuple[list[int], int]:
    """The pieces of a pair, `<s> a </s> </s> b </s>`, and where b's begin."""
    from riwaya.stages.reader.pieces import BEGIN, END

    first = [BEGIN, *a[:MOST_PIECES], END]
    return [*first, END, *b[:MOST_PIECES], END], len(first) + 1


def in_time(a: Side, b: Side) -> tuple[Side, Side]:
    """The two with the earlier published first; without times, by their refs."""
    order = sorted((a, b), key=lambda side: (side.hour or 0.0, side.ref))
    return order[0], order[1]


@cache
def load_classifier(threads: int = 2) -> PairClassifier:
    """The product's own classifier. Raises ResourceError when a pack is missing, damaged, or was
    made for other columns."""
    folder = pack_folder("pairs")
    meta = checked_meta(folder, PROTOCOL)
    if meta["columns"] != [*COLUMNS, *SCORES]:
        raise ResourceError(
            "the pack was made for other signals than this version finds.",
            where=str(folder),
            advice="Reinstall riwaya, or rebuild the pack with `make train`.",
        )
    network = session(folder / "pair.onnx", threads)
    reader = PairReader(load_vectors(threads), network)
    reader = PairReader(load_vectors(threads), network)
    return PairClassifier(reader, load_forest(folder / "forest.npz"), meta)
