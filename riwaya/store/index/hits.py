"""Makes hits of the rows that a search found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, RowMapping, select

from riwaya.model import Span
from riwaya.records import Hit, Selection
from riwaya.store.index.query import Term, Terms
from riwaya.store.index.select import chosen_claim
from riwaya.store.index.snippet import Stretch, best_stretch
from riwaya.store.index.tables import CLAIM, SPEAKER, claim
from riwaya.store.schema import document as documents

if TYPE_CHECKING:
    from riwaya.store.index.search import FoundRow

_PIECE, _OVERLAP = 50_000, 5_000  # characters
_AT_ONCE = 50  # rows whose texts are in memory together


def hits_of(
    connection: Connection, rows: Sequence[FoundRow], terms: Terms, selection: Selection
) -> Iterator[Hit]:
    """A hit for each row, in their order."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        its_documents = _documents(connection, {row.document for row in some})
        its_claims = _claims(connection, some, selection)
        for row in some:
            source = its_documents[row.document]
            if row.kind in (CLAIM, SPEAKER):
                yield _claim_hit(row, source, its_claims[row.number], terms.required)
            else:
                yield _text_hit(source, terms.required)


def _documents(connection: Connection, ids: set[str]) -> dict[str, RowMapping]:
    columns = (documents.c[name] for name in ("id", "text", "title", "outlet", "published"))
    found = connection.execute(select(*columns).where(documents.c.id.in_(sorted(ids))))
    return {row["id"]: row for row in found.mappings()}


def _claims(
    connection: Connection, rows: Sequence[FoundRow], selection: Selection
) -> dict[int, RowMapping]:
    """By number of row: the claim, or the first claim of the speaker that the selection chooses."""
    numbers = [row.number for row in rows if row.kind == CLAIM]
    namings = [row.number for row in rows if row.kind == SPEAKER]
    found: dict[int, RowMapping] = {}
    if numbers:
        statement = select(claim).where(claim.c.number.in_(numbers))
        found |= {row["number"]: row for row in connection.execute(statement).mappings()}
    if namings:
        statement = select(claim).where(claim.c.naming.in_(namings))
        of_claim = chosen_claim(selection)
        if of_claim is not None:
            statement = statement.where(of_claim)
        for row in connection.execute(statement.order_by(claim.c.position)).mappings():
            found.setdefault(row["naming"], row)
    return found


def _text_hit(source: RowMapping, terms: Sequence[Term]) -> Hit:
    """One hit for a document: in its title where that shows more of the words than the text."""
    title = source["title"] or ""
    stretch = _of_text(source["text"], terms)
    in_title = False
    if title and stretch.terms < len(terms):
        of_title = best_stretch(title, None, terms)
        if of_title.terms > stretch.terms:
            stretch, in_title = of_title, True
    return _hit("text", source, None, stretch, in_title)


def _of_text(text: str, terms: Sequence[Term]) -> Stretch:
    """The best stretch; of a long text, that of the first piece that has all the terms."""
    if len(text) <= _PIECE:
        return best_stretch(text, None, terms)
    best: Stretch | None = None
    for piece in _pieces(text):
        stretch = best_stretch(text, (piece,), terms)
        if best is None or stretch.terms > best.terms:
            best = stretch
        if best.terms == len(terms):
            break
    return best or best_stretch(text, None, terms)


def _pieces(text: str) -> Iterator[Span]:
    """Pieces that overlap by more than a phrase is long, and that cut no word."""
    start = 0
    while start < len(text):
        stop = text.find(" ", start + _PIECE)
        yield Span(start, len(text) if stop < 0 else stop)
        if stop < 0:
            return
        back = text.rfind(" ", start + 1, stop - _OVERLAP)
        start = stop if back < 0 else back


def _claim_hit(row: FoundRow, source: RowMapping, its: RowMapping, terms: Sequence[Term]) -> Hit:
    of_speaker = row.kind == SPEAKER
    parts = _spans(its["source"] if of_speaker else its["content"])
    stretch = best_stretch(source["text"], parts or _spans(its["source"]), terms)
    if of_speaker and terms and not stretch.marks:
        # Found by a name that the text itself does not use: the naming is what stands for it.
        inside = [part for part in parts if stretch.span.holds(part)]
        stretch = stretch._replace(marks=tuple(inside))
    return _hit("speaker" if of_speaker else "claim", source, its["id"], stretch, False)


def _spans(stored: str) -> list[Span]:
    return sorted(Span(*pair) for pair in json.loads(stored))


def _hit(kind: Any, source: RowMapping, claim_id: str | None, it: Stretch, in_title: bool) -> Hit:
    start = it.span.start
    return Hit(
        kind=kind,
        document=source["id"],
        claim=claim_id,
        snippet=it.span.of(source["title"] if in_title else source["text"]),
        marks=tuple(Span(mark.start - start, mark.stop - start) for mark in it.marks),
        span=None if in_title else it.span,
        title=source["title"],
        outlet=source["outlet"],
        published=source["published"],
        in_title=in_title,
    )
