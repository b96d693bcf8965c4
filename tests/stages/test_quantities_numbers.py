"""The number parser: every whole number has its words, and the words their number."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.resources import lexicon
from riwaya.text import TextView
from riwaya.text.numbers import NumberRead, NumberReader, read_figure

patient = settings(deadline=None)  # a busy machine is no failure
READER = NumberReader(lexicon("number_words"))
UNITS = "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة".split()  # noqa: SIM905
TENS = "- عشرة عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()  # noqa: SIM905
HUNDREDS = "- مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة".split()  # noqa: SIM905


def read(text: str) -> NumberRead | None:
    """The number at the beginning of a text."""
    return READER.read([word.letters for word in TextView(text).words])


def spelled(number: int) -> str:
    """A number from 3 to 999,999 in words."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        head = {1: "ألف", 2: "ألفان"}.get(thousands) or (
            f"{spelled(thousands)} {'آلاف' if thousands <= 10 else 'ألف'}"
        )
        return f"{head} و{spelled(rest)}" if rest else head
    hundreds, rest = divmod(number, 100)
    words = [HUNDREDS[hundreds]] if hundreds else []
    if rest:
        words.append(below_hundred(rest))
    return " و".join(words)


def below_hundred(number: int) -> str:
    """A number from 1 to 99 in words."""
    tens, unit = divmod(number, 10)
    if number < 10:
        return UNITS[number]
    if unit == 0:
        return TENS[tens]
    if tens == 1:
        return {1: "أحد", 2: "اثنا"}.get(unit, UNITS[unit]) + " عشر"
    return f"{UNITS[unit]} و{TENS[tens]}"


@patient
@given(st.integers(2, 999_999).filter(lambda n: n % 1000 != 1))
def test_every_number_is_read_from_its_words(number: int) -> None:
    words = spelled(number)
    found = read(words)
    assert found is not None
    assert found.whole == number
    assert found.consumed == len(TextView(words).words)


@patient
@given(st.integers(0, 10**15))
def test_every_number_is_read_from_figures(number: int) -> None:
    for figure in (str(number), f"{number:,}", f"{number:,}".replace(",", "٬")):
        found = read(figure)
        assert found is not None
        assert found.whole == number


@pytest.mark.parametrize(
    ("text", "value", "consumed"),
    [
        ("خمسة وعشرون رجلا", 25, 2),
        ("إحدى عشرة امرأة", 11, 2),
        ("اثنتا عشرة", 12, 2),
        ("مئتان", 200, 1),
        ("ثلاث مئة", 300, 2),
        ("ثلاثمائة", 300, 1),
        ("ثمانمئة وأربعة", 804, 2),
        ("ثلاثة آلاف", 3000, 2),
        ("ألفان وخمسمئة", 2500, 2),
        ("مئة ألف", 100_000, 2),
        ("مئة وخمسة وعشرون ألفا وثلاثمئة وستون", 125_360, 6),
        ("27 ألفا و500", 27_500, 4),
        ("3 آلاف و62", 3062, 4),
        ("مليون و200 ألف و30", 1_200_030, 6),
        ("مليوني", 2_000_000, 1),
        ("ملياران", 2_000_000_000, 1),
        ("1.5 مليون", 1_500_000, 2),
        ("1,9 مليون", 1_900_000, 2),
        ("3.531 مليون", 3_531_000, 2),
        ("نصف مليون", 500_000, 2),
        ("مليون ونصف المليون", 1_500_000, 3),
        ("ربع مليون", 250_000, 2),
        ("٢٧ ٥٠٠", 27_500, 2),
        ("16.6", Fraction("16.6"), 1),
        ("خمسة وستة", 5, 1),  # not a sum
        ("40 و50", 40, 1),
        ("عشرون وثلاثون", 20, 1),
    ],
)
def test_numbers(text: str, value: int | Fraction, consumed: int) -> None:
    found = read(text)
    assert found is not None
    assert (found.value, found.consumed) == (value, consumed)


@pytest.mark.parametrize(
    ("text", "consumed"), [("الأربعة", 1), ("الاثني عشر", 2), ("الـ66", 2), ("الخمسة والعشرون", 2)]
)
def test_definite_numbers(text: str, consumed: int) -> None:
    found = read(text)
    assert found is not None
    assert found.definite
    assert found.consumed == consumed


@pytest.mark.parametrize(
    "text", ["", "رجل", "واحد", "آلاف", "ملايين", "10/12", "12:30", "و20", "و"]
)
def test_no_number(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("token", "scaled", "value"),
    [
        ("1.500", False, 1500),
        ("1.500", True, Fraction("1.5")),
        ("15,4", False, Fraction("15.4")),
        ("1,234,567", False, 1_234_567),
        ("1,23,4", False, None),
        ("20-30", False, None),
        ("9" * 25, False, None),
        ("", False, None),
    ],
)
def test_figures(token: str, scaled: bool, value: int | Fraction | None) -> None:
    assert read_figure(token, scaled) == value


@patient
@given(st.lists(st.sampled_from([row["word"] for row in lexicon("number_words")] + ["و", "20"])))
def test_any_row_of_number_words_is_read_without_harm(words: list[str]) -> None:
    tokens = [word.letters for word in TextView(" ".join(words)).words]
    for start in range(len(tokens)):
        found = READER.read(tokens, start)
        assert found is None or 1 <= found.consumed <= len(tokens) - start
