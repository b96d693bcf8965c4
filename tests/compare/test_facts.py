"""What a scene holds: numbers, days, negation, opposites, names; spans always inside the text."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.compare.facts import Scene
from riwaya.compare.facts_data import counted_nouns, pole_phrases, poles, table
from riwaya.compare.facts_times import day_number, hours_of
from riwaya.compare.facts_words import is_content, is_future, root, stem, without_clitics
from riwaya.model import Span
from tests.compare.signals_kit import scene
from tests.timing import growth

ARABIC = st.text(
    alphabet="ابتثجحخدرزسشصضطعغفقكلمنهويةىأإآءئؤ 0123456789٠١٢٣،.؟«»\n-%", max_size=120
)


def figures(words: str) -> list[tuple[float | None, float | None, str, str]]:
    return [(f.minimum, f.maximum, f.kind, f.noun) for f in scene(words).figures]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("قتل 12 شخصا في انهيار منجم تل الغراب", (12, 12, "killed", "")),
        ("قُتل ١٢ شخصا في انهيار المنجم", (12, 12, "killed", "")),
        ("أصيب سبعة عشر عاملا في المنجم", (17, 17, "injured", "عامل")),
        ("أطلقت الزوارق ثلاثين صاروخا على الميناء", (30, 30, "thing", "صاروخ")),
        ("سقط صاروخان قرب الميناء", (2, 2, "thing", "صاروخ")),
        ("تضررت عشرات المنازل في البلدة", (20, 99, "thing", "منزل")),
        ("بلغت الخسائر 40 مليون دولار", (40_000_000, 40_000_000, "money", "دلر")),
        ("ارتفعت الأسعار بنسبة 15 بالمئة", (15, 15, "percent", "")),
    ],
)
def test_a_number_has_bounds_and_what_it_counts(
    words: str, expected: tuple[float, float, str, str]
) -> None:
    assert expected in figures(words)


@pytest.mark.parametrize(
    "words",
    [
        "تحطمت الطائرة وهي من طراز 737 قرب السد",
        "وقع الحادث عام 2016 في السد",
        "اجتمعت اللجنة لبحث القرار 242 أمس",
        "لا عدد هنا ولا رقم",
    ],
)
def test_years_and_identifiers_count_nothing(words: str) -> None:
    assert [f for f in scene(words).figures if f.kind == "thing"] == []


def test_hedges_open_a_number() -> None:
    at_least = scene("قتل 12 شخصا على الأقل في المنجم").figures[0]
    about = scene("قتل نحو 12 شخصا في المنجم").figures[0]
    assert (at_least.minimum, at_least.maximum, at_least.exact) == (12, None, False)
    assert about.minimum is not None
    assert about.maximum is not None
    assert about.minimum < 12 < about.maximum


def test_a_part_of_a_number_is_marked_and_the_whole_is_not() -> None:
    whole, part = scene("قتل 20 عاملا في المنجم، بينهم 6 مهندسين").figures[:2]
    assert not whole.part
    assert part.part


def test_what_a_part_is_taken_from_is_marked() -> None:
    rescued, base = scene("أنقذت الفرق ستة من أصل 12 صبيا").figures[:2]
    assert (rescued.base, base.base) == (False, True)


def test_lengths_of_time_are_in_hours() -> None:
    found = [f for f in scene("تستمر الهدنة ثلاثة أيام").figures if f.kind == "duration"]
    assert found
    assert found[0].minimum is not None
    assert found[0].maximum is not None
    assert found[0].minimum <= 72 <= found[0].maximum


def test_days_are_counted_from_publication() -> None:
    assert [w.first for w in scene("انهار السد يوم الاثنين").whens] == [day_number("2021-03-08")]


@pytest.mark.parametrize(
    ("words", "word", "negated"),
    [
        ("لم ينهر السد أمس", "ينهر", True),
        ("لم يتم التوصل إلى حل", "التوصل", True),
        ("أكد المدير عدم وجود تسرب في السد", "تسرب", True),
        ("نفت الشركة انهيار السد", "انهيار", True),
        ("انهار السد أمس", "انهار", False),
        ("لا يزال السد مغلقا", "مغلقا", False),
        ("لا شك في سلامة السد", "سلامه", False),
    ],
)
def test_what_stands_under_a_negator(words: str, word: str, negated: bool) -> None:
    one = scene(words)
    letters = [w for w in one.tokens.letters if w == word or w.endswith(word)]
    assert letters
    assert (root(letters[0]) in one.negated) is negated


@pytest.mark.parametrize(
    ("words", "word", "is_open"),
    [
        ("سيغادر العمال المنجم غدا", "سيغادر", True),
        ("من المقرر مغادرة العمال المنجم", "مغادره", True),
        ("ربما غادر العمال المنجم", "غادر", True),
        ("غادر العمال المنجم أمس", "غادر", False),
    ],
)
def test_what_has_yet_to_happen(words: str, word: str, is_open: bool) -> None:
    assert (root(word) in scene(words).open) is is_open


def test_negation_turns_the_end_of_an_axis() -> None:
    left = scene("غادر الحراس الجسر").deeds["enter_leave"][0]
    stayed = scene("لم يغادر الحراس الجسر").deeds["enter_leave"][0]
    assert (left.end, stayed.end) == (-1, 1)


def test_a_ceasefire_is_no_stop() -> None:
    assert "continue_stop" not in scene("اتفاق على وقف إطلاق النار في الوادي").deeds


def test_phrases_stand_on_an_axis_as_one() -> None:
    assert scene("المهندس على قيد الحياة").deeds["alive_dead"][0].end == 1
    assert scene("حادث أودى بحياة المهندس").deeds["alive_dead"][0].end == -1


def test_who_is_held_to_have_done_it() -> None:
    one = scene("قتل الراعي برصاص الجيش النرويجي")
    assert one.blamed.keys() & one.names.keys()
    assert not scene("زار الراعي النرويج أمس").blamed


def test_states_are_known_by_adjective_and_capital() -> None:
    assert scene("الشركة النرويجية").names.keys() & scene("موقف أوسلو").names.keys()


@pytest.mark.parametrize(
    ("word", "expected"), [("والمهندسين", "مهندس"), ("بالسد", "السد"[2:]), ("12", "12"), ("", "")]
)
def test_light_stems(word: str, expected: str) -> None:
    assert stem(word).endswith(expected)


def test_roots_meet_over_forms() -> None:
    assert root("قتيلا") == root("يقتلون") == root("مقتل") == root("قتل")
    assert root("غادر") != root("دخل")


def test_future_and_content_words() -> None:
    assert is_future("سيغادر")
    assert not is_future("سياسيه")
    assert is_content("سد")
    assert not is_content("في")
    assert "جسر" in without_clitics("والجسر")


@pytest.mark.parametrize(
    ("value", "hours"),
    [("PT45M", 0.75), ("P2D", 48.0), ("P1W", 168.0), ("2021", None), (None, None)],
)
def test_lengths(value: str | None, hours: float | None) -> None:
    assert hours_of(value) == hours


@pytest.mark.parametrize("name", ["counted_nouns", "fact_words", "kinds", "opposites", "reasons"])
def test_tables_are_sorted_and_say_their_source(name: str) -> None:
    rows = [tuple(row.values()) for row in table(name)]
    assert rows == sorted(set(rows))
    assert all(row["source"] for row in table(name))


def test_opposites_have_two_ends_and_no_form_stands_on_both() -> None:
    for axis in {row["axis"] for row in table("opposites")}:
        assert {row["end"] for row in table("opposites") if row["axis"] == axis} == {"+", "-"}, axis
    for form, ends in (
        *poles().items(),
        *((f, e) for f, r in pole_phrases().items() for _, e in r),
    ):
        axes = [pole.axis for pole in ends]
        both = {a for a in axes if len({p.end for p in ends if p.axis == a}) > 1}
        assert not both, (form, both)
    assert counted_nouns()["صواريخ"] == ("صاروخ", "weapon")


@settings(max_examples=80, deadline=None)
@given(st.one_of(ARABIC, st.text(max_size=80)))
def test_any_text_gives_a_scene_with_spans_inside_it(words: str) -> None:
    if not words:
        return
    one = scene(words)
    for span in spans_of(one):
        assert 0 <= span.start < span.stop <= len(words)


def test_scenes_grow_with_their_words() -> None:
    def make(size: int):  # type: ignore[no-untyped-def]
        words = "قتل 12 عاملا في انهيار منجم تل الغراب، بينهم 3 مهندسين يوم الاثنين. " * size
        return lambda: scene(words)

    assert growth(make, 10, 40, 9.0) < 9.0


def spans_of(one: Scene) -> list[Span]:
    kept = [*one.tokens.spans, *one.names.values(), *one.places.values(), *one.blamed.values()]
    kept += [figure.span for figure in one.figures] + [when.span for when in one.whens]
    kept += [deed.span for deeds in one.deeds.values() for deed in deeds]
    assert {field.name for field in fields(one)} >= {"figures", "whens", "names", "deeds"}
    return kept
