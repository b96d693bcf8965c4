"""Speakers compare across reports that have nothing but spans, and across those with entities."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.voices import pairs
from riwaya.compare.speakers import SAME, likeness, outlet_speaker, same_voice, speaker_of
from riwaya.compare.speakers_naming import naming_of
from riwaya.compare.speakers_words import words_of
from riwaya.model import Document, Entity
from tests.compare.voices_kit import Said, report, speaker, speakers

STORIES = Path(__file__).resolve().parents[3] / "shared" / "stories" / "train"
MINISTRY = "وزارة الزراعة النرويجية"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("هالد برينسون", "وزير الزراعة، هالد برينسون"),
        ("مدير سد الدوالي، سالم الورداني", "سالم الورداني مدير سد الدوالي"),
        ("المهندس سالم الورداني", "سالم الورداني"),
        ('الناطق باسم لجنة السد، "سالم الورداني"', "سالم الورداني"),
    ],
)
def test_a_person_is_one_whatever_stands_beside_the_name(one: str, other: str) -> None:
    assert speaker(one).key == speaker(other, name="d2").key


def test_a_body_speaks_through_its_unnamed_spokesman_and_its_statement() -> None:
    body = speaker(MINISTRY, "organisation")
    assert body.key.startswith("actor:")
    assert body.body == body.key
    assert speaker("الناطقة باسم الزراعة النرويجية").key == body.key
    assert speaker(f"بيان {MINISTRY}", "document").key == body.key


def test_a_named_spokesman_is_himself_and_speaks_for_the_body() -> None:
    body = speaker(MINISTRY, "organisation")
    man = speaker(f"المتحدث باسم {MINISTRY}، هالد برينسون")
    assert man.key == "person:هالد برينسون"
    assert man.body == body.key
    assert likeness(man, body).why == "same_body"
    assert same_voice(man, body) >= SAME


def test_a_minister_speaks_for_his_ministry_by_the_adjective() -> None:
    assert speaker("وزير الزراعة النرويجي هالد برينسون").body == speaker(MINISTRY).key


def test_authorities_and_the_capital_are_the_state() -> None:
    keys = {
        speaker(words, "state").key
        for words in ("النرويج", "السلطات النرويجية", "أوسلو", "الحكومة النرويجية")
    }
    assert keys == {"actor:state-no"}


def test_a_state_and_its_ministry_are_partly_one_and_others_are_not() -> None:
    state, ministry = speaker("النرويج", "state"), speaker(MINISTRY, "organisation")
    assert likeness(state, ministry).why == "part_of_state"
    assert 0.0 < same_voice(state, ministry) < SAME
    other = speaker("وزارة الزراعة الأيسلندية", "organisation")
    assert same_voice(ministry, other) == 0.0


def test_two_states_that_speak_together_are_neither_alone() -> None:
    both = speaker("أوسلو وريكيافيك", "state")
    one = speaker("أوسلو", "state")
    assert both.key != one.key
    assert likeness(both, one).why == "one_of_several"


def test_of_several_bodies_the_first_is_taken() -> None:
    alone = speaker(MINISTRY, "organisation")
    assert speaker(f"{MINISTRY} ومنظمات محلية", "organisation").key == alone.key
    assert speaker("وزارة الصحة والسكان النرويجية", "organisation").body != "body:وزاره صحه"


def test_the_person_for_whom_one_speaks_is_not_the_speaker() -> None:
    leader = speaker("رئيسة الوزراء النرويجية إرنا سولبرغ")
    adviser = speaker("هالد برينسون، مستشار رئيسة الوزراء النرويجية إرنا سولبرغ")
    assert leader.key == "actor:erna-solberg"
    assert adviser.key == "person:هالد برينسون"
    assert speaker("محامي إرنا سولبرغ").key != leader.key
    assert speaker("المتحدث باسم رئيسة الوزراء النرويجية إرنا سولبرغ").key != leader.key


def test_bodies_that_speak_together_are_neither_alone() -> None:
    both = speaker("اليونيسيف ومنظمة الصحة العالمية", "organisation")
    one = speaker("منظمة الصحة العالمية", "organisation")
    assert both.key != one.key
    assert likeness(both, one).why == "one_of_several"


def test_a_reporter_is_the_medium() -> None:
    assert speaker("مراسل رويترز", "media").key == speaker("وكالة رويترز", "media").key


def test_a_states_media_may_be_one_of_its_media() -> None:
    whole, one = speaker("الإعلام الرسمي السوري", "media"), speaker("وكالة سانا", "media")
    assert likeness(whole, one).why == "state_media"
    assert same_voice(whole, speaker("رويترز", "media")) == 0.0


def test_a_surname_takes_the_full_name_of_its_report() -> None:
    full, short = speakers(
        Said("مدير سد الدوالي، سالم الورداني", "المنسوب مستقر"),
        Said("الورداني", "البوابات مغلقة"),
    )
    assert short.key == full.key == "person:سالم ورداني"


def test_a_surname_alone_is_alike_to_the_full_name_of_another_report() -> None:
    full = speaker("مدير سد الدوالي، سالم الورداني")
    assert likeness(speaker("الورداني", name="d2"), full).why == "same_name"
    assert same_voice(speaker("سامي البدوي", name="d2"), full) == 0.0


def test_spellings_of_a_foreign_name_are_one_name() -> None:
    assert likeness(speaker("هالد برينغسون"), speaker("هالد برينجسون")).why == "same_name"


def test_a_bare_word_is_the_body_named_before() -> None:
    named, bare = speakers(
        Said(MINISTRY, "الموسم جيد", kind="organisation"),
        Said("الوزارة", "البذور متوفرة", kind="organisation"),
    )
    assert bare.key == named.key


def test_what_a_source_resolves_to_is_taken() -> None:
    first, second = speakers(
        Said(MINISTRY, "الموسم جيد", kind="organisation"),
        Said("", "البذور متوفرة", cue="وأضافت", by=0),
    )
    assert first.key == second.key


def test_unnamed_sources_are_never_surely_one() -> None:
    one, other = speaker("مصدر محلي"), speaker("مصدر محلي", name="d2")
    assert likeness(one, other).why == "unnamed_alike"
    assert same_voice(one, other) < SAME


def test_claims_without_any_source_are_nobodys() -> None:
    one = speakers(Said("", "الطريق مغلق", cue="ذُكر"))[0]
    other = speakers(Said("", "الطريق مغلق", cue="ذُكر"), name="d2")[0]
    assert one.key != other.key
    assert one.words == ""
    assert same_voice(one, other) == 0.0


def test_the_outlet_is_a_speaker() -> None:
    one = outlet_speaker(Document("d1", "نص", outlet="صوت الوادي"))
    other = outlet_speaker(Document("d2", "نص", outlet="صوت  الوادي"))
    assert one.key == other.key
    assert outlet_speaker(Document("d3", "نص")).words == "d3"


def test_an_entity_that_holds_everywhere_is_the_key() -> None:
    made = report("d1", Said("الوزارة", "الموسم جيد", kind="organisation"))
    ministry = speaker(MINISTRY).key
    entity = Entity(ministry, MINISTRY, "organisation")
    claim = replace(made.claims[0], speaker=ministry)
    assert speaker_of(replace(made, claims=(claim,), entities=(entity,)), claim).key == ministry


def test_a_local_entity_gives_its_fullest_name() -> None:
    made = report("d1", Said("الورداني", "المنسوب مستقر"))
    entity = Entity("local:1", "سالم الورداني", "person", names=("الورداني", "سالم الورداني"))
    claim = replace(made.claims[0], speaker="local:1", role="مدير السد")
    told = speaker_of(replace(made, claims=(claim,), entities=(entity,)), claim)
    assert told.key == speaker("سالم الورداني").key


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.sampled_from(["person", "organisation", "document", None]))
def test_any_words_are_read_in_the_same_way_each_time(words: str, kind: str | None) -> None:
    assert naming_of(words, kind) == naming_of.__wrapped__(words, kind)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(
    ["مصدر", "سالم الورداني", "الورداني", MINISTRY, "أوسلو", "وزير الزراعة", "بيان", "شهود"]
), min_size=2, max_size=2))  # fmt: skip
def test_likeness_is_the_same_from_both_sides(words: list[str]) -> None:
    one, other = speaker(words[0]), speaker(words[1], name="d2")
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= same_voice(one, other) <= 1.0


@pytest.mark.skipif(not STORIES.is_dir(), reason="../shared is absent: no stories")
def test_pairs_that_people_read_as_one_voice_come_out_as_one_and_disputes_do_not() -> None:
    near: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for relation, one, other in pairs(STORIES):
        total[relation] += 1
        near[relation] += same_voice(speaker_of(*one), speaker_of(*other)) >= 0.45
    assert near["repeats"] >= 0.85 * total["repeats"]
    assert near["contradicts"] <= 0.1 * total["contradicts"]
    assert json.loads(next(STORIES.glob("*.json")).read_text("utf-8"))["relations"]


def test_the_table_of_words_is_sorted_and_each_class_is_told_and_used() -> None:
    path = files("riwaya.compare") / "data" / "voice_words.tsv"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = [tuple(line.split("\t")) for line in lines[1:]]
    assert lines[0].split("\t") == ["word", "class", "source"]
    assert rows == sorted(set(rows))
    assert {len(row) for row in rows} == {3}
    docs = (Path(__file__).parents[2] / "docs" / "voices.md").read_text("utf-8")
    for name in {row[1] for row in rows}:
        assert f"| `{name}` |" in docs
        assert words_of(name)
