"""The bytes of a web archive, packed or plain, in constant memory; broken places are passed over.

After ISO 28500:2017 (WARC 1.1): one gzip member for each record; one member for all is read too.
"""

from __future__ import annotations

import re
import zlib
from abc import ABC, abstractmethod
from typing import BinaryIO

_CUT = 1 << 16
_GZIP = b"\x1f\x8b"
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_RECORD = re.compile(rb"(?:\A|(?<=\n))WARC/\d")
_RECORD_MARK = b"WARC/"
_BOMB_SIZE = 100_000_000  # bytes from one member, above which its ratio counts
_BOMB_RATIO = 200  # real pages and media are packed less than this; zlib's most is 1,032


class BrokenError(Exception):
    """A place that cannot be read. `offset` counts bytes of the file; the message says why."""

    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset = offset


class Input(ABC):
    """Unpacked bytes, read onwards only."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._block = b""
        self._place = 0  # in the block
        self.line_offset = 0  # where in the file the last line began, or its gzip member
        self.record_offset = 0  # the same for the record that is being read; the reader sets it

    @property
    @abstractmethod
    def offset(self) -> int:
        """Where in the file the next byte stands, or its gzip member."""

    @abstractmethod
    def _more(self) -> bytes:
        """The next bytes; b"" at the end. Raises BrokenError."""

    def resume(self) -> bool:
        """Go on to the next record behind a broken place; False when there is none."""
        tail = b""  # so that a mark cut by the end of a block is seen
        while self._fill():
            data = tail + self._block[self._place :]
            if match := _RECORD.search(data, 1 if tail else 0):
                self._block, self._place = data, match.start()
                return True
            tail, self._place = data[-len(_RECORD_MARK) - 2 :], len(self._block)
        return False

    def line(self, most: int) -> bytes:
        """The next line with its end, or its first `most` bytes; b"" at the end."""
        line = b""
        while self._fill():
            self.line_offset = self.line_offset if line else self.offset
            end = self._block.find(b"\n", self._place, self._place + most - len(line))
            stop = end + 1 if end >= 0 else self._place + most - len(line)
            line += self._block[self._place : stop]
            self._place = min(stop, len(self._block))
            if end >= 0 or len(line) >= most:
                break
        return line

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes. Raises BrokenError when there are fewer."""
        parts = []
        while size:
            parts.append(self._some(size))
            size -= len(parts[-1])
        return b"".join(parts)

    def skip(self, size: int) -> None:
        """Pass over `size` bytes. Raises BrokenError when there are fewer."""
        while size:
            size -= len(self._some(size))

    def _some(self, most: int) -> bytes:
        if not self._fill(inside=True):
            raise BrokenError(self.record_offset, "the archive ends in the middle of a record")
        part = self._block[self._place : self._place + most]
        self._place += len(part)
        return part

    def _fill(self, inside: bool = False) -> bool:
        """Whether there are bytes to take, having read more if needed."""
        if self._place >= len(self._block):
            self._block, self._place = self._next(inside), 0
        return bool(self._block)

    def _next(self, _inside: bool) -> bytes:
        return self._more()


class PlainInput(Input):
    """An archive that is not packed."""

    def __init__(self, stream: BinaryIO, begun: bytes) -> None:
        super().__init__(stream)
        self._block = begun
        self._read = len(begun)

    @property
    def offset(self) -> int:
        return self._read - len(self._block) + self._place

    def _more(self) -> bytes:
        block = self._stream.read(_CUT)
        self._read += len(block)
        return block


class GzipInput(Input):
    """An archive of gzip members."""

    def __init__(self, stream: BinaryIO, begun: bytes) -> None:
        super().__init__(stream)
        self._packed = begun  # read, not yet unpacked
        self._read = len(begun)
        self._member = 0
        self._unpacker = zlib.decompressobj(31)
        self._taken = self._given = 0  # bytes of this member, packed and unpacked
        self._damaged = False  # whether the rest of this member is lost
        self._held = b""  # the first block of a member that began too early

    @property
    def offset(self) -> int:
        return self._member

    def _next(self, inside: bool) -> bytes:
        if self._held:
            block, self._held = self._held, b""
            return block
        member = self._member
        block = self._more()
        if inside and member != self._member and block.startswith(_RECORD_MARK):
            self._held = block
            raise BrokenError(member, "a record is shorter than it says")
        return block

    def _more(self) -> bytes:
        while True:
            if self._unpacker.eof and not self._begin_member():
                return b""
            if not self._packed:
                self._packed = self._stream.read(_CUT)
                self._read += len(self._packed)
                if not self._packed:
                    if self._taken:
                        raise BrokenError(
                            self._member, "the archive ends in the middle of a record"
                        )
                    return b""
            if block := self._unpack():
                return block

    def _unpack(self) -> bytes:
        before = len(self._packed)
        try:
            block = self._unpacker.decompress(self._packed, _CUT)
        except zlib.error as error:
            raise self._damage(f"cannot be unpacked ({error})") from None
        self._packed = self._unpacker.unconsumed_tail or self._unpacker.unused_data
        self._taken += before - len(self._packed)
        self._given += len(block)
        if self._given > max(_BOMB_SIZE, _BOMB_RATIO * self._taken):
            raise self._damage("unpacks to far more than any page (a gzip bomb)")
        return block

    def _damage(self, why: str) -> BrokenError:
        self._damaged = True
        return BrokenError(self._member, why)

    def _begin_member(self) -> bool:
        """Start on the next member, if there is one; padding with zeros is passed over."""
        self._packed = self._packed.lstrip(b"\0")
        while not self._packed:
            self._packed = self._stream.read(_CUT)
            self._read += len(self._packed)
            if not self._packed:
                return False
            self._packed = self._packed.lstrip(b"\0")
        self._start_at_packed()
        return True

    def _start_at_packed(self) -> None:
        self._member = self._read - len(self._packed)
        self._unpacker = zlib.decompressobj(31)
        self._taken = self._given = 0

    def resume(self) -> bool:
        if not self._damaged:
            try:
                return super().resume()
            except BrokenError:
                pass
        return self._resume_at_member()

    def _resume_at_member(self) -> bool:
        self._block, self._place, self._damaged = b"", 0, False
        skip = 1 if not self._taken else 0
        while True:
            match = _MEMBER.search(self._packed, skip)
            start = match.start() if match else max(0, len(self._packed) - 3)
            self._packed, skip = self._packed[start:], 0
            if match and self._is_record():
                self._start_at_packed()
                return True
            if match:
                skip = 1
                continue
            more = self._stream.read(_CUT)
            self._read += len(more)
            if not more:
                return False
            self._packed += more

    def _is_record(self) -> bool:
        if len(self._packed) < 1024:
            more = self._stream.read(_CUT)
            self._read += len(more)
            self._packed += more
        try:
            begins = zlib.decompressobj(31).decompress(self._packed[:_CUT], len(_RECORD_MARK))
        except zlib.error:
            return False
        return begins == _RECORD_MARK


def open_input(stream: BinaryIO) -> Input:
    """The input for an archive, packed or not, whatever its name says."""
    begun = stream.read(_CUT)
    return (GzipInput if begun.startswith(_GZIP) else PlainInput)(stream, begun)
