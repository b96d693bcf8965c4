"""What follows from a state: its adjective, people, capital, and the bodies that bear its name.

`nationalities.tsv` holds the words, `actor_patterns.tsv` the bodies (وزارة الخارجية {f}). Bodies
are made when they are asked for: 200 states with some forty bodies each are never built at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from riwaya.resources import lexicon
from riwaya.resources.actor_tables import Actor, ActorVariant, items, name_words, row_error

Slot = Literal["m", "f", "n"]
_SLOT = re.compile(r"(\S.*) \{([mfn])\}")
_IN_BRACKETS = re.compile(r" \(.*\)$")


@dataclass(frozen=True, slots=True)
class Nationality:
    """The words of one state. `state` is its actor's id.

    `masculine`, `feminine` are adjectives without article (روسي، كوري شمالي). `people` names its
    people, `people_forms` in other cases and spellings. `capital` is empty where it is disputed or
    none is spoken of.
    """

    state: str
    adjective_en: str
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
class BodyPattern:
    """A kind of body that most states have. `names` are (leading words, slot), likeliest first;
    the slot stands for the state's adjective (`m`, `f`) or its name (`n`)."""

    body: str
    names: tuple[tuple[str, Slot], ...]
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
    """All rows of `actor_patterns.tsv`. Raises ResourceError for a name without a slot at its end."""
    return read_patterns(lexicon("actor_patterns"))


def read_patterns(rows: Sequence[Mapping[str, str]]) -> tuple[BodyPattern, ...]:
    """Patterns of rows; see `body_patterns`."""
    return tuple(_read_pattern(number, row) for number, row in enumerate(rows, start=1))


def _read_pattern(number: int, row: Mapping[str, str]) -> BodyPattern:
    names: list[tuple[str, Slot]] = []
    for text in items(row["names"]):
        match = _SLOT.fullmatch(text)
        if match is None:
            what = f"the name {text!r} does not end in one of {{m}}, {{f}}, {{n}}."
            raise row_error("actor_patterns", number, what)
        slot: Slot = "m" if match[2] == "m" else "f" if match[2] == "f" else "n"
        names.append((match[1], slot))
    return BodyPattern(
        body=row["body"],
        names=tuple(names),
        name_en=row["name_en"],
        wikipedia=row["wikipedia"],
        nominals=items(row["nominals"]),
        tags=items(row["tags"]),
    )


def definite(adjective: str) -> tuple[str, ...]:
    """An adjective with its article: on every word (الكوري الشمالي) and, of a compound, also on
    the first alone (الجنوب أفريقي)."""
    words = adjective.split()
    every = " ".join("ال" + word for word in words)
    return (every,) if len(words) == 1 else (every, "ال" + adjective)


def peoples(states: Mapping[str, Actor]) -> tuple[Actor, ...]:
    """One group a state: its people (`actor:people-ru`)."""
    return tuple(
        Actor(
            id=f"actor:people-{words.iso}",
            kind="group",
            name=words.people,
            name_en=words.people_wikipedia or f"People of {states[words.state].name_en}",
            wikipedia=words.people_wikipedia,
            country=words.iso.upper(),
            variants=tuple(ActorVariant(text) for text in words.people_forms),
            tags=("people",),
        )
        for words in nationalities()
        if words.people and words.state in states
    )


class StateBodies:
    """Finds and makes the bodies of `actor_patterns.tsv`. `known` holds the actors of the tables
    by id: a row there with the id of a body takes the body's place, under the same names."""

    def __init__(self, known: Mapping[str, Actor]) -> None:
        self._known = known
        self._words = {words.state: words for words in nationalities() if words.state in known}
        self._patterns = {pattern.body: pattern for pattern in body_patterns()}
        self._made: dict[str, Actor] = {}
        self._heads: dict[tuple[str, ...], list[tuple[BodyPattern, Slot]]] = {}
        self._head_lengths: dict[str, set[int]] = {}
        self._slots: dict[tuple[str, ...], list[tuple[Slot, Nationality]]] = {}
        for pattern in self._patterns.values():
            for head, slot in pattern.names:
                words = name_words(head)
                self._heads.setdefault(words, []).append((pattern, slot))
                self._head_lengths.setdefault(words[0], set()).add(len(words))
        for nationality in self._words.values():
            for slot in ("m", "f", "n"):
                for text in self._slot_texts(slot, nationality):
                    entries = self._slots.setdefault(name_words(text), [])
                    if (slot, nationality) not in entries:
                        entries.append((slot, nationality))
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
        """Bodies that bear exactly this name (folded words)."""
        found: dict[str, Actor] = {}
        for length in self._head_lengths.get(words[0], ()) if words else ():
            heads, slots = self._heads.get(words[:length]), self._slots.get(words[length:])
            if heads and slots:
                for actor in self._fitting(heads, slots):
                    found[actor.id] = actor
        return list(found.values())

    def longest(self, words: Sequence[str]) -> int:
        """How many of `words`, from the first on, make the longest name of a body; 0 for none."""
        best = 0
        for length in self._head_lengths.get(words[0], ()):
            heads = self._heads.get(tuple(words[:length]))
            for more in range(self._longest_slot, 0, -1) if heads else ():
                slots = self._slots.get(tuple(words[length : length + more]))
                if slots and heads and any(True for _ in self._fitting(heads, slots)):
                    best = max(best, length + more)
                    break
        return best

    def nominals(self) -> dict[str, tuple[str, ...]]:
        """Bare forms (الخارجية) with the bodies they may stand for, in the table's order."""
        found: dict[str, tuple[str, ...]] = {}
        for pattern in self._patterns.values():
            for text in pattern.nominals:
                found[text] = (*found.get(text, ()), pattern.body)
        return found

    def _fitting(
        self,
        heads: Iterable[tuple[BodyPattern, Slot]],
        slots: Iterable[tuple[Slot, Nationality]],
    ) -> Iterable[Actor]:
        slots = tuple(slots)
        for pattern, wanted in heads:
            for slot, words in slots:
                if slot == wanted:
                    yield self._make(pattern, words)

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
            actor = self._made[id_] = self._new(id_, pattern, words)
        return actor

    def _new(self, id_: str, pattern: BodyPattern, words: Nationality) -> Actor:
        state = self._known[words.state]
        name, *variants = (
            f"{head} {text}"
            for head, slot in pattern.names
            for text in self._slot_texts(slot, words)
        )
        english = {"en": _IN_BRACKETS.sub("", state.name_en), "adj": words.adjective_en}
        return Actor(
            id=id_,
            kind="group" if "people" in pattern.tags else "organisation",
            name=name,
            name_en=pattern.name_en.format(**english),
            wikipedia=pattern.wikipedia.format(**english) or None,
            country=state.country,
            variants=tuple(map(ActorVariant, variants)),
            nominals=pattern.nominals,
            tags=pattern.tags,
        )
