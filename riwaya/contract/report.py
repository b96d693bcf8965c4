"""A report as one line of JSON, and back. The keys are those of the contract `riwaya.report/1`;
quotes stand beside the spans so that a reader of the file can see, and check, what they cover."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from riwaya.contract.line import json_line
from riwaya.contract.names import (
    entity_from_json,
    entity_to_json,
    mention_from_json,
    mention_to_json,
    place_from_json,
    place_to_json,
)
from riwaya.contract.values import checked, origins_from_json, origins_to_json, quote
from riwaya.errors import DocumentError, InputError
from riwaya.model import SCHEMA, Claim, Document, Quantity, Report, TimeValue

UNRESOLVED = "null"
"""The value of a time that nothing resolves, as the annotation guide writes it."""

_PARTS = ("cue", "source", "content", "via")
_SPLIT_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def render(report: Report) -> str:
    """The report as one line of JSON, without the line break."""
    return json_line(report_to_json(report))


def parse(line: str) -> Report:
    """The report of one line. Raises InputError for broken JSON, and what report_from_json does."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"the line is not valid JSON ({error}).") from None
    return report_from_json(value)


def report_to_json(report: Report) -> dict[str, Any]:
    """The report as plain values. `events` is empty until a stage gives them.

    Raises SpanError for a span outside the text, DocumentError for a text that JSON cannot hold.
    """
    text = report.document.text
    return {
        "schema": SCHEMA,
        "document": _document_to_json(report.document),
        "mentions": [mention_to_json(mention, text) for mention in report.mentions],
        "entities": [entity_to_json(entity) for entity in report.entities],
        "places": [place_to_json(place, text) for place in report.places],
        "times": [_time_to_json(time, text) for time in report.times],
        "counts": [_count_to_json(count, text) for count in report.counts],
        "claims": [_claim_to_json(claim, text) for claim in report.claims],
        "events": [],
        "stages": list(report.stages),
    }


def report_from_json(value: Mapping[str, Any]) -> Report:
    """The report that report_to_json wrote.

    Raises InputError for another schema or a missing or ill-typed key, SpanError for a span outside
    the text or a quote that is not what the text says there.
    """
    schema = value.get("schema") if isinstance(value, Mapping) else None
    if schema != SCHEMA:
        raise InputError(
            f"is not a report of schema {SCHEMA!r} but {schema!r}.",
            advice="Read the document again with this version of riwaya.",
        )
    try:
        document = _document_from_json(value["document"])
        return Report(
            document=document,
            claims=tuple(_claim_from_json(claim, document.text) for claim in value["claims"]),
            times=tuple(_time_from_json(time, document.text) for time in value["times"]),
            counts=tuple(_count_from_json(count, document.text) for count in value["counts"]),
            mentions=tuple(mention_from_json(m, document.text) for m in value.get("mentions", ())),
            entities=tuple(entity_from_json(entity) for entity in value.get("entities", ())),
            places=tuple(place_from_json(p, document.text) for p in value.get("places", ())),
            stages=tuple(value.get("stages", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"the report is damaged ({type(error).__name__}: {error}).",
            advice="Read the document again.",
        ) from error


def _document_to_json(document: Document) -> dict[str, Any]:
    if _SPLIT_PAIR.search(document.text):
        raise DocumentError(
            "the text holds a surrogate pair as two characters, which JSON reads as one.",
            where=f"document {document.id}",
            advice="Join the pairs before making the document.",
        )
    return {
        "id": document.id,
        "sha256": document.sha256,
        "outlet": document.outlet,
        "url": document.url,
        "title": document.title,
        "published": document.published,
        "language": document.language,
        "text": document.text,
        "notes": list(document.notes),
    }


def _document_from_json(value: Mapping[str, Any]) -> Document:
    return Document(**{**value, "notes": tuple(value.get("notes", ()))})


def _time_to_json(time: TimeValue, text: str) -> dict[str, Any]:
    return {
        "id": time.id,
        "span": list(time.span),
        "quote": quote(time.span, text),
        "type": time.type,
        "value": time.value or UNRESOLVED,
        "anchor": time.anchor,
        "inferred": time.inferred,
        "origins": origins_to_json(time.origins),
    }


def _time_from_json(value: Mapping[str, Any], text: str) -> TimeValue:
    return TimeValue(
        id=value["id"],
        span=checked(value["span"], value["quote"], text),
        type=value["type"],
        value=None if value["value"] == UNRESOLVED else value["value"],
        anchor=value["anchor"],
        inferred=value["inferred"],
        origins=origins_from_json(value["origins"]),
    )


def _count_to_json(count: Quantity, text: str) -> dict[str, Any]:
    return {
        "id": count.id,
        "span": list(count.span),
        "quote": quote(count.span, text),
        "min": count.minimum,
        "max": count.maximum,
        "approx": count.approx,
        "kind": count.kind,
        "origins": origins_to_json(count.origins),
    }


def _count_from_json(value: Mapping[str, Any], text: str) -> Quantity:
    return Quantity(
        id=value["id"],
        span=checked(value["span"], value["quote"], text),
        minimum=value["min"],
        maximum=value["max"],
        approx=value["approx"],
        kind=value["kind"],
        origins=origins_from_json(value["origins"]),
    )


def _claim_to_json(claim: Claim, text: str) -> dict[str, Any]:
    whole = claim.source_from
    return {
        "id": claim.id,
        **{part: [list(span) for span in getattr(claim, part)] for part in _PARTS},
        "source_from": None if whole is None else list(whole),
        "quotes": {
            **{part: [quote(span, text) for span in getattr(claim, part)] for part in _PARTS},
            "source_from": None if whole is None else quote(whole, text),
        },
        "mode": claim.mode,
        "stance": claim.stance,
        "source_type": claim.source_type,
        "parent": claim.parent,
        "speaker": claim.speaker,
        "role": claim.role,
        "role_kind": claim.role_kind,
        "organisation": claim.organisation,
        "isnad": list(claim.isnad),
        "isnad_words": list(claim.isnad_words),
        "times": list(claim.times),
        "counts": list(claim.counts),
        "mentions": list(claim.mentions),
        "confidence": claim.confidence,
        "origins": origins_to_json(claim.origins),
    }


def _claim_from_json(value: Mapping[str, Any], text: str) -> Claim:
    quotes = value["quotes"]
    spans = {
        part: tuple(
            checked(span, words, text)
            for span, words in zip(value[part], quotes[part], strict=True)
        )
        for part in _PARTS
    }
    whole = value["source_from"]
    return Claim(
        id=value["id"],
        source_from=None if whole is None else checked(whole, quotes["source_from"], text),
        mode=value["mode"],
        stance=value["stance"],
        source_type=value["source_type"],
        parent=value["parent"],
        speaker=value["speaker"],
        role=value["role"],
        role_kind=value.get("role_kind"),
        organisation=value.get("organisation"),
        isnad=tuple(value["isnad"]),
        isnad_words=tuple(value.get("isnad_words", ())),
        mentions=tuple(value.get("mentions", ())),
        times=tuple(value["times"]),
        counts=tuple(value["counts"]),
        confidence=value["confidence"],
        origins=origins_from_json(value["origins"]),
        **spans,
    )
