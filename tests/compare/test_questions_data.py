"""The tables that questions are made with are sorted, have sources, and fit together."""

from __future__ import annotations

from string import Formatter
from typing import get_args

import pytest

from riwaya.compare.model import QuestionKind
from riwaya.compare.questions_topics import MENTION, forms_of, topics
from riwaya.compare.questions_words import folded, root_of, stems_of
from riwaya.compare.reasons import reasons
from riwaya.resources import lexicon

TABLES = (
    "compare_labels", "question_english", "question_forms", "question_people",
    "question_reasons", "question_stops", "question_templates", "question_topics",
    "question_turns",
)  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_sorted_without_doubles_and_have_sources(name: str) -> None:
    rows = lexicon(name)
    keys = ["\t".join(row.values()) for row in rows]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    assert all(row["source"] for row in rows)


def test_forms_belong_to_topics_and_each_topic_can_be_raised() -> None:
    names = {topic.name for topic in topics()}
    assert {row["topic"] for row in lexicon("question_forms")} == names
    for topic in topics():
        assert topic.kind in get_args(QuestionKind)
        assert forms_of(topic.name, topic.needs)


def test_what_has_to_stand_beside_a_form_can_stand_there() -> None:
    for row in lexicon("question_forms"):
        assert row["beside"] in ("", "clause", "paragraph")
        assert not row["beside"] or forms_of(row["topic"], MENTION)


def test_reasons_are_known_and_lead_to_kinds_of_questions() -> None:
    for row in lexicon("question_reasons"):
        assert row["reason"] in reasons()
        assert row["kind"] in get_args(QuestionKind)


@pytest.mark.parametrize("row", lexicon("question_templates"), ids=lambda row: row["name"])
def test_both_languages_of_a_template_ask_for_the_same(row: dict[str, str]) -> None:
    asked = [
        {field for _, field, _, _ in Formatter().parse(row[column]) if field}
        for column in ("question_ar", "question_en")
    ]
    assert asked[0] == asked[1] <= {"what", "place"}
    assert row["question_ar"].endswith("؟")
    assert row["question_en"].endswith("?")


@pytest.mark.parametrize(
    ("word", "stem"),
    [("وسيغادرون", "غادر"), ("للمقاتلين", "مقاتل"), ("تستثني", "يستثني"), ("بالحافلات", "حافلات")],
)
def test_stems_are_found_behind_clitics(word: str, stem: str) -> None:
    wanted = {folded(stem)} | stems_of(folded(stem))
    assert stems_of(folded(word)) & wanted


def test_a_verb_and_its_noun_meet_in_a_root() -> None:
    assert root_of(folded("يقتل")) == root_of(folded("مقتل")) == root_of(folded("قتيل"))
