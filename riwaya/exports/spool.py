"""Goes over records twice though they come only once: what leaves of a protected site depends on
every record of an export, so that the first word about places needs the last record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO

from riwaya.contract.report import parse, render
from riwaya.exports.points import check_points, protected_entities
from riwaya.model import Report


class Spool:
    """Reports on disk, in a file without a name that ends with the block, and the entities that any
    of them keeps back. Memory holds one report and the ids of those entities.

    `folder` is where the file stands: the export's own folder, which is to hold the same words.
    Raises DocumentError for coordinates off the globe and for texts that JSON cannot hold.
    """

    def __init__(self, reports: Iterable[Report], folder: Path) -> None:
        self._reports = reports
        self._folder = folder
        self._protected: set[str] = set()
        self._file: IO[str] | None = None

    def __enter__(self) -> Spool:
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=self._folder)
        try:
            for report in self._reports:
                check_points(report)
                self._protected |= protected_entities([report])
                self._file.write(f"{render(_light(report))}\n")
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._file is not None
        self._file.close()

    @property
    def protected(self) -> frozenset[str]:
        """Ids of the entities that some record keeps back."""
        return frozenset(self._protected)

    def __iter__(self) -> Iterator[Report]:
        """The reports in their order, without the origins of what they hold."""
        assert self._file is not None
        self._file.seek(0)
        for line in self._file:
            yield parse(line)


def _light(report: Report) -> Report:
    """The report without origins, which no export of places or candidates shows."""
    return replace(
        report,
        claims=tuple(replace(claim, origins=()) for claim in report.claims),
        times=tuple(replace(time, origins=()) for time in report.times),
        counts=tuple(replace(count, origins=()) for count in report.counts),
        mentions=tuple(replace(mention, origins=()) for mention in report.mentions),
        entities=tuple(replace(entity, origins=()) for entity in report.entities),
        places=tuple(replace(place, origins=()) for place in report.places),
    )
