"""Finding actors by their names: any spelling, whole texts, and the bodies that patterns make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.resources.actor_states import StateBodies, body_patterns, definite
from riwaya.resources.actors import (
    Actor,
    ActorIndex,
    ActorVariant,
    actor_index,
    actor_with_id,
    actors,
    actors_named,
    body_nominals,
    name_key,
    nationalities,
    nationality_of_adjective,
    nationality_of_capital,
    state_body,
)
from riwaya.text.view import TextView


def found(text: str) -> list[tuple[str, str]]:
    """(the words of each name, the likeliest actor's id) in `text`, in order."""
    words = TextView(text).words
    matches = actor_index().find([word.letters for word in words])
    return [
        (
            text[words[m.start].span.start + m.skipped : words[m.stop - 1].span.stop],
            m.actors[0].id,
        )
        for m in matches
    ]


SPELLINGS = [
    ("الولايات المتحدة الأميركية", "actor:state-us"),
    ("الولايات_المتحدة", "actor:state-us"),
    ("أمريكا", "actor:state-us"),
    ("اميركا", "actor:state-us"),
    ("المملكة المتحدة", "actor:state-gb"),
    ("المملكة العربيّة السعوديّة", "actor:state-sa"),
    ("إيـــران", "actor:state-ir"),
    ("ایران", "actor:state-ir"),
    ("سورية", "actor:state-sy"),
    ("مجلس الأمن", "actor:un-security-council"),
    ("الناتو", "actor:nato"),
    ("nato", "actor:nato"),
    ("البنتاغون", "actor:defence-ministry-us"),
    ("«البيت  الأبيض»", "actor:white-house"),
    ("للأمم المتحدة", "actor:united-nations"),
    ("لليابان", "actor:state-jp"),
]


@pytest.mark.parametrize(("name", "id_"), SPELLINGS, ids=[name for name, _ in SPELLINGS])
def test_any_spelling_of_a_name_finds_its_actor(name: str, id_: str) -> None:
    assert actors_named(name)[0].id == id_


@pytest.mark.parametrize("name", ["", "!؟", "مرسى الكرم", "الروسية", "بروسيا", "أمم المتحدة"])
def test_what_names_no_actor_finds_none(name: str) -> None:
    assert not actors_named(name)


def test_every_name_of_every_actor_finds_it_also_as_others_spell_it() -> None:
    bare = str.maketrans("أإآةىي", "اااهيی")
    for actor in actors():
        for text in (actor.name, *(variant.text for variant in actor.variants)):
            assert actor in actors_named(text), (actor.id, text)
            assert actor in actors_named(text.translate(bare)), (actor.id, text)
            assert actor in actors_named(text.replace(" ", "_")), (actor.id, text)
            assert actor in actors_named("\u064f".join(text)), (actor.id, text)


def test_a_neutral_name_goes_before_one_that_takes_sides() -> None:
    plain = Actor("actor:b", "group", "لجنة الواحة", "Oasis Committee")
    other = Actor(
        "actor:a", "group", "لجنة التل", "Hill", variants=(ActorVariant("لجنة الواحة", True),)
    )
    named = ActorIndex([other, plain]).named(("لجنه", "الواحه"))
    assert [actor.id for actor in named] == ["actor:b", "actor:a"]


TEXTS = [
    (
        "وقالت الخارجية الروسية إن واشنطن تراقب",
        [("الخارجية الروسية", "actor:foreign-ministry-ru")],
    ),
    (
        "زار الوفد الولايات المتحدة الأمريكية أمس",
        [("الولايات المتحدة الأمريكية", "actor:state-us")],
    ),
    ("بيان من وبالأمم المتحدة", [("الأمم المتحدة", "actor:united-nations")]),
    ("تقرير للأمم المتحدة", [("للأمم المتحدة", "actor:united-nations")]),
    ('أعلن "الاتحاد" الأوروبي', [('الاتحاد" الأوروبي', "actor:european-union")]),
    (
        "اتهم الكرملين ومجلس الأمن الدولي",
        [("الكرملين", "actor:kremlin"), ("مجلس الأمن الدولي", "actor:un-security-council")],
    ),
    ("خسر المنتخب المصري لكرة القدم", [("المنتخب المصري لكرة القدم", "actor:football-team-eg")]),
    ("قال المختار إن الطريق مغلق", []),
]


@pytest.mark.parametrize(("text", "names"), TEXTS, ids=[text for text, _ in TEXTS])
def test_names_are_found_in_a_text(text: str, names: list[tuple[str, str]]) -> None:
    assert found(text) == names


@given(st.text(alphabet='اأبةلوفكيـ ً"«»_.نمروس', max_size=60))
def test_finding_takes_any_text_and_its_names_never_overlap(text: str) -> None:
    words = [word.letters for word in TextView(text).words]
    last = 0
    for match in actor_index().find(words):
        assert last <= match.start < match.stop <= len(words)
        assert match.actors
        last = match.stop
    actors_named(text)


def test_the_longest_name_has_no_more_words_than_the_search_looks_at() -> None:
    from riwaya.resources import actors as module

    names = (text for a in actors() for text in (a.name, *(v.text for v in a.variants)))
    made = (v.text for a in made_bodies() for v in a.variants)
    assert max(len(name_key(n).split()) for n in (*names, *made)) <= module._LONGEST


def made_bodies() -> list[Actor]:
    """Every body of some states, one of them with an adjective of two words."""
    states = ("actor:state-ru", "actor:state-kp", "actor:state-om", "actor:state-cd")
    made = [state_body(p.body, state) for p in body_patterns() for state in states]
    return [actor for actor in made if actor is not None]


def test_every_body_is_found_by_each_name_that_its_pattern_makes() -> None:
    bodies = made_bodies()
    assert len(bodies) == 4 * len(body_patterns())
    for actor in bodies:
        for text in (actor.name, *(variant.text for variant in actor.variants)):
            assert actor in actors_named(text), (actor.id, text)


MADE = [
    ("وزارة الخارجية الكوبية", "actor:foreign-ministry-cu", "Ministry of Foreign Affairs (Cuba)"),
    ("خارجية كوبا", "actor:foreign-ministry-cu", "Ministry of Foreign Affairs (Cuba)"),
    ("حكومة التشيك", "actor:government-cz", "Government of the Czech Republic"),
    ("منتخب كوريا الشمالية", "actor:football-team-kp", "North Korea national football team"),
    ("القوات الكورية الشمالية", "actor:armed-forces-kp", "Korean People's Army"),
    ("الخارجية الأميركية", "actor:foreign-ministry-us", "United States Department of State"),
    ("الجيش الإسرائيلي", "actor:armed-forces-il", "Israel Defense Forces"),
    ("بنك اليابان المركزي", "actor:central-bank-jp", "Bank of Japan"),
]


@pytest.mark.parametrize(("name", "id_", "wikipedia"), MADE, ids=[row[0] for row in MADE])
def test_a_body_is_made_or_taken_from_the_table(name: str, id_: str, wikipedia: str) -> None:
    actor = actors_named(name)[0]
    assert (actor.id, actor.wikipedia, actor.kind) == (id_, wikipedia, "organisation")
    assert actor_with_id(id_) is actor


def test_a_row_with_the_kind_country_and_name_of_a_body_takes_its_place() -> None:
    state = actor_with_id("actor:state-kz")
    assert state is not None
    row = Actor("actor:steppe", "organisation", "الشرطة الكازاخستانية", "Police", country="KZ")
    bodies = StateBodies({state.id: state, row.id: row})
    assert bodies.of("police", state.id) is row


def test_one_rule_marks_what_takes_sides_for_every_state() -> None:
    for words in nationalities():
        body = state_body("government", words.state)
        assert body is not None
        if not words.masculine:
            continue
        name = f"النظام {definite(words.masculine[0])[0]}"
        assert actors_named(name), name
        assert not any(v.text == name and not v.sides for v in body.variants)


def test_a_people_is_one_actor_under_all_its_names() -> None:
    names = ("الروس", "الروسيين", "الشعب الروسي", "شعب روسيا")
    assert len({actors_named(name)[0].id for name in names}) == 1
    assert actors_named("الروس")[0].wikipedia == "Russians"


def test_bare_forms_of_bodies_are_given_apart_from_names() -> None:
    assert body_nominals()[name_key("الخارجية")] == ("foreign-ministry",)
    assert {"cabinet", "parliament"} <= set(body_nominals()[name_key("المجلس")])
    assert not actors_named("الخارجية")


@pytest.mark.parametrize(
    ("adjective", "iso"),
    [("الروسية", "ru"), ("روسي", "ru"), ("الأميركي", "us"), ("الكورية الشمالية", "kp")],
)
def test_an_adjective_leads_to_its_state(adjective: str, iso: str) -> None:
    words = nationality_of_adjective(adjective)
    assert words is not None
    assert words.iso == iso


def test_a_capital_leads_to_its_state_and_is_no_actor() -> None:
    words = nationality_of_capital("واشنطن")
    assert words is not None
    assert words.state == "actor:state-us"
    assert not actors_named("واشنطن")
    assert nationality_of_capital("مرسى الكرم") is None
