"""How much shared words count: less, the more documents have them, and nothing where they are an
outlet's own formula.

The measure follows inverse document frequency (Sparck Jones 1972), by the logarithm: a formula of
twenty words that sixteen reports share counts for five words, a wire text of two hundred words
that all of them share still for fifty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log2

import numpy as np

from riwaya.stories.align import Shared
from riwaya.stories.lineage_known import Known

_LEAST = 14.0  # weighted words that make a copy
_LEAST_APART = 18.0  # where they are a small part of both texts
_LEAST_OWN = 24.0  # and both are of one outlet, which repeats its own background
_SMALL = 0.2  # of the shorter text
_LEAST_SHORT = 6.0  # where most of the shorter text is shared
_PIECE = 12  # words: shorter passages alone are names and phrases of one matter
_PART = 0.3  # unless they are so much of the shorter text
_MOST_OF = 0.6  # of the shorter text
_HALF = 0.5  # of a text: reports that share so much are not two reports with one formula
_FORMULA = 45  # words of a formula that stands in three reports of one outlet
_LONG_FORMULA = 90  # and in six


@dataclass(frozen=True, slots=True)
class Weighed:
    """What two documents share and how much of each it is, 0 to 1; `words` are equal words."""

    passages: tuple[Shared, ...]
    words: int
    share_a: float
    share_b: float

    def swapped(self) -> Weighed:
        """The same with the documents in the other order."""
        passages = sorted(
            (each.swapped() for each in self.passages),
            key=lambda each: (each.a_first, each.b_first),
        )
        return Weighed(tuple(passages), self.words, self.share_b, self.share_a)


@dataclass(frozen=True)
class Crowd:
    """Who else has the fingerprints of document `number` of `documents`: numbers of documents for
    each fingerprint."""

    number: int
    documents: Sequence[Known]
    holders: Sequence[Sequence[int]]
    _votes: Counter[int] = field(default_factory=Counter, init=False)

    def __post_init__(self) -> None:
        for held in self.holders:
            self._votes.update(held)

    @property
    def document(self) -> Known:
        """The document itself."""
        return self.documents[self.number]

    def same_outlet(self, other: int) -> bool:
        """Whether another document is of the same outlet, as far as both name one."""
        outlet = self.document.outlet
        return outlet is not None and self.documents[other].outlet == outlet

    def weight(self, first: int, last: int) -> float:
        """The mean weight of a word from `first` to `last`: 1 where two documents have it."""
        held = self._within(first, last)
        if not held:
            return 1.0
        counts = (len(each) + (self.number not in each) for each in held)
        return sum(1 / (1 + log2(max(2, count) / 2)) for count in counts) / len(held)

    def formula_of(self, first: int, last: int, other: int) -> int:
        """In how many reports these words stand as a formula of the outlet of this document and
        `other`: those of the outlet that share little else with this one."""
        if not self.same_outlet(other):
            return 0
        held = self._within(first, last)
        seen = Counter(each for holders in held for each in holders)
        return sum(
            2 * count >= len(held) and self._apart(each, other, 2 * count + 2)
            for each, count in seen.items()
            if each not in (self.number, other) and self.same_outlet(each)
        )

    def _apart(self, each: int, other: int, most: int) -> bool:
        """Whether a document shares no more than `most` fingerprints with the two."""
        if self._votes[each] > most:
            return False
        keys = self.documents[each].fingerprints.keys, self.documents[other].fingerprints.keys
        return len(np.intersect1d(*keys, assume_unique=True)) <= most

    def _within(self, first: int, last: int) -> list[Sequence[int]]:
        places = self.document.fingerprints.places.tolist()
        return [
            held for place, held in zip(places, self.holders, strict=True) if first <= place <= last
        ]


def weigh(other: int, crowd: Crowd, shared: Sequence[Shared]) -> Weighed | None:
    """What of `shared` (passages of document `other` and the crowd's) counts; None for no copy."""
    sizes = len(crowd.documents[other].words), len(crowd.document.words)
    all_words = sum(each.equal for each in shared)
    if all_words < _HALF * min(sizes):
        shared = [each for each in shared if not _is_formula(each, other, crowd)]
    if not shared:
        return None
    words = sum(each.equal for each in shared)
    evidence = sum(each.equal * _weight(each, other, crowd) for each in shared)
    enough = _enough(words / min(sizes), crowd.same_outlet(other))
    scattered = max(each.equal for each in shared) < _PIECE and words < _PART * min(sizes)
    if evidence < enough or scattered:
        return None
    return Weighed(tuple(shared), words, min(1.0, words / sizes[0]), min(1.0, words / sizes[1]))


def _enough(share: float, same_outlet: bool) -> float:
    """Weighted words that make a copy where they are `share` of the shorter text."""
    if share >= _MOST_OF:
        return _LEAST_SHORT
    if share >= _SMALL:
        return _LEAST
    return _LEAST_OWN if same_outlet else _LEAST_APART


def _is_formula(shared: Shared, other: int, crowd: Crowd) -> bool:
    if shared.equal > _LONG_FORMULA:
        return False
    others = crowd.formula_of(shared.b_first, shared.b_last, other)
    return others >= 1 if shared.equal <= _FORMULA else others >= 4


def _weight(shared: Shared, other: int, crowd: Crowd) -> float:
    """Between two outlets, many may carry one statement: they are held to less."""
    weight = crowd.weight(shared.b_first, shared.b_last)
    return weight if crowd.same_outlet(other) else float(weight**0.5)
