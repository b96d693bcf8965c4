"""The actor lexicon: parties known from the start, each under one neutral name.

Rows of `lexicons/actors_*.tsv` stand beside what follows from the states: their peoples and the
bodies that nearly every state has (docs/actors.md). All of it is loaded at the first question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from riwaya.resources import lexicon
from riwaya.resources.actor_states import (
    Nationality,
    StateBodies,
    definite,
    nationalities,
    with_peoples,
)
from riwaya.resources.actor_tables import (
    Actor,
    ActorVariant,
    load_tables,
    name_key,
    name_words,
    words_of_names,
)

__all__ = [
    "Actor",
    "ActorIndex",
    "ActorMatch",
    "ActorVariant",
    "Nationality",
    "actor_index",
    "actor_with_id",
    "actors",
    "actors_named",
    "body_nominals",
    "name_key",
    "name_words",
    "nationalities",
    "nationality_of_adjective",
    "nationality_of_capital",
    "state_body",
]

# و and ف stand before a preposition; ل swallows the article's alif (للأمم المتحدة).
_PROCLITICS = re.compile(r"(?=.{4})[وف]?[بكل]?")


@dataclass(frozen=True, slots=True)
class ActorMatch:
    """A name found in a sequence of words: words `start` up to (not including) `stop`.

    `skipped` counts the letters of the first word before the name (وبوتين: 1). `merged` says that
    ل stands in the place of the article's alif, so that no letter can be left out (للأمم).
    """

    start: int
    stop: int
    actors: tuple[Actor, ...]
    skipped: int = 0
    merged: bool = False


def actors() -> Sequence[Actor]:
    """All actors of the tables and the states' peoples, by id. The states' bodies are made when
    they are asked for (`actor_with_id`, `actors_named`, `state_body`) and are not among them."""
    return tuple(_known().values())


def actors_named(name: str) -> Sequence[Actor]:
    """Actors that bear `name` (any spelling; matched on its folded key), the likeliest first.

    A name beginning with لل is also tried as ال. The article itself is never left out or added:
    الأمل is a hope, أمل a movement.
    """
    words = name_words(name)
    if not words:
        return ()
    return next(filter(None, map(actor_index().named, (words, *_unmerged(words)))), ())


def actor_with_id(id_: str) -> Actor | None:
    """The actor with this id, a state's body included; None where there is none."""
    return _known().get(id_) or _bodies().with_id(id_)


def state_body(body: str, state: str) -> Actor | None:
    """A body of `actor_patterns.tsv` (`foreign-ministry`) of a state (`actor:state-ru`)."""
    return _bodies().of(body, state)


@cache
def body_nominals() -> dict[str, tuple[str, ...]]:
    """Folded bare forms (الخارجية، الجيش) with the bodies they may stand for: they name a body
    only once its state is known."""
    return {name_key(text): bodies for text, bodies in _bodies().nominals().items()}


def nationality_of_adjective(adjective: str) -> Nationality | None:
    """The state of an adjective in the singular, with or without article (الروسية، روسي)."""
    return _adjectives().get(name_key(adjective))


def nationality_of_capital(name: str) -> Nationality | None:
    """The state whose capital bears `name` (واشنطن): a capital can stand for its government."""
    return _capitals().get(name_key(name))


@cache
def actor_index() -> ActorIndex:
    """The index of all names of all actors."""
    return ActorIndex(tuple(_known().values()), _bodies())


