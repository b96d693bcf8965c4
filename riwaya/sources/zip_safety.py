"""What a ZIP archive must be before a library that reads Office files sees it.

Sources of the rules: ECMA-376 part 2 (a package's XML is UTF-8 or UTF-16 and declares no document
type) and the known attacks on archives: too much out of too little, overlapping members, names
that lead out of a folder, links, entities that grow.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn

from riwaya.errors import InputError

MAX_MEMBERS = 5_000
MAX_MEMBER_BYTES = 200_000_000
MAX_TOTAL_BYTES = 400_000_000
MAX_RATIO = 250  # a sheet of repeated cells packs 1 : 100
_RATIO_FROM = 5_000_000  # bytes: smaller members harm nobody, however well they pack
_CHUNK = 1 << 16
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1 | 0x40
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_DRIVE = re.compile(r"[A-Za-z]:")
_XML_NAMES = (".xml", ".rels", ".vml", ".xhtml")
_TYPE_MARKS = tuple(mark.encode(c) for mark in ("<!DOCTYPE", "<!ENTITY")
                    for c in ("ascii", "utf-16-le", "utf-16-be"))  # fmt: skip
_LONGEST_MARK = max(map(len, _TYPE_MARKS))
_UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_ALLOWED_ENCODINGS = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16"))
_ADVICE = "Save the document anew with the program that made it; do not open this file elsewhere."


def check_zip(content: bytes, where: str) -> frozenset[str]:
    """The names of the members of the ZIP archive `content`, after every check.

    Every member is unpacked once, in pieces that are thrown away. Raises InputError (naming the
    member) for an archive that is broken or could harm the program that reads it.
    """
    members = _members(content, where)
    if len(members) > MAX_MEMBERS:
        _refuse(where, f"holds {len(members)} members; {MAX_MEMBERS} are allowed.")
    for member in members:
        _check_header(member, where)
    _check_sizes(members, where)
    _check_places(content, members, where)
    for member in members:
        _check_content(content, member, where)
    return frozenset(member.filename for member in members)


def _members(content: bytes, where: str) -> list[zipfile.ZipInfo]:
    if content.startswith(_OLD_OFFICE):
        raise InputError(
            "is an old Office file, or one that a password protects.",
            where=where,
            advice="Open it and save it without a password as .docx or .xlsx.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
        raise InputError(
            f"is no whole ZIP archive, as Office files are ({error}).",
            where=where,
            advice="Fetch or save the file again; it may be cut short or of another kind.",
        ) from None


def _check_header(member: zipfile.ZipInfo, where: str) -> None:
    name = member.orig_filename
    parts = re.split(r"[/\\]", name)
    if not name or "\0" in name or ".." in parts or not parts[0] or _DRIVE.match(name):
        _refuse(where, f"holds a member whose name leads out of its folder ({name[:80]!r}).")
    if stat.S_ISLNK(member.external_attr >> 16):
        _refuse(where, f"holds a symbolic link ({name[:80]!r}).")
    if member.flag_bits & _ENCRYPTED:
        raise InputError(
            f"holds an encrypted member ({name[:80]!r}).",
            where=where,
            advice="Save it without a password.",
        )
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        _refuse(where, f"packs {name[:80]!r} in a way that Office files do not use.")


def _check_sizes(members: list[zipfile.ZipInfo], where: str) -> None:
    """By what the archive states; what is really in it is counted when it is unpacked."""
    if sum(member.file_size for member in members) > MAX_TOTAL_BYTES:
        _refuse(where, f"unpacks to more than {MAX_TOTAL_BYTES // 1_000_000} MB.")
    for member in members:
        if member.file_size > MAX_MEMBER_BYTES:
            _refuse(
                where,
                f"holds a member of more than {MAX_MEMBER_BYTES // 1_000_000} MB "
                f"({member.filename[:80]!r}).",
            )


def _check_places(content: bytes, members: list[zipfile.ZipInfo], where: str) -> None:
    """Raise when two members share a name, or bytes of the archive."""
    names = {member.filename for member in members}
    if len(names) < len(members):
        _refuse(where, "holds two members of one name.")
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            _refuse(where, f"holds members that overlap ({member.filename[:80]!r}).")
        end = _data_start(content, member, where) + member.compress_size


def _data_start(content: bytes, member: zipfile.ZipInfo, where: str) -> int:
    at = member.header_offset
    header = content[at : at + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        _refuse(where, f"is broken at the member {member.filename[:80]!r}.")
    _, name, extra = _LOCAL_HEADER.unpack(header)
    start = int(at + _LOCAL_HEADER.size + name + extra)
    if start + member.compress_size > len(content):
        _refuse(where, f"is cut short in the member {member.filename[:80]!r}.")
    return start


def _check_content(content: bytes, member: zipfile.ZipInfo, where: str) -> None:
    is_xml = member.filename.lower().endswith(_XML_NAMES)
    size, crc, tail = 0, 0, b""
    for piece in _unpacked(content, member, where):
        if is_xml:
            if not size:
                _check_xml_start(piece, member, where)
            tail = _scanned(tail + piece, member, where)
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        if size > member.file_size:
            _refuse(where, f"holds a member larger than it states ({member.filename[:80]!r}).")
        if size > _RATIO_FROM and size > MAX_RATIO * member.compress_size:
            _refuse(where, f"unpacks to over {MAX_RATIO} times its size: an archive bomb.")
    if size != member.file_size or crc != member.CRC:
        _refuse(where, f"is damaged in the member {member.filename[:80]!r}.")


def _unpacked(content: bytes, member: zipfile.ZipInfo, where: str) -> Iterator[bytes]:
    """The member's bytes in small pieces, whatever size the archive states for them."""
    start = _data_start(content, member, where)
    packed = memoryview(content)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _CHUNK):
            yield bytes(packed[at : at + _CHUNK])
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    rest = b""
    try:
        for at in range(0, len(packed), _CHUNK):
            rest = bytes(packed[at : at + _CHUNK])
            while rest:
                yield inflater.decompress(rest, _CHUNK)
                rest = inflater.unconsumed_tail
        while piece := inflater.decompress(inflater.unconsumed_tail, _CHUNK):
            yield piece
    except zlib.error as error:
        _refuse(where, f"is damaged in the member {member.filename[:80]!r} ({error}).")


def _check_xml_start(piece: bytes, member: zipfile.ZipInfo, where: str) -> None:
    """Raise for XML in an encoding in which the marks of a document type could hide."""
    is_utf32 = piece[2:4] == b"\0\0"
    if piece.startswith(_UTF16_STARTS) and not is_utf32:
        return
    start = piece.removeprefix(b"\xef\xbb\xbf").lstrip()
    declared = _DECLARED.match(start)
    is_odd = declared is not None and declared.group(1).strip().lower() not in _ALLOWED_ENCODINGS
    if is_utf32 or is_odd or (start and not start.startswith(b"<")):
        _refuse(where, f"holds XML that is not UTF-8 or UTF-16 ({member.filename[:80]!r}).")


def _scanned(piece: bytes, member: zipfile.ZipInfo, where: str) -> bytes:
    """The end of `piece`, in which a mark may have begun. Raises for a document type."""
    if any(mark in piece for mark in _TYPE_MARKS):
        _refuse(where, f"declares XML entities or a document type in {member.filename[:80]!r}.")
    return piece[-_LONGEST_MARK:]


def _refuse(where: str, what: str) -> NoReturn:
    raise InputError(what, where=where, advice=_ADVICE)
