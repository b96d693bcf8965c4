"""The tables of actors hold what the columns promise, and a bad row is named."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from riwaya.errors import ResourceError
from riwaya.resources import lexicon
from riwaya.resources.actor_states import (
    body_patterns,
    nationalities,
    read_patterns,
)
from riwaya.resources.actor_tables import (
    COLUMNS,
    items,
    name_key,
    name_words,
    read_tables,
    table_names,
    words_of_names,
)
from riwaya.resources.actors import actor_with_id, actors, actors_named

DOCS = Path(__file__).parents[2] / "docs" / "actors.md"
KEYS = {"nationalities": "state", "actor_patterns": "body"}
TABLES = [*table_names(), *KEYS]
OURS = (
    "actors_bodies", "actors_clubs", "actors_companies", "actors_events", "actors_facilities",
    "actors_international", "actors_states", "actors_universities",
)  # fmt: skip
# One naming of two bodies, on purpose: only the text can say which is meant.
SHARED = {
    "حكومه الوفاق": {"actor:government-ps", "actor:libya-gna"},
}


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_sorted_and_every_row_has_a_source(table: str) -> None:
    rows = lexicon(table)
    keys = [row[KEYS.get(table, "id")] for row in rows]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))
    assert all(row["source"].strip() for row in rows)


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_has_space_around_an_item_or_an_item_twice(table: str) -> None:
    for row in lexicon(table):
        for column, cell in row.items():
            found = items(cell)
            assert all(item == " ".join(item.split()) and item for item in found), (row, column)
            assert len(found) == len(set(found)), (row, column)


@pytest.mark.parametrize("table", table_names())
def test_all_tables_of_actors_have_the_same_columns(table: str) -> None:
    assert tuple(lexicon(table)[0]) == COLUMNS


def test_a_name_belongs_to_two_actors_of_a_kind_only_on_purpose() -> None:
    bearers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for actor in read_tables((name, lexicon(name)) for name in OURS):
        for text in (actor.name, *(variant.text for variant in actor.variants)):
            bearers[actor.kind, name_key(text)].add(actor.id)
    shared = {name: ids for (_, name), ids in bearers.items() if len(ids) > 1}
    assert shared == SHARED


def test_no_name_that_takes_sides_is_ever_the_name_shown() -> None:
    for actor in actors():
        partial = {name_key(variant.text) for variant in actor.variants if variant.sides}
        neutral = {name_key(variant.text) for variant in actor.variants if not variant.sides}
        assert name_key(actor.name) not in partial, actor.id
        assert not partial & neutral, actor.id


def test_no_word_that_judges_stands_in_a_neutral_name() -> None:
    judging = re.compile(r"ميليشي|مليشي|مرتزق|عصابات|شبيح|احتلال|صهيون|العدو(?!ية)|غزاة|الانقلاب")
    for name in OURS:
        for row in lexicon(name):
            for text in (row["name"], *items(row["variants"])):
                assert not judging.search(text), (row["id"], text)
    neutral = [part for p in body_patterns() for part in p.names if not part.sides]
    assert not [part for part in neutral if judging.search(part.head)]


def test_every_party_of_a_war_of_words_has_names_that_take_sides() -> None:
    """The rule is one for all: neither side of a conflict is spared the mark."""
    for pair in [
        ("actor:state-il", "actor:state-ir"),
        ("actor:government-sy", "actor:government-tr"),
        ("actor:government-ye", "actor:yemen-nsg"),
        ("actor:arab-coalition", "actor:inherent-resolve"),
        ("actor:armed-forces-ru", "actor:armed-forces-us"),
    ]:
        for id_ in pair:
            actor = actor_with_id(id_)
            assert actor is not None, id_
            assert any(variant.sides for variant in actor.variants), id_


def test_every_state_has_its_words_and_every_word_its_state() -> None:
    states = {actor.id for actor in actors() if "state" in actor.tags}
    assert {words.state for words in nationalities()} == states
    assert len(states) >= 195
    for words in nationalities():
        actor = actor_with_id(words.state)
        assert actor is not None
        assert actor.country == words.iso.upper()
        # The feminine of Mali's adjective is the everyday word for "financial".
        everyday = words.state == "actor:state-ml"
        assert len(words.feminine) == (0 if everyday else len(words.masculine))
        assert bool(words.capital) == bool(words.capital_wikipedia)


def test_wikidata_ids_are_of_one_actor_each() -> None:
    rows = [row for name in OURS for row in lexicon(name) if row["wikidata"]]
    twice = [qid for qid, n in Counter(row["wikidata"] for row in rows).items() if n > 1]
    assert twice == []
    assert len(rows) >= 250


def test_the_documented_numbers_are_reached() -> None:
    rows = re.findall(r"^\| `(\w+)\.tsv` \| at least (\d+) \|", DOCS.read_text("utf-8"), re.M)
    assert {name for name, _ in rows} >= {*OURS, *KEYS}
    for name, least in rows:
        assert len(lexicon(name)) >= int(least), name


GOOD = dict.fromkeys(COLUMNS, "") | {
    "id": "actor:oasis",
    "kind": "group",
    "name": "لجنة الواحة",
    "name_en": "Oasis Committee",
    "source": "test",
}
BAD = [
    ({"id": "oasis"}, "id cannot be"),
    ({"id": "actor:Oasis"}, "id cannot be"),
    ({"kind": "tribe"}, "kind 'tribe' is none of"),
    ({"name": ""}, "name cannot be"),
    ({"country": "Oasis"}, "country cannot be"),
    ({"wikidata": "30"}, "wikidata cannot be"),
    ({"from": "soon"}, "from cannot be"),
    ({"from": "2015", "to": "2011"}, "the years run backwards"),
    ({"source": ""}, "source cannot be"),
    ({"variants": "واحة|؟"}, "a name without letters"),
    ({"sides": "لجنه الواحه"}, "both as neutral and as partial"),
    ({"variants": "أهل الواحة", "sides": "اهل الواحة"}, "both as neutral and as partial"),
]


@pytest.mark.parametrize(("change", "message"), BAD, ids=[str(change) for change, _ in BAD])
def test_a_bad_row_is_refused_with_its_file_and_number(
    change: dict[str, str], message: str
) -> None:
    second = GOOD | {"id": "actor:second"} | change
    with pytest.raises(ResourceError) as caught:
        read_tables([("actors_mine", [GOOD, second])])
    assert "actors_mine.tsv, row 2" in caught.value.message
    assert message in caught.value.message


def test_an_id_that_stands_twice_is_refused_also_in_another_file() -> None:
    with pytest.raises(ResourceError, match=r"actors_b\.tsv, row 1: the id .* stands twice"):
        read_tables([("actors_a", [GOOD]), ("actors_b", [GOOD])])


def test_a_missing_column_is_named() -> None:
    row = {column: cell for column, cell in GOOD.items() if column != "sides"}
    with pytest.raises(ResourceError, match="the columns sides are missing"):
        read_tables([("actors_mine", [row])])


def test_a_good_row_keeps_all_that_it_says() -> None:
    row = GOOD | {"variants": "الواحة", "sides": "عصابة الواحة", "from": "2011", "tags": "a|b"}
    (actor,) = read_tables([("actors_mine", [row])])
    assert [(variant.text, variant.sides) for variant in actor.variants] == [
        ("الواحة", False),
        ("عصابة الواحة", True),
    ]
    assert (actor.years, actor.tags, actor.wikipedia) == ((2011, None), ("a", "b"), None)


PATTERN = {
    "body": "well",
    "kind": "organisation",
    "names": "هيئة الآبار {f}",
    "sides": "",
    "name_en": "Wells of {of}",
    "wikipedia": "",
    "nominals": "",
    "tags": "",
    "source": "test",
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"names": "هيئة الآبار"}, "has not one of"),
        ({"names": "{f} هيئة"}, "has not one of"),
        ({"names": "هيئة {f} {m}"}, "has not one of"),
        ({"body": "well"}, "stands twice"),
        ({"kind": "thing"}, "is none of"),
    ],
)
def test_a_bad_pattern_is_refused_with_its_row(change: dict[str, str], message: str) -> None:
    second = PATTERN | {"body": "other"} | change
    with pytest.raises(ResourceError, match=message) as caught:
        read_patterns([PATTERN, second])
    assert "actor_patterns.tsv, row 2" in caught.value.message


def test_the_first_name_of_a_body_takes_no_side() -> None:
    assert all(not pattern.names[0].sides for pattern in body_patterns())


def test_rows_that_take_the_place_of_a_body_are_found_by_the_body_s_names() -> None:
    bodies = {pattern.body for pattern in body_patterns()}
    rows = [row for row in lexicon("actors_bodies") if row["id"][6:].rpartition("-")[0] in bodies]
    assert len(rows) >= 300
    for row in rows:
        assert row["id"] in {actor.id for actor in actors_named(row["name"])}, row["id"]


def test_names_folded_together_are_as_those_folded_one_by_one() -> None:
    names = ["الأمم المتحدة", "BBC عربي", "مجموعة ال77", "عُمان", "«الواحة»  العليا", "İstanbul"]
    assert words_of_names(names) == [name_words(name) for name in names]
    assert words_of_names([*names, "سطر\nثان"])[-1] == ("سطر", "ثان")
    assert name_words("مجموعة ال77") == ("مجموعه", "ال", "77")
