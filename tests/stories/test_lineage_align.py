"""Exact alignment: what is shown as shared is shared, whichever text is given first."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.stories.align import Shared, align
from tests.timing import growth

SMALL = st.lists(st.integers(0, 6), max_size=60)


def numbers(start: int, count: int) -> list[int]:
    return list(range(start, start + count))


def test_a_paragraph_within_other_text_is_found_from_its_first_to_its_last_word() -> None:
    common = numbers(1000, 30)
    a = [*numbers(0, 20), *common, *numbers(100, 20)]
    b = [*numbers(500, 7), *common, *numbers(600, 40)]
    assert align(a, b) == [Shared(20, 49, 7, 36, 30)]


def test_light_edits_do_not_cut_a_passage() -> None:
    a = numbers(0, 40)
    b = [*a[:10], 900, *a[11:20], *a[22:30], 901, 902, *a[30:]]
    assert align(a, b) == [Shared(0, 39, 0, 39, 37)]


def test_passages_in_another_order_are_found_each() -> None:
    first, second, third = numbers(0, 20), numbers(100, 20), numbers(200, 20)
    found = align([*first, *second, *third], [*third, *first, *second])
    assert found == [Shared(0, 39, 20, 59, 40), Shared(40, 59, 0, 19, 20)]


def test_an_edit_beside_the_end_of_a_passage_does_not_cut_its_last_words() -> None:
    a = numbers(0, 30)
    b = [*a[:2], 900, *a[3:27], 901, *a[28:]]
    assert align(a, b) == [Shared(0, 29, 0, 29, 28)]


def test_a_long_insertion_divides_a_passage() -> None:
    a = numbers(0, 40)
    b = [*a[:20], *numbers(900, 30), *a[20:]]
    assert align(a, b) == [Shared(0, 19, 0, 19, 20), Shared(20, 39, 50, 69, 20)]


def test_a_few_common_words_are_no_passage() -> None:
    assert align([1, 2, 3, 4, 5, *numbers(100, 20)], [1, 2, 3, 4, 5, *numbers(200, 20)]) == []


@pytest.mark.parametrize(("a", "b"), [([], []), ([], [1, 2, 3]), ([1], [1]), ([1, 2], [1, 2])])
def test_texts_without_three_words_share_nothing(a: list[int], b: list[int]) -> None:
    assert align(a, b) == []


@settings(deadline=None)
@given(SMALL, SMALL)
def test_passages_begin_and_end_with_equal_words_and_are_mostly_equal(
    a: list[int], b: list[int]
) -> None:
    for shared in align(a, b):
        assert 0 <= shared.a_first <= shared.a_last < len(a)
        assert 0 <= shared.b_first <= shared.b_last < len(b)
        assert a[shared.a_first] == b[shared.b_first]
        assert a[shared.a_last] == b[shared.b_last]
        lengths = shared.a_last - shared.a_first + 1, shared.b_last - shared.b_first + 1
        assert max(lengths) / 2 <= shared.equal <= min(lengths)


@settings(deadline=None)
@given(SMALL, SMALL)
def test_the_other_order_of_the_texts_gives_the_same_passages(a: list[int], b: list[int]) -> None:
    assert {each.swapped() for each in align(b, a)} == set(align(a, b))


@settings(deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=10, max_size=80, unique=True), st.data())
def test_a_copied_stretch_is_found_whole(words: list[int], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 8))
    last = data.draw(st.integers(first + 7, len(words) - 1))
    before, after = numbers(20_000, data.draw(st.integers(0, 9))), numbers(30_000, 5)
    found = align(words, [*before, *words[first : last + 1], *after])
    length = last - first + 1
    assert found == [Shared(first, last, len(before), len(before) + length - 1, length)]


@pytest.mark.parametrize("period", [1, 2, 7, 400])
def test_time_grows_with_the_length_of_texts_that_repeat_themselves(period: int) -> None:
    def make(size: int):
        a = [place % period for place in range(size)]
        return lambda: align(a, a[3:])

    assert growth(make, 4_000, 32_000, 14) < 14


def test_time_grows_with_the_length_where_nearly_every_word_is_edited() -> None:
    def make(size: int):
        rng = random.Random(1)
        a = [rng.randrange(8) for _ in range(size)]
        return lambda: align(a, [rng.randrange(8) for _ in range(size)])

    assert growth(make, 2_000, 16_000, 14) < 14
