"""The command `search`: words and phrases in a store."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any, get_args

from riwaya.cli_common import add_store_options, open_store_of, page_width, say, settings_of
from riwaya.cli_selection import add_selection_options, selection_of
from riwaya.records import Query, SearchIn

_PAGE = 20


def add_commands(commands: Any) -> None:
    """Add `search` to the subparsers of the command line."""
    search = commands.add_parser("search", help="find words and phrases in a store")
    search.add_argument(
        "words",
        nargs="*",
        metavar="WORDS",
        help='words; "a phrase"; -word leaves out (after --); none: all that the options choose',
    )
    search.add_argument(
        "--in", dest="within", choices=get_args(SearchIn), default="all", help="where to look"
    )
    add_selection_options(search)
    search.add_argument(
        "--document",
        action="append",
        default=[],
        metavar="ID",
        help="only in this document; may be repeated",
    )
    search.add_argument("--limit", type=_count, default=_PAGE, metavar="N", help="hits to show")
    search.add_argument("--offset", type=_count, default=0, metavar="N", help="hits to pass over")
    search.add_argument("--format", choices=("text", "jsonl"), default="text", help="how to print")
    search.add_argument("--lang", choices=("ar", "en"), help="language of the labels")
    add_store_options(search)
    search.add_argument("--config", metavar="FILE", help="settings file (default: riwaya.toml)")
    search.add_argument("--debug", action="store_true", help="show tracebacks of defects")
    search.set_defaults(run=_search)


def _search(args: argparse.Namespace) -> int:
    from riwaya.exports import hit_list
    from riwaya.runners.output import Output

    query = Query(
        " ".join(args.words),
        args.within,
        selection_of(args, args.document),
        args.limit,
        args.offset,
    )
    with open_store_of(args) as store:
        found = store.search(query)
    as_json = args.format == "jsonl"
    shown = hit_list.to_jsonl(found.hits) if as_json else _as_text(args, found.hits)
    with Output(None) as out:
        out.write(shown)
    if found.more:
        say(f"there are more hits: --offset {args.offset + len(found.hits)} shows them.")
    return 0


def _as_text(args: argparse.Namespace, hits: Any) -> str:
    from riwaya.exports import hit_list
    from riwaya.exports.display import Page

    settings = settings_of(args, "lang")
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    page = Page(page_width(settings), settings.lang == "ar", color)
    return hit_list.to_text(hits, settings.lang, page, args.offset + 1)


def _count(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"{text!r} is no count; write it as 20.")
    return int(text)
