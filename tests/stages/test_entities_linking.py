"""Entities linked to known actors: neutral names, contrary evidence, states, years, standing."""

import json
from pathlib import Path

import pytest

from riwaya.model import Document, Entity, Mention, Span
from riwaya.resources.actors import Actor, ActorVariant, actors
from riwaya.stages.base import Draft
from riwaya.stages.entities import EntitiesStage
from riwaya.stages.entities.forms import forms_of, read_namings
from riwaya.stages.entities.link import fits
from tests.stages.test_entities import draft_of, read

ROOT = Path(__file__).resolve().parents[2]
MAYOR = Actor(
    id="actor:zahdun-ramlawi",
    kind="person",
    name="زهدون الرملاوي",
    name_en="Zahdun Ramlawi",
    variants=(ActorVariant("الرملاوي"),),
    tags=("office-holder",),
)


def one(line: str, published: str | None = None) -> Entity:
    """The first entity of a line."""
    return read(line, published).entities[0]


LINKED = [
    ("[organisation:الأمم المتحدة]", "actor:united-nations"),
    ("[organisation:للأمم المتحدة]", "actor:united-nations"),
    ("[organisation:وكالة رويترز]", "actor:reuters"),
    ("[place:روسيا]", "actor:state-ru"),
    ("[organisation:وزارة الخارجية الروسية]", "actor:foreign-ministry-ru"),
    ("[group:الحوثيين]", "actor:houthis"),
]


@pytest.mark.parametrize(("line", "id_"), LINKED)
def test_known_actors(line: str, id_: str) -> None:
    entity = one(line)
    assert entity.id == id_
    assert entity.name_en
    assert dict(entity.refs)["wikipedia"]
    assert [o.rule for o in entity.origins if o.field == "id"] == ["actor-name"]


def test_names_of_one_actor_are_one_entity() -> None:
    draft = read("[organisation:الأمم المتحدة] وقالت [organisation:منظمة الأمم المتحدة]")
    assert len(draft.entities) == 1


def test_a_name_that_takes_sides_links_but_is_never_the_entitys_name() -> None:
    linked = 0
    for actor in actors():
        for name in (item.text for item in actor.variants if item.sides):
            for entity in read(f"قال إن [{actor.kind}:{name}] هنا").entities:
                if entity.id == actor.id:
                    assert entity.name == actor.name != name
                    assert entity.names == (name,)
                    linked += 1
    assert linked > 10


UNLINKED = [
    "[person:زهدون الرملاوي]",
    "[organisation:جمعية الزعفران الخيرية]",
    "[place:الزعفران]",
]


@pytest.mark.parametrize("line", UNLINKED)
def test_whom_the_lexicon_does_not_know(line: str) -> None:
    entity = one(line)
    assert entity.id.startswith("local:")
    assert entity.refs == ()
    assert entity.name_en is None


def _fits(*names: str) -> bool:
    line = " ثم ".join(f"[person:{name}]" for name in names)
    return fits(MAYOR, forms_of(read_namings(draft_of(line))))


def test_the_lexicon_does_not_override_contrary_evidence() -> None:
    assert _fits("الرملاوي")
    assert _fits("الرئيس زهدون الرملاوي", "الرملاوي")
    assert _fits("زهدون كعوان الرملاوي")
    assert not _fits("كلورين الرملاوي")
    assert not _fits("كلورين الرملاوي", "الرملاوي")


STATES = [
    # the state in the name, beside it, or that of the whole report
    ("[organisation:وزارة الخارجية التركية] قالت", "actor:foreign-ministry-tr", "actor-name"),
    ("قال المتحدث الروسي باسم [organisation:الخارجية] أمس", "actor:foreign-ministry-ru",
     "state-around"),
    (
        "[organisation:الخارجية] قالت. و[place:تركيا] ردت، و[place:تركيا] أكدت، "
        "ثم [place:تركيا] عادت. وفي [place:تركيا] مطر",
        "actor:foreign-ministry-tr",
        "state-of-the-report",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("line", "id_", "rule"), STATES)
def test_a_body_is_that_of_the_state_spoken_of(line: str, id_: str, rule: str) -> None:
    entity = one(line)
    assert entity.id == id_
    assert [o.rule for o in entity.origins if o.field == "id"] == [rule]


def test_a_bare_body_stays_open_between_states() -> None:
    line = "[organisation:الخارجية] قالت. و[place:تركيا] ردت، و[place:روسيا] أكدت"
    assert one(line).id.startswith("local:")


def test_fighters_of_the_state_are_no_government() -> None:
    entity = one("قتل عدد من [group:مقاتلي الدولة] أمس")
    assert not any(word in entity.id for word in ("government", "state-"))


STANDINGS = [
    ("قال الوزير [person:زهدون الرملاوي] أمس", "public"),
    ("وقال المتحدث باسم البلدية [person:زهدون الرملاوي]", "public"),
    ("وقال المزارع [person:زهدون الرملاوي] إن", "private"),
    ("وقالت النازحة [person:كلورين الرملاوي] إن", "private"),
    ("وقال [person:زهدون الرملاوي] إن", None),
    ("أعلن الوزير في [place:الزعفران] أن", None),
    ("وقال وزير المياه والري الجديد [person:زهدون الرملاوي] إن", "public"),
    ("وقالت وزيرة الثقافة، [person:كلورين الرملاوي]، إن", "public"),
    ("وقال [person:زهدون الرملاوي]، مدير المشفى، إن", "public"),
    ("وقال الرئيس السابق [person:زهدون الرملاوي] إن", "public"),
    ("وقالت ابنة الوزير [person:كلورين الرملاوي] إن", None),
    ("أطلق قاض سراح الممثل [person:زهدون الرملاوي] أمس", None),
    ("التقى [person:زهدون الرملاوي] وزير المياه أمس", None),
]


@pytest.mark.parametrize(("line", "standing"), STANDINGS)
def test_standing(line: str, standing: str | None) -> None:
    entity = one(line)
    assert entity.standing == standing
    told = [o.rule for o in entity.origins if o.field == "standing"]
    assert told == ([f"standing-{standing}"] if standing else [])


def _shared_reports() -> list[Path]:
    return sorted((ROOT.parent / "shared" / "names" / "train").glob("*.json"))


@pytest.mark.skipif(not _shared_reports(), reason="the shared folder is not here")
def test_real_reports_are_read_whole_and_the_same_again() -> None:
    for path in _shared_reports()[:12]:
        source = ROOT.parent / "shared" / "gold" / "train" / "docs" / path.name
        text = json.loads(source.read_text(encoding="utf-8"))["text"]
        mentions = {
            Span(*mention["span"]): Mention(
                str(mention["span"]), Span(*mention["span"]), entity["kind"],
                nominal=mention["nominal"],
            )
            for entity in json.loads(path.read_text(encoding="utf-8"))["entities"]
            for mention in entity["mentions"]
        }  # fmt: skip
        draft = Draft.of(Document(path.stem, text)).having(mentions=tuple(mentions.values()))
        after = EntitiesStage().run(draft)
        assert after == EntitiesStage().run(draft)
        assert {m.entity for m in after.mentions} == {e.id for e in after.entities}
        assert [m.span for m in after.mentions] == sorted(mentions)


def test_a_generic_noun_before_a_name_tells_which_actor_it_is() -> None:
    assert one('نشرت صحيفة "[organisation:الحياة]" التقرير').id == "actor:al-hayat"
    assert one('قال لصحيفة "[organisation:الحياة]" إنه').id == "actor:al-hayat"
    assert one('قال إن "[organisation:الحياة]" صعبة').id.startswith("local:")
