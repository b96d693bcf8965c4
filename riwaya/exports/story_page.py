"""Stories for reading and as JSON: a list of them, one with all that is on it, decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from riwaya.contract.line import json_line
from riwaya.exports.data_tables import rows
from riwaya.exports.display import FSI, PDI, Fragment, Page, display_width, layout, visible
from riwaya.exports.phrases import Phrase, quoted, value
from riwaya.records import Placement, Story, StoryJudgement

SCHEMA = "riwaya.story/1"

_STEP = 4
_DAY = 10


@dataclass(frozen=True, slots=True)
class ShownMember:
    """One report of a story: what names it, where the machine put it, and the decision that moved
    it (None: nobody did)."""

    document: str
    outlet: str | None
    published: str | None
    title: str | None
    placed: Placement | None
    decision: StoryJudgement | None


@dataclass(frozen=True, slots=True)
class ShownStory:
    """A story with what a page shows of it. `in_force` are ids of the decisions that no later one
    replaces."""

    story: Story
    members: tuple[ShownMember, ...]
    judgements: tuple[StoryJudgement, ...] = ()
    in_force: frozenset[str] = frozenset()

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who published its reports, each once, in their order."""
        return tuple(dict.fromkeys(one.outlet for one in self.members if one.outlet))


def stories_json(stories: Iterable[ShownStory]) -> Iterator[str]:
    """A JSON list, one story a line."""
    mark = "["
    for shown in stories:
        yield f"{mark}{json_line(_listed(shown))}"
        mark = ",\n"
    yield "[]\n" if mark == "[" else "]\n"


def stories_text(stories: Iterable[ShownStory], lang: str, width: int) -> Iterator[str]:
    """One line each: id, days, numbers of reports and outlets, title."""
    words, empty = _words(lang), True
    for shown in stories:
        empty = False
        days = visible(_days(shown.story, words))
        counts = f"{len(shown.story.documents):>4}r {len(shown.outlets):>3}o"
        head = f"{visible(shown.story.id):<13}  {days:<21}  {counts}  "
        title = visible(shown.story.title or words["no_title"])
        yield f"{head}{FSI}{_cut(title, max(width - display_width(head), 20))}{PDI}\n"
    if empty:
        yield f"{words['no_stories']}\n"


def story_json(shown: ShownStory) -> str:
    """One story with its members and the decisions on it, as one line of JSON."""
    value = {
        "schema": SCHEMA,
        **_listed(shown),
        "members": [_member_json(member) for member in shown.members],
        "judgements": [
            judgement_json(one, superseded=one.id not in shown.in_force) for one in shown.judgements
        ],
    }
    return json_line(value)


def judgement_json(judgement: StoryJudgement, *, superseded: bool) -> dict[str, Any]:
    """A decision, its value and ground as JSON values."""
    made = asdict(judgement)
    ground, given = made.pop("ground"), made["value"]
    return {
        **made,
        "value": None if given is None else json.loads(given),
        "ground_was": json.loads(ground) if ground else None,
        "superseded": superseded,
    }


def story_text(shown: ShownStory, lang: str, page: Page) -> Iterator[str]:
    """The lines of one story: its head, its reports with what put them there, the decisions."""
    words, story = _words(lang), shown.story
    title = [Fragment(visible(story.title or words["no_title"]), isolate=True, style="strong")]
    yield from layout(title, page)
    counts = [value(str(len(story.documents))), Fragment(words["reports"]), Fragment("·"),
              value(str(len(shown.outlets))), Fragment(words["outlets"])]  # fmt: skip
    yield from layout([value(story.id, None), Fragment("·"), value(_days(story, words)),
                       Fragment("·"), *counts], page)  # fmt: skip
    yield ""
    yield from layout([Fragment(f"{words['members']}:", style="strong")], page)
    for member in shown.members:
        yield from _member_lines(member, words, page)
    yield ""
    yield from layout([Fragment(f"{words['decisions']}:", style="strong")], page)
    yield from judgement_lines(shown.judgements, shown.in_force, lang, page)


def judgement_lines(
    judgements: Iterable[StoryJudgement], in_force: frozenset[str], lang: str, page: Page
) -> Iterator[str]:
    """Decisions on stories, two lines each: what was decided, and by whom, when and why."""
    words, empty = _words(lang), True
    for made in judgements:
        empty = False
        phrase: Phrase = [value(f"#{made.number}", "strong"), Fragment(words[made.decision])]
        phrase += [value(made.kind, None), value(made.target, None), Fragment("←"),
                   value(made.story, None)]  # fmt: skip
        if made.value is not None:
            phrase.append(value(made.value, None))
        if made.id not in in_force:
            phrase.append(Fragment(f"({words['superseded']})", style="mark"))
        yield from layout(phrase, page, 0, _STEP)
        yield from layout(_why(made), page, _STEP)
    if empty:
        yield from layout([Fragment(words["none"])], page)


def _member_lines(member: ShownMember, words: dict[str, str], page: Page) -> Iterator[str]:
    day = (member.published or "")[:_DAY] or words["undated"]
    phrase: Phrase = [value(day), value(member.outlet or "—", None)]
    phrase.append(Fragment(visible(member.title or words["no_title"]), isolate=True))
    phrase.append(value(member.document, "label"))
    yield from layout(phrase, page, 0, _STEP)
    if member.decision is not None:
        person: Phrase = [Fragment(words["by_person"], style="mark"), *_why(member.decision)]
        yield from layout(person, page, _STEP)
    if member.placed is not None:
        placed = member.placed
        why = [Fragment(f"{words['placed']}:", style="label"), value(placed.why, None)]
        why.append(value(f"({placed.story}, {placed.score:.2f})", None))
        yield from layout(why, page, _STEP)


def _why(made: StoryJudgement) -> Phrase:
    reason = [quoted(made.reason)] if made.reason else []
    return [value(made.user, None), value(made.at), *reason]


def _listed(shown: ShownStory) -> dict[str, Any]:
    story = shown.story
    return {
        "story": story.id,
        "title": story.title,
        "first": story.first,
        "last": story.last,
        "outlets": list(shown.outlets),
        "reports": list(story.documents),
    }


def _member_json(member: ShownMember) -> dict[str, Any]:
    placed, decision = member.placed, member.decision
    return {
        "document": member.document,
        "outlet": member.outlet,
        "published": member.published,
        "title": member.title,
        "placed": placed
        and {"story": placed.story, "score": round(placed.score, 4), "why": placed.why},
        "decision": decision and judgement_json(decision, superseded=False),
    }


def _days(story: Story, words: dict[str, str]) -> str:
    if story.first is None or story.last is None:
        return words["undated"]
    return story.first if story.first == story.last else f"{story.first}–{story.last}"


def _cut(text: str, room: int) -> str:
    text = " ".join(text.split())
    if display_width(text) <= room:
        return text
    while display_width(text) > room - 1:
        text = text[:-1]
    return f"{text}…"


def _words(lang: str) -> dict[str, str]:
    return {row["key"]: row[lang] for row in rows("story_labels")}
