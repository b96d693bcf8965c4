"""The commands `export` and `import`."""

from __future__ import annotations

import argparse
from typing import Any

from riwaya.cli_common import add_store_options, open_store_of, say, settings_of, user_of
from riwaya.cli_selection import add_selection_options, selection_of
from riwaya.errors import SettingError


def add_commands(commands: Any) -> None:
    """Add them to the subparsers of the command line."""
    _add_export(commands)
    _add_import(commands)


def _add_export(commands: Any) -> None:
    export = commands.add_parser("export", help="write stored reports into files, with a manifest")
    export.add_argument("ids", nargs="*", metavar="ID", help="documents (default: all)")
    export.add_argument("--format", metavar="NAME", required=True, help="what to write")
    export.add_argument("--out", metavar="FOLDER", required=True, help="a new or empty folder")
    add_selection_options(export)
    export.add_argument("--query", metavar="WORDS", help="only documents that a search finds")
    export.add_argument("--lang", choices=("ar", "en"), help="language of the labels")
    export.add_argument(
        "--unmask", action="store_true", help="let names of private persons out; needs --reason"
    )
    export.add_argument("--reason", metavar="TEXT", help="why names are unmasked, for the log")
    _add_common(export)
    export.set_defaults(run=_export)


def _add_import(commands: Any) -> None:
    importing = commands.add_parser("import", help="bring an export as jsonl into a store")
    importing.add_argument("folder", metavar="FOLDER", help="an unmasked export, format jsonl")
    _add_common(importing)
    importing.set_defaults(run=_import)


def _add_common(command: argparse.ArgumentParser) -> None:
    add_store_options(command)
    command.add_argument("--config", metavar="FILE", help="settings file (default: riwaya.toml)")
    command.add_argument("--debug", action="store_true", help="show tracebacks of defects")


def _export(args: argparse.Namespace) -> int:
    from pathlib import Path

    from riwaya.keep.exporting import Wanted, export

    if args.reason is not None and not args.unmask:
        raise SettingError("belongs to --unmask.", where="--reason", advice="Give both, or none.")
    wanted = Wanted(
        args.format,
        user_of(args),
        selection_of(args, args.ids),
        args.query,
        settings_of(args, "lang").lang,
        (args.reason or "") if args.unmask else None,
    )
    with open_store_of(args) as store:
        manifest = export(store, wanted, Path(args.out))
    masked = "private names masked" if manifest.masked else "private names NOT masked"
    say(
        f"{_counted(manifest.documents, 'document')}, {_counted(manifest.claims, 'claim')} as "
        f"{manifest.format} in {args.out}, {masked}."
    )
    return 0


def _import(args: argparse.Namespace) -> int:
    from pathlib import Path

    from riwaya.keep.importing import checked_archive, import_checked

    folder = Path(args.folder)
    manifest = checked_archive(folder)  # before a store is made for it
    with open_store_of(args, create=True) as store:
        done = import_checked(store, folder, manifest, user_of(args))
    say(
        f"{_counted(done.new, 'document')} new, {done.known} known; "
        f"{_counted(done.judgements, 'judgement')}, {_counted(done.tombstones, 'tombstone')}."
    )
    for document in done.removed:
        say(f"note: document {document} was removed from this store earlier and stays out.")
    return 0


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
