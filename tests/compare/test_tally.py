"""Numbers stand beside each other only where they count the same thing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.compare.model import NO_COMMENT, Position, Question, Tally
from riwaya.compare.tally import latest, tallies
from riwaya.compare.voices import source_groups
from riwaya.model import Report, Span
from tests.compare.voices_kit import Said, accounts, report

RESCUE = "مدير فرق الإنقاذ، عادل الحوراني"
MAYOR = "رئيس بلدية التلال، فريد الكرمي"
ASKED = "كم عدد القتلى في الفيضان؟"


def counted(*told: Report, refs: tuple[str, ...] = (), asked: str = ASKED) -> tuple[Tally, ...]:
    """The tallies of one question that all claims (or these accounts) answer."""
    every = accounts(*told)
    heard = refs or tuple(account.ref for account in every if account.claim is not None)
    question = Question("q1", asked, "How many were killed?", "count", (Position("x", heard),))
    return tallies(told, every, source_groups(told, every, (), ()), (question,))


def one(*told: Report, asked: str = ASKED) -> Tally:
    (found,) = counted(*told, asked=asked)
    return found


def test_each_voice_has_its_number_in_the_texts_own_words() -> None:
    found = one(
        report("d1", Said(RESCUE, "الفيضان أودى بحياة سبعة أشخاص")),
        report("d2", Said(MAYOR, "الفيضان أودى بحياة تسعة أشخاص"), outlet="أخبار التلال"),
    )
    assert [(toll.minimum, toll.maximum) for toll in found.tolls] == [(7, 7), (9, 9)]
    assert (found.question, found.minimum, found.maximum) == ("q1", 7, 9)
    assert found.tolls[0].group != found.tolls[1].group
    assert "أودى بحياة سبعة أشخاص" in found.tolls[0].counts
    assert {toll.kind for toll in found.tolls} == {"killed"}


def test_spans_are_of_the_untouched_text() -> None:
    made = report("d1", Said(RESCUE, "الفيضان أودى بحياة سبعة أشخاص"))
    (toll,) = one(made).tolls
    assert "سبعة" in toll.span.of(made.document.text)


def test_a_later_number_of_one_voice_is_an_update() -> None:
    found = one(
        report("d2", Said(RESCUE, "عدد القتلى ارتفع إلى 12 شخصا"), day="2018-05-04"),
        report("d1", Said(RESCUE, "الفيضان أودى بحياة سبعة أشخاص"), day="2018-05-02"),
    )
    assert [(toll.said, toll.minimum) for toll in found.tolls] == [
        ("2018-05-02", 7),
        ("2018-05-04", 12),
    ]
    (last,) = latest(found).values()
    assert last.minimum == 12


def test_one_voice_in_many_outlets_counts_once() -> None:
    told = [
        report(f"d{n}", Said(RESCUE, "الفيضان أودى بحياة سبعة أشخاص"), outlet=f"صحيفة {n}")
        for n in range(5)
    ]
    assert len(one(*told).tolls) == 1


def test_the_injured_are_not_among_the_killed() -> None:
    found = one(
        report("d1", Said(RESCUE, "الفيضان أودى بحياة سبعة أشخاص وأصيب 20 شخصا بجروح")),
    )
    assert [toll.minimum for toll in found.tolls] == [7]
    injured = one(
        report("d1", Said(RESCUE, "الفيضان أودى بحياة سبعة أشخاص وأصيب 20 شخصا بجروح")),
        asked="كم عدد الذين أصيبوا في الفيضان؟",
    )
    assert [toll.minimum for toll in injured.tolls] == [20]


def test_a_part_is_no_other_number_for_the_whole() -> None:
    found = counted(
        report("d1", Said(RESCUE, "الفيضان أودى بحياة تسعة أشخاص بينهم ثلاثة أطفال")),
        report("d2", Said(MAYOR, "الفيضان أودى بحياة سبعة أشخاص")),
    )
    whole = next(tally for tally in found if tally.maximum == 9)
    assert (whole.minimum, whole.maximum) == (7, 9)


def test_dozens_are_open_upwards() -> None:
    found = counted(report("d1", Said(RESCUE, "الفيضان أودى بحياة عشرات الأشخاص")))
    (toll,) = found[0].tolls
    assert toll.maximum is None
    assert toll.approx


def test_at_least_is_open_upwards() -> None:
    (toll,) = one(report("d1", Said(RESCUE, "عدد القتلى لا يقل عن 12 شخصا"))).tolls
    assert (toll.minimum, toll.maximum) == (12, None)


def test_other_places_are_other_numbers() -> None:
    found = counted(
        report(
            "d1",
            "غمرت المياه بلدة الدوالي وبلدة الكروم",
            Said(RESCUE, "سبعة أشخاص قتلوا في بلدة الدوالي"),
            Said(MAYOR, "ثلاثة أشخاص قتلوا في بلدة الكروم"),
        ),
        report("d2", Said("مصدر طبي", "تسعة أشخاص قتلوا في الدوالي", kind="anonymous")),
    )
    assert sorted((tally.minimum, tally.maximum) for tally in found) == [(3, 3), (7, 9)]


def test_other_days_are_other_numbers() -> None:
    found = counted(
        report("d1", Said(RESCUE, "سبعة أشخاص قتلوا في 2 مايو 2018")),
        report("d2", Said(MAYOR, "ثلاثة أشخاص قتلوا في 9 أبريل 2018")),
    )
    assert sorted(tally.minimum or 0 for tally in found) == [3, 7]


def test_only_the_words_that_an_answer_rests_on_are_counted() -> None:
    made = report("d1", Said(RESCUE, "سبعة أشخاص قتلوا وثلاثة منازل انهارت"))
    at = made.document.text.index("ثلاثة")
    position = Position("x", ("d1#c1",), (("d1#c1", Span(at, at + len("ثلاثة منازل"))),))
    question = Question("q1", "كم منزلا انهار؟", "How many houses?", "count", (position,))
    (found,) = tallies((made,), accounts(made), (), (question,))
    assert [toll.minimum for toll in found.tolls] == [3]


def test_refusals_and_other_questions_give_no_tally() -> None:
    made = report("d1", Said(RESCUE, "لن نعلق على مقتل سبعة أشخاص", stance="no_comment"))
    refused = Question("q1", ASKED, "", "count", (Position(NO_COMMENT, ("d1#c1",)),))
    when = Question("q2", "متى؟", "", "when", (Position("x", ("d1#c1",)),))
    assert tallies((made,), accounts(made), (), (refused, when)) == ()


def test_numbers_without_a_day_come_last() -> None:
    found = one(
        report("d1", Said(RESCUE, "سبعة أشخاص قتلوا"), day=None),
        report("d2", Said(RESCUE, "تسعة أشخاص قتلوا"), day="2018-05-04"),
    )
    assert [toll.said for toll in found.tolls] == ["2018-05-04", None]
    (last,) = latest(found).values()
    assert last.minimum == 9


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(3, 500), st.sampled_from([RESCUE, MAYOR]), st.integers(1, 9)),
        min_size=1,
        max_size=6,
    )
)
def test_the_range_holds_every_number(said: list[tuple[int, str, int]]) -> None:
    told = [
        report(f"d{n}", Said(who, f"الفيضان أودى بحياة {number} شخصا"), day=f"2018-05-0{day}")
        for n, (number, who, day) in enumerate(said)
    ]
    numbers = [toll for tally in counted(*told) for toll in tally.tolls]
    assert {toll.minimum for toll in numbers} == {float(number) for number, _, _ in said}
    for tally in counted(*told):
        assert list(tally.tolls) == sorted(tally.tolls, key=lambda toll: toll.said or "")
        for toll in tally.tolls:
            assert (tally.minimum or 0) <= (toll.minimum or 0) <= (tally.maximum or 0)
