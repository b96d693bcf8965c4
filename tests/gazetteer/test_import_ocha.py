"""OCHA tables with p-codes: columns by pattern, units, places, camps; joined with known places."""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.errors import InputError
from riwaya.gazetteer import Gazetteer, GazetteerPlace, open_gazetteer
from riwaya.gazetteer.imports import add_gazetteer, list_gazetteers, remove_gazetteer
from riwaya.gazetteer.imports.ocha import is_ocha, recognise
from tests.gazetteer.tables import OCHA_HEADER, geonames_row, ocha_row, write

_SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "gazetteer"
_NEEDS_SHARED = pytest.mark.skipif(
    not _SHARED.is_dir(), reason="../shared is absent: no OCHA tables to read"
)


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "data" / "gazetteer.sqlite"


def _one(gazetteer: Gazetteer, name: str) -> GazetteerPlace:
    (place,) = gazetteer.named(name)
    return place


@pytest.mark.parametrize(
    "header",
    [
        "admin1Name_ar,admin1Name_en,admin1Pcode,lat,lon",
        "ADM1_AR,ADM1_EN,ADM1_PCODE,Latitude,Longitude",
        "admin1name_en,admin1name_ar,admin1pcode,latitude_y,longitude_x",
        "ADM1_AR;ADM1_EN;ADM1_PCODE;Y;X",
    ],
)
def test_columns_are_recognised_however_they_are_spelled(header: str) -> None:
    assert is_ocha(header)
    columns = recognise(header.replace(";", ",").split(","))
    assert set(columns.names[1]) == {"ar", "en"}
    assert set(columns.codes) == {1}
    assert set(columns.others) == {"lat", "lon"}


def test_a_place_and_the_units_above_it_are_taken(tmp_path: Path, user: Path) -> None:
    rows = [
        ocha_row("C9001", "زنبقة السهل", lat="34.40"),
        ocha_row("C9002", "سنبلة السهل", lat="34.60"),
    ]
    report = add_gazetteer(write(tmp_path / "t.csv", [OCHA_HEADER, *rows]), user)
    assert (report.format, report.rows, report.taken) == ("OCHA table", 2, 4)
    gazetteer = open_gazetteer(user)
    place = _one(gazetteer, "زنبقه السهل")
    assert (place.id, place.level, place.country) == ("pcode:C9001", "city", "SY")
    assert place.admin == ("سوريا", "نورة", "الوادي")
    assert place.parents == ("iso:SY", "pcode:SY91", "pcode:SY9101")
    assert ("pcode", "C9001") in place.refs
    district = gazetteer.get("pcode:SY9101")
    assert district is not None
    assert district.level == "admin2"
    assert district.lat == pytest.approx(34.5)


def test_a_table_of_units_gives_its_lowest(tmp_path: Path, user: Path) -> None:
    lines = [
        "ADM2_EN,ADM2_AR,ADM2_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM0_PCODE",
        "Zanbaq,الزنبق,XA0101,Nawra,نورة الكبرى,XA01,SYR",
        "Sunbul,السنبل,XA0102,Nawra,نورة الكبرى,XA01,SYR",
    ]
    assert add_gazetteer(write(tmp_path / "t.csv", lines), user).taken == 3
    unit = _one(open_gazetteer(user), "السنبل")
    assert (unit.level, unit.country, unit.lat) == ("admin2", "SY", None)
    assert unit.admin == ("سوريا", "نورة الكبرى")


def test_location_types_give_levels(tmp_path: Path, user: Path) -> None:
    kinds = {
        "Neighbourhood": "neighbourhood", "Planned Camp  ": "camp", "NWS sites": "camp",
        "School": "facility", "Reception Center": "facility", "": "city",
    }  # fmt: skip
    rows = [ocha_row(f"C{i}", f"زنبار {i}", type=kind) for i, kind in enumerate(kinds)]
    add_gazetteer(write(tmp_path / "t.csv", [OCHA_HEADER, *rows]), user)
    gazetteer = open_gazetteer(user)
    assert [_one(gazetteer, f"زنبار {i}").level for i in range(len(kinds))] == list(kinds.values())


def test_camps_are_joined_to_their_community_by_its_code(tmp_path: Path, user: Path) -> None:
    header = OCHA_HEADER.replace("location_name_en", "admin4name_en")
    header = header.replace("location_name_ar", "admin4name_ar").replace(
        "location_pcode", "admin4pcode"
    )
    community = write(tmp_path / "c.csv", [header, ocha_row("C9001", "زنبقة السهل")])
    camps = write(
        tmp_path / "camps.csv",
        [
            "admin4Pcode,Location_Pcode,LocationName_en,Locationme_ar,location_type",
            "C9001,CP1,Al Yasmina / الياسمينة,,NWS sites",
            "C9001,N/A,Al Nasrina / النسرينة,,NWS sites",
        ],
        encoding="utf-8-sig",
    )
    add_gazetteer(community, user)
    report = add_gazetteer(camps, user)
    assert (report.taken, report.skipped["no p-code"]) == (1, 1)
    camp = _one(open_gazetteer(user), "الياسمينة")
    assert (camp.id, camp.level, camp.country, camp.lat) == ("pcode:CP1", "camp", "SY", None)
    assert camp.admin == ("سوريا", "نورة", "الوادي", "زنبقة السهل")
    assert camp.name_en == "Al Yasmina"


