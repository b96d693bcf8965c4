"""Story judgements as rows and back, their ids, and which documents they name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from riwaya.records import StoryJudgement
from riwaya.store.stories.packing import Row

_FIELDS = tuple(field.name for field in fields(StoryJudgement))


def story_judgement_of(row: Row) -> StoryJudgement:
    """The story judgement of a row."""
    return StoryJudgement(**{name: row[name] for name in _FIELDS})


def story_judgement_id(judgement: StoryJudgement) -> str:
    """Hash of all that was decided, by whom, why and when (16 hex digits), without number and
    ground, so that it keeps its id in another store."""
    parts = (
        judgement.story, judgement.kind, judgement.target, judgement.decision, judgement.value,
        judgement.user, judgement.reason, judgement.at,
    )  # fmt: skip
    return hashlib.sha256(json.dumps(["story judgement", *parts]).encode()).hexdigest()[:16]


def own_story(document: str) -> str:
    """The id of the story of a document that a person split off: never that of a story which the
    document founded."""
    named = f"split\x1f{document}".encode("utf-8", "surrogatepass")
    return "s" + hashlib.sha256(named).hexdigest()[:12]


def names_document(judgement: StoryJudgement, document: str) -> bool:
    """Whether a judgement is on this document, or on accounts of it."""
    if judgement.kind == "member" and judgement.target == document:
        return True
    return any(_is_of(document, text) for text in _strings(judgement.ground))


def without_words(judgement: StoryJudgement) -> StoryJudgement:
    """What is left of a decision when a document that it names is removed: who decided what, and
    when. Of a question its words go too, which may quote."""
    value = None if judgement.kind == "question" else judgement.value
    return replace(judgement, value=value, reason="", ground="")


def json_names_document(value: str, document: str) -> bool:
    """Whether JSON names the document or an account of it anywhere. What is no JSON may."""
    try:
        return any(_is_of(document, text) for text in _walked(json.loads(value)))
    except (ValueError, RecursionError):
        return True


def _is_of(document: str, text: str) -> bool:
    return text == document or text.startswith(f"{document}#")


def _strings(value: str) -> Iterator[str]:
    try:
        yield from _walked(json.loads(value)) if value else ()
    except (ValueError, RecursionError):
        yield value


def _walked(value: Any) -> Iterator[str]:
    """Every text in a JSON value, names of fields included."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend(one)
            waiting.extend(one.values())
