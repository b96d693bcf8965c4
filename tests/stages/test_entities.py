"""Who is whom within a report, each case one line with its names in brackets.

`[person:words]` is a name, `[*person:words]` a description. Invented people and small places.
"""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Document, Mention, NameKind, Span
from riwaya.resources import lexicon
from riwaya.stages.base import Draft
from riwaya.stages.entities import EntitiesStage
from tests.timing import Work, growth

_MARK = re.compile(r"\[(\*?)(\w+):([^\]]*)\]")


def draft_of(line: str, published: str | None = None) -> Draft:
    """A draft with the marked mentions of a line."""
    text, mentions, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        span = Span(len(text), len(text) + len(match[3]))
        kind: NameKind = match[2]  # type: ignore[assignment]
        mentions.append(Mention(f"m{span.start}", span, kind, nominal=bool(match[1])))
        text += match[3]
        at = match.end()
    text += line[at:]
    return Draft.of(Document("d", text, published=published)).having(mentions=tuple(mentions))


def read(line: str, published: str | None = None) -> Draft:
    """What the stage makes of a line."""
    return EntitiesStage().run(draft_of(line, published))


def groups(line: str) -> list[set[str]]:
    """The words of each entity's mentions, in the order of the entities."""
    draft = read(line)
    text = draft.document.text
    return [
        {m.span.of(text) for m in draft.mentions if m.entity == entity.id}
        for entity in draft.entities
    ]


def together(line: str) -> bool:
    """Whether all mentions of a line are one entity."""
    return len(read(line).entities) == 1


ONE = [
    # articles, attached ل, spelling
    "[organisation:الأمم المتحدة] و[organisation:للأمم المتحدة]",
    "[place:إدلب] ثم [place:ادلب]",
    "[person:هدى الرملة] ثم [person:هدي الرمله]",
    "[person:زهدون_الرملاوي] ثم [person:زهدون الرملاوي]",
    "[person:عبد الله الرملاوي] ثم [person:عبدالله الرملاوي]",
    # fuller and shorter names of people
    "[person:زهدون الرملاوي] ثم [person:الرملاوي]",
    "[person:الرملاوي] ثم [person:زهدون الرملاوي]",
    "[person:رغدان مسعود الرملاوي] ثم [person:رغدان الرملاوي]",
    "[person:زهدون بن كعوان] ثم [person:زهدون بن كعوان بن ثغراب]",
    "[person:كلورينا زاندفورت] ثم [person:كلورينا]",
    "[person:أبو رغدان الكعواني] ثم [person:الكعواني]",
    # spellings of foreign names
    "[person:سكريبال] ثم [person:سكرايبال]",
    "[person:بوتين] ثم [person:بوتن]",
    "[person:دانا زاندفورت] ثم [person:دانا زندفورت]",
    "[place:هلسنكي] ثم [place:هيلسنكي]",
    "[organisation:كيمبردج أناليتكا] ثم [organisation:كيمبردج اناليتيكا]",
    # bodies and their short forms
    "[organisation:وزارة الري الزعفرانية] ثم [organisation:وزارة الري]",
    "[organisation:صحيفة الفنار] ثم [organisation:الفنار]",
    "[organisation:مجلس بلدة الزعفران المحلي] ثم [organisation:مجلس بلدة الزعفران]",
    "[organisation:هيئة الموانئ البحرية الكبرى] ثم [organisation:هيئة الكبرى]",
    # groups inflected
    "[group:الزعفرانيون] ثم [group:الزعفرانيين] و[group:ميليشيا الزعفراني]",
    "[group:الميليشيات الزعفرانية] ثم [group:ميليشيات الزعفراني]",
    # another name said to be one
    "[organisation:هيئة الموانئ البحرية] ([organisation:همب])",
    "[person:زهدون الرملاوي] المعروف باسم [person:أبو كلورين]",
    # descriptions
    "قالت صحيفة [organisation:الفنار] ثم أضافت [*organisation:الصحيفة]",
    "أعلن [group:تنظيم الزعفران] ثم نفى [*group:التنظيم]",
    "قال الوزير [person:زهدون الرملاوي] ثم أضاف [*person:الوزير]",
    "قال المتحدث باسم الهيئة [person:زهدون الرملاوي] ثم أضاف [*person:المتحدث]",
    "قال [person:زهدون الرملاوي]، المتحدث باسم الهيئة، ثم أضاف [*person:المتحدث]",
    "أكد [*person:الوزير] ذلك. والوزير [person:زهدون الرملاوي] غائب",
]


