"""What the index of lineage keeps of a document: its words, never its text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from riwaya.model import Document, Report, Span
from riwaya.stories.credit import Stated, credits_of, teller_keys
from riwaya.stories.sketch import Fingerprints, Words, fingerprints_of, words_of
from riwaya.text.fold import fold


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was published: a day, and the time where it is known.

    `exact` has a time zone or none of the two that are compared has one.
    """

    day: date
    exact: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """One document as the index knows it.

    `tellers` are keys of the outlet (a name folded, ids of actors), empty where it is unknown;
    `quoted` are spans of words quoted directly, with the source's own words.
    """

    id: str
    words: Words
    fingerprints: Fingerprints
    outlet: str | None
    tellers: frozenset[str]
    moment: Moment | None
    credits: tuple[Stated, ...]
    quoted: tuple[tuple[Span, str], ...]


def known(report: Report, today: date) -> Known:
    """What is kept of a report; a date of publication after `today` counts as none."""
    document = report.document
    plain = fold(document.text)
    words = words_of(document.text, plain)
    return Known(
        id=document.id,
        words=words,
        fingerprints=fingerprints_of(words),
        outlet=document.outlet,
        tellers=teller_keys(document.outlet),
        moment=moment_of(document, today),
        credits=credits_of(document, plain),
        quoted=tuple(_quoted(report)),
    )


def moment_of(document: Document, today: date) -> Moment | None:
    """When a document was published; None when that is not known or lies in the future."""
    if not document.published:
        return None
    try:
        moment = datetime.fromisoformat(document.published)
    except ValueError:
        return None
    if moment.date() > today + timedelta(days=1):  # it may be tomorrow elsewhere
        return None
    return Moment(moment.date(), moment if len(document.published) > 10 else None)


def _quoted(report: Report) -> Iterable[tuple[Span, str]]:
    text = report.document.text
    for claim in report.claims:
        if claim.mode == "indirect":
            continue
        named = claim.source_from or (claim.source[0] if claim.source else None)
        for span in claim.content:
            yield span, named.of(text) if named else ""
