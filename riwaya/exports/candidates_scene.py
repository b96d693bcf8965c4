"""One report cut into units: what one teller says in one sentence, or the report by itself.

A unit is the stretch of a sentence that lies in one claim's content, or what is left of a sentence
outside all claims. Counts, dates, places and names of a unit are those that stand in it: the day
on which somebody spoke is not the day of what they speak of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from riwaya.exports.candidates_dates import days_of
from riwaya.exports.candidates_words import SentenceWords
from riwaya.model import Claim, Entity, Mention, PlaceReading, Quantity, Report, Span, TimeValue
from riwaya.text import TextView

_NOT_SAID = frozenset(("denied", "directive", "no_comment"))
_ACTORS = frozenset(("organisation", "group"))

_Spanned = TypeVar("_Spanned", Quantity, TimeValue, PlaceReading, Mention)


@dataclass(frozen=True)
class Unit:
    """What `claim` (None: the report's own narration) says in one sentence, in `stretches`."""

    scene: Scene
    claim: Claim | None
    stretches: tuple[Span, ...]
    words: tuple[SentenceWords, ...] = field(init=False)

    def __post_init__(self) -> None:
        words = tuple(SentenceWords(self.scene.view, stretch) for stretch in self.stretches)
        object.__setattr__(self, "words", words)

    @property
    def span(self) -> Span:
        """From the unit's first character to its last."""
        return Span(self.stretches[0].start, self.stretches[-1].stop)

    @property
    def quote(self) -> str:
        """The unit's words; other words between its stretches stand as an ellipsis."""
        pieces = (stretch.of(self.scene.view.text).strip() for stretch in self.stretches)
        return " … ".join(piece for piece in pieces if piece)

    def deaths(self) -> list[Quantity]:
        """Counts of people killed, in their order; not those that the words take back."""
        killed = [count for count in self.scene.report.counts if count.kind == "killed"]
        return [one for one in self._inside(killed) if not self._is_taken_back(one.span)]

    def places(self) -> list[PlaceReading]:
        """Readings of places in the unit, but for those inside the naming of a teller."""
        return [
            place
            for place in self._inside(self.scene.report.places)
            if not any(naming.meets(place.span) for naming in self.scene.namings)
        ]

    def dates(self) -> list[TimeValue]:
        """Times in the unit that name days of the calendar."""
        times = self._inside(self.scene.report.times)
        return [time for time in times if time.type in ("date", "time") and days_of(time.value)]

    def actors(self) -> list[str]:
        """Names of organisations and groups in the unit, each once."""
        found = (
            self.scene.entities.get(mention.entity or "")
            for mention in self._inside(self.scene.report.mentions)
            if mention.kind in _ACTORS
        )
        return list(dict.fromkeys(entity.name for entity in found if entity))

    def is_part(self, count: Quantity) -> bool:
        """Whether the words say that these are some of those counted before them."""
        return any(words.is_among(count.span) for words in self._words_at(count.span))

    def _is_taken_back(self, span: Span) -> bool:
        found = self.scene.view.words_in(span)
        return any(
            words.is_taken_back(found.start, found.stop - 1, "attempt")
            for words in self._words_at(span)
        )

    def _words_at(self, span: Span) -> Iterator[SentenceWords]:
        for stretch, words in zip(self.stretches, self.words, strict=True):
            if stretch.meets(span):
                yield words

    def _inside(self, layer: Iterable[_Spanned]) -> list[_Spanned]:
        found = [one for one in layer if any(piece.holds(one.span) for piece in self.stretches)]
        return sorted(found, key=lambda one: one.span)


class Scene:
    """A report with what its units are cut from."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.view = TextView(report.document.text)
        self.entities: dict[str, Entity] = {entity.id: entity for entity in report.entities}
        self.namings = [
            span
            for claim in report.claims
            for span in (*claim.source, *claim.via, *_optional(claim.source_from))
        ]
        self._claims = {claim.id: claim for claim in report.claims}
        self._children: dict[str, list[Claim]] = {}
        for claim in report.claims:
            self._children.setdefault(claim.parent or "", []).append(claim)

    def units(self) -> Iterator[Unit]:
        """The units of each sentence: narration first, then each claim in its order.

        What is denied, ordered or left without comment, or stands within such words, reports
        nothing; what is said inside a claim is the inner teller's, not the outer one's.
        """
        contents = sorted(span for claim in self.report.claims for span in claim.content)
        told_by = [
            (claim, self._own(claim)) for claim in self.report.claims if self._is_said(claim)
        ]
        for sentence in self.view.sentences:
            told = [span for span in contents if span.meets(sentence)]
            narrated = tuple(_without([sentence], told))
            if narrated:
                yield Unit(self, None, narrated)
            for claim, said in told_by:
                own = tuple(_cut(said, sentence))
                if own:
                    yield Unit(self, claim, own)

    def _own(self, claim: Claim) -> list[Span]:
        """The claim's content without what claims inside it say."""
        inner = [span for child in self._children.get(claim.id, ()) for span in child.content]
        return list(_without(sorted(claim.content), sorted(inner)))

    def _is_said(self, claim: Claim) -> bool:
        seen: set[str] = set()
        while claim.id not in seen:
            seen.add(claim.id)
            if claim.stance in _NOT_SAID:
                return False
            claim = self._claims.get(claim.parent or "", claim)
        return True


def _optional(span: Span | None) -> tuple[Span, ...]:
    return (span,) if span else ()


def _cut(spans: Iterable[Span], bounds: Span) -> Iterator[Span]:
    """The parts of `spans` that lie within `bounds`."""
    for span in spans:
        if span.meets(bounds):
            yield Span(max(span.start, bounds.start), min(span.stop, bounds.stop))


def _without(spans: Iterable[Span], holes: Iterable[Span]) -> Iterator[Span]:
    """What is left of `spans` outside `holes`; both in order."""
    gaps = list(holes)
    for start, stop in spans:
        for hole in gaps:
            if hole.stop <= start or hole.start >= stop:
                continue
            if hole.start > start:
                yield Span(start, hole.start)
            start = max(start, hole.stop)
        if start < stop:
            yield Span(start, stop)
