"""What follows from a state: its adjective, people, capital, and the bodies that bear its name.

`nationalities.tsv` holds the words, `actor_patterns.tsv` the bodies (وزارة الخارجية {f}). Bodies
are made when they are asked for: 200 states with some forty bodies each are never built at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Literal, NamedTuple

from riwaya.model import NameKind
from riwaya.resources import lexicon
from riwaya.resources.actor_tables import (
    Actor,
    ActorVariant,
    items,
    name_kind,
    name_words,
    row_error,
)

Slot = Literal["m", "f", "n"]
_SLOTS: tuple[Slot, ...] = ("m", "f", "n")
_SLOT = re.compile(r"([^{}]*[^{}\s]) \{([mfn])\}((?: [^{}]+)?)")
_PATTERNS = "actor_patterns"


@dataclass(frozen=True, slots=True)
class Nationality:
    """The words of one state. `state` is its actor's id. `of_en` is its English name as it stands
    behind a preposition (the United States).

    `masculine`, `feminine` are adjectives without article (روسي، كوري شمالي). `people` names its
    people, `people_forms` in other cases and spellings. `capital` is the city whose name stands for
    the government in the press; it says nothing about any city's status.
    """

    state: str
    adjective_en: str
    of_en: str
    masculine: tuple[str, ...]
    feminine: tuple[str, ...]
    people: str
    people_forms: tuple[str, ...]
    people_wikipedia: str | None
    capital: str
    capital_variants: tuple[str, ...]
    capital_wikipedia: str | None

    @property
    def iso(self) -> str:
        """ISO 3166-1 alpha-2 of the state, lower case."""
        return self.state.rpartition("-")[2]


@dataclass(frozen=True, slots=True)
class BodyName:
    """`head`, then the state's adjective (`m`, `f`) or its name (`n`), then `tail` (often empty):
    الاتحاد {m} لكرة القدم."""

    head: str
    slot: Slot
    tail: str
    sides: bool = False

    def filled(self, text: str) -> str:
        """The name with the state's word in its slot."""
        return f"{self.head} {text} {self.tail}".rstrip()


@dataclass(frozen=True, slots=True)
class BodyPattern:
    """A kind of body that most states have. The first of `names` is neutral and gives its name."""

    body: str
    kind: NameKind
    names: tuple[BodyName, ...]
    name_en: str
    wikipedia: str
    nominals: tuple[str, ...]
    tags: tuple[str, ...]


@cache
def nationalities() -> tuple[Nationality, ...]:
    """All rows of `nationalities.tsv`, in file order."""
    return tuple(
        Nationality(
            state=row["state"],
            adjective_en=row["adjective_en"],
            of_en=row["of_en"],
            masculine=items(row["masculine"]),
            feminine=items(row["feminine"]),
            people=row["people"],
            people_forms=items(row["people_forms"]),
            people_wikipedia=row["people_wikipedia"] or None,
            capital=row["capital"],
            capital_variants=items(row["capital_variants"]),
            capital_wikipedia=row["capital_wikipedia"] or None,
        )
        for row in lexicon("nationalities")
    )


@cache
def body_patterns() -> tuple[BodyPattern, ...]:
    """All rows of `actor_patterns.tsv`. Raises ResourceError for a bad row."""
    return read_patterns(lexicon("actor_patterns"))


def read_patterns(rows: Sequence[Mapping[str, str]]) -> tuple[BodyPattern, ...]:
    """Patterns of rows. Raises ResourceError, naming the row, for a body that stands twice, an
    unknown kind, and a name that has not one slot behind at least one word."""
    found: dict[str, BodyPattern] = {}
    for number, row in enumerate(rows, start=1):
        if row["body"] in found:
            raise row_error(_PATTERNS, number, f"the body {row['body']!r} stands twice.")
        found[row["body"]] = _read_pattern(number, row)
    return tuple(found.values())


def _read_pattern(number: int, row: Mapping[str, str]) -> BodyPattern:
    names = [_read_name(number, text) for text in items(row["names"])]
    partial = [_read_name(number, text, sides=True) for text in items(row["sides"])]
    return BodyPattern(
        body=row["body"],
        kind=name_kind(_PATTERNS, number, row["kind"]),
        names=(*names, *partial),
        name_en=row["name_en"],
        wikipedia=row["wikipedia"],
        nominals=items(row["nominals"]),
        tags=items(row["tags"]),
    )


