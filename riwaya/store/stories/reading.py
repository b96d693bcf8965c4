"""Stories as they are shown: the machine's placements with people's decisions applied."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from riwaya.errors import InputError
from riwaya.records import Story
from riwaya.store import schema
from riwaya.store.base import DecidedStory, Heading
from riwaya.store.reading import begins_with, full_id
from riwaya.store.stories.overlay import Overlay, destination, overlay
from riwaya.store.stories.tables import placement

_AT_ONCE = 200
_NAMED = 3
_PLACED, _MOVED, _MERGED = range(3)


@dataclass(frozen=True, slots=True, order=True)
class _Member:
    """A document in a story; members stand in the order of these fields. Founders and what the
    machine put there come first, so that moving and merging change no story's title."""

    rank: int
    number: int
    document: str
    day: str | None = field(compare=False)


def story_of(connection: Connection, document: str) -> str | None:
    """See View.story_of; `document` is a full id."""
    decided, table = overlay(connection), placement
    story = connection.scalar(select(table.c.story).where(table.c.document == document))
    placed = decided.placed(document, story)
    return None if placed is None else decided.shown(placed)


def stories(connection: Connection, chosen: set[str] | None) -> Iterator[Story]:
    """See View.stories; `chosen` are ids of documents, None for all."""
    members = _members(connection, overlay(connection))
    if chosen is not None:
        members = {
            story: those
            for story, those in members.items()
            if any(one.document in chosen for one in those)
        }
    order = sorted(members, key=lambda story: _newest(members[story]), reverse=True)
    for at in range(0, len(order), _AT_ONCE):
        ids = order[at : at + _AT_ONCE]
        titles = _titles(connection, [members[story][0].document for story in ids])
        for story in ids:
            yield _story(story, members[story], titles)


def story(connection: Connection, given: str) -> Story:
    """See View.story."""
    decided = overlay(connection)
    shown = decided.shown(full_story(connection, given, decided))
    members = _members(connection, decided, shown).get(shown)
    if not members:
        raise InputError(
            "no document is in this story any more.",
            where=f"story {given}",
            advice="`riwaya stories` lists those that there are.",
        )
    return _story(shown, members, _titles(connection, [members[0].document]))


def headings(connection: Connection, documents: Iterable[str]) -> Iterator[Heading]:
    """See View.headings."""
    table, ids = schema.document, list(documents)
    columns = (table.c.id, table.c.outlet, table.c.published, table.c.title, table.c.url)
    for at in range(0, len(ids), _AT_ONCE):
        of = select(*columns).where(table.c.id.in_(ids[at : at + _AT_ONCE]))
        for row in connection.execute(of):
            yield Heading(row.id, row.outlet, row.published, row.title, row.url)


def to_judge(connection: Connection, decided: DecidedStory) -> DecidedStory:
    """The decision with full ids and, of members and stories, what it was made on. What comes from
    another store stays as it is."""
    if decided.at is not None:
        return decided
    overlaid = overlay(connection)
    story = full_story(connection, decided.story, overlaid)
    if decided.kind == "story":
        target = full_story(connection, decided.target, overlaid)
        ground = {"story": overlaid.shown(target)}
        return replace(decided, story=story, target=target, ground=json.dumps(ground))
    if decided.kind == "member":
        target = full_id(connection, decided.target)
        ground = {"document": target, "story": story_of(connection, target) or ""}
        return replace(decided, story=story, target=target, ground=json.dumps(ground))
    return replace(decided, story=story)


def full_story(connection: Connection, given: str, decided: Overlay) -> str:
    """The id of a story, shown or merged, that is or begins with `given`. Raises InputError for
    none, or for several that are not parts of one."""
    table, kept = placement, schema.story_judgement
    if not given:
        raise InputError("a story's id is missing.", where="story")
    found: set[str] = set()
    found.update(connection.scalars(select(table.c.story).where(begins_with(table.c.story, given))))
    found.update(connection.scalars(select(kept.c.story).where(begins_with(kept.c.story, given))))
    merged = select(kept.c.target).where(kept.c.kind == "story")
    found.update(connection.scalars(merged.where(begins_with(kept.c.target, given))))
    found.update(id_ for id_ in map(destination, decided.members.values()) if id_.startswith(given))
    if given in found:
        return given
    if not found:
        raise InputError(
            "is not in the store.", where=f"story {given}", advice="`riwaya stories` lists all."
        )
    if len(set(map(decided.shown, found))) > 1:
        raise InputError(
            f"begins the ids of several stories ({', '.join(sorted(found)[:_NAMED])} …).",
            where=f"story {given}",
            advice="Give more of the id.",
        )
    return min(found)


def _members(
    connection: Connection, decided: Overlay, only: str | None = None
) -> dict[str, list[_Member]]:
    """The members of all stories that are shown, or of one, in their order."""
    table = placement
    wanted = select(table.c.document, table.c.number, table.c.story, table.c.day)
    if only is not None:
        parts = decided.merged_into(only)
        wanted = wanted.where(
            table.c.story.in_(parts) | table.c.document.in_(list(decided.members))
        )
    found: dict[str, list[_Member]] = defaultdict(list)
    for row in connection.execute(wanted):
        placed = decided.placed(row.document, row.story) or row.story
        shown = decided.shown(placed)
        rank = _rank(decided, row.document, placed, shown)
        found[shown].append(_Member(rank, row.number, row.document, row.day))
    for those in found.values():
        those.sort()
    return found


def _rank(decided: Overlay, document: str, placed: str, shown: str) -> int:
    if placed != shown:
        return _MERGED
    judgement = decided.members.get(document)
    founded = judgement is not None and judgement.decision == "split" and judgement.value is None
    return _PLACED if judgement is None or founded else _MOVED


def _newest(members: list[_Member]) -> tuple[str, int]:
    return max(one.day or "" for one in members), min(one.number for one in members)


def _story(id_: str, members: list[_Member], titles: dict[str, str | None]) -> Story:
    days = [one.day for one in members if one.day is not None]
    return Story(
        id=id_,
        documents=tuple(one.document for one in members),
        first=min(days, default=None),
        last=max(days, default=None),
        title=titles.get(members[0].document),
    )


def _titles(connection: Connection, documents: Iterable[str]) -> dict[str, str | None]:
    table = schema.document
    of = select(table.c.id, table.c.title).where(table.c.id.in_(list(documents)))
    return {row.id: row.title for row in connection.execute(of)}