class ActorIndex:
    """Finds actors by their folded words (`Word.letters`)."""

    def __init__(self, known: Sequence[Actor], bodies: StateBodies | None = None) -> None:
        self._bodies = bodies
        self._names: dict[tuple[str, ...], tuple[Actor, ...]] = {}
        ranked = sorted((rank, at, text) for at, a in enumerate(known) for text, rank in _ranked(a))
        folded = words_of_names([text for _, _, text in ranked])
        for words, (_, at, _) in zip(folded, ranked, strict=True):
            found = self._names.get(words, ())
            if known[at] not in found:
                self._names[words] = (*found, known[at])
        lengths: dict[str, set[int]] = {}
        for words in self._names:
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def named(self, words: tuple[str, ...]) -> tuple[Actor, ...]:
        """Actors whose name is exactly `words`, the likeliest first."""
        found = self._names.get(words, ())
        if self._bodies is None:
            return found
        more = (actor for actor in self._bodies.named(words) if actor not in found)
        return (*found, *more)

    def longest(self, words: Sequence[str], start: int = 0) -> ActorMatch | None:
        """The longest name that begins at word `start`, as the word stands."""
        length = self._longest(words[start : start + _LONGEST])
        if not length:
            return None
        stop = start + length
        return ActorMatch(start, stop, self.named(tuple(words[start:stop])))

    def longest_with_clitics(self, words: Sequence[str], start: int = 0) -> ActorMatch | None:
        """Like `longest`, also behind و ف ب ك ل attached to the first word. Of names of equal
        length, the one that leaves the word whole wins."""
        best = self.longest(words, start)
        rest = words[start + 1 : start + _LONGEST]
        for skipped, word in _without_clitics(words[start]):
            match = self.longest((word, *rest))
            if match and (best is None or match.stop > best.stop - start):
                merged = skipped + len(word) > len(words[start])
                best = ActorMatch(start, start + match.stop, match.actors, skipped, merged)
        return best

    def find(self, words: Sequence[str]) -> list[ActorMatch]:
        """All names in `words`, from the left, the longest first, none inside another.

        Quotation marks and underscores inside a name are passed over (تنظيم "الدولة").
        """
        kept = [at for at, word in enumerate(words) if word not in _marks() and word.strip("_")]
        plain = [words[at].lower() for at in kept]
        found, at = [], 0
        while at < len(plain):
            match = self.longest_with_clitics(plain, at)
            if match is None:
                at += 1
                continue
            start, stop = kept[match.start], kept[match.stop - 1] + 1
            found.append(ActorMatch(start, stop, match.actors, match.skipped, match.merged))
            at = match.stop
        return found

    def _longest(self, words: Sequence[str]) -> int:
        lengths = (n for n in self._lengths.get(words[0], ()) if n <= len(words))
        known = next((n for n in lengths if tuple(words[:n]) in self._names), 0)
        return max(known, self._bodies.longest(words)) if self._bodies else known


_LONGEST = 14  # words of a name; checked in the tests


def _ranked(actor: Actor) -> Iterator[tuple[str, int]]:
    """The actor's names with their rank: its own, further neutral ones, those that take sides."""
    yield actor.name, 0
    for variant in actor.variants:
        yield variant.text, 2 if variant.sides else 1


def _without_clitics(word: str) -> list[tuple[int, str]]:
    """(letters skipped, what is left) for each way of taking و ف ب ك ل off a folded word."""
    match = _PROCLITICS.match(word)
    ways = [(cut, word[cut:]) for cut in range(1, match.end() + 1)] if match else []
    merged = [
        (at, whole)
        for at in (0, 1)
        if word[at : at + 2] == "لل" and (at == 0 or word[0] in "وف")
        for (whole,) in _unmerged((word[at:],))
    ]
    return [*((cut, rest) for cut, rest in ways if len(rest) > 2), *merged]


def _unmerged(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """`words` with ال for لل at the beginning: للأمم is ل + الأمم, للجنة is ل + اللجنة."""
    first = words[0]
    if not first.startswith("لل"):
        return []
    return [("ال" + first[2:], *words[1:]), ("ا" + first, *words[1:])]


@cache
def _marks() -> frozenset[str]:
    return frozenset(row["mark"] for row in lexicon("quotation_marks"))


@cache
def _known() -> dict[str, Actor]:
    known = with_peoples({actor.id: actor for actor in load_tables()})
    return {id_: known[id_] for id_ in sorted(known)}


@cache
def _bodies() -> StateBodies:
    return StateBodies(_known())


@cache
def _adjectives() -> dict[str, Nationality]:
    found: dict[str, Nationality] = {}
    for words in nationalities():
        for adjective in (*words.masculine, *words.feminine):
            for text in (adjective, *definite(adjective)):
                found.setdefault(name_key(text), words)
    return found


@cache
def _capitals() -> dict[str, Nationality]:
    return {
        name_key(text): words
        for words in nationalities()
        if words.capital
        for text in (words.capital, *words.capital_variants)
    }
