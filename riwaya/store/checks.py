"""What a writer refuses: documents and annotations that contradict the contract."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from riwaya.errors import DocumentError, InputError, SpanError
from riwaya.model import Document, Report, Span, check_span, text_sha256
from riwaya.store.base import NewCapture

_LONGEST_ID = 500  # characters: what an index of PostgreSQL holds, four bytes each
_LONGEST_DATE = 100


def checked_document(document: Document) -> str:
    """The sha256 of the document's text. Raises DocumentError for an id that no store can keep, a
    hash that is not the text's, or a text that is empty."""
    where = f"document {document.id[:40]!r}"
    check_id(document.id, where)
    if not document.text:
        raise DocumentError("the document has no text.", where=where)
    if len(document.published or "") > _LONGEST_DATE:
        raise DocumentError("the date of publication is no date.", where=where)
    sha256 = text_sha256(document.text)
    if document.sha256 not in ("", sha256):
        raise DocumentError(
            "the sha256 that the document states is not that of its text.",
            where=where,
            advice="The text was changed after the document was made; read the source again.",
        )
    return sha256


def check_id(id_: str, where: str) -> None:
    """Raise DocumentError for an id that is empty, too long, or holds what no database keeps."""
    odd = any(char < " " or "\ud800" <= char <= "\udfff" for char in id_)
    if not id_ or len(id_) > _LONGEST_ID or odd:
        raise DocumentError(
            f"an id must have 1 to {_LONGEST_ID} characters, without control characters and broken "
            "Unicode.",
            where=where,
            advice="Leave the id out: then the document is named by a hash of its content.",
        )


def check_capture(new: NewCapture, document: str) -> None:
    """Raise InputError for a capture of another document or of other bytes than it says."""
    capture = new.capture
    check_id(capture.id, "capture")
    stated = (capture.document, capture.sha256, capture.size)
    if stated != (document, new.raw.sha256, len(new.raw.content)):
        raise InputError(
            "the capture does not fit its document and its bytes.", where=f"capture {capture.id}"
        )


def check_annotations(report: Report) -> None:
    """Raise SpanError for a span outside the text, for two annotations with one id, and for a
    reference to an annotation that is not in the report."""
    where = f"document {report.document.id}"
    for span in _spans(report):
        check_span(span, report.document.text, where)
    layers = (report.claims, report.times, report.counts, report.mentions, report.entities)
    for layer in layers:
        ids = [annotation.id for annotation in layer]
        if len(set(ids)) < len(ids):
            raise _unfit("two annotations share one id.", where)
    claims = {claim.id for claim in report.claims}
    if any(claim.parent not in claims for claim in report.claims if claim.parent is not None):
        raise _unfit("the parent of a claim is not in the report.", where)
    if not _entities_used(report) <= {entity.id for entity in report.entities}:
        raise _unfit("an entity that is referred to is not in the report.", where)


def _unfit(what: str, where: str) -> SpanError:
    return SpanError(what, where=where, advice="Read the document again.")


def _spans(report: Report) -> Iterator[Span]:
    for claim in report.claims:
        yield from chain(claim.cue, claim.source, claim.content, claim.via)
        if claim.source_from is not None:
            yield claim.source_from
    for layer in (report.times, report.counts, report.mentions, report.places):
        for annotation in layer:
            yield annotation.span


def _entities_used(report: Report) -> set[str]:
    used = {hop for claim in report.claims for hop in (claim.speaker, claim.organisation)}
    used |= {hop for claim in report.claims for hop in claim.isnad}
    used |= {mention.entity for mention in report.mentions}
    used |= {place.entity for place in report.places}
    return {id_ for id_ in used if id_ is not None}
