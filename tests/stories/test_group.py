"""Grouping: what joins, what stays apart, and that neither order nor repetition changes it."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Document, Report, document_id
from riwaya.stories.group import Grouper, MemoryPast, days_around, group, in_order
from riwaya.stories.model import story_id
from riwaya.stories.signature import signature_of
from tests.timing import growth

FIRE = [
    "حريق كبير يلتهم مخازن ميناء الزيتونة\nاندلع حريق كبير في مخازن القمح بميناء الزيتونة فجرا، "
    "وقال الدفاع المدني إن ثلاثة عمال أصيبوا باختناق.",
    "إصابة عمال في حريق ميناء الزيتونة\nأصيب ثلاثة عمال باختناق بعد أن اندلعت النيران في مخازن "
    "القمح في الميناء، بحسب الدفاع المدني.",
    "الدفاع المدني يخمد نيران مخازن القمح بالزيتونة\nتمكنت فرق الدفاع المدني من إخماد الحريق الذي "
    "شب في مخازن القمح بميناء الزيتونة، ونقل عمال مختنقون إلى المستشفى.",
]
VOTE = [
    "بلدية وادي الريحان تنتخب مجلسها\nتوجه سكان وادي الريحان إلى صناديق الاقتراع لاختيار مجلس "
    "بلدي جديد، وبلغت نسبة المشاركة نحو النصف.",
    "إغلاق صناديق الاقتراع في وادي الريحان\nأغلقت مراكز الاقتراع في بلدية وادي الريحان أبوابها "
    "وبدأ فرز أصوات الناخبين لاختيار المجلس البلدي.",
]
QUAKE = "هزة أرضية خفيفة قرب جبل السنديان\nسجل مرصد الزلازل هزة خفيفة قرب جبل السنديان بلا أضرار."


def report(text: str, published: str | None, outlet: str = "نورس", name: str = "") -> Report:
    id_ = name or document_id(outlet, None, f"{text}{published}")
    title = text.splitlines()[0] if text else None
    return Report(Document(id_, text, outlet=outlet, title=title, published=published))


def news() -> list[Report]:
    fires = [report(text, f"2021-03-0{n}T08:00:00Z") for n, text in enumerate(FIRE, start=2)]
    votes = [report(text, f"2021-03-0{n}T20:00:00Z") for n, text in enumerate(VOTE, start=2)]
    return [*fires, *votes, report(QUAKE, "2021-03-03")]


def sets(groups: Iterable[Iterable[str]]) -> set[frozenset[str]]:
    return {frozenset(members) for members in groups}


def expected() -> set[frozenset[str]]:
    ids = [one.document.id for one in news()]
    return sets([ids[:3], ids[3:5], ids[5:]])


def test_reports_on_one_happening_make_one_story() -> None:
    assert sets(group(news())) == expected()


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(6)))
def test_the_order_of_arrival_does_not_matter(order: list[int]) -> None:
    past = MemoryPast()
    grouper = Grouper(past)
    stories: dict[str, list[str]] = {}
    for at in order:
        placed = grouper.place(news()[at])
        past.add(placed)
        stories.setdefault(placed.story, []).append(placed.signature.document)
    assert sets(stories.values()) == expected()
    assert all(story == story_id(members[0]) for story, members in stories.items())


def test_a_batch_comes_out_the_same_in_any_order() -> None:
    reports = news()
    groups = group(reports)
    for seed in range(5):
        assert group(random.Random(seed).sample(reports, len(reports))) == groups


def test_a_document_keeps_its_place_when_it_comes_again() -> None:
    past = MemoryPast()
    first = Grouper(past)
    placed = [first.place(one) for one in news()]
    assert [first.place(one) for one in news()] == placed
    for one in placed:
        past.add(one)
    again = Grouper(past)
    assert [again.place(one) for one in reversed(news())] == placed[::-1]


def test_a_decision_that_the_past_tells_of_is_kept() -> None:
    past = MemoryPast()
    first = Grouper(past).place(news()[0])
    past.add(replace(first, story="sdecided"))
    joined = Grouper(past).place(news()[1])
    assert joined.story == "sdecided"


def test_a_story_ends_when_the_news_does() -> None:
    early, late = report(FIRE[0], "2021-03-02"), report(FIRE[1], "2021-03-20")
    assert len(group([early, late])) == 2


def test_a_story_goes_on_as_long_as_reports_come() -> None:
    days = [report(FIRE[n % 3], f"2021-03-{2 + 3 * n:02}", name=f"d{n}") for n in range(6)]
    assert len(group(days)) == 1


def test_two_happenings_of_one_kind_stay_apart() -> None:
    other = (
        "حريق في مصنع للنسيج ببلدة التلة البيضاء\nشب حريق في مصنع للنسيج في بلدة التلة البيضاء "
        "وأدى إلى إصابة حارس، وقالت الشرطة إن تماسا كهربائيا وراءه."
    )
    groups = group([*news()[:3], report(other, "2021-03-03")])
    assert sorted(map(len, groups)) == [1, 3]


def test_why_is_told_without_words_of_the_report() -> None:
    grouper = Grouper(MemoryPast())
    founded, joined = (grouper.place(one) for one in news()[:2])
    assert founded.why == "founded: nothing published near it shares words with it"
    assert founded.score == 1.0
    assert joined.why.startswith("joined: words 0.")
    assert joined.why.endswith("a day apart")
    assert 0 < joined.score < 1


def test_the_likest_story_is_named_for_one_that_stays_apart() -> None:
    grouper = Grouper(MemoryPast())
    grouper.place(report(FIRE[0], "2021-03-02"))
    apart = grouper.place(report(VOTE[0] + " وفي الزيتونة حريق.", "2021-03-07"))
    assert apart.story == story_id(apart.signature.document)
    assert apart.why.startswith("founded: the likest story near its day reaches 0.")


# Bad input


def test_nothing_and_one_report() -> None:
    assert group([]) == []
    one = report(QUAKE, "2021-03-03")
    assert group([one]) == [[one.document.id]]


def test_five_hundred_copies_of_one_text_are_one_story() -> None:
    copies = [report(FIRE[0], "2021-03-02", f"منبر {n}", f"c{n}") for n in range(500)]
    assert [len(members) for members in group(copies)] == [500]


def test_copies_cost_what_reports_cost() -> None:
    def make(number: int) -> object:
        copies = [report(FIRE[0], "2021-03-02", name=f"c{n}") for n in range(number)]
        return lambda: group(copies)

    assert growth(make, 200, 800, enough=7) < 9  # type: ignore[arg-type]


def test_reports_without_dates_are_grouped_among_themselves() -> None:
    undated = [
        replace(one, document=replace(one.document, published=None, id=f"u{n}"))
        for n, one in enumerate(news())
    ]
    assert sets(group(undated)) == {
        frozenset(s) for s in ({"u0", "u1", "u2"}, {"u3", "u4"}, {"u5"})
    }
    assert len(group([*undated, *news()])) == 6


@pytest.mark.parametrize("published", ["", "غدا", "2021-13-45", "31/03/2021"])
def test_a_date_that_is_none_counts_as_no_date(published: str) -> None:
    grouper = Grouper(MemoryPast())
    placed = [grouper.place(report(text, published, name=text[:9])) for text in FIRE[:2]]
    assert placed[0].signature.day is None
    assert placed[0].story == placed[1].story


@pytest.mark.parametrize("day", ["2099-01-01", "9999-12-31", "0001-01-01"])
def test_a_date_far_away_keeps_to_itself(day: str) -> None:
    far = [report(FIRE[0], day, name="f1"), report(FIRE[1], f"{day}T23:59:00-11:00", name="f2")]
    assert sets(group([*news(), *far])) == expected() | {frozenset({"f1", "f2"})}


@pytest.mark.parametrize(
    "text", ["", " \n ", "...", "في من على", "12", "\ud800", "ااا " * 5000, "the of and"]
)
def test_texts_without_matter_found_stories_of_their_own(text: str) -> None:
    grouper = Grouper(MemoryPast())
    odd = [grouper.place(report(text, "2021-03-02", name=f"o{n}")) for n in range(2)]
    fire = grouper.place(report(FIRE[0], "2021-03-02"))
    assert fire.story not in {one.story for one in odd}


def test_another_language_among_them_keeps_to_itself() -> None:
    english = [
        "Storm tears roofs off houses in Larkwood\nThe storm that hit Larkwood on Tuesday tore the "
        "roofs off forty houses, the mayor of the town said.",
        "Forty houses damaged in Larkwood storm\nForty houses have lost their roofs in the storm, "
        "according to the mayor of Larkwood.",
        "The minister of transport resigns\nThe minister of transport said on Tuesday that he "
        "would resign from the government after the inquiry into the ferry contract.",
    ]
    foreign = [report(text, "2021-03-03", name=f"e{n}") for n, text in enumerate(english)]
    assert sets(group([*news(), *foreign])) == expected() | sets([["e0", "e1"], ["e2"]])


# The window and the past


def test_days_around_stay_inside_the_calendar() -> None:
    assert days_around("2021-03-01", 1) == ["2021-02-28", "2021-03-01", "2021-03-02"]
    assert days_around("9999-12-31", 2) == ["9999-12-29", "9999-12-30", "9999-12-31"]
    assert days_around("0001-01-01", 1) == ["0001-01-01", "0001-01-02"]
    assert days_around(None, 3) == (None,)


def test_order_is_by_instant_and_undated_come_last() -> None:
    given_ = [
        report(QUAKE, None, name="none"),
        report(QUAKE, "2021-03-03T01:00:00+04:00", name="second"),
        report(QUAKE, "2021-03-02T20:00:00+00:00", name="first"),
        report(QUAKE, "2021-03-02T21:30:00", name="third"),
    ]
    assert [r.document.id for r in in_order(given_)] == ["first", "second", "third", "none"]


def test_only_days_in_the_window_are_asked_for() -> None:
    class Asked(MemoryPast):
        days: list[str | None]

        def near(self, day: str | None, window: int):  # type: ignore[no-untyped-def]
            self.days.append(day)
            return super().near(day, window)

    past = Asked()
    past.days = []
    grouper = Grouper(past)
    grouper.place(news()[0])
    assert sorted(map(str, past.days)) == [f"2021-02-{n}" for n in (25, 26, 27, 28)] + [
        f"2021-03-0{n}" for n in range(1, 8)
    ]
    count = len(past.days)
    grouper.place(replace(news()[1], document=replace(news()[1].document, published="2021-03-02")))
    assert len(past.days) == count


def test_signatures_are_enough_to_place_again() -> None:
    direct, again = Grouper(MemoryPast()), Grouper(MemoryPast())
    for one in news():
        assert direct.place(one) == again.place_signature(signature_of(one))


def test_work_grows_with_what_is_new_and_not_with_the_archive() -> None:
    def make(number: int) -> object:
        reports = [
            report(
                FIRE[n % 3], f"20{20 + n // 336}-{1 + n // 28 % 12:02}-{1 + n % 28:02}", name=f"{n}"
            )
            for n in range(number)
        ]
        return lambda: group(reports)

    assert growth(make, 300, 1200, enough=6) < 8  # type: ignore[arg-type]
