"""A source's naming taken apart: person, office, body and state, by lexicons and word classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from riwaya.compare.speakers_keys import (
    office_body,
    state_of_key,
)
from riwaya.compare.speakers_marks import Marks, Word
from riwaya.compare.speakers_words import (
    head_types,
    reading_in,
    role_kinds,
    without_article,
    words_of,
)
from riwaya.resources import lexicon
from riwaya.resources.actors import (
    nationality_of_capital,
)
from riwaya.text import fold_letters

Kind = Literal["person", "body", "state", "document", "media", "unnamed", "none"]
_NAME_LONGEST = 5


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
    """The states or bodies of دمشق وموسكو, which speak together; of one body or state itself."""


@lru_cache(maxsize=1 << 14)
def naming_of(words: str, source_type: str | None = None) -> Naming:
    """The naming that `words` hold. `source_type` is the claim's, where it has one."""
    return _Reading(words, source_type).naming()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold_letters(row["word"]) for row in lexicon("name_given"))


class _Reading:
    """One naming while it is read."""

    def __init__(self, words: str, source_type: str | None) -> None:
        self._text = words
        self._type = source_type
        marks = Marks(words)
        self._words = marks.words
        self._people = marks.people
        self._bodies = marks.bodies
        self._states = marks.states
        self._media = marks.media
        self._joined = marks.joined
        self._patron = marks.patrons[0] if marks.patrons else None
        self._country = marks.country()

    def naming(self) -> Naming:
        if not self._words:
            return Naming("none", None, (), frozenset(), None, None, (), self._text, False)
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
            both=self._together(kind, body),
        )

    def _together(self, kind: Kind, body: str | None) -> tuple[str, ...]:
        """The states or bodies that speak in one naming (دمشق وموسكو)."""
        if kind == "state":
            return tuple(sorted(set(self._states)))
        return tuple(sorted({body, *self._joined})) if kind == "body" and body else ()

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

    def _runs(self) -> Iterator[list[Word]]:
        """Words in sequence that nothing explains, within one part between commas."""
        run: list[Word] = []
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

    def _is_common(self, word: Word) -> bool:
        common = ("particle", "adjective", "head", "spoken")
        return any(reading_in(word.letters, words_of(kind)) for kind in common) or (
            word.bare in head_types() or word.letters.startswith(("لل", "بال", "وال"))
        )

    def _can_name(self, run: list[Word]) -> bool:
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

    def _ends(self, run: list[Word]) -> bool:
        return run[-1] is self._words[-1]

    def _headed(self) -> bool:
        return self._words[0].bare in head_types()

    def _kind(self, name: tuple[str, ...]) -> Kind:
        head = self._head_type()
        roles = self._roles()
        if self._people and head not in ("organisation", "media"):
            return "person"
        if "journalist" in roles and self._media and not name:
            return "media"
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
        person = self._people[-1] if self._people else self._patron
        return office_body(person) if person else None

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
        return self._country or city

    def _content(self) -> tuple[str, ...]:
        particles = words_of("particle")
        return tuple(
            reading_in(word.letters, head_types()) or word.bare
            for word in self._words
            if not reading_in(word.letters, particles)
        )