@pytest.mark.parametrize("line", ONE)
def test_one_entity(line: str) -> None:
    assert together(line), groups(line)


TWO = [
    "[person:عمر] ثم [person:عمرو]",
    "[person:حسن الرملاوي] ثم [person:حسين الرملاوي]",
    "[person:سالم الكعواني] ثم [person:سليم الكعواني]",
    "[person:زهدون الرملاوي] ثم [person:كلورين الرملاوي]",
    "[organisation:مجلس الأمن] ثم [organisation:لجنة الأمن]",
    "[organisation:الحكومة الزعفرانية] ثم [organisation:الجيش الزعفراني]",
    "[place:ريف دمشق] ثم [place:دمشق]",
    "[facility:ميناء الزعفران] ثم [place:الزعفران]",
    "[place:كوريا الشمالية] ثم [place:كوريا الجنوبية]",
    "[organisation:وزارة الدفاع الروسية] ثم [organisation:وزارة الدفاع التركية]",
    "[organisation:القاعدة في بلاد المغرب الإسلامي] ثم [organisation:القاعدة]",
    "[person:الزعفران] ثم [place:الزعفران]",
]


@pytest.mark.parametrize("line", TWO)
def test_two_entities(line: str) -> None:
    assert len(read(line).entities) == 2


def test_a_surname_of_two_goes_to_the_one_spoken_of_last() -> None:
    line = (
        "[person:زهدون الرملاوي] و[person:كلورين الرملاوي] حضرا، ثم قال [person:الرملاوي]. "
        "وعاد [person:زهدون الرملاوي] وقال [person:الرملاوي]"
    )
    first, second = [], []
    draft = read(line)
    zahdoun, kalwarin = (entity.id for entity in draft.entities)
    for mention in draft.mentions:
        if mention.span.of(draft.document.text) == "الرملاوي":
            (first if mention.entity == kalwarin else second).append(mention)
    assert [m.entity for m in draft.mentions][-1] == zahdoun
    assert len(first) == 1
    assert len(second) == 1


def test_a_ministry_of_two_states_goes_to_the_one_spoken_of_last() -> None:
    draft = read(
        "[organisation:وزارة الدفاع الروسية] و[organisation:وزارة الدفاع التركية] هنا. "
        "وأضافت [organisation:وزارة الدفاع] شيئا"
    )
    assert draft.mentions[2].entity == draft.mentions[1].entity


def test_a_description_goes_with_the_state_that_it_names() -> None:
    draft = read(
        "قال الرئيس الفرنسي [person:زهدون الرملاوي] للرئيس التركي [person:كلورين الكعواني] "
        "إن [*person:الرئيس الفرنسي] مريض"
    )
    assert draft.mentions[2].entity == draft.mentions[0].entity


def test_a_capital_described_is_the_capital_and_no_other_city() -> None:
    draft = read("بين [place:طوكيو] و[place:حلب] مسافة. وفي [*place:العاصمة] مطر")
    assert draft.mentions[2].entity == draft.mentions[0].entity


def test_the_country_is_a_state_and_no_city() -> None:
    draft = read("زار [place:اليابان] ثم [place:حلب]. وفي شمال [*place:البلاد] مطر")
    assert draft.mentions[2].entity == draft.mentions[0].entity


def test_a_description_of_nothing_named_is_its_own() -> None:
    draft = read("قال [*person:الوزير] ذلك في [place:حلب]")
    assert [entity.name for entity in draft.entities] == ["الوزير", "حلب"]
    assert draft.mentions[0].entity == draft.entities[0].id


