"""What of a text is compared: its words on the folded view, and MinHash fingerprints of them.

A *shingle* is three words in a row. The fingerprints of a text are the MinHash values (one
permutation, computed by rensa) of all windows of six shingles, each value once. Any eight words in
a row that two texts share therefore give them a fingerprint in common, wherever the words stand in
either: a lifted paragraph is found as well as a whole text. Windows that move by one word and keep
the least hash are the winnowing of Schleimer, Wilkerson and Aiken (SIGMOD 2003); as bands of a
locality-sensitive index they are bands of one row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from riwaya.model import Span
from riwaya.text.fold import FoldedText, fold, fold_letters

SHINGLE = 3  # words
WINDOW = 6  # shingles
WHOLE = 64  # permutations of the sketch of a whole text
_SEED = 20180331
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+")
_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)

Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Words:
    """The words and numbers of a text without the marks between them.

    `hashes` are 64-bit hashes of their folded letters; word `i` stands at
    `[starts[i], starts[i] + lengths[i])` of the text, in code points.
    """

    hashes: Hashes
    starts: NDArray[np.uint32]
    lengths: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.hashes)

    def span(self, first: int, last: int) -> Span:
        """Where words `first` up to and including `last` stand."""
        return Span(int(self.starts[first]), int(self.starts[last]) + int(self.lengths[last]))


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """The fingerprints of a text, each once; `places` are the words near which they stand."""

    keys: NDArray[np.uint32]
    places: NDArray[np.uint32]


def words_of(text: str, plain: FoldedText | None = None) -> Words:
    """The words of a text; marks, diacritics and spelling variants count for nothing. `plain` is
    its folded view, where that is at hand."""
    plain = plain or fold(text)
    letters = fold_letters(plain.text).lower()
    if len(letters) != len(plain.text):  # a capital whose small letter is two characters
        letters = fold_letters(plain.text)
    hashes, starts, stops = [], [], []
    for match in _WORD.finditer(letters):
        hashes.append(_hash(match.group()))
        starts.append(plain.starts[match.start()])
        stops.append(plain.stops[match.end() - 1])
    begun = np.array(starts, dtype=np.uint32)
    return Words(np.array(hashes, dtype=np.uint64), begun, np.array(stops, dtype=np.uint32) - begun)


def shingles_of(words: Words) -> Hashes:
    """A hash for each three words in a row; a text of fewer words has one of all its words."""
    hashes = words.hashes
    count = len(hashes) - SHINGLE + 1
    if count < 1:
        return hashes[:0] if not len(hashes) else _mixed([hashes[i : i + 1] for i in range(1)])
    return _mixed([hashes[i : i + count] for i in range(SHINGLE)])


def fingerprints_of(words: Words) -> Fingerprints:
    """The fingerprints of a text, at most one for each of its words."""
    shingles = shingles_of(words)
    if not len(shingles):
        return Fingerprints(np.empty(0, np.uint32), np.empty(0, np.uint32))
    width = min(WINDOW, len(shingles))
    windows = sliding_window_view(shingles, width)
    offsets = np.arange(0, windows.size + 1, width, dtype=np.uint64)
    values = _digests(np.ascontiguousarray(windows).ravel(), offsets, 1)[:, 0]
    # A value stays the least for some windows in a row: its shingle stands in all of them.
    keys, firsts, counts = np.unique(values, return_index=True, return_counts=True)
    places = firsts + (np.minimum(counts, width) + width - 1) // 2
    return Fingerprints(keys, places.astype(np.uint32))


def sketch_of(text: str) -> bytes:
    """The MinHash of a whole text's shingles: 64 values of 32 bits, packed; b"" without words.

    The share of equal values of two sketches estimates how far the texts' sets of shingles agree.
    """
    shingles = np.unique(shingles_of(words_of(text)))
    if not len(shingles):
        return b""
    return _digests(shingles, np.array([0, len(shingles)], dtype=np.uint64), WHOLE).tobytes()


def resemblance(one: bytes, other: bytes) -> float:
    """The estimated Jaccard resemblance of two sketches, 0 to 1; 0 where one is empty."""
    if not one or not other:
        return 0.0
    return float(np.mean(np.frombuffer(one, np.uint32) == np.frombuffer(other, np.uint32)))


def _digests(shingles: Hashes, offsets: NDArray[np.uint64], count: int) -> NDArray[np.uint32]:
    made = _rensa().RMinHash.digest_matrix_from_flat_token_hashes(shingles, offsets, count, _SEED)
    return np.array(made.to_rows(), dtype=np.uint32)


def _rensa() -> Any:
    import rensa  # type: ignore[import-untyped]

    return rensa


def _mixed(columns: list[Hashes]) -> Hashes:
    """One hash for each row of columns of hashes, dependent on their order."""
    with np.errstate(over="ignore"):
        mixed = np.zeros(len(columns[0]), dtype=np.uint64)
        for column in columns:
            mixed = (mixed ^ column) * np.uint64(_MIX[0])
            mixed ^= mixed >> np.uint64(29)
            mixed = mixed * np.uint64(_MIX[1])
            mixed ^= mixed >> np.uint64(32)
    return mixed


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
