"""The speakers of one report: each claim's naming, filled from the fuller namings beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from riwaya.compare.model import Speaker
from riwaya.compare.speakers_keys import canonical, office_body
from riwaya.compare.speakers_naming import Naming, naming_of
from riwaya.compare.speakers_words import bones, head_types, reading_in, without_article, words_of
from riwaya.model import Claim, Entity, Report
from riwaya.resources.actors import actor_with_id, name_words

_GLOBAL = ("actor:", "geonames:", "pcode:", "wikidata:")
_SHORT = 2


class Cast:
    """Who speaks in a report's claims. Linear in the claims, but for fuller namings, which are
    sought by their words."""

    def __init__(self, report: Report) -> None:
        self._document = report.document.id
        self._entities = {entity.id: entity for entity in report.entities}
        self._words = {claim.id: _words(report, claim) for claim in report.claims}
        self._namings = {
            claim.id: self._naming(claim) for claim in sorted(report.claims, key=_start)
        }
        self._order = list(self._namings)
        self._fuller = self._fuller_namings()
        self._speakers = {claim.id: self._made(claim) for claim in report.claims}

    def speaker(self, claim: Claim) -> Speaker:
        """The speaker of one of the report's claims."""
        return self._speakers[claim.id]

    def _naming(self, claim: Claim) -> Naming:
        words = self._words[claim.id]
        entity = self._entities.get(claim.speaker or "")
        if entity is not None and entity.kind == "person" and not _global(entity.id):
            words = _with_name(words, entity, claim.role)
        return naming_of(words, claim.source_type)

    def _fuller_namings(self) -> dict[str, list[Naming]]:
        """Namings by the consonants of the last word of the person's name, and by their head."""
        found: dict[str, list[Naming]] = {}
        for naming in self._namings.values():
            for word in dict.fromkeys(naming.content):
                found.setdefault(bones(word), []).append(naming)
        return found

    def _made(self, claim: Claim) -> Speaker:
        naming = self._filled(claim)
        speaker = _speaker(naming, self._document)
        given = claim.organisation if _global(claim.organisation) else None
        if given is not None and speaker.key != speaker.body:
            speaker = replace(speaker, body=canonical(given))
        speaker = self._with_known_body(speaker)
        entity = claim.speaker if claim.speaker and _global(claim.speaker) else None
        if entity is None or self._says_otherwise(naming, claim):
            return speaker
        if entity.startswith("actor:"):
            entity = canonical(entity)
            return Speaker(entity, speaker.body or _body_of(entity), speaker.words)
        return speaker if speaker.key.startswith("actor:") else replace(speaker, key=entity)

    def _says_otherwise(self, naming: Naming, claim: Claim) -> bool:
        """Whether the words name another than the entity: a person where it is a body, or a body's
        statement (بيان التحالف) where it is a person."""
        entity = self._entities.get(claim.speaker or "")
        if entity is None:
            return False
        return entity.kind != "person" if naming.name else _is_statement(self._words[claim.id])

    def _with_known_body(self, speaker: Speaker) -> Speaker:
        """قائد التحالف: the one known body of the report that the word can stand for."""
        if speaker.body is None or not speaker.body.startswith("body:"):
            return speaker
        words = {bones(word) for word in speaker.body.removeprefix("body:").split()}
        known = {
            naming.body
            for naming in self._namings.values()
            if naming.body and naming.body.startswith("actor:") and naming.kind == "body"
            if words <= {bones(word) for word in naming.content}
        }
        if len(known) != 1:
            return speaker
        (body,) = known
        return replace(speaker, key=body if speaker.key == speaker.body else speaker.key, body=body)

    def _filled(self, claim: Claim) -> Naming:
        naming = self._namings[claim.id]
        told = bool(naming.name and naming.roles)
        if told or not 0 < len(naming.content) <= _SHORT + 1:
            return naming
        found = (other for other in self._candidates(claim) if _says_more(other, naming))
        return next(found, naming)

    def _candidates(self, claim: Claim) -> Iterator[Naming]:
        """Namings that share the last word, those before the claim first, the nearest first."""
        naming = self._namings[claim.id]
        here = self._order.index(claim.id)
        sharing = {id(other) for other in self._fuller.get(bones(naming.content[-1]), ())}
        sharing |= {id(other) for other in self._fuller.get(bones(naming.content[0]), ())}
        before, after = self._order[:here][::-1], self._order[here + 1 :]
        for key in (*before, *after):
            if id(self._namings[key]) in sharing:
                yield self._namings[key]


