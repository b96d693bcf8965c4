"""The archive of stored records as JSONL, from which the same store can be made again.

`reports.jsonl` has the present report on each document, one a line, as `riwaya read` writes them;
`kept.jsonl` has what is kept beside them, one typed object a line, a document's lines together and
in the same order; `evidence/` has the raw bytes by their sha256. Where private names are masked
there is no evidence and no earlier report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from riwaya.contract import json_line, render, report_to_json
from riwaya.exports.base import ExportContext
from riwaya.model import Report
from riwaya.records import AuditEntry, Judgement, Record, StoryJudgement, Tombstone

REPORTS, KEPT, EVIDENCE = "reports.jsonl", "kept.jsonl", "evidence"

Line = dict[str, Any]
ReportsBefore = Callable[[str], Iterable[tuple[str, Report]]]


@dataclass(frozen=True, slots=True)
class Rest:
    """What a store keeps beside the documents that are in it: judgements on removed ones, their
    tombstones, decisions on stories, and the audit log, for information."""

    judgements: Iterable[Judgement] = ()
    tombstones: Iterable[Tombstone] = ()
    log: Iterable[AuditEntry] = ()
    stories: Iterable[StoryJudgement] = ()


def no_reports(document: str) -> Iterable[tuple[str, Report]]:  # noqa: ARG001
    """No earlier reports."""
    return ()


@dataclass(frozen=True, slots=True)
class ArchiveContext(ExportContext):
    """What the archive of a whole store needs besides: earlier reports, and the rest."""

    before: ReportsBefore = no_reports
    rest: Callable[[], Rest] = Rest


def write(records: Iterable[Record], folder: Path, context: ExportContext) -> list[str]:
    """Write the archive; the names of its files. Evidence is written where the context gives it.

    Raises InputError for evidence that the store does not have, SpanError or DocumentError for a
    report that the contract refuses.
    """
    evidence: dict[str, None] = {}
    with _opened(folder / REPORTS) as reports, _opened(folder / KEPT) as kept:
        for record in records:
            reports.write(f"{render(record.report)}\n")
            kept.writelines(f"{json_line(line)}\n" for line in _lines(record, context))
            if context.raw is not None and not context.masked:
                for name in _put_evidence(record, folder, context):
                    evidence[name] = None
        kept.writelines(f"{json_line(line)}\n" for line in _rest_lines(context))
    return [REPORTS, KEPT, *evidence]


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="\n")


def _lines(record: Record, context: ExportContext) -> Iterator[Line]:
    document = record.report.document.id
    yield {
        "type": "document",
        "document": document,
        "series": record.series,
        "version": record.version,
        "versions": record.versions,
        "added": record.added,
        "read": record.read,
    }
    for capture in record.captures:
        yield {"type": "capture", **asdict(capture)}
    if isinstance(context, ArchiveContext) and not context.masked:
        for read, report in context.before(document):
            yield {
                "type": "report",
                "document": document,
                "read": read,
                "report": report_to_json(report),
            }
    for judged in record.judgements:
        yield {
            "type": "judgement",
            **asdict(judged.judgement),
            "ground_now": judged.ground,
            "superseded": judged.superseded,
        }


def _rest_lines(context: ExportContext) -> Iterator[Line]:
    if not isinstance(context, ArchiveContext) or context.masked:
        return
    rest = context.rest()
    for judgement in rest.judgements:
        yield {"type": "removed_judgement", **asdict(judgement)}
    for decision in rest.stories:
        yield {"type": "story_judgement", **asdict(decision)}
    for tombstone in rest.tombstones:
        yield {"type": "tombstone", **asdict(tombstone)}
    for entry in rest.log:
        yield {"type": "log", **asdict(entry)}


def _put_evidence(record: Record, folder: Path, context: ExportContext) -> Iterator[str]:
    for sha256 in dict.fromkeys(capture.sha256 for capture in record.captures):
        name = f"{EVIDENCE}/{sha256}"
        path = folder / name
        if context.raw is not None and not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(context.raw(sha256))
        yield name
