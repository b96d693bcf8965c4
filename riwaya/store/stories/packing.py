"""Placements as rows and back, and the hash by which a damaged row is known."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, Table

from riwaya.errors import InputError
from riwaya.records import Placement, Signature
from riwaya.store.attest import row_hash
from riwaya.store.stories.tables import placement

Row = Mapping[str, Any] | RowMapping

_FEATURE, _WEIGHT = 8, 4  # bytes of each


def placement_row(placed: Placement, number: int) -> dict[str, Any]:
    """The row of a placement. Weights are kept as float32.

    Raises InputError for features that are no unsigned 64-bit numbers, or weights that do not
    belong to them one by one.
    """
    signature = placed.signature
    values = {
        "document": signature.document,
        "number": number,
        "day": signature.day,
        "outlet": signature.outlet,
        "story": placed.story,
        "score": float(placed.score),
        "why": placed.why,
        "features": _packed("Q", signature.features, signature.document),
        "weights": _packed("f", signature.weights, signature.document),
        "vector": bytes(signature.vector),
        "sketch": bytes(signature.sketch),
    }
    if len(signature.features) != len(signature.weights):
        raise InputError(
            "has not one weight for each feature.", where=f"placement of {signature.document}"
        )
    return {**values, "hash": hash_of(placement, values)}


def placement_of(row: Row) -> Placement:
    """The placement of a row. Raises InputError for a row that was damaged."""
    features, weights = bytes(row["features"]), bytes(row["weights"])
    if len(features) // _FEATURE != len(weights) // _WEIGHT or len(features) % _FEATURE:
        raise InputError(
            "is damaged.",
            where=f"placement of document {row['document']}",
            advice="`riwaya stories --regroup` places all documents anew.",
        )
    return Placement(
        Signature(
            document=row["document"],
            day=row["day"],
            outlet=row["outlet"],
            features=struct.unpack(f"<{len(features) // _FEATURE}Q", features),
            weights=struct.unpack(f"<{len(weights) // _WEIGHT}f", weights),
            vector=bytes(row["vector"]),
            sketch=bytes(row["sketch"]),
        ),
        row["story"],
        row["score"],
        row["why"],
    )


def hash_of(table: Table, row: Row) -> str:
    """The hash of all columns of a row but `hash` itself."""
    values = {name: _plain(value) for name, value in row.items() if name != "hash"}
    return row_hash(table, values)


def _plain(value: Any) -> Any:
    """Bytes as every database gives them."""
    return bytes(value) if isinstance(value, memoryview | bytearray) else value


def _packed(form: str, values: tuple[Any, ...], document: str) -> bytes:
    try:
        return struct.pack(f"<{len(values)}{form}", *values)
    except (struct.error, OverflowError, TypeError) as error:
        raise InputError(
            f"has a signature that cannot be kept ({error}).", where=f"placement of {document}"
        ) from None
