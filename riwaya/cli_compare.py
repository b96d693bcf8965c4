"""`riwaya compare` and `riwaya relate`: how the accounts of a story stand to each other."""

from __future__ import annotations

from typing import Any


def add_commands(commands: Any) -> None:
    """Add the commands of this module to the parser."""
