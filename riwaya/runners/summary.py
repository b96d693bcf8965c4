"""What is said at the end of a run: what failed, what was left out, what was noticed."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.model import Report
from riwaya.runners.base import Failure, Outcome


class Summary:
    """Counts the outcomes of a run and keeps what has to be said about them."""

    def __init__(self) -> None:
        self.read = 0
        self.failures: list[Failure] = []
        self._left_out: list[str] = []
        self._notes: dict[str, tuple[int, str]] = {}

    def add(self, outcome: Outcome) -> None:
        """Take one outcome into account."""
        if isinstance(outcome, Report):
            self.read += 1
            for note in outcome.document.notes:
                count, first = self._notes.get(note, (0, outcome.document.id))
                self._notes[note] = (count + 1, first)
        elif isinstance(outcome, Failure):
            self.failures.append(outcome)
        else:
            self._left_out.append(f"{outcome.where}: {outcome.why}")

    @property
    def exit_code(self) -> int:
        """1 when anything failed, else 0."""
        return 1 if self.failures else 0

    def lines(self) -> Iterator[str]:
        """The summary; nothing when every document was read without remark."""
        for note, (count, first) in self._notes.items():
            where = f"document {first}" if count == 1 else f"{count} documents, first {first}"
            yield f"note: {note} ({where})"
        for line in self._left_out:
            yield f"left out: {line}"
        for failure in self.failures:
            yield f"failed: {failure.where}: {failure.what}"
            if failure.trace:
                yield failure.trace.rstrip()
        if self.failures or self._left_out:
            yield f"{self.read} read, {len(self._left_out)} left out, {len(self.failures)} failed."
