"""The commands `search`: words and phrases in a store."""

from __future__ import annotations

from typing import Any


def add_commands(commands: Any) -> None:
    """Add them to the subparsers of the command line."""
