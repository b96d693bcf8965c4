"""Only days tell that a voice changed its position; refusals are shown as what they are."""

from __future__ import annotations

from riwaya.compare.model import NO_COMMENT, Position, Question, Relation, Turn
from riwaya.compare.turns import Refusal, refusals, turns, with_turns
from riwaya.compare.voices import source_groups
from riwaya.model import Report, Span
from tests.compare.voices_kit import Said, accounts, report

ENGINEER = "مدير سد الدوالي، سالم الورداني"
MAYOR = "رئيس بلدية التلال، فريد الكرمي"
MINISTRY = "وزارة الزراعة النرويجية"


def asked(kind: str = "intent", **positions: tuple[str, ...]) -> Question:
    """A question whether the gates are opened. `yes`, `no`, `refused` are refs."""
    labels = {"yes": "ستفتح البوابات", "no": "لن تفتح البوابات", "refused": NO_COMMENT}
    taken = tuple(Position(labels[name], refs) for name, refs in positions.items())
    return Question("q1", "هل تفتح البوابات؟", "Are the gates opened?", kind, taken)  # type: ignore[arg-type]


def told_on(*days: str, who: str = ENGINEER) -> list[Report]:
    return [report(f"d{n}", Said(who, "الأمر كما قيل"), day=day) for n, day in enumerate(days)]


def found(question: Question, told: list[Report], *relations: Relation) -> tuple[Turn, ...]:
    every = accounts(*told)
    return turns(question, every, source_groups(told, every, relations, ()), relations)


def test_another_answer_on_a_later_day_is_a_turn() -> None:
    told = told_on("2018-05-05", "2018-05-02")
    (turn,) = found(asked(yes=("d0#c1",), no=("d1#c1",)), told)
    assert (turn.earlier, turn.later) == ("d1#c1", "d0#c1")
    assert (turn.from_position, turn.to_position) == ("لن تفتح البوابات", "ستفتح البوابات")
    assert turn.speaker == "person:سالم ورداني"


def test_a_surname_and_a_full_name_are_one_who_turns() -> None:
    told = [
        report("d0", Said(ENGINEER, "البوابات لن تفتح"), day="2018-05-02"),
        report("d1", Said("سالم الورداني", "البوابات ستفتح"), day="2018-05-05"),
    ]
    assert len(found(asked(no=("d0#c1",), yes=("d1#c1",)), told)) == 1


def test_two_speakers_who_differ_have_not_turned() -> None:
    told = [*told_on("2018-05-02"), report("m", Said(MAYOR, "الأمر كما قيل"), day="2018-05-05")]
    assert found(asked(no=("d0#c1",), yes=("m#c1",)), told) == ()


def test_two_answers_of_one_day_or_of_no_day_are_no_turn() -> None:
    for days in (("2018-05-02", "2018-05-02"), (None, "2018-05-02"), (None, None)):
        told = [
            report(f"d{n}", Said(ENGINEER, "الأمر كما قيل"), day=day) for n, day in enumerate(days)
        ]
        assert found(asked(no=("d0#c1",), yes=("d1#c1",)), told) == ()


def test_contradictory_claims_in_one_report_are_no_turn() -> None:
    told = [report("d0", Said(ENGINEER, "ستفتح"), Said(ENGINEER, "لن تفتح"))]
    assert found(asked(yes=("d0#c1",), no=("d0#c2",)), told) == ()


def test_a_late_telling_of_the_first_statement_is_no_turn_back() -> None:
    told = told_on("2018-05-02", "2018-05-05", "2018-05-07")
    question = asked(no=("d0#c1", "d2#c1"), yes=("d1#c1",))
    assert len(found(question, told)) == 2
    spans = (Span(0, 1),)
    late = Relation("d0#c1", "d2#c1", "repeats", 0.9, "same_statement", spans, spans)
    (turn,) = found(question, told, late)
    assert turn.later == "d1#c1"


def test_a_refusal_that_is_given_up_is_a_turn() -> None:
    told = told_on("2018-05-02", "2018-05-05")
    (turn,) = found(asked(refused=("d0#c1",), yes=("d1#c1",)), told)
    assert turn.from_position == NO_COMMENT


def test_later_numbers_are_updates_and_no_turns() -> None:
    told = told_on("2018-05-02", "2018-05-05")
    assert found(asked("count", yes=("d0#c1",), no=("d1#c1",)), told) == ()


def test_in_a_proposed_group_each_speaker_stands_for_himself() -> None:
    told = [
        report("d0", Said(MINISTRY, "لن تفتح", kind="organisation"),
               Said(f"مدير {MINISTRY}", "الموسم جيد"), day="2018-05-02"),
        report("d1", Said(MINISTRY, "الموسم جيد", kind="organisation"),
               Said(f"مدير {MINISTRY}", "ستفتح"), day="2018-05-05"),
    ]  # fmt: skip
    assert found(asked(no=("d0#c1",), yes=("d1#c2",)), told) == ()
    assert len(found(asked(no=("d0#c1",), yes=("d1#c1",)), told)) == 1


def test_questions_are_given_back_with_their_turns() -> None:
    told = told_on("2018-05-02", "2018-05-05")
    every = accounts(*told)
    groups = source_groups(told, every, (), ())
    question = asked(no=("d0#c1",), yes=("d1#c1",))
    (marked,) = with_turns((question,), every, groups)
    assert marked.turns == turns(question, every, groups)
    assert (marked.id, marked.positions) == (question.id, question.positions)


def test_refusals_say_whether_the_voice_answers_elsewhere() -> None:
    told = [*told_on("2018-05-02", "2018-05-05"), report("m", Said(MAYOR, "لن أعلق"))]
    every = accounts(*told)
    groups = source_groups(told, every, (), ())
    ids = {ref: group.id for group in groups for ref in group.accounts}
    question = asked(refused=("d0#c1", "m#c1"), yes=("d1#c1",))
    assert refusals(question, groups) == (
        Refusal("q1", ids["d0#c1"], ("d0#c1",), only=False),
        Refusal("q1", ids["m#c1"], ("m#c1",), only=True),
    )
    assert refusals(asked(yes=("d1#c1",)), groups) == ()
