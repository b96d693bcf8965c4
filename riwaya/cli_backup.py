"""The commands `backup`, `restore`, `passphrase`."""

from __future__ import annotations

from typing import Any


def add_commands(commands: Any) -> None:
    """Add them to the subparsers of the command line."""
