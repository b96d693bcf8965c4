"""A store's file copied while it is in use, and its passphrase changed, also when interrupted."""

from __future__ import annotations

import os
import random
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from riwaya.errors import InputError, SettingError
from riwaya.store import cipher, file_copy
from riwaya.store.file_copy import change_passphrase, snapshot

pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed (extra `encrypted`)")

OLD, NEW = "كلمات قديمة", "كلمات 'جديدة'"
SAID = "قالت هالة الدرباس إن طاحونة وادي الزان توقفت"
ROWS = 400
ROOT = Path(__file__).parents[2]


def connection_to(path: Path, words: str | None) -> Any:
    if words is None:
        return sqlite3.connect(path, timeout=30)
    return cipher.connect_function(path, words)()


def made(path: Path, words: str | None) -> Path:
    """A database in use as a store is: with a log, an index of words, keys and bytes."""
    with closing(connection_to(path, words)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE said (number INTEGER PRIMARY KEY, words TEXT, raw BLOB)")
        connection.execute("CREATE VIRTUAL TABLE found USING fts5(words, content='said')")
        connection.execute("CREATE INDEX by_words ON said (words)")
        rows = ((n, f"{SAID} {n}", bytes((n % 256,)) * n) for n in range(ROWS))
        connection.executemany("INSERT INTO said VALUES (?, ?, ?)", rows)
        connection.execute("INSERT INTO found(found) VALUES ('rebuild')")
        connection.commit()
    return path


def content(path: Path, words: str | None) -> tuple[list[Any], list[Any]]:
    with closing(connection_to(path, words)) as connection:
        rows = connection.execute("SELECT * FROM said ORDER BY number").fetchall()
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        question = "SELECT rowid FROM found WHERE found MATCH 'طاحونة' ORDER BY rowid"
        return rows, connection.execute(question).fetchall()


def started(program: str, path: Path) -> subprocess.Popen[bytes]:
    """A process that runs `program` on a file; it hears passphrases on its standard input."""
    return subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(("old", "new"), [(None, None), (OLD, OLD), (OLD, NEW), (OLD, None)])
def test_a_snapshot_holds_all_that_the_store_holds(
    tmp_path: Path, old: str | None, new: str | None
) -> None:
    source, target = made(tmp_path / "source", old), tmp_path / "target"
    snapshot(source, old, target, new)
    assert content(target, new) == content(source, old)
    assert target.stat().st_mode & 0o777 == 0o600
    assert cipher.is_encrypted(target) == (new is not None)


@pytest.mark.parametrize("words", [None, OLD])
def test_a_snapshot_is_of_one_moment(tmp_path: Path, words: str | None) -> None:
    """Another process adds two rows in each transaction: no copy has an odd one."""
    source = made(tmp_path / "source", words)
    writer = (
        "import sys; from pathlib import Path; from tests.store.test_copy_file import *\n"
        "connection = connection_to(Path(sys.argv[1]), sys.stdin.readline()[:-1] or None)\n"
        "for number in range(10_000, 10**6, 2):\n"
        "    for one in (number, number + 1):\n"
        "        connection.execute('INSERT INTO said VALUES (?, ?, ?)', (one, SAID, b''))\n"
        "    connection.commit()\n"
    )
    run = started(writer, source)
    assert run.stdin
    run.stdin.write(f"{words or ''}\n".encode())
    run.stdin.close()
    try:
        wait_for_more(source, words)
        sizes = []
        for number in range(4):
            snapshot(source, words, target := tmp_path / f"target-{number}", words)
            sizes.append(len(content(target, words)[0]))
    finally:
        run.kill()
        run.wait()
    assert all(size % 2 == 0 for size in sizes)
    assert sizes == sorted(sizes)
    assert sizes[-1] > ROWS


def wait_for_more(path: Path, words: str | None) -> None:
    end = time.monotonic() + 30
    while len(content(path, words)[0]) <= ROWS and time.monotonic() < end:
        time.sleep(0.01)


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (None, NEW), (OLD, None)])
def test_changing_the_passphrase_keeps_all_and_leaves_nothing_behind(
    tmp_path: Path, old: str | None, new: str | None
) -> None:
    store = made(tmp_path / "store", old)
    store.chmod(0o640)
    before = content(store, old)
    change_passphrase(store, old, new)
    assert names(tmp_path) == {"store"}
    assert content(store, new) == before
    assert store.stat().st_mode & 0o777 == 0o640
    if old is not None:
        with pytest.raises((SettingError, sqlite3.DatabaseError)):
            content(store, old)


def test_a_link_to_the_store_stays_one(tmp_path: Path) -> None:
    store, link = made(tmp_path / "store", OLD), tmp_path / "link"
    link.symlink_to(store)
    change_passphrase(link, OLD, NEW)
    assert link.is_symlink()
    assert len(content(store, NEW)[0]) == ROWS


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("falsch", NEW, SettingError),
        (None, NEW, SettingError),
        (OLD, "", SettingError),
        (OLD, "a\0", SettingError),
    ],
)
def test_what_is_refused_changes_nothing(
    tmp_path: Path, old: str | None, new: str, error: type[Exception]
) -> None:
    store = made(tmp_path / "store", OLD)
    before = store.read_bytes()
    with pytest.raises(error):
        change_passphrase(store, old, new)
    assert store.read_bytes() == before
    assert names(tmp_path) == {"store"}


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no store"):
        change_passphrase(tmp_path / "none", OLD, NEW)
    assert names(tmp_path) == set()


