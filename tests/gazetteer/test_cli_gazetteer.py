"""`riwaya gazetteer add | list | remove`."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from riwaya import cli_gazetteer
from riwaya.errors import InputError
from riwaya.gazetteer import open_gazetteer
from riwaya.gazetteer.userfile import user_path
from tests.gazetteer.tables import geonames_row, write


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RIWAYA_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def _run(*argv: str) -> int:
    parser = argparse.ArgumentParser()
    cli_gazetteer.add_commands(parser.add_subparsers(required=True))
    args = parser.parse_args(["gazetteer", *argv])
    code: int = args.run(args)
    return code


def test_what_is_added_is_listed_found_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "SY.txt", [geonames_row(7, "Zanbaqat", "زنبقة السهل"), "broken"])
    assert _run("add", str(path)) == 0
    told = capsys.readouterr().out
    assert "1 places taken" in told
    assert "left out: 1 × another number of columns" in told
    assert "line 2: broken" in told
    assert len(open_gazetteer().named("زنبقة السهل")) == 1
    assert _run("add", str(path)) == 0
    assert "nothing changed" in capsys.readouterr().out
    assert _run("list") == 0
    assert capsys.readouterr().out.startswith("SY\t1 places\tGeoNames dump")
    assert _run("remove", "SY") == 0
    assert "removed 'SY'" in capsys.readouterr().out
    assert not open_gazetteer().named("زنبقة السهل")


def test_nothing_added_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("list") == 0
    assert str(user_path()) in capsys.readouterr().err
    with pytest.raises(InputError, match="None has been added"):
        _run("remove", "SY")


def test_the_data_folder_follows_the_environment(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert user_path() == data / "gazetteer.sqlite"
    monkeypatch.delenv("RIWAYA_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
    monkeypatch.setattr("sys.platform", "linux")
    assert user_path() == Path("/somewhere/riwaya/gazetteer.sqlite")
