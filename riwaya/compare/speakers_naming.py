"""A source's naming taken apart: person, office, body and state, by lexicons and word classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from riwaya.compare.speakers_keys import (
    STATE,
    canonical,
    is_medium,
    is_state,
    office_body,
    state_of_key,
)
from riwaya.compare.speakers_words import (
    head_types,
    parts_of,
    reading_in,
    role_kinds,
    titles,
    without_article,
    words_of,
)
from riwaya.resources import lexicon
from riwaya.resources.actors import (
    Actor,
    actor_index,
    body_nominals,
    name_words,
    nationality_of_adjective,
    nationality_of_capital,
    state_body,
)
from riwaya.text import fold_letters

Kind = Literal["person", "body", "state", "document", "media", "unnamed", "none"]
_NAME_LONGEST = 5
_BODIES = ("organisation", "group", "facility", "event")


@dataclass(frozen=True, slots=True)
class Naming:
    """What the words of a naming say. `person`, `body` and `state` are keys (`actor:…`, or words
    behind `person:` and `body:`); `name` are a person's folded words; `roles` kinds of office;
    `content` the words that tell one naming from another, folded, without article."""

    kind: Kind
    person: str | None
    name: tuple[str, ...]
    roles: frozenset[str]
    body: str | None
    state: str | None
    content: tuple[str, ...]
    words: str
    single: bool
    """Whether the office is one that one person holds at a time (رئيس), not مصدر or ضابط."""
    both: tuple[str, ...] = ()
    """The states of دمشق وموسكو, which speak together; empty for one speaker."""


@lru_cache(maxsize=1 << 14)
def naming_of(words: str, source_type: str | None = None) -> Naming:
    """The naming that `words` hold. `source_type` is the claim's, where it has one."""
    return _Reading(words, source_type).naming()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold_letters(row["word"]) for row in lexicon("name_given"))


@dataclass(slots=True)
class _Word:
    letters: str
    part: int
    used: str = ""

    @property
    def bare(self) -> str:
        return without_article(self.letters)


def _without_clauses(words: list[_Word]) -> Iterator[_Word]:
    """التحالف الذي تقوده واشنطن: what a relative clause says, up to a comma, names nobody."""
    closed: int | None = None
    for word in words:
        if word.letters in words_of("relative"):
            closed = word.part
        if word.part != closed:
            yield word


def _behind_statement(words: list[_Word]) -> list[_Word]:
    """بيان التحالف without بيان: whose statement it is speaks."""
    first = words[0].letters if words else ""
    spoken = len(words) > 1 and reading_in(first, words_of("spoken")) is not None
    return words[1:] if spoken and not first.startswith("ال") else words


