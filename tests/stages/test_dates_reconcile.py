"""What is kept when a model proposes time expressions beside the rules."""

from __future__ import annotations

import pytest

from riwaya.model import Document, Origin, Span, TimeValue
from riwaya.stages.base import Draft, Proposal
from riwaya.stages.dates import DatesStage, reconcile
from riwaya.stages.dates.reconcile import Candidate

RULE = (Origin("span", "dates", "some-rule"),)


def match(start: int, stop: int, sure: bool = False) -> Candidate:
    return Candidate(Span(start, stop), "date", "2020", sure, RULE)


def proposal(start: int, stop: int, score: float = 0.995, label: str = "date") -> Proposal:
    return Proposal("time", Span(start, stop), label, score)


def unread(_span: Span) -> None:
    return None


def spans(items: tuple[Candidate, ...]) -> list[tuple[int, int]]:
    return [tuple(item.span) for item in items]


def test_a_match_that_no_proposal_meets_is_kept() -> None:
    kept = reconcile.reconciled([match(0, 4), match(10, 14, sure=True)], [], unread)
    assert spans(kept) == [(0, 4), (10, 14)]


def test_the_switch_drops_unmet_matches_unless_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "UNMET_MATCHES", "sure")
    kept = reconcile.reconciled([match(0, 4), match(10, 14, sure=True)], [], unread)
    assert spans(kept) == [(10, 14)]


def test_a_match_that_a_proposal_meets_keeps_its_value_and_notes_the_head() -> None:
    (kept,) = reconcile.reconciled([match(0, 8)], [proposal(4, 8, 0.7)], unread)
    assert (kept.span, kept.value) == (Span(0, 8), "2020")
    assert kept.origins == (*RULE, Origin("span", "reader", "head:time", 0.7))


def test_the_switch_gives_the_edges_to_the_proposal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "BOUNDARIES", "proposal")
    (kept,) = reconcile.reconciled([match(0, 8)], [proposal(4, 8)], unread)
    assert kept.span == Span(4, 8)


def test_a_lonely_proposal_keeps_its_label_without_a_value() -> None:
    (kept,) = reconcile.reconciled([], [proposal(3, 9, label="duration")], unread)
    assert (kept.type, kept.value, kept.span) == ("duration", None, Span(3, 9))


def test_a_lonely_proposal_with_a_low_score_is_dropped() -> None:
    assert reconcile.reconciled([], [proposal(3, 9, 0.2)], unread) == ()


def test_results_are_in_order_and_never_overlap() -> None:
    proposals = [proposal(20, 25), proposal(0, 5), proposal(3, 7), proposal(9, 12)]
    kept = reconcile.reconciled([match(9, 12)], proposals, unread)
    assert spans(kept) == [(0, 5), (9, 12), (20, 25)]


def read_with(text: str, *proposals: Proposal) -> list[TimeValue]:
    draft = Draft.of(Document("d", text, published="2021-05-19")).having(proposals=proposals)
    return list(DatesStage().run(draft).times)


def test_the_stage_reads_a_proposed_place_more_loosely() -> None:
    text = "استعدت القرية مارس كله"
    assert read_with(text) == []
    (month,) = read_with(text, proposal(14, 18))
    assert (month.span.of(text), month.value) == ("مارس", "2021-03")


def test_the_stage_keeps_what_it_cannot_read() -> None:
    text = "عاد الصيادون ذات صباح بعيد"
    start = text.index("ذات")
    (time,) = read_with(text, proposal(start, start + 3, label="time"))
    assert (time.type, time.value) == ("time", None)
    assert time.origins[0].rule == "head:time"


def test_proposals_of_counts_are_no_business_of_the_stage() -> None:
    text = "قتل 7 حراس أمس"
    count = Proposal("count", Span(4, 9), "killed", 0.9)
    assert [item.span.of(text) for item in read_with(text, count)] == ["أمس"]
