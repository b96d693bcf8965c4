"""People's decisions on stories, relations and questions: checked, kept, listed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from typing import Any, Final

from sqlalchemy import Connection, func, select

from riwaya.errors import InputError
from riwaya.records import StoryJudgement
from riwaya.store import schema
from riwaya.store.base import DecidedStory
from riwaya.store.checks import check_id
from riwaya.store.log import Pen, moment_after
from riwaya.store.paging import pages
from riwaya.store.stories.overlay import Overlay, destination
from riwaya.store.stories.packing import Row
from riwaya.store.stories.rows import story_judgement_id, story_judgement_of
from riwaya.store.writing import put

_AT_ONCE = 100
_DECISIONS: Final = {
    "member": ("move", "split"),
    "story": ("merge",),
    "relation": ("confirm", "reject", "correct"),
    "question": ("add", "confirm", "reject", "correct"),
}
_RELATIONS = ("contradicts", "updates", "agrees", "repeats")
_WITH_VALUE = ("correct", "add")


def judge_story(connection: Connection, decided: DecidedStory) -> StoryJudgement:
    """Record a decision; ids are full ones, and no other process writes. See Writer.judge_story."""
    check_decided(decided)
    pen = Pen(connection, decided.user)
    judgement = _numbered(connection, decided, decided.at or pen.at)
    stored = stored_judgement(connection, judgement.id)
    if stored is not None:
        return stored
    row = put(connection, schema.story_judgement, asdict(judgement))
    pen.write("judge_story", judgement.story, {"rows": [row]})
    return judgement


def stored_judgement(connection: Connection, id_: str) -> StoryJudgement | None:
    """The story judgement of this id."""
    table = schema.story_judgement
    row = connection.execute(select(table).where(table.c.id == id_)).mappings().first()
    return None if row is None else story_judgement_of(row)


def story_judgements(connection: Connection) -> Iterator[StoryJudgement]:
    """All, in the order of their making."""
    table = schema.story_judgement
    for rows in pages(connection, select(table), table.c.number, _AT_ONCE):
        yield from map(story_judgement_of, rows)


def concerning(
    judgements: Iterable[StoryJudgement], story: str, decided: Overlay
) -> Iterator[StoryJudgement]:
    """Those on a story that is shown, on what was merged into it, and on documents put into it."""
    for judgement in judgements:
        ids = [judgement.story]
        if judgement.kind == "member":
            ids.append(destination(judgement))
        elif judgement.kind == "story":
            ids.append(judgement.target)
        if story in map(decided.shown, ids):
            yield judgement


def check_decided(decided: DecidedStory) -> None:
    """Raise InputError for a decision that makes no sense."""
    where = f"{decided.kind} {decided.target}"
    check_id(decided.story, "story")
    check_id(decided.target, str(decided.kind))
    if decided.decision not in _DECISIONS.get(decided.kind, ()):
        raise InputError(f"there is no decision {decided.decision!r} on a {decided.kind}.",
                         where=where)  # fmt: skip
    if not decided.reason.strip() or not decided.user.strip():
        raise InputError("a decision needs a person and a reason.", where=where)
    if decided.decision == "split":
        if decided.value is not None:
            _check_story_value(decided.value, where)
        return
    if (decided.value is not None) != (decided.decision in _WITH_VALUE):
        raise InputError("a value belongs to `correct`, `add` and `split` alone.", where=where)
    if decided.value is not None:
        _check_value(decided, where)


def _check_value(decided: DecidedStory, where: str) -> None:
    value = _json(decided.value or "", where)
    if decided.kind == "relation" and value not in _RELATIONS:
        raise InputError(
            f"there is no relation {value!r}.", where=where, advice=f"One of {_RELATIONS}."
        )
    if decided.kind == "question" and not _is_question(value):
        raise InputError(
            "a question is an object with its words in `question_ar` or `question_en`.", where=where
        )


def _is_question(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    words = (value.get("question_ar"), value.get("question_en"))
    return any(isinstance(one, str) and one.strip() for one in words)


def _check_story_value(value: str, where: str) -> None:
    story = _json(value, where)
    if not isinstance(story, str):
        raise InputError("the story to split into is no id.", where=where)
    check_id(story, "story")


def _json(value: str, where: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise InputError(f"the value is no JSON ({error}).", where=where) from None


def _numbered(connection: Connection, decided: DecidedStory, at: str) -> StoryJudgement:
    last = connection.scalar(select(func.max(schema.story_judgement.c.number))) or 0
    judgement = StoryJudgement(
        id="",
        number=last + 1,
        story=decided.story,
        kind=decided.kind,
        target=decided.target,
        decision=decided.decision,
        value=decided.value,
        user=decided.user,
        reason=decided.reason,
        at=at,
        ground=decided.ground or "",
    )
    named = replace(judgement, id=story_judgement_id(judgement))
    while decided.at is None and stored_judgement(connection, named.id) is not None:
        named = replace(named, at=moment_after(named.at))
        named = replace(named, id=story_judgement_id(named))
    return named


def row_problem(row: Row) -> str | None:
    """What is wrong with a row by itself; one whose words were erased says nothing."""
    judgement = story_judgement_of(row)
    if judgement.reason and story_judgement_id(judgement) != judgement.id:
        return "is not what its id stands for."
    return None