def _says_more(other: Naming, naming: Naming) -> bool:
    """Whether `other` is a fuller naming of the same: all the words and more, a person for a bare
    name or a bare office, a body for its bare head (الوزارة ← وزارة الصحة)."""
    if len(other.content) <= len(naming.content):
        return False
    theirs = {bones(word) for word in other.content}
    if not all(bones(word) in theirs for word in naming.content):
        return False
    if naming.kind == "unnamed" and other.name and len(naming.content) > 1:
        return bones(naming.content[0]) == bones(other.content[0])
    if naming.kind == "unnamed" or other.kind == "unnamed":
        return naming.kind == other.kind
    if naming.name:
        return bool(other.name) and set(map(bones, naming.name)) <= set(map(bones, other.name))
    if naming.roles:
        return bool(other.roles & naming.roles)
    headed = without_article(naming.content[0]) in head_types()
    return headed and bones(naming.content[0]) == bones(other.content[0])


def _speaker(naming: Naming, document: str) -> Speaker:
    """The speaker of a naming, whatever entities the report has."""
    words = " ".join(naming.content)
    if naming.kind == "none":
        return Speaker(f"unknown:{document}", None, "")
    if naming.kind == "unnamed":
        return Speaker(f"unnamed:{words}", naming.body, naming.words)
    if naming.person:
        return Speaker(naming.person, naming.body, naming.words)
    if naming.kind == "person":
        spokesman = "spokesman" in naming.roles and naming.body is not None
        key = naming.body if spokesman else f"role:{words}"
        return Speaker(key or f"role:{words}", naming.body, naming.words)
    if naming.kind == "document":
        return Speaker(f"document:{words}", naming.body, naming.words)
    if len(naming.both) > 1:
        return Speaker("both:" + "|".join(naming.both), None, naming.words)
    key = naming.body or f"body:{words}"
    return Speaker(key, key, naming.words)


def _body_of(entity: str) -> str | None:
    actor = actor_with_id(entity)
    if actor is None:
        return None
    return office_body(actor) if actor.kind == "person" else entity


def _global(key: str | None) -> bool:
    return key is not None and key.startswith(_GLOBAL)


def _with_name(words: str, entity: Entity, role: str | None) -> str:
    """The naming with the person's fullest name and part, where it lacks them."""
    name = max((*entity.names, entity.name), key=len)
    full = words if name in words else f"{role}، {name}" if role else name
    return full if role is None or role in full else f"{role}، {full}"


def _words(report: Report, claim: Claim) -> str:
    """The fuller naming where there is one; a body's statement (بيان التحالف) names it itself."""
    text = report.document.text
    beside = " ".join(" ".join(span.of(text) for span in claim.source).split())
    if len(claim.source) > 1 and _is_known(first := " ".join(claim.source[0].of(text).split())):
        beside = first  # the other span names another, or the same in other words
    if claim.source_from is None or _is_statement(beside):
        return beside
    return " ".join(claim.source_from.of(text).split())


def _is_known(words: str) -> bool:
    """Whether words alone name a person, or a body of the lexicon."""
    naming = naming_of(words)
    return bool(naming.name) or (naming.body or "").startswith("actor:")


def _is_statement(words: str) -> bool:
    """Whether words name a statement and whose it is."""
    first = next(iter(name_words(words)), "")
    spoken = not first.startswith("ال") and reading_in(first, words_of("spoken")) is not None
    return spoken and naming_of(words).kind in ("body", "state", "media")


def _start(claim: Claim) -> int:
    return claim.source[0].start if claim.source else claim.start
