"""The audit log: entries one after the other, each resting on the hash of the one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, text

from riwaya.records import AuditEntry
from riwaya.store.attest import BEGINNING, canonical, sealed
from riwaya.store.paging import pages
from riwaya.store.schema import audit

_AT_ONCE = 500


def now() -> str:
    """The time in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_after(at: str) -> str:
    """A time that `now` gave, and a millisecond."""
    moment = datetime.fromisoformat(at) + timedelta(milliseconds=1)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def lock(connection: Connection) -> None:
    """Let no other process write until the transaction ends; readers go on. On SQLite the
    transaction of a writer has that lock from its beginning."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE"))


def last(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last entry; 0 and 64 zeros before the first."""
    statement = select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    row = connection.execute(statement).first()
    return (row.number, row.hash) if row else (0, BEGINNING)


class Pen:
    """Writes one entry at the end of the log. `number` is the one that the entry will have, and
    `at` its time: both are known before, for the rows that it attests."""

    def __init__(self, connection: Connection, user: str) -> None:
        self._connection, self._user = connection, user
        before, self._hash = last(connection)
        self.number = before + 1
        self.at = now()

    def write(self, action: str, subject: str, details: dict[str, Any]) -> AuditEntry:
        """Put the entry into the log, once for each pen."""
        entry = sealed(
            AuditEntry(
                number=self.number,
                at=self.at,
                user=self._user,
                action=action,
                subject=subject,
                details=canonical(details),
                before=self._hash,
                hash="",
            )
        )
        self._connection.execute(insert(audit), asdict(entry))
        return entry


def entries(connection: Connection) -> Iterator[AuditEntry]:
    """All entries, a few at a time in memory."""
    for page in pages(connection, select(audit), audit.c.number, _AT_ONCE):
        for row in page:
            yield AuditEntry(**row)
