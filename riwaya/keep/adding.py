"""Documents into a store: collected, read where that is needed, and kept with their evidence."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from riwaya.errors import RiwayaError
from riwaya.model import Document, Report, document_id
from riwaya.pipeline import Pipeline
from riwaya.records import Capture, Evidence, Raw, capture_id
from riwaya.runners.base import Failure, Outcome
from riwaya.runners.local import LocalRunner
from riwaya.sources.base import Item, Skipped, Taken
from riwaya.store.base import Added, NewCapture, Store
from riwaya.store.log import now
from riwaya.store.series import series_of
from riwaya.version import __version__

_WRITTEN_BEHIND = 2
"""Documents that may wait to be written while the next one is read."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A document that is in the store now, and what that took. `notes` are those of its report."""

    document: str
    where: str
    what: Added
    notes: tuple[str, ...] = ()


AddOutcome = Stored | Failure | Skipped


@dataclass(frozen=True, slots=True)
class Collecting:
    """Who adds, and how: `again` takes in what was removed from the store earlier."""

    collector: str
    again: bool = False


class Adder:
    """Adds items to a store. `build` makes the pipeline, once in each process that reads.

    `new` is called with each report on a document that was not there before, once it is stored.
    """

    new: Callable[[Report], object] | None = None

    def __init__(
        self, store: Store, build: Callable[[], Pipeline], workers: int = 1, debug: bool = False
    ) -> None:
        self._store = store
        pipeline = build()
        self._stages = tuple(f"{stage.name}/{stage.version}" for stage in pipeline.stages)
        # One process reads with the pipeline that is here; several make their own.
        kept = pipeline if workers == 1 else None
        # Ids of documents that are being read or written: sha256 of the text, and series.
        self._on_their_way: dict[str, tuple[str, str]] = {}
        self._runner = LocalRunner((lambda: kept) if kept else build, workers, debug)

    def add(self, items: Iterable[Item], collecting: Collecting) -> Iterator[AddOutcome]:
        """One outcome for each item, in order. What is stored and was read by the same stages is
        not read again; it gets a capture more when it came another way. An interruption at any
        moment loses nothing that an outcome was given for."""
        under_way: deque[_Pending | AddOutcome] = deque()
        written: deque[Future[AddOutcome] | AddOutcome] = deque()
        # Writing goes on while the next document is read: much of it is waiting for the disk or
        # for a server. An outcome leaves here only when its document is stored.
        with ThreadPoolExecutor(1, "riwaya-store") as writer:
            for outcome in self._runner.map(self._unread(items, collecting, under_way)):
                written.extend(_finished(under_way))
                pending = under_way.popleft()
                assert isinstance(pending, _Pending)
                written.append(writer.submit(self._kept, outcome, pending))
                yield from _ready(written, waiting=_WRITTEN_BEHIND)
            written.extend(_finished(under_way))
            yield from _ready(written, waiting=0)

    def reread(self, documents: Iterable[Document]) -> Iterator[AddOutcome]:
        """Stored documents read anew where other stages made their report; one outcome for each
        of these, nothing for the others."""
        waiting: deque[Document] = deque()

        def stale() -> Iterator[Item]:
            for document in documents:
                known = self._store.known(document.id)
                if known is not None and known.stages != self._stages:
                    waiting.append(document)
                    yield Taken(document, f"document {document.id}")

        for outcome in self._runner.map(stale()):
            document = waiting.popleft()
            yield self._kept(outcome, _Pending(f"document {document.id}"))

    def _unread(
        self,
        items: Iterable[Item],
        collecting: Collecting,
        under_way: deque[_Pending | AddOutcome],
    ) -> Iterator[Item]:
        """The items that must be read, or passed on as they are; all are put on `under_way`."""
        for item in items:
            if not isinstance(item, Taken):
                under_way.append(_Pending("" if isinstance(item, Skipped) else item.where or ""))
                yield item
                continue
            try:
                done = self._prepared(item, collecting)
            except RiwayaError as error:
                done = Failure.of_intake(error)
            under_way.append(done)
            if isinstance(done, _Pending):
                assert done.document is not None
                # The evidence stays here: workers need the text only.
                yield Taken(done.document, item.where)

    def _prepared(self, item: Taken, collecting: Collecting) -> _Pending | AddOutcome:
        document, series = self._named(item.document)
        known = self._store.known(document.id)
        if known and known.removed and not collecting.again:
            return Skipped(item.where, "was removed from the store (--again adds it all the same)")
        new = new_capture(document, item, collecting.collector)
        if known and not known.removed and known.stages == self._stages:
            self._store.add_capture(document.id, new)
            return Stored(document.id, item.where, "known")
        self._on_their_way[document.id] = (document.sha256, series or series_of(document))
        return _Pending(item.where, document, new, series)

    def _named(self, document: Document) -> tuple[Document, str | None]:
        """The document and, when its own id stands for another text already, the series that it is
        a version of: then it is named by its content."""
        series = self._taken_by_another(document)
        if series is None:
            return document, None
        content = document_id(document.outlet, document.url, document.text)
        note = f"its own id {document.id} is that of an earlier version"
        return replace(document, id=content, notes=(*document.notes, note)), series

    def _taken_by_another(self, document: Document) -> str | None:
        """The series of the document that bears the same id with another text, stored or on its way
        there; None when there is none."""
        on_its_way = self._on_their_way.get(document.id)
        if on_its_way is not None:
            sha256, series = on_its_way
            return series if sha256 != document.sha256 else None
        known = self._store.known(document.id)
        if known is None or known.removed or known.sha256 == document.sha256:
            return None
        return self._store.record(document.id).series

    def _kept(self, outcome: Outcome, pending: _Pending) -> AddOutcome:
        try:
            if not isinstance(outcome, Report):
                return outcome
            what = self._store.add(outcome, pending.new, pending.series)
            if what == "new" and self.new is not None:
                self.new(outcome)
            return Stored(outcome.document.id, pending.where, what, outcome.document.notes)
        except RiwayaError as error:
            return Failure(pending.where, f"{error.what} {error.advice or ''}".rstrip())
        finally:
            if pending.document is not None:
                self._on_their_way.pop(pending.document.id, None)


