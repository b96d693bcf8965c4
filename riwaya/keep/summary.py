"""What is said at the end of adding: what came in, what was there, what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from riwaya.keep.adding import AddOutcome, Stored
from riwaya.runners.base import Failure
from riwaya.runners.summary import Notes

_SHOWN = 20
"""Lines of one kind that are shown; the rest is counted."""


class AddSummary:
    """Counts the outcomes of adding and keeps what has to be said of them."""

    def __init__(self) -> None:
        self.failures: list[Failure] = []
        self.reread: list[str] = []
        self._counts: Counter[str] = Counter()
        self._left_out: list[str] = []
        self._notes = Notes()

    def add(self, outcome: AddOutcome) -> None:
        """Take one outcome into account."""
        if isinstance(outcome, Stored):
            self._stored(outcome)
        elif isinstance(outcome, Failure):
            self.failures.append(outcome)
        else:
            self._left_out.append(f"{outcome.where}: {outcome.why}")

    @property
    def exit_code(self) -> int:
        """1 when anything failed, else 0."""
        return 1 if self.failures else 0

    def lines(self) -> Iterator[str]:
        """The summary, its totals last."""
        yield from self._notes.lines()
        yield from _some("left out: ", self._left_out)
        yield from _some("failed: ", [f"{f.where}: {f.what}" for f in self.failures])
        for failure in self.failures:
            if failure.trace:
                yield failure.trace.rstrip()
        counts = self._counts
        yield (
            f"{counts['new']} added, {counts['reread']} read anew, {counts['known']} known, "
            f"{len(self._left_out)} left out, {len(self.failures)} failed."
        )

    def _stored(self, outcome: Stored) -> None:
        self._counts[outcome.what] += 1
        if outcome.what == "reread":
            self.reread.append(outcome.document)
        self._notes.add(outcome.notes, outcome.document)


def _some(head: str, lines: list[str]) -> Iterator[str]:
    for line in lines[:_SHOWN]:
        yield f"{head}{line}"
    if len(lines) > _SHOWN:
        yield f"{head}{len(lines) - _SHOWN} more"
