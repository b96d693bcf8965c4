"""Checks the chain of the audit log, and gathers what it says of the rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from riwaya.records import AuditEntry, Problem
from riwaya.store import log
from riwaya.store.attest import BEGINNING, canonical, entry_hash

Key = tuple[str, Any]  # table, primary key


class Attestations:
    """What the log says should be there: by row its hash and the entry that says so. `tables` is
    the hash of the tables' own definitions, None where the log states none."""

    def __init__(self) -> None:
        self._rows: dict[Key, tuple[bytes, int]] = {}
        self.tables: str | None = None
        self.erased: set[str] = set()

    def take(self, entry: AuditEntry) -> None:
        """Add what an entry says. Raises KeyError, TypeError, ValueError for one that says it in
        another form."""
        details = json.loads(entry.details)
        for table, key in details.get("erased", ()):
            del self._rows[table, key]
        for table, key, digest in details.get("rows", ()):
            self._rows[table, key] = (bytes.fromhex(digest), entry.number)
        if entry.action == "remove":
            self.erased.add(entry.subject)
        self.tables = details.get("tables", self.tables)

    def check(self, table: str, key: Any, digest: str) -> str | None:
        """What is wrong with a row that is there; each can be asked for once."""
        said = self._rows.pop((table, key), None)
        if said is None:
            return "is in no entry of the audit log."
        if said[0].hex() != digest:
            return f"is not what audit entry {said[1]} attests: it was changed."
        return None

    def missing(self, table: str) -> Iterator[tuple[Any, int]]:
        """Key and entry of the rows of a table that were not asked for."""
        left = [(n, key) for (name, key), (_, n) in self._rows.items() if name == table]
        return ((key, number) for number, key in sorted(left, key=lambda pair: pair[0]))


def check_log(connection: Connection, said: Attestations, head: str | None) -> Iterator[Problem]:
    """Every entry in its place, with its own hash and that of the one before."""
    before, number, headed = BEGINNING, 0, head in (None, BEGINNING)
    for entry in log.entries(connection):
        where = f"audit entry {entry.number}"
        if wrong := _wrong(entry, number + 1, before):
            yield Problem(where, wrong)
        try:
            said.take(entry)
        except (KeyError, TypeError, ValueError, AttributeError):
            yield Problem(where, "speaks of rows that no entry before it put there.")
        headed = headed or entry.hash == head
        before, number = entry.hash, entry.number
    if not number:
        yield Problem("audit log", "is empty: even a new store has one entry.")
    if not headed:
        yield Problem(
            "audit log", f"has no entry with the noted hash {head}: it was cut or redone."
        )


def tables_hash(connection: Connection) -> str | None:
    """Hash of how the tables and indexes of a SQLite file are defined; None on PostgreSQL."""
    if connection.dialect.name != "sqlite":
        return None
    rows = connection.execute(
        text(
            "SELECT type, name, tbl_name, sql FROM sqlite_master"
            " WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY type, name"
        )
    )
    return hashlib.sha256(canonical([list(row) for row in rows]).encode()).hexdigest()


def _wrong(entry: AuditEntry, number: int, before: str) -> str | None:
    if entry.number != number:
        return f"stands where entry {number} should be: the log was cut or reordered."
    if entry.before != before:
        return "does not rest on the entry before it."
    if entry_hash(entry) != entry.hash:
        return "was changed: its hash is not that of what it says."
    return None
