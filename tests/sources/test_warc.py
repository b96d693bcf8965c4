"""Web archives give their pages one by one, whatever is broken between them."""

from __future__ import annotations

import gzip
import hashlib
import io
import random
import re
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import InputError
from riwaya.records import Raw
from riwaya.sources.base import Intake, Item, Skipped, Taken
from riwaya.sources.warc import read_warc
from riwaya.sources.warc_record import parse_record
from tests.sources import web_kit as kit

INTAKE = Intake()
SMALL = Intake(max_bytes=1_000_000)
DATE = "2018-03-31T11:30:00Z"


def http(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def record(
    block: bytes, *headers: str, kind: str = "response", url: str = "https://shati.example/a"
) -> bytes:
    lines = (
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {DATE}",
        f"WARC-Record-ID: <urn:uuid:{zlib.crc32(block):08x}>",
        f"Content-Length: {len(block)}",
        *headers,
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + block + b"\r\n\r\n"


def page(number: int) -> bytes:
    return kit.page(f"خبر {number}", body=f"<p>{kit.TEXT} رقم {number}</p>")


def paged(number: int) -> bytes:
    return record(http(page(number)), url=f"https://shati.example/a/{number}")


def read(archive: bytes, intake: Intake = INTAKE) -> list[Item]:
    return list(read_warc(io.BytesIO(archive), "w.warc", intake))


def numbers(items: list[Item]) -> list[int]:
    """Which of the numbered pages came, in which order."""
    return [int(item.document.text.rsplit(" ", 1)[1]) for item in kit.taken(items)]


def reasons(items: list[Item]) -> list[str]:
    return [item.why for item in items if isinstance(item, Skipped)]


def packed(*records: bytes) -> bytes:
    return b"".join(map(gzip.compress, records))


@pytest.mark.parametrize("pack", [lambda *r: b"".join(r), packed, lambda *r: packed(b"".join(r))])
def test_pages_come_in_order_from_every_kind_of_archive(pack: object) -> None:
    assert callable(pack)
    assert numbers(read(pack(paged(1), paged(2), paged(3)))) == [1, 2, 3]


def test_the_evidence_is_the_record_as_it_was_archived() -> None:
    archive = packed(paged(1), paged(2))
    first, second = kit.taken(read(archive))
    assert second.evidence is not None
    evidence = second.evidence
    assert evidence.raw.content == paged(2)
    assert evidence.raw.sha256 == hashlib.sha256(paged(2)).hexdigest()
    assert (evidence.media_type, evidence.method) == ("application/warc", "warc")
    assert evidence.url == second.document.url == "https://shati.example/a/2"
    assert evidence.stated == DATE
    assert evidence.part is not None
    assert evidence.part.startswith("record <urn:uuid:")
    assert f"record at {len(gzip.compress(paged(1)))}" in second.where
    assert "record at 0" in first.where


def test_a_record_without_an_id_is_named_by_its_offset() -> None:
    nameless = re.sub(rb"WARC-Record-ID: .*\r\n", b"", paged(1)).replace(b"/a/1", b"/a,%20b")
    _, item = kit.taken(read(paged(2) + nameless))
    assert item.evidence is not None
    assert item.evidence.part == f"record at {len(paged(2))}"


def test_the_evidence_is_an_archive_that_gives_the_document_again() -> None:
    (item,) = kit.taken(read(paged(1)))
    assert item.evidence is not None
    (again,) = kit.taken(read(item.evidence.raw.content))
    assert again.document == item.document
    assert Raw(item.evidence.raw.content).sha256 == item.evidence.raw.sha256


CHUNKED = "Transfer-Encoding: chunked"


def chunked(body: bytes) -> bytes:
    return b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"


def brotli(body: bytes) -> bytes:
    compress: bytes = pytest.importorskip("brotli").compress(body)
    return compress


def bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("pack", "headers"),
    [
        (gzip.compress, ["Content-Encoding: gzip"]),
        (zlib.compress, ["content-encoding: deflate"]),
        (bare, ["Content-Encoding: deflate"]),
        (brotli, ["Content-Encoding: br"]),
        (chunked, [CHUNKED]),
        (lambda b: chunked(gzip.compress(b)), [CHUNKED, "Content-Encoding: gzip"]),
        (lambda b: gzip.compress(gzip.compress(b)), ["Content-Encoding: gzip, gzip"]),
        (bytes, ["Content-Encoding: gzip"]),  # stored unpacked under the old headers
        (bytes, ["Content-Encoding: br"]),
        (bytes, [CHUNKED]),
        (bytes, ["Content-Encoding: identity"]),
    ],
)  # fmt: skip
def test_encodings_of_the_web_are_undone(pack: object, headers: list[str]) -> None:
    assert callable(pack)
    block = http(pack(page(1)), *headers)
    (item,) = kit.taken(read(record(block)))
    assert item.document.text.endswith("رقم 1")
    assert item.evidence is not None
    assert block in item.evidence.raw.content


def test_the_charset_of_the_server_counts() -> None:
    body = page(1).decode().replace('<meta charset="utf-8">', "").encode("cp1256")
    (item,) = kit.taken(read(record(http(body, kind="text/html; charset=windows-1256"))))
    assert item.document.text.endswith("رقم 1")


def test_resources_and_plain_text_are_pages_too() -> None:
    resource = record(page(1), "Content-Type: text/html; charset=utf-8", kind="resource")
    plain = record(http(f"{kit.TEXT} رقم 2".encode(), kind="text/plain"))
    items = read(resource + plain)
    assert numbers(items) == [1, 2]
    assert kit.taken(items)[1].document.outlet == "shati.example"


def test_what_holds_no_page_is_counted_and_said_once_for_each_reason() -> None:
    others = (
        record(b"software: x\r\n", kind="warcinfo"),
        *(record(b"GET / HTTP/1.1\r\n\r\n", kind="request") for _ in range(5)),
        record(http(b"", status="301 Moved")),
        record(http(b"no", status="404 Not Found")),
        *(record(http(b"\xff\xd8", kind="image/jpeg")) for _ in range(7)),
        record(http(b""), kind="revisit"),
        record(http(b"<p>Only a few words that are not Arabic at all</p>")),
        record(http(kit.page(body="<img src=x>"))),
        record(http(b" ")),
        record(
            http("<p>日本語の記事です。</p>".encode("shift-jis"), kind="text/html; charset=sjis")
        ),
        record(b"dns data", kind="response", url="dns:shati.example"),
    )
    items = read(b"".join((*others, paged(1))))
    assert numbers(items) == [1]
    assert not kit.errors(items)
    counted = {why.partition(": ")[0]: why.partition(": ")[2].split()[0] for why in reasons(items)}
    assert counted == {
        "no answers of a server (requests, metadata …)": "6",
        "answers with another status than 200": "2",
        "no HTML or plain text": "8",
        "repeats of what is stored elsewhere (revisit records)": "1",
        "pages that are not in Arabic": "1",
        "pages without an article": "1",
        "answers without a body": "1",
        "pages in charsets that hold no Arabic": "1",
    }


def test_records_that_were_cut_or_changed_say_so() -> None:
    block = http(page(1))
    digest = hashlib.sha1(block).hexdigest()
    cut, changed, sound = kit.taken(
        read(
            record(block, "WARC-Truncated: length")
            + record(http(page(2)), f"WARC-Block-Digest: sha1:{digest}")
            + record(block, f"WARC-Block-Digest: sha1:{digest}")
        )
    )
    assert "only a part of it (length)" in cut.document.notes[0]
    assert "its digest differs" in changed.document.notes[0]
    assert sound.document.notes == ()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_archive_that_breaks_off_names_the_place(pack: object) -> None:
    assert callable(pack)
    whole = pack(paged(1)) + pack(paged(2))
    for cut in (5, 40, len(pack(paged(2))) // 2):
        items = read(whole[:-cut] if cut > 8 else whole[: len(pack(paged(1))) + cut])
        assert numbers(items) == [1]
        (error,) = kit.errors(items)
        assert f"byte {len(pack(paged(1)))}" in error
        assert error.startswith("w.warc: ")


def test_rubbish_between_records_is_passed_over() -> None:
    rubbish = random.Random(7).randbytes(200_000).replace(b"WARC/", b"")
    for join in (bytes, gzip.compress):
        archive = join(paged(1)) + rubbish + b"\n" + join(paged(2)) + join(paged(3))
        items = read(archive)
        assert numbers(items) == [1, 2, 3]
        (error,) = kit.errors(items)
        assert f"byte {len(join(paged(1)))}" in error


def test_a_damaged_member_costs_only_its_own_record() -> None:
    parts = [gzip.compress(paged(number)) for number in range(1, 5)]
    for place in range(12, len(parts[1]), 37):
        damaged = bytearray(parts[1])
        damaged[place] ^= 0x55
        items = read(parts[0] + bytes(damaged) + parts[2] + parts[3])
        assert [n for n in numbers(items) if n != 2] == [1, 3, 4]
        assert kit.errors(items)


@pytest.mark.parametrize(
    "length", ["", "-5", "x", "1e9", "٣", "99999999999999999999", "5", "100000"]
)
def test_lengths_that_lie_are_errors_and_the_next_record_is_found(length: str) -> None:
    true = f"Content-Length: {len(http(page(1)))}"
    lying = paged(1).replace(true.encode(), f"Content-Length: {length}".encode())
    items = read(packed(lying, paged(2)))
    assert 2 in numbers(items)
    assert kit.errors(items)


def test_a_head_without_end_is_refused() -> None:
    endless = b"WARC/1.1\r\n" + b"X-More: yes\r\n" * 100_000
    items = read(endless + b"\r\n\r\n" + paged(2))
    assert numbers(items) == [2]
    assert "head has no end" in kit.errors(items)[0]


@pytest.mark.parametrize(
    "content", [b"hello\n" * 1000, b"PK\x03\x04" * 1000, b"\x1f\x8bnot", b"\0"]
)
def test_what_is_no_archive_is_said(content: bytes) -> None:
    (error,) = kit.errors(read(content))
    assert "is no web archive" in error


def test_an_empty_file_is_said() -> None:
    assert "empty archive" in kit.errors(read(b""))[0]


def test_an_archive_of_nothing_but_broken_places_is_given_up() -> None:
    items = read(b"WARC/1.1\r\nContent-Length: x\r\n\r\nWARC/nothing\r\n" * 500)
    assert 1 < len(kit.errors(items)) <= 100


def test_bombs_in_a_page_are_refused() -> None:
    bombs = [record(http(gzip.compress(b"a" * 30_000_000), "Content-Encoding: gzip"))]
    bombs.append(record(http(zlib.compress(b"a" * 30_000_000), "Content-Encoding: deflate")))
    twice = gzip.compress(gzip.compress(b"a" * 30_000_000))
    bombs.append(record(http(twice, "Content-Encoding: gzip, gzip")))
    items = read(b"".join(bombs) + paged(2), SMALL)
    assert numbers(items) == [2]
    assert len(kit.errors(items)) == 3
    assert all("when unpacked" in error for error in kit.errors(items))


def test_a_bomb_of_brotli_is_refused() -> None:
    bomb = record(http(brotli(b"a" * 30_000_000), "Content-Encoding: br"))
    items = read(bomb + paged(2), SMALL)
    assert numbers(items) == [2]
    assert "when unpacked" in kit.errors(items)[0]


def test_a_bomb_in_the_archives_own_packing_is_passed_over() -> None:
    size = 150_000_000
    packer = zlib.compressobj(1, wbits=31)
    bomb = packer.compress(
        b"WARC/1.1\r\nWARC-Type: response\r\n" + f"Content-Length: {size}".encode()
    )
    bomb += packer.compress(b"\r\n\r\n")
    for _ in range(size // 1_000_000):
        bomb += packer.compress(bytes(1_000_000))
    bomb += packer.flush()
    items = read(packed(paged(1)) + bomb + packed(paged(2)))
    assert numbers(items) == [1, 2]
    assert "a gzip bomb" in kit.errors(items)[0]


class Endless(io.RawIOBase):
    """A large archive that is made while it is read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = part
        taken = self._rest[: len(view)]
        self._rest = self._rest[len(taken) :]
        view[: len(taken)] = taken
        return len(taken)


def test_large_records_are_passed_over_without_being_held() -> None:
    video = 200_000_000

    def parts() -> Iterator[bytes]:
        block = bytes(1_000_000)
        for kind in ("video/mp4", "text/html"):
            head = http(b"", kind=kind)
            yield (
                record(b"")[:-4].replace(
                    b"Content-Length: 0", f"Content-Length: {len(head) + video}".encode()
                )
                + head
            )
            yield from (block for _ in range(video // len(block)))
            yield b"\r\n\r\n"
        yield paged(1)

    tracemalloc.start()
    stream = io.BufferedReader(Endless(parts()))
    items = list(read_warc(stream, "w.warc", INTAKE))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert numbers(items) == [1]
    assert "is a page of 200 MB" in kit.errors(items)[0]
    assert peak < 10_000_000


def test_any_flipped_byte_leaves_the_other_records() -> None:
    random_ = random.Random(11)
    archive = b"".join(paged(number) for number in range(1, 4))
    start, stop = len(paged(1)), len(paged(1) + paged(2))
    for _ in range(40):
        damaged = bytearray(archive)
        damaged[random_.randrange(start, stop)] ^= 1 << random_.randrange(8)
        found = [int(n) for item in kit.taken(read(bytes(damaged)))
                 if (n := item.document.text.rsplit(" ", 1)[1]).isdigit()]  # fmt: skip
        assert found[0] == 1
        assert 3 in found or kit.errors(read(bytes(damaged)))


JPEG = record(http(bytes(range(256)), kind="image/jpeg"))
MANY = {"plain": JPEG * 4, "packed": packed(JPEG, JPEG) + packed(JPEG * 2)}


@given(st.sampled_from(sorted(MANY)), st.data())
@settings(deadline=None, max_examples=150)
def test_no_damage_stops_the_reader(kind: str, data: st.DataObject) -> None:
    archive = MANY[kind]
    start = data.draw(st.integers(0, len(archive)))
    stop = data.draw(st.integers(start, min(len(archive), start + 300)))
    damaged = archive[:start] + data.draw(st.binary(max_size=50)) + archive[stop:]
    items = read(damaged)
    assert all(isinstance(item, Skipped | InputError) for item in items)
    assert items
    counted = sum(int(why.rsplit(": ", 1)[1].split()[0]) for why in reasons(items))
    # What lies wholly before the damage is always counted.
    assert counted >= (start // len(JPEG) if kind == "plain" else 0)


@given(st.binary(max_size=200), st.booleans())
@settings(deadline=None, max_examples=100)
def test_any_bytes_give_items(content: bytes, pack: bool) -> None:
    assert read(gzip.compress(content) if pack else content)


def test_a_record_parsed_alone_needs_its_head() -> None:
    with pytest.raises(Exception, match="no record"):
        parse_record(b"nothing", "w", INTAKE)
    (item,) = parse_record(paged(5), "w, record at 0", INTAKE)
    assert isinstance(item, Taken)
