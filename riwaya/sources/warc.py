"""Web archives (WARC, packed or not): each page that was answered in full becomes a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from riwaya.errors import InputError
from riwaya.sources.base import MEGABYTE, Intake, Item, Skipped
from riwaya.sources.bounds import parse_bounded
from riwaya.sources.http_message import HTML_TYPES, MOST_HEAD, TEXT_TYPES, read_head
from riwaya.sources.warc_input import BrokenError, Input, open_input
from riwaya.sources.warc_record import RecordHead, parse_record, read_record_head

_MOST_LINE = 8_192
_PAGES = (*HTML_TYPES, *TEXT_TYPES)
_KINDS = ("response", "resource")
_RECORD_LINE = re.compile(rb"WARC/\d\.\d+\s*\Z")
_MOST_ERRORS = 100  # broken places of one archive, before its rest is given up


@dataclass(slots=True)
class _Archive:
    """An archive that is being read, and what was left out of it, by reason."""

    input: Input
    where: str
    intake: Intake
    left_out: dict[str, int] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    records: int = 0

    def leave_out(self, why: str, place: str) -> None:
        """Count one record that holds nothing for Riwaya."""
        self.left_out[why] = self.left_out.get(why, 0) + 1
        self.first.setdefault(why, place)


def read_warc(stream: BinaryIO, where: str, intake: Intake) -> Iterator[Item]:
    """The pages of an archive in its order: HTML and plain text answered with status 200.

    Memory does not grow with the archive; a record larger than `intake.max_bytes` is passed over
    without being held. What holds no page is counted, and each reason gives one Skipped at the end.
    A broken place is an error that names its offset, and reading goes on at the next record.
    """
    archive = _Archive(open_input(stream), where, intake)
    broken = 0
    while True:
        try:
            head = _next_head(archive)
            if head is None:
                break
            yield from _record(archive, *head)
        except BrokenError as error:
            broken += 1
            goes_on = broken < _MOST_ERRORS and _resumed(archive)
            yield _broken(archive, error, goes_on)
            if not goes_on:
                break
    if not archive.records and not broken:
        yield InputError("is an empty archive.", where=where, advice="Save it again.")
    yield from _summary(archive)


def _resumed(archive: _Archive) -> bool:
    try:
        return archive.input.resume()
    except BrokenError:
        return False


def _next_head(archive: _Archive) -> tuple[int, bytes] | None:
    """Offset and bytes of the next record's head, None at the end. Raises BrokenError."""
    source = archive.input
    line = source.line(_MOST_LINE)
    while line in (b"\r\n", b"\n"):
        line = source.line(_MOST_LINE)
    if not line:
        return None
    offset = source.record_offset = source.line_offset
    if not _RECORD_LINE.match(line):
        raise BrokenError(offset, "no record of an archive begins here")
    head = line
    while line not in (b"\r\n", b"\n"):
        line = source.line(_MOST_LINE)
        head += line
        if not line or len(head) > MOST_HEAD:
            raise BrokenError(offset, "a record's head has no end")
    return offset, head


def _record(archive: _Archive, offset: int, raw_head: bytes) -> Iterator[Item]:
    """The items of one record, whose block is read or passed over whole."""
    archive.records += 1
    head = read_record_head(raw_head)
    place = f"{archive.where}, record at {offset}"
    if head is None:
        raise BrokenError(offset, "a record does not say how long it is")
    if head.url:
        place += f" ({head.url[:200]})"
    begun = archive.input.read(min(head.length, MOST_HEAD)) if head.kind in _KINDS else b""
    why = _reason_to_leave(head, begun)
    rest = head.length - len(begun)
    if why or head.length > archive.intake.max_bytes:
        archive.input.skip(rest)
        if why:
            archive.leave_out(why, place)
        else:
            yield _too_large(place, head.length, archive.intake)
        return
    # With the two line ends behind it, the record is a whole archive of its own.
    content = raw_head + begun + archive.input.read(rest) + b"\r\n\r\n"
    for item in parse_bounded(parse_record, content, place, archive.intake):
        if isinstance(item, Skipped):
            archive.leave_out(item.why, place)
        else:
            yield item


def _reason_to_leave(head: RecordHead, begun: bytes) -> str | None:
    """Why a record holds no page, None for one that seems to."""
    if head.kind == "revisit":
        return "repeats of what is stored elsewhere (revisit records)"
    if head.kind not in _KINDS:
        return "no answers of a server (requests, metadata …)"
    if head.kind == "resource" or not begun.startswith(b"HTTP/"):
        return None if head.media_type in _PAGES else "no HTML or plain text"
    try:
        answer = read_head(begun, "")
    except InputError:
        return "answers whose head cannot be read"
    if answer.status != 200:
        return "answers with another status than 200"
    return None if answer.media_type in _PAGES else "no HTML or plain text"


def _summary(archive: _Archive) -> Iterator[Skipped]:
    for why, count in archive.left_out.items():
        first = archive.first[why].removeprefix(f"{archive.where}, ")
        yield Skipped(archive.where, f"{why}: {count} left out, the first is the {first}")


def _broken(archive: _Archive, error: BrokenError, goes_on: bool) -> InputError:
    if not archive.records and not goes_on:
        return InputError(
            f"is no web archive (WARC), or damaged throughout ({error}, byte {error.offset}).",
            where=archive.where,
            advice="Check what the file is, and fetch it again.",
        )
    rest = "reading goes on behind it" if goes_on else "nothing behind it was read"
    return InputError(
        f"{error} (byte {error.offset}); {rest}.",
        where=archive.where,
        advice="Fetch the archive again if its digest differs from the one published.",
    )


def _too_large(place: str, length: int, intake: Intake) -> InputError:
    return InputError(
        f"is a page of {length / MEGABYTE:.0f} MB, more than {intake.max_bytes / MEGABYTE:g} MB.",
        where=place,
        advice="The setting max_megabytes moves this bound.",
    )
