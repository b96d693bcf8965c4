"""What stories need of each report, worked out in a thread while the next ones are read."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

from riwaya.errors import ResourceError
from riwaya.keep.grouping import Placing, place_new
from riwaya.model import Report
from riwaya.records import Signature
from riwaya.store.base import Store

if TYPE_CHECKING:
    from riwaya.stories.vectors import Vectors

_QUEUED = 200
_HELD = 2000
"""At most so many reports wait for the thread (what is beyond is taken from the store at the end),
and so many signatures for their places (then all that is stored is placed)."""


class Behind:
    """Takes reports as they are stored, and puts all that is stored into stories at the end.

    It is its own context manager; what it has not done when it is left by an error, the next
    `place_new` does.
    """

    def __init__(self, store: Store, debug: bool = False) -> None:
        self._store, self._debug = store, debug
        self._ready: dict[str, Signature] = {}
        self._queue: list[Future[None]] = []
        self._thread = ThreadPoolExecutor(1, "riwaya-stories")
        self._all = Placing()

    def __enter__(self) -> Behind:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    def take(self, report: Report) -> None:
        """A report that was stored now. Returns at once."""
        self._queue = [one for one in self._queue if not one.done()]
        if len(self._queue) < _QUEUED:
            self._queue.append(self._thread.submit(self._work, report))

    def place(self) -> Placing:
        """Wait for the thread, and put everything that has no place into a story."""
        self._thread.shutdown(wait=True)
        self._place()
        return self._all

    def _work(self, report: Report) -> None:
        from riwaya.stories.signature import signature_of

        # What breaks here is tried again, and said, when the document is placed.
        with suppress(Exception):
            self._ready[report.document.id] = signature_of(report, _vectors())
        if len(self._ready) >= _HELD:
            self._place()

    def _place(self) -> None:
        done = place_new(self._store, ready=self._ready, debug=self._debug)
        self._all.placed += done.placed
        self._all.stories |= done.stories
        self._all.failures = done.failures  # of documents without a place: those of the last try
        self._all.notes = done.notes or self._all.notes
        self._ready.clear()


def _vectors() -> Vectors | None:
    from riwaya.stories.vectors import load_vectors

    try:
        return load_vectors()
    except ResourceError:
        return None
