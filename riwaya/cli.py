"""The command line: one command is one call of the API. Nothing heavy is imported at the top."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from riwaya import (
    __version__,
    cli_add,
    cli_backup,
    cli_compare,
    cli_export,
    cli_gazetteer,
    cli_lineage,
    cli_names,
    cli_search,
    cli_store,
    cli_stories,
)
from riwaya.cli_common import (
    add_run_options,
    close,
    page_width,
    publication_date,
    say,
    settings_of,
)
from riwaya.errors import InputError, RiwayaError, SettingError

if TYPE_CHECKING:
    from riwaya.config import Settings
    from riwaya.model import Report
    from riwaya.runners.base import Failure, Outcome
    from riwaya.runners.summary import Summary

_FAILED, _USAGE, _INTERRUPTED, _PIPE_CLOSED = 1, 2, 130, 141
_OPTIONS = ("reader", "lang", "format", "workers")
_MODULES = (
    cli_add, cli_store, cli_search, cli_export, cli_backup, cli_names, cli_gazetteer, cli_lineage,
    cli_stories, cli_compare,
)  # fmt: skip
_BAR_DELAY = 1.0  # seconds: short work shows no bar

Render = Callable[["Report"], str]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0, 1 (something failed), 2 (wrong usage)."""
    args = parser().parse_args(argv)
    try:
        code: int = args.run(args)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader of our output is gone; what is still buffered must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        return _say("interrupted.", _INTERRUPTED)
    except RiwayaError as error:
        return _say(error.message, _USAGE if isinstance(error, SettingError) else _FAILED)
    except Exception as error:
        if args.debug:
            raise
        return _say(f"a defect of riwaya ({error!r}); --debug shows where.", _FAILED)


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; their functions are in `run`."""
    top = argparse.ArgumentParser(
        prog="riwaya", description="Reads Arabic news reports: who said what, in which words."
    )
    top.add_argument("--version", action="version", version=f"riwaya {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_read(commands)
    _add_explain(commands)
    _add_demo(commands)
    for module in _MODULES:
        module.add_commands(commands)
    return top


def _add_read(commands: Any) -> None:
    read = commands.add_parser("read", help="read documents and print their reports")
    read.add_argument(
        "paths",
        nargs="+",
        metavar="PATH",
        help="documents: files of known kinds, folders of them, or - for standard input",
    )
    read.add_argument("--format", metavar="NAME", help="text, jsonl, brackets or a plugin's")
    read.add_argument("--out", metavar="FILE", help="write to FILE, whole or not at all")
    read.add_argument("--workers", type=int, metavar="N", help="processes that read")
    _add_common(read)
    read.set_defaults(run=_read)


def _add_explain(commands: Any) -> None:
    explain = commands.add_parser("explain", help="say what produced each field")
    explain.add_argument("file", metavar="FILE", help="a file that holds one document, or -")
    what = explain.add_mutually_exclusive_group(required=True)
    what.add_argument("--at", type=int, metavar="OFFSET", help="all that covers this character")
    what.add_argument("--claim", metavar="ID", help="a claim's id, or its number: 3 or c3")
    _add_common(explain)
    explain.set_defaults(run=_explain)


def _add_demo(commands: Any) -> None:
    demo = commands.add_parser("demo", help="read the bundled reports of one invented story")
    demo.add_argument("--out", metavar="FILE", help="also write the reports as JSONL")
    demo.set_defaults(published=None)
    add_run_options(demo)
    demo.set_defaults(run=_demo)


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--published",
        type=publication_date,
        metavar="DATE",
        help="date of publication of documents that carry none, as 2018-03-31",
    )
    add_run_options(command)


def _read(args: argparse.Namespace) -> int:
    from itertools import count

    from riwaya.runners.base import Failure
    from riwaya.runners.output import Output

    settings = settings_of(args, *_OPTIONS)
    render = _renderer(settings.format, settings, args.out)
    separator = "" if settings.format == "jsonl" else "\n"
    with Output(args.out) as out:
        pieces = count()

        def write(report: Report) -> Failure | None:
            try:
                piece = render(report).rstrip()
            except Exception as error:
                return Failure.of(error, f"document {report.document.id}", args.debug)
            out.write(f"{separator if next(pieces) else ''}{piece}\n")
            return None

        summary = _read_all(args.paths, args, settings, write)
        if not summary.read:
            out.discard()
    return close(summary)


def _demo(args: argparse.Namespace) -> int:
    from importlib.resources import files

    from riwaya import registry
    from riwaya.runners.output import Output

    settings = settings_of(args, *_OPTIONS)
    show = _renderer("text", settings, None)
    to_line: Render = registry.load("exporter", "jsonl")
    folder = str(files("riwaya.resources") / "demo")
    reports: list[Report] = []
    summary = _read_all([folder], args, settings, reports.append)
    with Output(None) as screen:
        for report in reports:
            screen.write(f"{show(report).rstrip()}\n\n")
    if args.out:
        with Output(args.out) as out:
            for report in reports:
                out.write(f"{to_line(report)}\n")
    return close(summary)


def _explain(args: argparse.Namespace) -> int:
    from riwaya.exports import explain
    from riwaya.runners.output import Output

    reports: list[Report] = []
    settings = settings_of(args, *_OPTIONS)
    summary = _read_all([args.file], args, settings, reports.append)
    if summary.failures:
        return close(summary)
    if len(reports) != 1:
        raise InputError(
            f"holds {len(reports)} documents.", where=args.file, advice="Give a file with just one."
        )
    report, look = reports[0], (settings.lang, page_width(settings))
    if args.claim is not None:
        answer = explain.render_claim(report, _claim_id(report, args.claim), *look)
    else:
        answer = explain.render_at(report, args.at, *look)
    with Output(None) as out:
        out.write(f"{answer.rstrip()}\n")
    return close(summary)


def _renderer(name: str, settings: Settings, out: str | None) -> Render:
    """The exporter's function of a report alone; the dossier also takes the look of the page."""
    from functools import partial

    from riwaya import registry

    render: Any = registry.load("exporter", name)
    if name != "text":
        return cast("Render", render)
    color = out is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return partial(render, lang=settings.lang, width=page_width(settings), color=color)


