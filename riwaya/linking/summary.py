"""One linked entity out of its members: kind, neutral name, names used, country, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from riwaya.linking.ground import LINKED
from riwaya.linking.linked import Join, LinkedEntity
from riwaya.linking.members import Member
from riwaya.linking.names import is_neutral
from riwaya.model import Standing
from riwaya.resources.actors import actor_with_id

_T = TypeVar("_T", bound=str)

_STANDINGS: tuple[Standing, ...] = ("private", "public", "unnamed")
"""The most careful first: where reports differ, an entity counts as private."""


def summed_up(id_: str, members: Sequence[Member], joins: Iterable[Join]) -> LinkedEntity:
    """The entity `id_` of `members`, which stand in order of seniority."""
    standings = {member.standing for member in members}
    name, name_en = _neutral_names(id_, members)
    countries = {member.country for member in members if member.country}
    return LinkedEntity(
        id=id_,
        kind=_most_used(member.kind for member in members),
        name=name,
        name_en=name_en,
        names=_names_used(members),
        country=countries.pop() if len(countries) == 1 else None,
        standing=next((standing for standing in _STANDINGS if standing in standings), None),
        refs=tuple(sorted({ref for member in members for ref in member.refs})),
        members=tuple(members),
        joins=tuple(joins),
    )


def _neutral_names(id_: str, members: Sequence[Member]) -> tuple[str | None, str | None]:
    """The lexicon's names for an actor; else the fullest neutral naming of those that carry the
    id, or of all members where no id is known."""
    if id_.startswith("actor:") and (actor := actor_with_id(id_)):
        return actor.name, actor.name_en
    known = [member for member in members if member.entity == id_]
    if id_.startswith(LINKED):
        known = [m for m in members if m.is_local] or list(members)
    names = Counter(member.name for member in known if is_neutral(member.name))
    if not names:
        names = Counter(name for m in members for name in m.names if is_neutral(name))
    english = sorted({member.name_en for member in known if member.name_en})
    fullest = min(names, key=lambda name: (-len(name.split()), -names[name], name), default=None)
    return fullest, english[0] if english else None


def _names_used(members: Iterable[Member]) -> tuple[str, ...]:
    used = Counter(name for member in members for name in member.names)
    return tuple(sorted(used, key=lambda name: (-used[name], name)))


def _most_used(values: Iterable[_T]) -> _T:
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))
