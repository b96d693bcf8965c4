"""Stores whose file is encrypted: SQLCipher 4 with its own defaults, through the extra `encrypted`.

Every page is AES-256-CBC with its own HMAC-SHA512; the key is PBKDF2-HMAC-SHA512 of the passphrase
over the file's salt, 256,000 rounds (zetetic.net/sqlcipher/design). docs/encryption.md says what
this protects and what it does not.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from riwaya.errors import InputError, SettingError

GIVE = "Give its passphrase with --passphrase-file or in RIWAYA_PASSPHRASE."
ENCRYPT = "`riwaya passphrase` encrypts it, `riwaya backup --encrypt FILE` makes an encrypted copy."

_PLAIN = b"SQLite format 3\0"
_SALT, _ROUNDS, _KEY = 16, 256_000, 32  # bytes, rounds, bytes: the defaults of SQLCipher 4
_BARE_KEY = re.compile(r"x'([0-9a-f]{64}|[0-9a-f]{96})'", re.IGNORECASE)
_BUSY = 30.0  # seconds to wait for another writer


def is_encrypted(path: str | Path) -> bool:
    """Whether a file is there, holds something, and does not begin as a plain store does."""
    head = _head(Path(path))
    return bool(head) and head != _PLAIN


def module() -> ModuleType:
    """The DBAPI module of SQLCipher. Raises SettingError when the extra is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise SettingError(
            "encrypted stores need the package sqlcipher3, which is not installed.",
            advice="Install it: pip install 'riwaya[encrypted]'.",
        ) from None
    found: ModuleType = dbapi2
    return found


def connect_function(path: str | Path, passphrase: str | None) -> Callable[[], Any]:
    """A function that opens connections to the encrypted store at `path`, new or not.

    The passphrase is tried at once, on a reading that leaves the file alone. Raises SettingError
    for a missing or wrong passphrase, one that cannot be used, a store that is not encrypted, and
    a missing extra.
    """
    file = Path(path)
    if passphrase is None:
        raise SettingError("the store is encrypted.", where=str(file), advice=GIVE)
    sqlcipher, words = module(), checked_passphrase(passphrase)
    key = _Key(file, words)
    if key.salted:
        _try(sqlcipher, file, key)
    elif _head(file):
        raise SettingError("the store is not encrypted.", where=str(file), advice=ENCRYPT)

    def connect() -> Any:
        connection = sqlcipher.connect(str(file), timeout=_BUSY, check_same_thread=False)
        key.turn(connection)
        return connection

    return connect


def checked_passphrase(passphrase: str) -> str:
    """The passphrase in the form that is used as the key: Unicode NFC, so that one typed on another
    machine, where marks are composed otherwise, is the same. Raises SettingError for one that
    cannot be used (empty, with NUL or a lone surrogate, or of the form of a bare key)."""
    words = unicodedata.normalize("NFC", passphrase)
    if not words:
        raise SettingError("the passphrase is empty.", advice="Give one of several words.")
    if "\0" in words or any("\ud800" <= sign <= "\udfff" for sign in words):
        raise SettingError(
            "the passphrase holds a character that no passphrase can hold.",
            advice="Leave out NUL characters and broken Unicode.",
        )
    if _BARE_KEY.fullmatch(words):
        raise SettingError(
            "the passphrase has the form of a bare key of SQLCipher.", advice="Choose other words."
        )
    return words


class _Key:
    """The passphrase for one file. The slow derivation is done once for all its connections, as
    soon as the file has a salt; two processes that make a file at once must both take the first
    one's salt, and so leave the derivation of a new file's key to SQLCipher."""

    def __init__(self, file: Path, words: str) -> None:
        self._file, self._words = file, words
        self._bare: str | None = None
        self.salted = self._derive()

    def turn(self, connection: Any) -> None:
        """Unlock a fresh connection. Nothing of the key goes into a message."""
        self._derive()
        # Not by `hexkey`, which silently leaves out all beyond 40 bytes.
        connection.execute(f"PRAGMA key = {_quoted(self._bare or self._words)}")
        connection.execute("PRAGMA cipher_compatibility = 4")
        connection.execute("PRAGMA cipher_log_level = NONE")  # else it writes to standard error
        connection.execute("PRAGMA temp_store = MEMORY")  # no plain words in temporary files

    def _derive(self) -> bool:
        if self._bare is None and is_encrypted(self._file):
            salt = _head(self._file)
            key = hashlib.pbkdf2_hmac("sha512", self._words.encode(), salt, _ROUNDS, _KEY)
            self._bare = f"x'{key.hex()}{salt.hex()}'"
        return self._bare is not None


_NO_DATABASE = "not a database"
"""What SQLite says (SQLITE_NOTADB) of a first page that does not decipher."""


def _try(sqlcipher: ModuleType, file: Path, key: _Key) -> None:
    """Read the first page, with no lock taken and no journal looked at."""
    try:
        connection = sqlcipher.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)
    except sqlcipher.Error as error:
        raise InputError(f"cannot be opened ({error}).", where=str(file)) from None
    try:
        key.turn(connection)
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlcipher.DatabaseError as error:
        if _NO_DATABASE not in str(error):
            # Deciphered, but not whole: a process that died while it moved pages from the journal
            # into the file leaves it so, and opening it in earnest mends that.
            return
        raise SettingError(
            "wrong passphrase (or no store of riwaya at all).",
            where=str(file),
            advice="Nothing was changed; give the passphrase that it was made with.",
        ) from None
    finally:
        connection.close()


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_SALT)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}).", where=str(file)) from None


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
