"""Files that are no tables, or tables in other encodings: a clear error, or a note."""

from __future__ import annotations

from pathlib import Path

import pytest

from riwaya.errors import InputError, ResourceError
from riwaya.gazetteer import open_gazetteer
from riwaya.gazetteer.imports import add_gazetteer, list_gazetteers
from tests.gazetteer.tables import OCHA_HEADER, geonames_row, ocha_row, write

_TABLE = [OCHA_HEADER, ocha_row("C9001", "زنبقة السهل"), ocha_row("C9002", "سنبلة الوادي")]


@pytest.fixture
def user(tmp_path: Path) -> Path:
    return tmp_path / "data" / "gazetteer.sqlite"


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "converted from UTF-16"),
        ("cp1256", "converted from Windows-1256"),
    ],
)
def test_the_encodings_of_the_field_are_read(
    tmp_path: Path, user: Path, encoding: str, note: str | None
) -> None:
    report = add_gazetteer(write(tmp_path / "t.csv", _TABLE, encoding), user)
    assert report.taken == 4
    assert report.notes == ([note] if note else [])
    (place,) = open_gazetteer(user).named("زنبقة السهل")
    assert place.name == "زنبقة السهل"


def test_windows_line_ends_are_read(tmp_path: Path, user: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("\r\n".join(_TABLE).encode("utf-8"))
    assert add_gazetteer(path, user).taken == 4


def test_a_broken_line_is_left_out(tmp_path: Path, user: Path) -> None:
    path = tmp_path / "x.txt"
    rows = [geonames_row(70_000_000 + i, f"Town {i}", "زنبقة السهل") for i in range(3)]
    broken = rows[1].encode("utf-8").replace("ز".encode(), b"\xff")
    path.write_bytes(b"\n".join([rows[0].encode("utf-8"), broken, rows[2].encode("utf-8")]))
    report = add_gazetteer(path, user)
    assert (report.rows, report.taken) == (3, 2)
    assert report.examples["characters that are not UTF-8"][0][0] == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"PK\x03\x04rest", "saved as CSV"),
        (b"a\0b\0c\0", "NUL bytes"),
        ("käse;brot\n".encode("latin-1"), r"neither UTF-8 \(line 1\)"),
        (b"name,population\nParis,2\n", "neither a GeoNames dump nor an OCHA table"),
        (b"\xff\xfea\0b", "UTF-16"),
        (b"x" * 2_000_000, "longer than"),
        (f"{OCHA_HEADER}\n".encode(), "gives no place"),
        (f"{OCHA_HEADER}\na,b\n".encode(), "gives no place .1 rows; 1 × another number"),
    ],
)
def test_what_is_no_table_is_refused_and_leaves_nothing(
    tmp_path: Path, user: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "given.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as refused:
        add_gazetteer(path, user)
    assert refused.value.where == str(path)
    assert refused.value.advice
    assert list_gazetteers(user) == []


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, user: Path) -> None:
    for path in (tmp_path / "absent.txt", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            add_gazetteer(path, user)


def test_another_database_is_not_overwritten(tmp_path: Path) -> None:
    import sqlite3

    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE mine (x)")
    connection.commit()
    connection.close()
    before = other.read_bytes()
    with pytest.raises(ResourceError, match="not a gazetteer"):
        add_gazetteer(write(tmp_path / "t.csv", _TABLE), other)
    assert other.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(ResourceError, match="RIWAYA_DATA"):
        add_gazetteer(write(tmp_path / "t.csv", _TABLE), blocked / "gazetteer.sqlite")
