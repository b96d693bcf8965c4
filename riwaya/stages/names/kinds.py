"""One kind for one name of a document, where it was given several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.model import NameKind
from riwaya.resources.actors import actors_named
from riwaya.stages.names.found import Found
from riwaya.stages.names.known import Words, words_of
from riwaya.text import TextView

_LEXICON_VOTE = 1.0


def with_settled_kinds(view: TextView, found: Sequence[Found]) -> list[Found]:
    """`found` with the kind that most of the weight is for, the lexicon's word added to it."""
    votes: dict[Words, dict[NameKind, float]] = {}
    for one in found:
        kinds = votes.setdefault(words_of(view, one), {})
        kinds[one.kind] = kinds.get(one.kind, 0.0) + one.score
    settled = {words: _settled(words, kinds) for words, kinds in votes.items() if len(kinds) > 1}
    return [_with_kind(one, settled.get(words_of(view, one))) for one in found]


def _settled(words: Words, votes: dict[NameKind, float]) -> NameKind:
    for actor in actors_named(" ".join(words))[:1]:
        votes[actor.kind] = votes.get(actor.kind, 0.0) + _LEXICON_VOTE
    return max(sorted(votes), key=lambda kind: votes[kind])


def _with_kind(found: Found, kind: NameKind | None) -> Found:
    if kind is None or kind == found.kind:
        return found
    return replace(found, kind=kind, kind_rule="most-given-kind")
