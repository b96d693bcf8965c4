"""What is known of a pair of accounts, as numbers: the columns that the pair classifier decides on.

All columns are the same whichever account comes first, but for those of order in time, which the
caller settles by giving the earlier account first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from riwaya.compare.facts import Scene, scene_of
from riwaya.compare.facts_ground import ground_of
from riwaya.compare.facts_times import moment
from riwaya.compare.model import Account, Signal
from riwaya.compare.signals import SIGNAL_NAMES, Rarity, signals
from riwaya.compare.speakers import same_voice
from riwaya.model import Report

Floats = npt.NDArray[np.float32]

_MIRRORED = {"roots.b_in_a": "roots.a_in_b", "time.earlier": "time.later"}
_SIGNALS = tuple(name for name in SIGNAL_NAMES if name not in _MIRRORED)
_STANCES = ("denied", "no_comment", "directive", "uncertain")
_PLAIN = (
    "cosine", "cosine.story", "rank.low", "rank.high", "roots.less", "voice", "document.same",
    "claims", "narrated", "headline", "days", "hours", "paragraphs", "words.less", "words.more",
    "holds", *(f"{stance}.{count}" for stance in _STANCES for count in ("one", "both")),
)  # fmt: skip
_SHORT = 8
"""A claim of fewer words says little by itself (`this crime`): its paragraph is read too."""
COLUMNS = (*_PLAIN, *_SIGNALS)
"""The names of the columns, in order; the network's scores follow them."""
EMBEDDED = 4
"""So many of the first columns come from embeddings: NaN where a story is too large for them."""


@dataclass(frozen=True, slots=True)
class Side:
    """An account with all that a pair needs of it. `told` is what the network reads: speaker, cue
    and content of a claim, the whole paragraph of narration; `matter` is what is embedded."""

    account: Account
    scene: Scene
    told: str
    matter: str
    hour: float | None

    @property
    def ref(self) -> str:
        """The account's ref."""
        return self.account.ref


def sides_of(report: Report, accounts: Sequence[Account]) -> list[Side]:
    """The sides of the accounts of one report."""
    text = report.document.text
    paragraphs = ground_of(report).view.paragraphs
    hour = _hour(report.document.published)
    made = []
    for account in accounts:
        claim = account.claim
        if claim is None:
            told = matter = " ".join(paragraphs[account.paragraph].of(text).split())
        else:
            cue = " ".join(span.of(text) for span in claim.cue)
            matter = account.words
            told = f"{account.speaker.words} {cue}: {matter}"
            if len(matter.split()) < _SHORT:
                told = f"{told} ({' '.join(paragraphs[account.paragraph].of(text).split())})"
        made.append(Side(account, scene_of(report, account), told, matter, hour))
    return made


class Table:
    """The accounts of a story with their nearness to each other, worked out together."""

    def __init__(self, sides: Sequence[Side], vectors: Floats | None) -> None:
        """`vectors` [n, 384] are the embeddings of the sides' matter; None: shared words alone say
        what is near, and the columns of embeddings are not known."""
        self.sides = sides
        self.embedded = vectors is not None
        self.rarity = Rarity(side.scene for side in sides)
        self.shared = _shared_roots(sides, self.rarity)
        size = len(sides)
        self._rank = np.full((size, size), np.nan, np.float32)
        self.cosine = self.in_story = self._rank
        if vectors is not None:
            self.cosine = vectors @ vectors.T
            spread = float(self.cosine.std()) or 1.0
            self.in_story = (self.cosine - float(self.cosine.mean())) / spread
            self._rank = _ranks(self.cosine)

    def near(self, weights: Sequence[float], most: int) -> list[tuple[int, int]]:
        """The `most` pairs that are most worth looking at, as (row, later row), by a weighted sum
        of `near_columns`."""
        score = self.near_columns() @ np.asarray(weights, np.float32)
        score[_held(self.sides)] = -np.inf
        rows, others = np.triu_indices(len(self.sides), 1)
        values = score[rows, others]
        best = np.argsort(-values, kind="stable")[:most]
        return [(int(rows[k]), int(others[k])) for k in np.sort(best) if values[k] > -np.inf]

    def near_columns(self) -> Floats:
        """What `near` weighs, [n, n, columns]: shared roots as part of the whole, of the smaller,
        and as such, and the better of the two ranks; with embeddings also the cosine and its
        standing in the story."""
        whole = np.diag(self.shared)
        part = self.shared / np.sqrt(np.outer(whole, whole) + 1e-9)
        less = self.shared / (np.minimum.outer(whole, whole) + 1e-9)
        rank = self._rank if self.embedded else _ranks(part)
        layers = [part, less, np.log1p(self.shared), np.minimum(rank, rank.T)]
        if self.embedded:
            layers += [self.cosine, self.in_story]
        return np.stack(layers, -1).astype(np.float32)

    def pair(self, i: int, j: int) -> tuple[list[float], tuple[Signal, ...]]:
        """The columns of a pair, and the signals among them."""
        a, b = self.sides[i], self.sides[j]
        found = signals(a.scene, b.scene, self.rarity)
        ranks = sorted((float(self._rank[i, j]), float(self._rank[j, i])))
        plain = [
            float(self.cosine[i, j]), float(self.in_story[i, j]), *ranks,
            float(np.log1p(self.shared[i, j])), *_plain(a, b),
        ]  # fmt: skip
        return [*plain, *_by_name(found)], found


