"""How much two accounts share: words, names, numbers, runs of words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from math import log

from riwaya.compare.facts import Scene
from riwaya.compare.model import Signal
from riwaya.model import Span

_RUN = 3


class Rarity:
    """How telling each root is in a story: rare roots weigh more (idf over its accounts).

    Made once for a story; totals of a scene are worked out once and kept.
    """

    def __init__(self, scenes: Iterable[Scene]) -> None:
        counts: dict[str, int] = {}
        number = 0
        for scene in scenes:
            number += 1
            for key in scene.roots:
                counts[key] = counts.get(key, 0) + 1
        self._weights = {key: log((1 + number) / count) for key, count in counts.items()}
        self._totals: dict[str, float] = {}

    def of(self, keys: Iterable[str]) -> float:
        """The weights of some roots added up; a root that is not in the story counts 1."""
        weights = self._weights
        return sum([weights.get(key, 1.0) for key in keys])

    def total(self, scene: Scene) -> float:
        """The weight of all roots of a scene."""
        found = self._totals.get(scene.account.ref)
        if found is None:
            found = self._totals[scene.account.ref] = self.of(scene.roots)
        return found


def overlaps(a: Scene, b: Scene, rarity: Rarity | None = None) -> Iterator[Signal]:
    """What the two share, as parts of what each holds."""
    shared = a.roots.keys() & b.roots.keys()
    if shared:
        yield from _of_roots(a, b, shared, rarity)
    stems = a.stems & b.stems
    if stems:
        yield Signal(
            "stems.overlap", weight=len(stems) / (len(a.stems) + len(b.stems) - len(stems))
        )
    names = a.names.keys() & b.names.keys()
    if names:
        key = min(names)
        union = len(a.names) + len(b.names) - len(names)
        yield Signal("names.overlap", a.names[key], b.names[key], len(names) / union)
        yield Signal("names.shared", weight=len(names) / min(len(a.names), len(b.names)))
    long, short = max(len(a.roots), len(b.roots)), min(len(a.roots), len(b.roots))
    yield Signal("length.ratio", weight=short / long if long else 1.0)
    yield from _of_numbers(a, b)


def _of_roots(
    a: Scene, b: Scene, shared: Collection[str], rarity: Rarity | None
) -> Iterator[Signal]:
    if rarity is None:
        common, left, right = float(len(shared)), float(len(a.roots)), float(len(b.roots))
    else:
        common, left, right = rarity.of(shared), rarity.total(a), rarity.total(b)
    whole = left + right - common
    first = min(shared)
    here, there = a.tokens.spans[a.roots[first]], b.tokens.spans[b.roots[first]]
    yield Signal("roots.overlap", here, there, common / whole if whole > 0 else 0.0)
    if left > 0 and right > 0:
        yield Signal("roots.a_in_b", weight=min(1.0, common / left))
        yield Signal("roots.b_in_a", weight=min(1.0, common / right))


def _of_numbers(a: Scene, b: Scene) -> Iterator[Signal]:
    if not a.figures or not b.figures:
        return
    mine = {(f.minimum, f.maximum) for f in a.figures}
    other = {(f.minimum, f.maximum) for f in b.figures}
    both = mine & other
    if both:
        yield Signal("numbers.overlap", weight=len(both) / len(mine | other))


def shared_runs(a: Scene, b: Scene) -> Iterator[Signal]:
    """The longest run of words that stands in both, and how much of the shorter one it is."""
    runs = a.runs & b.runs
    if not runs:
        return
    smaller = min(len(a.runs), len(b.runs))
    share = len(runs) / smaller
    here, there, length = _longest(a, b, runs)
    yield Signal("quote.shared", here, there, share)
    yield Signal("quote.run", here, there, min(1.0, length / 12))


def _longest(a: Scene, b: Scene, runs: Collection[tuple[str, ...]]) -> tuple[Span, Span, int]:
    left, right = _words(a), _words(b)
    places: dict[tuple[str, ...], int] = {}
    for at in range(len(right) - _RUN + 1):
        key = tuple(b.tokens.letters[i] for i in right[at : at + _RUN])
        if key in runs:
            places.setdefault(key, at)
    best = (0, 0, 0)
    at = 0
    while at < len(left) - _RUN + 1:
        key = tuple(a.tokens.letters[i] for i in left[at : at + _RUN])
        other = places.get(key)
        if other is None:
            at += 1
            continue
        length = _common(a, b, left[at:], right[other:])
        if length > best[2]:
            best = (at, other, length)
        at += max(1, length - _RUN + 1)
    first, second, length = best
    return (
        a.tokens.span(left[first], left[first + length - 1] + 1),
        b.tokens.span(right[second], right[second + length - 1] + 1),
        length,
    )


def _words(scene: Scene) -> list[int]:
    return [i for i, word in enumerate(scene.tokens.letters) if word[:1].isalnum()]


def _common(a: Scene, b: Scene, left: list[int], right: list[int]) -> int:
    length = 0
    for one, other in zip(left, right, strict=False):
        if a.tokens.letters[one] != b.tokens.letters[other]:
            break
        length += 1
    return length


def scope_share(a: Set[str], b: Set[str]) -> float:
    """How much of the smaller of two sets of roots is in the other, 0 to 1."""
    if not a or not b:
        return 0.0
    return len(a & b) / min(len(a), len(b))
