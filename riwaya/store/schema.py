"""The tables of a store. What is kept (these tables) is never changed, only added to or removed as
a whole; what is worked out from it (`store/index`, `store/stories`) can be made anew at any time.

The `number` of a document, capture, report and tombstone is that of the audit entry that wrote it,
so that numbers give the order of storing and are never used twice. `Words` hold any characters.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from riwaya.store.words import Packed, Words

metadata = MetaData()

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

blob = Table(
    "blob",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("id", Words, nullable=False, unique=True),
    Column("series", Words, nullable=False, index=True),
    Column("sha256", String, nullable=False),  # of the text
    Column("outlet", Words),
    Column("url", Words),
    Column("title", Words),
    Column("published", Words, index=True),
    Column("language", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("notes", Words, nullable=False),  # JSON list
    Column("added", String, nullable=False),
)

capture = Table(
    "capture",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("id", Words, nullable=False, unique=True),
    Column("document", ForeignKey("document.id"), nullable=False, index=True),
    Column("sha256", ForeignKey("blob.sha256"), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Words, nullable=False),
    Column("method", Words, nullable=False),
    Column("part", Words),
    Column("place", Words, nullable=False),
    Column("url", Words),
    Column("tool", Words, nullable=False),
    Column("collector", Words, nullable=False),
    Column("collected", Words, nullable=False),
    Column("stated", Words),
)

report = Table(
    "report",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("document", ForeignKey("document.id"), nullable=False),
    Column("stages", Words, nullable=False),  # JSON list
    Column("body", Packed, nullable=False),  # the contract's JSON, of the document only its notes
    Column("read", String, nullable=False),
    Index("report_of_document", "document", "number"),
)

judgement = Table(
    "judgement",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("id", Words, nullable=False, unique=True),
    Column("document", Words, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("target", Words, nullable=False, index=True),
    Column("decision", String, nullable=False),
    Column("field", Words),
    Column("value", Words),
    Column("user", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", String, nullable=False),
    Column("ground", Words, nullable=False),
)

story_judgement = Table(
    "story_judgement",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("id", Words, nullable=False, unique=True),
    Column("story", Words, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("target", Words, nullable=False),
    Column("decision", String, nullable=False),
    Column("value", Words),
    Column("user", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", String, nullable=False),
    Column("ground", Words, nullable=False),
    Index("story_judgement_target", "kind", "target"),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("document", Words, nullable=False, index=True),
    Column("sha256", String, nullable=False),
    Column("user", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", String, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("user", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("details", Text, nullable=False),
    Column("before", String, nullable=False),
    Column("hash", String, nullable=False, unique=True),
)

KEPT = (meta, blob, document, capture, report, judgement, story_judgement, tombstone, audit)
"""The tables of this module, in an order that foreign keys allow."""
