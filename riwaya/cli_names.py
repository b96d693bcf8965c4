"""The commands `entities` and `places`: names over many reports, and people's decisions on them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from riwaya.cli_common import (
    add_run_options,
    close,
    page_width,
    publication_date,
    say,
    settings_of,
)
from riwaya.errors import SettingError
from riwaya.model import NameKind

if TYPE_CHECKING:
    from riwaya.config import Settings
    from riwaya.linking import Decisions, Linked
    from riwaya.model import Report
    from riwaya.runners.base import Outcome
    from riwaya.runners.summary import Summary

DECISIONS_FILE = "decisions.jsonl"

_USAGE = """riwaya entities PATH… [options]
       riwaya entities join ID ID --reason TEXT [--reports PATH] [options]
       riwaya entities split ID --document DOC --reason TEXT --reports PATH [options]"""


def add_commands(commands: Any) -> None:
    """Add `entities` and `places` to the subparsers of the command line."""
    _add_entities(commands)
    _add_places(commands)


def _add_entities(commands: Any) -> None:
    entities = commands.add_parser(
        "entities",
        usage=_USAGE,
        help="list who and what is named in many reports; join and split them",
    )
    entities.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="reports (.jsonl) or documents; or `join ID ID`, `split ID`",
    )
    entities.add_argument("--kind", choices=get_args(NameKind), help="list only this kind")
    _add_listing(entities, ("text", "jsonl", "csv"))
    entities.add_argument("--reason", metavar="TEXT", help="join, split: why")
    entities.add_argument("--document", metavar="DOC", help="split: the report to take out")
    entities.add_argument(
        "--reports",
        action="append",
        default=[],
        metavar="PATH",
        help="join, split: reports that name the entities; may be repeated",
    )
    entities.add_argument("--user", metavar="NAME", help="join, split: who decides")
    entities.set_defaults(run=_entities)


def _add_places(commands: Any) -> None:
    places = commands.add_parser("places", help="list the places of many reports, or map them")
    places.add_argument("paths", nargs="+", metavar="PATH", help="reports (.jsonl) or documents")
    _add_listing(places, ("text", "jsonl", "csv", "geojson"))
    places.set_defaults(run=_places)


def _add_listing(command: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    command.add_argument("--format", choices=formats, default="text", help="how to print")
    command.add_argument("--out", metavar="FILE", help="write to FILE, whole or not at all")
    command.add_argument(
        "--decisions",
        metavar="FILE",
        help=f"people's decisions on entities (default: {DECISIONS_FILE}, if there is one)",
    )
    command.add_argument("--workers", type=int, metavar="N", help="processes that read")
    command.add_argument(
        "--published",
        type=publication_date,
        metavar="DATE",
        help="date of publication of documents that carry none, as 2018-03-31",
    )
    add_run_options(command)


def _entities(args: argparse.Namespace) -> int:
    action, *ids = args.paths
    if action == "join" and len(ids) == 2:
        return _decide(args, ids)
    if action == "split" and len(ids) == 1 and args.document:
        return _decide(args, ids)
    if action in ("join", "split") and not Path(action).exists():
        raise SettingError(
            f"`{action}` cannot be done with what was given.",
            where="riwaya entities",
            advice="`join` takes two ids; `split` takes one, and --document.",
        )
    return _list_entities(args)


def _list_entities(args: argparse.Namespace) -> int:
    from riwaya.exports import entity_list
    from riwaya.linking.listing import entity_rows

    settings = settings_of(args, "reader", "lang", "workers")
    reading = _Reading(args, settings)
    linked = reading.linked(args.paths)
    rows = entity_rows(linked, args.kind)
    if args.format == "text":
        shown = entity_list.to_text(rows, settings.lang, page_width(settings))
    else:
        shown = (entity_list.to_csv if args.format == "csv" else entity_list.to_jsonl)(rows)
    return _finish(args, reading, shown)


def _places(args: argparse.Namespace) -> int:
    from riwaya.exports import geojson, place_list
    from riwaya.linking import rewritten

    settings = settings_of(args, "reader", "lang", "workers")
    reading = _Reading(args, settings, keep=True)
    linked = reading.linked(args.paths)
    reports = [rewritten(report, linked) for report in reading.kept]
    if args.format == "geojson":
        return _finish(args, reading, f"{geojson.render_many(reports)}\n")
    rows = place_list.rows_of(reports)
    if args.format == "text":
        shown = place_list.to_text(rows, settings.lang, page_width(settings))
    else:
        shown = (place_list.to_csv if args.format == "csv" else place_list.to_jsonl)(rows)
    return _finish(args, reading, shown)


def _decide(args: argparse.Namespace, ids: list[str]) -> int:
    from riwaya.linking import append_decision, decide_join, decide_split

    path = args.decisions or DECISIONS_FILE
    reading = _Reading(args, settings_of(args, "reader", "lang", "workers"))
    linked = reading.linked(args.reports, must_exist=False)
    user, reason = args.user or _user(), args.reason or ""
    if len(ids) == 2:
        first, second = linked.ref(ids[0]), linked.ref(ids[1])
        decisions = [decide_join(first, second, user=user, reason=reason)]
        told = f"{ids[0]} and {ids[1]} are one"
    else:
        first, out = linked.refs_apart(ids[0], args.document)
        decisions = [decide_split(first, second, user=user, reason=reason) for second in out]
        told = f"what {args.document} reads as {ids[0]} is another"
    for decision in decisions:
        append_decision(path, decision)
    say(f"noted in {path}: {told}.")
    return close(reading.summary)


def _finish(args: argparse.Namespace, reading: _Reading, shown: str) -> int:
    from riwaya.runners.output import Output

    if reading.summary.read:
        with Output(args.out) as out:
            out.write(shown)
    return close(reading.summary)


class _Reading:
    """Reads the reports of a command and links them. `kept` holds, when asked for, what lists of
    places need of each report."""

    def __init__(self, args: argparse.Namespace, settings: Settings, keep: bool = False) -> None:
        from riwaya.runners.summary import Summary

        self._args, self._settings, self._keep = args, settings, keep
        self.kept: list[Report] = []
        self.summary: Summary = Summary()

    def linked(self, paths: list[str], must_exist: bool = True) -> Linked:
        """The entities of all reports, joined; says what has changed under decisions."""
        from riwaya.linking import link
        from riwaya.linking.listing import odd_names

        decisions = self._decisions(must_exist)
        linked = link(self._reports(paths), decisions)
        for note in (*map(str, linked.changes), *odd_names(linked)):
            say(f"note: {note}")
        return linked

    def _decisions(self, must_exist: bool) -> Decisions:
        from riwaya.linking import Decisions, load_decisions

        given: str | None = self._args.decisions
        path = given or DECISIONS_FILE
        if Path(path).exists() or (given and must_exist):
            return load_decisions(path)
        return Decisions()

    def _reports(self, paths: list[str]) -> Iterator[Report]:
        from functools import partial

        from riwaya.model import Report
        from riwaya.pipeline import build_pipeline
        from riwaya.runners.local import LocalRunner
        from riwaya.runners.stored import reports_of
        from riwaya.sources.base import Intake
        from riwaya.sources.paths import read_paths

        settings, intake = self._settings, Intake.of(self._settings, self._args.published)
        build = partial(build_pipeline, settings.reader, settings.protected_sites)
        runner = LocalRunner(build, settings.workers, self._args.debug)

        def read(documents: list[str]) -> Iterator[Outcome]:
            return runner.map(read_paths(documents, intake))

        for found in reports_of(paths, read):
            outcome = self._checked(found) if isinstance(found, Report) else found
            self.summary.add(outcome)
            if isinstance(outcome, Report):
                yield outcome

    def _checked(self, report: Report) -> Outcome:
        """The report, kept where lists of places need it; a failure where its points are wrong."""
        from riwaya.errors import RiwayaError
        from riwaya.exports.points import check_points
        from riwaya.runners.base import Failure

        try:
            check_points(report)
        except RiwayaError as error:
            return Failure.of_intake(error)
        if self._keep:
            self.kept.append(_light(report))
        return report


def _light(report: Report) -> Report:
    """A report without what lists of places do not show: thousands of them are held at once."""
    from dataclasses import replace

    return replace(
        report,
        claims=tuple(replace(claim, origins=()) for claim in report.claims if claim.mentions),
        times=(),
        counts=(),
        mentions=(),
        places=tuple(replace(place, origins=()) for place in report.places),
    )


def _user() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError):
        return "unknown"
