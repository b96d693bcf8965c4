"""Stored documents are put into stories, whatever interrupts, and no decision is lost."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterable

import pytest

from riwaya.errors import InputError, ResourceError
from riwaya.keep import grouping
from riwaya.keep.grouping import StoredPast, place_anew, place_new
from riwaya.keep.story_decisions import By, merge, move, split
from riwaya.model import Report
from riwaya.records import Placement
from riwaya.store.base import Store
from riwaya.stories.group import Grouper, group
from tests.store_kit import (
    StoreKind,
    make_report,
    placed,
    postgres_server,
    postgres_url,
    put,
    stores,
)

__all__ = ["postgres_server", "postgres_url", "stores"]

BY = By("سلمى", "قرأتهما")
PLACES = ("وادي الزان", "تل الورد", "حي الطواحين", "مخيم السرو")
MATTERS = (
    "إن الجسر القديم أُغلق أمام الشاحنات بعد انهيار الدعامة",
    "إن حريقا اندلع في مستودع الحبوب وامتد إلى المخبز",
    "إن المدرسة الثانوية فتحت أبوابها للنازحين من السيول",
    "إن مباراة الكأس أجلت بسبب العاصفة الرملية",
)


def reports(count: int) -> list[Report]:
    """Reports on a few matters, each in a place of its own, on some days in a row."""
    made = []
    for number in range(count):
        matter, day = number % len(MATTERS), 1 + number // 8
        text = (
            f"{PLACES[matter]} - نورس. قال المتحدث رقم {number} {MATTERS[matter]}. "
            f"وأضاف أن {PLACES[matter]} شهدت ذلك يوم أمس."
        )
        fields = {"id": f"d{number:03}", "outlet": f"منبر {number % 3}", "place": PLACES[matter]}
        published = None if number % 10 == 9 else f"2018-03-{day:02}"
        made.append(make_report(text, published=published, title=MATTERS[matter], **fields))
    return made


class Counted:
    """Puts all into one story, and says what it was asked."""

    def __init__(self, past: StoredPast, breaks: Iterable[str] = ()) -> None:
        self.past, self.breaks, self.asked = past, set(breaks), []

    def place(self, report: Report) -> Placement:
        document = report.document.id
        self.asked.append(document)
        if document in self.breaks:
            raise ZeroDivisionError(document)
        near = [one.story for one in self.past.near((report.document.published or "")[:10], 1)]
        return placed(report, near[-1] if near else f"s{document}")


def filled(store: Store, some: Iterable[Report]) -> None:
    for report in some:
        put(store, report)


def shown(store: Store) -> dict[str, tuple[str, ...]]:
    return {story.id: story.documents for story in store.stories()}


def plain(past: StoredPast) -> Grouper:
    return Grouper(past)


def test_a_store_is_grouped_as_files_are(stores: StoreKind) -> None:
    some = reports(60)
    with stores.open() as store:
        filled(store, reversed(some))
        done = place_new(store, plain)
        assert (done.placed, done.failures) == (60, [])
        assert sorted(map(sorted, shown(store).values())) == sorted(map(sorted, group(some)))
        assert len(shown(store)) == len(done.stories) > 1
        assert list(store.verify()) == []
        assert place_new(store, plain).placed == 0


def test_what_comes_later_joins_what_is_there(stores: StoreKind) -> None:
    some = reports(40)
    with stores.open() as store:
        filled(store, some[:20])
        place_new(store, plain)
        before = shown(store)
        filled(store, some[20:])
        place_new(store, plain)
        after = shown(store)
        assert all(after[story][: len(those)] == those for story, those in before.items())
        assert sum(map(len, after.values())) == 40


def test_nothing_is_loaded_where_nothing_waits(
    stores: StoreKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "_grouper", None)
    with stores.open() as store:
        assert place_new(store).placed == 0


def test_a_missing_pack_is_said_and_words_alone_decide(
    stores: StoreKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> object:
        raise ResourceError("the pack cannot be loaded.")

    monkeypatch.setattr("riwaya.stories.vectors.load_vectors", missing)
    with stores.open() as store:
        filled(store, reports(4))
        done = place_new(store)
        assert done.placed == 4
        assert ["words and names" in line for line in done.lines()] == [True]


def test_one_document_that_breaks_keeps_no_other_from_its_place(stores: StoreKind) -> None:
    with stores.open() as store:
        filled(store, reports(8))
        done = place_new(store, lambda past: Counted(past, ["d003"]))
        assert (done.placed, [one.where for one in done.failures]) == (7, ["document d003"])
        assert list(store.unplaced()) == ["d003"]
        assert "ZeroDivisionError" in next(iter(done.lines()))
        assert place_new(store, Counted).placed == 1


def test_a_document_that_is_removed_meanwhile_is_passed_over(stores: StoreKind) -> None:
    class Removing(Counted):
        def place(self, report: Report) -> Placement:
            if report.document.id == "d002":
                with stores.open() as other:
                    other.remove("d002", "سلمى", "طلب صاحبه")
            return super().place(report)

    with stores.open() as store:
        filled(store, reports(6))
        done = place_new(store, Removing)
        assert (done.placed, len(done.failures)) == (5, 1)
        assert store.story_of("d003") is not None
        with pytest.raises(InputError, match="removed"):
            store.story_of("d002")


def test_the_past_holds_what_is_stored_and_what_waits(stores: StoreKind) -> None:
    one, two, undated = (
        make_report(id=name, published=day)
        for name, day in (("a", "2018-03-01"), ("b", "2018-03-03"), ("c", None))
    )
    with stores.open() as store:
        filled(store, (one, two, undated))
        store.place(placed(one, "s1"))
        past = StoredPast(store)
        past.waiting += [placed(two, "s2"), placed(undated, "s3")]

        def near(day: str | None, window: int) -> list[str]:
            return [placement.story for placement in past.near(day, window)]

        assert near("2018-03-02", 1) == ["s1", "s2"]
        assert near("2018-03-02", 0) == []
        assert near("0001-01-01", 3) == []
        assert near(None, 5) == ["s3"]


def test_people_have_the_last_word_also_when_all_is_placed_anew(stores: StoreKind) -> None:
    with stores.open() as store:
        filled(store, reports(24))
        place_new(store, plain)
        first, second, third = list(shown(store))[:3]
        document = store.story(first).documents[1]
        move(store, second, document, BY)
        merge(store, second, third, BY)
        lone = store.story(first).documents[-1]
        split(store, first, lone, BY)
        before = shown(store)
        assert document in before[second]
        assert (lone,) in before.values()
        assert place_anew(store, "سلمى", plain).placed == 24
        assert {story: set(those) for story, those in shown(store).items()} == {
            story: set(those) for story, those in before.items()
        }
        assert len(list(store.story_judgements())) == 3


def test_what_was_decided_already_is_refused(stores: StoreKind) -> None:
    with stores.open() as store:
        filled(store, reports(2))
        store.place(placed(reports(2)[0], "s1"), placed(reports(2)[1], "s2"))
        for wrong, message in (
            (lambda: move(store, "s1", "d000", BY), "already"),
            (lambda: merge(store, "s1", "s1", BY), "already"),
            (lambda: split(store, "s1", "d001", BY), "not in story"),
            (lambda: split(store, "s1", "d000", BY), "alone"),
        ):
            with pytest.raises(InputError, match=message):
                wrong()
        assert list(store.story_judgements()) == []


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL and fork")
def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_twice(
    stores: StoreKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping, "_AT_ONCE", 4)
    some, chance = reports(60), random.Random(7)
    with stores.open() as store:
        filled(store, some)

    def work() -> None:
        with stores.open() as store:
            place_new(store, plain)

    killed = 0
    for _ in range(8):
        child = os.fork()
        if not child:
            try:
                work()
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, 0.3))
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert killed
    work()
    with stores.open() as store:
        assert list(store.unplaced()) == []
        assert sorted(map(sorted, shown(store).values())) == sorted(map(sorted, group(some)))
        assert list(store.verify()) == []
