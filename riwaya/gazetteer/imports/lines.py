"""Lines of a large table, one by one, in whatever encoding the field's tools have written it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from riwaya.errors import InputError
from riwaya.gazetteer.imports.records import Skip

_HEAD = 1 << 16
_BLOCK = 1 << 20
_LONGEST_LINE = 1 << 20  # bytes: no table's row is longer; a longer one is no table
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]{2,}")
_SAVE = "Save it as UTF-8 (in a spreadsheet: CSV UTF-8) and try again."
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

Progress = Callable[[int], None]


@dataclass
class TableLines:
    """The lines of `path`, numbered from 1, without their line ends.

    `skips` collects lines that break their encoding; `on_bytes` hears how many bytes were read.
    Raises InputError when the file is missing, empty, packed, binary or in an unknown encoding.
    """

    path: Path
    on_bytes: Progress | None = None
    codec: str = field(init=False)
    note: str | None = field(init=False, default=None)
    skips: list[Skip] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        try:
            with self.path.open("rb") as file:
                head = file.read(_HEAD)
        except OSError as error:
            raise InputError(
                f"cannot be read ({error.strerror}).",
                where=str(self.path),
                advice="Give the path of a gazetteer table.",
            ) from None
        self.codec, self.note = _encoding(head, str(self.path))

    def __iter__(self) -> Iterator[tuple[int, str]]:
        wide = self.codec == "utf-16"
        return self._wide_lines() if wide else self._byte_lines()

    def _byte_lines(self) -> Iterator[tuple[int, str]]:
        read = 0
        with self.path.open("rb", buffering=_BLOCK) as file:
            number = 0
            while raw := file.readline(_LONGEST_LINE):
                number, read = number + 1, read + len(raw)
                if len(raw) == _LONGEST_LINE:
                    raise InputError(
                        f"line {number:,} is longer than {_LONGEST_LINE:,} bytes.",
                        where=str(self.path),
                        advice="It is no table of places; check the file.",
                    )
                if self.on_bytes and number % 4096 == 0:
                    self.on_bytes(read)
                try:
                    codec = self.codec if number == 1 else self.codec.removesuffix("-sig")
                    yield number, raw.decode(codec).rstrip("\r\n")
                except UnicodeDecodeError:
                    shown = raw.decode("utf-8", "backslashreplace").strip()
                    self.skips.append(Skip(number, "characters that are not UTF-8", shown))
            if self.on_bytes:
                self.on_bytes(read)

    def _wide_lines(self) -> Iterator[tuple[int, str]]:
        number = 0
        try:
            with self.path.open(encoding=self.codec, newline="\n") as file:
                for number, line in enumerate(file, 1):
                    yield number, line.rstrip("\r\n")
        except UnicodeError:
            raise InputError(
                f"is UTF-16, but breaks after line {number:,}.",
                where=str(self.path),
                advice=_SAVE,
            ) from None


def file_hash(path: Path) -> str:
    """sha256 of the file, read in blocks."""
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _encoding(head: bytes, where: str) -> tuple[str, str | None]:
    if not head.strip():
        raise InputError("is empty.", where=where, advice="Give a table of places.")
    if head.startswith(b"PK\x03\x04"):
        raise InputError(
            "is a ZIP or Excel file.",
            where=where,
            advice="Unzip it; a spreadsheet must be saved as CSV UTF-8.",
        )
    for mark, codec, name in _MARKS:
        if head.startswith(mark):
            return codec, None if name == "UTF-8" else f"converted from {name}"
    if b"\0" in head:
        raise InputError(
            "holds NUL bytes (a binary file, or UTF-16 without its mark).",
            where=where,
            advice=_SAVE,
        )
    return _unmarked(head, where)


def _unmarked(head: bytes, where: str) -> tuple[str, str | None]:
    if len(head) == _HEAD:
        head = head[: head.rfind(b"\n") + 1] or head
    text = head.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if not broken or sum(char > "\x7f" for char in text) - broken > broken:
        return "utf-8", None  # single broken lines are left out when they come
    if _reads_as_arabic(head.decode("cp1256", "replace")):
        return "cp1256", "converted from Windows-1256"
    place = text.index("\ufffd")
    line = text.count("\n", 0, place) + 1
    raise InputError(
        f"is neither UTF-8 (line {line}) nor UTF-16 nor Windows-1256.", where=where, advice=_SAVE
    )


def _reads_as_arabic(text: str) -> bool:
    """Whether nearly all that is not ASCII are Arabic letters, and those stand in words."""
    wide = sum(char > "\x7f" for char in text)
    in_words = sum(len(word) for word in _ARABIC_WORD.findall(text))
    return in_words >= 0.8 * wide
