"""`riwaya lineage`: which reports carry the same text."""

from __future__ import annotations

from typing import Any


def add_commands(commands: Any) -> None:
    """Add the commands of this module to the parser."""
