"""The table of fingerprints: which documents have which, of bounded size for each.

A fingerprint remembers the first documents that had it and then no more, so that a sentence that
stands in a hundred thousand reports costs no more than one that stands in sixteen. rensa's own
index keeps every bucket whole, which is why only its MinHash is used here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from riwaya.stories.sketch import Fingerprints

HOLDERS = 16  # documents remembered for one fingerprint
_RECENT = 1 << 15  # entries that are kept in a dict before they are sorted into an array

Entries = NDArray[np.uint64]  # fingerprint << 32 | document, sorted


class FingerprintTable:
    """Documents by fingerprint. Memory: about 8 bytes for each fingerprint of each document.

    Sorted arrays of growing size, merged when two are of like size (a log-structured merge tree:
    O'Neil and others 1996), so that adding n documents takes time of n log n.
    """

    def __init__(self) -> None:
        self._recent: dict[int, list[int]] = {}
        self._waiting = 0
        self._sorted: list[Entries] = []

    def holders(self, fingerprints: Fingerprints) -> list[list[int]]:
        """For each fingerprint the numbers of the documents that have it, in order of adding."""
        keys = fingerprints.keys.astype(np.uint64)
        found: list[list[int]] = [[] for _ in keys]
        low, high = keys << np.uint64(32), (keys + np.uint64(1)) << np.uint64(32)
        for entries in self._sorted:
            begin, end = np.searchsorted(entries, low), np.searchsorted(entries, high)
            for index in np.flatnonzero(end > begin).tolist():
                block = entries[begin[index] : end[index]] & np.uint64(0xFFFFFFFF)
                found[index].extend(block.tolist())
        for index, key in enumerate(fingerprints.keys.tolist()):
            found[index].extend(self._recent.get(key, ()))
        return found

    def add(self, document: int, fingerprints: Fingerprints, holders: list[list[int]]) -> None:
        """Remember that `document` (a number above all before) has these fingerprints, except
        those which `holders` shows to have documents enough."""
        for key, held in zip(fingerprints.keys.tolist(), holders, strict=True):
            if len(held) < HOLDERS:
                self._recent.setdefault(key, []).append(document)
                self._waiting += 1
        if self._waiting >= _RECENT:
            self._sort()

    def _sort(self) -> None:
        packed = [key << 32 | each for key, held in self._recent.items() for each in held]
        self._sorted.append(np.sort(np.array(packed, dtype=np.uint64)))
        self._recent, self._waiting = {}, 0
        while len(self._sorted) > 1 and len(self._sorted[-2]) <= 2 * len(self._sorted[-1]):
            last, before = self._sorted.pop(), self._sorted.pop()
            # A stable sort of two sorted arrays in a row merges them in linear time.
            self._sorted.append(np.sort(np.concatenate((before, last)), kind="stable"))
