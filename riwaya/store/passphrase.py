"""Where the passphrase of an encrypted store comes from: a file, the environment, or a terminal.

Never from the command line, where other users could read it; never into a message.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from riwaya.errors import SettingError

VARIABLE = "RIWAYA_PASSPHRASE"
NEW_VARIABLE = "RIWAYA_NEW_PASSPHRASE"
ASK = "-"
"""In place of a file: ask on the terminal."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_URLS = ("postgresql:", "postgresql+", "postgres:")


def passphrase_for(where: str, file: str | None = None) -> str | None:
    """The passphrase for the store at `where`: from `file`, or else from RIWAYA_PASSPHRASE, or else
    asked for when the store is encrypted and there is a terminal. None for a store without one.

    `file` may be `-`: asked for, twice when the store is new. Raises SettingError when the file
    cannot be used, and when an encrypted store's passphrase is nowhere.
    """
    if where.startswith(_URLS):
        _refuse_for_database(file)
        return None
    if file == ASK:
        return asked("Passphrase: ") if _holds_something(where) else asked_twice()
    given = _given(file, VARIABLE)
    if given is not None or not _holds_something(where):
        return given
    return _asked_if_needed(where)


def new_passphrase(file: str | None = None) -> str:
    """A passphrase to set: from `file`, from RIWAYA_NEW_PASSPHRASE, or typed twice.

    Raises SettingError when there is none, or the two typings differ.
    """
    from riwaya.store.cipher import checked_passphrase

    given = None if file == ASK else _given(file, NEW_VARIABLE)
    return checked_passphrase(asked_twice() if given is None else given)


def asked(prompt: str) -> str:
    """What is typed on the terminal, unseen. Raises SettingError where there is none."""
    from getpass import getpass

    if not sys.stdin.isatty():
        raise SettingError(
            "a passphrase is needed, and there is no terminal to ask on.",
            advice=f"Give it with --passphrase-file or in {VARIABLE}.",
        )
    try:
        return getpass(prompt)
    except EOFError:
        raise SettingError("no passphrase was typed.", advice="Nothing was done.") from None


def asked_twice() -> str:
    """A new passphrase, typed twice alike. Raises SettingError when the two differ."""
    first = asked("New passphrase: ")
    if asked("The same again: ") != first:
        raise SettingError("the two passphrases differ.", advice="Nothing was done; try again.")
    return first


def _refuse_for_database(file: str | None) -> None:
    """A database server keeps its own files: only a passphrase given for just this is refused."""
    if file is not None:
        raise SettingError(
            "a PostgreSQL database has no passphrase of riwaya.",
            where="--passphrase-file",
            advice="Encrypt the server's disk; its own password goes into the URL or PGPASSWORD.",
        )


def _asked_if_needed(where: str) -> str | None:
    from riwaya.store.cipher import GIVE, is_encrypted

    if not is_encrypted(where):
        return None
    if not sys.stdin.isatty():
        raise SettingError("the store is encrypted.", where=where, advice=GIVE)
    return asked(f"Passphrase of {where}: ")


def _given(file: str | None, variable: str) -> str | None:
    if file is not None:
        return _first_line(Path(file))
    return os.environ.get(variable)


def _first_line(file: Path) -> str:
    """The first line, without its line break. A file that others may read is refused, as ssh does
    with keys: the passphrase is no secret any more."""
    try:
        with file.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            line = stream.readline().rstrip(b"\r\n").decode("utf-8-sig")
    except OSError as error:
        raise SettingError(
            f"the passphrase cannot be read ({error.strerror}).", where=str(file)
        ) from None
    except UnicodeDecodeError:
        raise SettingError(
            "the passphrase is not UTF-8.", where=str(file), advice="Save the file as UTF-8."
        ) from None
    if os.name == "posix" and stat.S_ISREG(mode) and mode & _OTHERS:
        raise SettingError(
            "other users can read the passphrase.", where=str(file), advice=f"chmod 600 {file}"
        )
    if not line:
        raise SettingError("its first line, the passphrase, is empty.", where=str(file))
    return line


def _holds_something(where: str) -> bool:
    try:
        return Path(where).stat().st_size > 0
    except OSError:
        return False