def _plain(a: Side, b: Side) -> list[float]:
    one, two = a.account, b.account
    claims = sum(account.claim is not None for account in (one, two))
    same = one.document == two.document
    gap = abs(a.hour - b.hour) if a.hour is not None and b.hour is not None else -1.0
    sizes = sorted(log(1 + len(account.words.split())) for account in (one, two))
    stances = [
        float(value)
        for stance in _STANCES
        for count in [(one.stance == stance) + (two.stance == stance)]
        for value in (count > 0, count == 2)
    ]
    return [
        same_voice(one.speaker, two.speaker), float(same), float(claims), float(2 - claims),
        float(one.headline + two.headline), gap / 24 if gap >= 0 else -1.0, gap,
        float(abs(one.paragraph - two.paragraph)) if same else -1.0, *sizes,
        float(_holds(a, b)), *stances,
    ]  # fmt: skip


def _by_name(found: Sequence[Signal]) -> list[float]:
    weights = dict.fromkeys(_SIGNALS, 0.0)
    for signal in found:
        name = _MIRRORED.get(signal.name, signal.name)
        weights[name] = max(weights[name], signal.weight)
    return list(weights.values())


def _holds(a: Side, b: Side) -> bool:
    """Whether one is the narration of the paragraph in which the other, a claim, stands."""
    one, two = a.account, b.account
    here = one.document == two.document and one.paragraph == two.paragraph
    return here and (one.claim is None) != (two.claim is None)


def _held(sides: Sequence[Side]) -> npt.NDArray[np.bool_]:
    """Where one account is the narration of the paragraph in which the other stands, [n, n]."""
    places: dict[tuple[str, int], list[int]] = {}
    for row, side in enumerate(sides):
        account = side.account
        places.setdefault((account.document, account.paragraph), []).append(row)
    made = np.zeros((len(sides), len(sides)), np.bool_)
    for rows in places.values():
        for i in rows:
            for j in rows:
                made[i, j] = _holds(sides[i], sides[j])
    return made


def _ranks(near: Floats) -> Floats:
    """How many accounts are nearer, as part of all: 0 for the nearest. [n, n]."""
    order = np.argsort(np.argsort(-near, axis=1), axis=1)
    made: Floats = order.astype(np.float32) / np.float32(max(1, len(near)))
    return made


def _shared_roots(sides: Sequence[Side], rarity: Rarity) -> Floats:
    """The weight of the roots that two accounts share, [n, n]."""
    column: dict[str, int] = {}
    for side in sides:
        for root in side.scene.roots:
            column.setdefault(root, len(column))
    table = np.zeros((len(sides), max(1, len(column))), np.float32)
    for row, side in enumerate(sides):
        for root in side.scene.roots:
            table[row, column[root]] = np.sqrt(max(0.0, rarity.of((root,))))
    return table @ table.T


def _hour(published: str | None) -> float | None:
    """Hours since year 1, in UTC where the time has an offset; of a bare date, its noon."""
    return moment(published) or moment(f"{published}T12:00")
