"""Records set aside in a file without a name, so that they can be had again in another order while
only one of them is in memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from riwaya.exports.dossier_model_words import Text
from riwaya.records import Record

_IN_MEMORY = 8_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays in memory of a record: where it lies, its place in the order, and what the
    contents and the list of hashes say of it."""

    offset: int
    order: tuple[bool, str, str]
    document: str
    heading: Text
    outlet: str | None
    published: str | None
    sha256: str
    raws: tuple[str, ...]
    claims: int


class Spool:
    """Records beside `folder` until it is closed; the file has no name and ends with the process.

    Small amounts never reach the disk. What is written is what the export itself will hold.
    """

    def __init__(self, folder: Path) -> None:
        # Pickles are read back by the process that wrote them, and by nobody else.
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115

    def add(self, record: Record) -> int:
        """Set a record aside; where it lies."""
        self._file.seek(0, 2)
        offset = self._file.tell()
        pickle.dump(record, self._file, pickle.HIGHEST_PROTOCOL)
        return offset

    def at(self, offset: int) -> Record:
        """The record that `add` put there."""
        self._file.seek(offset)
        record: Record = pickle.load(self._file)
        return record

    def ordered(self, kept: list[Kept]) -> Iterator[tuple[int, Kept, Record]]:
        """Each record with its number from 1."""
        for number, one in enumerate(kept, 1):
            yield number, one, self.at(one.offset)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def order_of(record: Record) -> tuple[bool, str, str]:
    """By the moment of publication (in UTC), those without one last; then by id."""
    document = record.report.document
    return document.published is None, _moment(document.published or ""), document.id


def _moment(published: str) -> str:
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return zoned.astimezone(UTC).isoformat()
    except OverflowError:
        return published
