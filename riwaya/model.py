"""The frozen types of a report. Imports nothing of ours but the errors.

Every span is `[start, stop)` in code points of `Document.text`, which is never changed.
Names follow PARC / PolNeAR (cue, source, content) and TIMEX3 (times).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from riwaya.errors import SpanError

SCHEMA = "riwaya.report/1"

Mode = Literal["direct", "indirect", "mixed"]
Stance = Literal["asserted", "denied", "uncertain", "directive", "no_comment"]
SourceType = Literal["person", "organisation", "state", "group", "anonymous", "document", "media"]
TimeType = Literal["date", "time", "duration", "set"]
Anchor = Literal["published", "text"]
CountKind = Literal[
    "killed", "injured", "displaced", "evacuated", "detained", "missing", "released", "present",
    "other",
]  # fmt: skip


class Span(NamedTuple):
    """`[start, stop)` in code points of a document's text."""

    start: int
    stop: int

    def of(self, text: str) -> str:
        """The words that the span covers in `text`."""
        return text[self.start : self.stop]

    def holds(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.stop <= self.stop

    def meets(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.stop and other.start < self.stop


@dataclass(frozen=True, slots=True)
class Origin:
    """What produced a field: `rule` is a rule's name or a model head (`head:content`).

    `score` is the producer's own confidence in its reading, 0 to 1, or None for a plain rule.
    """

    field: str
    stage: str
    rule: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One published text, immutable. `published` is ISO 8601 (a date or a date with time).

    `notes` say what was noticed or done while taking the text in (converted from Windows-1256 …).
    """

    id: str
    text: str
    sha256: str = ""
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    language: str = "ar"
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeValue:
    """A time expression with its TIMEX3 value (None: not resolved).

    `anchor` says what the value was counted from; `inferred` marks a value that rests on something
    the text does not state (an assumed year, a publication date worked out from a weekday).
    """

    id: str
    span: Span
    type: TimeType
    value: str | None
    anchor: Anchor | None = None
    inferred: bool = False
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people. `minimum`/`maximum` are None where the text leaves them open."""

    id: str
    span: Span
    minimum: int | None
    maximum: int | None
    approx: bool
    kind: CountKind
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One attribution: who is said to have said, thought or ordered what, with what words.

    `source` is the naming beside the cue (empty when the subject is only in the verb);
    `source_from` is the fuller naming elsewhere that it resolves to. `parent` is the id of the
    claim whose content holds this one. `isnad` runs from the report's own teller inwards to the
    first speaker, each hop a span's words or None where the text does not state it.
    """

    id: str
    cue: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    source_from: Span | None = None
    content: tuple[Span, ...] = ()
    via: tuple[Span, ...] = ()
    mode: Mode = "indirect"
    stance: Stance = "asserted"
    source_type: SourceType = "person"
    parent: str | None = None
    speaker: str | None = None
    role: str | None = None
    isnad: tuple[str | None, ...] = ()
    times: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    confidence: float = 0.0
    origins: tuple[Origin, ...] = ()

    @property
    def start(self) -> int:
        """Where the first cue word begins: claims are kept in this order."""
        return self.cue[0].start


@dataclass(frozen=True, slots=True)
class Report:
    """A document with its annotations: the unit of work, of storage and of JSONL."""

    document: Document
    claims: tuple[Claim, ...] = ()
    times: tuple[TimeValue, ...] = ()
    counts: tuple[Quantity, ...] = ()
    stages: tuple[str, ...] = field(default=())


def document_id(outlet: str | None, url: str | None, text: str) -> str:
    """Hash of outlet, url and text (16 hex digits): one text from two outlets is two documents."""
    return _digest("document", outlet or "", url or "", text)


def text_sha256(text: str) -> str:
    """sha256 of the text as UTF-8; lone surrogates are hashed as they stand."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def annotation_id(document: str, kind: str, spans: Iterable[Span]) -> str:
    """Hash of document, kind and spans, so that a rerun gives the same annotation the same id."""
    return _digest(document, kind, *(f"{span.start}-{span.stop}" for span in spans))


def check_span(span: Span, text: str, where: str) -> None:
    """Raise SpanError unless `span` is a non-empty stretch of `text`."""
    if not 0 <= span.start < span.stop <= len(text):
        raise SpanError(
            f"span {tuple(span)} is not inside the text of {len(text)} characters.",
            where=where,
            advice="Report this as a defect of the stage that made it.",
        )


def _digest(*parts: str) -> str:
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]
