"""What is said at the end of a run: what failed, what was left out, what was noticed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riwaya.model import Report
from riwaya.runners.base import Failure, Outcome


class Notes:
    """Notes on documents, each once with how many documents it stands for."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def add(self, notes: Iterable[str], document: str) -> None:
        """Take the notes on one document into account."""
        for note in notes:
            count, first = self._found.get(note, (0, document))
            self._found[note] = (count + 1, first)

    def lines(self) -> Iterator[str]:
        """One line a note."""
        for note, (count, first) in self._found.items():
            where = f"document {first}" if count == 1 else f"{count} documents, first {first}"
            yield f"note: {note} ({where})"


class Summary:
    """Counts the outcomes of a run and keeps what has to be said about them."""

    def __init__(self) -> None:
        self.read = 0
        self.failures: list[Failure] = []
        self._left_out: list[str] = []
        self._notes = Notes()

    def add(self, outcome: Outcome) -> None:
        """Take one outcome into account."""
        if isinstance(outcome, Report):
            self.read += 1
            self._notes.add(outcome.document.notes, outcome.document.id)
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
        yield from self._notes.lines()
        for line in self._left_out:
            yield f"left out: {line}"
        for failure in self.failures:
            yield f"failed: {failure.where}: {failure.what}"
            if failure.trace:
                yield failure.trace.rstrip()
        if self.failures or self._left_out:
            yield f"{self.read} read, {len(self._left_out)} left out, {len(self.failures)} failed."
