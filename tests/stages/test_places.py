"""Places on own texts: `[name]` marks a place mention, `{name}` a facility, `<name>` another name.

The gazetteer here is a small invented one; tests with the real one are in test_places_real.py.
"""

from __future__ import annotations

import re
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
from tests.timing import Work, growth

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
    def placing(count: int) -> Work:
        pieces = "".join(piece.replace("{n}", str(n)) for n in range(count))
        draft = marked(pieces + "[النهرين]", STATES)
        _ = draft.view.words, draft.view.sentences, draft.view.paragraphs
        return lambda: PlacesStage(GAZETTEER).run(draft)

    assert growth(placing, 400, 3200, enough=24) < 24


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
