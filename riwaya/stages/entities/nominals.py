"""What a definite description stands for: التنظيم، الوكالة، الرئيس الأمريكي."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice

from riwaya.model import NameKind
from riwaya.resources import lexicon
from riwaya.resources.actors import (
    Actor,
    nationality_of_adjective,
    nationality_of_capital,
)
from riwaya.stages.entities.forms import Family, Naming, family_of, openers, titles
from riwaya.stages.entities.words import cores

HEAD_OF_NAME, HEAD_OF_ACTOR, HEAD_IN_NAME = 3.0, 2.5, 2.0
HEAD_BEFORE = (3.0, 2.5, 2.5, 2.0, 1.5, 1.2, 1.0)  # by the words between title and name
REACH: dict[Family, int] = {"person": 7, "body": 2, "place": 1, "event": 1}  # words
RIGHT_TAG, RIGHT_KIND, OTHER_TITLE = 2.0, 1.0, 0.4
MODIFIER, NO_MODIFIER, OTHER_STATE = 1.0, -0.5, -2.5
OTHER_HOME = -6.0  # the Tunisian president is nobody whom the lexicon knows for an Egyptian
RECENT, PROMINENT, SAID_BEFORE = 1.0, 1.0, 0.5
OTHER_KIND = -1.0  # a group described as an organisation, or the other way
STRONG, ENOUGH = 2.0, 1.8
# How well a noun must go with what was met last: bodies are too many kinds of thing for less.
WEAK: dict[Family, float] = {"person": 0.1, "body": STRONG, "place": 0.1, "event": 0.1}
STATE, CAPITAL, BY_NAME = "state", "capital", "by-name"  # tags of entity_nominals.tsv
_LAST_SEEN = 60  # entities that a description may reach back over


@dataclass(slots=True)
class Facts:
    """What is known of one entity: words of its names, titles before them, words around, its actor.

    `titles` holds how well each title goes with the entity, `described` the descriptions that were
    read as it.
    """

    family: Family
    kind: NameKind
    actor: Actor | None = None
    firsts: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)
    titles: dict[str, float] = field(default_factory=dict)
    states: set[str] = field(default_factory=set)
    described: set[tuple[str, ...]] = field(default_factory=set)
    capital: str | None = None
    count: int = 0

    def note(self, naming: Naming) -> None:
        """Add one naming of the entity."""
        self.firsts.add(naming.words[0])
        self.words.update(naming.words)
        self.around.update(naming.before)
        self.around.update(naming.after)
        reach = HEAD_BEFORE[: REACH[self.family]]
        for words in (naming.before, naming.after)[: 2 if self.family == "person" else 1]:
            for word, fit in zip(words, reach, strict=False):
                if word in openers():
                    break
                if (word,) in described() or word in titles():
                    self.titles[word] = max(fit, self.titles.get(word, 0.0))
        self.states.update(_states((*naming.words, *naming.before)))
        if capital := nationality_of_capital(naming.text):
            self.capital = capital.state
        self.count += 1

    def home(self) -> str | None:
        """The state that the entity is known to belong to."""
        if self.actor and self.actor.country:
            return f"actor:state-{self.actor.country.lower()}"
        return self.capital


class Memory:
    """What was met of each entity, those of one family in the order of their last mention."""

    def __init__(self) -> None:
        self._facts: dict[int, Facts] = {}
        self._order: dict[Family, dict[int, None]] = {}

    def get(self, key: int) -> Facts | None:
        """What is known of the entity with this key."""
        return self._facts.get(key)

    def met(self, key: int, facts: Facts) -> None:
        """The entity was mentioned, after all others so far."""
        self._facts[key] = facts
        order = self._order.setdefault(facts.family, {})
        order.pop(key, None)
        order[key] = None

    def recent(self, family: Family) -> list[tuple[int, Facts]]:
        """The entities of a family that were met last, the latest first."""
        keys = islice(reversed(self._order.get(family, {})), _LAST_SEEN)
        return [(key, self._facts[key]) for key in keys]


def best_fit(nominal: Naming, memory: Memory, least: float) -> int | None:
    """The entity that fits a description best; None where its noun goes with none by `least`."""
    recent = memory.recent(family_of(nominal.mention.kind))
    most = max((facts.count for _, facts in recent), default=1)
    heads = ((head_fit(nominal, facts), key, facts) for key, facts in recent)
    able = [(head, key, facts) for head, key, facts in heads if head >= least]
    scored = [
        (head + _rest(nominal, facts, rank, most), -rank, key)
        for rank, (head, key, facts) in enumerate(able)
    ]
    value, _, key = max(scored, default=(0.0, 0, 0))
    return key if value >= ENOUGH else None


def head_fit(nominal: Naming, facts: Facts) -> float:
    """How well the noun of a description goes with an entity, 0 where it does not."""
    head = nominal.words[0]
    known = head in facts.words or nominal.words in facts.described
    best = max(facts.titles.get(head, 0.0), HEAD_IN_NAME if known else 0.0)
    if head in facts.firsts:
        best = HEAD_OF_NAME
    if facts.actor and head in _actor_heads(facts.actor):
        best = max(best, HEAD_OF_ACTOR)
    return max(best, _by_lexicon(nominal, facts))


def _rest(nominal: Naming, facts: Facts, rank: int, most: int) -> float:
    """What the other words, recency and prominence add; `rank` entities were met after it."""
    total = RECENT / (1 + rank) + PROMINENT * facts.count / max(1, most)
    total += sum(_modifier(word, facts) for word in nominal.words[_length(nominal.words) :])
    if nominal.words in facts.described:
        total += SAID_BEFORE
    if facts.kind != nominal.mention.kind:
        total += OTHER_KIND
    return total


def _length(words: tuple[str, ...]) -> int:
    """How many words the noun of a description has (رئيس الوزراء: 2)."""
    return next((n for n in range(min(3, len(words)), 1, -1) if words[:n] in described()), 1)


def _by_lexicon(nominal: Naming, facts: Facts) -> float:
    noun = nominal.words[: _length(nominal.words)]
    tags = {tag for of, tag in described().get(noun, ()) if of == nominal.mention.kind}
    if not tags or tags == {BY_NAME}:
        return 0.0
    if facts.family == "place":
        return RIGHT_TAG if _is_such_a_place(tags, facts) else 0.0
    if facts.actor and facts.actor.tags:
        if tags & set(facts.actor.tags):
            return RIGHT_TAG
        return OTHER_TITLE if "" in tags else 0.0
    if facts.family == "person" and any(titles().get(word) for word in facts.titles):
        return OTHER_TITLE
    return RIGHT_KIND


def _is_such_a_place(tags: set[str], facts: Facts) -> bool:
    if facts.actor and STATE in facts.actor.tags:
        return STATE in tags
    if CAPITAL in tags:
        return facts.capital is not None
    return STATE not in tags


def _modifier(word: str, facts: Facts) -> float:
    nationality = nationality_of_adjective(word)
    if word in facts.words or (word in facts.around and not nationality):
        return MODIFIER
    if nationality:
        home = facts.home()
        if nationality.state == home or (home is None and nationality.state in facts.states):
            return MODIFIER
        if home:
            return OTHER_HOME
        if facts.states:
            return OTHER_STATE
    return NO_MODIFIER


@lru_cache(maxsize=2000)
def _actor_heads(actor: Actor) -> frozenset[str]:
    """First words of an actor's names and of the descriptions that the lexicon gives it."""
    names = (actor.name, *actor.nominals, *(item.text for item in actor.variants))
    return frozenset(words[0] for name in names if (words := cores(name)))


def _states(words: Iterable[str]) -> set[str]:
    return {found.state for word in words if (found := nationality_of_adjective(word))}


@cache
def described() -> dict[tuple[str, ...], tuple[tuple[NameKind, str], ...]]:
    """Nouns of descriptions as name words, with the kinds and tags that they stand for."""
    found: dict[tuple[str, ...], tuple[tuple[NameKind, str], ...]] = {}
    for row in lexicon("entity_nominals"):
        kind: NameKind = row["kind"]  # type: ignore[assignment]
        words = cores(row["word"])
        found[words] = (*found.get(words, ()), (kind, row["tag"]))
    return found
