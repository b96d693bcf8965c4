"""Who speaks, comparable across reports."""

from __future__ import annotations

from riwaya.compare.model import Speaker
from riwaya.model import Claim, Document, Report
from riwaya.text import fold, fold_letters


def speaker_of(report: Report, claim: Claim) -> Speaker:
    """The speaker of a claim."""
    spans = (claim.source_from,) if claim.source_from else claim.source
    words = " ".join(span.of(report.document.text) for span in spans)
    return Speaker(fold_letters(fold(words).text), claim.organisation, words)


def outlet_speaker(document: Document) -> Speaker:
    """The outlet as the teller of its own narration."""
    name = document.outlet or document.id
    return Speaker(f"outlet:{name}", None, name)
