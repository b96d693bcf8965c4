"""The folded views: what is levelled, and that the way back is never wrong."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.text import fold, fold_letters

patient = settings(deadline=None)  # a busy machine is no failure

# Every kind of trouble: bidi controls, presentation forms, tatweel, zero-width, combining marks,
# lone surrogates, astral characters, line separators, digits of several scripts.
TROUBLE = (
    "\u200e\u200f\u202a\u202e\u2066\u2069\u061c\ufeff\u200b\u200c\u200d\u00ad"
    "\ufef5\ufefb\ufe91\ufdf2\ufdfa\ufdfb\ufdfc\ufe70\ufe71\ufc5e\ufcf2\ufd3e\ufd3f"
    "\u0640\u064b\u0651\u0670\u0300\u20dd\ud800\udfff\U0001f600\U00020000\U000e0041"
    "\n\r\t\v\f\x00\x1c\x85\u2028\u2029\u00a0\u202f ٣۷8०½²Ⅷ"
    "أإآٱىةؤئءکیabZ_.,:!؟؛،«»\"'-"
)
chars = st.one_of(
    st.sampled_from(TROUBLE),
    st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
    st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFF),
    st.characters(),
    st.integers(0xD800, 0xDFFF).map(chr),
)
texts = st.text(chars, max_size=80)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("الــقــرية", "القرية"),
        ("مُحَمَّدٌ", "محمد"),
        ("\u202bقرية\u202c", "قرية"),
        ("قر\u200bية", "قرية"),
        ("\ufefb", "لا"),
        ("\ufdf2", "الله"),
        ("٣۷8", "378"),
        ("کیف", "كيف"),
        ("أ\u2028ب\u0085ج\vد", "أ\nب\nج\nد"),
        ("أ\r\nب", "أ\r\nب"),
        ("أ\u00a0ب", "أ ب"),
        ("\ufe70", ""),
    ],
)
def test_plain_view(written: str, plain: str) -> None:
    assert fold(written).text == plain


def test_ligature_of_a_phrase_is_one_word() -> None:
    assert " " not in fold("\ufdfa").text


def test_letters_view_keeps_the_length() -> None:
    plain = fold("أُسرة إلى آخر مؤتمر رئيس").text
    assert len(fold_letters(plain)) == len(plain)
    assert fold_letters(plain) == "اسره الي اخر موتمر رييس"


@patient
@given(texts)
def test_map_is_monotone_and_inside_the_text(text: str) -> None:
    folded = fold(text)
    starts, stops = list(folded.starts), list(folded.stops)
    assert len(starts) == len(stops) == len(folded.text)
    assert starts == sorted(starts)
    assert stops == sorted(stops)
    assert all(0 <= a < b <= len(text) for a, b in zip(starts, stops, strict=True))


@patient
@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    plain = fold(text).text
    assert fold(plain).text == plain
    letters = fold_letters(plain)
    assert len(letters) == len(plain)
    assert fold_letters(letters) == letters


@patient
@given(texts)
def test_nothing_invisible_is_left(text: str) -> None:
    left = {unicodedata.category(char) for char in fold(text).text}
    assert not left & {"Mn", "Me", "Cf", "Zl", "Zp"}


@patient
@given(texts, st.data())
def test_there_and_back(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    stop = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.back(start, stop)
    assert 0 <= span.start < span.stop <= len(text)
    first = folded.forth(span.start)
    assert folded.starts[first] == span.start
    assert folded.text[start:stop] in fold(span.of(text)).text


@patient
@given(texts)
def test_forth_is_monotone(text: str) -> None:
    folded = fold(text)
    places = [folded.forth(offset) for offset in range(len(text) + 1)]
    assert places == sorted(places)
    assert places[-1] == len(folded.text)
