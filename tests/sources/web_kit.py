"""Invented pages, parsers that misbehave, and what the tests of web sources share."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable, Iterator

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Skipped, Taken
from riwaya.sources.documents import make_document

TEXT = "قال المتحدث باسم بلدية الشاطئ الأزرق إن فرق الإنقاذ انتشلت ثلاثة أشخاص من تحت الأنقاض."


def taken(items: Iterable[Item]) -> list[Taken]:
    """The documents among `items`."""
    return [item for item in items if isinstance(item, Taken)]


def errors(items: Iterable[Item]) -> list[str]:
    """The messages of the errors among `items`."""
    return [item.message for item in items if isinstance(item, RiwayaError)]


# Parsers for the helper process.


def parse_plain(content: bytes, where: str, intake: Intake) -> list[Item]:
    evidence = Evidence(Raw(content), "text/plain", "file")
    document = make_document({"text": content.decode()}, where, intake)
    return [Taken(document, where, evidence), Skipped(where, str(os.getpid()))]


def parse_other_bytes(content: bytes, where: str, intake: Intake) -> list[Item]:
    evidence = Evidence(Raw(content[:4]), "text/plain", "file")
    return [Taken(make_document({"text": TEXT}, where, intake), where, evidence)]


def parse_endlessly(_content: bytes, _where: str, _intake: Intake) -> list[Item]:
    while True:
        pass


def parse_asleep(_content: bytes, where: str, _intake: Intake) -> list[Item]:
    time.sleep(0.5)
    return [Skipped(where, str(os.getpid()))]


def parse_greedily(_content: bytes, _where: str, _intake: Intake) -> list[Item]:
    eaten = [bytearray(100_000_000) for _ in range(200)]
    raise AssertionError(len(eaten))


def parse_and_die(_content: bytes, _where: str, _intake: Intake) -> list[Item]:
    os._exit(7)


def parse_and_crash(_content: bytes, _where: str, _intake: Intake) -> list[Item]:
    os.abort()


def parse_and_exit(_content: bytes, _where: str, _intake: Intake) -> list[Item]:
    raise SystemExit(3)


def parse_badly(content: bytes, _where: str, _intake: Intake) -> list[Item]:
    raise ValueError(f"a byte\nthat cannot be: {content[0]}")


def parse_half(_content: bytes, where: str, _intake: Intake) -> Iterator[Item]:
    yield Skipped(where, "first")
    raise InputError("breaks off.", where=where)


def parse_deeply(content: bytes, where: str, intake: Intake) -> list[Item]:
    return parse_deeply(content, where, intake)


def parse_and_print(_content: bytes, where: str, _intake: Intake) -> list[Item]:
    print("noise " * 1000, flush=True)
    os.write(1, b"noise" * 1000)
    return [Skipped(where, "quiet")]


def parse_and_keep(_content: bytes, where: str, _intake: Intake) -> list[Item]:
    globals().setdefault("KEPT", []).append(b"x" * 450_000_000)
    return [Skipped(where, "kept")]


TRAP = os.path.join(tempfile.gettempdir(), "riwaya-trap")  # noqa: PTH118


class Trap:
    """Would run code where it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, (f"touch {TRAP}",)


def parse_to_trap(_content: bytes, _where: str, _intake: Intake) -> list[Item]:
    return [Trap()]  # type: ignore[list-item]


def parse_to_flood(_content: bytes, where: str, _intake: Intake) -> list[Item]:
    return [Skipped(where, "ا" * 150_000_000)]


# Pages.

SECOND = "وأضاف المتحدث أن البحث مستمر في الأحياء القديمة من المدينة، ولم يعلق على عدد المفقودين."


def page(title: str = "", head: str = "", body: str = "", charset: str = "utf-8") -> bytes:
    """A page of an invented paper with two paragraphs, in the charset that it declares."""
    name = f"<title>{title}</title>" if title else ""
    text = body or f"<p>{TEXT}</p>\n<p>{SECOND}</p>"
    return (
        f'<!DOCTYPE html>\n<html lang="ar" dir="rtl"><head><meta charset="{charset}">{name}{head}'
        f"</head><body><article>{text}</article></body></html>"
    ).encode(charset)