@dataclass(frozen=True, slots=True)
class _Pending:
    """What waits for the runner. `document` is None for what is no document."""

    where: str
    document: Document | None = None
    new: NewCapture | None = None
    series: str | None = None


def new_capture(document: Document, item: Taken, collector: str) -> NewCapture:
    """How `document` came in with `item`: its evidence, or its text where that is all there is."""
    evidence = item.evidence or _text_alone(document)
    place = item.place or item.where
    tool = f"riwaya {__version__}"
    capture = Capture(
        id=capture_id(document.id, evidence, place),
        document=document.id,
        sha256=evidence.raw.sha256,
        size=len(evidence.raw.content),
        media_type=evidence.media_type,
        method=evidence.method,
        part=evidence.part,
        place=place,
        url=evidence.url,
        tool=f"{tool}, {evidence.extraction}" if evidence.extraction else tool,
        collector=collector,
        collected=now(),
        stated=evidence.stated,
    )
    return NewCapture(evidence.raw, capture)


def _text_alone(document: Document) -> Evidence:
    return Evidence(
        Raw(document.text.encode("utf-8", "surrogatepass")), "text/plain", "stream", "text only"
    )


def _ready(written: deque[Future[AddOutcome] | AddOutcome], waiting: int) -> Iterator[AddOutcome]:
    """The outcomes at the front, until one is still being written and no more than `waiting` are
    there."""
    while written:
        first = written[0]
        if isinstance(first, Future):
            if len(written) <= waiting and not first.done():
                return
            yield first.result()
        else:
            yield first
        written.popleft()


def _finished(under_way: deque[_Pending | AddOutcome]) -> Iterator[AddOutcome]:
    """The outcomes at the front that wait for nothing."""
    while under_way and not isinstance(under_way[0], _Pending):
        outcome = under_way.popleft()
        assert not isinstance(outcome, _Pending)
        yield outcome
