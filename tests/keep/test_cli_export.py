"""The commands `export` and `import`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from riwaya.cli import main
from riwaya.store import open_store
from tests.store_kit import make_report, put

OTHER = "قال سامح الورداني إن السوق فتحت أبوابها. وأكد سامح الورداني أن الناس عادوا."


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    with open_store("s.sqlite") as opened:
        put(opened, make_report(url="https://x.example/1"))
        put(opened, make_report(OTHER, url="https://x.example/2", published="2019-01-01"))
    return "s.sqlite"


def export(store: str, *options: str, format_: str = "jsonl") -> int:
    return main(["export", "--store", store, "--format", format_, "--user", "محررة", *options])


def test_an_export_goes_out_masked(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(store, "--out", "e") == 0
    assert "2 documents, 4 claims as jsonl in e, private names masked." in capsys.readouterr().err
    assert "الورداني" not in Path("e/reports.jsonl").read_text(encoding="utf-8")


def test_options_choose_documents(store: str) -> None:
    assert export(store, "--out", "e", "--since", "2018-12-01", format_="csv") == 0
    assert json.loads(Path("e/manifest.json").read_text(encoding="utf-8"))["documents"] == 1
    assert export(store, "--out", "f", "--query", "السوق", format_="csv") == 0
    assert json.loads(Path("f/manifest.json").read_text(encoding="utf-8"))["documents"] == 1
    with open_store(store) as opened:
        first = next(opened.records()).report.document.id
    assert (
        export(
            store,
            first[:10],
            "--out",
            "g",
            format_="csv",
        )
        == 0
    )
    assert first in Path("g/claims.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--unmask"], "needs a reason"),
        (["--unmask", "--reason", " "], "needs a reason"),
        (["--reason", "x"], "belongs to --unmask"),
        (["--out", "s.sqlite"], "no folder"),
    ],
)
def test_wrong_usage(
    store: str, options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(store, "--out", "e", *options) == 2
    assert said in capsys.readouterr().err
    assert not Path("e").exists()


def test_an_unknown_id_and_a_missing_store_are_failures(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(store, "ffffffffffff", "--out", "e") == 1
    assert "is not in the store" in capsys.readouterr().err
    assert export("none.sqlite", "--out", "e") == 1
    assert "there is no store" in capsys.readouterr().err
    assert not Path("e").exists()
    assert not Path("none.sqlite").exists()


def test_there_and_back(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(store, "--out", "e", "--unmask", "--reason", "نقل") == 0
    assert "NOT masked" in capsys.readouterr().err
    assert main(["import", "e", "--store", "t.sqlite", "--user", "محررة"]) == 0
    assert "2 documents new, 0 known" in capsys.readouterr().err
    with open_store(store) as one, open_store("t.sqlite") as other:
        assert list(one.records()) == list(other.records())
        removed = next(other.records()).report.document.id
        other.remove(removed, "محررة", "طلب")
    assert main(["import", "e", "--store", "t.sqlite"]) == 0
    assert f"document {removed} was removed" in capsys.readouterr().err


def test_a_masked_export_is_not_imported(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(store, "--out", "e") == 0
    assert main(["import", "e", "--store", "t.sqlite"]) == 1
    assert "masked export" in capsys.readouterr().err
    assert not Path("t.sqlite").exists()
