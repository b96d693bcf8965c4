"""The embedded gazetteer equals what its sources give; our own rows are sound."""

from __future__ import annotations

import json
import sqlite3
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from riwaya.gazetteer.arabic import arabic_names
from riwaya.gazetteer.combined import embedded_path
from riwaya.gazetteer.keys import name_key
from riwaya.gazetteer.ranking import LEVELS
from riwaya.resources import lexicon
from tools.gazetteer import packages
from tools.gazetteer.write import MANIFEST, content_hash

_ROWS = lexicon("places_extra")


def test_a_rebuild_gives_the_same_database(tmp_path: Path) -> None:
    manifest = json.loads((embedded_path().parent / MANIFEST).read_text(encoding="utf-8"))
    built_with = dict(manifest["built_with"])
    sqlite = built_with.pop("sqlite")
    try:
        installed = packages.versions()
    except PackageNotFoundError as missing:
        pytest.skip(f"the package {missing.name} is not installed")
    if installed != built_with:
        pytest.skip(f"built with {built_with}, installed are {installed}")
    from tools.gazetteer.build import build

    rebuilt = build(tmp_path)
    connection = sqlite3.connect(rebuilt)
    assert content_hash(connection) == manifest["content_sha256"]
    connection.close()
    if sqlite3.sqlite_version == sqlite:  # another one may lay the same rows out otherwise
        assert rebuilt.read_bytes() == embedded_path().read_bytes()


def test_the_content_is_the_one_of_the_manifest() -> None:
    manifest = json.loads((embedded_path().parent / MANIFEST).read_text(encoding="utf-8"))
    connection = sqlite3.connect(f"{embedded_path().as_uri()}?mode=ro", uri=True)
    assert content_hash(connection) == manifest["content_sha256"]
    connection.close()


def test_our_rows_are_many_sorted_and_sourced() -> None:
    ids = [row["id"] for row in _ROWS]
    assert len(ids) >= 900
    assert ids == sorted(set(ids))
    assert all(row["source"] and row["name"] for row in _ROWS)


def test_our_rows_are_well_formed() -> None:
    for row in _ROWS:
        assert row["level"] in LEVELS, row["id"]
        assert len(row["country"]) == 2, row["id"]
        assert bool(row["lat"]) == bool(row["lon"]), row["id"]
        for degrees, most in ((row["lat"], 90), (row["lon"], 180)):
            assert not degrees or abs(float(degrees)) <= most, row["id"]
            assert not degrees or len(degrees.partition(".")[2]) == 2, row["id"]
        names = [row["name"], *filter(None, row["variants"].split("|"))]
        assert all(len(name_key(name)) > 1 and name == name.strip() for name in names), row["id"]


def test_our_rows_are_in_the_database() -> None:
    connection = sqlite3.connect(f"{embedded_path().as_uri()}?mode=ro", uri=True)
    stored = dict(connection.execute("SELECT gid, name FROM places"))
    connection.close()
    assert {row["id"]: row["name"] for row in _ROWS}.items() <= stored.items()


@pytest.mark.parametrize("level", ["water", "region", "camp", "facility", "neighbourhood"])
def test_what_packages_lack_has_an_id_of_its_own(level: str) -> None:
    rows = [row for row in _ROWS if row["level"] == level]
    assert rows
    assert all(row["id"].startswith(("riwaya:", "geonames:")) for row in rows)


def test_foreign_letters_make_a_secondary_name() -> None:
    names = arabic_names(["Tripoli", "ترابلس", "طرابلس", "تەرابلوس", "طرابلس، لیبیا"], "Tripoli")
    assert names.usual[0] == "طرابلس"
    assert names.foreign == ("تەرابلوس",)


def test_persian_typing_of_an_arabic_name_is_read_as_arabic() -> None:
    assert arabic_names(["تکریت"], "Tikrit").usual == ("تكريت",)


def test_names_of_mixed_script_and_one_letter_are_no_names() -> None:
    assert arabic_names(["lshkrgaہ", "ن", "Ba", "。"], "X") == ((), ())
