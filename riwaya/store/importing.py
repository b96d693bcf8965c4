"""Rows that come from another store: put in as they were there, each attested by an entry of this
store's own log. All of one import is one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, cast

from sqlalchemy import Connection, func, select

from riwaya.errors import InputError
from riwaya.model import Report, text_sha256
from riwaya.records import Capture, Judgement, StoryJudgement, Tombstone
from riwaya.store import schema
from riwaya.store.attest import Attested
from riwaya.store.base import NewCapture, Store
from riwaya.store.checks import check_annotations, check_capture, check_id, checked_document
from riwaya.store.database import DatabaseStore
from riwaya.store.judging import judgement_id
from riwaya.store.log import Pen, lock
from riwaya.store.rows import Row, body_of, document_row, on_stored
from riwaya.store.stories.rows import names_document, story_judgement_id, without_words
from riwaya.store.writing import put

Read = tuple[str, Report]
"""A report and when it was made."""


@dataclass(frozen=True, slots=True)
class FromElsewhere:
    """One document of another store: all reports on it, the oldest first, its captures with their
    bytes, the judgements on it."""

    series: str
    added: str
    reports: tuple[Read, ...]
    captures: tuple[NewCapture, ...]
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What another store keeps beside the documents that are in it."""

    tombstones: tuple[Tombstone, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    stories: tuple[StoryJudgement, ...] = ()


@dataclass(slots=True)
class Imported:
    """What became of it: `new` documents, `known` ones (which may have got captures, reports or
    judgements), ids of documents `removed` here earlier, which stay out, judgements, tombstones."""

    new: int = 0
    known: int = 0
    removed: list[str] = field(default_factory=list)
    judgements: int = 0
    tombstones: int = 0


def restore(
    store: Store,
    documents: Iterable[FromElsewhere],
    beside: Beside,
    about: dict[str, Any],
    user: str,
) -> Imported:
    """Put everything into `store`; whole or not at all. `about` says where it comes from, for the
    first entry of the log.

    Raises InputError for a document that is stored with another text, DocumentError or SpanError
    for what no store keeps.
    """
    with cast(DatabaseStore, store)._writing() as connection:
        lock(connection)
        work = _Restoring(connection, user)
        Pen(connection, user).write("import", "archive", {"note": about})
        work.tombstones(beside.tombstones)
        for document in documents:
            work.document(document)
        for judgement in beside.judgements:
            work.judgement(judgement)
        for decision in beside.stories:
            work.story_judgement(decision)
        return work.done


class _Restoring:
    """One import into one store."""

    def __init__(self, connection: Connection, user: str) -> None:
        self._connection, self._user = connection, user
        self.done = Imported()
        judged, grave = schema.judgement, schema.tombstone
        # Numbers of an empty store stay what they were; others follow those that are there.
        self._after = connection.scalar(select(func.max(judged.c.number))) or 0
        decided = schema.story_judgement
        self._after_stories = connection.scalar(select(func.max(decided.c.number))) or 0
        graves = select(grave.c.document, grave.c.sha256, grave.c.at)
        self._graves = {tuple(row) for row in connection.execute(graves)}
        self._removed = {row[0] for row in self._graves}
        self._gone: list[str] | None = None

    def tombstones(self, tombstones: Iterable[Tombstone]) -> None:
        """Those that are not here yet, and of documents that are not in the store."""
        for tombstone in tombstones:
            check_id(tombstone.document, "tombstone")
            key = (tombstone.document, tombstone.sha256, tombstone.at)
            if key in self._graves or self._stored(tombstone.document) is not None:
                continue
            pen = self._pen()
            values = {**asdict(tombstone), "number": pen.number}
            self._log(pen, tombstone.document, [put(self._connection, schema.tombstone, values)])
            self.done.tombstones += 1

    def document(self, given: FromElsewhere) -> None:
        """A document with everything on it."""
        document = given.reports[0][1].document
        stored = self._stored(document.id)
        sha256 = checked_document(document)
        for _, report in given.reports:
            check_annotations(report)
        for new in given.captures:
            check_capture(new, document.id)
        if stored is None and document.id in self._removed:
            self.done.removed.append(document.id)
            return
        if stored is not None and stored["sha256"] != sha256:
            raise InputError("is stored with another text.", where=f"document {document.id}")
        if stored is None:
            self._new(given)
        else:
            self._known(given, stored)
        for judgement in given.judgements:
            self.judgement(judgement)

    def judgement(self, judgement: Judgement) -> None:
        """A judgement, unless it is here already."""
        table = schema.judgement
        check_id(judgement.document, "judgement")
        if self._connection.scalar(select(table.c.id).where(table.c.id == judgement.id)):
            return
        # The words of judgements on a removed document are erased: their ids cannot be checked.
        if judgement.reason and judgement.id != judgement_id(judgement):
            raise InputError("is not what its id says.", where=f"judgement {judgement.id}")
        values = asdict(replace(judgement, number=self._after + judgement.number))
        row = put(self._connection, table, values)
        self._log(self._pen(), judgement.document, [row])
        self.done.judgements += 1

    def story_judgement(self, decision: StoryJudgement) -> None:
        """A decision on a story, unless it is here already; without words where they may be those
        of a document that was removed here."""
        table = schema.story_judgement
        if self._connection.scalar(select(table.c.id).where(table.c.id == decision.id)):
            return
        check_id(decision.story, "story judgement")
        check_id(decision.target, "story judgement")
        if decision.reason and decision.id != story_judgement_id(decision):
            raise InputError("is not what its id says.", where=f"story judgement {decision.id}")
        if self._gone is None:
            self._gone = [one for one in self._removed if self._stored(one) is None]
        if any(names_document(decision, document) for document in self._gone):
            decision = without_words(decision)
        values = asdict(replace(decision, number=self._after_stories + decision.number))
        row = put(self._connection, table, values)
        self._log(self._pen(), decision.story, [row])
        self.done.judgements += 1

    def _new(self, given: FromElsewhere) -> None:
        if not given.captures:
            raise InputError("comes without evidence.", where=given.reports[0][1].document.id)
        document = given.reports[0][1].document
        check_id(given.series, "series")
        pen = self._pen()
        values = {
            **document_row(document),
            "number": pen.number,
            "sha256": text_sha256(document.text),
            "series": given.series,
            "added": given.added,
        }
        rows = [put(self._connection, schema.document, values)]
        rows += self._capture(given.captures[0], pen)
        rows += self._report(given.reports[0], values, pen)
        self._log(pen, document.id, rows)
        self._more(given.captures[1:], given.reports[1:], values)
        self.done.new += 1

    def _known(self, given: FromElsewhere, stored: Row) -> None:
        """What a stored document lacks. Reports by stages that read it here are left out."""
        table = schema.report
        of = select(table.c.stages).where(table.c.document == stored["id"])
        read_by = set(self._connection.scalars(of))
        captures = [new for new in given.captures if not self._has(new.capture)]
        reports = [
            read for read in given.reports if _stages(read[1]) not in read_by
        ]  # fmt: skip
        self._more(captures, reports, stored)
        self.done.known += 1

    def _more(self, captures: Iterable[NewCapture], reports: Iterable[Read], stored: Row) -> None:
        """Each further row has the number of an entry of its own."""
        for new in captures:
            pen = self._pen()
            self._log(pen, stored["id"], self._capture(new, pen))
        for read in reports:
            pen = self._pen()
            self._log(pen, stored["id"], self._report(read, stored, pen))

    def _capture(self, new: NewCapture, pen: Pen) -> list[Attested]:
        raw, table = new.raw, schema.blob
        rows = []
        there = select(table.c.size).where(table.c.sha256 == raw.sha256)
        if self._connection.scalar(there) is None:
            values = {"sha256": raw.sha256, "size": len(raw.content), "content": raw.content}
            rows.append(put(self._connection, table, values))
        values = {**asdict(new.capture), "number": pen.number}
        return [*rows, put(self._connection, schema.capture, values)]

    def _report(self, read: Read, stored: Row, pen: Pen) -> list[Attested]:
        from riwaya.store.index.write import index_report

        at, report = read[0], on_stored(read[1], stored)
        values = {
            "number": pen.number,
            "document": stored["id"],
            "stages": _stages(report),
            "body": body_of(report),
            "read": at,
        }
        row = put(self._connection, schema.report, values)
        index_report(self._connection, report)
        return [row]

    def _has(self, capture: Capture) -> bool:
        table = schema.capture
        found = self._connection.scalar(select(table.c.document).where(table.c.id == capture.id))
        if found not in (None, capture.document):
            raise InputError("belongs to another document.", where=f"capture {capture.id}")
        return found is not None

    def _stored(self, document: str) -> Row | None:
        table = schema.document
        found = self._connection.execute(select(table).where(table.c.id == document))
        return found.mappings().first()

    def _pen(self) -> Pen:
        return Pen(self._connection, self._user)

    @staticmethod
    def _log(pen: Pen, document: str, rows: list[Attested]) -> None:
        pen.write("import", document, {"rows": rows})


def _stages(report: Report) -> str:
    return json.dumps(report.stages)