def test_a_known_town_keeps_its_id_and_gains_the_code(tmp_path: Path, user: Path) -> None:
    row = ocha_row("C9100", "منبج", a1="حلب", n1="Aleppo", lat="36.53", lon="37.95")
    report = add_gazetteer(write(tmp_path / "t.csv", [OCHA_HEADER, row]), user)
    gazetteer = open_gazetteer(user)
    towns = [p for p in gazetteer.named("منبج") if p.level == "city" and p.country == "SY"]
    assert len(towns) == 1
    assert towns[0].id.startswith("geonames:")
    assert ("pcode", "C9100") in towns[0].refs
    assert ("wikipedia", "Manbij") in towns[0].refs
    assert gazetteer.get("pcode:C9100") == towns[0]
    assert report.joined == 2  # the town and its province


@pytest.mark.parametrize(
    ("why", "given"),
    [
        ("too far", {"a1": "حلب", "lat": "36.00", "lon": "37.95"}),
        ("in another province", {"a1": "اللاذقية", "lat": "36.53", "lon": "37.95"}),
        ("in another country", {"c0": "IQ", "a1": "حلب", "lat": "36.53", "lon": "37.95"}),
        ("of another kind", {"a1": "حلب", "lat": "36.53", "lon": "37.95", "type": "Camp"}),
    ],
)
def test_a_namesake_stays_a_place_of_its_own(
    tmp_path: Path, user: Path, why: str, given: dict[str, str]
) -> None:
    add_gazetteer(
        write(tmp_path / "t.csv", [OCHA_HEADER, ocha_row("C9100", "منبج", **given)]), user
    )
    assert "pcode:C9100" in {p.id for p in open_gazetteer(user).named("منبج")}, why


def test_two_added_gazetteers_join_and_part_again(tmp_path: Path, user: Path) -> None:
    dump = geonames_row(70_000_001, "Zanbaqat", "زنبقة السهل", lat="34.41", a1="", country="SY")
    add_gazetteer(write(tmp_path / "SY.txt", [dump]), user)
    table = [OCHA_HEADER, ocha_row("C9001", "زنبقة السهل", lat="34.40")]
    assert add_gazetteer(write(tmp_path / "t.csv", table), user).joined == 1
    place = _one(open_gazetteer(user), "زنبقة السهل")
    assert place.id == "geonames:70000001"
    assert {("geonames", "70000001"), ("pcode", "C9001")} <= set(place.refs)
    remove_gazetteer("SY", user)
    assert _one(open_gazetteer(user), "زنبقة السهل").id == "pcode:C9001"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (ocha_row("", "زنبقة"), "no p-code"),
        (ocha_row("C2", "", english=""), "no name"),
        (ocha_row("C2", "ن", english="x"), "one letter"),
        (ocha_row("C2", "زنبقة", lat="134.5"), "out of range"),
        (ocha_row("C2", "زنبقة", lon="east"), "no numbers"),
        (ocha_row("C1", "زنبقة أخرى"), "came before"),
        ("C2,زنبقة", "number of columns"),
        ('"C2,زنبقة', "number of columns"),
    ],
)
def test_a_bad_row_is_left_out_and_told(tmp_path: Path, user: Path, row: str, reason: str) -> None:
    good = ocha_row("C1", "زنبقة السهل")
    report = add_gazetteer(write(tmp_path / "t.csv", [OCHA_HEADER, good, row]), user)
    ((told, count),) = report.skipped.items()
    assert reason in told
    assert (count, report.examples[told][0][0]) == (1, 3)
    assert len(open_gazetteer(user).named("زنبقة السهل")) == 1


def test_codes_without_names_are_refused(tmp_path: Path, user: Path) -> None:
    path = write(tmp_path / "t.csv", ["ADM1_PCODE,area_sqkm", "SY01,5"])
    with pytest.raises(InputError, match=r"t\.csv: no column holds names.*ADM1_PCODE, area_sqkm"):
        add_gazetteer(path, user)
    assert list_gazetteers(user) == []


@_NEEDS_SHARED
def test_the_syrian_tables_are_taken_whole(user: Path) -> None:
    places = add_gazetteer(_SHARED / "ocha_syria.csv", user)
    assert places.taken > 7_693
    assert places.joined > 300
    assert not places.skipped
    camps = add_gazetteer(_SHARED / "camp_pcodes.csv", user)
    assert camps.taken > 1_400
    assert sum(camps.skipped.values()) < 15
    gazetteer = open_gazetteer(user)
    city = next(p for p in gazetteer.named("الرقة") if p.level == "city")
    assert city.id == "geonames:172955"
    assert "pcode" in dict(city.refs)
    province = gazetteer.get("pcode:SY02")
    assert province is not None
    assert province.id == "geonames:170062"
    camp = gazetteer.get("pcode:CP000613")
    assert camp is not None
    assert camp.country == "SY"
    assert len(camp.admin) == 5
