"""The frozen types of lineage, and the ids of stories (what a store keeps of stories is in
`riwaya.records`).

Every span is `[start, stop)` in code points of the document's untouched text. Days are ISO 8601
dates of publication (`2018-03-14`), None for a document without one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from riwaya.model import Span

Direction = Literal["a>b", "b>a"]
Credit = Literal["agency", "outlet", "statement"]


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in two documents: `a` and `b` are where they stand in each."""

    a: Span
    b: Span


@dataclass(frozen=True, slots=True)
class Copy:
    """Two documents that share text.

    `a` and `b` are ids of documents, `a` the one stored or given first. `share_a` is the part of
    a's words that stands in b too, 0 to 1. `direction` says which was copied from which (`a>b`: b
    has it from a), None when nothing in the documents says so. `origin` is the agency or outlet
    that both take the text from, in the text's own words, when it is credited. `why` names what
    the direction rests on, in plain English words.
    """

    a: str
    b: str
    passages: tuple[Passage, ...]
    share_a: float
    share_b: float
    direction: Direction | None
    why: str
    origin: str | None = None


def story_id(founder: str) -> str:
    """The id of a story: `s` and 12 hex digits of a hash of its first document's id, so that it
    stays the same however much the story grows."""
    named = f"story\x1f{founder}".encode("utf-8", "surrogatepass")
    return "s" + hashlib.sha256(named).hexdigest()[:12]
