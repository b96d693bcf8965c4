"""Claims and documents as rows of plain cells, for tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from riwaya.exports.csv_cells import Cell
from riwaya.exports.data_tables import rows
from riwaya.exports.masking_view import MASK
from riwaya.model import Claim, PlaceReading, Quantity, Span, TimeValue
from riwaya.records import Capture, Judged, Record

_LIST = " | "
_HOP = " → "
_UNSTATED = "؟"
_SPACES = re.compile(r"\s+")
_KEPT_CONTROLS = "\t\r\n"
_NONCHARACTERS = frozenset("\ufffe\uffff")

Row = tuple[Cell, ...]


def headings(table: str, lang: str) -> list[str]:
    """The headings of `claim_columns` or `document_columns`, in `lang`."""
    return [row[lang] for row in rows(table)]


def claim_rows(record: Record, lang: str) -> Iterator[Row]:
    """One row for each claim, cells as in `claim_columns`; English names where `lang` is en and
    they are known."""
    reader = _Reader(record, lang)
    return (reader.row(claim) for claim in record.report.claims)


def document_row(record: Record) -> Row:
    """The row of a document, cells as in `document_columns`."""
    document, captures = record.report.document, record.captures
    return (
        document.id, document.sha256, document.outlet, document.url, document.title,
        document.published, record.series, record.version, record.versions, record.added,
        record.read, len(record.report.claims), _each(captures, "sha256"),
        _each(captures, "collected"), _each(captures, "collector"), _each(captures, "place"),
        _LIST.join(document.notes),
    )  # fmt: skip


def cleaned(text: str) -> str:
    """`text` with what tables cannot hold (control characters, broken Unicode) as ‹U+XXXX›."""
    return "".join(f"‹U+{ord(c):04X}›" if _is_odd(c) else c for c in text)


def _is_odd(char: str) -> bool:
    if char in _KEPT_CONTROLS:
        return False
    return unicodedata.category(char) in ("Cc", "Cs") or char in _NONCHARACTERS


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was decided on one claim, as cells."""

    decision: str = ""
    correction: str = ""
    user: str = ""
    at: str = ""
    reason: str = ""
    ground: str = ""


class _Reader:
    """Reads one record's claims as rows."""

    def __init__(self, record: Record, lang: str) -> None:
        report = record.report
        self._record, self._text = record, report.document.text
        self._names = {e.id: (lang == "en" and e.name_en) or e.name for e in report.entities}
        self._times = {time.id: time for time in report.times}
        self._counts = {count.id: count for count in report.counts}
        self._places = {place.mention: place for place in report.places}

    def row(self, claim: Claim) -> Row:
        """The cells of one claim."""
        document = self._record.report.document
        places = [self._places[m] for m in claim.mentions if m in self._places]
        decided = self._decided(claim)
        return (
            document.id, document.sha256, document.outlet, document.url, document.title,
            document.published, self._record.version, self._record.versions, claim.id,
            claim.parent, self._name(claim.speaker), claim.role, claim.role_kind,
            self._name(claim.organisation), claim.source_type, self._isnad(claim),
            self._words(claim.cue), self._words(claim.content), claim.mode, claim.stance,
            _LIST.join(self._time(self._times[t]) for t in claim.times if t in self._times),
            _LIST.join(counted(self._counts[c]) for c in claim.counts if c in self._counts),
            _LIST.join(self._place(place) for place in places),
            round(claim.confidence, 4), _spans(claim.cue), _spans(claim.source),
            _spans(claim.content), decided.decision, decided.correction, decided.user, decided.at,
            decided.reason, decided.ground,
        )  # fmt: skip

    def _name(self, entity: str | None) -> str | None:
        return None if entity is None else self._names.get(entity, entity)

    def _words(self, spans: Iterable[Span]) -> str:
        return " … ".join(_SPACES.sub(" ", span.of(self._text)) for span in spans)

    def _isnad(self, claim: Claim) -> str:
        """The hops in the text's words; by their numbers where those are masked."""
        names = [self._name(hop) for hop in claim.isnad]
        hops = zip_longest(claim.isnad_words, names)
        told = (name if word is None or set(word) == {MASK} else word for word, name in hops)
        return _HOP.join(word or _UNSTATED for word in told)

    def _time(self, time: TimeValue) -> str:
        inferred = " (inferred)" if time.inferred else ""
        return f"{self._words([time.span])} = {time.value or _UNSTATED}{inferred}"

    def _place(self, place: PlaceReading) -> str:
        words = self._words([place.span])
        name = self._names.get(place.entity or "")
        named = words if name in (None, words) else f"{words} = {name}"
        precision = "" if place.where_prec is None else f", where_prec {place.where_prec}"
        coarse = ", district" if place.coarsened else ""
        return f"{named} ({place.level or _UNSTATED}{precision}{coarse})"

    def _decided(self, claim: Claim) -> _Decided:
        """The judgements on the claim that stand, the earliest first."""
        judged = [
            one
            for one in self._record.judgements
            if (one.judgement.kind, one.judgement.target) == ("claim", claim.id)
            and not one.superseded
        ]
        corrections = (one.judgement for one in judged if one.judgement.decision == "correct")
        return _Decided(
            _all(judged, "decision"),
            _LIST.join(f"{one.field} = {one.value}" for one in corrections),
            _all(judged, "user"),
            _all(judged, "at"),
            _all(judged, "reason"),
            _LIST.join(one.ground for one in judged),
        )


def counted(count: Quantity) -> str:
    """A number of people: `12–12 killed`, `?` for an end that the text leaves open."""
    low = _UNSTATED if count.minimum is None else count.minimum
    high = _UNSTATED if count.maximum is None else count.maximum
    return f"{'~' if count.approx else ''}{low}–{high} {count.kind}"


def _spans(spans: Iterable[Span]) -> str:
    return _LIST.join(f"{span.start}-{span.stop}" for span in spans)


def _all(judged: Iterable[Judged], field: str) -> str:
    return _LIST.join(str(getattr(one.judgement, field)) for one in judged)


def _each(captures: Iterable[Capture], field: str) -> str:
    return _LIST.join(dict.fromkeys(str(getattr(capture, field)) for capture in captures))
