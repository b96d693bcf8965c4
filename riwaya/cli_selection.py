"""The options that choose among stored reports, the same for all commands that list or export."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from typing import get_args

from riwaya.model import Stance
from riwaya.records import Selection


def add_selection_options(command: argparse.ArgumentParser) -> None:
    """--speaker, --outlet, --place, --stance, --since, --until, --latest."""
    command.add_argument("--speaker", metavar="NAME", help="a speaker: words, or an entity's id")
    command.add_argument("--outlet", metavar="NAME", help="who published it: words, or an id")
    command.add_argument("--place", metavar="NAME", help="a place: words, or an entity's id")
    command.add_argument("--stance", choices=get_args(Stance), help="a claim's stance")
    command.add_argument(
        "--since", type=_day, metavar="DATE", help="published on this day or later"
    )
    command.add_argument(
        "--until", type=_day, metavar="DATE", help="published on this day or before"
    )
    command.add_argument(
        "--latest", action="store_true", help="of edited documents, only the last version"
    )


def selection_of(args: argparse.Namespace, documents: Iterable[str] = ()) -> Selection:
    """What these options, and ids of documents, choose."""
    return Selection(
        documents=tuple(documents),
        speaker=args.speaker,
        outlet=args.outlet,
        place=args.place,
        stance=args.stance,
        since=args.since,
        until=args.until,
        latest=args.latest,
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2018-03-31.") from None
