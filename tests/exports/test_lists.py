"""Lists of entities and places: cells that no spreadsheet runs, pages that are safe to show."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sample_reports import named_sample
from test_dossier import bare, safe

from riwaya.exports import entity_list, place_list
from riwaya.exports.csv_cells import guarded, table
from riwaya.exports.entity_list import EntityRow
from riwaya.exports.labels import LANGUAGES


def row(name: str | None, *names: str, id_: str = "linked:1") -> EntityRow:
    refs = (("wikidata", "Q1"), ("wikidata", "Q2"))
    return EntityRow(id_, "group", name, "River", names, "SY", "public", 3, 9, 2, refs)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\nx", " =1", "\u200f=1", "\u202b\u2067 @x",
     "\ufeff+1", "\u064b=1", "＝1", "\u2066\u200b-1"],
)  # fmt: skip
def test_a_cell_that_would_run_is_guarded(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "نادر", "a=b", "\u200fنادر", "(=1)", "'=1", "نادر\t=1"])
def test_any_other_cell_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=1, max_size=5))
@example(["\r\n", "\x00", '"', ","])
def test_what_is_written_comes_back_and_never_runs(cells: list[str]) -> None:
    (read,) = list(csv.reader(io.StringIO(table(cells, []), newline="")))
    assert read == cells
    out = table(["n"] * len(cells), [cells])
    _, read = list(csv.reader(io.StringIO(out, newline="")))
    for cell, back in zip(cells, read, strict=True):
        assert back in (cell, f"'{cell}")
        seen = back.lstrip(" \u200e\u200f\u202a\u202b\u2066\u2067\u2068")
        assert seen[:1] not in tuple("=+-@\t\r\n")


def test_numbers_of_ours_stay_numbers() -> None:
    assert table(["lat", "lon"], [[-33.5, None]]) == "lat,lon\r\n-33.5,\r\n"


def test_entities_without_a_neutral_name_show_their_kind_and_words_in_quotation_marks() -> None:
    page = bare(entity_list.to_text([row(None, "عصابة النهر")], "en", 100))
    assert "[1] group · SY · public figure named as «عصابة النهر»" in page
    assert "reports: 3 · mentions: 9 · claims as speaker: 2" in page
    assert "references wikidata Q1 · wikidata Q2" in page


def test_names_of_reports_are_quoted_and_known_ones_are_not() -> None:
    own = bare(entity_list.to_text([row("كتيبة النهر")], "ar", 100))
    known = bare(entity_list.to_text([row("كتيبة النهر", id_="actor:river")], "ar", 100))
    assert "«كتيبة النهر» · جماعة" in own
    assert "] كتيبة النهر · جماعة" in known


def test_a_long_list_of_names_is_cut() -> None:
    page = entity_list.to_text([row("أ", *(f"اسم{n}" for n in range(30)))], "ar", 100)
    assert "اسم11" in page
    assert "اسم12" not in page
    assert "…" in page


def test_lists_without_rows_say_so() -> None:
    assert "No entities were found." in entity_list.to_text([], "en", 80)
    assert "No places were found." in place_list.to_text([], "en", 80)
    assert entity_list.to_jsonl([]) == ""
    assert len(entity_list.to_csv([]).splitlines()) == 1


def test_places_that_no_entity_bears_are_listed_by_their_words() -> None:
    rows = place_list.rows_of([named_sample()])
    assert [(r.name, r.mentions, r.claims) for r in rows] == [
        ("تل الرمان", 2, 2),
        ("ريف الزان الغربي", 1, 0),
        ("مشفى الرحمة", 1, 1),
    ]
    found = [json.loads(line) for line in place_list.to_jsonl(rows).splitlines()]
    assert found[1]["entity"] is None
    assert found[1]["lat"] is None
    assert (found[0]["lat"], found[0]["lon"], found[0]["where_prec"]) == (35.5, 36.25, 1)
    assert found[2]["coarsened"] is True


ANY = st.text(st.characters(codec=None), min_size=1, max_size=40)


@given(ANY, ANY, st.sampled_from(LANGUAGES), st.integers(40, 100))
@settings(deadline=None, max_examples=100)
def test_any_names_are_listed_safely(name: str, other: str, lang: str, width: int) -> None:
    rows = [row(name, name, other), row(None, other), row(name, id_=f"actor:{other}")]
    safe(entity_list.to_text(rows, lang, width), width)
    lines = entity_list.to_jsonl(rows)
    assert len(lines.splitlines()) == len(rows)
    assert not any(unicodedata.category(char) == "Cs" for char in lines)
    assert json.loads(lines.splitlines()[1])["name"] is None
