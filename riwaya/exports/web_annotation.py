"""Claims and judgements as W3C Web Annotations (https://www.w3.org/TR/annotation-model/).

One AnnotationCollection with one embedded page, written an annotation at a time. Positions count
code points of the text as it is exported; each stands beside the quotation that it selects.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from riwaya.contract.line import json_line
from riwaya.contract.values import quote
from riwaya.exports.base import ExportContext
from riwaya.exports.web_annotation_body import ClaimFields, Node, stated
from riwaya.exports.web_annotation_context import context as json_ld_context
from riwaya.exports.web_annotation_context import iri, source_iri
from riwaya.model import Claim, Report, Span, text_sha256
from riwaya.records import Judged, Judgement, Record

NAME = "annotations.jsonld"
CONTEXT_LENGTH = 32
"""Characters of text before and after a quotation."""

_PARTS = ("content", "cue", "source", "via")
_RTL = frozenset(("ar", "fa", "he", "ur"))
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", re.ASCII)
# RDF has no lone surrogates; one character stands for each, so that no position moves.
_SURROGATE = re.compile("[\ud800-\udfff]")


def write(records: Iterable[Record], folder: Path, context: ExportContext) -> list[str]:
    """Writes `annotations.jsonld`. Raises SpanError for a span outside its text."""
    collection = _collection(context)
    total = 0
    with (folder / NAME).open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"{_line(collection)[:-1]}, ")
        name = f"{collection['id']}:page:0"
        page = {"id": name, "type": "AnnotationPage", "partOf": collection["id"], "startIndex": 0}
        file.write(f'"first": {_line(page)[:-1]}, "items": [')
        for record in records:
            for annotation in _RecordAnnotations(record, context).all():
                file.write(f"{',' if total else ''}\n{_line(annotation)}")
                total += 1
        file.write(f'\n]}}, "last": {_line(name)}, "total": {total}}}\n')
    return [NAME]


class _RecordAnnotations:
    """The annotations of one record."""

    def __init__(self, record: Record, context: ExportContext) -> None:
        self._record = record
        self._report: Report = record.report
        self._context = context
        self._fields = ClaimFields(record.report)
        self._source = source_iri(record.report.document)
        self._state = self._text_state()

    def all(self) -> Iterator[Node]:
        """Each claim, then each judgement, in their order."""
        for claim in self._report.claims:
            yield self._claim(claim)
        for judged in self._record.judgements:
            yield self._judgement(judged)

    def _claim(self, claim: Claim) -> Node:
        document = self._report.document
        direction = "rtl" if document.language in _RTL else "auto"
        return {
            "id": self._name_of("claim", claim.id),
            "type": "Annotation",
            "motivation": "classifying",
            "created": _moment(self._record.read) or self._context.made,
            "creator": _software(self._context.tool),
            "generated": self._context.made,
            "generator": _software(self._context.tool),
            "body": [
                {
                    "type": "TextualBody",
                    "purpose": "describing",
                    "format": "text/plain",
                    "language": document.language,
                    "textDirection": direction,
                    "value": self._fields.words(claim),
                },
                {
                    "type": "SpecificResource",
                    "purpose": "classifying",
                    "source": self._fields.of(claim),
                },
            ],
            "target": [self._target(part, span) for part, span in _parts(claim)],
        }

    def _judgement(self, judged: Judged) -> Node:
        judgement = judged.judgement
        corrects = judgement.decision == "correct"
        annotation = {
            "id": iri("judgement", judgement.document, judgement.id),
            "type": "Annotation",
            "motivation": "editing" if corrects else "assessing",
            "created": _moment(judgement.at),
            "creator": {"type": "Person", "nickname": judgement.user},
            "generated": self._context.made,
            "generator": _software(self._context.tool),
            "body": [
                {
                    "type": "TextualBody",
                    "purpose": "commenting",
                    "format": "text/plain",
                    "value": judgement.reason,
                },
                {
                    "type": "SpecificResource",
                    "purpose": "editing" if corrects else "assessing",
                    "source": _decision(judged),
                },
            ],
            "target": self._judged_target(judgement),
        }
        return stated(annotation)

    def _judged_target(self, judgement: Judgement) -> Any:
        """A claim's annotation by its name; other words by where they stand; else by name alone."""
        report = self._report
        if judgement.kind == "claim" or judgement.kind == "document":
            return self._name_of(judgement.kind, judgement.target)
        layers = {"mention": report.mentions, "time": report.times, "count": report.counts}
        for found in layers.get(judgement.kind, ()):
            if found.id == judgement.target:  # type: ignore[attr-defined]
                return self._target(judgement.kind, found.span)  # type: ignore[attr-defined]
        for place in report.places:
            if judgement.kind == "place" and place.mention == judgement.target:
                return self._target("place", place.span)
        return self._name_of(judgement.kind, judgement.target)

    def _name_of(self, kind: str, target: str) -> str:
        document = self._report.document.id
        if kind == "document":
            return iri("document", document)
        return iri("annotation" if kind == "claim" else kind, document, target)

    def _target(self, part: str, span: Span) -> Node:
        text = self._report.document.text
        return {
            "type": "SpecificResource",
            "source": self._source,
            "part": part,
            "state": self._state,
            "selector": [
                {"type": "TextPositionSelector", "start": span.start, "end": span.stop},
                stated(
                    {
                        "type": "TextQuoteSelector",
                        "exact": quote(span, text),
                        "prefix": text[max(0, span.start - CONTEXT_LENGTH) : span.start],
                        "suffix": text[span.stop : span.stop + CONTEXT_LENGTH],
                    }
                ),
            ],
        }

    def _text_state(self) -> Node:
        """When the source was fetched, and the text (by its hash) in which positions count."""
        fetched = [
            _moment(capture.stated) or _moment(capture.collected)
            for capture in self._record.captures
        ]
        text = text_sha256(self._report.document.text)
        return stated(
            {
                "type": "TimeState",
                "sourceDate": next((at for at in fetched if at), None),
                "cached": iri("text", "sha256", text),
            }
        )


def _collection(context: ExportContext) -> Node:
    digest = hashlib.sha256(f"{context.made}\x1f{context.selection}".encode()).hexdigest()[:16]
    return {
        "@context": json_ld_context(),
        "id": iri("collection", digest),
        "type": "AnnotationCollection",
        "label": f"Riwaya: {context.selection}",
        "generated": context.made,
        "generator": _software(context.tool),
    }


def _software(tool: str) -> Node:
    return {"type": "Software", "name": tool}


def _parts(claim: Claim) -> Iterator[tuple[str, Span]]:
    for part in _PARTS:
        for span in getattr(claim, part):
            yield part, span
    if claim.source_from:
        yield "source_from", claim.source_from


def _decision(judged: Judged) -> Node:
    judgement = judged.judgement
    return stated(
        {
            "type": ["Dataset", "Decision"],
            "decision": judgement.decision,
            "kind": judgement.kind,
            "field": judgement.field,
            "replacement": judgement.value,
            "ground": judged.ground,
            "superseded": judged.superseded,
        }
    )


def _moment(at: str | None) -> str | None:
    """An xsd:dateTime in UTC, as the model asks; None for any other form."""
    return at if at and _DATE_TIME.fullmatch(at) else None


def _line(value: Any) -> str:
    return json_line(_scalar(value))


def _scalar(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: _scalar(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_scalar(inner) for inner in value]
    return value