def _read_name(number: int, text: str, sides: bool = False) -> BodyName:
    match = _SLOT.fullmatch(text)
    if match is None:
        what = f"the name {text!r} has not one of {{m}}, {{f}}, {{n}} behind a word."
        raise row_error(_PATTERNS, number, what)
    slot: Slot = "m" if match[2] == "m" else "f" if match[2] == "f" else "n"
    return BodyName(match[1], slot, match[3].strip(), sides)


def definite(adjective: str) -> tuple[str, ...]:
    """An adjective with its article: on every word (الكوري الشمالي) and, of a compound, also on
    the first alone (الجنوب أفريقي)."""
    words = adjective.split()
    every = " ".join("ال" + word for word in words)
    return (every,) if len(words) == 1 else (every, "ال" + adjective)


def with_peoples(tables: Mapping[str, Actor]) -> dict[str, Actor]:
    """`tables` by id, and one group a state: its people (`actor:people-ru`). A row of the tables
    with the same Wikipedia article takes its place, and gains its names."""
    known, titles = dict(tables), by_title(tables)
    for words in nationalities():
        if words.people and words.state in tables:
            people = _people(words, tables[words.state])
            other = titles.get(("group", people.wikipedia))
            actor = _with_names(other, people) if other else people
            known.setdefault(actor.id, actor)
            if other:
                known[actor.id] = actor
    return known


def by_title(known: Mapping[str, Actor]) -> dict[tuple[NameKind, str | None], Actor]:
    """Actors by kind and Wikipedia article, where they have one."""
    return {(actor.kind, actor.wikipedia): actor for actor in known.values() if actor.wikipedia}


def _people(words: Nationality, state: Actor) -> Actor:
    return Actor(
        id=f"actor:people-{words.iso}",
        kind="group",
        name=words.people,
        name_en=words.people_wikipedia or f"People of {words.of_en}",
        wikipedia=words.people_wikipedia,
        country=state.country,
        variants=tuple(map(ActorVariant, words.people_forms)),
        tags=("people",),
    )


def _with_names(actor: Actor, other: Actor) -> Actor:
    """`actor` with the names of `other` that it lacks."""
    taken = {name_words(actor.name), *(name_words(item.text) for item in actor.variants)}
    names = (ActorVariant(other.name), *other.variants)
    more = (item for item in names if name_words(item.text) not in taken)
    return replace(actor, variants=(*actor.variants, *more))


