"""بلاده: the country of whoever spoke last, by the adjective in his title or the lexicon."""

from __future__ import annotations

from functools import cache

from riwaya.model import Entity
from riwaya.resources import lexicon
from riwaya.resources.actors import actor_with_id, nationality_of_adjective
from riwaya.stages.isnad.naming import Naming
from riwaya.text import fold_letters

_STATE = "actor:state-"


@cache
def _own() -> frozenset[str]:
    return frozenset(fold_letters(row["word"]) for row in lexicon("own_country"))


def is_own_country(naming: Naming) -> bool:
    """Whether a naming is بلاده, حكومته …: a country by whose it is."""
    return len(naming.letters) == 1 and naming.letters[0] in _own()


def state_of(role: str | None, person: Entity | None) -> Entity | None:
    """The state whose adjective stands in a person's role, or to which the lexicon counts him."""
    for word in (role or "").split():
        if (found := nationality_of_adjective(word)) is not None:
            return _entity(found.state)
    if person is None or not person.country:
        return None
    return _entity(_STATE + person.country.lower())


def _entity(state: str) -> Entity | None:
    actor = actor_with_id(state)
    if actor is None:
        return None
    return Entity(
        id=actor.id,
        name=actor.name,
        kind=actor.kind,
        name_en=actor.name_en,
        refs=actor.refs,
        country=actor.country,
    )
