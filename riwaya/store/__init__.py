"""Where reports, evidence and judgements are kept: one SQLite file, or PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riwaya.store.base import Store


def open_store(where: str, *, passphrase: str | None = None, create: bool = True) -> Store:
    """The store at `where`, a path or a PostgreSQL URL; a new one is made unless `create` is off.

    With a `passphrase` a new file is encrypted, and an encrypted one opened (extra `encrypted`).
    Raises InputError when there is no store, or something else, at `where`; SettingError for a
    missing or wrong passphrase or an extra that is not installed.
    """
    from riwaya.store.opening import open_database

    return open_database(where, passphrase, create)
