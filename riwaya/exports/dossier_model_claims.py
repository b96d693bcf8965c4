"""One report of the printed dossier: what is known of it, its numbered claims and their notes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from riwaya.exports.dossier_model_decisions import decision_text
from riwaya.exports.dossier_model_words import (
    Piece,
    Text,
    Wording,
    address,
    code,
    given,
    glued,
    offsets,
    separated,
    text_of,
)
from riwaya.exports.name_phrases import (
    chain_phrase,
    entity_naming,
    place_traits,
    role_phrase,
    speaker_phrase,
)
from riwaya.exports.phrases import count_phrase, quoted, source_phrase, time_phrase
from riwaya.model import Claim, Mode, PlaceReading, Span, text_sha256
from riwaya.records import Judged, Record

_NEAR = 3
"""Characters beside a quotation among which its marks are looked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what stands beside it."""

    label: str
    text: Text


@dataclass(frozen=True, slots=True)
class Note:
    """The footnote of a claim. `number` counts through the whole document, `mark` is how it is
    written; `words` are the exact words with their offsets, `about` the report and the hashes."""

    number: int
    mark: str
    words: tuple[Row, ...]
    about: tuple[Row, ...]


Kind = Literal["quotation", "report"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim. `number` is written as in the document (1.2, ١-٢), `depth` 0 for a claim that no
    other holds; `words` are shown as a `kind`: a quotation by its speaker, or the report's words.
    """

    number: str
    anchor: str
    depth: int
    heading: Text
    traits: Text
    words: Text
    kind: Kind
    rows: tuple[Row, ...]
    decisions: tuple[Text, ...]
    note: Note


@dataclass(frozen=True, slots=True)
class Section:
    """One report. `captures` are the ways it came in, each as rows; `decisions` those that are on
    the report or on what no shown claim holds."""

    number: str
    anchor: str
    heading: Text
    rows: tuple[Row, ...]
    captures: tuple[tuple[Row, ...], ...]
    entries: tuple[Entry, ...]
    decisions: tuple[Text, ...]


