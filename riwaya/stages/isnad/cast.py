"""Who takes part in a report's claims: entities of namings, roles remembered, the unnamed."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from riwaya.model import (
    Claim,
    Entity,
    Mention,
    NameKind,
    Origin,
    SourceType,
    Span,
    Standing,
)
from riwaya.stages.base import Draft
from riwaya.stages.isnad.countries import is_own_country, state_of
from riwaya.stages.isnad.naming import Naming, naming_of
from riwaya.stages.isnad.rules import SPEAKER, body_of
from riwaya.stages.isnad.titles import Titles

STAGE = "isnad"
_UNNAMED = "unnamed-speaker"
_KINDS: dict[SourceType, NameKind] = {
    "person": "person",
    "organisation": "organisation",
    "state": "organisation",
    "group": "group",
    "anonymous": "person",
    "document": "other",
    "media": "organisation",
}
_ROLE_EDGES = ' "«»“”.,،:'
_PEOPLE = ("person", "anonymous", "group")


@dataclass(frozen=True, slots=True)
class Part:
    """What was last said of a person: in which role, of which body."""

    role: str | None
    role_kind: str | None
    organisation: str | None


class Cast:
    """The entities of one report as its claims need them."""

    def __init__(self, draft: Draft) -> None:
        self._view = draft.view
        self._document = draft.document.id
        self._mentions = sorted(
            (m for m in draft.mentions if m.entity is not None), key=lambda m: m.span
        )
        self._starts = [mention.span.start for mention in self._mentions]
        self._entities = {entity.id: entity for entity in draft.entities}
        self._titles = Titles(draft.view, self._mentions)
        self._parts: dict[str, Part] = {}
        self._last_person: str | None = None
        self._hops = {span.of(draft.document.text): naming for span, naming in _namings(draft)}

    def entities(self) -> tuple[Entity, ...]:
        """All entities: those that were there, and those of speakers whom nobody names."""
        return tuple(self._entities.values())

    def tied(self, claim: Claim) -> Claim:
        """`claim` with `speaker` and `organisation`; a role that it lacks is carried over."""
        span = _span_of(claim)
        if span is None:
            return claim
        naming = self._naming(span, claim.source_type)
        beside = self._naming(claim.source[0], claim.source_type) if claim.source else naming
        if is_own_country(beside) and (state := self._own_country()) is not None:
            origin = Origin("speaker", STAGE, "own-country")
            return replace(claim, speaker=state, origins=(*claim.origins, origin))
        mention, rule = self._chosen(naming)
        body = body_of(naming, mention)
        organisation = body.entity if body else None
        speaker = mention.entity if mention else self._unnamed(naming)
        assert speaker is not None
        origins = [Origin("speaker", STAGE, rule if mention else _UNNAMED)]
        part = self._part(claim, mention, organisation)
        if mention is not None and mention.kind == "person":
            part, carried = self._remembered(speaker, part)
            origins += [Origin(field, STAGE, "role-carried") for field in carried]
            self._note_standing(speaker, naming)
            self._last_person = speaker
        if organisation:
            origins.append(Origin("organisation", STAGE, "body-in-naming"))
        kept = tuple(o for o in claim.origins if o not in origins)
        return replace(
            claim,
            speaker=speaker,
            role=part.role,
            role_kind=part.role_kind,
            organisation=part.organisation,
            origins=(*kept, *origins),
        )

    def relay(self, words: str) -> str | None:
        """The entity of a hop that the report names with `words`; made where it is unnamed."""
        found = self._hops.get(words)
        if found is None:
            return None
        naming = self._naming(found[0], found[1])
        mention, _ = self._chosen(naming)
        return mention.entity if mention else self._unnamed(naming)

    def _chosen(self, naming: Naming) -> tuple[Mention | None, str]:
        """Whose account it is, and the rule that says so."""
        titled = naming.role is not None and naming.type in _PEOPLE
        if titled and (behind := self._titles.behind(naming.span)) is not None:
            return behind, "name-behind-title"
        for rule in SPEAKER:
            if (mention := rule(naming)) is not None:
                return mention, rule.__name__.replace("_", "-")
        if titled and (called := self._titles.called(naming)) is not None:
            return called, "so-called-elsewhere"
        if titled and not naming.mentions:
            return self._titles.last_called(naming), "last-of-that-title"
        return None, _UNNAMED

    def _naming(self, span: Span, source_type: SourceType) -> Naming:
        low = bisect_left(self._starts, span.start)
        high = bisect_left(self._starts, span.stop)
        # The naming may begin behind what is attached to the first name's word, or the reverse.
        inside = tuple(m for m in self._mentions[low:high] if span.holds(m.span))
        before = self._mentions[low - 1] if low else None
        if before is not None and before.span.stop > span.start:
            inside = (before, *inside)
        return naming_of(self._view, span, inside, source_type)

    def _own_country(self) -> str | None:
        """The state of the person who spoke last; an entity from now on."""
        person = self._last_person
        if person is None:
            return None
        part = self._parts.get(person)
        state = state_of(part.role if part else None, self._entities.get(person))
        if state is None:
            return None
        self._entities.setdefault(state.id, state)
        return state.id

    def _part(self, claim: Claim, mention: Mention | None, organisation: str | None) -> Part:
        """The role as the claim has it, without the name; a body has none but through a voice."""
        spoken = mention is None or mention.kind == "person" or organisation == mention.entity
        if not spoken or claim.role is None:
            return Part(None, None, organisation)
        role, name = claim.role, mention.span.of(self._view.text) if mention else ""
        if name and mention is not None and mention.kind == "person" and name in role:
            role = role[: role.index(name)].strip(_ROLE_EDGES)
        return Part(role or None, claim.role_kind if role else None, organisation)

    def _remembered(self, person: str, part: Part) -> tuple[Part, list[str]]:
        """`part` with what it lacks from an earlier naming, and the fields carried over."""
        known = self._parts.get(person)
        carried: list[str] = []
        if known is not None:
            if known.role is not None and _says_less(part.role, known.role):
                part = replace(part, role=known.role, role_kind=known.role_kind)
                carried.append("role")
            if part.organisation is None and known.organisation is not None:
                part = replace(part, organisation=known.organisation)
                carried.append("organisation")
        self._parts[person] = part
        return part, carried

    def _note_standing(self, person: str, naming: Naming) -> None:
        entity = self._entities[person]
        standing = naming.role.standing if naming.role else ""
        if entity.standing is None and standing in ("public", "private"):
            origin = Origin("standing", STAGE, "role-words")
            self._entities[person] = replace(
                entity, standing=cast(Standing, standing), origins=(*entity.origins, origin)
            )

    def _unnamed(self, naming: Naming) -> str:
        """The entity of a speaker without a name: one for equal words in this report."""
        words = " ".join(naming.words.split())
        digest = hashlib.sha256(
            f"{self._document}\x1funnamed\x1f{words}".encode("utf-8", "surrogatepass")
        ).hexdigest()
        key = f"local:{digest[:16]}"
        if key not in self._entities:
            kind = _kind(naming)
            unnamed: Standing | None = "unnamed" if naming.type in _PEOPLE else None
            origin = Origin("entity", STAGE, _UNNAMED)
            self._entities[key] = Entity(
                key, words, kind, names=(naming.words,), standing=unnamed, origins=(origin,)
            )
        return key


def _says_less(role: str | None, known: str) -> bool:
    """No role, or a bare rank (الجنرال) where more was said before (قائد سلاح الجو)."""
    return role is None or len(role.split()) == 1 < len(known.split())


def _kind(naming: Naming) -> NameKind:
    """What an unnamed speaker is; a relay that is no medium (بيان، مؤتمر صحافي) is no body."""
    if naming.type == "media" and naming.head != "media":
        return "other"
    return _KINDS[naming.type]


def _span_of(claim: Claim) -> Span | None:
    if claim.source_from is not None:
        return claim.source_from
    return claim.source[0] if claim.source else None


def _namings(draft: Draft) -> Iterator[tuple[Span, tuple[Span, SourceType]]]:
    """All spans that a hop's words can come from; a later one wins over an earlier."""
    for claim in draft.claims:
        for via in claim.via:
            yield via, (via, "media")
        if (span := _span_of(claim)) is not None:
            yield span, (span, claim.source_type)
