"""What comes only once, set aside in a file without a name, so that it can be had again while only
one piece of it is in memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Generic, Self, TypeVar

from riwaya.contract.report import parse, render
from riwaya.exports.points import check_points, protected_entities
from riwaya.model import Report

_IN_MEMORY = 8_000_000
_Item = TypeVar("_Item")


class Spool(Generic[_Item]):
    """Items beside `folder` until it is closed; the file has no name and ends with the process.

    Less than `in_memory` bytes never reach the disk. What is written is what the export itself will
    hold.
    """

    def __init__(self, folder: Path, in_memory: int = _IN_MEMORY) -> None:
        # Pickles are read back by the process that wrote them, and by nobody else.
        self._file = tempfile.SpooledTemporaryFile(in_memory, dir=str(folder))  # noqa: SIM115

    def add(self, item: _Item) -> int:
        """Set an item aside; where it lies."""
        self._file.seek(0, 2)
        offset = self._file.tell()
        pickle.dump(item, self._file, pickle.HIGHEST_PROTOCOL)
        return offset

    def at(self, offset: int) -> _Item:
        """The item that `add` put there."""
        self._file.seek(offset)
        item: _Item = pickle.load(self._file)
        return item

    def __iter__(self) -> Iterator[_Item]:
        """All items in their order. Between two of them nothing else may be had."""
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)
            except EOFError:
                return

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


class PlacesSpool:
    """All reports of an export, and the entities that any of them keeps back: what leaves of a
    protected site depends on every record, so that the first word about places needs the last one.

    The reports come back without their origins, which no export of places or candidates shows.
    Raises DocumentError for coordinates off the globe and for texts that JSON cannot hold,
    SpanError for annotations that do not fit their text.
    """

    def __init__(self, reports: Iterable[Report], folder: Path) -> None:
        self._lines = Spool[str](folder, in_memory=1)
        protected: set[str] = set()
        try:
            for report in reports:
                check_points(report)
                protected |= protected_entities([report])
                self._lines.add(render(_light(report)))
        except BaseException:
            self._lines.close()
            raise
        self.protected = frozenset(protected)
        """Ids of the entities that some record keeps back."""

    def __iter__(self) -> Iterator[Report]:
        """The reports in their order."""
        return map(parse, self._lines)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._lines.close()


def _light(report: Report) -> Report:
    return replace(
        report,
        claims=tuple(replace(claim, origins=()) for claim in report.claims),
        times=tuple(replace(time, origins=()) for time in report.times),
        counts=tuple(replace(count, origins=()) for count in report.counts),
        mentions=tuple(replace(mention, origins=()) for mention in report.mentions),
        entities=tuple(replace(entity, origins=()) for entity in report.entities),
        places=tuple(replace(place, origins=()) for place in report.places),
    )
