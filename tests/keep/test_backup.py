"""Backups of stores of every kind, restored elsewhere; and the commands for them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from riwaya.cli import main
from riwaya.errors import InputError, SettingError
from riwaya.keep.backup import Place, backup, change_passphrase, restore
from riwaya.records import Query, Record
from riwaya.store import open_store
from riwaya.store.base import Decided, Store
from riwaya.store.cipher import is_encrypted
from riwaya.store.engines import engine_for
from riwaya.store.schema import KEPT
from tests.store_kit import make_report, many_reports, postgres_server, postgres_url, put

__all__ = ["postgres_server", "postgres_url"]

pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed (extra `encrypted`)")

ROOT = Path(__file__).parents[2]
WORDS, OTHER = "خمس كلمات لا 'يخمنها' أحد", "كلمات أخرى"
PATIENCE = 120.0
ODD = "قال نادر قصاب إن\u0000 \ud800الطاحونة\u202e\x10 توقفت اليوم."


def filled(place: Place) -> Place:
    """A store with all that one can hold: versions, captures, decisions, what was removed."""
    with open_store(place.where, passphrase=place.passphrase) as store:
        reports = [*islice(many_reports(), 8), make_report(ODD, title="\udcff")]
        for report in reports:
            put(store, report)
        put(store, make_report("قال نادر قصاب إن الجسر فُتح.", url=reports[0].document.url))
        put(store, reports[1], b"\x00other bytes\xff" * 1000)
        put(store, make_report(reports[2].document.text, url=reports[2].document.url,
                               stages=("claims/2",)))  # fmt: skip
        claim = reports[3].claims[0]
        store.judge(Decided(reports[3].document.id, "claim", claim.id, "reject", "سلمى", "خطأ"))
        store.remove(reports[4].document.id, "سلمى", "طلب صاحبه")
    return place


def everything(place: Place) -> dict[str, Any]:
    """All rows that are kept, as they are; the store is sound."""
    with open_store(place.where, passphrase=place.passphrase, create=False) as store:
        assert list(store.verify()) == []
    engine = engine_for(place.where, place.passphrase)
    with engine.connect() as connection:
        rows = {
            table.name: [tuple(row) for row in connection.execute(select(table))] for table in KEPT
        }
    engine.dispose()
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def search(store: Store, words: str) -> list[str]:
    return [hit.snippet for hit in store.search(Query(words)).hits]


@pytest.fixture(params=["plain", "encrypted", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place for a store of each kind."""
    if request.param == "postgresql":
        return Place(request.getfixturevalue("postgres_url"))
    return Place(str(tmp_path / "store.sqlite"), WORDS if request.param == "encrypted" else None)


@pytest.mark.parametrize("words", [None, OTHER], ids=["to plain", "to encrypted"])
def test_a_backup_holds_all_rows_and_the_note_of_itself(
    place: Place, tmp_path: Path, words: str | None
) -> None:
    filled(place)
    target = Place(str(tmp_path / "copy"), words)
    copied = backup(place, target, "سلمى")
    kept = everything(place)
    assert everything(target) == kept
    assert copied.documents == len(kept["document"]) == 9
    assert is_encrypted(target.where) == (words is not None)
    assert Path(target.where).stat().st_mode & 0o777 == 0o600
    with open_store(target.where, passphrase=words, create=False) as store:
        *_, last = store.log_entries()
        assert (last.action, last.subject, last.user) == ("backup", "copy", "سلمى")
        assert store.head() == copied.head == last.hash
        assert search(store, "الطاحونه")  # folded
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_backup_is_restored_into_every_kind_of_store(
    place: Place, postgres_url: str, tmp_path: Path
) -> None:
    file = Place(str(tmp_path / "copy"), WORDS)
    copied = backup(filled(Place(str(tmp_path / "source"))), file, "سلمى")
    where = postgres_url if place.where.startswith("postgresql") else str(tmp_path / "new")
    content = Path(file.where).read_bytes()
    target = Place(where, None if where == postgres_url else WORDS)
    assert restore(file, target) == copied
    assert everything(target) == everything(file)
    assert len(content) == Path(file.where).stat().st_size
    with open_store(target.where, passphrase=target.passphrase, create=False) as store:
        assert store.head() == copied.head
        put(store, make_report("قالت هالة الدرباس إن الجسر فُتح."))
        assert search(store, "الدرباس")
        assert list(store.verify(copied.head)) == []


def test_restoring_only_reads_the_backup(tmp_path: Path) -> None:
    file = Place(str(tmp_path / "copy"), WORDS)
    backup(filled(Place(str(tmp_path / "source"))), file, "سلمى")
    path = Path(file.where)
    before, names = path.read_bytes(), {one.name for one in tmp_path.iterdir()}
    path.chmod(0o400)
    restore(file, Place(str(tmp_path / "new")))
    assert path.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == names | {"new"}