class SectionMaker:
    """Makes the section of one record: the `number`th report, its notes counted from `first`."""

    def __init__(self, record: Record, wording: Wording, number: int, first: int) -> None:
        self._record = record
        self._report = record.report
        self._wording = wording
        self._number = number
        self._next_note = first
        self._sheet = wording.sheet(record.report.document.text)
        self._entities = {entity.id: entity for entity in record.report.entities}
        self._times = {time.id: time for time in record.report.times}
        self._counts = {count.id: count for count in record.report.counts}
        self._places = {place.mention: place for place in record.report.places}
        self._decided: set[str] = set()

    def section(self) -> Section:
        """The whole section. Raises SpanError for a span outside the text."""
        entries = tuple(self._entries())
        rest = [one for one in self._record.judgements if one.judgement.id not in self._decided]
        return Section(
            self._wording.number(self._number),
            f"r{self._number}",
            heading_of(self._record, self._wording),
            tuple(self._facts()),
            tuple(tuple(self._capture_rows(n)) for n in range(len(self._record.captures))),
            entries,
            tuple(self._decision_texts(rest)),
        )

    def _facts(self) -> Iterator[Row]:
        document, words = self._report.document, self._wording
        missing: Text = (words.label("none.field"),)
        yield self._row("field.outlet", (given(document.outlet),) if document.outlet else missing)
        yield self._row("field.published", when(document.published, words) or missing)
        yield self._row("field.url", (address(document.url),) if document.url else missing)
        if self._record.versions > 1:
            yield self._row("report.version", self._version())
        yield self._row("report.id", (code(document.id),))
        yield self._row("report.hash", (code(hash_of(self._record)),))
        if self._record.added:
            yield self._row("report.added", (code(self._record.added),))
        if self._record.read:
            stages = [(code(stage),) for stage in self._report.stages]
            yield self._row("report.read", separated([(code(self._record.read),), *stages], "·"))
        for note in document.notes:
            yield self._row("field.notes", (given(note),))

    def _version(self) -> Text:
        version, versions = self._record.version, self._record.versions
        words = self._wording
        return words.count(version), words.label("report.version_of"), words.count(versions)

    def _capture_rows(self, nth: int) -> Iterator[Row]:
        capture, words = self._record.captures[nth], self._wording
        yield self._row("evidence.raw", (code(capture.sha256),))
        yield self._row("evidence.size", (code(f"{capture.size:,}"),))
        yield self._row("evidence.media_type", (code(capture.media_type),))
        yield self._row("evidence.method", (words.label(f"method.{capture.method}"),))
        yield self._row("evidence.place", (code(capture.place),))
        if capture.part:
            yield self._row("evidence.part", (given(capture.part),))
        if capture.url and capture.url != capture.place:
            yield self._row("evidence.address", (address(capture.url),))
        yield self._row("evidence.by", (given(capture.collector),))
        yield self._row("evidence.collected", (code(capture.collected),))
        if capture.stated:
            yield self._row("evidence.stated", (code(capture.stated),))
        yield self._row("evidence.tool", (given(capture.tool),))

    def _entries(self) -> Iterator[Entry]:
        for claim, numbers in numbered(self._report.claims):
            yield self._entry(claim, (self._number, *numbers))

    def _entry(self, claim: Claim, numbers: tuple[int, ...]) -> Entry:
        words = self._wording
        number = words.numbering(numbers)
        mine = [one for one in self._record.judgements if self._concerns(one, claim)]
        self._decided.update(one.judgement.id for one in mine)
        note = self._note(claim)
        return Entry(
            number,
            "c" + "-".join(map(str, numbers)),
            len(numbers) - 2,
            self._speaker(claim),
            self._traits(claim),
            self._words(claim),
            "quotation" if claim.mode == "direct" else "report",
            tuple(self._claim_rows(claim)),
            tuple(self._decision_texts(mine)),
            note,
        )

    def _speaker(self, claim: Claim) -> Text:
        speaker = self._entities.get(claim.speaker or "")
        if speaker is not None and speaker.name:
            return text_of(speaker_phrase(speaker, self._sheet))
        return text_of(source_phrase(claim, self._sheet))

    def _traits(self, claim: Claim) -> Text:
        words = self._wording
        keys = (
            f"stance.{claim.stance}", f"mode.{claim.mode}", f"source_type.{claim.source_type}",
        )  # fmt: skip
        confidence = (
            words.label("field.confidence"),
            Piece(f"{claim.confidence:.2f}", isolate=True),
            words.label("confidence.about"),
        )
        return separated([*((words.label(key),) for key in keys), confidence], "·")

    def _words(self, claim: Claim) -> Text:
        text = self._report.document.text
        if not claim.content:
            return (self._wording.label("none.content", "mark"),)
        spans = [_with_marks(span, text, claim.mode) for span in claim.content]
        return separated([(given(words, "quote"),) for words in spans], "…")

    def _claim_rows(self, claim: Claim) -> Iterator[Row]:
        sheet = self._sheet
        speaker = self._entities.get(claim.speaker or "")
        source = text_of(source_phrase(claim, sheet))
        if speaker is not None and speaker.name not in [
            span.of(sheet.text) for span in claim.source
        ]:
            yield self._row("claim.source", source)
        if claim.role and not (speaker and speaker.name == claim.role):
            yield self._row("field.role", text_of(role_phrase(claim.role, sheet)))
        if organisation := self._entities.get(claim.organisation or ""):
            yield self._row("field.organisation", text_of(entity_naming(organisation, sheet)))
        yield self._row("field.isnad", text_of(chain_phrase(claim, self._entities, sheet)))
        if claim.via:
            yield self._row("field.via", text_of(sheet.quote(claim.via)))
        yield from self._values(claim)

    def _values(self, claim: Claim) -> Iterator[Row]:
        comma, sheet = self._sheet.comma, self._sheet
        times = [self._times[id_] for id_ in claim.times if id_ in self._times]
        counts = [self._counts[id_] for id_ in claim.counts if id_ in self._counts]
        places = [self._places[id_] for id_ in claim.mentions if id_ in self._places]
        if times:
            texts = [text_of(time_phrase(time, sheet)) for time in times]
            yield self._row("field.times", separated(texts, comma))
        if counts:
            texts = [text_of(count_phrase(count, sheet)) for count in counts]
            yield self._row("field.counts", separated(texts, comma))
        if places:
            yield self._row("places.where", separated(map(self._place, places), comma))

    def _place(self, place: PlaceReading) -> Text:
        """A place's words, what they name and where that lies; its point is in the list of places,
        where what is to be kept back is known."""
        words = place.span.of(self._report.document.text)
        entity = self._entities.get(place.entity or "")
        head = text_of([quoted(words)])
        if entity and entity.name != words:
            head += (Piece("="), *text_of(entity_naming(entity, self._sheet)))
        traits = [text_of(trait) for trait in place_traits(place, None, self._sheet)[:-1]]
        return (*head, *_bracketed(separated(traits, "·")))

    def _note(self, claim: Claim) -> Note:
        number = self._next_note
        self._next_note += 1
        mark = self._wording.number(number)
        return Note(number, mark, tuple(self._note_words(claim)), tuple(self._note_report()))

    def _note_words(self, claim: Claim) -> Iterator[Row]:
        resolved = (claim.source_from,) if claim.source_from else ()
        parts = (
            ("cue", claim.cue), ("source", claim.source), ("source_from", resolved),
            ("via", claim.via), ("content", claim.content),
        )  # fmt: skip
        for name, spans in parts:
            if spans:
                located = [self._located(span) for span in spans]
                yield self._row(f"field.{name}", separated(located, self._sheet.comma))

    def _located(self, span: Span) -> Text:
        words = text_of([quoted(span.of(self._report.document.text))])
        return (*words, offsets(*span))

    def _note_report(self) -> Iterator[Row]:
        document, words = self._report.document, self._wording
        about: list[Text] = [heading_of(self._record, words)]
        if document.outlet:
            about.append((given(document.outlet),))
        if document.published:
            about.append((code(document.published),))
        if document.url:
            about.append((address(document.url),))
        about.append((code(document.id),))
        yield self._row("note.report", separated(about, "·"))
        yield self._row("report.hash", (code(hash_of(self._record)),))
        raws = dict.fromkeys(capture.sha256 for capture in self._record.captures)
        if raws:
            yield self._row("evidence.raw", separated([(code(raw),) for raw in raws], "·"))

    def _concerns(self, judged: Judged, claim: Claim) -> bool:
        """Whether a decision is on this claim or on what it holds."""
        judgement = judged.judgement
        held: dict[str, Iterable[str | None]] = {
            "claim": (claim.id,),
            "time": claim.times,
            "count": claim.counts,
            "mention": claim.mentions,
            "place": claim.mentions,
            "entity": (claim.speaker, claim.organisation),
        }
        return judgement.target in held.get(judgement.kind, ())

    def _decision_texts(self, judgements: Iterable[Judged]) -> Iterator[Text]:
        for judged in judgements:
            yield decision_text(judged, self._wording)

    def _row(self, key: str, text: Text) -> Row:
        return Row(capitalised(self._wording[key]), text)


