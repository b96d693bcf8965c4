"""People's decisions over where the machine put documents: moved, split, merged."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from riwaya.records import StoryJudgement
from riwaya.store import schema
from riwaya.store.base import in_force
from riwaya.store.stories.rows import own_story, story_judgement_of

MOVING = ("member", "story")
"""The kinds of decisions that say where documents belong."""


class Overlay:
    """What the decisions in force make of the machine's placements.

    A merged story's documents show in the one that it became part of, also those that the machine
    puts into it afterwards. Of merges that close a circle the latest says which story stays.
    """

    def __init__(self, judgements: Iterable[StoryJudgement] = ()) -> None:
        self.members: dict[str, StoryJudgement] = {}
        """By document: the decision that says where it belongs."""
        self._parents: dict[str, str] = {}
        for judgement in in_force(judgements):
            if judgement.kind == "member":
                self.members[judgement.target] = judgement
            elif judgement.kind == "story":
                self._merge(judgement.target, judgement.story)

    def placed(self, document: str, story: str | None) -> str | None:
        """Where a document belongs that the machine put into `story`, before any merging."""
        decided = self.members.get(document)
        return story if decided is None else destination(decided)

    def shown(self, story: str) -> str:
        """The story that `story` is part of; itself when it was not merged."""
        while story in self._parents:
            story = self._parents[story]
        return story

    def merged_into(self, story: str) -> list[str]:
        """All stories that became part of this one, and itself first."""
        return [story, *sorted(part for part in self._parents if self.shown(part) == story)]

    def _merge(self, part: str, whole: str) -> None:
        if part == whole:
            return
        if self.shown(whole) == part:
            del self._parents[whole]  # said later: the whole is no longer a part of its part
        self._parents[part] = whole


def destination(judgement: StoryJudgement) -> str:
    """The story that a decision on a member puts it into."""
    if judgement.decision == "move":
        return judgement.story
    return (
        own_story(judgement.target) if judgement.value is None else str(json.loads(judgement.value))
    )


def overlay(connection: Connection) -> Overlay:
    """All decisions of a store that say where documents belong."""
    table = schema.story_judgement
    moving = select(table).where(table.c.kind.in_(MOVING)).order_by(table.c.number)
    return Overlay(map(story_judgement_of, connection.execute(moving).mappings()))
