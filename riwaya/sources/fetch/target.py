"""An address of the web, checked and taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from riwaya.errors import InputError

_LONGEST = 2_000
_BAD = re.compile(r"[\s\\\x00-\x20\x7f]")
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")
_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~-._?[]"


@dataclass(frozen=True, slots=True)
class Target:
    """Where to ask and what to ask for. `host` is in ASCII, IPv6 addresses without brackets."""

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """The Host header: the name, and the port unless it is the scheme's own."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


def target_of(url: str) -> Target:
    """`url` taken apart. Raises InputError for anything but http and https without credentials."""
    url = url.strip()
    if len(url) > _LONGEST:
        raise _refused(f"is longer than {_LONGEST} characters", url[:80])
    if _BAD.search(url):
        raise _refused("holds a space, a backslash or a control character", repr(url)[:200])
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _refused(f"is no address of the web ({error})", url) from None
    if parts.scheme not in _PORTS:
        raise _refused("does not begin with http:// or https://", url)
    if "@" in parts.netloc:
        raise InputError(
            "the address holds a user name or a password.",
            where=parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl(),
            advice="Riwaya fetches public pages only; leave out what stands before the @.",
        )
    return _target(parts, port)


def _target(parts: SplitResult, port: int | None) -> Target:
    host = _ascii_host(parts)
    if port == 0:
        raise _refused("has the port 0", parts.geturl())
    path = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        path += "?" + quote(parts.query, safe=_SAFE)
    port = port or _PORTS[parts.scheme]
    return Target(parts._replace(fragment="").geturl(), parts.scheme, host, port, path)


def _ascii_host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        written = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        written = ""
    if not _HOST.fullmatch(written):
        raise _refused("names no host that could be asked", parts.geturl())
    return written.strip("[]")


def _refused(what: str, url: str) -> InputError:
    return InputError(
        f"the address {what}.", where=url, advice="Give the address of one page, as a browser does."
    )
