"""The named rules that tidy one claim, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from riwaya.model import Claim, Origin, Span
from riwaya.stages.claims.completions import (
    content_without_cue,
    cue_with_refused_object,
    stance_of_refusal,
    with_quoted_name,
    within_its_quotation,
)
from riwaya.stages.claims.edges import Edges
from riwaya.stages.claims.quoted import Quoted
from riwaya.stages.claims.quotes import Quotation
from riwaya.text import TextView

STAGE = "claims"
_SPAN_FIELDS = ("cue", "source", "content", "via")


class Context:
    """What the rules look at: one text, its quotations, and the trimming of edges."""

    def __init__(self, view: TextView) -> None:
        self.view = view
        self.quoted = Quoted(view)
        self.edges = Edges(self.quoted)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named change of one field: `change` returns the field's new value."""

    name: str
    field: str
    change: Callable[[Context, Claim], Any]

    def apply(self, context: Context, claim: Claim) -> Claim:
        """`claim` with the field changed and the rule among its origins, or `claim` itself."""
        value = self.change(context, claim)
        if value == getattr(claim, self.field):
            return claim
        changes: dict[str, Any] = {self.field: value}
        origin = Origin(self.field, STAGE, self.name)
        return replace(claim, **changes, origins=(*claim.origins, origin))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """`spans` in order, those that meet made one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].stop:
            out[-1] = Span(out[-1].start, max(out[-1].stop, span.stop))
        else:
            out.append(span)
    return tuple(out)


def _inside(view: TextView, span: Span) -> Span | None:
    """The part of `span` that lies in the text, None when it holds no word and no mark."""
    start, stop = max(0, span[0]), min(len(view.text), span[1])
    inside = Span(start, stop)
    return inside if start < stop and view.words_in(inside) else None


def _inside_text(field: str) -> Callable[[Context, Claim], tuple[Span, ...]]:
    def change(context: Context, claim: Claim) -> tuple[Span, ...]:
        spans: tuple[Span, ...] = getattr(claim, field)
        return joined(s for span in spans if (s := _inside(context.view, span)))

    return change


def _source_from_inside(context: Context, claim: Claim) -> Span | None:
    return claim.source_from and _inside(context.view, claim.source_from)


def _cut_proclitics(context: Context, claim: Claim) -> tuple[Span, ...]:
    return tuple(context.edges.cut_proclitic(span) for span in claim.cue)


def _trimmed(field: str) -> Callable[[Context, Claim], tuple[Span, ...]]:
    def change(context: Context, claim: Claim) -> tuple[Span, ...]:
        spans: tuple[Span, ...] = getattr(claim, field)
        return tuple(s for span in spans if (s := context.edges.trim(field, span)))

    return change


def _trim_cue(context: Context, claim: Claim) -> tuple[Span, ...]:
    """A cue that is nothing but a mark (the colon of a headline) stays."""
    return tuple(context.edges.trim("cue", span) or span for span in claim.cue)


def _whole_quotation(context: Context, claim: Claim) -> tuple[Span, ...]:
    """Content that breaks off inside a quotation runs on to the closing mark.

    Only where the cue stands outside the quotation, and one part for each paragraph.
    """
    if not claim.content:
        return claim.content
    last = claim.content[-1]
    quotation = context.quoted.holding(last.stop - 1)
    if quotation is None or not quotation.closed or last.stop >= quotation.inner.stop:
        return claim.content
    if quotation.outer.holds(claim.cue[0]) or not _opens_with(context, last, quotation):
        return claim.content
    rest = _by_paragraph(context.view, Span(last.start, quotation.inner.stop))
    return (*claim.content[:-1], *rest)


def _opens_with(context: Context, span: Span, quotation: Quotation) -> bool:
    """Whether `span` takes in the quotation from its first word."""
    inside = context.view.words_in(quotation.inner)
    return bool(inside) and span.start <= context.view.words[inside.start].span.start


def _by_paragraph(view: TextView, span: Span) -> tuple[Span, ...]:
    text, parts, at = view.text, [], span.start
    while at < span.stop:
        stop = text.find("\n", at, span.stop)
        stop = span.stop if stop < 0 else stop
        if text[at:stop].strip():
            parts.append(Span(at, stop))
        at = stop + 1
    return tuple(parts)


def _mode(context: Context, claim: Claim) -> str:
    return context.quoted.mode(claim.content) if claim.content else claim.mode


SAFETY = (
    *(Rule("inside-text", field, _inside_text(field)) for field in _SPAN_FIELDS),
    Rule("inside-text", "source_from", _source_from_inside),
)

TIDY = (
    Rule("trim-edges", "cue", _trim_cue),
    Rule("cut-proclitic", "cue", _cut_proclitics),
    Rule("refused-object", "cue", lambda c, claim: cue_with_refused_object(c.view, claim)),
    Rule("refused-object", "content", lambda c, claim: content_without_cue(c.view, claim)),
    Rule("whole-quotation", "content", _whole_quotation),
    Rule("within-quotation", "content", lambda c, claim: within_its_quotation(c.quoted, claim)),
    Rule("trim-edges", "content", _trimmed("content")),
    Rule("trim-edges", "source", _trimmed("source")),
    Rule("trim-edges", "via", _trimmed("via")),
    Rule("quoted-name", "source", lambda c, claim: with_quoted_name(c.quoted, claim)),
    Rule("refusal", "stance", lambda c, claim: stance_of_refusal(c.view, claim)),
    Rule("quotation-marks", "mode", _mode),
)
