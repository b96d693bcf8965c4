"""The printed dossier without a format: a title page, reports with numbered claims and their
footnotes, and lists at the end. HTML and DOCX are both written from it.

It shows what reports say that others said, in neutral words, and finds nothing true or false. One
report is in memory at a time; what is kept of all of them is a heading and some hashes each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from riwaya.exports.base import ExportContext
from riwaya.exports.dossier_model_claims import (
    Entry,
    Kind,
    Note,
    Row,
    Section,
    SectionMaker,
    hash_of,
    heading_of,
    when,
)
from riwaya.exports.dossier_model_lists import Cells, Table, Tallies, table_of
from riwaya.exports.dossier_model_spool import Kept, order_of, ordered
from riwaya.exports.dossier_model_words import Piece, Text, Wording, code, given
from riwaya.exports.points import check_points
from riwaya.exports.spool import Spool
from riwaya.records import Record

__all__ = [
    "Cover", "Dossier", "Entry", "Heading", "Kind", "Note", "Row", "Section", "Table",
    "open_dossier",
]  # fmt: skip

_GUIDE = tuple(f"guide.{n}" for n in range(1, 8))
_HASH_COLUMNS = ("number", "id", "hash_text", "hash_raw")
_MASKED = "guide.8"
_CHECK = tuple(f"check.{n}" for n in range(1, 4))


@dataclass(frozen=True, slots=True)
class Cover:
    """The title page. `guide` says how to read the document, `check` how to check it, with the
    `command` that does."""

    title: str
    subtitle: str
    rows: tuple[Row, ...]
    guide: tuple[str, ...]
    check: tuple[str, ...]
    command: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A report as the contents name it; `anchor` is that of its section."""

    number: str
    anchor: str
    text: Text
    about: Text


class Dossier:
    """A dossier that can be written out: `sections` gives one report at a time."""

    def __init__(
        self, spool: Spool[Record], kept: list[Kept], tallies: Tallies, context: ExportContext
    ) -> None:
        self._spool = spool
        self._kept = sorted(kept, key=lambda one: one.order)
        self._tallies = tallies
        self._context = context
        self.wording = Wording(context.lang)

    def cover(self) -> Cover:
        """The title page."""
        words = self.wording
        return Cover(
            words["about.title"],
            words["about.subtitle"],
            tuple(self._cover_rows()),
            tuple(words[key] for key in (*_GUIDE, *((_MASKED,) if self._context.masked else ()))),
            tuple(words[key] for key in _CHECK),
            words["check.command"],
        )

    def headings(self) -> Iterator[Heading]:
        """The contents, in the order of the sections."""
        for number, one in enumerate(self._kept, 1):
            about = [given(one.outlet)] if one.outlet else []
            if one.published:
                day = self.wording.day(one.published) or one.published
                about += [Piece("·")] if about else []
                about += [given(day)]
            yield Heading(self.wording.number(number), f"r{number}", one.heading, tuple(about))

    def sections(self) -> Iterator[Section]:
        """One section for each report, by the moment of publication, then by id."""
        first = 1
        for number, one, record in ordered(self._spool, self._kept):
            yield SectionMaker(record, self.wording, number, first).section()
            first += one.claims

    def tables(self) -> Iterator[Table]:
        """The lists at the end: outlets, sources, places, hashes."""
        yield from self._tallies.tables(self.wording)
        yield self._hashes()

    def _cover_rows(self) -> Iterator[Row]:
        context, words = self._context, self.wording
        chosen = context.selection.strip()
        everything = not chosen or chosen == "all"
        selection = words.label("selection.all") if everything else given(chosen)
        yield Row(words["title.selection"], (selection,))
        yield Row(words["title.reports"], (words.count(len(self._kept)),))
        yield Row(words["title.claims"], (words.count(sum(one.claims for one in self._kept)),))
        masked = "masked.yes" if context.masked else "masked.no"
        yield Row(words["title.masked"], (words.label(masked),))
        yield Row(words["title.made"], when(context.made, words))
        yield Row(words["title.tool"], (given(context.tool),))

    def _hashes(self) -> Table:
        return table_of("hashes", _HASH_COLUMNS, self._hash_rows, self.wording)

    def _hash_rows(self) -> Iterator[Cells]:
        for number, one in enumerate(self._kept, 1):
            raws = tuple(code(raw) for raw in one.raws)
            yield (self.wording.count(number),), (code(one.document),), (code(one.sha256),), raws


@contextmanager
def open_dossier(
    records: Iterable[Record], folder: Path, context: ExportContext
) -> Iterator[Dossier]:
    """The dossier of `records`, which are read once; they wait in a nameless file beside `folder`.

    Raises SettingError for an unknown language, DocumentError for coordinates off the globe.
    """
    wording = Wording(context.lang)
    tallies = Tallies()
    with Spool[Record](folder) as spool:
        kept = []
        for record in records:
            check_points(record.report)
            tallies.add(record)
            kept.append(_kept(record, spool.add(record), wording))
        yield Dossier(spool, kept, tallies, context)


def _kept(record: Record, offset: int, wording: Wording) -> Kept:
    document = record.report.document
    return Kept(
        offset,
        order_of(record),
        document.id,
        heading_of(record, wording),
        document.outlet,
        document.published,
        hash_of(record),
        tuple(dict.fromkeys(capture.sha256 for capture in record.captures)),
        len({claim.id for claim in record.report.claims}),
    )
