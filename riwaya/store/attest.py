"""Hashes of rows and of entries of the audit log, so that no later change goes unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping, Table

from riwaya.records import AuditEntry

BEGINNING = "0" * 64
"""What the first entry has for the hash of the entry before it."""

Values = Mapping[str, Any] | RowMapping

Attested = list[Any]
"""`[table, key, hash]` of one row, as the details of an entry list it."""

_ELSEWHERE = frozenset({"content"})  # a blob's bytes are attested by its key, their sha256


def canonical(value: Any) -> str:
    """`value` as the one JSON text that stands for it: ASCII, keys sorted, no spaces."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def row_hash(table: Table, values: Values) -> str:
    """sha256 over the table's name and each column that is not null: name, type, length, value.

    Null columns are left out, so that a column added by a later version changes no hash.
    """
    digest = hashlib.sha256(table.name.encode())
    for column in table.columns:
        value = values.get(column.name)
        if value is None or column.name in _ELSEWHERE:
            continue
        kind, content = _content(value)
        digest.update(f"\x1f{column.name}\x1f{kind}\x1f{len(content)}\x1f".encode())
        digest.update(content)
    return digest.hexdigest()


def key_of(table: Table, values: Values) -> Any:
    """The value of the primary key."""
    (column,) = table.primary_key.columns
    return values[column.name]


def attested(table: Table, values: Values) -> Attested:
    """What an entry says of one row."""
    return [table.name, key_of(table, values), row_hash(table, values)]


def entry_hash(entry: AuditEntry) -> str:
    """sha256 over the canonical JSON of all other fields of an entry, in their order."""
    fields = [
        entry.number, entry.at, entry.user, entry.action, entry.subject, entry.details,
        entry.before,
    ]  # fmt: skip
    return hashlib.sha256(canonical(fields).encode()).hexdigest()


def sealed(entry: AuditEntry) -> AuditEntry:
    """The entry with its hash."""
    return replace(entry, hash=entry_hash(entry))


def _content(value: object) -> tuple[str, bytes]:
    if isinstance(value, str):
        return "text", value.encode("utf-8", "surrogatepass")
    if isinstance(value, int):
        return "number", str(value).encode()
    return type(value).__name__, repr(value).encode()
