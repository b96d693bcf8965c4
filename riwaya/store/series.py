"""Which documents are versions of one: those of one address."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit, urlunsplit

from riwaya.model import Document


def series_of(document: Document) -> str:
    """A hash of the document's address in its canonical form, or of its id where it has none."""
    kind, name = ("url", canonical_url(document.url)) if document.url else ("id", document.id)
    joined = f"series\x1f{kind}\x1f{name}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


def canonical_url(url: str) -> str:
    """`url` with scheme and host in lower case, without fragment and tracking parameters.

    What is no URL comes back as it is, without the space around it.
    """
    canonical = _canonical(url)
    # What is taken away at the ends can leave a space there that was inside before.
    while canonical != (again := _canonical(canonical)):
        canonical = again
    return canonical


def _canonical(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _tracks(pair))
    return urlunsplit(
        (parts.scheme.lower(), _lower_host(parts.netloc), parts.path or "/", query, "")
        if parts.netloc
        else (parts.scheme.lower(), "", parts.path, query, "")
    )


def _lower_host(netloc: str) -> str:
    user, mark, host = netloc.rpartition("@")
    return f"{user}{mark}{host.lower()}"


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    exact, beginnings = _tracking()
    return name in exact or name.startswith(beginnings)


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    """Names of parameters, and beginnings of names (written with a final `*`)."""
    path = files("riwaya.store") / "tracking_parameters.tsv"
    names = [row.split("\t")[0] for row in path.read_text(encoding="utf-8").splitlines()[1:] if row]
    exact = frozenset(name for name in names if not name.endswith("*"))
    return exact, tuple(name[:-1] for name in names if name.endswith("*"))
