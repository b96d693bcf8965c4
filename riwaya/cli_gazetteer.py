"""`riwaya gazetteer add | list | remove`: the user's own places beside the embedded ones."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_BAR_DELAY = 1.0  # seconds: short work shows no bar


def add_commands(commands: Any) -> None:
    """Add the command `gazetteer` to the command line's sub-parsers."""
    gazetteer = commands.add_parser("gazetteer", help="add, list and remove tables of places")
    actions = gazetteer.add_subparsers(title="actions", metavar="ACTION", required=True)
    add = actions.add_parser("add", help="add a GeoNames dump or an OCHA table with p-codes")
    add.add_argument("file", metavar="FILE", help="XX.txt, allCountries.txt, or a CSV with p-codes")
    add.add_argument("--name", metavar="NAME", help="name it (default: the file's own)")
    add.set_defaults(run=_add)
    show = actions.add_parser("list", help="list what was added")
    show.set_defaults(run=_list)
    remove = actions.add_parser("remove", help="remove what was added")
    remove.add_argument("name", metavar="NAME", help="a name that the list shows")
    remove.set_defaults(run=_remove)
    for action in (add, show, remove):
        action.add_argument("--debug", action="store_true", help="show tracebacks of defects")


def _add(args: argparse.Namespace) -> int:
    from riwaya.gazetteer.imports import add_gazetteer

    path = Path(args.file)
    with _bar(path) as on_bytes:
        report = add_gazetteer(path, name=args.name, on_bytes=on_bytes)
    for line in report.lines():
        print(line)
    return 0


def _list(_: argparse.Namespace) -> int:
    from riwaya.gazetteer.imports import list_gazetteers
    from riwaya.gazetteer.userfile import user_path

    listed = list_gazetteers()
    for item in listed:
        print(f"{item.name}\t{item.places:,} places\t{item.format}\t{item.file}")
    if not listed:
        print(f"No gazetteer has been added ({user_path()}).", file=sys.stderr)
    return 0


def _remove(args: argparse.Namespace) -> int:
    from riwaya.gazetteer.imports import remove_gazetteer

    removed = remove_gazetteer(args.name)
    print(f"removed {removed.name!r}: {removed.places:,} places.")
    return 0


@contextmanager
def _bar(path: Path) -> Iterator[Callable[[int], None] | None]:
    """Tells a progress bar of the bytes read, where there is a terminal to show it."""
    if not sys.stderr.isatty() or not path.is_file():
        yield None
        return
    from tqdm import tqdm  # type: ignore[import-untyped]

    size = path.stat().st_size
    with tqdm(total=size, unit="B", unit_scale=True, delay=_BAR_DELAY, leave=False) as bar:
        yield lambda read: bar.update(read - bar.n)
