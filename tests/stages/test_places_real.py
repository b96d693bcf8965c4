"""Large and well-known places, with the embedded gazetteer and texts of our own."""

from __future__ import annotations

import pytest

from riwaya.model import Entity, PlaceReading
from riwaya.resources.actors import actor_with_id
from riwaya.stages.places import PlacesStage
from tests.stages.test_places import Read, marked

COUNTRIES = {
    "سوريا": "SY", "العراق": "IQ", "ليبيا": "LY", "لبنان": "LB", "فرنسا": "FR",
    "الولايات المتحدة": "US", "مصر": "EG", "بريطانيا": "GB", "تونس": "TN", "الكويت": "KW",
    "جورجيا": "GE", "روسيا": "RU", "اليمن": "YE", "عمان": "OM", "الأردن": "JO", "بلجيكا": "BE",
    "المغرب": "MA",
}  # fmt: skip
STAGE = PlacesStage()


def read(text: str) -> Read:
    return Read(STAGE.run(marked(text, COUNTRIES)))


def entity(text: str, name: str) -> Entity:
    return read(text).entity(name)


def reading(text: str, name: str) -> PlaceReading:
    return read(text).of(name)


@pytest.mark.parametrize(
    ("text", "name", "country", "lat"),
    [
        ("استقبلت [باريس] وفدا", "باريس", "FR", 48.9),
        ("انتقل الوفد من [الولايات المتحدة] إلى [باريس]", "باريس", "FR", 48.9),
        ("قال مسؤول أميركي في [باريس]", "باريس", "FR", 48.9),
        ("اشتباكات في [طرابلس] بعد خلاف بين فصائل ليبية", "طرابلس", "LY", 32.9),
        ("قطع محتجون طرقا في [طرابلس] شمالي [لبنان]", "طرابلس", "LB", 34.4),
        ("وصل الوزير إلى [القاهرة]", "القاهرة", "EG", 30.1),
        ("انفجار في مدينة [حلب] السورية", "حلب", "SY", 36.2),
        ("دخلت الشاحنات [الرقة]", "الرقة", "SY", 36.0),
        ("دخلت القوات [الموصل] العراقية", "الموصل", "IQ", 36.3),
        ("قال مصدر في [لندن] إن [روسيا] تنفي", "لندن", "GB", 51.5),
        ("سفن قرب [عدن] جنوبي [اليمن]", "عدن", "YE", 12.8),
        ("قال مسؤول أميركي في [الولايات المتحدة] إن [موسكو] تنفي", "موسكو", "RU", 55.75),
        ("محادثات أميركية في [جنيف] بحضور وفد [الولايات المتحدة]", "جنيف", "CH", 46.2),
    ],
)
def test_well_known_cities(text: str, name: str, country: str, lat: float) -> None:
    found = entity(text, name)
    assert found.country == country
    assert found.lat == pytest.approx(lat, abs=0.15)
    assert found.id.startswith("geonames:")


@pytest.mark.parametrize("name", ["كان", "ليل", "بيان", "فإن", "سلام", "قال", "صور", "من"])
def test_common_words_without_context_have_no_point(name: str) -> None:
    found = read(f"[{name}] هادئا")
    assert found.of(name).lat is None
    assert found.entity(name).id.startswith("local:")


def test_a_film_festival_town_is_found_by_its_context() -> None:
    found = entity("افتتح المهرجان في مدينة [كان] الفرنسية", "كان")
    assert found.country == "FR"


@pytest.mark.parametrize("name", ["الرقة", "حلب", "إدلب", "درعا"])
def test_the_city_by_default_and_the_governorate_by_its_word(name: str) -> None:
    assert reading(f"وصل إلى [{name}]", name).level == "city"
    found = reading(f"وصل إلى محافظة [{name}]", name)
    assert (found.level, found.where_prec, found.country) == ("admin1", 4, "SY")


