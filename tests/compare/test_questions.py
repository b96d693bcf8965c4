"""Accounts that bear on one point gather under one question with positions."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.compare.accounts import accounts_of
from riwaya.compare.model import (
    NO_COMMENT,
    Account,
    Question,
    Relation,
    RelationKind,
    SourceGroup,
)
from riwaya.compare.questions import questions, questions_with
from riwaya.model import Report
from tests.compare.questions_kit import report

EXODUS = report(
    "d1",
    "خروج مسلحي بلدة الزعفران\n"
    "تضاربت الروايات عما إذا كان المسلحون المحليون سيغادرون بلدة الزعفران.\n"
    "[قال|رئيس البلدية سالم الدرعاوي] «إن الاتفاق يشمل المسلحين المحليين».\n"
    "[قالت|لجنة المصالحة] «إن المسلحين المحليين سيبقون في البلدة».\n"
    "[أضاف||no_comment] «أنه لن يعلق على من في الحافلات».",
)
TOLLS = (
    report("d2", "انفجار في سوق السنديان\n[أعلنت|الشرطة] «مقتل {7 أشخاص|killed} في انفجار السوق»."),
    report(
        "d3",
        "سوق السنديان\n[قال|مدير المشفى ناجي حمدان] «قتل {11 شخصا|killed} في انفجار السوق».",
        outlet="إذاعة الجبل",
    ),
    report(
        "d4",
        "ضحايا سوق السنديان\n[ذكرت|الشرطة] «مقتل {7 أشخاص|killed} في انفجار سوق السنديان».",
        outlet="موقع النهر",
    ),
)


def told(reports: Sequence[Report]) -> list[Account]:
    return [account for one in reports for account in accounts_of(one)]


def asked(reports: Sequence[Report], *relations: Relation) -> tuple[Question, ...]:
    return questions(reports, told(reports), relations, ())


def related(a: str, b: str, kind: RelationKind, reason: str = "different_matter") -> Relation:
    return Relation(a, b, kind, 0.9, reason, (), ())


def labels(question: Question) -> list[str]:
    return [position.label for position in question.positions]


def test_a_topic_is_asked_about_the_group_on_which_accounts_differ() -> None:
    (question, *_) = asked([EXODUS])
    assert question.question_ar.startswith("هل يغادر المسلحون المحليون")
    assert question.question_en.startswith("Do the local armed men leave")
    assert {p.claims for p in question.positions} == {("d1#c1",), ("d1#c2",), ("d1#c3",)}
    assert labels(question)[-1] == NO_COMMENT


def test_different_numbers_for_one_thing_are_positions_of_one_question() -> None:
    (question,) = (q for q in asked(TOLLS) if q.kind == "count")
    assert question.question_ar == "كم قتيلا سقط في انفجار السوق؟"
    assert {p.label: p.claims for p in question.positions} == {
        "7 أشخاص": ("d2#c1", "d4#c1"),
        "11 شخصا": ("d3#c1",),
    }
    assert question.state == "open"


def test_relations_make_positions_and_know_their_question() -> None:
    reports = [
        report("a", "الجسر\n[قال|الوزير كمال العلي] «الجسر الغربي أغلق تماما»."),
        report("b", "الجسر\n[نفت|البلدية|denied] «إغلاق الجسر الغربي»."),
        report("c", "الجسر\n[كرر|الوزير كمال العلي] «أغلق الجسر الغربي تماما أمام السير»."),
    ]
    relations = [
        related("a#c1", "b#c1", "contradicts", "denial"),
        related("a#c1", "c#c1", "repeats"),
    ]
    found, marked = questions_with(reports, told(reports), relations, ())
    (question,) = found
    assert {p.claims for p in question.positions} == {("a#c1", "c#c1"), ("b#c1",)}
    assert [relation.question for relation in marked] == [question.id] * 2
    assert question.kind == "happened"


def test_what_agrees_with_one_side_does_not_pull_the_other_over() -> None:
    reports = [
        report(name, f"السد\n[قال|{who}] «السد الشمالي {what} اليوم».")
        for name, who, what in (
            ("a", "المهندس نبيل", "انهار"),
            ("b", "الحارس فؤاد", "لم ينهر"),
            ("c", "المزارع جميل", "انهار كله"),
        )
    ]
    relations = [
        related("a#c1", "b#c1", "contradicts"),
        related("a#c1", "c#c1", "agrees"),
        related("c#c1", "b#c1", "agrees"),
    ]
    (question,) = asked(reports, *relations)
    for position in question.positions:
        assert not {"a#c1", "b#c1"} <= set(position.claims)


def test_one_teller_alone_raises_no_question() -> None:
    lonely = report("x", "خبر\n[قال|الوالي] «مقتل {3 أشخاص|killed} ثم مقتل {5 أشخاص|killed}».")
    assert asked([lonely]) == ()


def test_only_refusals_are_no_answer() -> None:
    reports = [
        report(name, f"السجناء\n[رفض|{who}|no_comment] «التعليق على مصير السجناء الستة».")
        for name, who in (("a", "الناطق وليد"), ("b", "الحاكم رشيد"))
    ]
    (question,) = asked(reports, related("a#c1", "b#c1", "agrees"))
    assert labels(question) == [NO_COMMENT]
    assert question.state == "not_established"


def test_a_group_that_speaks_elsewhere_is_silent_here() -> None:
    groups = [
        SourceGroup("g1", "الشرطة", None, ("d2#c1", "d4#c1"), "same_body"),
        SourceGroup("g2", "مدير المشفى", None, ("d3#c1",), "one_speaker"),
        SourceGroup("g3", "شهود", None, ("d2#P0",), "one_speaker"),
    ]
    found = questions(TOLLS, told(TOLLS), (), groups)
    assert [q.silent for q in found if q.kind == "count"] == [("g3",)]


def test_ids_stay_when_a_report_joins() -> None:
    before = {q.id for q in asked(TOLLS[:2]) if q.kind == "count"}
    after = {q.id for q in asked(TOLLS) if q.kind == "count"}
    assert before == after


def test_relations_to_unknown_accounts_are_left_alone() -> None:
    unknown = related("d2#c1", "gone#c9", "contradicts")
    _, marked = questions_with(TOLLS, told(TOLLS), [unknown], ())
    assert marked == (unknown,)


def test_no_reports_no_questions() -> None:
    assert questions_with((), (), (), ()) == ((), ())


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.text("ابتجسنقل وف،.؟«»لا12 كم\n", min_size=1, max_size=60).filter(str.strip),
        min_size=1,
        max_size=4,
    ),
    st.data(),
)
def test_positions_rest_on_words_that_are_there(texts: list[str], data: st.DataObject) -> None:
    reports = [report(f"r{n}", text) for n, text in enumerate(texts)]
    accounts = told(reports)
    refs = [account.ref for account in accounts]
    kinds: list[RelationKind] = ["contradicts", "updates", "agrees", "repeats"]
    relations = [
        related(data.draw(st.sampled_from(refs)), data.draw(st.sampled_from(refs)), kind)
        for kind in (kinds if refs else [])
    ]
    by_ref = {account.ref: account for account in accounts}
    for question in questions(reports, accounts, relations, ()):
        assert question.question_ar.endswith("؟")
        assert question.question_en.endswith("?")
        for position in question.positions:
            assert {ref for ref, _ in position.spans} == set(position.claims)
            for ref, span in position.spans:
                assert any(own.meets(span) for own in by_ref[ref].spans)
