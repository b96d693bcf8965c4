"""The tables of where the machine puts documents, in the same `metadata` as what is kept.

Like the index they can be made anew at any time, and no entry of the audit log attests them: each
row has a hash of its own columns, so that damage is seen. What people decide about stories is in
`schema.story_judgement`, and is kept.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from riwaya.store.schema import metadata
from riwaya.store.words import Packed, Words

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

placement = Table(
    "placement",
    metadata,
    Column("document", ForeignKey("document.id"), primary_key=True),
    Column("number", _NUMBER, nullable=False, unique=True),  # the order of placing
    Column("day", Words),
    Column("outlet", Words),
    Column("story", Words, nullable=False, index=True),
    Column("score", Float, nullable=False),
    Column("why", Words, nullable=False),
    Column("features", LargeBinary, nullable=False),  # unsigned, 64 bits each, little-endian
    Column("weights", LargeBinary, nullable=False),  # float32 each, little-endian
    Column("vector", LargeBinary, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
    Column("hash", String, nullable=False),
    Index("placement_day", "day", "number"),
)

comparison = Table(
    "comparison",
    metadata,
    Column("story", Words, primary_key=True),
    Column("key", Words, nullable=False),  # what the comparison was made of
    Column("body", Packed, nullable=False),  # JSON
    Column("hash", String, nullable=False),
)

REMADE = (placement, comparison)
"""The tables of this module."""
