"""Stories of a store with what a page shows of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from riwaya.exports.story_page import ShownMember, ShownStory
from riwaya.records import Selection, Story, StoryJudgement
from riwaya.store.base import Heading, View, in_force

_AT_ONCE = 100


def listed_stories(store: View, selection: Selection | None = None) -> Iterator[ShownStory]:
    """All stories, or those with a selected report, as a list shows them: members without what put
    them there, no decisions."""
    stories = store.stories(selection)
    while some := list(islice(stories, _AT_ONCE)):
        headings = store.headings(document for story in some for document in story.documents)
        for story in some:
            yield ShownStory(
                story, tuple(_member(headings.get(one), one) for one in story.documents)
            )


def told_story(store: View, id_: str) -> ShownStory:
    """One story with its reports, what put each there, and the decisions on it. Raises InputError
    for an id that names none."""
    story = store.story(id_)
    judgements = tuple(store.story_judgements(story.id))
    standing = in_force(judgements)
    return ShownStory(
        story,
        tuple(_members(store, story, standing)),
        judgements,
        frozenset(one.id for one in standing),
    )


def _members(
    store: View, story: Story, standing: tuple[StoryJudgement, ...]
) -> Iterator[ShownMember]:
    decided = {one.target: one for one in standing if one.kind == "member"}
    headings = store.headings(story.documents)
    for document in story.documents:
        member = _member(headings.get(document), document)
        yield ShownMember(
            document, member.outlet, member.published, member.title, store.placement(document),
            decided.get(document),
        )  # fmt: skip


def _member(heading: Heading | None, document: str) -> ShownMember:
    if heading is None:  # removed while this was read
        return ShownMember(document, None, None, None, None, None)
    return ShownMember(document, heading.outlet, heading.published, heading.title, None, None)