class _Reading:
    """One naming while it is read: every word is marked with what it was used for."""

    def __init__(self, words: str, source_type: str | None) -> None:
        self._text = words
        self._type = source_type
        parts = [name_words(part) for part in parts_of(words)]
        every = [_Word(word, at) for at, part in enumerate(parts) for word in part]
        self._words = _behind_statement(list(_without_clauses(every)))
        self._people: list[Actor] = []
        self._bodies: list[str] = []
        self._states: list[str] = []
        self._media: list[str] = []

    def naming(self) -> Naming:
        if not self._words:
            return Naming("none", None, (), frozenset(), None, None, (), self._text, False)
        self._mark_actors()
        self._mark_states()
        self._mark_roles()
        self._mark_nominals()
        name = self._name()
        kind = self._kind(name)
        person = self._person(name) if kind == "person" else None
        body = self._body(kind)
        return Naming(
            kind=kind,
            person=person,
            name=name if kind == "person" else (),
            roles=self._roles(),
            body=body,
            state=self._state(body),
            content=self._content(),
            words=self._text,
            single=any(word.bare in words_of("one_of_kind") for word in self._words[:3]),
            both=tuple(sorted(set(self._states))) if kind == "state" else (),
        )

    def _mark_actors(self) -> None:
        letters = [word.letters for word in self._words]
        for match in actor_index().find(letters):
            actor = self._chosen(match.actors, match.stop - match.start)
            if actor is not None:
                self._use(range(match.start, match.stop), actor)

    def _chosen(self, found: tuple[Actor, ...], length: int) -> Actor | None:
        for actor in found:
            alone = length == len(self._words)
            if length == 1 and "common-word" in actor.tags and not alone:
                continue
            return actor
        return None

    def _use(self, at: range, actor: Actor) -> None:
        key = canonical(actor.id)
        if actor.kind == "person":
            self._people.append(actor)
            mark = "person"
        elif is_state(key):
            self._states.append(key)
            mark = "state"
        elif is_medium(key):
            self._media.append(key)
            mark = "media"
        elif actor.kind in _BODIES:
            self._bodies.append(key)
            mark = "body"
        else:
            mark = "place"
        for index in at:
            self._words[index].used = mark

    def _mark_states(self) -> None:
        """Adjectives of states, and capitals where they stand for a government."""
        at = 0
        while at < len(self._words):
            two = " ".join(word.letters for word in self._words[at : at + 2])
            one = self._words[at]
            found = nationality_of_adjective(two) if " " in two else None
            size = 2 if found else 1
            if found is None and not one.used:
                found = nationality_of_adjective(one.letters)
            if found is None and not one.used and self._alone(at):
                found = nationality_of_capital(one.letters.removeprefix("و") if at else one.letters)
            if found is not None and not one.used:
                self._states.append(found.state)
                for word in self._words[at : at + size]:
                    word.used = "state"
            at += size

    def _alone(self, at: int) -> bool:
        """Whether a capital's name stands alone, or behind سلطات or the like."""
        before = self._words[at - 1]
        return at == 0 or before.used == "state" or before.bare in words_of("government")

    def _mark_roles(self) -> None:
        for at, word in enumerate(self._words):
            if word.used:
                continue
            reading = reading_in(word.letters, role_kinds()) if at < 2 else None
            if (reading or word.bare) in role_kinds() and not self._inside_body(at):
                word.used = "role"
            elif word.bare in titles():
                word.used = "title"

    def _inside_body(self, at: int) -> bool:
        """وكالة الأنباء, هيئة علماء: a role word behind a body's head is part of its name."""
        before = self._words[at - 1] if at else None
        return before is not None and head_types().get(before.bare) in ("organisation", "media")

    def _mark_nominals(self) -> None:
        """وزير الخارجية التركي: the ministry by the minister's adjective."""
        state = self._country()
        if self._bodies or state is None:
            return
        for word in self._words:
            if word.used:
                continue
            military = ("armed-forces",) if word.bare in words_of("military") else ()
            bodies = body_nominals().get(word.letters, ())
            for body in (*(bodies if len(bodies) == 1 else ()), *military):
                made = state_body(body, state)
                if made is not None:
                    self._bodies.append(canonical(made.id))
                    word.used = "body"
                    return

    def _country(self) -> str | None:
        """The state that the naming belongs to, by its words or by the person it names."""
        if self._states:
            return self._states[0]
        country = self._people[-1].country if self._people else None
        return STATE + country.lower() if country else None

    def _roles(self) -> frozenset[str]:
        kinds = (reading_in(w.letters, role_kinds()) for w in self._words if w.used == "role")
        return frozenset(role_kinds()[kind] for kind in kinds if kind)

    def _name(self) -> tuple[str, ...]:
        """A person's folded words: a known person's, or an unmarked run that can be a name."""
        known = [word.letters for word in self._words if word.used == "person"]
        if known:
            return tuple(known)
        if self._type in ("organisation", "state", "media", "document", "group"):
            return ()
        given = self._given_tail()
        if given:
            return given
        runs = [run for run in self._runs() if self._can_name(run)]
        if not runs:
            return ()
        run = runs[-1] if self._words[0].used or self._headed() else runs[0]
        return tuple(word.letters for word in run)

    def _given_tail(self) -> tuple[str, ...]:
        """محمد الطبطبائي out of المتحدث باسم شركة آسمان محمد الطبطبائي: behind an office, the last
        words from a given name on."""
        if not self._words[0].used and self._type != "person":
            return ()
        for at in range(len(self._words) - 2, 1, -1):
            tail = self._words[at:]
            if len(tail) <= _NAME_LONGEST and tail[0].letters in _given_names():
                free = not any(word.used or self._is_common(word) for word in tail)
                if free and len({word.part for word in tail}) == 1:
                    return tuple(word.letters for word in tail)
        return ()

    def _runs(self) -> Iterator[list[_Word]]:
        """Words in sequence that nothing explains, within one part between commas."""
        run: list[_Word] = []
        for word in self._words:
            if run and run[-1].part != word.part:
                yield run
                run = []
            if word.used or self._is_common(word):
                if run:
                    yield run
                run = []
            else:
                run.append(word)
        if run:
            yield run

    def _is_common(self, word: _Word) -> bool:
        common = ("particle", "adjective", "head", "spoken")
        return any(reading_in(word.letters, words_of(kind)) for kind in common) or (
            word.bare in head_types() or word.letters.startswith(("لل", "بال", "وال"))
        )

    def _can_name(self, run: list[_Word]) -> bool:
        """A run of one to five words that does not begin with an article, at the end of the naming
        or of its first part, and not right behind a body's head (جامعة س)."""
        at = self._words.index(run[0])
        before = self._words[at - 1] if at else None
        glued = (
            before is not None
            and before.part == run[0].part
            and before.used not in ("person", "title", "state", "body", "role")
        )
        if run[0].letters.startswith("ال") and len(self._words) > 1 and len(run) < 3:
            return False
        if glued and not self._ends(run):
            return False
        behind_head = (
            before is not None
            and before.part == run[0].part
            and not before.used
            and not before.letters.startswith("ال")
            and before.bare in head_types()
        )
        return len(run) <= _NAME_LONGEST and not behind_head

    def _ends(self, run: list[_Word]) -> bool:
        return run[-1] is self._words[-1]

    def _headed(self) -> bool:
        return self._words[0].bare in head_types()

    def _kind(self, name: tuple[str, ...]) -> Kind:
        head = self._head_type()
        roles = self._roles()
        if self._people and head not in ("organisation", "media"):
            return "person"
        if self._type == "anonymous" or (
            "source" in roles or (self._words[0].bare in words_of("many") and not name)
        ):
            return "unnamed"
        if head == "document" and not self._people and not self._bodies:
            return "state" if self._states and self._only_state() else "document"
        if roles and (name or "spokesman" not in roles or not self._bodies):
            return "person"
        if self._media and not self._bodies and not name:
            return "media"
        if self._bodies:
            return "person" if name and self._type in ("person", None) else "body"
        if self._states and (self._only_state() or head == "state"):
            return "state"
        if name and head is None:
            return "person"
        if head == "media":
            return "media"
        return "body"

    def _head_type(self) -> str | None:
        reading = reading_in(self._words[0].letters, head_types())
        return head_types()[reading] if reading else None

    def _only_state(self) -> bool:
        known = words_of("government") | words_of("spoken") | words_of("particle")
        return all(word.used == "state" or word.bare in known for word in self._words)

    def _person(self, name: tuple[str, ...]) -> str | None:
        if self._people:
            return self._people[-1].id
        return "person:" + " ".join(without_article(word) for word in name) if name else None

    def _body(self, kind: Kind) -> str | None:
        if kind == "state" and self._states:
            return self._states[0]
        roles = self._roles()
        diplomat = "diplomat" in roles and self._states
        if self._bodies and not diplomat:
            return self._bodies[0]
        if self._people and not roles:
            return office_body(self._people[-1])
        if kind == "media" and self._media:
            return self._media[0]
        if self._states and self._speaks_for_state(roles):
            return self._states[0]
        if kind in ("body", "media") or (kind == "person" and roles):
            words = self._body_words()
            if words:
                return "body:" + " ".join(words)
        if self._people:
            return office_body(self._people[-1])
        return None

    def _speaks_for_state(self, roles: frozenset[str]) -> bool:
        """رئيس الوزراء الإثيوبي, سفير روسيا; not رئيس جامعة س التركية, who heads another body."""
        if "diplomat" in roles:
            return True
        states = {word.bare for word in self._words if word.used == "state"}
        rest = set(self._body_words()) - states - words_of("government") - words_of("adjective")
        return bool(roles & {"head", "minister", "spokesman"}) and not rest

    def _body_words(self) -> tuple[str, ...]:
        """The words of a body that no lexicon has, without those of roles and names."""
        named = set(self._name()) if self._roles() else set()
        skipped = words_of("particle") | words_of("spoken")
        return tuple(
            word.bare
            for word in self._words
            if word.used not in ("role", "title", "person")
            and word.letters not in named
            and not reading_in(word.letters, skipped)
        )

    def _state(self, body: str | None) -> str | None:
        if self._states:
            return self._states[0]
        if (found := state_of_key(body)) is not None:
            return found
        capitals = (nationality_of_capital(w.letters) for w in self._words if not w.used)
        city = next((found.state for found in capitals if found), None)
        return self._country() or city

    def _content(self) -> tuple[str, ...]:
        particles = words_of("particle")
        return tuple(
            reading_in(word.letters, head_types()) or word.bare
            for word in self._words
            if not reading_in(word.letters, particles)
        )
