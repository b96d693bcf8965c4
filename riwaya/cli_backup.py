"""The commands `backup`, `restore`, `passphrase`."""

from __future__ import annotations

import argparse
from typing import Any

from riwaya.cli_common import add_store_options, say, settings_of, user_of
from riwaya.errors import SettingError


def add_commands(commands: Any) -> None:
    """Add them to the subparsers of the command line."""
    backup = commands.add_parser("backup", help="copy a store into one file, also while in use")
    backup.add_argument("file", metavar="FILE", help="the copy to make")
    form = backup.add_mutually_exclusive_group()
    form.add_argument("--encrypt", action="store_true", help="with a passphrase")
    form.add_argument("--plain", action="store_true", help="without, also of an encrypted store")
    _add_new_passphrase(backup, "passphrase of the copy")
    backup.add_argument("--force", action="store_true", help="replace an earlier copy")
    add_store_options(backup)
    _finish(backup, _backup)

    restore = commands.add_parser("restore", help="make a store of a backup")
    restore.add_argument("file", metavar="FILE", help="the backup; it is only read")
    restore.add_argument("--store", metavar="FILE-or-URL", help="the store to make")
    restore.add_argument("--passphrase-file", metavar="FILE", help="passphrase of the backup")
    _finish(restore, _restore)

    change = commands.add_parser("passphrase", help="encrypt a store, or change its passphrase")
    _add_new_passphrase(change, "the passphrase to set")
    change.add_argument("--remove", action="store_true", help="decrypt it; needs --yes")
    change.add_argument("--yes", action="store_true", help="yes, keep the store without encryption")
    add_store_options(change)
    _finish(change, _passphrase)


def _add_new_passphrase(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("--new-passphrase-file", metavar="FILE", help=f"{what} (- asks for it)")


def _finish(command: argparse.ArgumentParser, run: Any) -> None:
    command.add_argument("--config", metavar="FILE", help="settings file (default: riwaya.toml)")
    command.add_argument("--debug", action="store_true", help="show tracebacks of defects")
    command.set_defaults(run=run)


def _backup(args: argparse.Namespace) -> int:
    from riwaya.keep.backup import Place, backup, present_passphrase

    where = settings_of(args, "store").store
    store = Place(where, present_passphrase(where, args.passphrase_file))
    target = Place(args.file, _for_copy(args, store.passphrase))
    copied = backup(store, target, user_of(args), force=args.force)
    form = "not encrypted" if target.passphrase is None else "encrypted"
    say(f"{args.file} holds {copied.documents} documents, {form}. Log: {copied.head}")
    return 0


def _for_copy(args: argparse.Namespace, present: str | None) -> str | None:
    """The passphrase of the copy: that of the store, unless another form is asked for."""
    from riwaya.store.passphrase import new_passphrase

    if args.plain:
        if args.new_passphrase_file:
            raise SettingError(
                "a plain copy has no passphrase.",
                where="--new-passphrase-file",
                advice="Leave out this option or --plain.",
            )
        return None
    if args.new_passphrase_file or (args.encrypt and present is None):
        return new_passphrase(args.new_passphrase_file)
    return present


def _restore(args: argparse.Namespace) -> int:
    from riwaya.keep.backup import Place, present_passphrase, restore

    where = settings_of(args, "store").store
    file = Place(args.file, present_passphrase(args.file, args.passphrase_file))
    copied = restore(file, Place(where))
    say(f"{_shown(where)} holds {copied.documents} documents. Log: {copied.head}")
    return 0


def _passphrase(args: argparse.Namespace) -> int:
    from riwaya.keep.backup import Place, change_passphrase, present_passphrase
    from riwaya.store.passphrase import new_passphrase

    where = settings_of(args, "store").store
    if args.remove and not args.yes:
        raise SettingError(
            "everyone who gets the file could read the store then.",
            where="--remove",
            advice="Add --yes if that is meant.",
        )
    if args.remove and args.new_passphrase_file:
        raise SettingError("--remove sets no passphrase.", where="--new-passphrase-file")
    store = Place(where, present_passphrase(where, args.passphrase_file))
    new = None if args.remove else new_passphrase(args.new_passphrase_file)
    done = change_passphrase(store, new, user_of(args))
    say(f"{where}: {done}.")
    return 0


def _shown(where: str) -> str:
    from riwaya.store.engines import location_of

    return location_of(where)