def heading_of(record: Record, wording: Wording) -> Text:
    """The report's title between «», or that it has none."""
    title = record.report.document.title
    return text_of([quoted(title)]) if title else (wording.label("report.untitled"),)


def capitalised(label: str) -> str:
    """A label as a line begins with it."""
    return label[:1].upper() + label[1:]


def when(moment: str | None, wording: Wording) -> Text:
    """A moment in words and as it is stored; nothing for None."""
    if not moment:
        return ()
    day = wording.day(moment)
    if day is None:
        return (given(moment),)
    return Piece(day, isolate=True, rtl=wording.rtl), *_bracketed((code(moment),))


def hash_of(record: Record) -> str:
    """The sha256 that is kept for the report's text."""
    document = record.report.document
    return document.sha256 or text_sha256(document.text)


def numbered(claims: Sequence[Claim]) -> Iterator[tuple[Claim, tuple[int, ...]]]:
    """Every claim once with its number among those beside it, behind its parent's: (1,), (1, 1).

    A parent that is missing, or that is inside its own inner claim, holds nothing.
    """
    known = {claim.id for claim in claims}
    inside: dict[str, list[Claim]] = {}
    for claim in claims:
        inside.setdefault(claim.parent or "", []).append(claim)
    shown: set[str] = set()
    tops = 0
    for top in (*(c for c in claims if c.parent not in known), *claims):
        if top.id in shown:
            continue
        tops += 1
        waiting: list[tuple[Claim, tuple[int, ...]]] = [(top, (tops,))]
        while waiting:
            claim, numbers = waiting.pop()
            if claim.id in shown:
                continue
            shown.add(claim.id)
            yield claim, numbers
            inner = [c for c in inside.get(claim.id, ()) if c.id not in shown]
            waiting.extend((c, (*numbers, n)) for n, c in reversed([*enumerate(inner, 1)]))


def _bracketed(text: Text) -> Text:
    return (Piece("("), *glued(text), Piece(")", glued=True)) if text else ()


def _with_marks(span: Span, text: str, mode: Mode) -> str:
    """The words; a direct quotation with the marks that the text has round it, else with «»."""
    words = span.of(text)
    if mode != "direct":
        return words
    if _is_mark(words[0]) and _is_mark(words[-1]):
        return words
    before = text[max(0, span.start - _NEAR) : span.start].rstrip(" ")
    after = text[span.stop : span.stop + _NEAR].lstrip(" ")
    if before and after and _is_mark(before[-1]) and _is_mark(after[0]):
        return f"{before[-1]}{words}{after[0]}"
    return f"«{words.strip()}»"


def _is_mark(char: str) -> bool:
    """Whether it is a quotation mark: initial or final punctuation of Unicode, or a plain one."""
    return char in ('"', "'") or unicodedata.category(char) in ("Pi", "Pf")
