"""What every source yields, and the limits that it keeps to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from riwaya.config import Settings
from riwaya.errors import RiwayaError
from riwaya.model import Document
from riwaya.records import Evidence

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that was taken in. `where` names its file, and its line or item there;
    `evidence` is what it was taken from (None: only its text is at hand), and `place` the path or
    address that was given for it (sources need not fill it in)."""

    document: Document
    where: str
    evidence: Evidence | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something left out on purpose, which is no failure."""

    where: str
    why: str


Item = Taken | Skipped | RiwayaError


@dataclass(frozen=True, slots=True)
class Intake:
    """How documents are taken in.

    `published` is for documents that carry no date of their own; `max_bytes` bounds one file of
    text or JSON and one line of JSONL; `min_arabic` is a share of letters, 0 to 1. `columns` pairs
    a document's field with the heading of its column in a table, where a table's own headings are
    not known ones. `seconds` bounds the parsing of one foreign file.
    """

    published: str | None = None
    max_bytes: int = 20 * MEGABYTE
    min_arabic: float = 0.5
    columns: tuple[tuple[str, str], ...] = ()
    seconds: float = 60.0

    @classmethod
    def of(
        cls,
        settings: Settings,
        published: str | None = None,
        columns: tuple[tuple[str, str], ...] = (),
    ) -> Intake:
        """The intake that `settings` ask for."""
        return cls(published, settings.max_megabytes * MEGABYTE, settings.min_arabic, columns)


Source = Callable[[BinaryIO, str, Intake], Iterator[Item]]
"""A source takes an open stream, its name for messages, and the intake; it yields items."""
