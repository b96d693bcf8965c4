"""The condition under which a stored document, or a claim, is among those that are meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true

from riwaya.records import Selection
from riwaya.store.index.match import RowIsAmong
from riwaya.store.index.query import Terms, terms_of
from riwaya.store.index.rows import key_of
from riwaya.store.index.tables import OUTLET, PLACE, SPEAKER, claim, claim_place, search_row
from riwaya.store.schema import document

_ENTITY = re.compile(r"[a-z]+:\S+")
_DAY = 10  # characters of an ISO 8601 date


def chosen(selection: Selection) -> ColumnElement[bool]:
    """The condition on `schema.document` for all that `selection` says.

    `documents` may be beginnings of ids. Speaker and stance must be one claim's; a place anywhere
    in the report will do.
    """
    conditions = list(_of_document(selection))
    if selection.speaker is not None or selection.stance is not None:
        its = and_(claim.c.document == document.c.id, *_of_claim(selection))
        conditions.append(select(claim.c.number).where(its).correlate(document).exists())
    if selection.place is not None:
        conditions.append(has_place(document.c.id, selection.place))
    return and_(true(), *conditions)


def has_place(document_id: ColumnElement[str], place: str) -> ColumnElement[bool]:
    """Whether the document of this id names the place anywhere."""
    rows = select(search_row.c.document).where(_is_place(search_row.c.number, place))
    return document_id.in_(rows)


def chosen_claim(selection: Selection) -> ColumnElement[bool] | None:
    """The condition on `claim` for what the selection says of a claim: its speaker, stance, places;
    None when it says nothing of it."""
    conditions = list(_of_claim(selection))
    if selection.place is not None:
        its = select(claim_place.c.place).where(
            claim_place.c.claim == claim.c.number, _is_place(claim_place.c.place, selection.place)
        )
        conditions.append(its.correlate(claim).exists())
    return and_(*conditions) if conditions else None


def chosen_document(selection: Selection) -> ColumnElement[bool] | None:
    """The condition on `schema.document` for what the selection says of the document itself."""
    conditions = list(_of_document(selection))
    return and_(*conditions) if conditions else None


def _of_document(selection: Selection) -> Iterator[ColumnElement[bool]]:
    if selection.documents:
        yield _begins(selection.documents)
    day = func.substr(document.c.published, 1, _DAY)
    if selection.since is not None:
        yield day >= selection.since[:_DAY]
    if selection.until is not None:
        yield day <= selection.until[:_DAY]
    if selection.outlet is not None:
        numbers = select(search_row.c.document).where(
            _named(search_row.c.number, selection.outlet, OUTLET)
        )
        yield document.c.id.in_(numbers)
    if selection.latest:
        later = document.alias("later")
        newer = and_(later.c.series == document.c.series, later.c.number > document.c.number)
        yield ~select(later.c.number).where(newer).correlate(document).exists()


def _of_claim(selection: Selection) -> Iterator[ColumnElement[bool]]:
    if selection.stance is not None:
        yield claim.c.stance == key_of(selection.stance)
    if selection.speaker is None:
        return
    if _ENTITY.fullmatch(selection.speaker):
        id_ = key_of(selection.speaker)
        yield or_(claim.c.speaker == id_, claim.c.organisation == id_)
    else:
        yield _named(claim.c.naming, selection.speaker, SPEAKER)


def _begins(ids: tuple[str, ...]) -> ColumnElement[bool]:
    """One list for each length of beginning: a chain of OR is limited in depth."""
    by_length: dict[int, set[str]] = defaultdict(set)
    for id_ in ids:
        by_length[len(id_)].add(id_)
    return or_(
        *(func.substr(document.c.id, 1, n).in_(sorted(some)) for n, some in by_length.items())
    )


def _is_place(number: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Whether the row of this number is the place of this id, or is named by all words."""
    if _ENTITY.fullmatch(name):
        rows = search_row.alias("places")
        its = and_(rows.c.kind == PLACE, rows.c.entity == key_of(name))
        return number.in_(select(rows.c.number).where(its))
    return _named(number, name, PLACE)


def _named(number: ColumnElement[int], name: str, kind: str) -> ColumnElement[bool]:
    terms = terms_of(name)
    # A name's minus excludes nothing, and its words may stand apart.
    words = tuple(dict.fromkeys((*terms.required, *terms.excluded)))
    if not words:
        return false()
    return RowIsAmong(number, Terms(words, (), False), (kind,))
