"""Stories: where the machine puts documents, and what people decide about it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables; the documents that are there already wait to be placed."""
    op.create_table(
        "story_judgement",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("decision", sa.String, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
    )
    op.create_index("ix_story_judgement_story", "story_judgement", ["story"])
    op.create_index("story_judgement_target", "story_judgement", ["kind", "target"])
    op.create_table(
        "placement",
        sa.Column("document", sa.Text, sa.ForeignKey("document.id"), primary_key=True),
        sa.Column("number", _NUMBER, nullable=False, unique=True),
        sa.Column("day", sa.Text),
        sa.Column("outlet", sa.Text),
        sa.Column("story", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("features", sa.LargeBinary, nullable=False),
        sa.Column("weights", sa.LargeBinary, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    op.create_index("ix_placement_story", "placement", ["story"])
    op.create_index("placement_day", "placement", ["day", "number"])
    op.create_table(
        "comparison",
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
