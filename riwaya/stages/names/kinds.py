"""The kind of a name: by the lexicon, by nouns in and before it, else as most often given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.model import NameKind
from riwaya.resources.actors import actors_named, nationality_of_capital
from riwaya.stages.names.evidence import is_large_place
from riwaya.stages.names.found import Found
from riwaya.stages.names.known import COMMON, Words, words_of
from riwaya.stages.names.nouns import kind_before, kind_of_first, openers
from riwaya.text import TextView

_CAPITAL_VOTE, _LARGE_PLACE_VOTE, _IN_VOTE, _SURNAME_VOTE = 1.1, 0.7, 0.4, 1.1
_NOUN_VOTE = 1.1  # more than one naming by the head


def with_settled_kinds(view: TextView, found: Sequence[Found]) -> list[Found]:
    """`found` with one kind for each name of the document.

    A known actor has the lexicon's kind. Elsewhere the document's namings vote with their scores,
    and so do the nouns that begin a name (مطار) or stand before it (مدينة، شركة).
    """
    votes: dict[Words, dict[NameKind, float]] = {}
    surnames = {words_of(view, one)[-1] for one in found if _is_full_name(one)}
    for one in found:
        kinds = votes.setdefault(words_of(view, one), {})
        kinds[one.kind] = kinds.get(one.kind, 0.0) + one.score
        told = _by_noun(view, one)
        if told:
            kinds[told] = kinds.get(told, 0.0) + _NOUN_VOTE
        if words_of(view, one)[0] in surnames and one.first == one.last:
            kinds["person"] = kinds.get("person", 0.0) + _SURNAME_VOTE
        if weight := _place_vote(view, one):
            kinds["place"] = kinds.get("place", 0.0) + weight
    settled = {words: _settled(words, kinds) for words, kinds in votes.items()}
    return [_with_kind(one, *settled[words_of(view, one)]) for one in found]


def _is_full_name(found: Found) -> bool:
    return found.kind == "person" and found.last > found.first


def _place_vote(view: TextView, found: Found) -> float:
    """What speaks for a place where the head sees a person: its size, and a preposition before."""
    name = " ".join(words_of(view, found))
    if found.kind == "person" and nationality_of_capital(name):
        return _CAPITAL_VOTE
    if found.kind != "person" or not is_large_place(name):
        return 0.0
    before = view.words[found.first - 1].letters if found.first else ""
    return _LARGE_PLACE_VOTE + (_IN_VOTE if before in openers() else 0.0)


def _settled(words: Words, votes: dict[NameKind, float]) -> tuple[NameKind, str]:
    known = [actor for actor in actors_named(" ".join(words)) if COMMON not in actor.tags]
    if known and all(actor.kind == known[0].kind for actor in known):
        return known[0].kind, "known-actor"
    return max(sorted(votes), key=lambda kind: votes[kind]), "most-given-kind"


def _by_noun(view: TextView, found: Found) -> NameKind | None:
    first = view.words[found.first].letters[found.skipped :]
    if found.last > found.first and (told := kind_of_first(first)):
        return told
    return kind_before(view.words[found.first - 1].letters) if found.first else None


def _with_kind(found: Found, kind: NameKind, rule: str) -> Found:
    return found if kind == found.kind else replace(found, kind=kind, kind_rule=rule)
