"""The model article alone gives its three questions, and its times are no conflict.

The words that questions are found by are data for all reports; this test says how far they carry
on the one article whose reading is fixed, and in what way (positions by the words they rest on).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riwaya.compare.accounts import accounts_of
from riwaya.compare.model import NO_COMMENT, Position, Question
from riwaya.compare.questions import questions
from riwaya.model import Document, Report, Span
from riwaya.pipeline import build_pipeline
from riwaya.stages.reader.pack import has_pack

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed"

pytestmark = [
    pytest.mark.skipif(not (SEED / "gold.json").is_file(), reason="../shared is absent: no seed"),
    pytest.mark.skipif(not has_pack(), reason="no model pack is installed"),
]


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SEED / "gold.json").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module", params=["2017-10-15", None], ids=["dated", "undated"])
def found(request: pytest.FixtureRequest) -> tuple[Report, tuple[Question, ...]]:
    text = (SEED / "article.txt").read_text("utf-8")
    pipeline = build_pipeline(reader="neural")
    report = pipeline.run(Document("seed", text, published=request.param))
    return report, questions([report], accounts_of(report), (), ())


def spans_of(gold: dict[str, Any], claims: list[str]) -> list[Span]:
    by_id = {claim["id"]: claim["span"] for claim in gold["claims"]}
    return [Span(by_id[name]["start"], by_id[name]["end"]) for name in claims]


def rests_on(position: Position, spans: list[Span]) -> int:
    """How many of the gold claims a position has words of."""
    return sum(any(own.meets(span) for _, own in position.spans) for span in spans)


def asked(found: tuple[Report, tuple[Question, ...]], words: str) -> Question:
    return next(q for q in found[1] if words in q.question_ar)


def best(question: Question, spans: list[Span]) -> Position:
    return max(question.positions, key=lambda position: rests_on(position, spans))


@pytest.mark.parametrize(
    ("issue", "words", "english"),
    [
        ("I1", "هل يغادر المقاتلون الأجانب", "Do the foreign fighters leave"),
        ("I2", "ما طبيعة الاتفاق", "What kind of thing is the agreement"),
        ("I3", "هل انتهى وجود التنظيم", "Has the presence of"),
    ],
)
def test_each_position_of_the_gold_reading_is_one_of_ours(
    found: Any, gold: dict[str, Any], issue: str, words: str, english: str
) -> None:
    question = asked(found, words)
    assert question.question_en.startswith(english)
    (wanted,) = (entry for entry in gold["issues"] if entry["id"] == issue)
    taken = []
    for position in wanted["positions"]:
        spans = spans_of(gold, position["claims"])
        ours = best(question, spans)
        assert rests_on(ours, spans) == len(spans), position
        taken.append(ours.label)
    assert len(set(taken)) == len(taken) == len(question.positions)
    assert question.state == "open"


def test_the_refusal_is_the_spokesman_s_on_the_convoy(found: Any, gold: dict[str, Any]) -> None:
    question = asked(found, "هل يغادر")
    (refusal,) = (p for p in question.positions if p.label == NO_COMMENT)
    assert len(refusal.claims) == 1
    assert rests_on(refusal, spans_of(gold, ["C28"])) == 1


def test_the_syrian_members_are_not_taken_for_the_foreign_ones(
    found: Any, gold: dict[str, Any]
) -> None:
    question = asked(found, "هل يغادر")
    spans = spans_of(gold, ["C05", "C06", "C12", "C19"])
    assert all(rests_on(position, spans) == 0 for position in question.positions)


def test_two_tellings_of_the_exclusion_are_one_position(found: Any, gold: dict[str, Any]) -> None:
    spans = spans_of(gold, ["C17", "C32"])
    assert rests_on(best(asked(found, "هل يغادر"), spans), spans) == len(spans)


def test_times_of_unlike_precision_are_one_answer(found: Any, gold: dict[str, Any]) -> None:
    (compatible,) = (k for k in gold["contradictions"] if k["id"] == "K16")
    question = asked(found, "متى")
    assert question.state == "one_position"
    (position,) = question.positions
    assert rests_on(position, spans_of(gold, compatible["claims"])) == len(compatible["claims"])


def test_labels_are_words_of_the_article(found: Any) -> None:
    report, asked_all = found
    text = " ".join(report.document.text.split())
    for question in asked_all:
        for position in question.positions:
            assert position.label == NO_COMMENT or position.label.removesuffix(" …") in text
