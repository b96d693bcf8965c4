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
NameKind = Literal["person", "organisation", "group", "place", "facility", "event", "other"]
Standing = Literal["public", "private", "unnamed"]
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
class Mention:
    """A name in the text, or (`nominal`) a description that stands for one (التنظيم، الوكالة).

    The span holds the name alone: no title, no attached particle that leaves the word whole.
    `entity` is the id of the Entity that it is read as.
    """

    id: str
    span: Span
    kind: NameKind
    entity: str | None = None
    nominal: bool = False
    confidence: float = 0.0
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """Whom or what some mentions share.

    `id` says what it rests on: `actor:…` (the actor lexicon), `geonames:…`, `pcode:…` (gazetteers):
    the same in every report; `local:…` is a hash of document and name, to be linked across reports.
    `name` is neutral: the lexicon's or the gazetteer's where known, else the report's fullest
    naming. `names` are the report's own words, each once. `refs` pairs are
    (geonames | wikidata | wikipedia | pcode, value). `country` is ISO 3166-1 alpha-2, None when
    not known. `standing` is for speakers and persons: a public figure in office, a private person,
    or one whom the text leaves unnamed; None where it does not apply or is not known. Coordinates
    are WGS 84 degrees; None where there is no true point.
    """

    id: str
    name: str
    kind: NameKind
    names: tuple[str, ...] = ()
    name_en: str | None = None
    refs: tuple[tuple[str, str], ...] = ()
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    standing: Standing | None = None
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """Where one place mention points to, and how exactly.

    `span` is the mention with its qualifiers (ريف الرقة الغربي). `level` is the kind of place meant
    (country, admin1 to admin4, city, neighbourhood, camp, facility, area, water, region …).
    `where_prec` is UCDP GED's 1 (exact) to 7 (international waters or airspace), `geo_precision`
    ACLED's 1 to 3. `lat`, `lon` (WGS 84) stand for the whole named unit, and are None where a point
    would be false (an area without bounds, an unknown place) or is kept back. `coarsened` says that
    a protected site was moved to its district. `admin` runs from the country downwards.
    """

    mention: str
    span: Span
    entity: str | None
    level: str | None
    where_prec: int | None = None
    geo_precision: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin: tuple[str, ...] = ()
    coarsened: bool = False
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One attribution: who is said to have said, thought or ordered what, with what words.

    `source` is the naming beside the cue (empty when the subject is only in the verb);
    `source_from` is the fuller naming elsewhere that it resolves to. `parent` is the id of the
    claim whose content holds this one. `speaker` is the id of the entity whose account it is and
    `organisation` of the one spoken for; `role` are the text's words for the speaker's part, and
    `role_kind` its kind (spokesman, minister, witness …). `isnad` runs from the report's own teller
    inwards to the first speaker: ids of entities, None for a hop that the text does not state;
    `isnad_words` are the same hops in the text's own words.
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
    role_kind: str | None = None
    organisation: str | None = None
    isnad: tuple[str | None, ...] = ()
    isnad_words: tuple[str | None, ...] = ()
    mentions: tuple[str, ...] = ()
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
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[PlaceReading, ...] = ()
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
