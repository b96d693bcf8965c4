"""Reports of many paths: stored ones as they stand, other documents read first."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from riwaya.contract.report import parse
from riwaya.errors import InputError, RiwayaError
from riwaya.model import Report
from riwaya.runners.base import Failure, Outcome
from riwaya.sources.base import Skipped
from riwaya.sources.folders import files_of
from riwaya.sources.paths import STANDARD_INPUT

_LINES = (".jsonl", ".ndjson")
_MARK = b'"riwaya.report/'
_PEEKED = 4096

ReadDocuments = Callable[[list[str]], Iterable[Outcome]]


def reports_of(paths: Iterable[str], read: ReadDocuments) -> Iterator[Outcome]:
    """One outcome for each report or document of `paths`: Report, Failure or Skipped.

    A .jsonl file whose first line is a report, as `riwaya read --format jsonl` writes it, is taken
    as it stands, also on standard input and inside folders; all else goes to `read`, after those.
    A document seen before in the run is Skipped.
    """
    return _once(_outcomes(list(paths), read))


def _outcomes(paths: list[str], read: ReadDocuments) -> Iterator[Outcome]:
    documents = []
    for path in (found for given in paths for found in _spread(given)):
        if path == STANDARD_INPUT and _begins_with_report(sys.stdin.buffer):
            yield from _stored(sys.stdin.buffer, "standard input")
        elif path != STANDARD_INPUT and _holds_reports(Path(path)):
            with Path(path).open("rb") as stream:
                yield from _stored(stream, path)
        else:
            documents.append(path)
    if documents:
        yield from read(documents)


def _spread(path: str) -> list[str]:
    """The files of a folder, when there are stored reports among them; else the path itself."""
    folder = Path(path)
    if path == STANDARD_INPUT or not folder.is_dir():
        return [path]
    files = [file for file in files_of(folder) if isinstance(file, Path)]
    return [str(file) for file in files] if any(map(_holds_reports, files)) else [path]


def _holds_reports(file: Path) -> bool:
    if file.suffix.lower() not in _LINES:
        return False
    try:
        with file.open("rb") as stream:
            return _is_report(next((line for line in stream if line.strip()), b""))
    except OSError:
        return False


def _is_report(line: bytes) -> bool:
    if _MARK not in line:
        return False
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and str(value.get("schema")).startswith("riwaya.report/")


def _begins_with_report(stream: BinaryIO) -> bool:
    """Whether the schema of a report stands at the beginning; nothing is taken from the stream."""
    peek = getattr(stream, "peek", None)
    return peek is not None and _MARK in peek(_PEEKED)[:_PEEKED].split(b"\n")[0][:64]


def _stored(stream: BinaryIO, where: str) -> Iterator[Outcome]:
    for number, line in enumerate(stream, start=1):
        if line.strip():
            yield _report(line, f"{where}, line {number}")


def _report(line: bytes, where: str) -> Outcome:
    try:
        return parse(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        error: RiwayaError = InputError("is not UTF-8.", where=where)
    except RiwayaError as found:
        error = InputError(found.what, where=where, advice=found.advice)
    return Failure.of_intake(error)


def _once(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    seen: set[str] = set()
    for outcome in outcomes:
        if isinstance(outcome, Report):
            id_ = outcome.document.id
            if id_ in seen:
                yield Skipped(f"document {id_}", "there is a report on it already")
                continue
            seen.add(id_)
        yield outcome
