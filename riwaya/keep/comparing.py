"""The comparison of a stored story: worked out once, kept until a report or a decision changes."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from riwaya.errors import InputError
from riwaya.records import Selection, Story
from riwaya.store.base import Store, in_force
from riwaya.version import __version__

if TYPE_CHECKING:
    from riwaya.compare.model import Comparison, Question, Relation
    from riwaya.model import Report

FORM = 3
"""Counted up when comparisons are made in another way: older ones are worked out anew then."""


def compared(store: Store, story: str, *, fresh: bool = False) -> Comparison:
    """The comparison of the story with this id (or beginning of one), people's decisions applied.

    It is taken from the store when its reports and decisions are still the same, and kept there
    otherwise; `fresh` works it out in any case. Raises InputError for an id that names no story.
    """
    from riwaya.compare.compare import WITHOUT_PACK, compare
    from riwaya.keep.comparison_json import dumped, loaded

    found = store.story(story)
    key = _key(store, found)
    kept = None if fresh else store.comparison(found.id, key)
    if kept is not None:
        return loaded(kept)
    made: Comparison = compare(
        found.id, reports_of(store, found), in_force(store.story_judgements(found.id))
    )
    if (
        WITHOUT_PACK not in made.notes
    ):  # what could not be read for want of a pack is read when it is there
        store.keep_comparison(found.id, key, dumped(made))
    return made


def reports_of(store: Store, story: Story) -> tuple[Report, ...]:
    """The present reports of a story, in the order of its members."""
    chosen = Selection(documents=story.documents)
    found = {record.report.document.id: record.report for record in store.records(chosen)}
    return tuple(found[document] for document in story.documents if document in found)


def relation_of(comparison: Comparison, given: str) -> Relation | None:
    """The relation whose id is or begins with `given`. Raises InputError for several."""
    ids = [one.id for one in comparison.relations]
    return next((one for one in comparison.relations if one.id == _full(ids, given)), None)


def question_of(comparison: Comparison, given: str) -> Question | None:
    """The question whose id is or begins with `given`. Raises InputError for several."""
    ids = [one.id for one in comparison.questions]
    return next((one for one in comparison.questions if one.id == _full(ids, given)), None)


def _full(ids: list[str], given: str) -> str | None:
    if given in ids:
        return given
    found = sorted({id_ for id_ in ids if given and id_.startswith(given)})
    if len(found) > 1:
        raise InputError(f"{given!r} begins several ids ({', '.join(found[:3])} …).",
                         advice="Give more of the id.")  # fmt: skip
    return found[0] if found else None


def _key(store: Store, story: Story) -> str:
    """Hash of what the comparison rests on: reports with the stages that made them, decisions."""
    known = [store.known(document) for document in story.documents]
    reports = [(one.document, one.sha256, one.stages) for one in known if one is not None]
    decisions = [one.id for one in store.story_judgements(story.id)]
    stated = json.dumps([FORM, __version__, story.id, reports, decisions])
    return hashlib.sha256(stated.encode()).hexdigest()
