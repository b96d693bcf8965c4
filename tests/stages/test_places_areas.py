"""Areas, protected sites, and places that the gazetteer lacks, with the fake gazetteer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from riwaya.stages.places import PlacesStage
from tests.stages.test_places import GAZETTEER, STATES, marked, read

# --- areas -------------------------------------------------------------------------------------

AREAS = [
    ("قصف |ريف [النهرين] الغربي|", 4, 2),
    ("قصف |ريف [الرمانة] الغربي| في [سوريا]", 2, 2),
    ("قصف |ريف [الرمانة]| في [سوريا]", 2, 2),
    ("العابرون |للحدود مع [تركيا]|", 5, 3),
    ("قصف |ريف محافظة [النهرين] الغربي|", 4, 2),
    ("قصف |ريفي [النهرين] الغربي والجنوبي الغربي| ليلا", 4, 2),
    ("قصف في |ريف [النهرين]|", 4, 3),
    ("غارات ب|ريف [النهرين] الشمالي الشرقي|", 4, 2),
    ("قصف |[النهرين] وريفها الشرقي|", 4, 2),
    ("معارك |شمال [النهرين]|", 2, 2),
    ("معارك |شمال غربي مدينة [النهرين]|", 2, 2),
    ("معارك في |أقصى شمال شرق [سوريا]|", 5, 3),
    ("معارك |جنوبي محافظة [النهرين]|", 4, 2),
    ("انفجار |قرب [النهرين]|", 2, 2),
    ("انفجار ب|القرب من مدينة [النهرين]|", 2, 2),
    ("حاجز في |محيط [النهرين]|", 2, 2),
    ("حاجز في |ضواحي [النهرين]|", 2, 2),
    ("حاجز على |أطراف مدينة [النهرين]|", 2, 2),
    ("قاعدة على |بعد 20 كم من [النهرين]|", 2, 2),
    ("قاعدة على |بعد نحو 12 كيلومترا شمال مدينة [النهرين]|", 2, 2),
    ("قاعدة على |بعد 90 كم من [النهرين]|", 5, 2),
    ("قاعدة على |بعد تسعين كيلومترا من [النهرين]|", 5, 2),
    ("معبر على |الحدود السورية مع [تركيا]|", 5, 3),
    ("نقطة على |حدود [سوريا]|", 5, 3),
    ("زورق |قبالة سواحل [ليبيا]|", 5, 3),
    ("معارك في |الأحياء الشرقية من مدينة [النهرين]|", 2, 2),
    ("معارك إلى |الشمال من [النهرين]|", 2, 2),
]


@pytest.mark.parametrize(("text", "where", "geo"), AREAS)
def test_an_area_has_its_words_a_code_and_no_point(text: str, where: int, geo: int) -> None:
    wanted = re.sub(r"[\[\]]", "", text.split("|")[1])
    found = read(text.replace("|", ""))
    reading = found.draft.places[0]
    assert reading.span.of(found.text) == wanted
    assert (reading.level, reading.lat, reading.lon) == ("area", None, None)
    assert (reading.where_prec, reading.geo_precision) == (where, geo)


NO_AREAS = [
    "وصل من [النهرين]",
    "في وسط مدينة [النهرين]",
    "مدينة [النهرين] الغربية",
    "بعد [النهرين] توجه شمالا",
    "اتجه شمالا نحو [النهرين]",
    "بعد 20 كم. [النهرين] هادئة",
    "شمالا، [النهرين]",
]


@pytest.mark.parametrize("text", NO_AREAS)
def test_a_place_itself_keeps_its_point(text: str) -> None:
    found = read(text)
    reading = found.of("النهرين")
    assert (reading.level, reading.where_prec, reading.lat) == ("city", 1, 35.9)
    assert reading.span.of(found.text) == "النهرين"


def test_what_is_said_of_one_area_holds_for_the_next() -> None:
    found = read("معارك في ريفي [النهرين] و[التين]")
    assert [found.of(name).level for name in ("النهرين", "التين")] == ["area", "area"]


@pytest.mark.parametrize("text", ["قرب [النهرين] و[التين]", "شرق [النهرين] و[التين] في [سوريا]"])
def test_a_side_of_one_place_is_not_said_of_the_next(text: str) -> None:
    found = read(text)
    assert (found.of("النهرين").level, found.of("التين").level) == ("area", "city")


def test_both_ends_of_a_border_are_areas() -> None:
    found = read("على الحدود بين [سوريا] و[العراق]")
    assert {found.of(name).level for name in ("سوريا", "العراق")} == {"area"}


def test_each_of_two_areas_has_its_own_direction() -> None:
    found = read("معارك في ريفي [النهرين] الشمالي و[التين] الجنوبي")
    spans = [found.of(name).span.of(found.text) for name in ("النهرين", "التين")]
    assert spans == ["ريفي النهرين الشمالي", "التين الجنوبي"]
    assert {found.of(name).level for name in ("النهرين", "التين")} == {"area"}


def test_a_governorate_called_countryside_is_no_area() -> None:
    reading = read("محافظة ريف [الصنوبر]").of("الصنوبر")
    assert (reading.entity, reading.level, reading.where_prec) == ("g:rif", "admin1", 4)
    whole = read("في [ريف الصنوبر] السورية").of("ريف الصنوبر")
    assert (whole.entity, whole.level) == ("g:rif", "admin1")


def test_a_sea_lies_in_no_country() -> None:
    found = read("سفينة في [البحر الأخضر]")
    assert found.entity("البحر الأخضر").country == "XX"
    assert found.of("البحر الأخضر").where_prec == 7


def test_a_river_of_several_countries_is_no_international_water() -> None:
    reading = read("على ضفاف [الوادي الأخضر]").of("الوادي الأخضر")
    assert (reading.country, reading.where_prec, reading.geo_precision) == ("XX", 5, 3)


# --- sites -------------------------------------------------------------------------------------


def test_a_facility_takes_the_country_of_the_name_inside_it() -> None:
    found = read("غارة على {مستشفى النهرين الوطني} في [سوريا]")
    entity, reading = found.entity("مستشفى النهرين الوطني"), found.of("مستشفى النهرين الوطني")
    assert (entity.country, entity.lat) == ("SY", None)
    assert entity.id == "local:مستشفى النهرين الوطني"
    assert (reading.level, reading.country, reading.coarsened) == ("facility", "SY", True)


def test_a_protected_site_gets_the_point_of_its_district() -> None:
    found = read("غارة على {مستشفى النخيل}")
    entity, reading = found.entity("مستشفى النخيل"), found.of("مستشفى النخيل")
    assert (reading.lat, reading.lon, reading.where_prec) == (35.7, 36.5, 3)
    assert (entity.lat, entity.lon) == (35.7, 36.5)
    assert reading.coarsened
    assert reading.admin[-1] == "وادي التين"


def test_coarsening_can_be_switched_off() -> None:
    found = read("غارة على {مستشفى النخيل}", coarsen=False)
    entity, reading = found.entity("مستشفى النخيل"), found.of("مستشفى النخيل")
    assert (reading.lat, reading.where_prec, reading.coarsened) == (35.62, 1, False)
    assert entity.lat == 35.62


def test_a_camp_is_coarsened_by_its_word_or_by_the_gazetteer() -> None:
    for text in ("قصف مخيم [السنديان]", "قصف [السنديان]", "قصف {مخيم السنديان}"):
        (reading,) = read(text).draft.places
        assert reading.coarsened, text
        assert (reading.lat, reading.lon) != (35.61, 36.41), text


def test_a_camp_called_so_once_is_kept_back_everywhere() -> None:
    found = read("في [الرمانة] السورية. قصف مخيم [الرمانة] السورية")
    assert [r.coarsened for r in found.draft.places] == [True, True]
    assert found.entity("الرمانة").lat == 35.7


@pytest.mark.parametrize("word", ["مدارس", "مخيمات", "مطار", "مستشفيات", "جامعة"])
def test_sites_of_a_town_do_not_blur_the_town(word: str) -> None:
    reading = read(f"تضررت {word} [النهرين]").of("النهرين")
    assert (reading.entity, reading.lat, reading.coarsened) == ("g:nahr", 35.9, False)


def test_a_protected_site_without_a_district_has_no_point() -> None:
    reading = read("غارة على {مستشفى طرابين} في [ليبيا]").of("مستشفى طرابين")
    assert (reading.lat, reading.coarsened, reading.country) == (None, True, "LY")


def test_an_embassy_lies_where_the_text_says_and_not_in_its_owners_country() -> None:
    found = read("احتجاج أمام {السفارة الفرنسية} في [طرابين] ب[لبنان]")
    assert found.entity("السفارة الفرنسية").country == "LB"


# --- places that the gazetteer lacks -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "country", "where"),
    [
        ("قصف بلدة [القيقب] السورية", "SY", 6),
        ("قصف بلدة [القيقب] في ريف [التين] الجنوبي", "SY", 2),
        ("قصف بلدة [القيقب] بمحافظة [التين]", "SY", 4),
        ("قصف بلدة [القيقب]، شمالي [العراق]", "IQ", 6),
        ("قالت [سوريا] إن بلدة [القيقب] آمنة", "SY", 6),
        ("قصف بلدة [القيقب]", None, None),
        ("بين [سوريا] و[العراق] قصف على [القيقب]", None, None),
    ],
)
def test_an_unknown_place_takes_its_country_from_the_text(
    text: str, country: str | None, where: int | None
) -> None:
    found = read(text)
    reading = found.of("القيقب")
    assert (found.entity("القيقب").country, reading.country) == (country, country)
    assert (reading.lat, reading.lon, reading.where_prec) == (None, None, where)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("في قرية [القيقب] ببلدة [الزعرور] في محافظة [التين]", "SY"),
        ("في قرية [القيقب] مديرية [الزعرور]، شمالي [العراق]", "IQ"),
        ("خيام في [البادية السورية]", "SY"),
        ("وصل إلى [قلعة النهرين]", "SY"),
        ("وصل إلى {المستشفى الفرنسي} ليلا", "FR"),
        ("وصل إلى {المستشفى الفرنسي} في [طرابين] ب[لبنان]", "LB"),
        ("وصل إلى {القاعدة الفرنسية} ليلا", None),
    ],
)
def test_what_the_names_hold_and_what_holds_them_tells_the_country(
    text: str, country: str | None
) -> None:
    assert read(text).draft.places[0].country == country


def test_a_part_of_a_place_as_a_name_of_its_own_is_an_area() -> None:
    found = read("غارات على [شمال سوريا] و[ريف النهرين الغربي] في [سوريا]")
    for name, where in (("شمال سوريا", 5), ("ريف النهرين الغربي", 2)):
        reading = found.of(name)
        assert (reading.level, reading.lat, reading.country) == ("area", None, "SY"), name
        assert reading.where_prec == where, name
        assert reading.entity == f"local:{name}"


def test_a_country_worked_out_from_the_document_is_less_sure_than_one_that_is_told() -> None:
    told = read("قصف بلدة [القيقب] السورية").entity("القيقب").origins
    guessed = read("قالت [سوريا] إن بلدة [القيقب] آمنة").entity("القيقب").origins
    scores = [
        next((o.rule, o.score or 0) for o in origins if o.field == "country")
        for origins in (told, guessed)
    ]
    assert [rule for rule, _ in scores] == ["nationality-beside", "document-country"]
    assert scores[0][1] > scores[1][1]


def test_a_small_place_abroad_is_not_taken_where_the_text_plays_elsewhere() -> None:
    found = read("قال الجيش الليبي إن دورية ليبية عبرت [الرمانة] نحو [ليبيا]")
    assert found.entity("الرمانة").id == "local:الرمانة"
    assert found.of("الرمانة").lat is None


def test_nothing_else_of_the_draft_is_touched() -> None:
    draft = marked("قال <مجلس النهرين> في [النهرين]", STATES)
    after = PlacesStage(GAZETTEER).run(draft)
    assert after.mentions[0] == draft.mentions[0]
    assert after.entities[0] == draft.entities[0]
    assert len(after.places) == 1


def test_a_mention_without_entity_gets_one_when_its_place_is_known() -> None:
    draft = marked("وصل إلى [النهرين] و[القيقب]")
    bare = draft.having(
        mentions=tuple(replace(m, entity=None) for m in draft.mentions), entities=()
    )
    after = PlacesStage(GAZETTEER).run(bare)
    assert [m.entity for m in after.mentions] == ["g:nahr", None]
    assert [entity.id for entity in after.entities] == ["g:nahr"]
    assert [reading.entity for reading in after.places] == ["g:nahr", None]
