"""The helper process that parses foreign files, and what goes over its pipes.

A frame is eight bytes of length and that many bytes. The caller sends a pickled Request and the
content; the helper answers with a pickled Reply in which the content's own Raw is only referred to.
"""

from __future__ import annotations

import importlib
import io
import math
import mmap
import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from riwaya import errors
from riwaya.errors import InputError, RiwayaError
from riwaya.model import Document
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Skipped, Taken

MEMORY = 1_500_000_000  # bytes of address space, code and libraries included
MOST_REPLY = 256_000_000  # bytes of one pickled answer
_MOST_KEPT = 400_000_000  # bytes that a helper may hold between two files
_SIZE = struct.Struct(">Q")
_BLOCK = 1 << 20
_GRACE = 10  # seconds after which a helper whose caller is gone ends itself

Request = tuple[str, str, str, Intake]
"""Module and name of the parser, the name for messages, and the intake."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was parsed. `spent` says that the helper has grown too large and must be renewed."""

    items: list[Item]
    spent: bool = False


_ANSWERS = (Reply, Taken, Skipped, Document, Evidence, Raw)
_ALLOWED: dict[tuple[str, str], type] = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (
        *_ANSWERS,
        *(
            value
            for value in vars(errors).values()
            if isinstance(value, type) and issubclass(value, RiwayaError)
        ),
    )
}
_REFERENCE = "content"


class Pipe(Protocol):
    """One end of a pipe, unbuffered."""

    def read(self, size: int, /) -> bytes | None: ...
    def write(self, data: bytes | memoryview, /) -> int | None: ...


def read_frame(pipe: Any) -> bytes:
    """The next frame. Raises EOFError when the other side is gone."""
    (size,) = _SIZE.unpack(_read_exactly(pipe, _SIZE.size))
    return bytes(_read_exactly(pipe, size))


def write_frame(pipe: Any, data: bytes) -> None:
    """Write one frame whole. Raises OSError when the other side is gone."""
    for part in (_SIZE.pack(len(data)), data):
        view = memoryview(part)
        while view:
            view = view[pipe.write(view) :]


def _read_exactly(pipe: Any, size: int) -> bytearray:
    data = bytearray()
    while len(data) < size:
        block = pipe.read(min(_BLOCK, size - len(data)))
        if not block:
            raise EOFError
        data += block
    return data


class _Pickler(pickle.Pickler):
    def __init__(self, file: BinaryIO, content: bytes) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._content = content

    def persistent_id(self, value: Any) -> str | None:
        same = isinstance(value, Raw) and value.content == self._content
        return _REFERENCE if same else None


class _Unpickler(pickle.Unpickler):
    """Makes nothing but answers: a parser that was taken over cannot name other code."""

    def __init__(self, file: BinaryIO, raw: Raw) -> None:
        super().__init__(file)
        self._raw = raw

    def persistent_load(self, reference: Any) -> Raw:
        if reference != _REFERENCE:
            raise pickle.UnpicklingError("an unknown reference")
        return self._raw

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is not an answer") from None


def load_reply(frame: bytes, raw: Raw) -> Reply:
    """The Reply in a frame, `raw` put where it stood for the content. Raises UnpicklingError."""
    reply = _Unpickler(io.BytesIO(frame), raw).load()
    if not isinstance(reply, Reply):
        raise pickle.UnpicklingError("not an answer")
    return reply


def _dump(reply: Reply, content: bytes) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer, content).dump(reply)
    return buffer.getvalue()


def main() -> None:
    """Answer requests until the caller closes the pipe."""
    to, source = _own_pipes()
    _set_bounds()
    write_frame(to, b"ready")
    while True:
        try:
            request: Request = pickle.loads(read_frame(source))
            content = read_frame(source)
        except EOFError:
            return
        write_frame(to, _answer(request, content))


def _own_pipes() -> tuple[Any, Any]:
    """The pipes, kept away from what parsers print."""
    to = os.fdopen(os.dup(1), "wb", buffering=0)
    source = os.fdopen(os.dup(0), "rb", buffering=0)
    os.dup2(2, 1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    sys.stdout = sys.stderr
    return to, source


def _set_bounds() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the caller's affair
    try:
        import resource
    except ImportError:  # no such bound on this system: the caller's clock remains
        return
    for kind, wanted in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(kind)
        limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        try:
            resource.setrlimit(kind, (limit, limit))
        except (OSError, ValueError):  # some systems know the name and not the bound
            continue


def _answer(request: Request, content: bytes) -> bytes:
    _, _, where, intake = request
    alarm: Callable[[int], int] = getattr(signal, "alarm", lambda _: 0)
    alarm(math.ceil(min(intake.seconds, 10**6)) + _GRACE)
    try:
        frame = _dump(_parsed(request, content), content)
    except MemoryError:
        frame = _dump(Reply([_too_big(where)], spent=True), content)
    except (pickle.PicklingError, AttributeError, TypeError, RecursionError) as error:
        frame = _dump(Reply([_damaged(where, error)]), content)
    finally:
        alarm(0)
    if len(frame) > MOST_REPLY:
        return _dump(Reply([_too_big(where)], spent=True), content)
    return frame


def _parsed(request: Request, content: bytes) -> Reply:
    module, name, where, intake = request
    items: list[Item] = []
    try:
        parse = getattr(importlib.import_module(module), name)
        for item in parse(content, where, intake):
            items.append(_known(item) if isinstance(item, RiwayaError) else item)
    except RiwayaError as error:
        items.append(_known(error))
    except MemoryError:
        return Reply([_too_big(where)], spent=True)
    except RecursionError:
        items.append(_too_deep(where))
    except BaseException as error:  # SystemExit too: the helper goes on
        items.append(_damaged(where, error))
    return Reply(items, spent=_is_swollen())


def _is_swollen() -> bool:
    """Whether so much memory is still held that the next file would have too little."""
    try:
        with Path("/proc/self/statm").open("rb") as file:
            pages = int(file.read().split()[1])
    except (OSError, ValueError, IndexError):  # not Linux: helpers are renewed by number of calls
        return False
    return pages * mmap.PAGESIZE > _MOST_KEPT


def _known(error: RiwayaError) -> RiwayaError:
    """`error` as one of the classes that the caller takes; a parser may have finer ones."""
    kind = next(kind for kind in type(error).__mro__ if kind in _ALLOWED.values())
    if kind is type(error):
        return error
    known: RiwayaError = kind(error.what, where=error.where, advice=error.advice)
    return known


def _too_big(where: str) -> InputError:
    return InputError(
        f"needs more than {MEMORY // 1_000_000} MB of memory to parse and was given up.",
        where=where,
        advice="It is damaged, too large or made to do so; split it, or save it as plain text.",
    )


def _too_deep(where: str) -> InputError:
    return InputError(
        "is nested too deeply to be parsed.",
        where=where,
        advice="It is damaged or made to do so; save it anew, or as plain text.",
    )


def _damaged(where: str, error: BaseException) -> InputError:
    what = " ".join(str(error).split())[:200]
    kind = type(error).__name__
    return InputError(
        f"is damaged or not what its name says ({kind}: {what}).",
        where=where,
        advice="Open it in its own program and save it anew, or as plain text.",
    )
