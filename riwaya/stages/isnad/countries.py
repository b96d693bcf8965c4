"""بلاده: the country of whoever spoke last, by the adjective in his title or the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from riwaya.model import Entity
from riwaya.resources import lexicon
from riwaya.resources.actors import Actor, actors
from riwaya.stages.isnad.naming import Naming
from riwaya.text import fold, fold_letters

_STATE = "actor:state-"


@cache
def _own() -> frozenset[str]:
    return frozenset(fold_letters(row["word"]) for row in lexicon("own_country"))


@cache
def _adjectives() -> dict[str, str]:
    """Adjective (letters, without article) -> id of the state."""
    rows = lexicon("nationalities")
    pairs = ((row[form], row["state"]) for row in rows for form in ("masculine", "feminine"))
    return {fold_letters(word): state for words, state in pairs for word in words.split("|")}


@cache
def _states() -> dict[str, Entity]:
    return {
        actor.id: Entity(
            id=actor.id,
            name=actor.name,
            kind="place",
            name_en=actor.name_en,
            refs=tuple(_refs(actor)),
            country=actor.country,
        )
        for actor in actors()
        if actor.id.startswith(_STATE)
    }


def _refs(actor: Actor) -> Iterator[tuple[str, str]]:
    if actor.wikidata:
        yield "wikidata", actor.wikidata
    if actor.wikipedia:
        yield "wikipedia", actor.wikipedia


def is_own_country(naming: Naming) -> bool:
    """Whether a naming is بلاده, حكومته …: a country by whose it is."""
    return len(naming.letters) == 1 and naming.letters[0] in _own()


def state_of(role: str | None, person: Entity | None) -> Entity | None:
    """The state whose adjective stands in a person's role, or to which the lexicon counts him."""
    words: Iterable[str] = fold_letters(fold(role).text).split() if role else ()
    for word in words:
        state = _adjectives().get(word.removeprefix("ال"))
        if state is not None:
            return _states().get(state)
    if person is None or not person.country:
        return None
    return _states().get(_STATE + person.country.lower())
