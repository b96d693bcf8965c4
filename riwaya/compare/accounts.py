"""The accounts of a report: each claim, and what the outlet itself narrates in each paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riwaya.compare.facts_ground import ground_of
from riwaya.compare.model import Account
from riwaya.compare.speakers import outlet_speaker, speaker_of
from riwaya.model import Claim, Report, Span
from riwaya.text import TextView

_LEAST_WORDS = 3
"""A paragraph of which fewer words are in no claim narrates nothing of its own."""


def accounts_of(report: Report, view: TextView | None = None) -> tuple[Account, ...]:
    """The accounts in the order of the text; a paragraph's narration before its claims.

    A claim without content is an account too when it declines to comment; then its words are those
    of source and cue. `view` saves the work when it is at hand.
    """
    view = view or ground_of(report).view
    found = [*_narrations(report, view), *_claims(report, view)]
    return tuple(sorted(found, key=_place))


def ref_of(document: str, claim: str) -> str:
    """The ref of a claim."""
    return f"{document}#{claim}"


def narration_ref(document: str, paragraph: int) -> str:
    """The ref of the outlet's own words in a paragraph."""
    return f"{document}#P{paragraph}"


def document_of(ref: str) -> str:
    """The document of a ref."""
    return ref.rsplit("#", 1)[0]


def _place(account: Account) -> tuple[int, bool, int]:
    return account.paragraph, account.claim is not None, account.spans[0].start


def _claims(report: Report, view: TextView) -> Iterator[Account]:
    said = _day(report)
    for claim in report.claims:
        spans = claim.content or _bare(claim)
        yield Account(
            ref=ref_of(report.document.id, claim.id),
            document=report.document.id,
            paragraph=view.paragraph_of(claim.start),
            spans=spans,
            words=_joined(spans, report.document.text),
            speaker=speaker_of(report, claim),
            outlet=report.document.outlet,
            said=said,
            stance=claim.stance,
            claim=claim,
        )


def _narrations(report: Report, view: TextView) -> Iterator[Account]:
    """Narration is what a paragraph holds outside the claims' parts; the headline is given whole,
    since what it attributes and what it asserts can seldom be told apart."""
    taken = sorted(span for claim in report.claims for span in _parts(claim))
    for number, paragraph in enumerate(view.paragraphs):
        free = (paragraph,) if number == 0 else tuple(_free(paragraph, taken))
        free = tuple(span for span in free if _words(span, view) >= _LEAST_WORDS)
        if not free:
            continue
        yield Account(
            ref=narration_ref(report.document.id, number),
            document=report.document.id,
            paragraph=number,
            spans=free,
            words=_joined(free, report.document.text),
            speaker=outlet_speaker(report.document),
            outlet=report.document.outlet,
            said=_day(report),
        )


def _free(paragraph: Span, taken: Iterable[Span]) -> Iterator[Span]:
    at = paragraph.start
    for span in taken:
        if span.stop <= at or span.start >= paragraph.stop:
            continue
        if span.start > at:
            yield Span(at, span.start)
        at = max(at, span.stop)
    if at < paragraph.stop:
        yield Span(at, paragraph.stop)


def _parts(claim: Claim) -> Iterator[Span]:
    yield from (*claim.cue, *claim.source, *claim.content, *claim.via)


def _bare(claim: Claim) -> tuple[Span, ...]:
    return tuple(sorted((*claim.source, *claim.cue)))


def _words(span: Span, view: TextView) -> int:
    return sum(view.words[index].is_word for index in view.words_in(span))


def _joined(spans: Iterable[Span], text: str) -> str:
    return " ".join(" ".join(span.of(text).split()) for span in spans)


def _day(report: Report) -> str | None:
    published = report.document.published
    return published[:10] if published else None
