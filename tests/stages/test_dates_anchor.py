"""Times of texts that come without a publication date."""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.model import Document, TimeValue
from riwaya.stages.base import Draft
from riwaya.stages.dates import DatesStage

ARTICLE = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.txt"


def read(text: str, published: str | None = None) -> dict[str, TimeValue]:
    times = DatesStage().run(Draft.of(Document("d", text, published=published))).times
    return {item.span.of(text): item for item in times}


def test_a_full_date_and_a_named_yesterday_fix_the_day_of_writing() -> None:
    text = "وقع الاتفاق في 12 أكتوبر 2017.\nوانتهت الهدنة ليلة أمس السبت. ويعود الوفد غدا."
    times = read(text)
    night, tomorrow = times["ليلة أمس السبت"], times["غدا"]
    assert (night.value, night.anchor, night.inferred) == ("2017-10-14TNI", "text", True)
    assert (tomorrow.value, tomorrow.inferred) == ("2017-10-16", True)
    assert not times["12 أكتوبر 2017"].inferred


def test_a_stated_year_serves_a_day_without_one_and_is_marked() -> None:
    times = read("منذ يونيو 2019 والطريق مغلق. وفي 12 أكتوبر فتح ساعة واحدة.")
    assert (times["12 أكتوبر"].value, times["12 أكتوبر"].inferred) == ("2019-10-12", True)
    assert times["12 أكتوبر"].anchor == "text"


def test_without_any_year_the_year_stays_open() -> None:
    times = read("انتهت الهدنة ليلة أمس السبت. وقع الاتفاق في 12 أكتوبر/تشرين الأول.")
    day, night = times["12 أكتوبر/تشرين الأول"], times["ليلة أمس السبت"]
    assert (day.value, day.inferred) == ("XXXX-10-12", True)
    assert (night.value, night.inferred) == ("XXXX-WXX-6TNI", True)


def test_today_without_any_anchor_has_no_value() -> None:
    assert read("عاد الصيادون اليوم")["اليوم"].value is None


@pytest.mark.parametrize("published", ["", "أمس", "2018-13-45", "2018"])
def test_an_impossible_publication_date_counts_as_none(published: str) -> None:
    assert read("عاد الصيادون أمس", published)["أمس"].value is None


@pytest.mark.parametrize("published", ["0001-01-01", "9999-12-31"])
def test_the_calendar_ends_do_no_harm(published: str) -> None:
    text = "أمس وغدا والسبت المقبل وقبل 900 عام وبعد 90 شهرا والقرن الماضي و29 فبراير"
    assert read(text, published)


@pytest.mark.skipif(not ARTICLE.exists(), reason="../shared is not here")
def test_the_model_article() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    for published, day, night in (
        (None, "XXXX-10-12", "XXXX-WXX-6TNI"),
        ("2017-10-15", "2017-10-12", "2017-10-14TNI"),
    ):
        times = read(text, published)
        dated = next(item for words, item in times.items() if words.startswith("12 "))
        nightly = next(item for words, item in times.items() if words.startswith("ليلة "))
        assert (dated.value, dated.inferred) == (day, published is None)
        assert (nightly.value, nightly.inferred) == (night, published is None)
