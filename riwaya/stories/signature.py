"""The small thing that is kept of a report for grouping: hashed features and one embedding.

A hash says what kind of feature it is in its two highest bits, so that the reason for a grouping
can be told in kinds and numbers without keeping any word of the text.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from riwaya.model import Report
from riwaya.records import Signature
from riwaya.stories.features import KINDS, Kind, day_of, features_of, opening

if TYPE_CHECKING:
    from riwaya.stories.vectors import Vectors

_KIND_SHIFT = 62
_LOW_BITS = (1 << _KIND_SHIFT) - 1
_DIGITS = 4  # of a weight: enough for comparing, and the same after a way through JSON
_INT8 = 127


def signature_of(report: Report, vectors: Vectors | None = None) -> Signature:
    """The signature of a report: at most 132 features, and an embedding of headline and lead when
    `vectors` are given. The same report gives the same signature."""
    features = features_of(report)
    return Signature(
        document=report.document.id,
        day=day_of(report.document),
        outlet=report.document.outlet,
        features=tuple(feature_hash(feature.kind, feature.key) for feature in features),
        weights=tuple(round(feature.weight, _DIGITS) for feature in features),
        vector=b"" if vectors is None else _packed(vectors, opening(report.document)),
    )


@lru_cache(maxsize=1 << 16)
def feature_hash(kind: Kind, key: str) -> int:
    """Unsigned 64 bits: two for the kind, 62 of a hash of the key."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return KINDS.index(kind) << _KIND_SHIFT | int.from_bytes(digest, "big") & _LOW_BITS


def kind_index(feature: int) -> int:
    """Which of `KINDS` a hashed feature is of."""
    return feature >> _KIND_SHIFT


def _packed(vectors: Vectors, text: str) -> bytes:
    """The embedding as int8, 1/127 a step; b"" when there is no text."""
    if not text:
        return b""
    import numpy as np

    row = np.asarray(vectors.of([text])[0])
    return (
        np.clip(np.rint(row * _INT8 / max(float(np.abs(row).max()), 1e-9)), -_INT8, _INT8)
        .astype(np.int8)
        .tobytes()
    )