def test_what_is_there_is_never_written_over(tmp_path: Path, postgres_url: str) -> None:
    source = filled(Place(str(tmp_path / "source")))
    file = Place(str(tmp_path / "copy"))
    backup(source, file, "سلمى")
    before = Path(file.where).read_bytes()
    with pytest.raises(InputError, match="there already"):
        backup(source, file, "سلمى")
    with pytest.raises(InputError, match="there already"):
        restore(Place(source.where), file)
    with pytest.raises(InputError, match="one file"):
        backup(source, source, "سلمى", force=True)
    assert Path(file.where).read_bytes() == before
    restore(file, Place(postgres_url))
    with pytest.raises(InputError, match="a store already"):
        restore(file, Place(postgres_url))
    backup(source, file, "سلمى", force=True)
    assert everything(file) == everything(source)


def test_a_store_in_use_is_not_replaced_nor_restored(tmp_path: Path) -> None:
    source = filled(Place(str(tmp_path / "source")))
    other = str(tmp_path / "other")
    with open_store(other) as store:
        put(store, make_report())
        with pytest.raises(InputError, match="in use"):
            backup(source, Place(other), "سلمى", force=True)
        with pytest.raises(InputError, match="in use"):
            restore(Place(other), Place(str(tmp_path / "new")))
    assert not (tmp_path / "new").exists()


def test_a_damaged_backup_is_not_restored(tmp_path: Path) -> None:
    file = Place(str(tmp_path / "copy"))
    backup(filled(Place(str(tmp_path / "source"))), file, "سلمى")
    content = bytearray(Path(file.where).read_bytes())
    place = content.index("قصاب".encode())
    content[place : place + 2] = "ف".encode()
    Path(file.where).write_bytes(content)
    with pytest.raises(InputError, match="not sound"):
        restore(file, Place(str(tmp_path / "new")))
    assert {path.name for path in tmp_path.iterdir()} == {"copy", "source"}


def test_a_store_is_backed_up_while_others_add(place: Place, tmp_path: Path) -> None:
    with open_store(place.where, passphrase=place.passphrase) as store:
        reports = many_reports()
        for report in islice(reports, 20):
            put(store, report)
        begun = store.records()
        next(begun)  # a reader in the middle of its list
        first = backup(place, Place(str(tmp_path / "one"), place.passphrase), "سلمى")
        for report in islice(reports, 5):
            put(store, report)
        assert first.documents == 20
        assert len(list(begun)) == 19
        second = backup(place, Place(str(tmp_path / "two"), place.passphrase), "سلمى")
        assert second.documents == 25
        assert list(store.verify(first.head)) == []


def test_leftovers_of_a_killed_backup_are_removed(tmp_path: Path) -> None:
    source = filled(Place(str(tmp_path / "source")))
    run = subprocess.Popen([sys.executable, "-c", "pass"])
    run.wait()
    for ending in ("", "-wal"):
        (tmp_path / f".copy.{run.pid}.part{ending}").touch()
    (tmp_path / f".copy.{os.getppid()}.part").touch()  # of one that runs
    backup(source, Place(str(tmp_path / "copy")), "سلمى")
    hidden = {path.name for path in tmp_path.iterdir() if path.name.startswith(".")}
    assert hidden == {f".copy.{os.getppid()}.part"}


@pytest.mark.parametrize(("old", "new"), [(None, WORDS), (WORDS, OTHER), (WORDS, None)])
def test_a_change_of_passphrase_is_noted_and_keeps_all(
    tmp_path: Path, old: str | None, new: str | None
) -> None:
    store = filled(Place(str(tmp_path / "store"), old))
    before = everything(store)
    change_passphrase(store, new, "سلمى")
    after = everything(Place(store.where, new))
    assert {n: rows for n, rows in after.items() if n != "audit"} == {
        n: rows for n, rows in before.items() if n != "audit"
    }
    assert len(after["audit"]) == len(before["audit"]) + 1
    with open_store(store.where, passphrase=new, create=False) as opened:
        assert search(opened, "الطاحونة")
        assert [entry.action for entry in opened.log_entries()][-1] == "passphrase"


def test_no_word_of_an_encrypted_store_or_backup_is_in_any_file(tmp_path: Path) -> None:
    place = Place(str(tmp_path / "store"), WORDS)
    with open_store(place.where, passphrase=WORDS) as store:
        for report in islice(many_reports(), 10):
            put(store, report)
        backup(place, Place(str(tmp_path / "copy"), WORDS), "سلمى")
        written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {"store", "store-wal", "copy"} <= written.keys()
    for content in written.values():
        for words in ("قصاب", "البلدة", "سلمى", "nawras", "claim", "CREATE", WORDS):
            assert words.encode() not in content