def _read_all(
    paths: Sequence[str],
    args: argparse.Namespace,
    settings: Settings,
    take: Callable[[Report], Failure | None],
) -> Summary:
    """Read all documents of `paths`, hand each report to `take`, and sum up."""
    from functools import partial

    from riwaya.model import Report
    from riwaya.pipeline import build_pipeline
    from riwaya.runners.local import LocalRunner
    from riwaya.runners.summary import Summary
    from riwaya.sources.base import Intake
    from riwaya.sources.paths import read_paths

    build = partial(build_pipeline, settings.reader, settings.protected_sites)
    runner = LocalRunner(build, settings.workers, args.debug)
    outcomes = runner.map(read_paths(paths, Intake.of(settings, args.published)))
    summary = Summary()
    for outcome in _with_bar(outcomes, paths, getattr(args, "out", None)):
        failure = take(outcome) if isinstance(outcome, Report) else None
        summary.add(failure or outcome)
    return summary


def _with_bar(
    outcomes: Iterable[Outcome], paths: Sequence[str], out: str | None
) -> Iterable[Outcome]:
    """The outcomes, with a progress bar where it disturbs no output on the same screen."""
    if not sys.stderr.isatty() or (out is None and sys.stdout.isatty()):
        return outcomes
    from tqdm import tqdm  # type: ignore[import-untyped]

    from riwaya.sources.paths import count_items

    bar: Iterable[Outcome] = tqdm(
        outcomes, total=count_items(paths), unit="doc", delay=_BAR_DELAY, leave=False
    )
    return bar


def _claim_id(report: Report, wanted: str) -> str:
    ids = [claim.id for claim in report.claims]
    if wanted in ids:
        return wanted
    number = wanted.removeprefix("c")
    if number.isdecimal() and 1 <= int(number) <= len(ids):
        return ids[int(number) - 1]
    raise SettingError(
        f"the report has no claim {wanted!r}.",
        where="--claim",
        advice=f"Its claims are c1 to c{len(ids)}." if ids else "It has no claims at all.",
    )


def _say(message: str, code: int) -> int:
    say(message)
    return code


if __name__ == "__main__":
    sys.exit(main())
