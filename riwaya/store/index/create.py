"""Makes the tables for finding, and the index over their words."""

from __future__ import annotations

from sqlalchemy import Connection

from riwaya.store.index.tables import DERIVED, FTS, WORDS_OF
from riwaya.store.schema import metadata

# detail=none: only which row holds a word; phrases are looked up in the row's own words. The ascii
# tokenizer divides at ASCII signs alone, so that index words of any script stay whole.
_SQLITE = (
    f"CREATE VIRTUAL TABLE {FTS} USING fts5(words, content='search_row', content_rowid='number',"
    " tokenize='ascii', detail='none', columnsize=0)"
)
# Arrays and not tsvector: a tsvector holds 1 MB at most, a long text more. The function tells
# PostgreSQL what dividing a text costs, or it would look through all rows and not use the index.
_POSTGRESQL = (
    f"CREATE FUNCTION {WORDS_OF}(words text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT"
    " PARALLEL SAFE COST 2000 AS $$ BEGIN RETURN string_to_array(words, ' '); END $$",
    # Each search reads the list of words not yet sorted in: 256 kB of it at most.
    f"CREATE INDEX {FTS} ON search_row USING gin ({WORDS_OF}(words))"
    " WITH (gin_pending_list_limit = 256)",
)


def create_index(connection: Connection) -> None:
    """Make the tables and the index of words, in the running transaction.

    The tables of `schema` must be there already.
    """
    metadata.create_all(connection, tables=DERIVED)
    for statement in _POSTGRESQL if is_postgresql(connection) else (_SQLITE,):
        connection.exec_driver_sql(statement)


def is_postgresql(connection: Connection) -> bool:
    """Whether the store is on PostgreSQL; else it is on SQLite."""
    return connection.dialect.name == "postgresql"
