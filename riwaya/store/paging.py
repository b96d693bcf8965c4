"""Rows of a table a few at a time, so that memory stays flat however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select

from riwaya.errors import InputError


def pages(
    connection: Connection, statement: Select[Any], key: ColumnElement[Any], size: int
) -> Iterator[list[RowMapping]]:
    """Pages of the rows of `statement`, ordered by `key`, which is unique and one of its columns.

    Raises InputError when keys do not go upwards, as in a damaged file: pages would never end.
    """
    after: Any = None
    while True:
        wanted = statement if after is None else statement.where(key > after)
        rows = list(connection.execute(wanted.order_by(key).limit(size)).mappings())
        keys = [row[str(key.key)] for row in rows]
        if any(not earlier < later for earlier, later in zip([after, *keys], keys, strict=False)
               if earlier is not None):  # fmt: skip
            raise InputError(
                f"the rows are not in the order of their {key.key}: the store is damaged.",
                advice="Restore it from a backup; `riwaya verify` says what is damaged.",
            )
        if rows:
            yield rows
            after = keys[-1]
        if len(rows) < size:
            return
