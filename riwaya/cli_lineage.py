"""`riwaya lineage`: which reports carry the same text."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from riwaya.cli_common import add_store_options, open_store_of, page_width, say, settings_of
from riwaya.errors import RiwayaError

if TYPE_CHECKING:
    from riwaya.model import Report
    from riwaya.store.base import Store


def add_commands(commands: Any) -> None:
    """Add the commands of this module to the parser."""
    command = commands.add_parser("lineage", help="show which reports carry the same text")
    command.add_argument(
        "reports", nargs="*", metavar="REPORTS.jsonl", help="reports (default: those of the store)"
    )
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument("--story", metavar="ID", help="stored reports of this story")
    command.add_argument(
        "--document", action="append", default=[], metavar="ID", help="this stored report; repeat"
    )
    add_store_options(command)
    command.add_argument("--lang", choices=("ar", "en"), help="language of the labels")
    command.add_argument("--config", metavar="FILE", help="settings file (default: riwaya.toml)")
    command.add_argument("--debug", action="store_true", help="show tracebacks of defects")
    command.set_defaults(run=_lineage)


def _lineage(args: argparse.Namespace) -> int:
    from riwaya.stories.lineage import lineage
    from riwaya.stories.lineage_page import to_json, to_text

    reports: dict[str, Report] = {}
    broken = 0
    for report in _reports(args):
        if isinstance(report, RiwayaError):
            say(report.message)
            broken += 1
        else:
            reports.setdefault(report.document.id, report)
    copies = lineage(tuple(reports.values()))
    if args.format == "json":
        pieces = to_json(copies)
    else:
        documents = {id_: report.document for id_, report in reports.items()}
        pieces = to_text(copies, documents, *_page(args))
    for piece in pieces:
        sys.stdout.write(piece)
    if broken:
        say(f"{broken} lines or files could not be read; the others were compared.")
    return 1 if broken else 0


def _reports(args: argparse.Namespace) -> Iterator[Report | RiwayaError]:
    """Those of the files, and those of the store where it is asked for or no file is given."""
    from riwaya.contract.given import read_given

    for given in read_given(args.reports):
        yield given if isinstance(given, RiwayaError) else given.report
    if not args.reports or args.store or args.story or args.document:
        with open_store_of(args) as store:
            yield from _stored(store, args)


def _stored(store: Store, args: argparse.Namespace) -> Iterator[Report]:
    from riwaya.records import Selection

    chosen = tuple(args.document)
    if args.story:
        chosen = (*chosen, *store.story(args.story).documents)
        if not chosen:
            return
    for record in store.records(Selection(documents=chosen)):
        yield record.report


def _page(args: argparse.Namespace) -> tuple[str, Any]:
    from riwaya.exports.display import Page

    settings = settings_of(args, "lang")
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return settings.lang, Page(page_width(settings), settings.lang == "ar", color)
