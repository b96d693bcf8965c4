"""The tables of the first store."""

from __future__ import annotations

from alembic import op

from riwaya.store.index.create import create_index
from riwaya.store.schema import KEPT, metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    metadata.create_all(op.get_bind(), tables=KEPT, checkfirst=False)
    create_index(op.get_bind())
