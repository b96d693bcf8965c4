"""What people decide about stories, relations and questions: one way for the page, the command line
and scripts. Nothing is changed by a decision but what is shown; all are kept."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from riwaya.errors import InputError
from riwaya.records import StoryJudgement
from riwaya.store.base import DecidedStory, Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from riwaya.compare.model import Question, Relation
    from riwaya.model import Span

Verdict = Literal["confirm", "reject", "correct"]

_ARABIC = re.compile("[\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, and why."""

    user: str
    reason: str


def move(store: Store, story: str, document: str, by: By) -> StoryJudgement:
    """Put a document into a story. Raises InputError when it is there already, or when there is no
    such story or document."""
    into = store.story(story).id
    full = store.record(document).report.document.id
    if store.story_of(full) == into:
        raise InputError("is in this story already.", where=f"document {full}")
    return _judge(store, DecidedStory(into, "member", full, "move", by.user, by.reason))


def merge(store: Store, story: str, other: str, by: By) -> StoryJudgement:
    """Make `other` a part of `story`; a merged story with itself takes its merge back. Raises
    InputError when they are one already."""
    if story == other and not store.story(story).id.startswith(story):
        return _judge(store, DecidedStory(story, "story", other, "merge", by.user, by.reason))
    whole, part = store.story(story).id, store.story(other).id
    if whole == part:
        raise InputError("is the same story already.", where=f"story {other}")
    return _judge(store, DecidedStory(whole, "story", part, "merge", by.user, by.reason))


def split(
    store: Store, story: str, document: str, by: By, into: str | None = None
) -> StoryJudgement:
    """Take a document out of a story, into a story of its own or into `into`. Raises InputError
    when it is not in the story, or alone in it."""
    found = store.story(story)
    full = store.record(document).report.document.id
    if full not in found.documents:
        raise InputError(f"is not in story {found.id}.", where=f"document {full}")
    if len(found.documents) == 1 and into is None:
        raise InputError("is alone in its story.", where=f"document {full}")
    value = None if into is None else json.dumps(store.story(into).id)
    return _judge(store, DecidedStory(found.id, "member", full, "split", by.user, by.reason, value))


def judge_relation(
    store: Store, story: str, relation: Relation, verdict: Verdict, by: By, to: str | None = None
) -> StoryJudgement:
    """Confirm a relation, reject it, or correct its kind to `to`."""
    ground = {
        "a": relation.a,
        "b": relation.b,
        "relation": relation.relation,
        "evidence_a": _spans(relation.evidence_a),
        "evidence_b": _spans(relation.evidence_b),
    }
    value = None if to is None else json.dumps(to)
    return _judge(
        store,
        DecidedStory(
            store.story(story).id, "relation", relation.id, verdict, by.user, by.reason, value,
            json.dumps(ground),
        ),
    )  # fmt: skip


def judge_question(
    store: Store, story: str, question: Question, verdict: Verdict, by: By, to: str | None = None
) -> StoryJudgement:
    """Confirm a question, reject it, or correct its words to `to`."""
    claims = sorted({ref for position in question.positions for ref in position.claims})
    value = None if to is None else json.dumps(_worded(to), ensure_ascii=False)
    return _judge(
        store,
        DecidedStory(
            store.story(story).id, "question", question.id, verdict, by.user, by.reason, value,
            json.dumps({"claims": claims}),
        ),
    )  # fmt: skip


def add_question(
    store: Store, story: str, words: str, by: By, claims: Sequence[str] = ()
) -> StoryJudgement:
    """Add a question in plain words, Arabic or other; `claims` are refs (`docid#c3`, `docid#P2`) of
    the accounts that bear on it. Raises InputError without words, and for a ref to a document that
    is not in the story."""
    plain, found = " ".join(words.split()), store.story(story)
    if not plain:
        raise InputError("a question needs words.", where=f"story {story}")
    for ref in claims:
        if ref.rpartition("#")[0] not in found.documents:
            raise InputError(
                "names no account of a report in the story.",
                where=f"claim {ref}",
                advice="Write it as the document's id, # and the claim's id, or P and a paragraph.",
            )
    bearing = list(dict.fromkeys(claims))
    value = {**_worded(plain), "kind": "other", "claims": bearing}
    return _judge(
        store,
        DecidedStory(
            found.id, "question", added_question_id(found.id, plain), "add", by.user, by.reason,
            json.dumps(value, ensure_ascii=False), json.dumps({"claims": bearing}),
        ),
    )  # fmt: skip


def added_question_id(story: str, words: str) -> str:
    """The id of a question that a person adds to a story: the same for the same words."""
    named = f"question\x1f{story}\x1f{words}".encode("utf-8", "surrogatepass")
    return "q" + hashlib.sha256(named).hexdigest()[:12]


def _worded(words: str) -> dict[str, str]:
    return {"question_ar" if _ARABIC.search(words) else "question_en": words}


def _judge(store: Store, decided: DecidedStory) -> StoryJudgement:
    return store.judge_story(decided)


def _spans(spans: Iterable[Span]) -> list[Any]:
    return [list(span) for span in spans]
