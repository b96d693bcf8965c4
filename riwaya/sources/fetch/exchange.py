"""One request and its response as received, within a size and a time."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.errors import InputError
from riwaya.sources.base import MEGABYTE
from riwaya.sources.fetch.addresses import Network
from riwaya.sources.fetch.target import Target
from riwaya.sources.http_message import (
    HTML_TYPES,
    MOST_HEAD,
    TEXT_TYPES,
    Head,
    end_of_head,
    read_head,
)
from riwaya.version import __version__

REDIRECTS = (301, 302, 303, 307, 308)
_CUT = 1 << 16
_MOST_ADDRESSES = 4
_MOST_INTERIM = 5
_ACCEPTED = (*HTML_TYPES, *TEXT_TYPES)


@dataclass(frozen=True, slots=True)
class Response:
    """A response: its head, the bytes of head and body as received, and who sent them."""

    head: Head
    raw: bytes
    address: str


class Deadline:
    """A moment at which all that belongs to one fetch must be done."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, where: str) -> float:
        """Seconds that are left. Raises InputError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.over(where)
        return left

    def over(self, where: str) -> InputError:
        """The error for a fetch that takes too long."""
        return InputError(
            f"was not received whole within {self.seconds:g} seconds.",
            where=where,
            advice="The server is slow; try again later, or save the page in a browser.",
        )


def exchange(
    target: Target, addresses: Sequence[str], network: Network, deadline: Deadline, most: int
) -> Response:
    """Ask the first of `addresses` that answers for `target`; the name is not resolved again.

    The body of a redirect is not read. Raises InputError for a failing connection or certificate,
    a status that is no success, another kind of content than a page, and too many bytes.
    """
    try:
        plain, address = _connected(target, addresses, deadline)
        with plain, _secured(plain, target, network, deadline) as connection:
            connection.settimeout(deadline.left(target.url))
            connection.sendall(_request(target))
            head, raw = _Receiver(connection, target, deadline, most).receive()
    except ssl.SSLCertVerificationError as error:
        raise _bad_certificate(target, error) from None
    except TimeoutError:
        raise deadline.over(target.url) from None
    except (OSError, ssl.SSLError) as error:
        raise _failed(target, error) from None
    return Response(head, raw, address)


def _connected(
    target: Target, addresses: Sequence[str], deadline: Deadline
) -> tuple[socket.socket, str]:
    failure: OSError = OSError("no address")
    tried = addresses[:_MOST_ADDRESSES]
    for number, address in enumerate(tried):
        # A dead address must leave time for the next one.
        seconds = deadline.left(target.url) / (len(tried) - number)
        try:
            return socket.create_connection((address, target.port), timeout=seconds), address
        except OSError as error:
            failure = error
    raise failure


def _secured(
    plain: socket.socket, target: Target, network: Network, deadline: Deadline
) -> socket.socket:
    if target.scheme == "http":
        return plain
    plain.settimeout(deadline.left(target.url))
    return network.context().wrap_socket(plain, server_hostname=target.host)


def _request(target: Target) -> bytes:
    lines = (
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.host_header}",
        f"User-Agent: riwaya/{__version__}",
        f"Accept: {', '.join(_ACCEPTED)}",
        "Accept-Encoding: gzip, deflate",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")


class _Receiver:
    """Reads one response to its end."""

    def __init__(
        self, connection: socket.socket, target: Target, deadline: Deadline, most: int
    ) -> None:
        self._connection = connection
        self._where = target.url
        self._deadline = deadline
        self._most = most
        self._raw = bytearray()

    def receive(self) -> tuple[Head, bytes]:
        """Head and bytes. Raises InputError, OSError."""
        head = self._head()
        for _ in range(_MOST_INTERIM):
            if head.status // 100 != 1:
                break
            del self._raw[: head.size]
            head = self._head()
        if head.status in REDIRECTS and "location" in head.headers:
            return head, bytes(self._raw[: head.size])
        self._check(head)
        return head, self._body(head)

    def _head(self) -> Head:
        while end_of_head(self._raw) is None:
            if len(self._raw) >= MOST_HEAD or not self._more():
                break
        return read_head(bytes(self._raw[:MOST_HEAD]), self._where)

    def _check(self, head: Head) -> None:
        if head.status != 200:
            raise InputError(
                f"the server answered with status {head.status} instead of a page.",
                where=self._where,
                advice="Check the address in a browser.",
            )
        if head.media_type not in _ACCEPTED:
            kind = head.media_type[:60] or "of no stated kind"
            raise InputError(
                f"is no page of HTML or plain text, but {kind}.",
                where=self._where,
                advice="Save the file yourself and add it.",
            )
        length = _length(head)
        if length is not None and length > self._most:
            raise self._too_large()

    def _body(self, head: Head) -> bytes:
        length = _length(head)
        chunks = _Chunks(head.size) if _is_chunked(head) else None
        while True:
            end = None
            if chunks:
                end = chunks.end(self._raw, self._where)
            elif length is not None and len(self._raw) >= head.size + length:
                end = head.size + length
            if end is not None:
                return bytes(self._raw[:end])
            if not self._more():
                break
            if len(self._raw) > self._most + MOST_HEAD:
                raise self._too_large()
        if chunks or length is not None:
            raise InputError(
                "the connection ended before the page was whole.",
                where=self._where,
                advice="Try again.",
            )
        return bytes(self._raw)

    def _more(self) -> bool:
        self._connection.settimeout(self._deadline.left(self._where))
        block = self._connection.recv(_CUT)
        self._raw += block
        return bool(block)

    def _too_large(self) -> InputError:
        return InputError(
            f"is larger than {self._most / MEGABYTE:g} MB.",
            where=self._where,
            advice="The setting max_megabytes moves this bound.",
        )


class _Chunks:
    """Finds the end of a chunked body (RFC 9112, 7.1) that arrives bit by bit."""

    def __init__(self, start: int) -> None:
        self._place = start
        self._trailer = False

    def end(self, raw: bytearray, where: str) -> int | None:
        """Where the body ends; None while it goes on. Raises InputError for no chunk."""
        while (stop := raw.find(b"\r\n", self._place)) >= 0:
            line = bytes(raw[self._place : stop])
            if self._trailer:
                self._place = stop + 2
                if not line:
                    return self._place
                continue
            size = _chunk_size(line)
            if size is None:
                raise InputError("was sent in chunks that do not fit.", where=where)
            self._trailer = size == 0
            self._place = stop + 2 + (size + 2 if size else 0)
        return None


def _chunk_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    try:
        return int(digits, 16) if 0 < len(digits) <= 8 and digits.isalnum() else None
    except ValueError:
        return None


def _is_chunked(head: Head) -> bool:
    return "chunked" in head.headers.get("transfer-encoding", "").lower()


def _length(head: Head) -> int | None:
    value = head.headers.get("content-length", "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _bad_certificate(target: Target, error: ssl.SSLCertVerificationError) -> InputError:
    return InputError(
        f"the server cannot prove that it is {target.host} ({error.verify_message}).",
        where=target.url,
        advice="What it sends could be another's; check the address and this computer's clock.",
    )


def _failed(target: Target, error: OSError) -> InputError:
    what = error.strerror or str(error) or type(error).__name__
    return InputError(
        f"the connection to {target.host} failed ({what}).",
        where=target.url,
        advice="Check the address and the connection, and try again.",
    )
