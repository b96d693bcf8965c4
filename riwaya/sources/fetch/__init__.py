"""One page by its address, fetched only when a person gives it: the one place with a network.

The name is resolved once and the connection goes to the address that was checked, so that no second
answer of a name server can lead elsewhere. Redirects are followed by hand, each checked like the
first address. Proxies that the environment names are not used: they would resolve names anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin

from riwaya.errors import InputError, RiwayaError
from riwaya.records import Evidence, Raw
from riwaya.sources.base import Intake, Item, Taken
from riwaya.sources.bounds import parse_bounded
from riwaya.sources.fetch.addresses import Network
from riwaya.sources.fetch.exchange import REDIRECTS, Deadline, Response, exchange
from riwaya.sources.fetch.target import Target, target_of
from riwaya.sources.http_document import Answer, answer_document
from riwaya.sources.http_message import body_of, read_head

MEDIA_TYPE = "application/http"
_OPEN_INTERNET = Network()


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one fetch: bytes as received and as unpacked, seconds in all, and redirects."""

    max_bytes: int
    seconds: float
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came. `raw` are status line, headers and body as received, encodings and all;
    `body` is the part of them behind the headers; `fetched_at` is in UTC; `address` is the numeric
    one that was asked."""

    url: str
    final_url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: str
    address: str
    raw: bytes


def fetch(url: str, limits: Limits, network: Network = _OPEN_INTERNET) -> Fetched:
    """The page at `url`, after up to `limits.redirects` redirects.

    Raises InputError for an address that is not public (private, loopback, link-local, reserved …),
    for more bytes or seconds than allowed, for what is neither HTML nor plain text, and when the
    server does not answer with status 200 or cannot prove its name.
    """
    deadline = Deadline(limits.seconds)
    resolved: dict[tuple[str, int], list[str]] = {}
    target = first = target_of(url)
    for _ in range(limits.redirects + 1):
        key = target.host, target.port
        if key not in resolved:
            left = deadline.left(target.url)
            resolved[key] = network.addresses(*key, target.url, left)
        response = exchange(target, resolved[key], network, deadline, limits.max_bytes)
        if response.head.status not in REDIRECTS:
            return _fetched(first, target, response)
        target = _next(target, response.head.headers["location"])
    raise InputError(
        f"leads on through more than {limits.redirects} redirects.",
        where=first.url,
        advice="Give the address at which a browser ends.",
    )


def read_url(url: str, intake: Intake, network: Network = _OPEN_INTERNET) -> Iterator[Item]:
    """The document of the page at `url`, with the response as received for its evidence."""
    try:
        fetched = fetch(url, Limits(intake.max_bytes, intake.seconds), network)
    except RiwayaError as error:
        yield error
        return
    for item in parse_bounded(parse_response, fetched.raw, fetched.final_url, intake):
        yield _completed(item, fetched) if isinstance(item, Taken) else item


def parse_response(content: bytes, where: str, intake: Intake) -> list[Item]:
    """The document of a response as received; `where` is the address that it came from."""
    head = read_head(content, where)
    body = body_of(content, head, where, intake.max_bytes)
    document, used = answer_document(Answer(head, body, where), where, intake)
    return [Taken(document, where, Evidence(Raw(content), MEDIA_TYPE, "url", extraction=used))]


def _fetched(first: Target, last: Target, response: Response) -> Fetched:
    return Fetched(
        url=first.url,
        final_url=last.url,
        status=response.head.status,
        headers=response.head.headers,
        body=response.raw[response.head.size :],
        fetched_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        address=response.address,
        raw=response.raw,
    )


def _next(target: Target, location: str) -> Target:
    """The target of a redirect; it is checked like one that a person gives."""
    try:
        url = urljoin(target.url, location.strip())
    except ValueError:
        raise InputError(
            f"leads to what is no address of the web ({location[:200]!r}).", where=target.url
        ) from None
    following = target_of(url)
    if target.scheme == "https" and following.scheme == "http":
        raise InputError(
            f"leads from https to http ({following.url}), where anyone on the way can change it.",
            where=target.url,
            advice="Save the page in a browser if you trust that address.",
        )
    return following


def _completed(item: Taken, fetched: Fetched) -> Taken:
    assert item.evidence is not None
    evidence = replace(item.evidence, url=fetched.final_url, stated=fetched.fetched_at)
    document = item.document
    if fetched.url != fetched.final_url:
        note = f"fetched from {fetched.url}, which leads to {fetched.final_url}"
        document = replace(document, notes=(*document.notes, note))
    return Taken(document, item.where, evidence)
