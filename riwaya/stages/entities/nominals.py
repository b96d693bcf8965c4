"""What a definite description stands for: التنظيم، الوكالة، الرئيس الأمريكي."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from riwaya.model import NameKind
from riwaya.resources import lexicon
from riwaya.resources.actors import Actor, name_key, nationality_of_adjective
from riwaya.stages.entities.forms import Family, Naming, family_of
from riwaya.stages.entities.words import core, cores

HEAD_OF_NAME, HEAD_IN_NAME, HEAD_BEFORE, HEAD_OF_ACTOR = 3.0, 2.0, 2.5, 2.5
RIGHT_TAG, RIGHT_KIND, WRONG_TAG = 2.0, 1.0, 0.2
MODIFIER, NO_MODIFIER, OTHER_STATE = 1.0, -0.5, -2.0
RECENT, PROMINENT = 1.0, 1.0
ENOUGH = 1.5
_LAST_SEEN = 60  # entities that a description may reach back over


@dataclass(slots=True)
class Facts:
    """What is known of one entity so far: words of its names, words around them, its actor."""

    family: Family
    firsts: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    around: set[str] = field(default_factory=set)
    states: set[str] = field(default_factory=set)
    actor: Actor | None = None
    count: int = 0
    last: int = -1

    def note(self, naming: Naming) -> None:
        """Add one naming of the entity."""
        self.firsts.add(naming.words[0])
        self.words.update(naming.words)
        self.around.update(naming.before)
        self.around.update(naming.after)
        self.states.update(_states((*naming.words, *naming.before)))
        self.count += 1
        self.last = naming.mention.span.start


def score(nominal: Naming, facts: Facts, rank: int, most: int) -> float:
    """How well the entity fits a description; `rank` entities were seen after it, `most` is the
    number of mentions of the entity with most."""
    head, *modifiers = nominal.words
    total = _head(head, nominal.mention.kind, facts)
    if total <= 0:
        return 0.0
    for word in modifiers:
        total += _modifier(word, facts)
    return total + RECENT / (1 + rank) + PROMINENT * facts.count / max(1, most)


def _head(head: str, kind: NameKind, facts: Facts) -> float:
    best = 0.0
    if head in facts.firsts:
        best = HEAD_OF_NAME
    elif head in facts.words:
        best = HEAD_IN_NAME
    if head in facts.around:
        best = max(best, HEAD_BEFORE)
    if facts.actor and any(head in cores(text)[:1] for text in facts.actor.nominals):
        best = max(best, HEAD_OF_ACTOR)
    return max(best, _by_lexicon(head, kind, facts))


def _by_lexicon(head: str, kind: NameKind, facts: Facts) -> float:
    tags = [tag for of, tag in described().get(head, ()) if family_of(of) == family_of(kind)]
    if not tags:
        return 0.0
    if facts.actor and facts.actor.tags:
        fitting = any(not tag or tag in facts.actor.tags for tag in tags)
        return RIGHT_TAG if fitting else WRONG_TAG
    return RIGHT_KIND


def _modifier(word: str, facts: Facts) -> float:
    if word in facts.words or word in facts.around:
        return MODIFIER
    nationality = nationality_of_adjective(word)
    if nationality:
        home = facts.actor.country if facts.actor else None
        if nationality.state in facts.states or nationality.iso.upper() == home:
            return MODIFIER
        if home or facts.states:
            return OTHER_STATE
    return NO_MODIFIER


def _states(words: Iterable[str]) -> set[str]:
    return {found.state for word in words if (found := nationality_of_adjective(word))}


@cache
def described() -> dict[str, tuple[tuple[NameKind, str], ...]]:
    """Nouns of descriptions, folded and without article, with the kinds and tags they stand for."""
    found: dict[str, tuple[tuple[NameKind, str], ...]] = {}
    for row in lexicon("entity_nominals"):
        word = core(name_key(row["word"]))
        kind: NameKind = row["kind"]  # type: ignore[assignment]
        found[word] = (*found.get(word, ()), (kind, row["tag"]))
    return found


def best_fit(nominal: Naming, seen: dict[int, Facts]) -> int | None:
    """The entity (key of `seen`, in any order) that fits a description best, or None."""
    family = family_of(nominal.mention.kind)
    fitting = [(facts.last, key) for key, facts in seen.items() if facts.family == family]
    recent = sorted(fitting, reverse=True)[:_LAST_SEEN]
    most = max((seen[key].count for _, key in recent), default=1)
    scored = [
        (score(nominal, seen[key], rank, most), last, key)
        for rank, (last, key) in enumerate(recent)
    ]
    if not scored:
        return None
    value, _, key = max(scored)
    return key if value >= ENOUGH else None
