"""Which known actor the names of one entity mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from riwaya.resources.actors import (
    Actor,
    actors_named,
    body_nominals,
    name_key,
    nationality_of_adjective,
    nationality_of_capital,
    state_body,
)
from riwaya.stages.entities.bodies import stands_for_body
from riwaya.stages.entities.forms import (
    Form,
    Naming,
    family_of,
    generic_nouns,
    titles,
)
from riwaya.stages.entities.people import same_person, stands_for_person, without_titles
from riwaya.stages.entities.words import clean, cores

_LIKELY = (1.0, 0.8, 0.7)  # of several actors with one name: the likeliest first
_OUT_OF_YEARS = 0.5
_OF_THE_COUNTRY = 1.5
_OFTEN, _MOSTLY = 4, 0.6  # mentions of a state, and their share, that make a report its own
_REMEMBERED = 16_384
_LOOKED_AT = 12  # namings of one form


@dataclass(frozen=True, slots=True)
class Link:
    """A known actor, and how sure the names are about it (0 to 1)."""

    actor: Actor
    score: float
    rule: str


class Linker:
    """Links within one report. `year` is that of publication; `countries` counts the states whose
    names and adjectives stand in the report."""

    def __init__(self, year: int | None, countries: Counter[str]) -> None:
        self._year = year
        self._countries = countries

    def link(self, forms: Sequence[Form]) -> Link | None:
        """The actor of one entity's forms, unless they do not name one or speak against it."""
        votes: dict[str, float] = {}
        found: dict[str, Actor] = {}
        for form in forms:
            for likely, actor in zip(_LIKELY, self._named(form), strict=False):
                found.setdefault(actor.id, actor)
                weight = likely * self._weight(actor) * len(form.namings)
                votes[actor.id] = votes.get(actor.id, 0.0) + weight
        fitting = [id_ for id_ in votes if fits(found[id_], forms)]
        if not fitting:
            return self._body(forms)
        ranked = sorted(fitting, key=lambda id_: (-votes[id_], id_))
        best, total = ranked[0], sum(votes.values())
        return Link(found[best], round(votes[best] / total, 3), "actor-name")

    def _named(self, form: Form) -> list[Actor]:
        found = named_like(form.namings[0].text, form.family == "person")
        if not found and form.family == "body":
            found = with_noun_before(form.namings)
        return [actor for actor in found if family_of(actor.kind) == form.family]

    def _weight(self, actor: Actor) -> float:
        first, last = actor.years
        weight = 1.0
        if self._year is not None and (
            (first is not None and self._year < first) or (last is not None and self._year > last)
        ):
            weight *= _OUT_OF_YEARS
        if actor.country and self._countries[actor.country]:
            share = self._countries[actor.country] / self._countries.total()
            weight *= 1 + (_OF_THE_COUNTRY - 1) * share
        return weight

    def _body(self, forms: Sequence[Form]) -> Link | None:
        """The body of a state that is named without its state (الخارجية): that of the words around,
        or of the state that the report speaks of most."""
        for form in forms:
            if form.family != "body":
                continue
            bodies = body_nominals().get(name_key(form.namings[0].text), ())
            for state, score, rule in self._states(form) if bodies else ():
                actor = state_body(bodies[0], state)
                if actor:
                    return Link(actor, score, rule)
        return None

    def _states(self, form: Form) -> Iterator[tuple[str, float, str]]:
        if around := state_around(form.namings):
            yield around, 0.6, "state-around"
        if self._countries:
            country, count = self._countries.most_common(1)[0]
            if count >= _OFTEN and count >= _MOSTLY * self._countries.total():
                yield f"actor:state-{country.lower()}", 0.4, "state-of-the-report"


@lru_cache(maxsize=_REMEMBERED)
def named_like(text: str, person: bool) -> tuple[Actor, ...]:
    """Actors that bear a name, also without the titles or generic nouns before it."""
    text = clean(text)
    if found := actors_named(text):
        return tuple(found)
    words = text.split()
    skipped: Iterable[str] = titles() if person else generic_nouns()
    for at in range(1, len(words)):
        if cores(words[at - 1])[-1:] == () or cores(words[at - 1])[-1] not in skipped:
            break
        if found := actors_named(" ".join(words[at:])):
            return tuple(found)
    return ()


def with_noun_before(namings: Sequence[Naming]) -> tuple[Actor, ...]:
    """Actors that bear a name together with the generic noun before it: قناة "العربية"."""
    for naming in namings[:_LOOKED_AT]:
        word = naming.before[0] if naming.before else ""
        nouns = (word[skip:] for skip in (0, 1) if word[skip:] in generic_nouns())
        for noun in nouns:
            if found := actors_named(f"{noun} {clean(naming.text)}"):
                return tuple(found)
    return ()


def fits(actor: Actor, forms: Sequence[Form]) -> bool:
    """Whether no form speaks against the actor: أحمد ترامب is not دونالد ترامب."""
    names = [cores(name) for name in (actor.name, *(item.text for item in actor.variants))]
    return all(_fits(actor, names, form) for form in forms)


def _fits(actor: Actor, names: list[tuple[str, ...]], form: Form) -> bool:
    words = form.words
    if form.family == "person":
        words = without_titles(words)
        return len(words) == 1 or any(
            same_person(words, name)
            or stands_for_person(words, name)
            or (len(name) > 1 and stands_for_person(name, words))
            for name in names
        )
    if words in names:
        return True
    of_state = {state for word in words if (state := _state_of(word))}
    home = f"actor:state-{actor.country.lower()}" if actor.country else None
    return (
        not of_state
        or home in of_state
        or any(stands_for_body(words, name, form.family) for name in names)
    )


@lru_cache(maxsize=_REMEMBERED)
def _state_of(word: str) -> str | None:
    found = nationality_of_adjective(word)
    return found.state if found else None


def state_around(namings: Sequence[Naming]) -> str | None:
    """The state whose adjective, name or capital stands nearest around one of the namings."""
    for naming in namings:
        for word in (*naming.after, *naming.before):
            if state := _state_of(word):
                return state
            capital = nationality_of_capital(word)
            if capital:
                return capital.state
    return None
