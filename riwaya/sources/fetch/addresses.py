"""Which network addresses a page may be fetched from: those of the open internet alone."""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from riwaya.errors import InputError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_OPEN_IPV6 = ipaddress.ip_network("2000::/3")


def refusal(address: str) -> str | None:
    """Why nothing is fetched from a numeric address; None for one of the open internet.

    Everything is refused that IANA's registries of special addresses name, IPv4 addresses wrapped
    in IPv6 ones included, for a wrapper can lead back to a private address.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "no numeric address"
    for network, why in _refused():
        if parsed.version == network.version and parsed in network:
            return why
    if isinstance(parsed, ipaddress.IPv6Address) and parsed not in _OPEN_IPV6:
        return "reserved"
    return None if parsed.is_global and not parsed.is_multicast else "reserved"


@cache
def _refused() -> list[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, str]]:
    table = files("riwaya.sources.fetch").joinpath("refused_networks.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    networks = [(ipaddress.ip_network(row[0]), row[1]) for row in rows]
    return sorted(networks, key=lambda entry: -entry[0].prefixlen)  # the closest reason first


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of `host`, as the system's resolver gives them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Network:
    """How names are resolved, which addresses are refused, and what certificates are checked by.

    Tests put others in their place; nothing that a user sets does.
    """

    resolve: Callable[[str, int], Sequence[str]] = resolve
    refusal: Callable[[str], str | None] = refusal
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def addresses(self, host: str, port: int, where: str, seconds: float) -> list[str]:
        """The addresses of `host`, asked for once. Raises InputError unless all are allowed."""
        found = self._resolved(host, port, where, seconds)
        if not found:
            raise InputError(f"the name {host} has no address.", where=where)
        for address in found:
            why = self.refusal(address)
            if why:
                raise InputError(
                    f"{host} leads to {address}, which is not on the open internet ({why}).",
                    where=where,
                    advice="Riwaya fetches public pages only; save the page and add the file.",
                )
        return list(found)

    def _resolved(self, host: str, port: int, where: str, seconds: float) -> Sequence[str]:
        # The system's resolver knows no time limit of its own.
        answers: queue.Queue[Sequence[str] | Exception] = queue.Queue()

        def ask() -> None:
            try:
                answers.put(self.resolve(host, port))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=max(0.0, seconds))
        except queue.Empty:
            raise InputError(f"the name {host} was not resolved in time.", where=where) from None
        if isinstance(answer, Exception):
            raise InputError(
                f"the name {host} cannot be resolved ({answer}).",
                where=where,
                advice="Check the address and the connection.",
            )
        return answer