HOLDER = """
import sys; from pathlib import Path
from tests.store.test_copy_file import *
connection = connection_to(Path(sys.argv[1]), sys.stdin.readline()[:-1] or None)
print(connection.execute("SELECT count(*) FROM said").fetchone(), flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("words", [None, OLD])
def test_a_store_that_another_process_has_open_is_left_alone(
    tmp_path: Path, words: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_copy, "_IN_USE", 0.2)
    store = made(tmp_path / "store", words)
    before = content(store, words)
    holder = started(HOLDER, store)
    assert holder.stdin
    assert holder.stdout
    holder.stdin.write(f"{words or ''}\n".encode())
    holder.stdin.flush()
    try:
        assert b"400" in holder.stdout.readline()
        with pytest.raises(InputError, match="another process"):
            change_passphrase(store, words, NEW)
    finally:
        holder.kill()
        holder.wait()
    assert content(store, words) == before
    change_passphrase(store, words, NEW)
    assert content(store, NEW) == before


def test_who_opened_the_store_just_before_the_change_cannot_write_to_the_old_file(
    tmp_path: Path,
) -> None:
    """The words of such a process would be lost with the file that was replaced."""
    store = made(tmp_path / "store", OLD)
    early = cipher.connect_function(store, OLD)()
    early.execute("PRAGMA busy_timeout = 200")
    change_passphrase(store, OLD, NEW)  # `early` has the file open, but has not read it yet
    with pytest.raises(cipher.module().OperationalError):
        early.execute("PRAGMA journal_mode = WAL").fetchall()
    with pytest.raises(cipher.module().OperationalError):
        early.execute("INSERT INTO said VALUES (9999, 'lost', '')")
    early.close()
    assert len(content(store, NEW)[0]) == ROWS


CHANGER = """
import sys
from riwaya.store.file_copy import change_passphrase
old, new = sys.stdin.read().split("\\n")
print("ready", flush=True)
change_passphrase(sys.argv[1], old or None, new or None)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (None, NEW)])
def test_killed_while_changing_the_store_opens_with_the_old_or_the_new(
    tmp_path: Path, old: str | None, new: str
) -> None:
    seed = int(os.environ.get("RIWAYA_TEST_SEED") or secrets.randbelow(1 << 32))
    print(f"RIWAYA_TEST_SEED={seed}")
    chance = random.Random(seed)
    store = made(tmp_path / "store", old)
    before, present = content(store, old), old
    for _ in range(6):
        other = new if present == old else (old or OLD)
        killed_changing(store, present, other, chance.uniform(0, 0.5))
        present = other if opens(store, other) else present
        assert content(store, present) == before
    other = new if present == old else (old or OLD)
    change_passphrase(store, present, other)
    assert content(store, other) == before
    assert names(tmp_path) == {"store"}


def killed_changing(store: Path, old: str | None, new: str, delay: float) -> None:
    run = started(CHANGER, store)
    assert run.stdin
    assert run.stdout
    run.stdin.write(f"{old or ''}\n{new}".encode())
    run.stdin.close()
    run.stdout.readline()
    time.sleep(delay)
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()


def opens(store: Path, words: str) -> bool:
    try:
        content(store, words)
    except SettingError:
        return False
    return True


def test_a_copy_that_is_not_sound_is_not_put_in_the_stores_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = made(tmp_path / "store", OLD)
    before = content(store, OLD)
    real = file_copy._sizes
    monkeypatch.setattr(file_copy, "_sizes", lambda c: {**real(c), "said": id(c)})
    with pytest.raises(InputError, match="not sound"):
        change_passphrase(store, OLD, NEW)
    monkeypatch.undo()
    assert content(store, OLD) == before
    assert names(tmp_path) == {"store"}


def test_no_word_is_in_any_file_while_writing_or_after(tmp_path: Path) -> None:
    """Not in the file, not in its log, not in what lies beside them or in temporary files."""
    words = ("طاحونة", "الدرباس")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    big = (
        "import sys; from pathlib import Path; from tests.store.test_copy_file import *\n"
        "path = made(Path(sys.argv[1]), OLD); connection = connection_to(path, OLD)\n"
        "connection.execute('PRAGMA cache_size = 10')\n"  # spills at once
        "connection.execute('BEGIN')\n"
        "connection.execute('INSERT INTO said SELECT number + 5000, words, raw FROM said')\n"
        "connection.execute('CREATE TEMP TABLE t AS SELECT * FROM said')\n"
        "connection.execute('SELECT words FROM t ORDER BY words DESC').fetchall()\n"
        "connection.execute('SAVEPOINT one')\n"
        "connection.execute('UPDATE said SET words = words || number')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SQLITE_TMPDIR": str(temporary)}
    folder = tmp_path / "kept"
    folder.mkdir()
    subprocess.run([sys.executable, "-c", big, str(folder / "store")], env=environment, check=False)
    assert (folder / "store-wal").stat().st_size > 100_000
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for word in words:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in written
    assert len(content(folder / "store", OLD)[0]) == ROWS
