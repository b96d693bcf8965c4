"""The dates stage: time expressions with TIMEX3 values, found and counted by named rules."""

from __future__ import annotations

from dataclasses import replace

from riwaya.model import Origin, Span, TimeValue, annotation_id
from riwaya.stages.base import Draft, Layer
from riwaya.stages.dates.calendar import published_anchor
from riwaya.stages.dates.matching import Found, find_times


class DatesStage:
    """Time expressions of a draft, with values counted from `document.published`."""

    name = "dates"
    version = "1"
    needs: frozenset[Layer] = frozenset()
    gives: frozenset[Layer] = frozenset({"times"})

    def run(self, draft: Draft) -> Draft:
        """The draft with its `times` layer filled."""
        anchor = published_anchor(draft.document.published)
        found = find_times(draft.view.letters, anchor)
        return draft.having(times=tuple(_time_value(item, draft) for item in found))


def _time_value(found: Found, draft: Draft) -> TimeValue:
    span = draft.view.plain.back(found.start, found.stop)
    reading = found.reading
    origins = tuple(Origin(field, "dates", found.rule.name) for field in ("span", "value"))
    return TimeValue(
        annotation_id(draft.document.id, "time", (span,)),
        span,
        reading.type,
        reading.value,
        reading.anchor,
        reading.inferred,
        origins,
    )
