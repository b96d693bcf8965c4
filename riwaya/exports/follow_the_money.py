"""Reports, those named in them, and what they said, as FollowTheMoney entities.

`entities.ftm.json` holds one entity a line, made and checked with the `followthemoney` package.
A report is an Article; a claim is a Note on its speaker with the report as its proof, so that
nothing of a claim's content is stated as a fact; a named one's places in a report are a Mention.
FollowTheMoney has no offsets: `spans.jsonl` says where each entity's words stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from riwaya.contract.line import json_line
from riwaya.contract.values import quote
from riwaya.exports.base import ExportContext
from riwaya.exports.follow_the_money_model import Money, Proxy, quiet
from riwaya.exports.follow_the_money_parties import Parties
from riwaya.model import Claim, Report, Span
from riwaya.records import Judged, Record

ENTITIES, SPANS = "entities.ftm.json", "spans.jsonl"

_PARTS = ("cue", "source", "content", "via")


def write(records: Iterable[Record], folder: Path, context: ExportContext) -> list[str]:
    """Writes `entities.ftm.json` and `spans.jsonl`.

    Those whom several reports can name stand once, after the others: they, and nothing else, are
    kept in memory. Raises SettingError where the package is missing, SpanError for a span outside
    its text, DocumentError for an entity that the package's model does not allow.
    """
    money = Money()
    shared: dict[str, Proxy] = {}
    with (
        quiet(),
        (folder / ENTITIES).open("w", encoding="utf-8", newline="\n") as entities,
        (folder / SPANS).open("w", encoding="utf-8", newline="\n") as spans,
    ):
        for record in records:
            written = _RecordEntities(record, money, context)
            _write_lines(entities, map(money.checked, written.own()))
            for proxy in written.shared():
                if proxy.id in shared:
                    shared[proxy.id].merge(proxy)
                else:
                    shared[proxy.id] = proxy
            _write_lines(spans, written.spans())
        _write_lines(entities, (money.checked(shared[id_]) for id_ in sorted(shared)))
    return [ENTITIES, SPANS]


class _RecordEntities:
    """The entities of one record."""

    def __init__(self, record: Record, money: Money, context: ExportContext) -> None:
        self._record = record
        self._report: Report = record.report
        self._money = money
        self._context = context
        self._parties = Parties(record.report, money)
        self._article = self._make_article()
        self._mentions = dict(self._make_mentions())
        self._notes = {claim.id: self._make_note(claim) for claim in self._report.claims}

    def own(self) -> Iterator[Proxy]:
        """Entities of this report alone, its Article first."""
        yield self._article
        yield from {place.id: place for place in self._parties.places.values()}.values()
        for entity, proxy in self._parties.parties.items():
            if not self._parties.is_shared(entity):
                yield proxy
        yield from self._mentions.values()
        yield from self._notes.values()
        for judged in self._record.judgements:
            yield self._judgement(judged)

    def shared(self) -> Iterator[Proxy]:
        """Entities that other reports can name too."""
        for entity, proxy in self._parties.parties.items():
            if self._parties.is_shared(entity):
                yield proxy

    def spans(self) -> Iterator[dict[str, Any]]:
        """Where the words of this report's entities stand."""
        for mention in self._report.mentions:
            made = self._mentions.get(mention.entity or "")
            named = made or self._parties.places.get(mention.entity or "")
            if named is not None:
                yield self._span(named, "mention", mention.id, mention.span)
        for claim in self._report.claims:
            for part in _PARTS:
                for span in getattr(claim, part):
                    yield self._span(self._notes[claim.id], part, claim.id, span)
            if claim.source_from:
                note = self._notes[claim.id]
                yield self._span(note, "source_from", claim.id, claim.source_from)

    def _span(self, proxy: Proxy, field: str, annotation: str, span: Span) -> dict[str, Any]:
        return {
            "id": proxy.id,
            "schema": proxy.schema.name,
            "proof": self._article.id,
            "document": self._report.document.id,
            "sha256": self._report.document.sha256,
            "annotation": annotation,
            "field": field,
            "start": span.start,
            "stop": span.stop,
            "quote": quote(span, self._report.document.text),
        }

    def _make_article(self) -> Proxy:
        document = self._report.document
        captures = self._record.captures
        values = {
            "title": document.title,
            "publisher": document.outlet,
            "publishedAt": document.published,
            "sourceUrl": document.url,
            "language": document.language,
            "bodyText": document.text,
            "mimeType": [capture.media_type for capture in captures],
            "retrievedAt": [capture.stated or capture.collected for capture in captures],
            "processedAt": self._record.read or None,
            "processingAgent": self._context.tool,
            "notes": f"sha256 of the text: {document.sha256}" if document.sha256 else None,
        }
        return self._money.entity("Article", (document.id,), values)

    def _make_mentions(self) -> Iterator[tuple[str, Proxy]]:
        text = self._report.document.text
        for entity, party in self._parties.parties.items():
            words = [m.span.of(text) for m in self._report.mentions if m.entity == entity]
            values = {
                "document": self._article.id,
                "resolved": party.id,
                "name": words,
                "detectedSchema": party.schema.name,
                "contextCountry": party.get("country"),
            }
            made = self._money.entity("Mention", (self._report.document.id, entity), values)
            if self._money.valid(made):
                yield entity, made

    def _make_note(self, claim: Claim) -> Proxy:
        document = self._report.document
        spans = claim.content or claim.cue
        values = {
            "entity": self._teller(claim).id,
            "description": " … ".join(span.of(document.text) for span in spans),
            "summary": self._reading(claim),
            "keywords": [f"stance:{claim.stance}", f"mode:{claim.mode}"],
            "proof": self._article.id,
            "publisher": document.outlet,
            "sourceUrl": document.url,
            "createdAt": self._record.read or None,
        }
        return self._money.entity("Note", (document.id, claim.id), values)

    def _teller(self, claim: Claim) -> Proxy:
        """The speaker, else the one spoken for, else the report."""
        found = map(self._parties.parties.get, (claim.speaker or "", claim.organisation or ""))
        return next((party for party in found if party is not None), self._article)

    def _reading(self, claim: Claim) -> str:
        """How the claim is to be read: it is somebody's words, with this stance."""
        fields = {
            "claim": claim.id,
            "stance": claim.stance,
            "mode": claim.mode,
            "source": claim.source_type,
            "role": claim.role,
            "within": claim.parent,
            "confidence of the reading": f"{claim.confidence:.2f}",
        }
        stated = "; ".join(f"{key}: {value}" for key, value in fields.items() if value)
        return f"Attributed words, not a finding. {stated}"

    def _judgement(self, judged: Judged) -> Proxy:
        """A person's decision: a Note on the claim's Note, or on the report."""
        made = judged.judgement
        on: Proxy = self._notes.get(made.target, self._article)
        change = f"; {made.field} := {made.value}" if made.field else ""
        values = {
            "entity": on.id,
            "description": made.reason,
            "summary": f"{made.decision} {made.kind} {made.target}{change}; by {made.user}; "
            f"ground: {judged.ground}{'; superseded' if judged.superseded else ''}",
            "keywords": [f"judgement:{made.decision}"],
            "proof": self._article.id,
            "createdAt": made.at,
        }
        return self._money.entity("Note", (made.document, "judgement", made.id), values)


def _write_lines(file: IO[str], values: Iterable[dict[str, Any]]) -> None:
    for value in values:
        file.write(f"{json_line(value)}\n")