@pytest.mark.parametrize(
    ("text", "name"),
    [("في مدينة [تونس]", "تونس"), ("في مدينة [الكويت]", "الكويت")],
)
def test_a_capital_that_bears_its_states_name(text: str, name: str) -> None:
    found = read(text)
    assert found.of(name).level == "city"
    assert found.entity(name).country == COUNTRIES[name]


def test_a_state_without_such_a_word_stays_the_state() -> None:
    found = read("انطلقت من [تونس] إلى [الكويت]")
    assert {e.id for e in found.draft.entities} == {"actor:state-tn", "actor:state-kw"}
    assert {r.level for r in found.draft.places} == {"country"}


def test_a_state_that_the_names_did_not_link_gets_the_actors_id() -> None:
    found = Read(STAGE.run(marked("سافر إلى [العراق] ثم عاد")))
    assert found.entity("العراق").id == "actor:state-iq"
    assert actor_with_id("actor:state-iq") is not None


def test_the_gaza_of_the_news_is_the_strip() -> None:
    assert reading("أهالي [غزة]", "غزة").level in ("admin1", "region")
    assert reading("أهالي مدينة [غزة]", "غزة").level == "city"


def test_the_governorate_around_a_capital() -> None:
    part = read("قصف ريف [دمشق] الشرقي ثم [دمشق]")
    assert (part.of("دمشق").level, part.of("دمشق").lat) == ("area", None)
    assert (part.of("دمشق").where_prec, part.of("دمشق").geo_precision) == (4, 2)
    assert part.of("دمشق").entity != part.of("دمشق", 1).entity
    assert part.of("دمشق", 1).level == "city"
    assert reading("سكان ريف [دمشق]", "دمشق").level == "admin1"


def test_a_capital_told_by_its_state() -> None:
    draft = marked("تظاهرات في [العاصمة السودانية]", COUNTRIES, "العاصمة السودانية=العاصمة")
    found = Read(STAGE.run(draft))
    assert found.entity("العاصمة السودانية").country == "SD"
    assert found.of("العاصمة السودانية").lat == pytest.approx(15.55, abs=0.15)


@pytest.mark.parametrize(
    ("text", "id_", "country"),
    [
        ("قال مسؤول أردني في [عمان] إن [الأردن] يدعم الحل", "geonames:250441", "JO"),
        ("العاصمة الأردنية [عمان] هادئة", "geonames:250441", "JO"),
        ("وصل السلطان إلى سلطنة [عمان] بحسب صحف عمانية", "actor:state-om", "OM"),
        ("اجتماع في [عمان]", "actor:state-om", "OM"),
    ],
)
def test_a_states_name_that_is_another_states_capital(text: str, id_: str, country: str) -> None:
    found = read(text)
    assert found.of("عمان").entity == id_
    assert found.of("عمان").country == country
    assert len({e.id for e in found.draft.entities}) == len(found.draft.entities)


def test_the_capital_of_a_state_is_not_the_state_called_a_capital() -> None:
    found = read("اجتماع في بروكسل عاصمة [بلجيكا]")
    assert (found.of("بلجيكا").entity, found.of("بلجيكا").level) == ("actor:state-be", "country")


def test_a_territory_whose_name_begins_with_a_word_of_kind() -> None:
    assert entity("محادثات عن [الصحراء الغربية] في [المغرب]", "الصحراء الغربية").country == "EH"


def test_a_river_and_a_gulf_that_bear_a_states_name() -> None:
    for text in ("ضفاف نهر [الأردن]", "سفن في خليج [عمان]"):
        (found,) = read(text).draft.places
        assert found.level == "water", text
        assert not (found.entity or "").startswith("actor:"), text


def test_once_called_a_governorate_a_name_is_the_city_where_the_text_speaks_of_one() -> None:
    text = "خرجت القافلة من محافظة [الرقة]. وبقي مدنيون في [الرقة]"
    assert [read(text).of("الرقة", number).level for number in (0, 1)] == ["admin1", "admin1"]
    text += "، وقال سكان المدينة إنهم ينتظرون"
    assert [read(text).of("الرقة", number).level for number in (0, 1)] == ["admin1", "city"]
