"""Words, paragraphs, sentences and offsets on any Unicode text, and at any length."""

import itertools
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Span
from riwaya.text import TextView, fold, fold_letters
from riwaya.text.offsets import utf16_offset, utf16_span
from tests.timing import Work, growth

patient = settings(deadline=None)  # a busy machine is no failure
MARKS = (
    "\u200e\u200f\u202a\u202e\u2066\u061c\ufeff\u200b\u200d\u0640\u064b\u0651\u0300"
    "\ufef5\ufefb\ufdf2\ufdfa\ufdfc\ufe70\ufe71\ufc5e\ufcf2\ud800\udfff\U0001f600\U00020000"
    "\n\r\t\v\f\x00\x85\u2028\u2029\u00a0 ٣8½.…؟!؛،:«»\"'()[]_-/أبجىةلا"
)
chars = st.one_of(st.sampled_from(MARKS), st.characters(), st.integers(0xD800, 0xDFFF).map(chr))
texts = st.text(chars, max_size=120)
SENTENCE = "قال شاهد من بلدة الرمانة إنَّ 3 أشخاصٍ «أصيبوا» في الحادث. "


def ordered(spans: list[Span], text: str) -> bool:
    """Whether the spans are non-empty, inside the text, in order and apart."""
    inside = all(0 <= span.start < span.stop <= len(text) for span in spans)
    return inside and all(a.stop <= b.start for a, b in itertools.pairwise(spans))


@patient
@given(texts)
def test_words_are_ordered_and_apart(text: str) -> None:
    view = TextView(text)
    assert ordered([word.span for word in view.words], text)


@patient
@given(texts)
def test_a_word_is_what_its_span_folds_to(text: str) -> None:
    for word in TextView(text).words:
        assert fold(word.span.of(text)).text == word.plain
        assert fold_letters(word.plain) == word.letters
        assert word.is_word == word.plain[0].isalnum()


@patient
@given(texts)
def test_no_visible_character_is_outside_the_words(text: str) -> None:
    view = TextView(text)
    joined = "".join(word.plain for word in view.words)
    assert joined == "".join(view.plain.text.split())


@patient
@given(texts)
def test_paragraphs_and_sentences_hold_the_words(text: str) -> None:
    view = TextView(text)
    paragraphs, sentences = list(view.paragraphs), list(view.sentences)
    assert ordered(paragraphs, text)
    assert ordered(sentences, text)
    assert all(any(p.holds(s) for p in paragraphs) for s in sentences)
    for part in (paragraphs, sentences):
        held = [index for span in part for index in view.words_in(span)]
        assert held == list(range(len(view.words)))


@patient
@given(texts, st.data())
def test_words_in_are_those_that_touch(text: str, data: st.DataObject) -> None:
    view = TextView(text)
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    span = Span(start, stop)
    touching = [i for i, word in enumerate(view.words) if word.span.meets(span)]
    if start < stop:
        assert list(view.words_in(span)) == touching


@patient
@given(texts)
def test_paragraph_of_finds_the_holder(text: str) -> None:
    view = TextView(text)
    for number, span in enumerate(view.paragraphs):
        assert view.paragraph_of(span.start) == number
        assert view.paragraph_of(span.stop - 1) == number
    numbers = [view.paragraph_of(offset) for offset in range(len(text) + 1)]
    assert numbers == sorted(numbers)


@patient
@given(texts)
def test_utf16_offsets_are_those_of_the_encoding(text: str) -> None:
    for offset in range(len(text) + 1):
        units = len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
        assert utf16_offset(text, offset) == units
    assert utf16_span(text, Span(0, len(text))) == (0, utf16_offset(text, len(text)))


def test_utf16_of_an_astral_character_is_two() -> None:
    assert utf16_span("a\U0001f600b\ud800c", Span(1, 4)) == (1, 5)


@pytest.mark.parametrize(
    "end", ["\n", "\r", "\r\n", "\n\n", "\u2028", "\u2029", "\x85", "\v", "\f", "\r\n \r\n"]
)
def test_every_line_end_parts_paragraphs(end: str) -> None:
    text = f"وصل الوفد{end}ثم غادر"
    view = TextView(text)
    assert [span.of(text) for span in view.paragraphs] == ["وصل الوفد", "ثم غادر"]
    assert [span.of(text) for span in view.sentences] == ["وصل الوفد", "ثم غادر"]


def test_invisible_lines_are_no_paragraphs() -> None:
    text = "أول\n\u200f\u202c\n\u200fثان"
    assert [span.of(text) for span in TextView(text).paragraphs] == ["أول", "ثان"]


def test_a_stop_ends_a_sentence_behind_a_bidi_mark() -> None:
    text = "وصل الوفد.\u200f وغادر الحرس."
    assert len(TextView(text).sentences) == 2


def test_full_stops_inside_words_end_nothing() -> None:
    assert len(TextView("قالت (إن.تي.في) إن 1.5 مليون نزحوا.").sentences) == 1


def read(text: str) -> None:
    """Everything that a view computes."""
    view = TextView(text)
    for span in view.sentences:
        view.words_in(span)
        view.paragraph_of(span.start)


@pytest.mark.parametrize(
    "unit",
    [SENTENCE, SENTENCE + "\n", "ا", ".", "\u0651", "12,", "«", "\n", " ", "\u200f.", "!» "],
    ids=repr,
)
def test_time_is_linear_on_a_long_line(unit: str) -> None:
    """Eight times the line takes about eight times the time, whatever it repeats."""

    def reading(size: int) -> Work:
        return partial(read, unit * (size // len(unit)))

    assert growth(reading, 25_000, 200_000, enough=24) < 24


def test_five_megabytes_take_linear_time() -> None:
    paragraph = SENTENCE * 5 + "\n"

    def reading(size: int) -> Work:
        return partial(read, paragraph * (size // len(paragraph.encode())))

    assert growth(reading, 500_000, 5_000_000, enough=30) < 30


@settings(max_examples=20, deadline=None)
@given(st.text(st.sampled_from(MARKS), min_size=1, max_size=30))
def test_long_lines_keep_the_contract(unit: str) -> None:
    text = unit * (10_000 // len(unit))
    view = TextView(text)
    assert ordered([word.span for word in view.words], text)
    assert ordered(list(view.sentences), text)
