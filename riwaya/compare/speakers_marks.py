"""The words of a naming, each marked with what it is used for: actor, state, office, body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from riwaya.compare.speakers_keys import STATE, canonical, is_leader, is_medium, is_state
from riwaya.compare.speakers_words import (
    head_types,
    parts_of,
    reading_in,
    role_kinds,
    titles,
    without_article,
    words_of,
)
from riwaya.resources.actors import (
    Actor,
    actor_index,
    body_nominals,
    name_words,
    nationality_of_adjective,
    nationality_of_capital,
    state_body,
)

_OF_ANOTHER = frozenset({"lawyer", "relative"})
_ATTENDANT = frozenset({"spokesman", "official", "diplomat", "expert", "lawyer", "relative"})
_MINISTRY = "وزاره"  # folded
_BODIES = ("organisation", "group", "facility", "event")


@dataclass(slots=True)
class Word:
    """A folded word, its number among the parts between commas, and its use, empty for none."""

    letters: str
    part: int
    used: str = ""

    @property
    def bare(self) -> str:
        """The word without its article."""
        return without_article(self.letters)


def _without_clauses(words: list[Word]) -> Iterator[Word]:
    """التحالف الذي تقوده واشنطن: what a relative clause says, up to a comma, names nobody."""
    closed: int | None = None
    for word in words:
        if word.letters in words_of("relative"):
            closed = word.part
        if word.part != closed:
            yield word


def _behind_statement(words: list[Word]) -> list[Word]:
    """بيان التحالف without بيان: whose statement it is speaks."""
    first = words[0].letters if words else ""
    spoken = len(words) > 1 and reading_in(first, words_of("spoken")) is not None
    return words[1:] if spoken and not first.startswith("ال") else words


class Marks:
    """The marked words of one naming, with the actors, bodies, states and media that they name."""

    def __init__(self, words: str) -> None:
        parts = [name_words(part) for part in parts_of(words)]
        every = [Word(word, at) for at, part in enumerate(parts) for word in part]
        self.words = _behind_statement(list(_without_clauses(every)))
        self.people: list[Actor] = []
        self.bodies: list[str] = []
        self.states: list[str] = []
        self.media: list[str] = []
        self.joined: list[str] = []
        """Bodies that speak together with one named before (حماس والجهاد)."""
        self.patrons: list[Actor] = []
        """Persons named only for whose spokesman or adviser the speaker is."""
        self._places: dict[int, Actor] = {}
        self._mark_actors()
        self._leave_others()
        self._mark_states()
        self._mark_roles()
        self._leave_patrons()
        self._mark_nominals()

    def _mark_actors(self) -> None:
        letters = [word.letters for word in self.words]
        for match in actor_index().find(letters):
            actor = self._chosen(match.actors, match.stop - match.start)
            if actor is not None:
                together = match.skipped and self.words[match.start].letters[0] == "و"
                if together and self.bodies:
                    self.joined.append(canonical(actor.id))
                self._use(range(match.start, match.stop), actor)

    def _leave_others(self) -> None:
        """وكالة س ووسائل إعلام أخرى: of several who speak, the first; not inside a known name."""
        for at, word in enumerate(self.words):
            opens = word.letters[:1] == "و" and word.letters[1:] in head_types()
            if at and opens and not word.used:
                del self.words[at:]
                return

    def _chosen(self, found: tuple[Actor, ...], length: int) -> Actor | None:
        for actor in found:
            alone = length == len(self.words)
            if length == 1 and "common-word" in actor.tags and not alone:
                continue
            return actor
        return None

    def _use(self, at: range, actor: Actor) -> None:
        key = canonical(actor.id)
        if actor.kind == "person":
            self.people.append(actor)
            self._places[at.start] = actor
            mark = "person"
        elif is_state(key):
            self.states.append(key)
            mark = "state"
        elif is_medium(key):
            self.media.append(key)
            mark = "media"
        elif actor.kind in _BODIES:
            self.bodies.append(key)
            mark = "body"
        else:
            mark = "place"
        for index in at:
            self.words[index].used = mark

    def _mark_states(self) -> None:
        """Adjectives of states, and capitals where they stand for a government."""
        at = 0
        while at < len(self.words):
            two = " ".join(word.letters for word in self.words[at : at + 2])
            one = self.words[at]
            found = nationality_of_adjective(two) if " " in two else None
            size = 2 if found else 1
            if found is None and not one.used:
                found = nationality_of_adjective(one.letters)
            if found is None and not one.used and self._alone(at):
                found = nationality_of_capital(one.letters.removeprefix("و") if at else one.letters)
            if found is not None and not one.used:
                self.states.append(found.state)
                for word in self.words[at : at + size]:
                    word.used = "state"
            at += size

    def _alone(self, at: int) -> bool:
        """Whether a capital's name stands alone, or behind سلطات or the like."""
        before = self.words[at - 1]
        return at == 0 or before.used == "state" or before.bare in words_of("government")

    def _mark_roles(self) -> None:
        for at, word in enumerate(self.words):
            if word.used:
                continue
            reading = reading_in(word.letters, role_kinds()) if at < 2 else None
            if (reading or word.bare) in role_kinds() and not self._inside_body(at):
                word.used = "role"
            elif word.bare in titles():
                word.used = "title"

    def _leave_patrons(self) -> None:
        """مستشار الرئيس الأمريكي دونالد ترامب, محامي ترامب: the name is not the speaker's."""
        for start, actor in self._places.items():
            if self._is_patron(start, actor):
                self.people.remove(actor)
                self.patrons.append(actor)
                for word in self.words[start:]:
                    if word.used != "person" or word.part != self.words[start].part:
                        break
                    word.used = "patron"

    def _is_patron(self, start: int, actor: Actor) -> bool:
        """Whether offices of two stand before the name and the nearer is the named person's own, or
        one of a lawyer or relative right before it."""
        part = [word for word in self.words[:start] if word.part == self.words[start].part]
        offices = [word for word in part if word.used == "role"]
        if not offices:
            return False
        kinds = [role_kinds().get(word.bare, "") for word in offices]
        if part[-1] is offices[-1] and kinds[-1] in _OF_ANOTHER:
            return not offices[-1].letters.startswith("ال")
        own = kinds[-1] == "head" and is_leader(actor)
        own = own or (kinds[-1] == "minister" and any(t.endswith("minister") for t in actor.tags))
        return own and len(kinds) > 1 and kinds[0] in _ATTENDANT

    def _inside_body(self, at: int) -> bool:
        """وكالة الأنباء, هيئة علماء: a role word behind a body's head is part of its name."""
        before = self.words[at - 1] if at else None
        return before is not None and head_types().get(before.bare) in ("organisation", "media")

    def _mark_nominals(self) -> None:
        """وزير الخارجية التركي: the ministry by the minister's adjective."""
        state = self.country()
        if self.bodies or state is None:
            return
        for at, word in enumerate(self.words):
            body = None if word.used else self._nominal(at)
            made = state_body(body, state) if body else None
            if made is not None:
                self.bodies.append(canonical(made.id))
                word.used = "body"
                return

    def _nominal(self, at: int) -> str | None:
        """The one body that a bare word stands for: الجيش; behind an office also الزراعة, and
        عسكري for the army."""
        word = self.words[at]
        if word.bare in words_of("military"):
            return "armed-forces"
        office = any(other.used == "role" for other in self.words[:at])
        names = (word.letters, f"{_MINISTRY} {word.letters}") if office else (word.letters,)
        found = next((bodies for name in names if (bodies := body_nominals().get(name))), ())
        return found[0] if len(found) == 1 else None

    def country(self) -> str | None:
        """The state that the naming belongs to, by its words or by the person it names."""
        if self.states:
            return self.states[0]
        country = self.people[-1].country if self.people else None
        return STATE + country.lower() if country else None
