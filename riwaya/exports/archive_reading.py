"""Reads an archive back, one document at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from riwaya.contract import parse, report_from_json
from riwaya.errors import InputError, RiwayaError
from riwaya.exports.archive import EVIDENCE, KEPT, REPORTS, Line
from riwaya.model import Report
from riwaya.records import AuditEntry, Capture, Judgement, Raw, StoryJudgement, Tombstone

_BESIDE = ("removed_judgement", "story_judgement", "tombstone", "log")
T = TypeVar("T")


@dataclass(slots=True)
class Archived:
    """One document of an archive. `reports` are (time, report), the oldest first."""

    series: str
    added: str
    reports: list[tuple[str, Report]]
    captures: list[Capture] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)


def documents(folder: Path) -> Iterator[Archived]:
    """The documents in their order. Raises InputError that names the line for what is damaged."""
    reports = _lines(folder / REPORTS)
    held: Archived | None = None
    for where, line in _objects(folder / KEPT):
        kind = line.get("type")
        if kind == "document" or kind in _BESIDE:
            if held is not None:
                yield held
            held = _opened(line, next(reports, None), where) if kind == "document" else None
        elif held is None:
            raise _damaged("belongs to no document", where)
        else:
            _put(held, line, where)
    if held is not None:
        yield held
    if (extra := next(reports, None)) is not None:
        raise _damaged("nothing is kept beside this report", extra[0])


def tombstones(folder: Path) -> Iterator[Tombstone]:
    """What was removed from the store."""
    return (_made(Tombstone, line, at) for at, line in _of_type(folder, "tombstone"))


def removed_judgements(folder: Path) -> Iterator[Judgement]:
    """What is left of judgements on removed documents."""
    return (_made(Judgement, line, at) for at, line in _of_type(folder, "removed_judgement"))


def story_judgements(folder: Path) -> Iterator[StoryJudgement]:
    """Decisions on stories, relations and questions."""
    return (_made(StoryJudgement, line, at) for at, line in _of_type(folder, "story_judgement"))


def log_entries(folder: Path) -> Iterator[AuditEntry]:
    """The audit log of the store that was exported."""
    return (_made(AuditEntry, line, at) for at, line in _of_type(folder, "log"))


def evidence(folder: Path, sha256: str) -> Raw:
    """The bytes with this hash. Raises InputError when they are not there, or are others."""
    path = folder / EVIDENCE / sha256
    if len(sha256) != 64 or not sha256.isalnum() or not path.is_file():
        raise InputError("the archive has no such evidence.", where=f"bytes {sha256[:64]}")
    raw = Raw(path.read_bytes())
    if raw.sha256 != sha256:
        raise InputError("was changed.", where=str(path))
    return raw


def _opened(line: Line, report: tuple[str, str] | None, where: str) -> Archived:
    if report is None:
        raise _damaged("has no report", where)
    found = _parsed(report)
    if found.document.id != line.get("document"):
        raise _damaged("is beside the report on another document", where)
    try:
        return Archived(str(line["series"]), str(line["added"]), [(str(line["read"]), found)])
    except KeyError as error:
        raise _damaged(f"has no {error}", where) from None


def _put(held: Archived, line: Line, where: str) -> None:
    document = held.reports[-1][1].document.id
    if line.get("document") != document:
        raise _damaged("belongs to another document", where)
    if line["type"] == "capture":
        held.captures.append(_made(Capture, line, where))
    elif line["type"] == "judgement":
        held.judgements.append(_made(Judgement, line, where))
    elif line["type"] == "report":
        try:
            held.reports.insert(-1, (str(line["read"]), report_from_json(line["report"])))
        except (KeyError, RiwayaError) as error:
            raise _damaged(f"holds no report ({error})", where) from None
    else:
        raise _damaged(f"is of an unknown type {line['type']!r}", where)


def _parsed(numbered: tuple[str, str]) -> Report:
    where, line = numbered
    try:
        return parse(line)
    except RiwayaError as error:
        raise InputError(error.what, where=where, advice=error.advice) from None


def _of_type(folder: Path, kind: str) -> Iterator[tuple[str, Line]]:
    return ((where, line) for where, line in _objects(folder / KEPT) if line.get("type") == kind)


def _objects(path: Path) -> Iterator[tuple[str, Line]]:
    for where, line in _lines(path):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _damaged(f"is not valid JSON ({error})", where) from None
        if not isinstance(value, dict) or not isinstance(value.get("type"), str):
            raise _damaged("is no object with a type", where)
        yield where, value


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                yield f"{path}, line {number}", line
    except FileNotFoundError:
        raise InputError("is missing.", where=str(path)) from None
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 ({error.reason}).", where=str(path)) from None


def _made(kind: type[T], line: Mapping[str, Any], where: str) -> T:
    """The frozen type that a line has the fields of; texts and whole numbers are checked."""
    values = {}
    for one in fields(kind):  # type: ignore[arg-type]
        value = line.get(one.name)
        wanted: type = int if one.type == "int" else str
        if not (type(value) is wanted or (value is None and "None" in str(one.type))):
            raise _damaged(f"its {one.name!r} is not what it must be", where)
        values[one.name] = value
    return kind(**values)


def _damaged(what: str, where: str) -> InputError:
    return InputError(f"{what}.", where=where, advice="Make the export again.")
