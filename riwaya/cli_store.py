"""The commands `list`, `show`, `judge`, `judgements`, `rm`, `stats`, `verify`."""

from __future__ import annotations

from typing import Any


def add_commands(commands: Any) -> None:
    """Add them to the subparsers of the command line."""
