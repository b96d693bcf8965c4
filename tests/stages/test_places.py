"""Places on own texts: `[name]` marks a place mention, `{name}` a facility, `<name>` another name.

The gazetteer here is a small invented one; tests with the real one are in test_places_real.py.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.gazetteer.base import GazetteerPlace, Level
from riwaya.gazetteer.keys import name_key
from riwaya.model import Document, Entity, Mention, NameKind, PlaceReading, Span, annotation_id
from riwaya.resources import lexicon
from riwaya.stages.base import Draft
from riwaya.stages.places import PlacesStage
from riwaya.stages.places.scoring import RULES

KINDS: dict[str, NameKind] = {"[": "place", "{": "facility", "<": "organisation", "(": "place"}
MARKS = re.compile(r"\[([^\[\]]*)\]|\{([^{}]*)\}|<([^<>]*)>|⟨([^⟨⟩]*)⟩")


class FakeGazetteer:
    """Places in a dict, the most important first."""

    def __init__(self, places: Sequence[GazetteerPlace]) -> None:
        self._ids = {place.id: place for place in places}
        self._keys: dict[str, list[GazetteerPlace]] = {}
        for place in places:
            for name in dict.fromkeys((place.name, *place.names)):
                self._keys.setdefault(name_key(name), []).append(place)

    def named(self, name: str) -> Sequence[GazetteerPlace]:
        return self._keys.get(name_key(name), [])

    def get(self, id_: str) -> GazetteerPlace | None:
        return self._ids.get(id_)


def place(
    id_: str,
    name: str,
    level: Level,
    country: str | None,
    at: tuple[float, float] | None,
    people: int = 0,
    *parents: str,
    names: tuple[str, ...] = (),
) -> GazetteerPlace:
    lat, lon = at or (None, None)
    return GazetteerPlace(
        id_, name, id_.partition(":")[2], level, country, lat, lon, people, parents, parents,
        (name, *names),
    )  # fmt: skip


SY, IQ, LY, LB, FR, US = "iso:SY", "iso:IQ", "iso:LY", "iso:LB", "iso:FR", "iso:US"
GAZETTEER = FakeGazetteer(
    [
        place(SY, "سوريا", "country", "SY", (35.0, 38.0), 20_000_000),
        place(IQ, "العراق", "country", "IQ", (33.0, 44.0), 40_000_000),
        place(LY, "ليبيا", "country", "LY", (27.0, 17.0), 7_000_000),
        place(LB, "لبنان", "country", "LB", (33.9, 35.9), 6_000_000),
        place(FR, "فرنسا", "country", "FR", (46.0, 2.0), 67_000_000),
        place(US, "الولايات المتحدة", "country", "US", (39.0, -98.0), 330_000_000),
        place("g:nahr-a1", "النهرين", "admin1", "SY", (36.1, 38.9), 0, SY),
        place("g:nahr", "النهرين", "city", "SY", (35.9, 39.0), 530_000, SY, "g:nahr-a1"),
        place("g:nahr-d", "النهرين", "admin2", "SY", (35.95, 39.1), 0, SY, "g:nahr-a1"),
        place("g:tin-a1", "التين", "admin1", "SY", (35.8, 36.6), 0, SY),
        place("g:tin-d", "وادي التين", "admin2", "SY", (35.7, 36.5), 0, SY, "g:tin-a1"),
        place("g:tin", "التين", "city", "SY", (35.9, 36.6), 130_000, SY, "g:tin-a1", "g:tin-d"),
        place("g:ram-sy", "الرمانة", "city", "SY", (35.6, 36.4), 9_000, SY, "g:tin-a1", "g:tin-d"),
        place("g:ram-iq", "الرمانة", "city", "IQ", (34.0, 41.0), 12_000, IQ),
        place("g:tar-ly", "طرابين", "city", "LY", (32.9, 13.2), 1_300_000, LY),
        place("g:tar-lb", "طرابين", "city", "LB", (34.4, 35.8), 230_000, LB),
        place("g:saf1", "الصفصاف", "city", "SY", (36.9, 37.0), 1_000, SY, "g:nahr-a1"),
        place("g:saf2", "الصفصاف", "city", "SY", (32.7, 36.1), 1_000, SY, "g:tin-a1"),
        place("g:dar-sy", "الديرية", "city", "SY", (36.0, 38.0), 2_000, SY, "g:nahr-a1"),
        place("g:dar-iq", "الديرية", "city", "IQ", (33.0, 44.5), 2_000, IQ),
        place("g:sea", "البحر الأخضر", "water", None, (30.0, 20.0)),
        place("g:nil", "الوادي الأخضر", "water", None, (20.0, 30.0), names=("نهر الوادي",)),
        place("g:kan", "كان", "city", "FR", (43.5, 7.0), 74_000, FR),
        place("g:lil", "ليل", "city", "FR", (50.6, 3.0), 230_000, FR),
        place("g:camp", "السنديان", "camp", "SY", (35.61, 36.41), 800, SY, "g:tin-a1", "g:tin-d"),
        place("g:hosp", "مستشفى النخيل", "facility", "SY", (35.62, 36.42), 0, SY, "g:tin-a1",
              "g:tin-d"),
        place("g:rif", "ريف الصنوبر", "admin1", "SY", (33.6, 36.4), 0, SY),
        place("g:sanaw", "الصنوبر", "city", "SY", (33.5, 36.3), 1_500_000, SY),
        place("g:jaz", "جزيرة اللؤلؤ", "island", "IQ", (29.0, 48.0), 0, IQ),
    ]
)  # fmt: skip


@dataclass
class Read:
    """What the stage made of a text: its readings by the words of the mention, and the draft."""

    draft: Draft

    @property
    def text(self) -> str:
        return self.draft.document.text

    def of(self, name: str, number: int = 0) -> PlaceReading:
        """The reading of the mention with these words."""
        ids = [m.id for m in self.draft.mentions if m.span.of(self.text) == name]
        return next(r for r in self.draft.places if r.mention == ids[number])

    def entity(self, name: str, number: int = 0) -> Entity:
        """The entity of the mention with these words."""
        id_ = self.of(name, number).entity
        return next(entity for entity in self.draft.entities if entity.id == id_)


def marked(text: str, states: dict[str, str] | None = None, nominal: str = "") -> Draft:
    """A draft of a marked text: one entity for each spelling; `states` maps names to ISO codes and
    `nominal` lists the descriptions (`المدينة=النهرين`)."""
    plain, spans, at = "", [], 0
    for match in MARKS.finditer(text):
        plain += text[at : match.start()]
        name = next(group for group in match.groups() if group is not None)
        spans.append((Span(len(plain), len(plain) + len(name)), name, KINDS.get(match[0][0])))
        plain += name
        at = match.end()
    document = Document("d", plain + text[at:])
    stands_for = dict(pair.split("=") for pair in nominal.split("|") if pair)
    entities: dict[str, Entity] = {}
    mentions = []
    for span, name, kind in spans:
        shown = stands_for.get(name, name)
        country = (states or {}).get(shown)
        id_ = f"actor:state-{country.lower()}" if country else f"local:{shown}"
        entities.setdefault(id_, Entity(id_, shown, kind or "place", (shown,), country=country))
        mentions.append(
            Mention(
                annotation_id("d", "mention", [span]), span, kind or "place", id_,
                name in stands_for,
            )
        )  # fmt: skip
    return Draft.of(document).having(mentions=tuple(mentions), entities=tuple(entities.values()))


STATES = {
    "سوريا": "SY", "العراق": "IQ", "ليبيا": "LY", "لبنان": "LB", "فرنسا": "FR",
    "الولايات المتحدة": "US", "تركيا": "TR",
}  # fmt: skip


def read(text: str, nominal: str = "", *, coarsen: bool = True) -> Read:
    return Read(PlacesStage(GAZETTEER, coarsen=coarsen).run(marked(text, STATES, nominal)))


# --- which place -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "id_"),
    [
        ("انفجار في [طرابين] جنوب [ليبيا] بحسب مصدر ليبي", "طرابين", "g:tar-ly"),
        ("خرج أهالي [طرابين] في [لبنان] إلى الشوارع", "طرابين", "g:tar-lb"),
        ("قال الجيش اللبناني إن دورية لبنانية وصلت إلى [طرابين]", "طرابين", "g:tar-lb"),
        ("وصل إلى [طرابين]", "طرابين", "g:tar-ly"),
        ("قصف في بلدة [الرمانة] السورية", "الرمانة", "g:ram-sy"),
        ("قصف في بلدة [الرمانة] العراقية قرب [سوريا]", "الرمانة", "g:ram-iq"),
        ("قصف في [الرمانة] بمحافظة [التين]", "الرمانة", "g:ram-sy"),
        ("قصف على بلدة [الرمانة] في ريف [التين] الجنوبي", "الرمانة", "g:ram-sy"),
        ("قصف على [الرمانة] ([العراق])", "الرمانة", "g:ram-iq"),
        ("قصف على [الرمانة]، غربي [العراق]", "الرمانة", "g:ram-iq"),
        ("البلدة العراقية [الرمانة] بعيدة", "الرمانة", "g:ram-iq"),
    ],
)
def test_context_tells_namesakes_apart(text: str, name: str, id_: str) -> None:
    assert read(text).entity(name).id == id_


def test_one_sense_holds_for_all_mentions_of_an_entity() -> None:
    found = read("اشتباك في [الرمانة].\nوقال سكان إن [الرمانة] السورية هادئة")
    assert {found.of("الرمانة", n).entity for n in (0, 1)} == {"g:ram-sy"}


def test_a_dateline_says_less_than_the_report() -> None:
    told = "{}قال الجيش اللبناني إن [لبنان] يراقب [القيقب]"
    opened = read(told.format("[طرابين]، [ليبيا] (CNN)-- ")).of("القيقب")
    named = read(told.format("في [طرابين]، [ليبيا]، ")).of("القيقب")
    assert opened.country == "LB"
    assert named.country != "LB"


def test_a_word_that_looks_like_a_nationality_is_none() -> None:
    assert read("قال وزير المالية إن السوق المالي و[القيقب] بخير").of("القيقب").country is None


def test_places_near_by_tell_namesakes_apart() -> None:
    assert read("قصف [التين] و[الديرية] و[النهرين]").entity("الديرية").id == "g:dar-sy"


def test_too_close_to_call_gives_the_country_that_all_share_and_no_point() -> None:
    found = read("قصف طال [الصفصاف]")
    entity, reading = found.entity("الصفصاف"), found.of("الصفصاف")
    assert (entity.id, entity.country) == ("local:الصفصاف", "SY")
    assert (reading.lat, reading.lon, reading.where_prec) == (None, None, 6)
    assert any(o.rule == "too-close" and o.score == 0 for o in entity.origins)


def test_too_close_to_call_in_two_countries_gives_nothing() -> None:
    found = read("وصل إلى [الديرية]")
    reading = found.of("الديرية")
    assert (reading.country, reading.lat, reading.where_prec) == (None, None, None)
    assert reading.entity == "local:الديرية"


@pytest.mark.parametrize("word", ["كان", "ليل"])
def test_a_common_word_is_no_place_by_the_gazetteer_alone(word: str) -> None:
    alone = read(f"[{word}] هادئا").entity(word)
    assert alone.id == f"local:{word}"
    assert alone.lat is None
    told = read(f"عرض الفيلم في مدينة [{word}] الفرنسية").entity(word)
    assert told.country == "FR"
    assert told.id.startswith("g:")


def test_a_common_word_is_never_made_a_mention() -> None:
    assert read("كان الليل هادئا في باريس").draft.places == ()


def test_a_state_keeps_its_actor_and_gets_a_reading() -> None:
    found = read("انسحب من [سوريا]")
    assert found.entity("سوريا").id == "actor:state-sy"
    assert (found.of("سوريا").level, found.of("سوريا").where_prec) == ("country", 6)
    assert (found.of("سوريا").country, found.of("سوريا").lat) == ("SY", 35.0)


def test_a_name_of_a_state_after_a_word_for_a_smaller_unit_is_not_the_state() -> None:
    draft = marked("ضربت عاصفة ولاية [ليبيا] ووصلت إلى [ليبيا]", STATES)
    found = Read(PlacesStage(GAZETTEER).run(draft))
    assert found.of("ليبيا", 1).level == "country"
    assert found.of("ليبيا", 0).level != "country"
    assert found.of("ليبيا", 0).lat is None


# --- city or governorate -----------------------------------------------------------------------


def test_a_bare_name_is_the_city() -> None:
    found = read("دخل الجيش [النهرين] في [سوريا]")
    assert found.entity("النهرين").id == "g:nahr"
    assert (found.of("النهرين").level, found.of("النهرين").where_prec) == ("city", 1)


def test_a_word_for_the_governorate_makes_it_one() -> None:
    found = read("قرى محافظة [النهرين]، وفي [النهرين] أيضا")
    assert {found.of("النهرين", n).entity for n in (0, 1)} == {"g:nahr-a1"}
    assert (found.of("النهرين").level, found.of("النهرين").where_prec) == ("admin1", 4)


def test_the_city_and_its_governorate_part_where_the_text_names_both() -> None:
    text = "في مدينة [النهرين] مركز محافظة [النهرين]. [المدينة] بعيدة و[المحافظة] واسعة"
    found = read(text, "المدينة=النهرين|المحافظة=النهرين")
    ids = [found.of(*name).entity for name in (("النهرين", 0), ("النهرين", 1))]
    assert ids == ["g:nahr", "g:nahr-a1"]
    assert found.of("المدينة").entity == "g:nahr"
    assert found.of("المحافظة").entity == "g:nahr-a1"
    assert len({entity.id for entity in found.draft.entities}) == len(found.draft.entities)


def test_a_word_before_two_names_holds_for_both() -> None:
    found = read("اشتباكات في محافظتي [النهرين] و[التين]")
    assert [found.of(name).level for name in ("النهرين", "التين")] == ["admin1", "admin1"]


def test_no_town_stands_for_a_unit_that_the_gazetteer_lacks() -> None:
    found = read("اشتباكات في محافظة [طرابين] الليبية")
    reading = found.of("طرابين")
    assert (reading.lat, reading.country, reading.where_prec) == (None, "LY", 6)


def test_a_gulf_is_not_the_town_that_it_is_named_after() -> None:
    found = read("سفينة في [خليج طرابين]")
    assert found.entity("خليج طرابين").country == "XX"
    assert found.of("خليج طرابين").lat is None


def test_a_gulf_and_a_town_of_one_name_part() -> None:
    found = read("سفينة في خليج [طرابين] ثم في [طرابين] الليبية")
    assert found.of("طرابين", 0).country == "XX"
    assert found.of("طرابين", 1).entity == "g:tar-ly"


def test_two_names_of_one_place_are_joined() -> None:
    found = read("في [النهرين]. وفي [مدينة النهرين] السورية")
    assert found.of("النهرين").entity == found.of("مدينة النهرين").entity == "g:nahr"
    assert found.entity("النهرين").names == ("النهرين", "مدينة النهرين")


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


# --- hostile texts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["النـهـرين", "النَّهرين", "\u202bالنهرين\u202c", "النهرین", "#النهرين"]
)
def test_spelling_tricks_do_not_hide_a_place(name: str) -> None:
    found = read(f"قصف على [{name}] ليلا")
    assert found.of(name).entity == "g:nahr"


@pytest.mark.parametrize("name", ["ا", "A", "9", "،", "\u200f", "_", "كك", "🙂", "و", "لل"])
def test_odd_names_have_no_place_and_break_nothing(name: str) -> None:
    found = read(f"في [{name}] قال")
    assert found.of(name).lat is None


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["[النهرين]", "[سوريا]", "{مستشفى النخيل}", "ريف", "شمال", "و[التين]", "الغربي",
             "مدينة", "من", "بعد", "20", "كم", "،", ".", "\n", "\u202e", "ـ", "وريفها", "في", "(",
             "[كان]", "-", "السورية", "حدود", "[]"[:0], "ل[الرمانة]", "الشرقي", "والجنوبي"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_order_of_words_gives_readings_inside_the_text(words: list[str]) -> None:
    draft = marked(" ".join(words), STATES)
    after = PlacesStage(GAZETTEER).run(draft)
    spans = {m.id: m.span for m in after.mentions}
    ids = {entity.id for entity in after.entities}
    places = sum(m.kind in ("place", "facility") for m in draft.mentions)
    assert len(after.places) == places
    for reading in after.places:
        assert reading.span.holds(spans[reading.mention])
        assert reading.span.stop <= len(after.document.text)
        assert reading.entity in ids
        assert reading.level != "area" or reading.lat is None
    assert after == PlacesStage(GAZETTEER).run(draft)


def test_mentions_that_meet_break_nothing() -> None:
    draft = marked("قصف على [ريف النهرين] ليلا")
    (mention,) = draft.mentions
    inside = replace(mention, id="inside", span=Span(mention.span.start + 4, mention.span.stop))
    after = PlacesStage(GAZETTEER).run(draft.having(mentions=(mention, inside)))
    assert sorted(r.mention for r in after.places) == sorted((mention.id, "inside"))


def _seconds(text: str) -> float:
    draft = marked(text, STATES)
    _ = draft.view.words, draft.view.sentences, draft.view.paragraphs
    started = time.process_time()
    PlacesStage(GAZETTEER).run(draft)
    return time.process_time() - started


@pytest.mark.parametrize(
    "piece",
    [
        "قصف على ريف [النهرين] الغربي و[التين] في [سوريا] ",
        "[طرابين] ",
        "شمال غرب ",
        "[قرية{n}] و",
        "20 كم من شمال الغربي و",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def text(count: int) -> str:
        return "".join(piece.replace("{n}", str(n)) for n in range(count)) + "[النهرين]"

    _seconds(text(50))
    small, large = _seconds(text(800)), _seconds(text(3200))
    assert large < 12 * small + 0.2


# --- data --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["place_homographs", "place_larger", "place_precision", "place_protected", "place_qualifiers",
     "place_words"],
)  # fmt: skip
def test_lexicons_are_sorted_unique_and_sourced(name: str) -> None:
    rows = lexicon(name)
    keys = [tuple(row.values()) for row in rows]
    assert keys == sorted(keys)
    heads = [key[:2] if name == "place_precision" else key[:1] for key in keys]
    assert len(set(heads)) == len(heads)
    assert all(row["source"] for row in rows)


def test_every_rule_says_what_it_does_and_has_a_name_of_its_own() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule.judge.__doc__ for rule in RULES)
