"""GeoNames dumps: what is taken, what is left out and why, and that it is whole or not at all."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from riwaya.errors import InputError
from riwaya.gazetteer import GazetteerPlace, open_gazetteer
from riwaya.gazetteer.imports import add_gazetteer, list_gazetteers, remove_gazetteer
from riwaya.gazetteer.imports import store as store_module
from tests.gazetteer.tables import geonames_row, many_rows, write

_STATUS = Path("/proc/self/status")
_BATCHES = 12_000  # rows: more than two batches of the stage


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "data" / "gazetteer.sqlite"


def _named(user: Path, name: str) -> list[GazetteerPlace]:
    return list(open_gazetteer(user).named(name))


def test_a_dump_is_found_by_all_its_names(tmp_path: Path, user: Path) -> None:
    row = geonames_row(70_000_001, "Nawrat al Wadi", "نورة الوادي,Nourat", population="4200")
    report = add_gazetteer(write(tmp_path / "SY.txt", [row]), user)
    assert (report.rows, report.taken, report.joined) == (1, 1, 0)
    (place,) = _named(user, "نوره الوادي")
    assert (place.id, place.name, place.population) == ("geonames:70000001", "نورة الوادي", 4200)
    assert place.country == "SY"
    assert place.admin[0] == "سوريا"
    assert _named(user, "nawrat al-wadi") == [place]
    assert open_gazetteer(user).get("geonames:70000001") == place


def test_feature_codes_give_levels(tmp_path: Path, user: Path) -> None:
    kinds = {
        ("A", "ADM2"): "admin2", ("P", "PPLX"): "neighbourhood", ("H", "STM"): "water",
        ("T", "MT"): "mountain", ("T", "ISL"): "island", ("S", "CMPRF"): "camp",
        ("S", "HSP"): "facility", ("L", "RGN"): "region", ("V", "FRST"): "other",
    }  # fmt: skip
    rows = [
        geonames_row(70_000_010 + i, f"Zinbar {i}", **{"class": c, "code": f, "a2": str(i)})
        for i, (c, f) in enumerate(kinds)
    ]
    add_gazetteer(write(tmp_path / "x.txt", rows), user)
    found = {place.level for i in range(len(kinds)) for place in _named(user, f"zinbar {i}")}
    assert found == set(kinds.values())


def test_units_of_the_dump_hold_its_towns(tmp_path: Path, user: Path) -> None:
    rows = [
        geonames_row(
            70_000_030, "Qada X", "قضاء الزنبقة", **{"class": "A", "code": "ADM2"}, a2="77"
        ),
        geonames_row(70_000_031, "Town", "بلدة السنبلتين", a2="77"),
    ]
    add_gazetteer(write(tmp_path / "x.txt", rows), user)
    (town,) = _named(user, "السنبلتين")
    assert town.admin[-1] == "قضاء الزنبقة"
    assert town.parents[0] == "iso:SY"
    assert town.parents[-1] == "geonames:70000030"


def test_labelled_names_beside_the_dump_win(tmp_path: Path, user: Path) -> None:
    write(
        tmp_path / "alternateNamesV2.txt",
        [
            "1\t70000040\tfa\tنورابان\t\t\t\t",
            "2\t70000040\tar\tنورة القديمة\t\t\t\t1",
            "3\t70000040\tar\tنورة السهل\t1\t\t\t",
            "4\t70000040\twkdt\tQ1\t\t\t\t",
            "5\t70000040\tlink\thttps://en.wikipedia.org/wiki/Nawrat_as-Sahl\t\t\t\t",
            "broken line",
        ],
    )
    row = geonames_row(70_000_040, "Nawrat as Sahl", "نورابان")
    add_gazetteer(write(tmp_path / "SY.txt", [row]), user)
    (place,) = _named(user, "نورة القديمة")
    assert place.name == "نورة السهل"
    assert {("wikidata", "Q1"), ("wikipedia", "Nawrat as-Sahl")} <= set(place.refs)


def test_the_same_number_extends_the_embedded_place(tmp_path: Path, user: Path) -> None:
    row = geonames_row(170063, "Aleppo", "حلب,الشهباء", lat="36.2", lon="37.16", a1="09")
    report = add_gazetteer(write(tmp_path / "SY.txt", [row]), user)
    assert report.joined == 1
    (place,) = _named(user, "الشهباء")
    assert place.id == "geonames:170063"
    assert dict(place.refs)["wikipedia"] == "Aleppo"
    assert [p.id for p in _named(user, "حلب")].count("geonames:170063") == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("7\tX\tX", "another number of columns"),
        (geonames_row(7, "Town", lat="91"), "coordinates out of range"),
        (geonames_row(7, "Town", lon="nan"), "coordinates out of range"),
        (geonames_row(7, "Town", lat="north"), "no numbers"),
        (geonames_row(7, ""), "no name"),
        (geonames_row(7, "X", "ن"), "one letter"),
        (geonames_row(7, "Town").replace("7", "seven", 1), "no GeoNames number"),
    ],
)
def test_a_bad_row_is_left_out_and_told(tmp_path: Path, user: Path, row: str, reason: str) -> None:
    good = geonames_row(70_000_050, "Sound Town")
    report = add_gazetteer(write(tmp_path / "x.txt", [good, row]), user)
    assert (report.rows, report.taken) == (2, 1)
    ((told, count),) = report.skipped.items()
    assert reason in told
    assert count == 1
    assert report.examples[told][0][0] == 2  # the line


def test_only_the_first_five_examples_are_kept(tmp_path: Path, user: Path) -> None:
    rows = [geonames_row(80_000_000 + i, f"Town {i}", lat="100") for i in range(9)]
    report = add_gazetteer(write(tmp_path / "x.txt", [geonames_row(8, "Sound"), *rows]), user)
    assert report.skipped["coordinates out of range"] == 9
    assert [line for line, _ in report.examples["coordinates out of range"]] == [2, 3, 4, 5, 6]
    assert "9 × coordinates out of range" in "\n".join(report.lines())


def test_a_repeated_number_is_taken_once(tmp_path: Path, user: Path) -> None:
    rows = [geonames_row(70_000_060, "Town A"), geonames_row(70_000_060, "Town B")]
    report = add_gazetteer(write(tmp_path / "x.txt", rows), user)
    assert (report.taken, report.skipped["an id that came before"]) == (1, 1)
    assert _named(user, "Town B") == []


def test_odd_names_are_kept_found_and_told(tmp_path: Path, user: Path) -> None:
    odd = "زنـبoر\u202e"
    report = add_gazetteer(
        write(tmp_path / "x.txt", [geonames_row(70_000_070, odd), geonames_row(9, "Town")]), user
    )
    assert report.taken == 2
    assert any("bidi" in told for told in report.warned)
    assert any("look like Arabic" in told for told in report.warned)
    (place,) = _named(user, "زنبهر")
    assert odd in place.names
    assert "\u202e" not in "\n".join(report.lines())


def test_adding_twice_changes_nothing(tmp_path: Path, user: Path) -> None:
    path = write(tmp_path / "x.txt", many_rows(50))
    add_gazetteer(path, user)
    before = user.read_bytes()
    again = add_gazetteer(path, user, name="another")
    assert again.already
    assert user.read_bytes() == before
    assert [item.name for item in list_gazetteers(user)] == ["x"]


def test_a_name_is_not_given_twice(tmp_path: Path, user: Path) -> None:
    add_gazetteer(write(tmp_path / "x.txt", many_rows(3)), user)
    changed = write(tmp_path / "x.txt", many_rows(4))
    with pytest.raises(InputError, match="remove x"):
        add_gazetteer(changed, user)
    assert add_gazetteer(changed, user, name="x2").taken == 4


def test_what_is_removed_is_gone(tmp_path: Path, user: Path) -> None:
    add_gazetteer(write(tmp_path / "x.txt", [geonames_row(70_000_080, "Zanbar Town")]), user)
    assert len(_named(user, "Zanbar Town")) == 1
    assert remove_gazetteer("x", user).places == 1
    assert _named(user, "Zanbar Town") == []
    assert list_gazetteers(user) == []
    connection = sqlite3.connect(user)
    assert connection.execute("SELECT count(*) FROM keys").fetchone() == (0,)
    connection.close()
    with pytest.raises(InputError, match="no gazetteer named 'x'"):
        remove_gazetteer("x", user)


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, RuntimeError])
def test_an_interrupted_import_leaves_nothing(
    tmp_path: Path, user: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    add_gazetteer(write(tmp_path / "a.txt", many_rows(5)), user)
    path = write(tmp_path / "b.txt", many_rows(_BATCHES))

    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr(store_module, "join_known", stop)
    with pytest.raises(error):
        add_gazetteer(path, user)
    monkeypatch.undo()
    assert [item.name for item in list_gazetteers(user)] == ["a"]
    connection = sqlite3.connect(user)
    assert connection.execute("SELECT count(*) FROM places").fetchone() == (5,)
    connection.close()
    assert add_gazetteer(path, user).taken == _BATCHES


def test_a_killed_import_leaves_a_database_that_opens(tmp_path: Path, user: Path) -> None:
    add_gazetteer(write(tmp_path / "a.txt", [geonames_row(70_000_090, "Zanbar Town")]), user)
    path = write(tmp_path / "b.txt", many_rows(60_000))
    code = (
        "import os, signal, sys; from pathlib import Path; "
        "from riwaya.gazetteer.imports import add_gazetteer, store; "
        "store._CACHE_KIB = 100; "  # so that rows reach the disk before the end
        "die = lambda read: read > 4_000_000 and os.kill(os.getpid(), signal.SIGKILL); "
        "add_gazetteer(Path(sys.argv[1]), Path(sys.argv[2]), on_bytes=die)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path), str(user)], check=False)
    assert done.returncode == -9
    assert user.with_name(f"{user.name}-journal").exists()
    assert len(_named(user, "Zanbar Town")) == 1
    assert _named(user, "Place 0") == []
    assert [item.name for item in list_gazetteers(user)] == ["a"]


def test_progress_is_told_in_bytes(tmp_path: Path, user: Path) -> None:
    path = write(tmp_path / "x.txt", many_rows(10_000))
    told: list[int] = []
    add_gazetteer(path, user, on_bytes=told.append)
    assert told == sorted(told)
    assert told[-1] == path.stat().st_size
    assert len(told) > 2


@pytest.mark.skipif(not _STATUS.exists(), reason="the peak of memory is read from /proc")
def test_a_large_dump_takes_little_memory(tmp_path: Path) -> None:
    peaks = [_peak_mebibytes(tmp_path, rows) for rows in (20_000, 60_000)]
    assert 10 < peaks[1] < 150
    assert peaks[1] - peaks[0] < 30  # three times the rows; the caches are still filling


def _peak_mebibytes(folder: Path, rows: int) -> float:
    path = write(folder / f"{rows}.txt", many_rows(rows))
    code = (
        "import sys; from pathlib import Path; "
        "from riwaya.gazetteer.imports import add_gazetteer; "
        "add_gazetteer(Path(sys.argv[1]), Path(sys.argv[1] + '.sqlite')); "
        "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True)
    return float(done.stdout) / 1024