class StateBodies:
    """Finds and makes the bodies of `actor_patterns.tsv`. `known` holds the actors of the tables
    by id: a row there takes a body's place, under the same names, where it has the body's id, or
    its kind with its Wikipedia article, or its kind and country with its name."""

    def __init__(self, known: Mapping[str, Actor]) -> None:
        self._known = known
        self._titles = by_title(known)
        self._words = {words.state: words for words in nationalities() if words.state in known}
        self._patterns = {pattern.body: pattern for pattern in body_patterns()}
        self._made: dict[str, Actor] = {}
        self._heads: dict[tuple[str, ...], list[_Opening]] = {}
        self._head_lengths: dict[str, set[int]] = {}
        self._slots: dict[tuple[str, ...], dict[Slot, list[Nationality]]] = {}
        for pattern in self._patterns.values():
            for name in pattern.names:
                self._add_name(pattern, name)
        for words in self._words.values():
            for slot in _SLOTS:
                self._add_slot(slot, words)
        self._longest_slot = max(map(len, self._slots), default=0)

    def of(self, body: str, state: str) -> Actor | None:
        """The body of the state (`foreign-ministry`, `actor:state-ru`); None for an unknown one."""
        pattern, words = self._patterns.get(body), self._words.get(state)
        return self._make(pattern, words) if pattern and words else None

    def with_id(self, id_: str) -> Actor | None:
        """The body that bears this id."""
        body, _, iso = id_.removeprefix("actor:").rpartition("-")
        return self.of(body, f"actor:state-{iso}")

    def named(self, words: tuple[str, ...]) -> list[Actor]:
        """Bodies that bear exactly this name (folded words), the neutral names first."""
        read = [item for item in self._readings(words) if item.length == len(words)]
        read.sort(key=lambda item: item.sides)
        return list(dict.fromkeys(self._make(item.pattern, item.state) for item in read))

    def longest(self, words: Sequence[str]) -> int:
        """How many of `words`, from the first on, make the longest name of a body; 0 for none."""
        return max((item.length for item in self._readings(tuple(words))), default=0)

    def nominals(self) -> dict[str, tuple[str, ...]]:
        """Bare forms (الخارجية) with the bodies they may stand for, in the table's order."""
        found: dict[str, tuple[str, ...]] = {}
        for pattern in self._patterns.values():
            for text in pattern.nominals:
                found[text] = (*found.get(text, ()), pattern.body)
        return found

    def _add_name(self, pattern: BodyPattern, name: BodyName) -> None:
        head = name_words(name.head)
        opening = _Opening(pattern, name.slot, name_words(name.tail), name.sides)
        self._heads.setdefault(head, []).append(opening)
        self._head_lengths.setdefault(head[0], set()).add(len(head))

    def _add_slot(self, slot: Slot, words: Nationality) -> None:
        for text in self._slot_texts(slot, words):
            states = self._slots.setdefault(name_words(text), {}).setdefault(slot, [])
            if words not in states:
                states.append(words)

    def _readings(self, words: tuple[str, ...]) -> Iterator[_Reading]:
        """Every body's name that `words` begin with."""
        for head in self._head_lengths.get(words[0], ()) if words else ():
            openings = self._heads.get(words[:head], ())
            last = min(len(words), head + self._longest_slot) if openings else 0
            for end in range(head + 1, last + 1):
                states = self._slots.get(words[head:end], {})
                for opening in openings if states else ():
                    length = end + len(opening.tail)
                    if words[end:length] == opening.tail:
                        for state in states.get(opening.slot, ()):
                            yield _Reading(opening.pattern, state, length, opening.sides)

    def _slot_texts(self, slot: Slot, words: Nationality) -> tuple[str, ...]:
        if slot == "n":
            state = self._known[words.state]
            return (state.name, *(item.text for item in state.variants if not item.sides))
        adjectives = words.masculine if slot == "m" else words.feminine
        return tuple(text for adjective in adjectives for text in definite(adjective))

    def _make(self, pattern: BodyPattern, words: Nationality) -> Actor:
        id_ = f"actor:{pattern.body}-{words.iso}"
        actor = self._known.get(id_) or self._made.get(id_)
        if actor is None:
            new = self._new(id_, pattern, words)
            actor = self._titles.get((new.kind, new.wikipedia)) or self._namesake(new) or new
            self._made[id_] = actor
        return actor

    def _namesake(self, body: Actor) -> Actor | None:
        """The table's actor of the body's kind and country that bears its first name."""
        return self._names.get((body.kind, body.country, name_words(body.name)))

    @cached_property
    def _names(self) -> dict[tuple[NameKind, str | None, tuple[str, ...]], Actor]:
        return {
            (actor.kind, actor.country, name_words(text)): actor
            for actor in self._known.values()
            if actor.country
            for text in (actor.name, *(item.text for item in actor.variants if not item.sides))
        }

    def _new(self, id_: str, pattern: BodyPattern, words: Nationality) -> Actor:
        state = self._known[words.state]
        variants = [
            ActorVariant(name.filled(text), name.sides)
            for name in pattern.names
            for text in self._slot_texts(name.slot, words)
        ]
        english = {"en": state.name_en, "of": words.of_en, "adj": words.adjective_en}
        return Actor(
            id=id_,
            kind=pattern.kind,
            name=variants[0].text,
            name_en=pattern.name_en.format(**english),
            wikipedia=pattern.wikipedia.format(**english) or None,
            country=state.country,
            variants=tuple(variants[1:]),
            nominals=pattern.nominals,
            tags=pattern.tags,
        )


class _Opening(NamedTuple):
    pattern: BodyPattern
    slot: Slot
    tail: tuple[str, ...]
    sides: bool


class _Reading(NamedTuple):
    pattern: BodyPattern
    state: Nationality
    length: int
    sides: bool
