"""The tables of a store. What is kept (these tables) is never changed, only added to or removed as
a whole; what is worked out from it for finding (`store/index`) can be made anew at any time."""

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
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("series", String, nullable=False, index=True),
    Column("sha256", String, nullable=False),  # of the text
    Column("outlet", Text),
    Column("url", Text),
    Column("title", Text),
    Column("published", String, index=True),
    Column("language", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("notes", Text, nullable=False),  # JSON list
    Column("added", String, nullable=False),
)

capture = Table(
    "capture",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("document", ForeignKey("document.id"), nullable=False, index=True),
    Column("sha256", ForeignKey("blob.sha256"), nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String, nullable=False),
    Column("method", String, nullable=False),
    Column("part", Text),
    Column("place", Text, nullable=False),
    Column("url", Text),
    Column("tool", Text, nullable=False),
    Column("collector", Text, nullable=False),
    Column("collected", String, nullable=False),
    Column("stated", String),
)

report = Table(
    "report",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("document", ForeignKey("document.id"), nullable=False),
    Column("stages", Text, nullable=False),  # JSON list
    Column("body", Text, nullable=False),  # the contract's JSON, of the document only its notes
    Column("read", String, nullable=False),
    Index("report_of_document", "document", "number"),
)

judgement = Table(
    "judgement",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False, unique=True),
    Column("document", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("target", String, nullable=False, index=True),
    Column("decision", String, nullable=False),
    Column("field", String),
    Column("value", Text),
    Column("user", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
    Column("ground", Text, nullable=False),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    Column("document", String, nullable=False, index=True),
    Column("sha256", String, nullable=False),
    Column("user", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("user", Text, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("before", String, nullable=False),
    Column("hash", String, nullable=False, unique=True),
)
