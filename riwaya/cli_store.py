"""The commands `list`, `show`, `judge`, `judgements`, `rm`, `stats`, `verify`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from riwaya.cli_common import (
    add_store_options,
    open_store_of,
    page_width,
    say,
    settings_of,
    user_of,
)
from riwaya.cli_selection import add_selection_options, selection_of
from riwaya.errors import InputError, SettingError
from riwaya.records import Decision, TargetKind

if TYPE_CHECKING:
    from riwaya.exports.display import Page
    from riwaya.records import Judged, Problem, Record
    from riwaya.store.base import Store


def add_commands(commands: Any) -> None:
    """Add them to the subparsers of the command line."""
    _add_list(commands)
    _add_show(commands)
    _add_judge(commands)
    _add_judgements(commands)
    _add_rm(commands)
    _add_stats(commands)
    _add_verify(commands)


def _add_list(commands: Any) -> None:
    listing = commands.add_parser("list", help="list what a store holds, a line a document")
    listing.add_argument("documents", nargs="*", metavar="ID", help="only these documents")
    add_selection_options(listing)
    listing.add_argument("--format", choices=("text", "jsonl", "csv"), default="text")
    _finish(listing, _list, lang=True)


def _add_show(commands: Any) -> None:
    show = commands.add_parser("show", help="show a stored report, its evidence and judgements")
    show.add_argument("document", metavar="ID", help="the document, or the beginning of its id")
    what = show.add_mutually_exclusive_group()
    what.add_argument(
        "--diff",
        nargs="?",
        const="",
        metavar="ID",
        help="what changed since the version before, or since document ID",
    )
    what.add_argument("--raw", metavar="FILE", help="write the untouched bytes to FILE")
    what.add_argument("--text", action="store_true", help="print the stored text alone")
    show.add_argument("--format", choices=("text", "jsonl"), default="text")
    _finish(show, _show, lang=True)


def _add_judge(commands: Any) -> None:
    judge = commands.add_parser("judge", help="record a decision on an annotation")
    judge.add_argument("id", metavar="ID", help="an annotation's id, or its beginning")
    judge.add_argument("decision", choices=get_args(Decision), metavar="confirm|reject|correct")
    judge.add_argument("--field", metavar="NAME", help="correct: the field, as in the JSON")
    judge.add_argument("--value", metavar="VALUE", help="correct: what it should be (JSON)")
    judge.add_argument("--reason", required=True, metavar="TEXT", help="why")
    judge.add_argument("--document", metavar="ID", help="the document, where an id is in several")
    judge.add_argument("--kind", choices=get_args(TargetKind), help="what is meant (place …)")
    _finish(judge, _judge)


def _add_judgements(commands: Any) -> None:
    judgements = commands.add_parser("judgements", help="list the decisions of people")
    judgements.add_argument(
        "--changed", action="store_true", help="only those whose ground has changed, or is gone"
    )
    judgements.add_argument("--format", choices=("text", "jsonl"), default="text")
    _finish(judgements, _judgements, lang=True)


def _add_rm(commands: Any) -> None:
    remove = commands.add_parser("rm", help="remove documents; a tombstone stays")
    remove.add_argument("documents", nargs="+", metavar="ID", help="a document's id")
    remove.add_argument("--reason", required=True, metavar="TEXT", help="why")
    _finish(remove, _rm)


def _add_stats(commands: Any) -> None:
    stats = commands.add_parser("stats", help="say what a store holds, in numbers")
    stats.add_argument("--format", choices=("text", "jsonl"), default="text")
    _finish(stats, _stats)


def _add_verify(commands: Any) -> None:
    verify = commands.add_parser("verify", help="check a store, or the folder of an export")
    verify.add_argument("path", nargs="?", metavar="PATH", help="the folder of an export")
    verify.add_argument("--head", metavar="HASH", help="a hash of the log that was noted earlier")
    _finish(verify, _verify)


def _finish(command: argparse.ArgumentParser, run: Any, lang: bool = False) -> None:
    add_store_options(command)
    if lang:
        command.add_argument("--lang", choices=("ar", "en"), help="language of the labels")
    command.add_argument("--config", metavar="FILE", help="settings file (default: riwaya.toml)")
    command.add_argument("--debug", action="store_true", help="show tracebacks of defects")
    command.set_defaults(run=run)


def _list(args: argparse.Namespace) -> int:
    from riwaya.exports import record_list

    with open_store_of(args) as store:
        records = store.records(selection_of(args, args.documents))
        if args.format == "text":
            settings = settings_of(args, "lang")
            _print(record_list.to_text(records, settings.lang, page_width(settings)))
        else:
            _print((record_list.to_csv if args.format == "csv" else record_list.to_jsonl)(records))
    return 0


def _show(args: argparse.Namespace) -> int:
    from riwaya.exports import record_page

    with open_store_of(args) as store:
        record = store.record(args.document)
        if args.raw:
            return _write_raw(store, record, args.raw)
        if args.text:
            _print([record.report.document.text])
        elif args.diff is not None:
            _print([_difference(store, record, args)])
        elif args.format == "jsonl":
            _print([f"{record_page.to_json(record)}\n"])
        else:
            lang, page = _page(args)
            siblings = store.versions(record.series)
            _print([record_page.to_text(record, siblings, lang, page)])
    return 0


def _write_raw(store: Store, record: Record, target: str) -> int:
    """The bytes of the first capture; the others are named."""
    first, *others = record.captures
    if Path(target).exists():
        raise SettingError(
            "is there already.", where=target, advice="Give the name of a new file with --raw."
        )
    try:
        Path(target).write_bytes(store.raw(first.sha256))
    except OSError as error:
        raise SettingError(f"cannot be written ({error.strerror}).", where=target) from None
    say(f"{target}: {first.size} bytes, sha256 {first.sha256}, from {first.place}.")
    for capture in others:
        if capture.sha256 != first.sha256:
            say(f"not written: sha256 {capture.sha256}, from {capture.place}.")
    return 0


def _difference(store: Store, record: Record, args: argparse.Namespace) -> str:
    from riwaya.exports.differences import differences
    from riwaya.exports.record_page import difference_text

    earlier = store.record(args.diff) if args.diff else _version_before(store, record)
    pieces = differences(earlier.report.document.text, record.report.document.text)
    if args.format == "jsonl":
        return "".join(f"{json.dumps(piece._asdict())}\n" for piece in pieces)
    lang, page = _page(args)
    document = earlier.report.document
    named = f"{earlier.version}/{earlier.versions} {document.id} {earlier.added}"
    return difference_text(pieces, named, lang, page)


def _version_before(store: Store, record: Record) -> Record:
    if record.version == 1:
        raise InputError(
            "is the first version that is stored.",
            where=f"document {record.report.document.id}",
            advice="Name another document: --diff ID.",
        )
    return store.versions(record.series)[record.version - 2]


def _judge(args: argparse.Namespace) -> int:
    from riwaya.store.base import Decided

    with open_store_of(args) as store:
        document, kind = store.document_of(args.id, args.document)
        decided = Decided(
            document=document,
            kind=args.kind or kind,
            target=args.id,
            decision=args.decision,
            user=user_of(args),
            reason=args.reason,
            field=args.field,
            value=_as_json(args.value),
        )
        made = store.judge(decided)
    say(f"judgement {made.number}: {made.decision} {made.kind} {made.target}.")
    return 0


def _as_json(given: str | None) -> str | None:
    """Plain words are taken for a text: `--value denied` means "denied"."""
    if given is None:
        return None
    try:
        json.loads(given)
    except (ValueError, RecursionError):
        return json.dumps(given)
    return given


def _judgements(args: argparse.Namespace) -> int:
    from riwaya.contract import json_line
    from riwaya.exports.record_page import judged_lines, judged_to_json
    from riwaya.exports.story_page import judgement_json, judgement_lines
    from riwaya.store.base import in_force

    with open_store_of(args) as store:
        chosen = _changed(store) if args.changed else store.judgements()
        stories = () if args.changed else tuple(store.story_judgements())
        standing = frozenset(one.id for one in in_force(stories))
        if args.format == "jsonl":
            _print(f"{json_line(judged_to_json(judged))}\n" for judged in chosen)
            made = (judgement_json(one, superseded=one.id not in standing) for one in stories)
            _print(f"{json_line(one)}\n" for one in made)
        else:
            _print(f"{line}\n" for line in judged_lines(chosen, *_page(args)))
            if stories:
                _print(f"{line}\n" for line in judgement_lines(stories, standing, *_page(args)))
    return 0


def _changed(store: Store) -> Iterator[Judged]:
    return (judged for judged in store.judgements() if judged.ground != "same")


def _rm(args: argparse.Namespace) -> int:
    with open_store_of(args) as store:
        ids = [store.record(given).report.document.id for given in args.documents]
        for document in dict.fromkeys(ids):
            tombstone = store.remove(document, user_of(args), args.reason)
            say(f"removed {document}; its tombstone keeps sha256 {tombstone.sha256}.")
    return 0


def _stats(args: argparse.Namespace) -> int:
    with open_store_of(args) as store:
        numbers = {"store": store.location, **store.stats()}
    if args.format == "jsonl":
        _print([f"{json.dumps(numbers)}\n"])
    else:
        _print(_stat_lines(numbers))
    return 0


def _stat_lines(numbers: dict[str, Any]) -> Iterator[str]:
    from riwaya.exports.display import FSI, PDI, visible

    for name, number in numbers.items():
        label = name.replace("_", " ")
        if not isinstance(number, dict):
            yield f"{label:<12} {'—' if number is None else visible(str(number))}\n"
            continue
        yield f"{label}:\n"
        for key, count in number.items():
            yield f"  {count:>8}  {FSI}{visible(key) or '—'}{PDI}\n"


def _verify(args: argparse.Namespace) -> int:
    if args.path is not None:
        if args.head:
            raise SettingError("belongs to a store, not to an export.", where="--head")
        from riwaya.keep.exporting import verify_export

        return _told(verify_export(args.path), lambda: f"{args.path} is sound.")
    with open_store_of(args) as store:
        problems = store.verify(args.head)
        return _told(problems, lambda: f"{store.location} is sound. Log: {store.head()}")


def _told(problems: Iterator[Problem], sound: Callable[[], str]) -> int:
    """Print the problems as they are found; 1 when there is any."""
    from riwaya.exports.display import visible

    broken = 0
    for broken, problem in enumerate(problems, start=1):  # noqa: B007
        _print([f"{visible(problem.where)}: {visible(problem.what)}\n"])
    say(f"broken: {broken} problems." if broken else sound())
    return 1 if broken else 0


def _page(args: argparse.Namespace) -> tuple[str, Page]:
    from riwaya.exports.display import Page

    settings = settings_of(args, "lang")
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return settings.lang, Page(page_width(settings), settings.lang == "ar", color)


def _print(pieces: Any) -> None:
    from riwaya.runners.output import Output

    with Output(None) as out:
        for piece in pieces:
            out.write(piece)
