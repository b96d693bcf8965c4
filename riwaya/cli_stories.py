"""`riwaya stories` and `riwaya story`: which reports tell of one happening."""

from __future__ import annotations

from typing import Any


def add_commands(commands: Any) -> None:
    """Add the commands of this module to the parser."""