def test_a_description_takes_the_kind_of_what_it_stands_for() -> None:
    draft = read("أعلنت [group:قوات الزعفران] ثم نفت [*organisation:القوات]")
    assert [mention.kind for mention in draft.mentions] == ["group", "group"]
    assert {"entity", "kind"} <= {origin.field for origin in draft.mentions[1].origins}


def test_every_mention_has_an_entity_and_the_rule_that_gave_it() -> None:
    draft = read("[person:زهدون الرملاوي] ثم [person:الرملاوي] في [place:حلب]")
    known = {entity.id for entity in draft.entities}
    for mention in draft.mentions:
        assert mention.entity in known
        assert [o.stage for o in mention.origins if o.field == "entity"] == ["entities"]
    rules = [o.rule for m in draft.mentions for o in m.origins]
    assert rules == ["same-name", "last-name", "same-name"]


def test_local_ids_are_the_same_at_every_run_and_tell_namesakes_apart() -> None:
    line = "[person:الزعفران] ثم [place:الزعفران] ثم [*person:الوزير] و[*person:السفير]"
    first, again = read(line).entities, read(line).entities
    assert [e.id for e in first] == [e.id for e in again]
    assert len({e.id for e in first}) == len(first)
    assert all(re.fullmatch(r"local:[0-9a-f]{16}", e.id) for e in first)


def test_a_local_entity_bears_its_fullest_name_and_all_its_names() -> None:
    (entity,) = read("[person:الرملاوي] ثم [person:زهدون الرملاوي] ثم [person:للرملاوي]").entities
    assert entity.name == "زهدون الرملاوي"
    assert entity.names == ("الرملاوي", "زهدون الرملاوي", "للرملاوي")


ODD = [
    "[person:ك] ثم [person:ك]",
    "[place:کوبا] ثم [place:كوبا]",
    "[place:كو\u200fبا] ثم [place:كوبا]",
    "[person:!] ثم [person:!]",
]


@pytest.mark.parametrize("line", ODD)
def test_odd_names_are_compared_without_what_is_odd(line: str) -> None:
    assert together(line)


def test_no_mentions_give_no_entities() -> None:
    assert read("لا أسماء هنا").entities == ()


LEXICONS = ("entity_aliases", "entity_name_parts", "entity_nominals", "entity_sounds")


@pytest.mark.parametrize("name", LEXICONS)
def test_lexicons_are_sorted_and_sourced(name: str) -> None:
    rows = [tuple(row.values()) for row in lexicon(name)]
    assert rows == sorted(rows)
    assert len(set(rows)) == len(rows)
    assert all(row["source"] for row in lexicon(name))


_NAMES = st.sampled_from(
    ["زهدون الرملاوي", "الرملاوي", "حلب", "لحلب", "رويترز", "!", "ك", "CNN", "بن كعوان", "الوزير"]
)
_KINDS = st.sampled_from(["person", "organisation", "group", "place", "facility", "event", "other"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(_NAMES, _KINDS, st.booleans()), max_size=14))
def test_whatever_is_named_every_mention_has_one_entity(
    names: list[tuple[str, str, bool]],
) -> None:
    line = " ".join(f"[{'*' * nominal}{kind}:{name}]" for name, kind, nominal in names)
    before, after = draft_of(line), read(line)
    assert [m.span for m in after.mentions] == [m.span for m in before.mentions]
    ids = [entity.id for entity in after.entities]
    assert len(set(ids)) == len(ids)
    assert {m.entity for m in after.mentions} == set(ids)
    assert read(line) == after


def test_thousands_of_mentions_take_time_in_proportion() -> None:
    def joining(count: int) -> Work:
        names = (f"[person:زهدون{n} الرملاوي{n % 997}] قال [*person:الوزير]" for n in range(count))
        draft = draft_of(" و".join(names))
        return lambda: EntitiesStage().run(draft)

    assert growth(joining, 500, 4000, enough=24) < 24


def test_a_description_with_another_nationality_is_somebody_else() -> None:
    assert not together("التقى [person:عبد الفتاح السيسي] ثم [*person:الرئيس التونسي] أمس")
    assert together("التقى [person:عبد الفتاح السيسي] ثم قال [*person:الرئيس المصري] أمس")
