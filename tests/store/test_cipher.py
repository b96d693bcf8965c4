"""Opening encrypted files: the passphrase, where it comes from, and what never shows it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from riwaya.errors import RiwayaError, SettingError
from riwaya.store import cipher
from riwaya.store import passphrase as asking
from riwaya.store.passphrase import new_passphrase, passphrase_for

pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed (extra `encrypted`)")

WORDS = "خمس كلمات 'لا' يخمّنها \"أحد\"; --"
SAID = "قالت هالة الدرباس إن الطاحونة توقفت"


def made(path: Path, words: str = WORDS) -> Path:
    """An encrypted database with one row."""
    connection = cipher.connect_function(path, words)()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE said (words TEXT)")
    connection.execute("INSERT INTO said VALUES (?)", (SAID,))
    connection.commit()
    connection.close()
    return path


def read(path: Path, words: str) -> list[Any]:
    connection = cipher.connect_function(path, words)()
    try:
        return list(connection.execute("SELECT words FROM said").fetchall())
    finally:
        connection.close()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return made(tmp_path / "store.sqlite")


def bytes_beside(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in path.parent.iterdir()}


def test_what_is_written_is_read_with_the_passphrase(store: Path) -> None:
    assert cipher.is_encrypted(store)
    assert read(store, WORDS) == [(SAID,)]


def test_a_wrong_passphrase_is_an_error_that_changes_nothing(store: Path) -> None:
    before = bytes_beside(store)
    with pytest.raises(SettingError, match="wrong passphrase") as caught:
        cipher.connect_function(store, WORDS + " ")
    assert WORDS not in caught.value.message
    assert bytes_beside(store) == before


def test_a_wrong_passphrase_leaves_a_log_that_was_not_yet_taken_in(store: Path) -> None:
    killed = "\n".join(
        (
            "import os, sys; from riwaya.store import cipher",
            "connection = cipher.connect_function(sys.argv[1], sys.stdin.read())()",
            "connection.execute('INSERT INTO said VALUES (?)', ('later',)); connection.commit()",
            "os.kill(os.getpid(), 9)",
        )
    )
    import subprocess

    subprocess.run([sys.executable, "-c", killed, str(store)], input=WORDS.encode(), check=False)
    log = store.with_name("store.sqlite-wal")
    before = bytes_beside(store)
    assert len(before[log.name]) > 4096
    with pytest.raises(SettingError, match="wrong passphrase"):
        cipher.connect_function(store, "أخرى")
    assert bytes_beside(store) == before
    assert read(store, WORDS) == [(SAID,), ("later",)]


def test_a_log_that_was_taken_in_by_half_is_no_wrong_passphrase(store: Path) -> None:
    killed = "\n".join(
        (
            "import os, sys; from riwaya.store import cipher",
            "connection = cipher.connect_function(sys.argv[1], sys.stdin.read())()",
            "connection.execute('INSERT INTO said VALUES (?)', ('x' * 100_000,))",
            "connection.commit(); os.kill(os.getpid(), 9)",
        )
    )
    subprocess.run([sys.executable, "-c", killed, str(store)], input=WORDS, text=True)
    whole = store.with_name("whole.sqlite")
    for end in ("", "-wal"):
        shutil.copy(f"{store}{end}", f"{whole}{end}")
    assert len(read(whole, WORDS)) == 2  # its log was taken in when it was closed
    # Of that, only the first page came into this one: it speaks of pages that are not there yet.
    first, small = whole.read_bytes()[:4096], store.read_bytes()
    assert len(small) < whole.stat().st_size
    store.write_bytes(first + small[4096:])
    with pytest.raises(SettingError, match="wrong passphrase"):
        cipher.connect_function(store, f"{WORDS} ")
    assert len(read(store, WORDS)) == 2


def test_without_a_passphrase_the_error_says_how_to_give_one(store: Path) -> None:
    with pytest.raises(SettingError, match=r"encrypted.*--passphrase-file"):
        cipher.connect_function(store, None)


def test_a_plain_store_is_not_taken_for_an_encrypted_one(tmp_path: Path) -> None:
    path = tmp_path / "plain.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE said (words TEXT)")
    connection.close()
    assert not cipher.is_encrypted(path)
    with pytest.raises(SettingError, match=r"not encrypted.*riwaya backup --encrypt"):
        cipher.connect_function(path, WORDS)


def test_no_file_and_an_empty_one_are_not_encrypted(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert not cipher.is_encrypted(tmp_path / "empty")
    assert not cipher.is_encrypted(tmp_path / "none")
    assert read(made(tmp_path / "empty"), WORDS) == [(SAID,)]


def test_any_other_program_with_sqlcipher_opens_it(store: Path) -> None:
    connection = cipher.module().connect(":memory:")
    connection.execute("ATTACH ? AS kept KEY ?", (str(store), WORDS))
    assert connection.execute("SELECT words FROM kept.said").fetchall() == [(SAID,)]
    for name, value in (("kdf_iter", "256000"), ("cipher_page_size", "4096")):
        assert connection.execute(f"PRAGMA kept.{name}").fetchone() == (value,)
    assert connection.execute("PRAGMA kept.cipher_integrity_check").fetchall() == []
    connection.close()


def test_a_changed_byte_is_an_error_and_no_other_text(store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[4096 + 1000] ^= 1  # in the second page
    store.write_bytes(content)
    connection = cipher.connect_function(store, WORDS)()
    with pytest.raises(cipher.module().DatabaseError):
        connection.execute("SELECT words FROM said").fetchall()
    connection.close()


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=60))
@example("'")
@example("x'")
@example("كلمة\u0000")
@example("\ud800")
@example("a" * 300)
@example("سرّ\u200f\u202e\r\n")
@example("x'" + "0a" * 32 + "'")
def test_any_passphrase_opens_what_it_closed_or_is_refused_before(words: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store"
        try:
            checked = cipher.checked_passphrase(words)
        except SettingError:
            with pytest.raises(SettingError):
                cipher.connect_function(path, words)
            assert not path.exists()
            return
        made(path, words)
        assert read(path, words) == [(SAID,)]
        for other in (f"{words}a", checked[:-1]):
            with pytest.raises(SettingError):
                cipher.connect_function(path, other)


def test_marks_in_another_order_are_the_same_passphrase(tmp_path: Path) -> None:
    path = made(tmp_path / "store", "سر\u0651\u064e")  # shadda, fatha
    assert read(path, "سر\u064e\u0651") == [(SAID,)]


@pytest.mark.parametrize("words", ["", "a\0b", "\udcff", f"X'{'ab' * 48}'"])
def test_what_cannot_be_a_passphrase_is_refused(words: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError):
        cipher.connect_function(tmp_path / "store", words)
    assert not (tmp_path / "store").exists()


def test_without_the_extra_the_error_says_what_to_install(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(SettingError, match=r"pip install 'riwaya\[encrypted\]'"):
        cipher.connect_function(store, WORDS)


def secret(path: Path, content: bytes, mode: int = 0o600) -> str:
    path.write_bytes(content)
    path.chmod(mode)
    return str(path)


@pytest.fixture(autouse=True)
def no_passphrase_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (asking.VARIABLE, asking.NEW_VARIABLE):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        (b"one two \nthree\n", "one two "),
        (b"one\r\n", "one"),
        ("\ufeffسرّ".encode(), "سرّ"),
    ],
)
def test_the_first_line_of_the_file_is_the_passphrase(
    tmp_path: Path, content: bytes, meant: str
) -> None:
    assert passphrase_for("new.sqlite", secret(tmp_path / "key", content)) == meant


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        (b"secret word", 0o640, "other users.*chmod 600"),
        (b"secret word", 0o604, "other users.*chmod 600"),
        (b"\nsecret word", 0o600, "empty"),
        (b"secret word\xff", 0o600, "UTF-8"),
    ],
)
def test_a_file_that_will_not_do_is_refused_and_not_quoted(
    tmp_path: Path, content: bytes, mode: int, said: str
) -> None:
    with pytest.raises(SettingError, match=said) as caught:
        passphrase_for("new.sqlite", secret(tmp_path / "key", content, mode))
    assert "secret" not in caught.value.message


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="cannot be read"):
        passphrase_for("new.sqlite", str(tmp_path / "none"))


def test_the_environment_comes_after_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(asking.VARIABLE, "from outside")
    assert passphrase_for("new.sqlite") == "from outside"
    assert passphrase_for("new.sqlite", secret(tmp_path / "key", b"inside")) == "inside"


def test_a_store_without_passphrase_asks_for_none(tmp_path: Path) -> None:
    assert passphrase_for(str(tmp_path / "new.sqlite")) is None
    assert passphrase_for("postgresql://host/db") is None


def test_a_database_takes_no_passphrase_but_is_not_disturbed_by_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(asking.VARIABLE, "words")
    assert passphrase_for("postgresql://host/db") is None
    with pytest.raises(SettingError, match="PostgreSQL"):
        passphrase_for("postgresql://host/db", secret(tmp_path / "key", b"words"))


class Terminal:
    """Answers questions as a person would; keeps what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("getpass.getpass", self._answer)

    def _answer(self, prompt: str) -> str:
        self.asked.append(prompt)
        return self._answers.pop(0)


def test_the_terminal_is_asked_once_for_a_store_that_is_there(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(monkeypatch, WORDS, WORDS)
    assert passphrase_for(str(store)) == WORDS
    assert passphrase_for(str(store), "-") == WORDS
    assert len(terminal.asked) == 2


def test_a_new_passphrase_is_typed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Terminal(monkeypatch, "a", "a", "a", "a", "a", "b")
    assert passphrase_for(str(tmp_path / "new.sqlite"), "-") == "a"
    assert new_passphrase() == "a"
    with pytest.raises(SettingError, match="differ"):
        new_passphrase("-")


def test_without_a_terminal_nothing_is_asked(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", open(os.devnull))  # noqa: PTH123, SIM115
    for ask in (lambda: passphrase_for(str(store)), new_passphrase):
        with pytest.raises(RiwayaError, match="passphrase-file"):
            ask()
