"""One key for every way of writing a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.gazetteer import name_key, name_warnings
from riwaya.gazetteer.keys import key_number

_ARABIC_MIX = st.text("ابتثدرسلمنهويأإآةىئؤءکیہە \u200f\u0640\u064b\u0651oOlI|-'aéİ", max_size=12)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("الرِّقّة", "الرقة"),
        ("حـلـب", "حلب"),
        ("إدلب", "ادلب"),
        ("الرقه", "الرقة"),
        ("كركوک", "كركوك"),
        ("سنجار\u200f", "سنجار"),
        ("تل  أبيب", "تل-أبيب"),
        ("کربلا", "كربلا"),
        ("ﺣﻠﺐ", "حلب"),
        ("Ḩalab", "halab"),
        ("ZÜRICH", "Zurich"),
        ("Łódź", "lodz"),
        ("Ra's al-‘Ayn", "ras al ayn"),
        ("İzmir", "izmir"),
        ("حمoص", "حمهص"),
    ],
)
def test_spellings_of_one_name_share_a_key(written: str, same: str) -> None:
    assert name_key(written) == name_key(same)


@pytest.mark.parametrize(
    ("one", "other"), [("الرقة", "رقة"), ("حلب", "حلبا"), ("Paris", "باريس"), ("دوما", "دومة")]
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text() | _ARABIC_MIX)
def test_the_key_of_a_key_is_itself(text: str) -> None:
    key = name_key(text)
    assert name_key(key) == key
    assert key == " ".join(key.split())


@given(st.text() | _ARABIC_MIX)
def test_a_key_holds_no_mark_control_or_punctuation(text: str) -> None:
    assert all(char.isalnum() or char == " " for char in name_key(text))


@given(_ARABIC_MIX, st.integers(0, 12))
def test_invisible_characters_do_not_count(text: str, place: int) -> None:
    for invisible in "\u200f\u202b\u202c\u2066\u0640\u064e":
        assert name_key(text[:place] + invisible + text[place:]) == name_key(text)


@given(st.text())
def test_the_number_of_a_key_fits_the_database(text: str) -> None:
    assert -(2**63) <= key_number(name_key(text)) < 2**63


@pytest.mark.parametrize(
    ("name", "warning"),
    [
        ("حمص\u202e", "bidi controls"),
        ("حمoة", "look like Arabic"),
        ("дمشق", "two scripts"),
        ("کربلا", "Persian or Urdu"),
        ("ن", "one letter"),
    ],
)
def test_odd_writing_is_told(name: str, warning: str) -> None:
    assert any(warning in told for told in name_warnings(name))


@pytest.mark.parametrize("name", ["الرقة", "دِمَشق", "Al-Ḩasakah", "تل أبيض", "مخيم 5"])
def test_plain_names_are_not_odd(name: str) -> None:
    assert name_warnings(name) == ()