class Machine:
    """Another machine, as far as one can be had here: another home and folder, no settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {"HOME": str(self.folder), "PATH": os.environ["PATH"], **variables}
        return subprocess.run(
            [sys.executable, "-m", "riwaya", *arguments],
            cwd=self.folder,
            env={"PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def key(self, words: str, name: str = "key") -> str:
        path = self.folder / name
        path.touch(0o600)
        path.write_text(f"{words}\n", encoding="utf-8")
        return name


def test_an_encrypted_backup_is_restored_on_another_machine(tmp_path: Path) -> None:
    here, there = Machine(tmp_path / "here"), Machine(tmp_path / "there")
    place = filled(Place(str(here.folder / "case.sqlite"), WORDS))
    key = here.key(WORDS)
    done = here.run("backup", "copy", "--store", place.where, "--passphrase-file", key)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    head = done.stderr.split()[-1]
    shutil.move(here.folder / "copy", there.folder / "copy")
    shutil.rmtree(here.folder)

    refused = there.run("restore", "copy")
    assert refused.returncode == 2
    assert "encrypted" in refused.stderr
    refused = there.run("restore", "copy", RIWAYA_PASSPHRASE=f"{WORDS}.")
    assert refused.returncode == 2
    assert "wrong passphrase" in refused.stderr
    assert WORDS not in refused.stderr
    assert [path.name for path in there.folder.iterdir()] == ["copy"]

    done = there.run("restore", "copy", RIWAYA_PASSPHRASE=WORDS)
    assert done.returncode == 0, done.stderr
    assert done.stderr.split()[-1] == head
    restored = Place(str(there.folder / "riwaya.sqlite"), WORDS)
    assert everything(restored) == everything(Place(str(there.folder / "copy"), WORDS))


def test_the_passphrase_command_encrypts_changes_and_removes(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "machine")
    store = str(machine.folder / "case.sqlite")
    before = everything(filled(Place(store)))["document"]
    key, other = machine.key(WORDS), machine.key(OTHER, "other")

    refused = machine.run("passphrase", "--store", store, "--remove", "--yes")
    assert refused.returncode == 2
    done = machine.run("passphrase", "--store", store, "--new-passphrase-file", key)
    assert done.returncode == 0, done.stderr
    assert everything(Place(store, WORDS))["document"] == before
    done = machine.run("passphrase", "--store", store, "--passphrase-file", key,
                       RIWAYA_NEW_PASSPHRASE=OTHER)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert everything(Place(store, OTHER))["document"] == before
    refused = machine.run("passphrase", "--store", store, "--passphrase-file", other, "--remove")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert is_encrypted(store)
    done = machine.run("passphrase", "--store", store, "--passphrase-file", other, "--remove",
                       "--yes")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert everything(Place(store))["document"] == before


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("RIWAYA_PASSPHRASE", "RIWAYA_NEW_PASSPHRASE", "RIWAYA_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("quiet")
def test_the_backup_command_takes_the_form_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(Place("store"))
    monkeypatch.setenv("RIWAYA_NEW_PASSPHRASE", WORDS)
    assert main(["backup", "plain", "--store", "store"]) == 0
    assert main(["backup", "hidden", "--store", "store", "--encrypt"]) == 0
    monkeypatch.setenv("RIWAYA_PASSPHRASE", WORDS)
    assert main(["backup", "again", "--store", "hidden"]) == 0
    assert main(["backup", "open", "--store", "hidden", "--plain"]) == 0
    assert main(["backup", "open", "--store", "hidden", "--plain"]) == 1
    found = {name: is_encrypted(name) for name in ("plain", "hidden", "again", "open")}
    assert found == {"plain": False, "hidden": True, "again": True, "open": False}
    said = capsys.readouterr().err
    assert "holds 9 documents, encrypted" in said
    assert WORDS not in said
    assert all(everything(Place(n, WORDS if e else None)) for n, e in found.items())


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["backup", "copy", "--store", "none"], "no store"),
        (["backup", "copy", "--plain", "--new-passphrase-file", "key"], "no passphrase"),
        (["backup", "missing/copy", "--store", "store"], "folder does not exist"),
        (["backup", "copy", "--store", "store", "--passphrase-file", "key"], "not encrypted"),
        (["backup", "copy", "--store", "store", "--encrypt"], "passphrase is needed"),
        (["restore", "none"], "no backup"),
        (["restore", "store", "--store", "store"], "one file"),
        (["restore", "text"], "text"),
        (["passphrase", "--store", "postgresql://host/db", "--remove", "--yes"], "PostgreSQL"),
        (["passphrase", "--store", "none", "--new-passphrase-file", "key"], "no store"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(Place("store"))
    Path("key").touch(0o600)
    Path("key").write_text("words")
    Path("text").write_text("SQLite format 3\0 it is not")
    names = {path.name for path in Path().iterdir()}
    assert main(arguments) in (1, 2)
    assert said in capsys.readouterr().err
    assert {path.name for path in Path().iterdir()} == names
    assert everything(Place("store"))


def test_records_are_the_same_in_the_copy(tmp_path: Path) -> None:
    source = filled(Place(str(tmp_path / "source")))
    copy = Place(str(tmp_path / "copy"), WORDS)
    backup(source, copy, "سلمى")

    def records(place: Place) -> list[Record]:
        with open_store(place.where, passphrase=place.passphrase, create=False) as store:
            return list(store.records())

    assert records(copy) == records(source)
    with pytest.raises(SettingError):
        records(Place(source.where, WORDS))
