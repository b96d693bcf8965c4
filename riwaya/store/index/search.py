"""Finds words and phrases: a page of rows from the index, then a hit for each.

Hits come with the newest day of publication first, then what was stored last; in a document its
text, its claims as they follow each other, its speakers. So a page is the same however often it is
asked for, and SQLite stops as soon as it is full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    not_,
    or_,
    select,
)

from riwaya.records import Found, Query, Selection
from riwaya.store.index.create import is_postgresql
from riwaya.store.index.hits import hits_of
from riwaya.store.index.match import (
    INDEX,
    RowIsAmong,
    array_condition,
    fts_condition,
    phrase_conditions,
)
from riwaya.store.index.query import Terms, terms_of
from riwaya.store.index.rows import days_numbers
from riwaya.store.index.select import chosen_claim, chosen_document, has_place
from riwaya.store.index.tables import CLAIM, SPEAKER, TEXT, claim, search_row
from riwaya.store.schema import document

_KINDS = {
    "all": (TEXT, CLAIM, SPEAKER),
    "text": (TEXT,),
    "claims": (CLAIM,),
    "speakers": (SPEAKER,),
}
_MOST = 10**9  # hits: what every database can count
_ROW = (search_row.c.number, search_row.c.kind, search_row.c.document)


class FoundRow(NamedTuple):
    """A row that a search found."""

    number: int
    kind: str
    document: str


class _Rows(NamedTuple):
    """A statement that gives rows with the words of a query, from `source`, to be narrowed down.
    `order` is their number, as the database has it in order."""

    statement: Select[Any]
    source: FromClause
    order: ColumnElement[Any]


def search(connection: Connection, query: Query) -> Found:
    """A page of hits for `query`, of any characters.

    Without any word, all that the selection chooses is listed (of `within` all: the claims); where
    words are only excluded, what is left of it. Signs that hold no word find nothing.
    """
    terms = terms_of(query.words)
    if terms.nothing:
        return Found((), False)
    limit, offset = (min(max(0, count), _MOST) for count in (query.limit, query.offset))
    rows = _rows(connection, terms, query)
    chosen = rows.statement.where(*_selected(query.selection, rows)).order_by(rows.order.desc())
    found = connection.execute(chosen.limit(limit + 1).offset(offset))
    page = [FoundRow(*row) for row in found]
    hits = hits_of(connection, page[:limit], terms, query.selection)
    return Found(tuple(hits), len(page) > limit)


def _rows(connection: Connection, terms: Terms, query: Query) -> _Rows:
    kinds = _KINDS[query.within]
    if not terms.required:
        return _listed(terms, (CLAIM,) if query.within == "all" else kinds)
    return (_on_postgresql if is_postgresql(connection) else _on_sqlite)(terms, kinds)


def _listed(terms: Terms, kinds: tuple[str, ...]) -> _Rows:
    number = search_row.c.number
    singles = [term for term in terms.excluded if not term.is_phrase]
    unwanted = (not_(RowIsAmong(number, Terms((term,), (), False), kinds)) for term in singles)
    statement = select(*_ROW).where(search_row.c.kind.in_(kinds), *unwanted)
    phrases = phrase_conditions(search_row.c.words, terms, kinds)
    return _Rows(statement.where(*phrases), search_row, number)


def _on_sqlite(terms: Terms, kinds: tuple[str, ...]) -> _Rows:
    """FTS5 gives its rows in the order of their numbers, one by one."""
    number = INDEX.c.rowid
    statement = select(*_ROW).join_from(INDEX, search_row, number == search_row.c.number)
    phrases = phrase_conditions(search_row.c.words, terms, kinds)
    return _Rows(statement.where(fts_condition(terms, kinds), *phrases), search_row, number)


def _on_postgresql(terms: Terms, kinds: tuple[str, ...]) -> _Rows:
    """All rows from the index, then ordered: PostgreSQL would else go through the newest rows one
    by one, without the index, where it takes the words for frequent ones."""
    matching = select(*_ROW).where(array_condition(terms, kinds)).cte("matching")
    rows: FromClause = matching.prefix_with("MATERIALIZED")
    phrases: list[ColumnElement[bool]] = []
    if any(term.is_phrase for term in (*terms.required, *terms.excluded)):
        # OFFSET 0 keeps it from looking for phrases before the rows are in order, so that it stops
        # when the page is full.
        rows = select(rows).order_by(rows.c.number.desc()).offset(0).subquery("rows")
        its = search_row.alias("its")
        words = select(its.c.words).where(its.c.number == rows.c.number).scalar_subquery()
        phrases += phrase_conditions(words, terms, kinds)
    statement = select(rows.c.number, rows.c.kind, rows.c.document).where(*phrases)
    return _Rows(statement, rows, rows.c.number)


def _selected(selection: Selection, rows: _Rows) -> Iterator[ColumnElement[bool]]:
    """What holds for a claim holds for the very claim that is found, or is the speaker's; for a
    text it is enough that the document has such a claim, and the place anywhere."""
    days = days_numbers(selection.since, selection.until)
    rest = selection
    if days is not None:
        rest = replace(selection, since=None, until=None)
        yield and_(rows.order >= days[0], rows.order <= days[1])
    of_document = chosen_document(rest)
    if of_document is not None:
        yield rows.source.c.document.in_(select(document.c.id).where(of_document))
    of_claim = chosen_claim(selection)
    if of_claim is not None:
        yield or_(*_of_kinds(selection, of_claim, rows.source))


def _of_kinds(
    selection: Selection, of_claim: ColumnElement[bool], rows: FromClause
) -> Iterator[ColumnElement[bool]]:
    joined = {
        CLAIM: claim.c.number == rows.c.number,
        SPEAKER: claim.c.naming == rows.c.number,
    }
    for kind, condition in joined.items():
        its = select(claim.c.id).where(condition, of_claim).correlate(rows).exists()
        yield and_(rows.c.kind == kind, its)
    yield and_(rows.c.kind == TEXT, *_of_text(selection, rows))


def _of_text(selection: Selection, rows: FromClause) -> Iterator[ColumnElement[bool]]:
    of_claim = chosen_claim(replace(selection, place=None))
    if of_claim is not None:
        its = and_(claim.c.document == rows.c.document, of_claim)
        yield select(claim.c.id).where(its).correlate(rows).exists()
    if selection.place is not None:
        yield has_place(rows.c.document, selection.place)
