"""Finds words and phrases: a page of rows from the index, then a hit for each.

Hits come with the newest day of publication first, then what was stored last; in a document its
text, its claims as they follow each other, its speakers. So a page is the same however often it is
asked for, and the database stops as soon as it is full.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    not_,
    or_,
    select,
)

from riwaya.records import Found, Query, Selection
from riwaya.store.index.create import is_postgresql
from riwaya.store.index.hits import hits_of
from riwaya.store.index.match import INDEX, RowIsAmong, array_condition, fts_condition, phrases
from riwaya.store.index.query import Terms, terms_of
from riwaya.store.index.rows import days_numbers
from riwaya.store.index.select import chosen_claim, chosen_document, has_place
from riwaya.store.index.tables import CLAIM, LETTER, SPEAKER, TEXT, claim, search_row
from riwaya.store.schema import document

_KINDS = {
    "all": (TEXT, CLAIM, SPEAKER),
    "text": (TEXT,),
    "claims": (CLAIM,),
    "speakers": (SPEAKER,),
}
_BATCH = 200  # rows whose words are looked through for a phrase at a time
_LARGEST_BATCH = 2000


class FoundRow(NamedTuple):
    """A row that a search found."""

    number: int
    kind: str
    document: str


def search(connection: Connection, query: Query) -> Found:
    """A page of hits for `query`, of any characters.

    Without any word, all that the selection chooses is listed (of `within` all: the claims); where
    words are only excluded, what is left of it. Signs that hold no word find nothing.
    """
    terms = terms_of(query.words)
    if terms.nothing:
        return Found((), False)
    rows, more = _page(connection, terms, query)
    return Found(tuple(hits_of(connection, rows, terms, query.selection)), more)


def _page(connection: Connection, terms: Terms, query: Query) -> tuple[list[FoundRow], bool]:
    limit, offset = max(0, query.limit), max(0, query.offset)
    kinds = _kinds(terms, query)
    statement = _statement(connection, terms, kinds, query.selection)
    if phrases((*terms.required, *terms.excluded)):
        rows = _with_phrases(connection, statement, terms, kinds)
        page = list(islice(rows, offset, offset + limit + 1))
    else:
        found = connection.execute(statement.limit(limit + 1).offset(offset))
        page = [FoundRow(*row) for row in found]
    return page[:limit], len(page) > limit


def _kinds(terms: Terms, query: Query) -> tuple[str, ...]:
    if query.within == "all" and not terms.required:
        return (CLAIM,)
    return _KINDS[query.within]


def _statement(
    connection: Connection, terms: Terms, kinds: tuple[str, ...], selection: Selection
) -> Select[Any]:
    statement = select(search_row.c.number, search_row.c.kind, search_row.c.document)
    number = _number(connection, terms)
    if not terms.required:
        statement = statement.where(search_row.c.kind.in_(kinds), *_without(terms, kinds))
    elif is_postgresql(connection):
        statement = statement.where(array_condition(terms, kinds))
    else:
        statement = statement.join_from(INDEX, search_row, number == search_row.c.number)
        statement = statement.where(fts_condition(terms, kinds))
    return statement.where(*_selected(selection, number)).order_by(number.desc())


def _number(connection: Connection, terms: Terms) -> ColumnElement[Any]:
    """What orders the rows: FTS5 gives them in the order of its own number, one by one."""
    by_fts = terms.required and not is_postgresql(connection)
    return INDEX.c.rowid if by_fts else search_row.c.number


def _without(terms: Terms, kinds: tuple[str, ...]) -> Iterator[ColumnElement[bool]]:
    for term in terms.excluded:
        if len(term.words) == 1:
            yield not_(RowIsAmong(search_row.c.number, Terms((term,), (), False), kinds))


def _selected(selection: Selection, number: ColumnElement[Any]) -> Iterator[ColumnElement[bool]]:
    """What holds for a claim holds for the very claim that is found, or is the speaker's; for a
    text it is enough that the document has such a claim, and the place anywhere."""
    days = days_numbers(selection.since, selection.until)
    rest = selection
    if days is not None:
        rest = replace(selection, since=None, until=None)
        yield and_(number >= days[0], number <= days[1])
    of_document = chosen_document(rest)
    if of_document is not None:
        yield search_row.c.document.in_(select(document.c.id).where(of_document))
    of_claim = chosen_claim(selection)
    if of_claim is not None:
        yield or_(*_of_kinds(selection, of_claim))


def _of_kinds(selection: Selection, of_claim: ColumnElement[bool]) -> Iterator[ColumnElement[bool]]:
    kind = search_row.c.kind
    joined = {
        CLAIM: claim.c.number == search_row.c.number,
        SPEAKER: claim.c.naming == search_row.c.number,
    }
    for name, condition in joined.items():
        its = exists().where(condition, of_claim).correlate(search_row)
        yield and_(kind == name, its)
    yield and_(kind == TEXT, *_of_text(selection))


def _of_text(selection: Selection) -> Iterator[ColumnElement[bool]]:
    of_claim = chosen_claim(replace(selection, place=None))
    if of_claim is not None:
        its = and_(claim.c.document == search_row.c.document, of_claim)
        yield exists().where(its).correlate(search_row)
    if selection.place is not None:
        yield has_place(search_row.c.document, selection.place)


def _with_phrases(
    connection: Connection, statement: Select[Any], terms: Terms, kinds: tuple[str, ...]
) -> Iterator[FoundRow]:
    """The rows, in their order, whose words have the phrases wanted and none of those excluded."""
    letters = "".join(LETTER[kind] for kind in kinds)
    wanted = [term.pattern(letters) for term in phrases(terms.required)]
    unwanted = [term.pattern(letters) for term in phrases(terms.excluded)]
    statement = statement.add_columns(search_row.c.words)
    number = _number(connection, terms)
    size, below = _BATCH, None
    while True:
        batch = statement if below is None else statement.where(number < below)
        rows = connection.execute(batch.limit(size)).all()
        for *row, words in rows:
            if all(pattern.search(words) for pattern in wanted) and not any(
                pattern.search(words) for pattern in unwanted
            ):
                yield FoundRow(*row)
        if len(rows) < size:
            return
        size, below = min(2 * size, _LARGEST_BATCH), rows[-1].number
