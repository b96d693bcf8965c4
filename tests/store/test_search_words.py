"""Words as search sees them: readings, folding, particles; and a plain rule to compare with."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.store.index import lists
from riwaya.store.index.query import MOST_WORDS, terms_of
from riwaya.store.index.rows import row_words
from riwaya.store.index.snippet import best_stretch
from riwaya.store.index.words import (
    LONGEST,
    alternatives,
    forms_of,
    is_whole,
    readings,
    words_of,
)
from tests.timing import growth


def forms(text: str) -> list[str | None]:
    return [word and word.form for word in words_of(text)]


def finds(query: str, text: str) -> bool:
    (word,) = words_of(text)
    (asked,) = words_of(query)
    assert word
    assert asked
    return not frozenset(alternatives(asked.form)).isdisjoint(readings(word.form))


@pytest.mark.parametrize("word", ["الرقة", "رقة", "بالرقة", "والرقة", "للرقة", "وبالرقة", "كالرقة"])
@pytest.mark.parametrize("query", ["رقة", "الرقة", "الرقه", "رَقّة", "الرقـة"])
def test_a_name_is_found_under_particles_however_it_is_written(query: str, word: str) -> None:
    assert finds(query, word)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("يان", "بيان"), ("يانات", "وبيانات"), ("زير", "وزير"), ("زير", "ووزير"),
        ("زيرها", "وزيرها"), ("كاله", "وكالة"), ("جنة", "للجنة"), ("تزام", "التزام"), ("الف", "ف"),
        ("ألفين", "فين"),
        ("فين", "ألفين"), ("بالرقة", "الرقة"), ("قول", "سقول"), ("رق", "رقة"), ("قة", "رقة"),
    ],
)  # fmt: skip
def test_letters_of_the_word_itself_are_not_taken_for_particles(query: str, word: str) -> None:
    assert not finds(query, word)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("بيان", "والبيان"), ("وزير", "ووزير"), ("لجنة", "للجنة"), ("يقول", "سيقول"),
        ("سوريا", "وبسوريا"), ("إسلام", "الاسلام"), ("مسؤول", "المسوول"), ("شاطئ", "شاطي"),
        ("على", "علي"),
        ("الآن", "والآن"), ("ﻻجئ", "لاجئ"), ("١٢٣", "123"), ("27500", "٢٧٬٥٠٠"), ("3.5", "٣٫٥"),
        ("café", "CAFE\u0301"),
        ("STRASSE", "straße"), ("الله", "والله"),
    ],
)  # fmt: skip
def test_spellings_and_scripts_are_levelled(query: str, word: str) -> None:
    assert finds(query, word)


def test_words_have_their_place_in_the_untouched_text() -> None:
    text = "ـالرَّقّةـ\u200f، و٤٠٠ قتيل\nBBC_أ\u00a0x"
    words = [word for word in words_of(text) if word]
    assert [text[word.start : word.stop].strip("ـ\u200f") for word in words] == [
        "الرَّقّة", "٤٠٠", "قتيل", "BBC", "أ", "x",
    ]  # fmt: skip
    assert None in forms(text)


def test_lists_are_sorted_and_say_where_they_come_from() -> None:
    from importlib.resources import files

    for name in ("particles", "whole_words", "endings"):
        lines = (files("riwaya.store.index") / f"{name}.tsv").read_text("utf-8").splitlines()
        rows = [line.split("\t") for line in lines[2:]]
        assert lines[0].startswith("# ")
        assert lines[1].split("\t")[-1] == "source"
        assert all(row[-1] == "riwaya" for row in rows)
        assert [row[0] for row in rows] == sorted({row[0] for row in rows})


@given(st.text(max_size=80))
@settings(deadline=None)
def test_index_words_of_any_text_are_single_and_short(text: str) -> None:
    assert list(forms_of(text)) == forms(text)
    for word in words_of(text):
        if word is None:
            continue
        assert 0 <= word.start < word.stop <= len(text)
        for reading in (*readings(word.form), *alternatives(word.form)):
            assert 0 < len(reading) <= LONGEST
            assert not re.search(r"[\s|\"\x00\ud800-\udfff]", reading)
            assert not re.search(r"[^0-9a-z]", reading.encode("ascii", "ignore").decode())


@given(st.text(max_size=60))
@settings(deadline=None)
def test_a_text_finds_itself_and_each_of_its_words(text: str) -> None:
    words = [word for word in words_of(text) if word]
    rows = row_words("text", (text,))
    for word in words:
        (term,) = terms_of(text[word.start : word.stop].replace("-", " ")).required[:1] or (None,)
        if term and not term.is_phrase:
            assert any(f"t{one}" in rows.split(" ") for one in term.words[0])
    stretch = best_stretch(text, None, terms_of(text).required)
    assert stretch.span.of(text) == text[slice(*stretch.span)]
    assert all(stretch.span.holds(mark) for mark in stretch.marks)


_ROOT = st.text("جحخدرزشصضطعغقمنهي", min_size=3, max_size=5)
_BEFORE = st.sampled_from(["", *(sequence.joined for sequence in lists.particles())])


@given(_ROOT, _BEFORE, st.booleans())
@settings(deadline=None)
def test_whatever_may_stand_before_a_word_does_not_hide_it(
    root: str, before: str, article: bool
) -> None:
    sequence = next((one for one in lists.particles() if one.joined == before), None)
    if sequence and sequence.before and root[0] not in sequence.before:
        return
    if any(is_whole((before + root)[at:]) for at in range(len(before))):
        return  # بحره may be his sea
    assert finds(root, before + root)
    assert finds(f"ال{root}", before + root)
    if article and not before.endswith(("ال", "لل")):
        assert finds(f"ال{root}", f"ال{root}")


def test_queries_are_taken_apart() -> None:
    terms = terms_of('قال "وقف إطلاق النار" -قصف «في الرقة» -"من قبل" قال – و')
    assert [len(term.words) for term in terms.required] == [1, 3, 2, 1]
    assert [len(term.words) for term in terms.excluded] == [1, 2]
    assert terms_of("  \u200e ").blank
    assert terms_of("؟!").nothing
    assert not terms_of("").nothing
    assert terms_of('"باب مفتوح').required == terms_of("باب مفتوح").required
    many = terms_of(" ".join("ت" * number for number in range(1, 1000)))
    assert len(many.required) == MOST_WORDS


def test_the_best_stretch_has_most_of_the_terms_close_together() -> None:
    padding = "كلام " * 100
    text = f"نادر {padding} قصاب {padding} نادر وقصاب معا {padding}"
    stretch = best_stretch(text, None, terms_of("نادر قصاب").required)
    assert [mark.of(text) for mark in stretch.marks] == ["نادر", "وقصاب"]
    assert stretch.terms == 2
    assert 25 <= len(stretch.span.of(text).split()) <= 30
    assert text[stretch.span.start - 1] == text[stretch.span.stop] == " "


def test_a_word_without_end_is_cut_in_what_is_shown_and_indexed() -> None:
    text = "ا" * 5000 + " باب " + "ن" * 5000
    stretch = best_stretch(text, None, terms_of("باب").required)
    assert len(stretch.span.of(text)) <= 600
    assert [mark.of(text) for mark in stretch.marks] == ["باب"]
    assert finds("و" + "ن" * 5000, "و" + "ن" * 5000)
    assert finds("ن" * 5000, "و" + "ن" * 5000)


def test_indexing_and_showing_take_time_in_proportion_to_the_text() -> None:
    def make(size: int) -> object:
        text = " ".join(f"كلمة{number} في الباب" for number in range(size))
        terms = terms_of('"في الباب" باب').required

        def work() -> None:
            row_words("text", (text,))
            best_stretch(text, None, terms)

        return work

    assert growth(make, 2_000, 16_000, 20) < 20  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "ا" * 400_000 + " باب",
        "باب " + "ا" * 400_000 + " " + "ب" * 400_000,
        "كلمة " * 60_000 + "باب",
    ],
    ids=["one word", "two words", "many words"],
)
def test_a_long_text_is_looked_through_piece_by_piece(text: str) -> None:
    from riwaya.store.index.hits import _of_text

    stretch = _of_text(text, terms_of("باب").required)
    assert [mark.of(text) for mark in stretch.marks] == ["باب"]
