"""Who and where: keys of the names, states and places that an account mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from riwaya.compare.facts_data import letters_of
from riwaya.compare.facts_ground import Ground
from riwaya.compare.facts_tokens import Tokens, tokens_of
from riwaya.compare.facts_words import stem, without_clitics
from riwaya.model import Mention, Span
from riwaya.resources.actors import (
    actor_index,
    nationality_of_adjective,
    nationality_of_capital,
)

_PLACES = ("place", "facility")
_WIDE = ("country", "region", "continent")
_LOCAL = "local:"


def names_of(ground: Ground, tokens: Tokens) -> dict[str, Span]:
    """Keys of all parties and places named, each with its first span.

    An entity that holds in every report gives its id, another the stems of its words; a state's
    adjective or capital gives the state (الروسية، موسكو).
    """
    found: dict[str, Span] = {}
    if ground.report.mentions:
        for mention in _mentions_in(ground, tokens):
            if not mention.nominal:
                found.setdefault(_key(mention, ground), mention.span)
    else:
        for match in actor_index().find(tokens.letters):
            key = match.actors[0].id
            found.setdefault(key, tokens.span(match.start, match.stop))
    for index, word in enumerate(tokens.letters):
        state = state_of(word)
        if state is not None:
            found.setdefault(state, tokens.spans[index])
    return found


def places_of(ground: Ground, tokens: Tokens) -> dict[str, Span]:
    """Keys of the places named in an account, each with its first span."""
    found: dict[str, Span] = {}
    for mention in _mentions_in(ground, tokens):
        if mention.kind in _PLACES and not mention.nominal:
            found.setdefault(_key(mention, ground), mention.span)
    return found


def holders_of(ground: Ground, places: Iterable[str]) -> dict[str, frozenset[str]]:
    """Each of these places below the level of a country with its own name and those of the units
    that hold it (folded), the country left out."""
    names = {entity.id: entity.name for entity in ground.report.entities}
    wanted, found = set(places), {}
    for reading in ground.report.places:
        if reading.entity in wanted and reading.level not in _WIDE:
            own = names.get(reading.entity or "", "")
            found[reading.entity or ""] = frozenset(
                letters_of(name) for name in (own, *reading.admin[1:]) if name
            )
    return found


@lru_cache(maxsize=65_536)
def state_of(letters: str) -> str | None:
    """The id of the state that an adjective or a capital stands for; particles may be attached."""
    if len(letters) < 4:
        return None
    for form in without_clitics(letters):
        nationality = nationality_of_adjective(form) or nationality_of_capital(form)
        if nationality is not None:
            return nationality.state
    return None


def _key(mention: Mention, ground: Ground) -> str:
    if mention.entity is not None and not mention.entity.startswith(_LOCAL):
        return mention.entity
    words = ground.view.words_in(mention.span)
    return "name:" + " ".join(stem(ground.view.words[i].letters) for i in words)


def _mentions_in(ground: Ground, tokens: Tokens) -> Iterator[Mention]:
    if not tokens.spans:
        return
    window = Span(tokens.spans[0].start, tokens.spans[-1].stop)
    for mention in ground.report.mentions:
        if mention.span.meets(window) and tokens.index_of(mention.span) is not None:
            yield mention


def named_in(ground: Ground, spans: Iterable[Span]) -> frozenset[str]:
    """Keys of the names inside `spans` (the source of a claim, say)."""
    return frozenset(names_of(ground, tokens_of(ground.view, spans)))
