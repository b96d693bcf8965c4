"""The tables of the first store. A step never changes once it is published: later changes of
`riwaya.store.schema` are steps of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from riwaya.store.index.create import create_index

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make all tables, and the index, which is worked out from them and can be made anew."""
    op.create_table(
        "meta",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "document",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("title", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("added", sa.String, nullable=False),
    )
    op.create_index("ix_document_published", "document", ["published"])
    op.create_index("ix_document_series", "document", ["series"])
    op.create_table(
        "capture",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("document", sa.Text, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("sha256", sa.String, sa.ForeignKey("blob.sha256"), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("part", sa.Text),
        sa.Column("place", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("tool", sa.Text, nullable=False),
        sa.Column("collector", sa.Text, nullable=False),
        sa.Column("collected", sa.Text, nullable=False),
        sa.Column("stated", sa.Text),
    )
    op.create_index("ix_capture_document", "capture", ["document"])
    op.create_index("ix_capture_sha256", "capture", ["sha256"])
    op.create_table(
        "report",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("document", sa.Text, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("stages", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("read", sa.String, nullable=False),
    )
    op.create_index("report_of_document", "report", ["document", "number"])
    op.create_table(
        "judgement",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("decision", sa.String, nullable=False),
        sa.Column("field", sa.Text),
        sa.Column("value", sa.Text),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
    )
    op.create_index("ix_judgement_document", "judgement", ["document"])
    op.create_index("ix_judgement_target", "judgement", ["target"])
    op.create_table(
        "tombstone",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_index("ix_tombstone_document", "tombstone", ["document"])
    op.create_table(
        "audit",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("before", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False, unique=True),
    )
    create_index(op.get_bind())
