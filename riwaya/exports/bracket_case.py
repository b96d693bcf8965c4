"""What a line in brackets states: a text with claims, times and counts, freed of ids."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.model import CountKind, Mode, Report, SourceType, Span, Stance

# Signs of the grammar that the writer escapes and the reader gives back.
ARROW = "⇒"
PILCROW = "¶"


@dataclass(frozen=True, slots=True)
class ParsedClaim:
    """A claim as its brackets state it. A line without its cue leaves mode … source type None."""

    number: int
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    source_from: Span | None = None
    content: tuple[Span, ...] = ()
    via: tuple[Span, ...] = ()
    mode: Mode | None = None
    stance: Stance | None = None
    source_type: SourceType | None = None
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedTime:
    """A time expression and its TIMEX3 value (None: not resolved)."""

    span: Span
    value: str | None


@dataclass(frozen=True, slots=True)
class ParsedCount:
    """A number of people; an end that the text leaves open is None."""

    span: Span
    minimum: int | None
    maximum: int | None
    approx: bool
    kind: CountKind


@dataclass(frozen=True, slots=True)
class ParsedCase:
    """A text with its annotations, as read from (or to be written in) brackets."""

    text: str
    claims: tuple[ParsedClaim, ...] = ()
    times: tuple[ParsedTime, ...] = ()
    counts: tuple[ParsedCount, ...] = ()


def case_of(report: Report) -> ParsedCase:
    """What brackets can show of a report: claims numbered from 1 in the report's order."""
    number = {claim.id: index for index, claim in enumerate(report.claims, 1)}
    claims = tuple(
        ParsedClaim(
            number[claim.id], claim.cue, claim.source, claim.source_from, claim.content, claim.via,
            claim.mode, claim.stance, claim.source_type, number.get(claim.parent or ""),
        )
        for claim in report.claims
    )  # fmt: skip
    times = tuple(ParsedTime(time.span, time.value) for time in report.times)
    counts = tuple(
        ParsedCount(count.span, count.minimum, count.maximum, count.approx, count.kind)
        for count in report.counts
    )
    return ParsedCase(report.document.text, claims, times, counts)
