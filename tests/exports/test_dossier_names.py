"""Names and places in the dossier and in explanations: neutral, or in the source's own «words»."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_reports import named_sample
from test_dossier import bare, safe

from riwaya.errors import DocumentError
from riwaya.exports import dossier, explain
from riwaya.exports.labels import LANGUAGES, labels
from riwaya.gazetteer.base import Level
from riwaya.model import (
    Claim,
    Document,
    Entity,
    Mention,
    NameKind,
    PlaceReading,
    Report,
    Span,
    Standing,
)


def test_a_card_says_who_speaks_for_whom() -> None:
    page = bare(dossier.render(named_sample(), "en"))
    for words in (
        "speaker «نادر قصاب» (public figure) role «المتحدث باسم» "
        "speaks for Wadi al-Zan Council (مجلس وادي الزان)",
        "chain this report ← Nawras Agency (وكالة نورس) ← «نادر قصاب»",
        "chain this report ← [hop not stated] ← «نادر قصاب»",
    ):
        assert words in page


def test_a_card_in_arabic_has_no_english_name() -> None:
    page = bare(dossier.render(named_sample()))
    assert "المتحدث «نادر قصاب» (شخصية عامة)" in page
    assert "باسم مجلس وادي الزان السند" in page
    assert "Wadi" not in page


def test_a_chain_without_hops_ends_at_the_speaker() -> None:
    report = named_sample()
    claim = replace(report.claims[0], isnad=(), isnad_words=(), speaker="actor:council")
    page = bare(dossier.render(replace(report, claims=(claim,)), "en"))
    assert "chain this report ← Wadi al-Zan Council (مجلس وادي الزان)" in page


def test_the_role_of_an_unnamed_speaker_is_shown_once() -> None:
    report = named_sample()
    unnamed = Entity("local:u", "المتحدث باسم", "person", ("المتحدث باسم",), standing="unnamed")
    claim = replace(report.claims[0], speaker="local:u", organisation=None)
    shown = replace(report, claims=(claim,), entities=(*report.entities, unnamed))
    page = bare(dossier.render(shown, "en"))
    assert "speaker «المتحدث باسم» (unnamed) chain" in page


def test_a_role_that_is_not_in_the_text_is_no_quotation() -> None:
    report = named_sample()
    claim = replace(report.claims[0], role="spokesperson")
    page = bare(dossier.render(replace(report, claims=(claim,)), "en"))
    assert "role spokesperson speaks for" in page


def test_names_are_listed_with_the_words_of_the_source() -> None:
    page = bare(dossier.render(named_sample(), "en"))
    for words in (
        "names: 6 · places: 4",
        "Names: Wadi al-Zan Council (مجلس وادي الزان) · organisation · SY",
        "«نادر قصاب» · person · public figure",
        "River Battalion (كتيبة النهر) · group · also named «عصابة النهر»",
    ):
        assert words in page


def test_places_are_listed_with_their_precision_in_words() -> None:
    page = bare(dossier.render(named_sample(), "en"))
    for words in (
        "«مشفى الرحمة» · facility · SY · protected site, shown by its district · 35.0000, 36.0000",
        "«ريف الزان الغربي» · area · an area or line without bounds · no point",
        "«تل الرمان» ×2 · town · سوريا › إدلب · exact place · 35.5000, 36.2500",
    ):
        assert words in page
    assert page.count("«تل الرمان» ×2") == 1


def test_another_reading_of_a_protected_site_shows_no_point() -> None:
    report = named_sample()
    exact = replace(report.places[0], mention="m9", coarsened=False, lat=35.1111, lon=36.9999)
    page = dossier.render(replace(report, places=(*report.places, exact)), "en")
    assert "36.9999" not in page
    assert "36.9999" in dossier.render(replace(report, places=(exact,)), "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_that_take_sides_stand_between_quotation_marks_only(lang: str) -> None:
    report = named_sample()
    local = Entity("local:x", "عصابة الوادي", "group", ("عصابة الوادي",))
    shown = replace(
        report,
        document=replace(report.document, title="عصابة النهر تتقدم"),
        entities=(*report.entities, local),
        claims=(replace(report.claims[0], speaker="local:x", organisation="actor:river"),),
    )
    pages = [dossier.render(shown, lang, 200), explain.render_claim(shown, "1", lang, 200)]
    pages += [explain.render_at(shown, m.span.start, lang, 200) for m in shown.mentions]
    for page in pages:
        assert "عصابة" not in re.sub("«[^»]*»", "", page)
    assert "كتيبة النهر" in re.sub("«[^»]*»", "", pages[0])


def test_explains_a_mention_with_its_entity_and_place() -> None:
    report = named_sample()
    page = bare(explain.render_at(report, report.document.text.index("نادر"), "en"))
    for words in (
        "mention words «نادر قصاب» produced by names › title_before kind person "
        "entity «نادر قصاب» reading confidence 0.80",
        "entity id local:qassab name «نادر قصاب» produced by entities › fullest_naming",
        "kind person · public figure named as «نادر قصاب»",
        "speaker «نادر قصاب» (public figure) produced by speakers › beside_cue · score 0.90",
    ):
        assert words in page
    page = bare(explain.render_at(report, report.document.text.index("تل الرمان"), "en"))
    for words in (
        "place words «تل الرمان» entity Tall ar Rumman (تل الرمان) "
        "place town · سوريا › إدلب · exact place · 35.5000, 36.2500",
        "lat — produced by places › only_one",
    ):
        assert words in page
    page = bare(explain.render_at(report, report.document.text.index("عصابة"), "en"))
    assert "references wikidata Q1" in page


def test_an_entity_that_two_mentions_share_is_explained_once() -> None:
    report = named_sample()
    twice = replace(report.mentions[1], id="m9", span=Span(0, 60))
    shown = replace(report, mentions=(*report.mentions, twice))
    page = bare(explain.render_at(shown, report.mentions[1].span.start, "en"))
    assert page.count("id local:qassab") == 1


def test_impossible_coordinates_are_refused() -> None:
    report = named_sample()
    off = replace(report.places[2], lat=120.0)
    with pytest.raises(DocumentError, match="impossible coordinates"):
        dossier.render(replace(report, places=(off,)))


def test_labels_name_every_kind_level_and_precision() -> None:
    known = labels("ar").keys
    for group, values in (
        ("name_kind", get_args(NameKind)),
        ("standing", get_args(Standing)),
        ("level", (*get_args(Level), "area", "admin4", "unknown")),
        ("where_prec", range(1, 8)),
        ("geo_precision", range(1, 4)),
        ("layer", ("mention", "entity", "place", "claim")),
    ):
        assert {f"{group}.{value}" for value in values} <= known


@given(
    st.text(st.characters(codec=None), min_size=2, max_size=120)
    | st.text("اب َ\u202e\u2067›‹«» \n漢", min_size=2, max_size=120),
    st.sampled_from(LANGUAGES),
    st.integers(40, 120),
)
@settings(deadline=None, max_examples=150)
def test_any_names_are_laid_out_safely(text: str, lang: str, width: int) -> None:
    span = Span(0, len(text))
    place = PlaceReading("m", span, "geonames:1", text[:3], 3, lat=1.5, lon=2.0, admin=(text, "x"))
    claim = Claim("c", (span,), speaker="geonames:1", organisation="local:1", role=text,
                  isnad=("local:1", None), isnad_words=(text, text))  # fmt: skip
    entities = (
        Entity("geonames:1", text, "place", (text,), text, (("wikidata", text),), text),
        Entity("local:1", text, "person", (text, text[1:]), text),
    )
    mentions = (Mention("m", span, "place", "geonames:1"), Mention("n", span, "person", "local:1"))
    report = Report(Document("d", text), (claim,), (), (), mentions, entities, (place,))
    safe(dossier.render(report, lang, width), width)
    safe(explain.render_at(report, 0, lang, width), width)
