"""A store's file copied as a whole at one moment, also while others write to it; and changed over
to another passphrase. What is written on the way appears under its name only when it is sound."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from riwaya.errors import InputError, RiwayaError
from riwaya.store import cipher

_BUSY = 30.0  # seconds to wait for a lock
_IN_USE = 2.0  # seconds after which a store that others hold is taken for being in use
_OWNER_ONLY = 0o600


def snapshot(source: Path, passphrase: str | None, target: Path, new: str | None) -> None:
    """Copy the store at `source` as it stands at one moment to the new file `target`, with the
    passphrase `new` (None: plain). A plain store cannot be encrypted so (see `copying`): SQLite and
    SQLCipher in one process do not see each other's locks on a file.

    `target` is left there, unfinished, after an error. Raises InputError, SettingError.
    """
    create(target)
    if passphrase is None:
        assert new is None, "a plain store is encrypted by copying its rows"
        _copy_plain(source, target)
    else:
        with closing(cipher.connect_function(source, passphrase)()) as connection:
            connection.isolation_level = None
            _export(connection, target, new)
    flush(target)


def change_passphrase(path: str | Path, old: str | None, new: str | None) -> None:
    """Give the store at `path` the passphrase `new` in place of `old`; None stands for no
    encryption, on either side.

    A copy with the new passphrase is written beside the store, checked, and put in its place in one
    step, so that after an interruption at any moment the store opens with the old or with the new
    one. This process must have no other connection to the store. Raises InputError when another
    process has it open, or the copy is not sound; SettingError for a wrong passphrase.
    """
    file = Path(path).resolve()  # a link stays a link
    if new is not None:
        cipher.checked_passphrase(new)
    with closing(_alone(file, old)) as connection:
        part = file.with_name(f".{file.name}.part")
        part.unlink(missing_ok=True)  # of a run that was interrupted: nobody else works here now
        try:
            create(part, file.stat().st_mode & 0o777)
            _export(connection, part, new)
            flush(part)
            if os.name == "nt":
                connection.close()  # an open file cannot be replaced there
            part.replace(file)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        flush(file.parent)


def create(path: Path, mode: int = _OWNER_ONLY) -> None:
    """Make an empty file, for the owner alone. Raises InputError when it cannot be made."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
        path.chmod(mode)
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror}).", where=str(path), advice="Give another file."
        ) from None


def flush(path: Path) -> None:
    """Have the disk hold what was written to a file, or a renaming in a folder."""
    if os.name != "posix" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_plain(source: Path, target: Path) -> None:
    with _explained(sqlite3, source), closing(sqlite3.connect(source, timeout=_BUSY)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _alone(file: Path, passphrase: str | None) -> Any:
    """A connection that keeps all others out until it is closed. The file is one without a log
    beside it then: who opened it a moment ago finds it moved, and cannot write to the old one."""
    if not file.is_file():
        raise InputError("there is no store.", where=str(file), advice="Give the path of one.")
    connection = _opened(file, passphrase)
    try:
        connection.execute(f"PRAGMA busy_timeout = {int(_IN_USE * 1000)}")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
        # Else closing it would remove the journal of whoever works on the new file by then.
        connection.execute("PRAGMA journal_mode = MEMORY")
        file.with_name(f"{file.name}-journal").unlink(missing_ok=True)
    except cipher.module().OperationalError:
        connection.close()
        raise InputError(
            "another process has the store open, so that its passphrase stays as it was.",
            where=str(file),
            advice="Let it finish or close it, then try again.",
        ) from None
    return connection


def _opened(file: Path, passphrase: str | None) -> Any:
    """A connection of SQLCipher to a file, encrypted or not, without transactions of its own."""
    if passphrase is None and not cipher.is_encrypted(file):
        connection = cipher.module().connect(str(file), timeout=_BUSY, check_same_thread=False)
    else:
        connection = cipher.connect_function(file, passphrase)()
    connection.isolation_level = None
    return connection


def _export(connection: Any, target: Path, passphrase: str | None) -> None:
    """Copy all of `connection`'s store at one moment into the empty file `target`, and check it."""
    key = "" if passphrase is None else cipher.checked_passphrase(passphrase)
    with _explained(cipher.module(), target):
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("ATTACH ? AS copy KEY ?", (str(target), key))
        try:
            connection.execute("PRAGMA copy.journal_mode = OFF")  # it is thrown away on any error
            connection.execute("PRAGMA copy.synchronous = OFF")  # flushed at the end
            connection.execute("BEGIN")
            expected = _sizes(connection)
            connection.execute("SELECT sqlcipher_export('copy')").fetchall()
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.execute("DETACH copy")
        with closing(_opened(target, passphrase)) as copy:
            _check(copy, expected, target)


def _check(copy: Any, expected: dict[str, int], target: Path) -> None:
    """Raise InputError unless the copy has the same tables with as many rows, and is sound."""
    problems = [str(row[0]) for row in copy.execute("PRAGMA cipher_integrity_check")]
    problems += [row[0] for row in copy.execute("PRAGMA integrity_check") if row != ("ok",)]
    if _sizes(copy) != expected:
        problems.append("tables or rows are missing")
    if problems:
        raise InputError(
            f"the copy of the store is not sound ({problems[0]}), and was not kept.",
            where=str(target),
            advice="Run `riwaya verify`: the store itself may be damaged.",
        )


def _sizes(connection: Any) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
    return {
        name: connection.execute(f'SELECT count(*) FROM main."{name}"').fetchone()[0]
        for (name,) in tables.fetchall()
    }


@contextmanager
def _explained(module: ModuleType, where: Path) -> Iterator[None]:
    """Errors of the database as ours. Its messages name files and tables, never values."""
    try:
        yield
    except RiwayaError:
        raise
    except module.Error as error:
        raise InputError(
            f"the store cannot be copied ({error}).",
            where=str(where),
            advice="See that the disk has room, and that the store passes `riwaya verify`.",
        ) from None
