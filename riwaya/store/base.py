"""What every store offers: a writer and a view. One test body holds for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from riwaya.model import Document, Report
from riwaya.records import (
    AuditEntry,
    Capture,
    Decision,
    Found,
    Judged,
    Judgement,
    Placement,
    Problem,
    Query,
    Raw,
    Record,
    Selection,
    Story,
    StoryDecision,
    StoryJudgement,
    StoryTarget,
    TargetKind,
    Tombstone,
)


@dataclass(frozen=True, slots=True)
class NewCapture:
    """A capture before it is stored: the evidence's bytes and what is known of their coming."""

    raw: Raw
    capture: Capture


@dataclass(frozen=True, slots=True)
class Known:
    """What a store knows of a document: whether it is there, and which stages made its report."""

    document: str
    sha256: str
    stages: tuple[str, ...]
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What names a stored document, without its text."""

    document: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None


Added = Literal["new", "reread", "known"]
"""`new`: stored now; `reread`: a newer report was put beside the earlier one; `known`: no change
(but perhaps one more capture)."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person says of an annotation; the store adds number, time and ground.

    `target` may be the beginning of an id. `at` and `ground` are for what comes from another store:
    then they are kept as they are given, the target need not be in the present report, and what is
    stored already is not stored twice.
    """

    document: str
    kind: TargetKind
    target: str
    decision: Decision
    user: str
    reason: str
    field: str | None = None
    value: str | None = None
    at: str | None = None
    ground: str | None = None


@dataclass(frozen=True, slots=True)
class DecidedStory:
    """What a person says of a story, a relation or a question (see records.StoryJudgement); the
    store adds number and time, and of members and stories the ground.

    Ids of stories and documents may be given by their beginning. `at` is for what comes from
    another store: then everything is kept as it is given, and what is stored already is not stored
    twice. A `split` without a value puts the document into a story of its own.
    """

    story: str
    kind: StoryTarget
    target: str
    decision: StoryDecision
    user: str
    reason: str
    value: str | None = None
    ground: str | None = None
    at: str | None = None


class View(Protocol):
    """Reading from a store. Ids of documents may be given by their beginning where that names one.

    Raises InputError for an id that names no document or several.
    """

    def known(self, document: str) -> Known | None:
        """What is known of exactly this id, None when it was never stored."""

    def document_of(self, target: str, document: str | None = None) -> tuple[str, TargetKind]:
        """The full id of the document, and the kind, of an annotation with this id (or beginning of
        an id); for a document's own id: that and `document`. Of a place and its mention, which have
        one id, the mention is meant. With `document`, only its annotations are looked at (an
        entity's id can be in many)."""

    def record(self, document: str) -> Record:
        """The present report on a document with everything beside it."""

    def records(self, selection: Selection | None = None) -> Iterator[Record]:
        """The selected records in the order of storing, a few at a time in memory."""

    def reports_before(self, document: str) -> tuple[tuple[str, Report], ...]:
        """Earlier reports on a document, as (time, report), the oldest first."""

    def versions(self, series: str) -> tuple[Record, ...]:
        """The versions of one document in their order."""

    def raw(self, sha256: str) -> bytes:
        """The bytes with this hash. Raises InputError when they are not there."""

    def judgements(self, document: str | None = None) -> Iterator[Judged]:
        """All judgements, or those on one document, in the order of their making."""

    def tombstones(self) -> Iterator[Tombstone]:
        """What was removed, in the order of removing."""

    def log_entries(self) -> Iterator[AuditEntry]:
        """The audit log from its first entry."""

    def search(self, query: Query) -> Found:
        """A page of hits; never an error because of the query's characters."""

    def unplaced(self) -> Iterator[str]:
        """Ids of the documents that are in no story yet, in the order of publication (those without
        a date last), then of storing."""

    def placement(self, document: str) -> Placement | None:
        """Where the machine put a document, whatever people decided; None when it has not yet."""

    def placements(self, first_day: str | None, last_day: str | None) -> tuple[Placement, ...]:
        """The placements of documents published from one day to another (ISO dates, both
        included), in the order of placing; with None and None of those without a date. A document
        that a person put into another story is given with that one."""

    def story_of(self, document: str) -> str | None:
        """The id of the story that a document shows in; None when it is not placed yet."""

    def stories(self, selection: Selection | None = None) -> Iterator[Story]:
        """All stories, or those that have a selected document; the one with the latest day of
        publication first."""

    def story(self, id_: str) -> Story:
        """The story with this id or beginning of an id; of a merged story the one that it became
        part of. Raises InputError for an id that names none, or several."""

    def headings(self, documents: Iterable[str]) -> dict[str, Heading]:
        """What names those of these documents (full ids) that are stored, by id."""

    def story_judgements(self, story: str | None = None) -> Iterator[StoryJudgement]:
        """All decisions on stories, relations and questions, or those that concern one story (and
        what was merged into it), in the order of their making."""

    def comparison(self, story: str, key: str) -> str | None:
        """The JSON that was kept for a story under this key; None when there is none."""

    def stats(self) -> dict[str, Any]:
        """Counts and sizes: documents, versions, claims, judgements, removed, bytes of raw evidence
        (`raw_bytes`), first and last day of publication, `outlets`, `stances`, `schema`, `head`."""

    def head(self) -> str:
        """The hash of the last entry of the audit log: noted elsewhere, it anchors the log."""

    def verify(self, head: str | None = None) -> Iterator[Problem]:
        """Everything that is broken, the first broken link first; nothing when all is sound. With
        `head`: also whether an entry with this hash is in the log."""


class Writer(Protocol):
    """Writing to a store. Every call is one transaction: it happens whole or not at all."""

    def add(self, report: Report, new: NewCapture | None, series: str | None = None) -> Added:
        """Store a document with its evidence and its report. Nothing stored before is changed.

        `new` is None for a newer report on a document that is stored already.
        `series`: that of another stored document, of which this is a version; None: by the
        document's address, or the document alone. A removed document is stored again only when its
        tombstone is followed by this call: the log shows both. Raises InputError when the id is
        stored with another text, SpanError for an annotation that does not fit its text.
        """

    def add_capture(self, document: str, new: NewCapture) -> bool:
        """One more capture of a stored document; False when it is there already."""

    def judge(self, decided: Decided) -> Judgement:
        """Record a decision. Raises InputError when the target is not in the present report."""

    def place(self, *placements: Placement) -> None:
        """Keep where the machine puts documents, all in one transaction; a later placement of one
        document takes the place of the earlier. Raises InputError for a document that is not
        stored."""

    def forget_placements(self, user: str) -> int:
        """Forget where the machine put all documents, so that they are placed anew; how many there
        were. What people decided stays."""

    def judge_story(self, decided: DecidedStory) -> StoryJudgement:
        """Record a decision on a story, a relation or a question. Raises InputError for a document
        or a story that is not there, and for what makes no sense."""

    def keep_comparison(self, story: str, key: str, json: str) -> None:
        """Keep what was worked out for a story, in place of all that was kept for it before. It is
        forgotten when a document is removed that it speaks of."""

    def remove(self, document: str, user: str, reason: str) -> Tombstone:
        """Remove a document, its reports, judgements' grounds and the evidence that no other
        document rests on; a tombstone and the log stay."""

    def note(self, user: str, action: str, subject: str, details: dict[str, Any]) -> AuditEntry:
        """An entry in the audit log for what changes no data: an export, an unmasking, a backup."""


class Store(View, Writer, Protocol):
    """A store, open. It is its own context manager, closed at the end."""

    location: str
    """The path or URL that it was opened with, without any password."""

    def close(self) -> None:
        """Let go of files and connections."""

    def __enter__(self) -> Store: ...

    def __exit__(self, *error: object) -> None: ...


def stated_document(document: Document) -> str:
    """How messages name a document: its title or first words, and its id."""
    words = (document.title or document.text).split()
    return f"{' '.join(words[:8])} ({document.id})"


def in_force(judgements: Iterable[StoryJudgement]) -> tuple[StoryJudgement, ...]:
    """Of decisions on stories those that no later one on the same target replaces, in their order.
    What a person said of a question that a person had added leaves the adding in force."""
    latest = {
        (one.kind, one.target, one.decision == "add"): one
        for one in sorted(judgements, key=lambda one: one.number)
    }
    return tuple(sorted(latest.values(), key=lambda one: one.number))
