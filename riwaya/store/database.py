"""A store in a database: the calls of `base.Store`, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from riwaya.errors import InputError
from riwaya.model import Report
from riwaya.records import (
    AuditEntry,
    Found,
    Judged,
    Judgement,
    Placement,
    Problem,
    Query,
    Record,
    Selection,
    Story,
    StoryJudgement,
    TargetKind,
    Tombstone,
)
from riwaya.store import counting, finding, judging, log, reading, removing, verifying, writing
from riwaya.store.base import Added, Decided, DecidedStory, Heading, Known, NewCapture
from riwaya.store.engines import WRITING
from riwaya.store.stories import judging as story_judging
from riwaya.store.stories import placing
from riwaya.store.stories import reading as shown
from riwaya.store.stories.overlay import overlay


class _Connected:
    """An engine, and the two ways to use it."""

    def __init__(self, engine: Engine, location: str) -> None:
        self.location = location
        self._engine = engine

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the store as long as it is used."""
        with translated(self.location), self._engine.connect() as connection:
            verifying.begin_snapshot(connection)
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that happens whole or not at all."""
        with translated(self.location), self._engine.connect() as connection:
            connection.execution_options(**{WRITING: True})
            with connection.begin():
                yield connection


class _View(_Connected):
    """The calls of base.View."""

    def known(self, document: str) -> Known | None:
        """See View.known."""
        with self._reading() as connection:
            return reading.known(connection, document)

    def document_of(self, target: str, document: str | None = None) -> tuple[str, TargetKind]:
        """See View.document_of."""
        with self._reading() as connection:
            return finding.document_of(connection, target, document)

    def record(self, document: str) -> Record:
        """See View.record."""
        with self._reading() as connection:
            return reading.record(connection, reading.full_id(connection, document))

    def records(self, selection: Selection | None = None) -> Iterator[Record]:
        """See View.records."""
        with self._reading() as connection:
            yield from reading.records(connection, selection or Selection())

    def reports_before(self, document: str) -> tuple[tuple[str, Report], ...]:
        """See View.reports_before."""
        with self._reading() as connection:
            return reading.reports_before(connection, reading.full_id(connection, document))

    def versions(self, series: str) -> tuple[Record, ...]:
        """See View.versions."""
        with self._reading() as connection:
            return reading.versions(connection, series)

    def raw(self, sha256: str) -> bytes:
        """See View.raw."""
        with self._reading() as connection:
            return reading.raw(connection, sha256)

    def judgements(self, document: str | None = None) -> Iterator[Judged]:
        """See View.judgements."""
        with self._reading() as connection:
            full = None if document is None else reading.full_id(connection, document)
            yield from reading.judgements(connection, full)

    def tombstones(self) -> Iterator[Tombstone]:
        """See View.tombstones."""
        with self._reading() as connection:
            yield from reading.tombstones(connection)

    def log_entries(self) -> Iterator[AuditEntry]:
        """See View.log_entries."""
        with self._reading() as connection:
            yield from log.entries(connection)

    def search(self, query: Query) -> Found:
        """See View.search."""
        from riwaya.store.index.search import search

        with self._reading() as connection:
            return search(connection, reading.with_full_ids(connection, query))

    def unplaced(self) -> Iterator[str]:
        """See View.unplaced."""
        with self._reading() as connection:
            found = placing.unplaced(connection)
        yield from found

    def placement(self, document: str) -> Placement | None:
        """See View.placement."""
        with self._reading() as connection:
            full = reading.full_id(connection, document)
            return placing.placement_of_document(connection, full)

    def placements(self, first_day: str | None, last_day: str | None) -> tuple[Placement, ...]:
        """See View.placements."""
        with self._reading() as connection:
            return tuple(placing.placements(connection, first_day, last_day))

    def story_of(self, document: str) -> str | None:
        """See View.story_of."""
        with self._reading() as connection:
            return shown.story_of(connection, reading.full_id(connection, document))

    def stories(self, selection: Selection | None = None) -> Iterator[Story]:
        """See View.stories."""
        with self._reading() as connection:
            chosen = None
            if selection is not None and not selection.everything:
                chosen = set(reading.chosen_ids(connection, selection))
            yield from shown.stories(connection, chosen)

    def story(self, id_: str) -> Story:
        """See View.story."""
        with self._reading() as connection:
            return shown.story(connection, id_)

    def headings(self, documents: Iterable[str]) -> dict[str, Heading]:
        """See View.headings."""
        with self._reading() as connection:
            return {one.document: one for one in shown.headings(connection, documents)}

    def story_judgements(self, story: str | None = None) -> Iterator[StoryJudgement]:
        """See View.story_judgements."""
        with self._reading() as connection:
            found = story_judging.story_judgements(connection)
            if story is not None:
                decided = overlay(connection)
                full = decided.shown(shown.full_story(connection, story, decided))
                found = story_judging.concerning(found, full, decided)
            yield from found

    def comparison(self, story: str, key: str) -> str | None:
        """See View.comparison."""
        with self._reading() as connection:
            return placing.comparison_of(connection, story, key)

    def stats(self) -> dict[str, Any]:
        """See View.stats."""
        with self._reading() as connection:
            return counting.stats(connection)

    def head(self) -> str:
        """See View.head."""
        with self._reading() as connection:
            return log.last(connection)[1]

    def verify(self, head: str | None = None) -> Iterator[Problem]:
        """See View.verify."""
        with translated(self.location):
            yield from verifying.verify(self._engine, self.location, head)


class DatabaseStore(_View):
    """An open store. Made by `riwaya.store.open_store`."""

    def __enter__(self) -> DatabaseStore:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def add(self, report: Report, new: NewCapture | None, series: str | None = None) -> Added:
        """See Writer.add."""
        with self._writing() as connection:
            return writing.add(connection, report, new, series)

    def add_capture(self, document: str, new: NewCapture) -> bool:
        """See Writer.add_capture."""
        with self._writing() as connection:
            return writing.add_capture(connection, document, new)

    def judge(self, decided: Decided) -> Judgement:
        """See Writer.judge."""
        with self._writing() as connection:
            log.lock(connection)
            return judging.judge(connection, *reading.to_judge(connection, decided))

    def place(self, *placements: Placement) -> None:
        """See Writer.place."""
        with self._writing() as connection:
            log.lock(connection)
            placing.place(connection, placements)

    def forget_placements(self, user: str) -> int:
        """See Writer.forget_placements."""
        with self._writing() as connection:
            log.lock(connection)
            placed = placing.forget(connection, None)
            log.Pen(connection, user).write("regroup", "stories", {"note": {"placed": placed}})
            return placed

    def judge_story(self, decided: DecidedStory) -> StoryJudgement:
        """See Writer.judge_story."""
        with self._writing() as connection:
            log.lock(connection)
            return story_judging.judge_story(connection, shown.to_judge(connection, decided))

    def keep_comparison(self, story: str, key: str, json: str) -> None:
        """See Writer.keep_comparison."""
        with self._writing() as connection:
            log.lock(connection)
            placing.keep_comparison(connection, story, key, json)

    def remove(self, document: str, user: str, reason: str) -> Tombstone:
        """See Writer.remove."""
        with self._writing() as connection:
            log.lock(connection)
            full = reading.full_id(connection, document)
            tombstone = removing.remove(connection, full, user, reason)
        self._empty_journal()
        return tombstone

    def note(self, user: str, action: str, subject: str, details: dict[str, Any]) -> AuditEntry:
        """See Writer.note."""
        with self._writing() as connection:
            log.lock(connection)
            return log.Pen(connection, user).write(action, subject, {"note": details})

    def _empty_journal(self) -> None:
        """Let nothing that was removed linger in SQLite's journal. While another process reads, it
        stays until that one is done."""
        if self._engine.dialect.name == "sqlite":
            with translated(self.location):
                raw = self._engine.raw_connection()
                try:
                    raw.cursor().execute("PRAGMA busy_timeout = 1000")
                    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    raw.invalidate()


@contextmanager
def translated(location: str) -> Iterator[None]:
    """Errors of the database as InputError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise InputError(
            f"the store cannot be used ({first_line(error)}).",
            where=location,
            advice="Nothing was changed. `riwaya verify` says whether the store is damaged.",
        ) from error


def first_line(error: DBAPIError) -> str:
    """What the database says, on one line without a full stop."""
    given = error.orig.args[0] if error.orig is not None and error.orig.args else error.orig
    if isinstance(given, dict):  # pg8000 gives the fields of the server's message
        given = given.get("M")
    lines = str(given).splitlines() or [""]
    return lines[0].rstrip(".")
