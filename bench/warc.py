"""A web archive of a gigabyte, streamed: `python -m bench.warc [GB] [--plain]`.

Writes an archive of invented pages among requests, pictures and films, in the proportions of a
crawl of news pages, into a temporary folder, reads it with the source for web archives, and prints
the time and the peak memory of this process and of its helper at a tenth and at the end. Memory
must not grow by more than 20 MB in between: the exit status is 1 otherwise.
"""

from __future__ import annotations

import gzip
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from riwaya.errors import RiwayaError
from riwaya.sources.base import Intake, Taken
from riwaya.sources.warc import read_warc

GIGABYTE = 1_000_000_000
MOST_GROWTH = 20_000  # kilobytes
PAGES_IN_A_HUNDRED = 30
FILM = 40_000_000
SENTENCE = (
    "قال المتحدث باسم البلدية إن فرق الإنقاذ انتشلت أشخاصا من تحت الأنقاض في الحي القديم وأضاف "
    "أن البحث مستمر ولم يعلق على عدد المفقودين بحسب ما نقلته الصحيفة عن شهود عيان"
)


def records(most: int) -> Iterator[tuple[bytes, int]]:
    """Records until their sizes add up to `most` bytes, each with how many pages it holds."""
    chance = random.Random(4)
    noise = chance.randbytes(1 << 20)  # what pictures and films look like once they are packed
    size = number = 0
    while size < most:
        number += 1
        draw = chance.randrange(100)
        if draw < PAGES_IN_A_HUNDRED:
            block, page = page_of(number, chance), 1
        elif draw < 60:
            block, page = b"GET / HTTP/1.1\r\nHost: shati.example\r\n\r\n", 0
        else:
            length = FILM if number % 400 == 0 else chance.randrange(5_000, 400_000)
            start = chance.randrange(len(noise) // 2)
            body = (noise[start:] * (length // (len(noise) - start) + 1))[:length]
            block, page = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + body, 0
        kind = "request" if not page and len(block) < 100 else "response"
        record = record_of(block, kind, number)
        size += len(record)
        yield record, page


def page_of(number: int, chance: random.Random) -> bytes:
    """A page of some 60 kB, of which the article is a small part, as on real sites."""
    words = SENTENCE.split()
    article = "".join(
        f"<p>{' '.join(chance.choices(words, k=60))}.</p>" for _ in range(chance.randrange(4, 12))
    )
    menu = "".join(f"<li><a href='/{n}'>قسم من الأقسام {n}</a></li>" for n in range(150))
    script = "var somewhat = {otherwise: 1};" * 1_000
    return (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f"<html><head><title>خبر {number}</title><script>{script}</script></head><body>"
        f"<nav><ul>{menu}</ul></nav><article><h1>خبر {number}</h1>{article}</article></body></html>"
    ).encode()


def record_of(block: bytes, kind: str, number: int) -> bytes:
    """A record of a web archive."""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://shati.example/{number}\r\n"
        f"WARC-Date: 2018-03-31T11:30:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def write(path: Path, most: int) -> int:
    """Write an archive of about `most` bytes on the disk; the number of its pages."""
    pages = 0
    with path.open("wb") as file:
        for record, page in records(most * 2):
            file.write(gzip.compress(record, 1) if path.suffix == ".gz" else record)
            pages += page
            if file.tell() >= most:
                break
    return pages


def memory() -> tuple[int, int]:
    """Peak resident kilobytes of this process, and those of its helpers' largest now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, max(
        map(_peak, _children()), default=0
    )


def _children() -> list[int]:
    try:
        return [
            int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        ]
    except OSError:  # not Linux, or not told
        return []


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def read(path: Path) -> tuple[int, int, tuple[int, int], tuple[int, int]]:
    """Documents and errors of an archive, and the memory at a tenth of it and at the end."""
    size = path.stat().st_size
    early = (0, 0)
    taken = errors = 0
    with path.open("rb") as stream:
        for item in read_warc(stream, path.name, Intake()):
            taken += isinstance(item, Taken)
            errors += isinstance(item, RiwayaError)
            if early == (0, 0) and stream.tell() >= size / 10:
                early = memory()
        return taken, errors, early, memory()


def written(path: Path, most: int) -> int:
    """The number of pages of an archive, written by another process: its memory is not ours."""
    command = [sys.executable, "-m", "bench.warc", "--write", str(path), str(most)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Write, read, measure, print."""
    if sys.argv[1:2] == ["--write"]:
        print(write(Path(sys.argv[2]), int(sys.argv[3])))
        return
    numbers = [float(word) for word in sys.argv[1:] if not word.startswith("-")]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("big.warc" if "--plain" in sys.argv else "big.warc.gz")
        pages = written(path, int((numbers or [1.0])[0] * GIGABYTE))
        size = path.stat().st_size
        began = time.perf_counter()
        taken, errors, early, late = read(path)
        seconds = time.perf_counter() - began
    print(f"{path.name} of {size / GIGABYTE:.2f} GB, {taken} of {pages} pages, {errors} errors")
    print(f"read in                       {seconds:6.1f} s ({size / 1e6 / seconds:.0f} MB/s)")
    print(f"peak memory at a tenth        {early[0] / 1e3:6.1f} MB, helper {early[1] / 1e3:.1f} MB")
    print(f"peak memory at the end        {late[0] / 1e3:6.1f} MB, helper {late[1] / 1e3:.1f} MB")
    if taken != pages or errors or late[0] - early[0] > MOST_GROWTH:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
