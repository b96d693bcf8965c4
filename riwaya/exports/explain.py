"""Where each field comes from: the stage, the rule or model head, and its score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riwaya.errors import SettingError
from riwaya.exports.display import Fragment, rule
from riwaya.exports.name_phrases import (
    chain_phrase,
    entity_naming,
    entity_traits,
    place_traits,
    quotations,
    role_phrase,
    speaker_phrase,
)
from riwaya.exports.phrases import (
    Phrase,
    Sheet,
    count_phrase,
    joined,
    source_phrase,
    time_phrase,
    value,
)
from riwaya.exports.points import point_of, protected_entities
from riwaya.model import (
    Claim,
    Entity,
    Mention,
    Origin,
    PlaceReading,
    Quantity,
    Report,
    Span,
    TimeValue,
)

_STEP = 4
_WIDTH = 100
_NEAR, _FAR = 20, 60


def render_at(report: Report, offset: int, lang: str = "ar", width: int = _WIDTH) -> str:
    """Every annotation that touches character `offset` of the text, with the origin of its fields.

    Raises SettingError for an offset outside the text, an unknown language or a narrow page.
    """
    size = len(report.document.text)
    if not 0 <= offset < size:
        raise SettingError(
            f"there is no character {offset}.", where="offset", advice=f"Give 0 to {size - 1}."
        )
    view = _Explanation(report, Sheet.of(report, lang, width))
    return "\n".join(view.at(offset))


def render_claim(report: Report, claim_id: str, lang: str = "ar", width: int = _WIDTH) -> str:
    """All fields of one claim with their origins. `claim_id` is its id or its number (1, 2 …).

    Raises SettingError for a claim that the report does not have.
    """
    view = _Explanation(report, Sheet.of(report, lang, width))
    return "\n".join(view.claim(_find(report, claim_id)))


def _find(report: Report, claim_id: str) -> Claim:
    for number, claim in enumerate(report.claims, 1):
        if claim_id in (claim.id, str(number)):
            return claim
    many = len(report.claims)
    advice = f"Give a number from 1 to {many}, or a claim's id." if many else "It has no claims."
    raise SettingError(
        f"the report has no claim {claim_id!r}.", where=report.document.id, advice=advice
    )


class _Explanation:
    def __init__(self, report: Report, sheet: Sheet) -> None:
        self._report = report
        self._sheet = sheet
        self._entities = {entity.id: entity for entity in report.entities}

    def at(self, offset: int) -> Iterator[str]:
        """The place in its surroundings, then each annotation that touches it."""
        sheet = self._sheet
        place = [sheet.label("explain.at"), value(str(offset)), *self._surroundings(offset)]
        yield from sheet.line(place)
        found = False
        for lines in self._touching(offset):
            found = True
            yield rule(sheet.page)
            yield from lines
        if not found:
            yield from sheet.line([sheet.label("explain.none")])

    def claim(self, claim: Claim) -> Iterator[str]:
        """One claim, field by field."""
        sheet = self._sheet
        number = self._report.claims.index(claim) + 1
        heading = [
            Fragment(sheet.words["layer.claim"], style="strong"),
            Fragment(f"[{number}]", isolate=True),
            value(claim.id),
        ]
        yield from sheet.line(heading)
        yield from self._fields(self._claim_fields(claim), claim.origins)

    def _touching(self, offset: int) -> Iterator[Iterator[str]]:
        for claim in self._report.claims:
            if _touches(_spans(claim), offset):
                yield self.claim(claim)
        for time in self._report.times:
            if _touches([time.span], offset):
                yield self._time(time)
        for count in self._report.counts:
            if _touches([count.span], offset):
                yield self._count(count)
        yield from self._names(offset)

    def _names(self, offset: int) -> Iterator[Iterator[str]]:
        """Mentions over a place, each with its entity (once), then readings of places."""
        told = set()
        for mention in self._report.mentions:
            if _touches([mention.span], offset):
                yield self._mention(mention)
                entity = self._entities.get(mention.entity or "")
                if entity and entity.id not in told:
                    told.add(entity.id)
                    yield self._entity(entity)
        for place in self._report.places:
            if _touches([place.span], offset):
                yield self._place(place)

    def _mention(self, mention: Mention) -> Iterator[str]:
        sheet = self._sheet
        yield from sheet.line([Fragment(sheet.words["layer.mention"], style="strong")])
        kind = [sheet.label(f"name_kind.{mention.kind}")]
        if mention.nominal:
            kind.append(Fragment(f"({sheet.words['mention.nominal']})", style="mark"))
        fields = [
            ("span", sheet.quote([mention.span])),
            ("kind", kind),
            ("entity", self._named(mention.entity)),
            ("confidence", [value(f"{mention.confidence:.2f}")]),
        ]
        yield from self._fields(fields, mention.origins)

    def _entity(self, entity: Entity) -> Iterator[str]:
        sheet = self._sheet
        yield from sheet.line([Fragment(sheet.words["layer.entity"], style="strong")])
        fields = [
            ("id", [value(entity.id, None)]),
            ("name", entity_naming(entity, sheet)),
            ("kind", joined(entity_traits(entity, sheet), "·")),
            ("names", quotations(entity.names, sheet) or [sheet.label("none.field")]),
        ]
        if entity.refs:
            refs = [[value(f"{key} {found}", None)] for key, found in entity.refs]
            fields.append(("refs", joined(refs, "·")))
        yield from self._fields(fields, entity.origins)

    def _place(self, place: PlaceReading) -> Iterator[str]:
        sheet = self._sheet
        yield from sheet.line([Fragment(sheet.words["layer.place"], style="strong")])
        point = point_of(place, protected_entities([self._report]))
        fields = [
            ("span", sheet.quote([place.span])),
            ("entity", self._named(place.entity)),
            ("place", joined(place_traits(place, point, sheet), "·")),
        ]
        yield from self._fields(fields, place.origins)

    def _named(self, id_: str | None) -> Phrase:
        entity = self._entities.get(id_ or "")
        return entity_naming(entity, self._sheet) if entity else [self._sheet.label("none.field")]

    def _time(self, time: TimeValue) -> Iterator[str]:
        sheet = self._sheet
        yield from sheet.line([Fragment(sheet.words["layer.time"], style="strong")])
        fields = [
            ("span", sheet.quote([time.span])),
            ("type", [sheet.label(f"type.{time.type}")]),
            ("value", time_phrase(time, sheet)),
        ]
        if time.anchor:
            fields.append(("anchor", [sheet.label(f"anchor.{time.anchor}")]))
        yield from self._fields(fields, time.origins)

    def _count(self, count: Quantity) -> Iterator[str]:
        sheet = self._sheet
        yield from sheet.line([Fragment(sheet.words["layer.count"], style="strong")])
        fields = [
            ("span", sheet.quote([count.span])),
            ("value", count_phrase(count, sheet)),
            ("kind", [sheet.label(f"kind.{count.kind}")]),
        ]
        yield from self._fields(fields, count.origins)

    def _claim_fields(self, claim: Claim) -> list[tuple[str, Phrase]]:
        sheet = self._sheet
        missing = [sheet.label("none.field")]
        fields = [
            ("cue", sheet.quote(claim.cue, "cue")),
            ("source", sheet.quote(claim.source) or [sheet.label("none.source_here")]),
            ("source_from", sheet.quote(_one(claim.source_from)) or missing),
            ("content", sheet.quote(claim.content) or [sheet.label("none.content")]),
            ("via", sheet.quote(claim.via) or missing),
            ("mode", [sheet.label(f"mode.{claim.mode}")]),
            ("stance", [sheet.label(f"stance.{claim.stance}")]),
            ("source_type", [sheet.label(f"source_type.{claim.source_type}")]),
            ("parent", self._parent(claim) or missing),
            ("isnad", chain_phrase(claim, self._entities, sheet)),
            ("confidence", [value(f"{claim.confidence:.2f}")]),
        ]
        who: list[tuple[str, Phrase]] = []
        if speaker := self._entities.get(claim.speaker or ""):
            who.append(("speaker", speaker_phrase(speaker, sheet)))
        if claim.role:
            who.append(("role", role_phrase(claim.role, sheet)))
        if organisation := self._entities.get(claim.organisation or ""):
            who.append(("organisation", entity_naming(organisation, sheet)))
        fields[3:3] = who
        return fields

    def _parent(self, claim: Claim) -> Phrase:
        for number, other in enumerate(self._report.claims, 1):
            if other.id == claim.parent:
                named = [*self._sheet.quote(other.cue), *source_phrase(other, self._sheet)]
                return [Fragment(f"[{number}]", isolate=True), *named]
        return []

    def _fields(
        self, fields: Iterable[tuple[str, Phrase]], origins: tuple[Origin, ...]
    ) -> Iterator[str]:
        """Each field with its origins under it, then the origins that name some other field."""
        told = set()
        for key, phrase in fields:
            told.add(key)
            yield from self._sheet.field(key, phrase, _STEP)
            yield from self._origins(origins, key)
        for key in sorted({origin.field for origin in origins} - told):
            yield from self._sheet.field(key, [Fragment("—")], _STEP)
            yield from self._origins(origins, key)

    def _origins(self, origins: tuple[Origin, ...], field: str) -> Iterator[str]:
        for origin in origins:
            if origin.field == field:
                yield from self._sheet.line(self._origin(origin), 3 * _STEP)

    def _origin(self, origin: Origin) -> Phrase:
        sheet = self._sheet
        score = []
        if origin.score is not None:
            score = [[Fragment(sheet.words["explain.score"]), value(f"{origin.score:.2f}")]]
        made = [
            Fragment(sheet.words["explain.by"], style="label"),
            value(origin.stage, None),
            Fragment("›", isolate=True),
            value(origin.rule, None),
        ]
        return joined([made, *score], "·")

    def _surroundings(self, offset: int) -> Phrase:
        """The words round a place, at most _FAR characters to each side."""
        text = self._report.document.text
        first, last = max(offset - _FAR, 0), min(offset + _FAR, len(text))
        start = text.rfind(" ", first, max(offset - _NEAR, first)) + 1 or first
        stop = text.find(" ", offset + _NEAR, last)
        return self._sheet.quote([Span(start, last if stop < 0 else stop)])


def _one(span: Span | None) -> list[Span]:
    return [span] if span else []


def _spans(claim: Claim) -> list[Span]:
    parts = (claim.cue, claim.source, claim.content, claim.via, _one(claim.source_from))
    return [span for part in parts for span in part]


def _touches(spans: Iterable[Span], offset: int) -> bool:
    return any(span.start <= offset < span.stop for span in spans)
