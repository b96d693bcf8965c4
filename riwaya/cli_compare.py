"""`riwaya compare` and `riwaya relate`: how the accounts of a story stand to each other."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riwaya.cli_common import add_store_options, open_store_of, page_width, say, settings_of
from riwaya.errors import InputError, RiwayaError, SettingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from riwaya.compare.matrix import Matrix
    from riwaya.compare.model import Comparison
    from riwaya.contract.given import Given
    from riwaya.model import Report
    from riwaya.records import StoryJudgement

_FORMATS = ("text", "json", "html", "csv")


def add_commands(commands: Any) -> None:
    """Add the commands of this module to the parser."""
    compare = commands.add_parser("compare", help="lay the accounts of a story side by side")
    compare.add_argument(
        "story", nargs="+", metavar="STORY|REPORTS.jsonl", help="a stored story's id, or files"
    )
    compare.add_argument("--format", choices=_FORMATS, default="text")
    compare.add_argument("--out", metavar="FILE", help="write to FILE, whole or not at all")
    compare.add_argument("--lang", choices=("ar", "en"), help="language of the labels")
    compare.add_argument(
        "--thorough", action="store_true", help="read all pairs of a large story, however long"
    )
    add_store_options(compare)
    _finish(compare, _compare)
    relate = commands.add_parser("relate", help="write questions and relations of stories")
    relate.add_argument("reports", nargs="+", metavar="REPORTS.jsonl", help="reports, as read")
    relate.add_argument("--out", metavar="DIR", required=True, help="folder for the stories")
    relate.add_argument(
        "--thorough", action="store_true", help="read all pairs of a large story, however long"
    )
    _finish(relate, _relate)


def _finish(command: argparse.ArgumentParser, run: Any) -> None:
    command.add_argument("--config", metavar="FILE", help="settings file (default: riwaya.toml)")
    command.add_argument("--debug", action="store_true", help="show tracebacks of defects")
    command.set_defaults(run=run)


def _compare(args: argparse.Namespace) -> int:
    given = [name for name in args.story if Path(name).is_file() or name.endswith(".jsonl")]
    if given and len(given) < len(args.story):
        raise SettingError("give a story's id, or files of reports, not both.", where="STORY")
    if not given and len(args.story) > 1:
        raise SettingError("one story at a time.", where="STORY", advice="Give one id.")
    return _compare_files(args) if given else _compare_stored(args)


def _compare_stored(args: argparse.Namespace) -> int:
    from riwaya.compare.compare import compare
    from riwaya.keep.comparing import compared, reports_of
    from riwaya.store.base import in_force

    with open_store_of(args) as store:
        story = store.story(args.story[0])
        reports = reports_of(store, story)
        judgements = tuple(store.story_judgements(story.id))
        if args.thorough:
            comparison = compare(story.id, reports, in_force(judgements), thorough=True)
        else:
            comparison = compared(store, story.id)
    _show(args, [_matrix(comparison, reports, judgements)])
    return 0


def _compare_files(args: argparse.Namespace) -> int:
    from riwaya.compare.compare import compare
    from riwaya.compare.story_files import stories_of

    given, failed = _read(args.story)
    found, broken = [], 0
    for story, reports in stories_of(given).items():
        try:
            comparison = compare(story, reports, thorough=args.thorough)
            found.append(_matrix(comparison, reports, ()))
        except RiwayaError as error:
            say(f"story {story}: {error.message}")
            broken += 1
    if found:
        _show(args, found)
    return 1 if failed or broken or not found else 0


def _matrix(
    comparison: Comparison, reports: Sequence[Report], judgements: Sequence[StoryJudgement]
) -> Matrix:
    from riwaya.compare.matrix import matrix
    from riwaya.stories.lineage import lineage

    return matrix(comparison, reports, judgements, lineage(reports))


def _show(args: argparse.Namespace, found: Sequence[Matrix]) -> None:
    from riwaya.runners.output import Output

    with Output(args.out) as out:
        for piece in _rendered(args, found):
            out.write(piece)


def _rendered(args: argparse.Namespace, found: Sequence[Matrix]) -> list[str]:
    settings = settings_of(args, "lang")
    if args.format == "json":
        from riwaya.compare.render_json import to_json

        return [to_json(one) for one in found]
    if args.format == "csv":
        from riwaya.compare.render_csv import to_csv

        return [to_csv(found)]
    if args.format == "html":
        from riwaya.compare.render_html import to_html

        return [to_html(found, settings.lang)]
    from riwaya.compare.render_text import to_text

    return [to_text(one, settings.lang, _page(args, settings)) for one in found]


def _page(args: argparse.Namespace, settings: Any) -> Any:
    import os

    from riwaya.exports.display import Page

    color = args.out is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return Page(page_width(settings), settings.lang == "ar", color)


def _relate(args: argparse.Namespace) -> int:
    from riwaya.compare.compare import compare
    from riwaya.compare.story_files import file_names, stories_of

    folder = Path(args.out)
    if folder.exists() and not folder.is_dir():
        raise SettingError("is no folder.", where=args.out, advice="Give a folder with --out.")
    given, failed = _read(args.reports)
    stories = stories_of(given)
    written = 0
    for story, name in file_names(stories).items():
        try:
            _write(compare(story, stories[story], thorough=args.thorough), folder / name)
            written += 1
        except RiwayaError as error:
            say(f"story {story}: {error.message}")
    say(f"{written} of {len(stories)} stories written to {args.out}; lines left out: {failed}.")
    return 1 if failed or written < len(stories) or not stories else 0


def _write(comparison: Comparison, target: Path) -> None:
    import json

    from riwaya.compare.render_contract import contract
    from riwaya.runners.output import Output

    text = json.dumps(contract(comparison), ensure_ascii=False, indent=1)
    with Output(str(target)) as out:
        out.write(f"{text}\n")


def _read(paths: Sequence[str]) -> tuple[list[Given], int]:
    """The reports that can be taken, and how many lines or files could not; each is named."""
    from riwaya.contract.given import read_given

    taken: list[Given] = []
    failed = 0
    for one in read_given(paths):
        if isinstance(one, RiwayaError):
            say(one.message)
            failed += 1
        else:
            taken.append(one)
    if not taken and not failed:
        raise InputError("holds no reports.", where=", ".join(paths), advice="Give JSONL reports.")
    return taken, failed
