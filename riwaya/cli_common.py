"""What several commands share: their common options, settings, page width, and the end of a run."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riwaya.config import Settings
    from riwaya.runners.summary import Summary
    from riwaya.store.base import Store

_NARROWEST = 40


def add_run_options(command: argparse.ArgumentParser) -> None:
    """The options of every command that reads documents."""
    command.add_argument("--reader", metavar="NAME", help="auto, neural, rules or a plugin's")
    command.add_argument("--lang", choices=("ar", "en"), help="language of the labels")
    command.add_argument("--config", metavar="FILE", help="settings file (default: riwaya.toml)")
    command.add_argument("--debug", action="store_true", help="show tracebacks of defects")


def add_store_options(command: argparse.ArgumentParser) -> None:
    """The options of every command that works on a store."""
    command.add_argument("--store", metavar="FILE-or-URL", help="the store (default: setting)")
    command.add_argument("--passphrase-file", metavar="FILE", help="passphrase of the store")
    command.add_argument("--user", metavar="NAME", help="who does it, for the log")


def open_store_of(args: argparse.Namespace, *, create: bool = False) -> Store:
    """The store that the options or the settings name, open; with `create` a new one is made.

    Raises InputError when it is missing (without `create`) or is no store, SettingError for a
    missing or wrong passphrase.
    """
    from riwaya.store import open_store
    from riwaya.store.passphrase import passphrase_for

    where = settings_of(args, "store").store
    passphrase = passphrase_for(where, args.passphrase_file)
    return open_store(where, passphrase=passphrase, create=create)


def user_of(args: argparse.Namespace) -> str:
    """Who does it: --user, or the name that the system knows."""
    from getpass import getuser

    if args.user:
        return str(args.user)
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def publication_date(text: str) -> str:
    """The value of --published, checked."""
    from riwaya.errors import DocumentError
    from riwaya.sources.checks import check_published

    try:
        return check_published(text, "--published")
    except DocumentError as error:
        raise argparse.ArgumentTypeError(f"{error.what} {error.advice}") from None


def settings_of(args: argparse.Namespace, *options: str) -> Settings:
    """Settings of the file and the environment, under those of `options` that were given."""
    from pathlib import Path

    from riwaya.config import load_settings, overridden

    settings = load_settings(Path(args.config) if args.config else None)
    return overridden(settings, {name: getattr(args, name, None) for name in options})


def page_width(settings: Settings) -> int:
    """Columns of printed pages."""
    from shutil import get_terminal_size

    return max(_NARROWEST, settings.width or get_terminal_size((100, 24)).columns)


def close(summary: Summary) -> int:
    """Say what has to be said about a run; its exit code."""
    for line in summary.lines():
        say(line)
    return summary.exit_code


def say(message: str) -> None:
    """A message on standard error."""
    print(f"riwaya: {message}", file=sys.stderr)
