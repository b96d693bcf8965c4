"""Conditions on rows by their words, for FTS5 and for PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Text,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    not_,
    select,
    table,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ClauseElement

from riwaya.store.index.query import Terms
from riwaya.store.index.tables import FTS, LETTER, WORDS_OF, search_row

INDEX = table(FTS, column("rowid"))
"""The FTS5 table."""

_STRINGS = ARRAY(Text)


def fts_query(terms: Terms, kinds: Iterable[str]) -> str:
    """The query of FTS5: quoted words of letters and digits only, AND, OR, NOT and brackets."""
    letters = [LETTER[kind] for kind in kinds]
    required = " AND ".join(_any(words) for words in _required(terms, letters))
    unwanted = " OR ".join(_any(words) for words in _excluded(terms, letters))
    return f"({required}) NOT ({unwanted})" if unwanted else required


def fts_condition(terms: Terms, kinds: Iterable[str]) -> ColumnElement[bool]:
    """Whether a row of FTS5 has all the words required and no single word that is excluded."""
    return literal_column(FTS).bool_op("MATCH")(fts_query(terms, kinds))


def array_condition(terms: Terms, kinds: Iterable[str]) -> ColumnElement[bool]:
    """The same for PostgreSQL, on `search_row`."""
    letters = [LETTER[kind] for kind in kinds]
    words_of_row = getattr(func, WORDS_OF)(search_row.c.words, type_=_STRINGS)
    wanted = [words_of_row.bool_op("&&")(_array(words)) for words in _required(terms, letters)]
    # Another look into the index: to divide each row's words would take longer.
    rows = search_row.alias()
    its_words = getattr(func, WORDS_OF)(rows.c.words, type_=_STRINGS)
    unwanted = [
        search_row.c.number.not_in(
            select(rows.c.number).where(its_words.bool_op("&&")(_array(words)))
        )
        for words in _excluded(terms, letters)
    ]
    return and_(*wanted, *unwanted)


class RowIsAmong(ColumnElement[bool]):
    """Whether `column_` is the number of a row of these kinds that has all the words.

    Written in the words of the database that it is compiled for.
    """

    inherit_cache = False

    def __init__(self, column_: ColumnElement[Any], terms: Terms, kinds: Iterable[str]) -> None:
        kinds = tuple(kinds)
        numbers = select(INDEX.c.rowid).where(fts_condition(terms, kinds))
        self.on_sqlite: ClauseElement = column_.in_(numbers)
        matching = select(search_row.c.number).where(array_condition(terms, kinds))
        self.on_postgresql: ClauseElement = column_.in_(matching)


@compiles(RowIsAmong)
def _compiled(element: RowIsAmong, compiler: Any, **options: Any) -> str:
    on_postgresql = compiler.dialect.name == "postgresql"
    clause = element.on_postgresql if on_postgresql else element.on_sqlite
    return f"({compiler.process(clause, **options)})"


def _required(terms: Terms, letters: list[str]) -> Iterator[list[str]]:
    words = dict.fromkeys(words for term in terms.required for words in term.words)
    return (_lettered(words, letters) for words in words)


def _excluded(terms: Terms, letters: list[str]) -> Iterator[list[str]]:
    """Single words only: a row that has the words of a phrase may not have the phrase."""
    return (_lettered(term.words[0], letters) for term in terms.excluded if not term.is_phrase)


def _lettered(words: Iterable[str], letters: list[str]) -> list[str]:
    return [letter + word for word in words for letter in letters]


def _any(words: list[str]) -> str:
    return "(" + " OR ".join(f'"{word}"' for word in words) + ")"


def _array(words: list[str]) -> ColumnElement[Any]:
    return bindparam(None, words, type_=_STRINGS, unique=True)


def phrase_conditions(
    words: ColumnElement[str], terms: Terms, kinds: Iterable[str]
) -> Iterator[ColumnElement[bool]]:
    """Whether the phrases wanted, and none of those excluded, stand in the `words` of a row. For
    rows that have the single words already: each is looked through."""
    letters = "".join(LETTER[kind] for kind in kinds)
    for term in terms.required:
        if term.is_phrase:
            yield words.regexp_match(term.pattern(letters))
    for term in terms.excluded:
        if term.is_phrase:
            yield not_(words.regexp_match(term.pattern(letters)))
