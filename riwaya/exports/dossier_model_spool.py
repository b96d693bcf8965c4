"""What of each record stays in memory while the records are set aside: their order, and what the
contents and the list of hashes say of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from riwaya.exports.dossier_model_words import Text
from riwaya.exports.spool import Spool
from riwaya.records import Record


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


def ordered(spool: Spool[Record], kept: list[Kept]) -> Iterator[tuple[int, Kept, Record]]:
    """Each record with its number from 1."""
    for number, one in enumerate(kept, 1):
        yield number, one, spool.at(one.offset)


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
