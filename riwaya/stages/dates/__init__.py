"""The dates stage: time expressions with TIMEX3 values, found and counted by named rules.

`rules_*.py` hold the rules, `matching.py` runs them, `anchor.py` settles the day that values are
counted from, `reconcile.py` joins them with a model's proposals.
"""

from __future__ import annotations

from riwaya.model import Origin, Span, TimeValue, annotation_id
from riwaya.stages.base import Draft, Layer
from riwaya.stages.dates.anchor import text_anchor
from riwaya.stages.dates.calendar import Anchor, published_anchor
from riwaya.stages.dates.matching import Found, find_times, read_loosely
from riwaya.stages.dates.reconcile import Candidate, reconciled


class DatesStage:
    """Time expressions of a draft with values counted from `document.published`.

    Without a usable `published` they are counted from what the text itself fixes, and marked
    inferred. Where `proposals` holds a model's spans, those decide what is a time expression.
    """

    name = "dates"
    version = "1"
    needs: frozenset[Layer] = frozenset()
    gives: frozenset[Layer] = frozenset({"times"})

    def run(self, draft: Draft) -> Draft:
        """The draft with its `times` layer filled."""
        anchor = _anchor_of(draft)
        found = find_times(draft.view.letters, anchor)
        candidates = tuple(_candidate(item, draft) for item in found)
        if draft.proposals is not None:
            proposals = [item for item in draft.proposals if item.kind == "time"]
            candidates = reconciled(candidates, proposals, _LooseReader(draft, anchor))
        return draft.having(times=tuple(_time_value(item, draft) for item in candidates))


class _LooseReader:
    """Reads a span that a model proposes and no rule matched."""

    def __init__(self, draft: Draft, anchor: Anchor) -> None:
        self._draft = draft
        self._anchor = anchor

    def __call__(self, span: Span) -> Candidate | None:
        plain = self._draft.view.plain
        start, stop = plain.forth(span.start), plain.forth(span.stop)
        found = read_loosely(self._draft.view.letters, start, stop, self._anchor)
        return _candidate(found, self._draft) if found else None


def _anchor_of(draft: Draft) -> Anchor:
    anchor = published_anchor(draft.document.published)
    if anchor.day is not None:
        return anchor
    letters = draft.view.letters
    return text_anchor(letters, (item.reading.value for item in find_times(letters, Anchor())))


def _candidate(found: Found, draft: Draft) -> Candidate:
    reading, rule = found.reading, found.rule
    span = draft.view.plain.back(found.start, found.stop)
    origins = tuple(Origin(field, DatesStage.name, rule.name) for field in ("span", "value"))
    return Candidate(
        span,
        reading.type,
        reading.value,
        rule.sure,
        origins,
        reading.anchor,
        reading.inferred,
    )


def _time_value(item: Candidate, draft: Draft) -> TimeValue:
    return TimeValue(
        id=annotation_id(draft.document.id, "time", (item.span,)),
        span=item.span,
        type=item.type,
        value=item.value,
        anchor=item.anchor,
        inferred=item.inferred,
        origins=item.origins,
    )
