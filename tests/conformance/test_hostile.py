"""Hostile and broken files through `riwaya add`: each is named, and the rest goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from riwaya.errors import RiwayaError
from riwaya.sources.base import Intake, Item, Skipped, Taken
from riwaya.sources.paths import read_all_paths
from riwaya.store import open_store
from tests.conformance.hostile_files import GOOD, PARTLY, REFUSED, TEXT, write_all

INTAKE = Intake(max_bytes=2_000_000, seconds=20)


def items(path: Path) -> list[Item]:
    return list(read_all_paths([str(path)], INTAKE))


def test_there_are_at_least_sixty() -> None:
    assert len(REFUSED) + len(PARTLY) >= 60


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(REFUSED[name]())
    found = items(path)
    assert found
    assert not [item for item in found if isinstance(item, Taken)]
    for item in found:
        assert isinstance(item, RiwayaError | Skipped)
        assert str(path) in (item.where or "")
    errors = [item for item in found if isinstance(item, RiwayaError)]
    assert errors or name == "messages_of_nothing.json"
    for error in errors:
        assert len(error.what) > 8
        assert "Traceback" not in error.message


@pytest.mark.parametrize("name", PARTLY)
def test_what_can_be_read_of_a_broken_file_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PARTLY[name]())
    found = items(path)
    assert any(isinstance(item, Taken) for item in found)
    rest = [item for item in found if not isinstance(item, Taken)]
    assert rest
    assert all(str(path) in (item.where or "") for item in rest)


def special_files(folder: Path) -> Iterator[str]:
    """What is no plain file: names of those made in `folder`."""
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    (folder / "nowhere.json").symlink_to(folder / "missing")
    yield from ("link.txt", "loop", "nowhere.json")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.txt")
        yield "pipe.txt"


def test_links_and_pipes_in_a_folder_are_refused(tmp_path: Path) -> None:
    names = list(special_files(tmp_path))
    (tmp_path / "good.txt").write_text(TEXT)
    found = items(tmp_path)
    taken = [item.where for item in found if isinstance(item, Taken)]
    assert taken == [str(tmp_path / "good.txt")]
    refused = {Path(item.where or "").name for item in found if isinstance(item, RiwayaError)}
    assert refused == set(names)


def test_names_of_files_are_only_names(tmp_path: Path) -> None:
    for name in ("a\nb.txt", "\u202egpj.txt", "$(rm -rf x).txt", "-rf.txt", "x" * 240 + ".txt"):
        (tmp_path / name).write_text(f"{TEXT} {len(name)}")
    found = items(tmp_path)
    assert all(isinstance(item, Taken) for item in found)
    assert len(found) == 5


def test_all_of_them_at_once_through_add(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "s.sqlite"
    folder.mkdir()
    write_all(folder, {**REFUSED, **PARTLY, **GOOD})
    special = list(special_files(folder))
    run = subprocess.run(
        [sys.executable, "-m", "riwaya", "add", folder, "--store", store, "--reader", "rules"],
        env={**os.environ, "RIWAYA_MAX_MEGABYTES": "2"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert f"{len(GOOD)} added" not in run.stderr  # the readable parts of broken files came in too
    with open_store(str(store), create=False) as kept:
        texts = [record.report.document.text for record in kept.records()]
        places = {Path(c.place).name for r in kept.records() for c in r.captures}
        assert list(kept.verify()) == []
    assert places == {*GOOD, *PARTLY}
    assert len(texts) == len(set(texts))
    failed = int(run.stderr.rsplit(" failed.", 1)[0].rsplit(" ", 1)[-1])
    assert failed >= len(REFUSED) - 1 + len(special)
