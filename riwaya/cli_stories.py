"""`riwaya stories` and `riwaya story`: which reports tell of one happening."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from riwaya.cli_common import (
    add_store_options,
    open_store_of,
    page_width,
    say,
    settings_of,
    user_of,
)
from riwaya.cli_selection import add_selection_options, selection_of
from riwaya.errors import InputError, RiwayaError, SettingError

if TYPE_CHECKING:
    from riwaya.exports.display import Page
    from riwaya.keep.story_decisions import By
    from riwaya.records import StoryJudgement
    from riwaya.store.base import Store

_RELATIONS = ("contradicts", "updates", "agrees", "repeats")
_DECISIONS = ("move", "merge", "split", "confirm", "reject", "correct", "add_question")


def add_commands(commands: Any) -> None:
    """Add the commands of this module to the parser."""
    _add_stories(commands)
    _add_story(commands)


def _add_stories(commands: Any) -> None:
    stories = commands.add_parser("stories", help="group reports into stories, and list them")
    stories.add_argument(
        "paths", nargs="*", metavar="REPORTS.jsonl", help="reports; without them: a store's"
    )
    add_selection_options(stories)
    stories.add_argument("--format", choices=("text", "json"), default="text")
    stories.add_argument(
        "--regroup", action="store_true", help="place all stored reports anew; decisions stay"
    )
    _finish(stories, _stories)


def _add_story(commands: Any) -> None:
    story = commands.add_parser("story", help="show a story, and decide on what is in it")
    story.add_argument("id", metavar="ID", help="the story, or the beginning of its id")
    what = story.add_mutually_exclusive_group()
    what.add_argument("--move", metavar="DOC", help="put this document into the story")
    what.add_argument("--merge", metavar="OTHER", help="make another story part of this one")
    what.add_argument("--split", metavar="DOC", help="take this document out of the story")
    what.add_argument("--confirm", metavar="ID", help="confirm a relation or a question")
    what.add_argument("--reject", metavar="ID", help="reject a relation or a question")
    what.add_argument("--correct", metavar="ID", help="correct a relation or a question")
    what.add_argument("--add-question", metavar="TEXT", help="add a question in plain words")
    story.add_argument(
        "--to", metavar="VALUE", help="split: into this story; correct: the kind, or the words"
    )
    story.add_argument(
        "--claim", action="append", default=[], metavar="REF", help="add-question: who bears on it"
    )
    story.add_argument("--reason", metavar="TEXT", help="why; every decision needs one")
    story.add_argument("--by", dest="user", metavar="NAME", help="who decides, as --user")
    story.add_argument("--format", choices=("text", "json"), default="text")
    _finish(story, _story)


def _finish(command: argparse.ArgumentParser, run: Any) -> None:
    add_store_options(command)
    command.add_argument("--lang", choices=("ar", "en"), help="language of the labels")
    command.add_argument("--config", metavar="FILE", help="settings file (default: riwaya.toml)")
    command.add_argument("--debug", action="store_true", help="show tracebacks of defects")
    command.set_defaults(run=run)


def _stories(args: argparse.Namespace) -> int:
    if args.paths:
        return _of_files(args)
    from riwaya.exports.story_page import stories_json, stories_text
    from riwaya.keep.telling import listed_stories

    with open_store_of(args) as store:
        code = _place(store, args)
        shown = listed_stories(store, selection_of(args))
        if args.format == "json":
            _print(stories_json(shown))
        else:
            settings = settings_of(args, "lang")
            _print(stories_text(shown, settings.lang, page_width(settings)))
    return code


def _of_files(args: argparse.Namespace) -> int:
    """Group the reports of files, without a store."""
    if args.regroup or not selection_of(args).everything:
        raise SettingError(
            "belong to a store.", where="--regroup and the options that select", advice="Leave out."
        )
    from riwaya.contract.given import read_given
    from riwaya.keep.file_stories import grouped

    reports, broken = [], 0
    for given in read_given(args.paths):
        if isinstance(given, RiwayaError):
            say(given.message)
            broken += 1
        else:
            reports.append(given.report)
    stories, notes = grouped(reports)
    for note in notes:
        say(note)
    _print(stories.as_json() if args.format == "json" else stories.as_text())
    if broken:
        say(f"broken: {broken} lines.")
    return 1 if broken else 0


def _place(store: Store, args: argparse.Namespace) -> int:
    """Put what has no place yet into stories; the exit code."""
    from riwaya.keep.grouping import place_anew, place_new

    if args.regroup:
        placing = place_anew(store, user_of(args), debug=args.debug)
    else:
        placing = place_new(store, debug=args.debug)
    for line in placing.lines():
        say(line)
    return 1 if placing.failures else 0


def _story(args: argparse.Namespace) -> int:
    decision = next((name for name in _DECISIONS if getattr(args, name) is not None), None)
    with open_store_of(args) as store:
        if decision is not None:
            return _decide(store, args, decision)
        for option in ("to", "reason", "claim"):
            if getattr(args, option):
                raise SettingError("belongs to a decision.", where=f"--{option}")
        return _show(store, args)


def _show(store: Store, args: argparse.Namespace) -> int:
    from riwaya.exports.story_page import story_json, story_text
    from riwaya.keep.telling import told_story

    shown = told_story(store, args.id)
    if args.format == "json":
        _print([f"{story_json(shown)}\n"])
    else:
        lang, page = _page(args)
        _print(f"{line}\n" for line in story_text(shown, lang, page))
    return 0


def _decide(store: Store, args: argparse.Namespace, decision: str) -> int:
    from riwaya.keep.story_decisions import By

    if not (args.reason or "").strip():
        raise SettingError("a decision needs a reason.", where="--reason", advice="Say why.")
    if args.claim and decision != "add_question":
        raise SettingError("belongs to --add-question.", where="--claim")
    if (args.to is not None) > (decision in ("split", "correct")):
        raise SettingError("belongs to --split and --correct.", where="--to")
    if decision == "correct" and args.to is None:
        raise SettingError("say what it should be.", where="--correct", advice="Add --to VALUE.")
    made = _made(store, args, decision, By(user_of(args), args.reason))
    say(f"decision {made.number}: {made.decision} {made.kind} {made.target}, story {made.story}.")
    return 0


def _made(store: Store, args: argparse.Namespace, decision: str, by: By) -> StoryJudgement:
    from riwaya.keep import story_decisions as decide

    given = getattr(args, decision)
    if decision == "split":
        return decide.split(store, args.id, given, by, args.to)
    plain: dict[str, Callable[[Store, str, str, By], StoryJudgement]] = {
        "move": decide.move,
        "merge": decide.merge,
    }
    if decision == "add_question":
        return decide.add_question(store, args.id, given, by, args.claim)
    if decision in plain:
        return plain[decision](store, args.id, given, by)
    return _judged(store, args, decision, by)


def _judged(store: Store, args: argparse.Namespace, verdict: Any, by: By) -> StoryJudgement:
    """A decision on a relation or a question of the story."""
    from riwaya.keep import story_decisions as decide
    from riwaya.keep.comparing import compared, question_of, relation_of

    given = getattr(args, verdict)
    comparison = compared(store, args.id)
    relation, question = relation_of(comparison, given), question_of(comparison, given)
    if relation is not None:
        if args.to not in (None, *_RELATIONS):
            raise SettingError(f"one of {', '.join(_RELATIONS)}.", where="--to")
        return decide.judge_relation(store, comparison.story, relation, verdict, by, args.to)
    if question is not None:
        return decide.judge_question(store, comparison.story, question, verdict, by, args.to)
    raise InputError(
        f"the story has no relation or question {given!r}.",
        where=f"story {comparison.story}",
        advice=f"`riwaya compare {comparison.story} --format json` lists them with their ids.",
    )


def _page(args: argparse.Namespace) -> tuple[str, Page]:
    from riwaya.exports.display import Page

    settings = settings_of(args, "lang")
    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return settings.lang, Page(page_width(settings), settings.lang == "ar", color)


def _print(pieces: Iterable[str]) -> None:
    from riwaya.runners.output import Output

    with Output(None) as out:
        for piece in pieces:
            out.write(piece)
