"""Fields become a Document with ids, dates and notes, or an error naming field and place."""

from __future__ import annotations

from typing import Any

import pytest

from riwaya.errors import DocumentError, InputError, LanguageError, RiwayaError
from riwaya.model import Document, document_id, text_sha256
from riwaya.sources.base import Intake
from riwaya.sources.documents import make_document

TEXT = "قالت رئيسة البلدية هند المرساوي إن الميناء سيفتح غدا."


def make(text: Any = TEXT, published: str | None = None, **fields: Any) -> Document:
    return make_document({"text": text, **fields}, "f.json", Intake(published))


def test_without_an_id_it_is_made_of_outlet_url_and_text() -> None:
    document = make(outlet="الساحل", url="https://sahel.example/1")
    assert document.id == document_id("الساحل", "https://sahel.example/1", TEXT)
    assert document.sha256 == text_sha256(TEXT)
    assert make(id="a7").id == "a7"


def test_the_given_date_is_only_for_documents_without_one() -> None:
    assert make(None or TEXT, "2018-03-31").published == "2018-03-31"
    document = make_document(
        {"text": TEXT, "published": "2017-01-02"}, "f", Intake(published="2018-03-31")
    )
    assert document.published == "2017-01-02"
    document = make_document({"text": TEXT, "published": ""}, "f", Intake(published="2018-03-31"))
    assert document.published == "2018-03-31"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2018-03-31", "2018-03-31"),
        (" 2018-03-31 ", "2018-03-31"),
        ("2018-03-31T14:30:00+04:00", "2018-03-31T14:30:00+04:00"),
        ("2018-03-31 14:30", "2018-03-31T14:30"),
        ("2020-02-29T00:00Z", "2020-02-29T00:00Z"),
    ],
)
def test_dates_in_iso_8601_are_taken(given: str, kept: str) -> None:
    document = make_document({"text": TEXT, "published": given}, "f", Intake())
    assert document.published == kept


@pytest.mark.parametrize(
    "value",
    ["2018-02-30", "2018-13-01", "2019-02-29", "31/03/2018", "2018-3-1", "أمس", "2018", "20180331",
     "2018-03-31T25:00", "0000-01-01", "2018-03-31Tnoon", "٢٠١٨-٠٣-٣١", "2018-03-31T1:00 x"],
)  # fmt: skip
def test_impossible_dates_are_refused(value: str) -> None:
    with pytest.raises(DocumentError, match=r"f: the date of publication .* Write it as 2018"):
        make_document({"text": TEXT, "published": value}, "f", Intake())


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "no field 'text'"),
        ({"text": None}, "'text' holds null instead of a string"),
        ({"text": ["a"]}, "'text' holds a list"),
        ({"text": TEXT, "id": 7}, "'id' holds a number"),
        ({"text": TEXT, "outlet": {}}, "'outlet' holds an object"),
        ({"text": TEXT, "title": True}, "'title' holds true or false"),
        ({"text": TEXT, "published": 2018}, "'published' holds a number"),
    ],
)
def test_wrong_fields_are_named(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        make_document(fields, "f", Intake())


@pytest.mark.parametrize("text", ["", "  \n\u00a0", "\n"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="the text is empty"):
        make(text)


@pytest.mark.parametrize(
    "text",
    [
        f"<!DOCTYPE html>\n<html lang='ar'><body>{TEXT}</body></html>",
        f"  <HTML><head><title>خبر</title></head><p>{TEXT}",
        f"<p>{TEXT}</p>\n<p class='b'>{TEXT}</p>",
        f"{TEXT}<br><br/><br />{TEXT}<br>",
    ],
)
def test_html_is_refused_with_advice(text: str) -> None:
    with pytest.raises(InputError, match=r"is HTML, not plain text\. Save only"):
        make(text)


@pytest.mark.parametrize("text", [f"{TEXT} <3", f"{TEXT} 5 < 7 و8 > 2", f"عاجل<br>{TEXT}"])
def test_a_stray_sign_is_not_html(text: str) -> None:
    assert make(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said that the harbour would open tomorrow.",
        f"The mayor of the coastal town, Hind Marsawi, said on Sunday: {TEXT[:20]}",
        "2018 - 31 / 3",
        "«؟!»",
        "شهردار شهر ساحلی گفت که بندر فردا باز می‌شود و گروه‌های امدادی پیش از ظهر به پایگاه "
        "رسیدند. او افزود که چهار نفر زخمی شده‌اند و پلیس بررسی را آغاز کرده است.",
        "Мэр сказал, что порт откроется завтра.",
    ],
)
def test_other_languages_are_not_read(text: str) -> None:
    with pytest.raises(LanguageError, match="nothing was read"):
        make(text)


def test_foreign_words_and_letters_in_an_arabic_text_are_fine() -> None:
    text = f"{TEXT} ونقلت شبكة Coastal News عن گابي پرتوفا وچاد ڤال قوله إن السفينة Sea Star وصلت."
    assert make(text).text == text


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (f"\u202b{TEXT}\u202c", "bidi controls in the text, kept"),
        (f"\u200f{TEXT}", "bidi controls in the text, kept"),
        (TEXT.replace(" ", "\u200c ", 1), "zero-width characters in the text, kept"),
        (f"\ufeff{TEXT}", "zero-width characters in the text, kept"),
        (TEXT.replace("لا", "\ufefb") + "\ufefb", "presentation forms in the text, kept"),
        (TEXT.replace("قا", "قـــا"), "tatweel in the text, kept"),
        (f"{TEXT}\ud800", "lone surrogates in the text, kept"),
    ],
)
def test_typesetting_is_kept_and_noted(text: str, note: str) -> None:
    document = make(text)
    assert document.text == text
    assert document.notes == (note,)


def test_a_split_surrogate_pair_is_one_character() -> None:
    assert make(f"{TEXT} \ud83d" + "\ude00").text == f"{TEXT} \U0001f600"


def test_every_refusal_names_the_place() -> None:
    for text in ("", "<html>", "only English", 3):
        with pytest.raises(RiwayaError, match=r"^f\.json: "):
            make(text)
