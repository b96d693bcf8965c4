"""The commands `add` and `rerun`: reports into a store, and stored documents read anew."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from riwaya.cli_common import (
    add_run_options,
    add_store_options,
    open_store_of,
    publication_date,
    say,
    settings_of,
    user_of,
)
from riwaya.errors import SettingError

if TYPE_CHECKING:
    from riwaya.config import Settings
    from riwaya.keep.adding import Adder, AddOutcome
    from riwaya.keep.behind import Behind
    from riwaya.store.base import Store

_FIELDS = ("id", "outlet", "published", "text", "title", "url")


def add_commands(commands: Any) -> None:
    """Add them to the subparsers of the command line."""
    add = commands.add_parser("add", help="read documents and keep them, with their evidence")
    add.add_argument("paths", nargs="*", metavar="PATH", help="files, folders, or -")
    add.add_argument(
        "--url", action="append", default=[], metavar="URL", help="fetch this one page (repeatable)"
    )
    add.add_argument(
        "--columns",
        action="append",
        default=[],
        metavar="FIELD=HEADING",
        help="tables: which column holds text, title, published, outlet, url, id",
    )
    add.add_argument("--published", type=publication_date, metavar="DATE", help="where none is")
    add.add_argument("--again", action="store_true", help="also what was removed earlier")
    add.add_argument("--workers", type=int, metavar="N", help="processes that read")
    add_store_options(add)
    add_run_options(add)
    add.set_defaults(run=_add)
    rerun = commands.add_parser("rerun", help="read stored documents anew with this version")
    rerun.add_argument("--workers", type=int, metavar="N", help="processes that read")
    add_store_options(rerun)
    add_run_options(rerun)
    rerun.set_defaults(run=_rerun)


def _add(args: argparse.Namespace) -> int:
    from riwaya.keep.adding import Collecting
    from riwaya.keep.behind import Behind
    from riwaya.keep.items import items_of
    from riwaya.sources.base import Intake

    if not args.paths and not args.url:
        raise SettingError("nothing to add.", where="riwaya add", advice="Give a PATH or --url.")
    settings = settings_of(args, "reader", "lang", "workers")
    intake = Intake.of(settings, args.published, _columns(args.columns))

    with open_store_of(args, create=True) as store:
        items = items_of(args.paths, args.url, intake)
        collecting = Collecting(user_of(args), args.again)
        with Behind(store, args.debug) as behind:
            adder = _adder(args, settings, store)
            adder.new = behind.take
            return max(_close(store, adder.add(items, collecting)), _placed(behind))


def _rerun(args: argparse.Namespace) -> int:
    from riwaya.keep.behind import Behind

    settings = settings_of(args, "reader", "lang", "workers")
    with open_store_of(args) as store:
        documents = (record.report.document for record in store.records())
        with Behind(store, args.debug) as behind:
            adder = _adder(args, settings, store)
            return max(_close(store, adder.reread(documents)), _placed(behind))


def _adder(args: argparse.Namespace, settings: Settings, store: Store) -> Adder:
    from functools import partial

    from riwaya.keep.adding import Adder
    from riwaya.pipeline import build_pipeline

    build = partial(build_pipeline, settings.reader, settings.protected_sites)
    return Adder(store, build, settings.workers, args.debug)


def _close(store: Store, outcomes: Iterable[AddOutcome]) -> int:
    """Draw all outcomes, say what has to be said; the exit code."""
    from riwaya.keep.summary import AddSummary

    summary = AddSummary()
    for outcome in _with_bar(outcomes):
        summary.add(outcome)
    for line in (*summary.lines(), *_changed_ground(store, summary.reread)):
        say(line)
    return summary.exit_code


def _placed(behind: Behind) -> int:
    """Put what has no place into stories; 1 when a document stays without."""
    placing = behind.place()
    for line in placing.lines():
        say(line)
    return 1 if placing.failures else 0


def _columns(given: Iterable[str]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for pair in given:
        field, _, heading = pair.partition("=")
        if field not in _FIELDS or not heading:
            raise SettingError(
                f"{pair!r} maps no column.",
                where="--columns",
                advice=f"Write FIELD=HEADING; the fields are {', '.join(_FIELDS)}.",
            )
        pairs.append((field, heading))
    return tuple(pairs)


def _changed_ground(store: Store, reread: Iterable[str]) -> Iterator[str]:
    """What has to be said of decisions on documents that were read anew."""
    changed = sum(
        judged.ground != "same" and not judged.superseded
        for document in reread
        for judged in store.judgements(document)
    )
    if changed:
        decisions = "1 decision rests" if changed == 1 else f"{changed} decisions rest"
        yield f"{decisions} on what is read differently now: riwaya judgements --changed"


def _with_bar(outcomes: Iterable[AddOutcome]) -> Iterable[AddOutcome]:
    import sys

    if not sys.stderr.isatty():
        return outcomes
    from tqdm import tqdm  # type: ignore[import-untyped]

    bar: Iterable[AddOutcome] = tqdm(outcomes, unit="doc", delay=1.0, leave=False)
    return bar
