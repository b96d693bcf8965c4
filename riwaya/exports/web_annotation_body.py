"""What an annotation says: a claim's fields as described data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from riwaya.exports.web_annotation_context import entity_iri, iri
from riwaya.model import Claim, Quantity, Report, Span, TimeValue

Node = dict[str, Any]


class ClaimFields:
    """The described data of one report's claims."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._text = report.document.text
        self._entities = {entity.id: entity for entity in report.entities}
        self._counts = {count.id: count for count in report.counts}
        self._times = {time.id: time for time in report.times}
        self._mentions = {mention.id: mention for mention in report.mentions}

    def of(self, claim: Claim) -> Node:
        """A node of class Claim. Fields that the reading leaves open are left out."""
        document = self._report.document.id
        return stated(
            {
                "id": iri("claim", document, claim.id),
                "type": ["Dataset", "Claim"],
                "report": self._report_node(),
                "stance": claim.stance,
                "mode": claim.mode,
                "sourceType": claim.source_type,
                "speaker": self._entity(claim.speaker),
                "organisation": self._entity(claim.organisation),
                "role": claim.role,
                "roleKind": claim.role_kind,
                "isnad": list(self._chain(claim)),
                "parent": iri("claim", document, claim.parent) if claim.parent else None,
                "counts": [
                    self._count(self._counts[id_]) for id_ in claim.counts if id_ in self._counts
                ],
                "times": [
                    self._time(self._times[id_]) for id_ in claim.times if id_ in self._times
                ],
                "mentioned": self._mentioned(claim),
                "confidence": float(claim.confidence),
            }
        )

    def words(self, claim: Claim) -> str:
        """The claim's words: its content, or where it has none its cue."""
        return " … ".join(span.of(self._text) for span in claim.content or claim.cue)

    def _report_node(self) -> Node:
        document = self._report.document
        return stated(
            {
                "id": iri("document", document.id),
                "type": "Text",
                "outlet": document.outlet,
                "title": document.title,
                "published": document.published,
                "language": document.language,
                "sha256": document.sha256,
            }
        )

    def _entity(self, entity: str | None) -> Node | None:
        if entity is None:
            return None
        known = self._entities.get(entity)
        return stated({"id": entity_iri(entity), "name": known.name if known else None})

    def _chain(self, claim: Claim) -> Iterator[Node]:
        """Every hop in its place: JSON-LD would drop a null from a list."""
        hops = max(len(claim.isnad), len(claim.isnad_words))
        for number in range(hops):
            entity = claim.isnad[number] if number < len(claim.isnad) else None
            words = claim.isnad_words[number] if number < len(claim.isnad_words) else None
            if entity is None and words is None:
                yield {"type": "UnstatedHop"}
            else:
                yield stated({"type": "Hop", "entity": self._entity(entity), "words": words})

    def _count(self, count: Quantity) -> Node:
        return stated(
            {
                "type": "Count",
                "words": self._words(count.span),
                "minimum": count.minimum,
                "maximum": count.maximum,
                "approximate": count.approx,
                "kind": count.kind,
            }
        )

    def _time(self, time: TimeValue) -> Node:
        return stated(
            {
                "type": "TimeExpression",
                "words": self._words(time.span),
                "timex": time.value,
                "anchor": time.anchor,
                "inferred": time.inferred,
            }
        )

    def _mentioned(self, claim: Claim) -> list[str]:
        found = (self._mentions[id_] for id_ in claim.mentions if id_ in self._mentions)
        return list(dict.fromkeys(self._words(mention.span) for mention in found))

    def _words(self, span: Span) -> str:
        return span.of(self._text)


def stated(node: Node) -> Node:
    """The node without what is not stated: JSON-LD knows no null values and no empty ones."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}
