"""Which earlier documents are worth aligning with one, of bounded number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from riwaya.stories.sketch_table import HOLDERS

_MOST = 24  # documents that one is aligned with, besides those of crowded passages
_FAMILIES = 4  # crowded passages of one document that are followed
_VOTES = 2  # fingerprints in common that make a candidate
_NEARLY = 0.5  # of the most votes: an earlier document that has so many stands for the family
_MOSTLY = 2  # times as many crowded fingerprints as others in common: of the crowd


class Candidates:
    """Chooses candidates, and remembers which documents were put beside the first of a crowd.

    A passage that few documents have is followed to each of them. One that more have than the
    table remembers is a crowd's (a wire text): of the crowd, only its first document is taken.
    """

    def __init__(self) -> None:
        self._first_of: dict[int, frozenset[int]] = {}

    def of(self, number: int, holders: list[list[int]]) -> list[int]:
        """Documents before `number` that share enough of its fingerprints, whose `holders` are
        given, the likeliest first."""
        if not holders:
            return []
        need = min(_VOTES, len(holders))
        votes: Counter[int] = Counter()
        rare: set[int] = set()
        crowded: list[list[int]] = []
        for held in holders:
            before = [each for each in held if each < number]
            if len(held) >= HOLDERS:
                crowded.append(before)
                continue
            votes.update(before)
            if len(before) == 1:
                rare.add(before[0])
        near = [each for each, count in votes.most_common() if count >= need or each in rare]
        firsts = dict(_firsts(crowded, need))
        if firsts:
            self._first_of[number] = frozenset(firsts)
            near = self._not_of(firsts, crowded, near, votes)
        return list(dict.fromkeys((*firsts, *near[:_MOST])))

    def _not_of(
        self,
        firsts: dict[int, int],
        crowded: list[list[int]],
        near: list[int],
        votes: Counter[int],
    ) -> list[int]:
        """The candidates that share more with the document than the crowds of `firsts` do: an
        edit of a wire text that two have by chance is no reason to show them as a pair, while a
        text that two have is one, whatever footer stands under both."""
        among = Counter(each for held in crowded for each in held)
        return [
            each
            for each in near
            if among[each] < _MOSTLY * votes[each]
            and self._crowd(each, firsts) < _MOSTLY * votes[each]
        ]

    def _crowd(self, document: int, firsts: dict[int, int]) -> int:
        """Fingerprints that the crowds of `firsts` give which this document is of too."""
        own = self._first_of.get(document, frozenset())
        return sum(count for first, count in firsts.items() if first in own)


def _firsts(crowded: list[list[int]], need: int) -> Iterator[tuple[int, int]]:
    """Of the documents that share crowded fingerprints, one for each passage: the first of those
    that share most of them, or nearly as many; and how many."""
    for _ in range(_FAMILIES):
        votes = Counter(each for held in crowded for each in held)
        most = max(votes.values(), default=0)
        if most < need:
            return
        first = min(each for each, count in votes.items() if count >= _NEARLY * most)
        yield first, votes[first]
        crowded = [held for held in crowded if first not in held]
