"""Who decides what, where a model and the rules both read counts."""

import pytest

from riwaya.model import Document, Quantity, Span
from riwaya.stages.base import Draft, Proposal
from riwaya.stages.quantities import QuantitiesStage, reconcile
from riwaya.stages.quantities.reconcile import Boundaries

TEXT = "قتل 12 شخصا على الأقل في البلدة، وشوهد الرجلان في قافلة من بضع عشرات، وجرح جنديان"


def proposal(words: str, label: str = "other", text: str = TEXT) -> Proposal:
    """A model's proposal for `words` of the text."""
    start = text.index(words)
    return Proposal("count", Span(start, start + len(words)), label, 0.9)


def read(*proposals: Proposal, boundaries: Boundaries = "rules") -> dict[str, Quantity]:
    """Counts by their words, with these proposals."""
    draft = Draft.of(Document("d", TEXT)).having(proposals=proposals)
    counts = QuantitiesStage(boundaries).run(draft).counts
    return {count.span.of(TEXT): count for count in counts}


def test_without_a_model_the_rules_stand() -> None:
    counts = QuantitiesStage().run(Draft.of(Document("d", TEXT))).counts
    assert [c.span.of(TEXT) for c in counts] == ["12 شخصا على الأقل", "جنديان"]


def test_the_words_around_give_the_kind_before_the_model_does() -> None:
    count = read(proposal("12 شخصا", "evacuated"))["12 شخصا على الأقل"]
    assert (count.minimum, count.maximum, count.kind) == (12, None, "killed")


@pytest.mark.parametrize(
    ("label", "score", "kind"),
    [("evacuated", 0.9, "evacuated"), ("evacuated", 0.5, "other"), ("killed", 0.99, "other")],
)
def test_the_model_gives_a_kind_that_no_words_state_but_never_a_casualty(
    label: str, score: float, kind: str
) -> None:
    text = "في البلدة 12 شخصا"
    proposed = Proposal("count", Span(text.index("12"), len(text)), label, score)
    draft = Draft.of(Document("d", text)).having(proposals=(proposed,))
    (count,) = QuantitiesStage().run(draft).counts
    assert count.kind == kind
    origins = {origin.field: origin.rule for origin in count.origins}
    assert origins["kind"] == ("head:count" if kind == "evacuated" else "kind-unstated")
    assert origins["value"] == "number-with-noun"


@pytest.mark.parametrize(
    ("boundaries", "words"), [("rules", "12 شخصا على الأقل"), ("model", "12 شخصا")]
)
def test_the_switch_says_whose_boundaries_win(boundaries: Boundaries, words: str) -> None:
    assert words in read(proposal("12 شخصا", "killed"), boundaries=boundaries)


def test_rules_stand_without_a_proposal() -> None:
    assert list(read()) == ["12 شخصا على الأقل", "جنديان"]


def test_the_switch_lets_only_sure_rules_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "UNMET_READINGS", "sure")
    assert list(read()) == ["12 شخصا على الأقل"]


def test_a_proposal_without_a_rule_is_read_loosely() -> None:
    counts = read(proposal("قافلة من بضع عشرات", "present"))
    count = counts["قافلة من بضع عشرات"]
    assert (count.minimum, count.maximum, count.approx) == (None, None, True)
    assert {origin.rule for origin in count.origins} == {"loose", "head:count"}


def test_a_proposal_with_no_amount_is_dropped() -> None:
    assert list(read(proposal("البلدة"))) == list(read())


def test_an_unknown_label_changes_nothing() -> None:
    assert read(proposal("جنديان", "nonsense"))["جنديان"].kind == "injured"


def test_two_proposals_on_one_reading_make_one_count() -> None:
    found = read(proposal("12 شخصا", "killed"), proposal("الأقل", "other"))
    assert list(found) == ["12 شخصا على الأقل", "جنديان"]


def test_time_proposals_are_not_counts() -> None:
    timed = Proposal("time", proposal("البلدة").span, "date", 0.9)
    assert list(read(timed)) == list(read())
