"""What the accounts of one report share, worked out once: its words, times, counts and names."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from riwaya.compare.facts_words import is_content, root
from riwaya.model import Quantity, Report, TimeValue
from riwaya.stages.base import Draft
from riwaya.stages.dates import DatesStage
from riwaya.stages.quantities import QuantitiesStage
from riwaya.text import TextView

_KEPT = 64  # reports: those of a story of fifty are asked for again and again


@dataclass(frozen=True)
class Ground:
    """A report with its view, and the layers that it lacks read by the rules."""

    report: Report
    view: TextView
    times: tuple[TimeValue, ...]
    counts: tuple[Quantity, ...]
    scenes: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)
    """The scenes of accounts by their refs (`facts.scene_of`)."""
    _roots: dict[int, frozenset[str]] = field(default_factory=dict, hash=False, compare=False)

    def roots_near(self, paragraph: int) -> frozenset[str]:
        """The roots of a paragraph and of the one before it: what `هذه الاتهامات` can mean."""
        return self._roots_of(paragraph) | self._roots_of(paragraph - 1)

    def _roots_of(self, paragraph: int) -> frozenset[str]:
        if not 0 <= paragraph < len(self.view.paragraphs):
            return frozenset()
        if paragraph not in self._roots:
            words = self.view.words_in(self.view.paragraphs[paragraph])
            letters = (self.view.words[i].letters for i in words)
            self._roots[paragraph] = frozenset(root(w) for w in letters if is_content(w))
        return self._roots[paragraph]


def make_ground(report: Report) -> Ground:
    """The ground of a report; times and counts are read here where the report has none."""
    draft = Draft.of(report.document)
    times = report.times or DatesStage().run(draft).times
    counts = report.counts or QuantitiesStage().run(draft).counts
    return Ground(report, draft.view, times, counts)


class _Grounds:
    """The grounds of the last few reports, by identity."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, Ground] = OrderedDict()
        self._lock = Lock()

    def of(self, report: Report) -> Ground:
        with self._lock:
            ground = self._kept.get(id(report))
        if ground is not None and ground.report is report:
            return ground
        ground = make_ground(report)
        with self._lock:
            self._kept[id(report)] = ground
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return ground


_grounds = _Grounds()


def ground_of(report: Report) -> Ground:
    """The ground of a report, remembered for the last few reports asked for."""
    return _grounds.of(report)
