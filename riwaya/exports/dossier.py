"""The readable dossier of a report: who is said to have said what, with the words.

It shows attributed claims only, in neutral labels; the one figure, the reading confidence, says
how sure the reading of the text is and nothing about truth or credibility.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeVar

from riwaya.exports.display import Fragment, rule, visible
from riwaya.exports.dossier_names import entity_lines, place_lines
from riwaya.exports.name_phrases import chain_phrase, entity_naming, role_phrase, speaker_phrase
from riwaya.exports.phrases import (
    Phrase,
    Sheet,
    count_phrase,
    joined,
    quoted,
    source_phrase,
    time_phrase,
    value,
)
from riwaya.model import Claim, Document, Quantity, Report, TimeValue

_STEP = 4
_DEEPEST = 5
_Valued = TypeVar("_Valued", TimeValue, Quantity)


def render(report: Report, lang: str = "ar", width: int = 100, color: bool = False) -> str:
    """The dossier of `report` as lines of at most `width` columns (40 or more).

    `lang` is the language of the labels; with `ar` lines are laid out from the right. Text is in
    logical order with isolates, bidi controls and invisible characters of the source are shown as
    escapes (‹U+202E›). Raises SettingError for an unknown language or a narrow page, DocumentError
    for a place whose coordinates are not on the globe.
    """
    return "\n".join(_Dossier(report, Sheet.of(report, lang, width, color)).lines())


class _Dossier:
    def __init__(self, report: Report, sheet: Sheet) -> None:
        self._report = report
        self._sheet = sheet
        self._numbers = {claim.id: n for n, claim in enumerate(report.claims, 1)}
        self._entities = {entity.id: entity for entity in report.entities}
        self._shown: set[str] = set()
        self._times = {time.id: time for time in report.times}
        self._counts = {count.id: count for count in report.counts}

    def lines(self) -> Iterator[str]:
        """All lines: header, claims with those inside them, what no claim holds, names, places."""
        page = self._sheet.page
        yield rule(page, "━")
        yield from self._header(self._report.document)
        yield rule(page)
        if not self._report.claims:
            yield from self._sheet.line([self._sheet.label("none.claims")])
        for claim in (*self._tops(), *self._report.claims):
            if claim.id not in self._shown:
                yield from self._card(claim, 0)
                yield ""
        yield from self._outside()
        yield from entity_lines(self._report, self._sheet)
        yield from place_lines(self._report, self._sheet)

    def _header(self, document: Document) -> Iterator[str]:
        sheet = self._sheet
        yield from sheet.field("outlet", _given(document.outlet) or [sheet.label("none.field")])
        title = [quoted(document.title)] if document.title else [sheet.label("none.field")]
        yield from sheet.field("title", title)
        when = [value(document.published)] if document.published else [sheet.label("none.field")]
        yield from sheet.field("published", when)
        if document.url:
            yield from sheet.field("url", _given(document.url))
        for note in document.notes:
            yield from sheet.field("notes", _given(note))
        tally = [
            [Fragment(f"{sheet.words[key]}:", style="label"), value(str(len(layer)))]
            for key, layer in (
                ("claims", self._report.claims),
                ("entities", self._report.entities),
                ("places", self._report.places),
                ("times", self._report.times),
                ("counts", self._report.counts),
            )
        ]
        yield from sheet.line(joined(tally, "·"))

    def _tops(self) -> list[Claim]:
        return [c for c in self._report.claims if c.parent not in self._numbers]

    def _card(self, claim: Claim, depth: int) -> Iterator[str]:
        self._shown.add(claim.id)
        indent = min(depth, _DEEPEST) * _STEP
        yield from self._sheet.line(self._headline(claim), indent)
        for key, phrase in self._fields(claim):
            yield from self._sheet.field(key, phrase, indent + _STEP)
        for inner in self._report.claims:
            if inner.parent == claim.id and inner.id not in self._shown:
                yield from self._card(inner, depth + 1)

    def _headline(self, claim: Claim) -> Phrase:
        words = self._sheet.words
        number = Fragment(f"[{self._numbers[claim.id]}]", isolate=True, style="strong")
        traits = [
            [self._sheet.label(f"stance.{claim.stance}")],
            [self._sheet.label(f"mode.{claim.mode}")],
            [self._sheet.label(f"source_type.{claim.source_type}")],
            [Fragment(words["field.confidence"]), value(f"{claim.confidence:.2f}")],
        ]
        return joined([[number, *self._sheet.quote(claim.cue, "cue")], *traits], "·")

    def _fields(self, claim: Claim) -> Iterator[tuple[str, Phrase]]:
        sheet = self._sheet
        yield "source", source_phrase(claim, sheet)
        speaker = self._entities.get(claim.speaker or "")
        if speaker is not None:
            yield "speaker", speaker_phrase(speaker, sheet)
        # An unnamed speaker has no name but the role.
        if claim.role and not (speaker and speaker.name == claim.role):
            yield "role", role_phrase(claim.role, sheet)
        if organisation := self._entities.get(claim.organisation or ""):
            yield "organisation", entity_naming(organisation, sheet)
        yield "isnad", chain_phrase(claim, self._entities, sheet)
        if claim.via:
            yield "via", sheet.quote(claim.via)
        yield "content", sheet.quote(claim.content) or [sheet.label("none.content")]
        times = [self._times[id_] for id_ in claim.times if id_ in self._times]
        counts = [self._counts[id_] for id_ in claim.counts if id_ in self._counts]
        if times:
            yield "times", joined([time_phrase(time, sheet) for time in times], sheet.comma)
        if counts:
            yield "counts", joined([count_phrase(count, sheet) for count in counts], sheet.comma)

    def _outside(self) -> Iterator[str]:
        sheet = self._sheet
        held = {id_ for claim in self._report.claims for id_ in (*claim.times, *claim.counts)}
        times = [time_phrase(time, sheet) for time in _not_in(self._report.times, held)]
        counts = [count_phrase(count, sheet) for count in _not_in(self._report.counts, held)]
        for key, phrases in (("outside.times", times), ("outside.counts", counts)):
            if phrases:
                yield from sheet.line([Fragment(f"{sheet.words[key]}:", style="strong")])
            for phrase in phrases:
                yield from sheet.line(phrase, _STEP)


def _given(text: str | None) -> Phrase:
    return [Fragment(visible(text), isolate=True)] if text else []


def _not_in(layer: tuple[_Valued, ...], held: Collection[str]) -> list[_Valued]:
    return [one for one in layer if one.id not in held]
