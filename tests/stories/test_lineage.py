"""Which reports carry the same text, and which had it first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Claim, Report, Span
from riwaya.stories.lineage import LineageIndex, lineage
from riwaya.stories.lineage_families import families
from riwaya.stories.model import Copy
from riwaya.stories.sketch import words_of
from tests.stories.lineage_kit import FOOTER, OTHER, WIRE, edited, invented, report
from tests.timing import growth

NOON, LATER = "2024-03-10T12:00:00+00:00", "2024-03-10T15:30:00+00:00"


def only(reports: list[Report]) -> Copy:
    (copy,) = lineage(reports)
    return copy


def pairs(reports: list[Report]) -> set[tuple[str, str]]:
    return {(copy.a, copy.b) for copy in lineage(reports)}


def words(text: str) -> list[int]:
    return words_of(text).hashes.tolist()


def test_one_text_under_another_headline_is_a_copy_of_nearly_the_whole() -> None:
    a = report("a", f"ترميم جسر عين السرو\n{WIRE}", "نورس")
    b = report("b", f"عبور أكثر أمانا في الوادي\n{WIRE}", "ضفاف")
    copy = only([a, b])
    (passage,) = copy.passages
    assert passage.a.of(a.document.text) == WIRE.removesuffix(".")
    assert passage.b.of(b.document.text) == WIRE.removesuffix(".")
    assert copy.share_a > 0.9 < copy.share_b


def test_a_lifted_paragraph_is_found_in_a_longer_text() -> None:
    paragraph = WIRE.split("\n")[2]
    a = report("a", f"{WIRE}\n{invented(1)}")
    b = report("b", f"{invented(2, 90)}\n{edited(paragraph, 3)}\n{invented(3, 60)}")
    copy = only([a, b])
    (passage,) = copy.passages
    assert passage.a.of(a.document.text) in paragraph
    assert copy.share_b < 0.3


def test_paragraphs_in_another_order_and_spelling_are_found() -> None:
    lines = WIRE.split("\n")
    folded = "\n".join(reversed(lines)).replace("أ", "ا").replace("ى", "ي").replace("ة", "ه")
    copy = only([report("a", WIRE), report("b", folded)])
    assert copy.share_a > 0.95
    assert len(copy.passages) == len(lines)


def test_reports_that_share_no_text_make_no_copies() -> None:
    assert lineage([report("a", WIRE), report("b", OTHER), report("c", invented(1))]) == ()


def test_reports_on_one_matter_in_their_own_words_make_no_copy() -> None:
    own = (
        "تبدأ ورشة ترميم الجسر القديم في عين السرو عند نهاية الشتاء.\n"
        "وأوضح نادر الحلاق، رئيس المجلس البلدي، أن المغتربين دفعوا نصف الكلفة البالغة "
        "ستين ألف دولار.\n"
        "ولن تغلق الطريق الجانبية أمام سيارات الإسعاف في أثناء الأشهر الأربعة التي يستغرقها العمل."
    )
    assert lineage([report("a", WIRE), report("b", own)]) == ()


def test_one_formula_sentence_is_no_copy() -> None:
    formula = "ولم يتسن لصوت المرج التحقق من هذه المعلومات من مصدر مستقل حتى الآن."
    reports = [report(str(n), f"{invented(n)}\n{formula}", "صوت المرج") for n in range(2)]
    assert lineage(reports) == ()


@pytest.mark.parametrize("count", [3, 10, 40])
def test_the_footer_of_an_outlet_is_no_copy(count: int) -> None:
    reports = [report(str(n), f"{invented(n)}\n{FOOTER}", "صوت المرج") for n in range(count)]
    assert lineage(reports) == ()


def test_a_copy_between_reports_with_a_footer_is_found() -> None:
    reports = [report(str(n), f"{invented(n)}\n{FOOTER}", "صوت المرج") for n in range(5)]
    reports += [report("x", f"{WIRE}\n{FOOTER}", "صوت المرج"), report("y", edited(WIRE, 1), "نورس")]
    assert pairs(reports) == {("x", "y")}


@pytest.mark.parametrize("count", [5, 60])
def test_copies_are_found_under_a_footer_that_a_crowd_has(count: int) -> None:
    reports = [report(str(n), f"{invented(n)}\n{FOOTER}", "صوت المرج") for n in range(count)]
    reports += [
        report(f"{n} again", f"{edited(invented(n), n)}\n{FOOTER}", "صوت المرج") for n in range(5)
    ]
    assert pairs(reports) == {(str(n), f"{n} again") for n in range(5)}


def test_a_statement_that_many_outlets_print_is_found_in_each() -> None:
    statement = invented(99, 50, 50)
    reports = [report(str(n), f"{invented(n)}\n{statement}", f"outlet {n}") for n in range(6)]
    assert len(lineage(reports)) == 15


def test_credit_tells_the_direction_against_the_times() -> None:
    a = report("a", f"عاجل\n{WIRE}\nنقلا عن صحيفة الضفاف.", "نورس", NOON)
    b = report("b", f"جسر جديد\n{WIRE}", "صحيفة الضفاف", LATER)
    copy = only([a, b])
    assert copy.direction == "b>a"
    assert "credits صحيفة الضفاف" in copy.why


def test_one_agency_that_both_credit_is_the_origin_and_gives_no_direction() -> None:
    a = report("a", f"عاجل\nعين السرو (رويترز) - {WIRE}", "نورس", NOON)
    b = report("b", f"جسر جديد\n{WIRE}\nوكالة رويترز", "ضفاف", LATER)
    copy = only([a, b])
    assert (copy.direction, copy.origin) == (None, "رويترز")
    assert copy.why.startswith("both credit رويترز")


def test_an_agency_whose_own_report_is_there_is_where_it_comes_from() -> None:
    a = report("a", f"عاجل\nعين السرو (رويترز) - {WIRE}", "ضفاف", NOON)
    copy = only([a, report("b", WIRE, "Reuters", NOON)])
    assert copy.direction == "b>a"


@pytest.mark.parametrize(
    ("first", "second", "direction"),
    [
        (NOON, LATER, "a>b"),
        (LATER, NOON, "b>a"),
        ("2024-03-10T12:00:00+03:00", "2024-03-10T10:00:00+00:00", "a>b"),
        ("2024-03-09", LATER, "a>b"),
        ("2024-03-10", LATER, None),
        ("2024-03-10T12:00:00", LATER, None),
        (NOON, NOON, None),
        (None, NOON, None),
        (None, None, None),
        ("2999-01-01", NOON, None),
        ("bad", NOON, None),
    ],
)
def test_times_tell_the_direction_where_they_can(
    first: str | None, second: str | None, direction: str | None
) -> None:
    copy = only([report("a", WIRE, "نورس", first), report("b", WIRE, "ضفاف", second)])
    assert copy.direction == direction
    assert copy.why


def test_words_that_both_quote_from_one_speaker_give_no_direction() -> None:
    def quoting(id_: str, before: str, published: str) -> Report:
        text = f"{before}\nقال الحلاق: «{OTHER}»"
        start = text.index(OTHER)
        claim = Claim(
            id="c1",
            cue=(Span(len(before) + 1, len(before) + 4),),
            source=(Span(len(before) + 5, len(before) + 11),),
            content=(Span(start, start + len(OTHER)),),
            mode="direct",
        )
        return replace(report(id_, text, id_, published), claims=(claim,))

    copy = only([quoting("a", invented(1), NOON), quoting("b", invented(2), LATER)])
    assert (copy.direction, copy.origin) == (None, "الحلاق")
    assert copy.why.startswith("both quote")


def test_the_order_of_the_reports_changes_nothing_but_the_sides() -> None:
    a, b = report("a", f"{WIRE}\n{invented(1)}", "نورس", NOON), report("b", WIRE, "ضفاف", LATER)
    there, back = only([a, b]), only([b, a])
    assert (there.a, back.a) == ("a", "b")
    assert (there.direction, back.direction) == ("a>b", "b>a")
    assert (there.share_a, there.share_b) == (back.share_b, back.share_a)
    assert {(each.a, each.b) for each in there.passages} == {
        (each.b, each.a) for each in back.passages
    }
    assert there.why == "a was published 3 hours before b; b stands wholly in a"
    assert back.why == "b was published 3 hours before a; a stands wholly in b"


@pytest.mark.parametrize("every", [10, 10**6])
def test_five_hundred_reports_of_one_text_make_a_bounded_list(every: int) -> None:
    reports = [
        report(str(n), edited(f"{WIRE}\n{OTHER}", n, every), f"outlet {n}") for n in range(500)
    ]
    copies = lineage(reports)
    assert 499 <= len(copies) <= 3_000
    (family,) = families(copies)
    assert len(family.documents) == 500
    assert family.first == "0"


def test_time_grows_with_the_number_of_copies_of_one_text() -> None:
    def make(size: int):
        reports = [report(str(n), edited(WIRE, n), f"outlet {n}") for n in range(size)]
        return lambda: lineage(reports)

    assert growth(make, 40, 400, 20) < 20


def test_the_index_finds_with_the_newest_what_all_together_show() -> None:
    reports = [
        report("a", f"{invented(1)}\n{WIRE}"),
        report("b", f"{invented(2)}\n{OTHER}"),
        report("c", edited(WIRE, 5)),
        report("d", f"{edited(OTHER, 6)}\n{edited(WIRE, 7)}"),
    ]
    index = LineageIndex()
    found = [copy for each in reports for copy in index.add(each)]
    assert {(copy.a, copy.b) for copy in found} == pairs(reports)
    assert {(copy.a, copy.b) for copy in found} == {("a", "c"), ("a", "d"), ("b", "d"), ("c", "d")}


def test_bad_input_is_compared_without_harm() -> None:
    reports = [
        report("empty", ""),
        report("spaces", " \n\t\n "),
        report("marks", "!!! … ؟"),
        report("one", "خبر"),
        report("english", "The bridge in the valley will be repaired after the rains. " * 3),
        report("again", "The bridge in the valley will be repaired after the rains. " * 3),
        report("surrogate", "\ud800 خبر عاجل"),
        report("capital", "İ" * 30 + " " + WIRE),
    ]
    assert pairs(reports) == {("english", "again")}
    assert lineage([]) == ()


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.integers(20, 60), st.floats(0.3, 1.0))
def test_passages_are_the_words_of_both_texts(seed: int, every: int, part: float) -> None:
    source = invented(seed, 100, 25)
    kept = words_of(source).span(0, int(part * 99)).of(source)
    b = f"{invented(seed + 1, 30)}\n{edited(kept, seed, every)}\n{invented(seed + 2, 30)}"
    copy = only([report("a", source), report("b", b)])
    assert 0 < copy.share_a <= 1
    assert 0 < copy.share_b <= 1
    for passage in copy.passages:
        in_a, in_b = words(passage.a.of(source)), words(passage.b.of(b))
        assert in_a[0] == in_b[0]
        assert in_a[-1] == in_b[-1]
        assert len(set(in_a) & set(in_b)) >= 0.5 * max(len(in_a), len(in_b))
        edges = source[passage.a.start - 1 : passage.a.start + 1] if passage.a.start else " خ"
        assert not edges[0].isalpha()


def test_time_grows_with_the_number_of_reports() -> None:
    def make(size: int):
        reports = [report(str(n), invented(n, 60)) for n in range(size)]
        return lambda: lineage(reports)

    assert growth(make, 40, 400, 20) < 20
