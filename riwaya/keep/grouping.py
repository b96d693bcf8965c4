"""Stored documents put into stories: whatever has no place yet, in an order that does not depend on
how often this was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from riwaya.errors import ResourceError, RiwayaError
from riwaya.model import Report
from riwaya.records import Placement, Selection, Signature
from riwaya.runners.base import Failure
from riwaya.store.base import Store, View

_AT_ONCE = 50
"""Placements that are written together: what an interruption takes is placed again."""

_SHOWN = 20
"""Failures that are named; the rest is counted."""


class Placer(Protocol):
    """What decides on stories (`riwaya.stories.group.Grouper`)."""

    def place(self, report: Report) -> Placement:
        """The story of one report."""

    def place_signature(self, signature: Signature) -> Placement:
        """The same for a report whose signature is known."""


class StoredPast:
    """The placements of a store by day (`riwaya.stories.group.Past`), and those that are not
    written yet. Nothing is held in memory but these."""

    def __init__(self, store: View) -> None:
        self._store = store
        self.waiting: list[Placement] = []

    def near(self, day: str | None, window: int) -> Iterator[Placement]:
        """See `riwaya.stories.group.Past.near`. People's moving and splitting is applied; of merged
        stories each keeps its id here, so that a merge can be taken back."""
        from riwaya.stories.group import days_around

        days = days_around(day, window)
        yield from self._store.placements(days[0], days[-1])
        wanted = set(days)
        yield from (placed for placed in self.waiting if placed.signature.day in wanted)


@dataclass(slots=True)
class Placing:
    """What came of placing: how many documents, in which stories, and what has no place."""

    placed: int = 0
    stories: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What has to be said of it."""
        yield from self.notes
        for failure in self.failures[:_SHOWN]:
            yield f"not placed: {failure.where}: {failure.what}"
            if failure.trace:
                yield failure.trace.rstrip()
        if len(self.failures) > _SHOWN:
            yield f"not placed: {len(self.failures) - _SHOWN} more"


def place_new(
    store: Store,
    make: Callable[[StoredPast], Placer] | None = None,
    *,
    ready: Mapping[str, Signature] | None = None,
    debug: bool = False,
) -> Placing:
    """Put every document that is in no story yet into one, in the order of publication.

    A few documents are in memory at a time; what is placed is written every few documents, so that
    an interruption loses next to nothing and the next call goes on. `make` gives the placer (None:
    the product's own); `ready` are signatures by document that are worked out already. A document
    that cannot be placed is named in the outcome, stays without a place, and is tried again at the
    next call.
    """
    done = Placing()
    waiting = list(store.unplaced())
    if not waiting:
        return done
    past = StoredPast(store)
    placer = (make or (lambda past: _grouper(past, done)))(past)
    for at in range(0, len(waiting), _AT_ONCE):
        chunk = waiting[at : at + _AT_ONCE]
        for outcome in _matter(store, chunk, ready or {}, debug):
            placement = outcome if isinstance(outcome, Failure) else _placed(placer, outcome, debug)
            if isinstance(placement, Failure):
                done.failures.append(placement)
            else:
                past.waiting.append(placement)
        for placement in _written(store, past.waiting, done):
            done.placed += 1
            done.stories.add(placement.story)
        past.waiting.clear()
    return done


def place_anew(
    store: Store, user: str, make: Callable[[StoredPast], Placer] | None = None, debug: bool = False
) -> Placing:
    """Forget where the machine put documents, and place them all again. What people decided stays;
    the ids of stories stay as far as the same documents found them."""
    store.forget_placements(user)
    return place_new(store, make, debug=debug)


def _grouper(past: StoredPast, done: Placing) -> Placer:
    from riwaya.stories.group import Grouper
    from riwaya.stories.vectors import load_vectors

    try:
        return Grouper(past, load_vectors())
    except ResourceError as error:
        done.notes.append(f"stories are told apart by words and names alone: {error.message}")
        return Grouper(past)


def _written(store: Store, placements: list[Placement], done: Placing) -> Iterable[Placement]:
    """Those that could be written: one whose document was removed meanwhile keeps none back."""
    try:
        store.place(*placements)
    except RiwayaError as error:
        if len(placements) == 1:
            done.failures.append(Failure.of(error, placements[0].signature.document, False))
            return []
        return [kept for one in placements for kept in _written(store, [one], done)]
    return list(placements)


def _matter(
    store: View, ids: list[str], ready: Mapping[str, Signature], debug: bool
) -> Iterator[Report | Signature | Failure]:
    """The signatures that are ready, the reports of the others, in the order of the ids."""
    reports = _reports(store, [one for one in ids if one not in ready], debug)
    for document in ids:
        yield ready[document] if document in ready else next(reports)


def _reports(store: View, ids: list[str], debug: bool) -> Iterator[Report | Failure]:
    """The reports in the order of the ids; what is damaged is named, and the rest goes on."""
    if not ids:
        return
    try:
        found = {
            record.report.document.id: record.report
            for record in store.records(Selection(documents=tuple(ids)))
        }
    except RiwayaError:
        found = {}
    for document in ids:
        if document in found:
            yield found[document]
            continue
        try:
            yield store.record(document).report
        except RiwayaError as error:
            yield Failure.of(error, f"document {document}", debug)


def _placed(placer: Placer, given: Report | Signature, debug: bool) -> Placement | Failure:
    document = given.document if isinstance(given, Signature) else given.document.id
    try:
        if isinstance(given, Signature):
            return placer.place_signature(given)
        return placer.place(given)
    except Exception as error:  # a defect on one document must not keep the others from a place
        return Failure.of(error, f"document {document}", debug)
