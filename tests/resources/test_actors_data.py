"""Groups, media, aid agencies and people of the lexicon keep the promises of its columns."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from riwaya.resources import lexicon
from riwaya.resources.actor_tables import items, name_key, read_tables, table_names

# The fewest rows a table may hold, and the kinds that its rows may have.
TABLES = {
    "actors_aid": (200, {"organisation"}),
    "actors_groups": (400, {"group", "organisation"}),
    "actors_media": (500, {"organisation"}),
    "actors_people": (900, {"person"}),
}
# Two organisations that one naming stands for, on purpose: only the text says which is meant.
SHARED: dict[str, set[str]] = {
    # CNBC and the China National Petroleum Corporation, written alike by some papers.
    "سي ان بي سي": {"actor:cnbc", "actor:china-national-petroleum-corporation"},
}
JUDGING = re.compile(
    r"متمرد|ميليشي|مليشي|رهاب|انقلاب|مرتزق|عصاب[ةا]|متشدد|متطرف|انفصالي|الموال|شبيح|احتلال"
)
GUILT = re.compile(r"terror|criminal|convict|suspect|wanted|traitor")
Row = dict[str, str]


def rows_of(*tables: str) -> list[Row]:
    return [row for table in tables for row in lexicon(table)]


def names_of(row: Row) -> list[str]:
    return [row["name"], *items(row["variants"]), *items(row["sides"])]


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_sorted_and_each_has_a_source(table: str) -> None:
    rows = lexicon(table)
    ids = [row["id"] for row in rows]
    assert ids == sorted(set(ids))
    assert all(row["source"] and row["tags"] for row in rows)


@pytest.mark.parametrize("table", TABLES)
def test_tables_hold_enough_rows_of_their_kinds(table: str) -> None:
    fewest, kinds = TABLES[table]
    rows = read_tables([(table, lexicon(table))])
    assert len(rows) >= fewest
    assert {actor.kind for actor in rows} == kinds


@pytest.mark.parametrize("table", TABLES)
def test_years_are_sane(table: str) -> None:
    for row in lexicon(table):
        years = [int(row[end]) for end in ("from", "to") if row[end]]
        assert years == sorted(years), row["id"]
        assert all(1000 <= year <= 2030 for year in years), row["id"]


@pytest.mark.parametrize("table", TABLES)
def test_no_name_of_a_row_stands_twice_in_it(table: str) -> None:
    for row in lexicon(table):
        keys = [name_key(name) for name in names_of(row)]
        assert len(keys) == len(set(keys)), row["id"]


@pytest.mark.parametrize("kind", ["group", "organisation", "person"])
def test_no_naming_is_shared_without_a_reason(kind: str) -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(*table_names()):
        if row["kind"] == kind:
            for name in names_of(row):
                bearers[name_key(name)].add(row["id"])
    ours = {row["id"] for row in rows_of(*TABLES)}
    shared = {name: ids for name, ids in bearers.items() if len(ids) > 1 and ids & ours}
    assert shared == (SHARED if kind == "organisation" else {})


def test_no_naming_that_takes_sides_is_a_neutral_name() -> None:
    neutral = {name_key(row["name"]) for row in rows_of(*table_names())}
    partial = {name_key(side) for row in rows_of(*TABLES) for side in items(row["sides"])}
    assert partial
    assert not partial & neutral


def test_no_neutral_naming_judges() -> None:
    """Words that deny a party its standing mark a naming as partial, whoever the party is."""
    for row in rows_of(*TABLES):
        for name in (row["name"], *items(row["variants"])):
            assert not JUDGING.search(name), (row["id"], name)


def test_one_wikipedia_article_has_one_actor() -> None:
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(*TABLES):
        if row["wikipedia"]:
            bearers[row["wikipedia"]].add(row["id"])
    assert not {title: ids for title, ids in bearers.items() if len(ids) > 1}


def test_wikidata_ids_are_given_once() -> None:
    given = [row["wikidata"] for row in rows_of(*TABLES) if row["wikidata"]]
    assert len(given) == len(set(given)) >= 50


def test_people_are_known_by_their_public_role_alone() -> None:
    for row in lexicon("actors_people"):
        tags = items(row["tags"])
        assert tags[0] in ("office-holder", "public-figure"), row["id"]
        assert len(tags) >= 2, row["id"]
        assert not GUILT.search(row["tags"]), row["id"]
        assert " " in row["name"] or tags[0] == "public-figure", row["id"]
        assert row["from"], row["id"]


@pytest.mark.parametrize(
    ("name", "table", "id_"),
    [
        ("داعش", "actors_groups", "actor:islamic-state"),
        ("أنصار الله", "actors_groups", "actor:houthis"),
        ("(أ ف ب)", "actors_media", "actor:agence-france-presse"),
        ("سانا", "actors_media", "actor:syrian-arab-news-agency"),
        ("الخوذ البيضاء", "actors_aid", "actor:white-helmets-syrian-civil-war"),
        ("فلاديمير بوتن", "actors_people", "actor:vladimir-putin"),
        ("أنطونيو جوتيريش", "actors_people", "actor:antonio-guterres"),
    ],
)
def test_well_known_namings_are_there(name: str, table: str, id_: str) -> None:
    bearers = {
        row["id"]
        for row in lexicon(table)
        if name_key(name) in {name_key(naming) for naming in names_of(row)}
    }
    assert bearers == {id_}


def test_the_same_rule_marks_names_of_every_party() -> None:
    """داعش is what its enemies say, طاغية and سيد are a foe's and a follower's word: all marked."""
    sides = {row["id"]: set(items(row["sides"])) for row in rows_of(*TABLES)}
    for id_ in ("islamic-state", "houthis", "hezbollah", "kurdistan-workers-party",
                "libyan-national-army", "rapid-support-forces", "popular-mobilization-forces",
                "israeli-settlers", "syrian-opposition", "national-defence-forces"):  # fmt: skip
        assert sides[f"actor:{id_}"], id_
