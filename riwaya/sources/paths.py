"""Paths in, items out: files, folders (recursive, sorted) and standard input (`-`)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from riwaya import registry
from riwaya.errors import InputError
from riwaya.model import document_id
from riwaya.sources.base import Intake, Item, Skipped, Source, Taken
from riwaya.sources.folders import extension, files_of, is_known
from riwaya.sources.json_lines import read_any

STANDARD_INPUT = "-"


def read_paths(paths: Iterable[str], intake: Intake) -> Iterator[Item]:
    """Items of all paths in order, one at a time, each document once.

    A document seen before in this run (same id and text, or same outlet, url and text) is Skipped.
    """
    return _once(read_all_paths(paths, intake))


def read_all_paths(paths: Iterable[str], intake: Intake) -> Iterator[Item]:
    """Items of all paths in order, one at a time, repeated documents too."""
    for path in paths:
        yield from _read_path(path, intake)


def at_place(items: Iterable[Item], place: str) -> Iterator[Item]:
    """The items, what is taken with its place."""
    for item in items:
        yield replace(item, place=place) if isinstance(item, Taken) else item


def count_items(paths: Iterable[str]) -> int | None:
    """About how many items the paths hold, for a progress bar; None when that cannot be known."""
    total = 0
    for path in paths:
        if path == STANDARD_INPUT:
            return None
        place = Path(path)
        files = files_of(place) if place.is_dir() else [place]
        total += sum(_count(file) for file in files if isinstance(file, Path))
    return total


def _read_path(path: str, intake: Intake) -> Iterator[Item]:
    if path == STANDARD_INPUT:
        items = read_any(sys.stdin.buffer, "standard input", intake)
        yield from at_place(items, "standard input")
        return
    place = Path(path)
    if not place.exists():
        yield InputError("does not exist.", where=path, advice="Check the path.")
        return
    if not place.is_dir():
        yield from _read_file(place, intake)
        return
    empty = True
    for file in files_of(place):
        empty = False
        if isinstance(file, InputError):
            yield file
        else:
            yield from _read_file(file, intake)
    if empty:
        extensions = ", ".join(f".{name}" for name in registry.names("source"))
        yield InputError(
            "the folder holds no document.", where=path, advice=f"Riwaya reads {extensions} there."
        )


def _read_file(file: Path, intake: Intake) -> Iterator[Item]:
    source: Source = registry.load("source", extension(file)) if is_known(file) else read_any
    try:
        with file.open("rb") as stream:
            yield from at_place(source(stream, str(file), intake), str(file))
    except OSError as error:
        yield InputError(
            f"cannot be read ({error.strerror}).", where=str(file), advice="Check its permissions."
        )


def _count(file: Path) -> int:
    if extension(file) not in ("jsonl", "ndjson"):
        return 1
    try:
        with file.open("rb") as stream:
            count, block = 0, b""
            while more := stream.read(1 << 20):
                block = more
                count += block.count(b"\n")
            return max(1, count + (not block.endswith(b"\n")))
    except OSError:
        return 1


def _once(items: Iterable[Item]) -> Iterator[Item]:
    """The items with repeated documents skipped, and one id for two texts refused."""
    first: dict[str, tuple[str, str]] = {}
    for item in items:
        yield _compared(item, first) if isinstance(item, Taken) else item


def _compared(item: Taken, first: dict[str, tuple[str, str]]) -> Item:
    document = item.document
    content = document_id(document.outlet, document.url, document.text)
    for key in {document.id, content}:
        if key not in first:
            continue
        where, sha256 = first[key]
        if sha256 == document.sha256:
            return Skipped(item.where, f"is the same document as {where}")
        return InputError(
            f"has the id {document.id!r} of {where}, but another text.",
            where=item.where,
            advice="Give each document an id of its own.",
        )
    for key in {document.id, content}:
        first[key] = (item.where, document.sha256)
    return item
