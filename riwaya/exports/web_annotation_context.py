"""The JSON-LD context and the names (IRIs) of the Web Annotation export."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from riwaya.exports.data_tables import rows
from riwaya.model import Document

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
NAMESPACE = "urn:riwaya:term:"

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPES = {
    "boolean": f"{_XSD}boolean",
    "id": "@id",
    "integer": f"{_XSD}integer",
    "number": f"{_XSD}double",
    "text": f"{_XSD}string",
    "texts": f"{_XSD}string",
}
# RFC 3986: what may stand in a URI as it is; "%" for what is escaped already.
_URI_SAFE = "%/:?#[]@!$&'()*+,;=-._~"
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_GAZETTEERS = ("geonames:", "pcode:", "riwaya:")


@cache
def context() -> list[Any]:
    """`@context`: that of the standard first, then our own terms (`data/annotation_terms.tsv`)."""
    return [ANNOTATION_CONTEXT, {row["term"]: _definition(row) for row in rows("annotation_terms")}]


def iri(kind: str, *parts: str) -> str:
    """A stable name: `urn:riwaya:KIND:PART:…` (RFC 8141), the parts escaped."""
    return ":".join(("urn:riwaya", kind, *(_escaped(part) for part in parts)))


def entity_iri(entity: str) -> str | None:
    """The name of an entity; None for a gazetteer's id, which would lead to exact coordinates."""
    return None if entity.startswith(_GAZETTEERS) else iri("entity", entity)


def source_iri(document: Document) -> str:
    """The document's address as a URI where it has one on the web, else its name here."""
    escaped = quote(document.url or "", safe=_URI_SAFE, errors="replace")
    address = _LONE_PERCENT.sub("%25", escaped)
    return address if _on_the_web(address) else iri("document", document.id)


def _on_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _escaped(part: str) -> str:
    return quote(part, safe="-._~", errors="replace")


def _definition(row: dict[str, str]) -> Any:
    name = f"{NAMESPACE}{row['term']}"
    if row["kind"] == "class":
        return name
    if row["kind"] == "list":
        return {"@id": name, "@container": "@list"}
    return {"@id": name, "@type": _TYPES[row["kind"]]}
