"""What is kept beside a report: where its document came from, and what people decided about it.

Frozen types like those of `model`; they import nothing else of ours. Times are ISO 8601 in UTC
with a final Z, unless a source states another form.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from riwaya.model import Report, Span

Method = Literal[
    "file", "stream", "url", "feed", "warc", "telegram", "table", "pdf", "docx", "email", "page"
]
Decision = Literal["confirm", "reject", "correct"]
TargetKind = Literal["claim", "mention", "time", "count", "place", "entity", "document"]
Ground = Literal["same", "changed", "gone"]
StoryTarget = Literal["member", "story", "relation", "question"]
StoryDecision = Literal["move", "merge", "split", "confirm", "reject", "correct", "add"]
SearchIn = Literal["all", "text", "claims", "speakers"]


class Raw:
    """Bytes as they came, and their sha256 (worked out once, however many documents are in them).

    `pieces` of a file share one Raw.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def sha256(self) -> str:
        """64 hex digits."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a source took a document from.

    `raw` are the untouched bytes of the file, the record or the line; `part` says where in them the
    document stands (`item 3`, `row 12`), None for all of it. `url` is the address the bytes came
    from and `stated` the time at which they did, both only where the source says so. `extraction`
    names the library that made text of the bytes, with its version; "" for none.
    """

    raw: Raw
    media_type: str
    method: Method
    part: str | None = None
    url: str | None = None
    stated: str | None = None
    extraction: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """One way in which one document came into a store.

    `id` is a hash of document, bytes, part, place and address, so that a repeated run makes no
    second capture. `sha256` and `size` are those of the raw bytes; `place` is the path or address
    as it was given; `tool` is what took it in, with versions; `collected` is when it was stored
    first; `stated` is the time of fetching that the source states.
    """

    id: str
    document: str
    sha256: str
    size: int
    media_type: str
    method: Method
    part: str | None
    place: str
    url: str | None
    tool: str
    collector: str
    collected: str
    stated: str | None = None


def capture_id(document: str, evidence: Evidence, place: str) -> str:
    """Hash of document, bytes, part, place and address (16 hex digits)."""
    parts = (document, evidence.raw.sha256, evidence.part or "", place, evidence.url or "")
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision on one annotation, kept beside the machine's output, never over it.

    `target` is the id of the annotation (for a place: of its mention). `field` and `value` are for
    `correct` only: the field by its name in the JSON contract, and what it should be (any JSON).
    `ground` is the canonical JSON of the annotation as it stood when it was judged. `number` counts
    a store's judgements from 1; a later one on the same target and field replaces an earlier one
    in what is shown, and never in what is kept.
    """

    id: str
    number: int
    document: str
    kind: TargetKind
    target: str
    decision: Decision
    field: str | None
    value: str | None  # JSON
    user: str
    reason: str
    at: str
    ground: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement and whether what it was made on still stands.

    `same`: the present report has the annotation as it was judged; `changed`: it has it, with other
    fields; `gone`: the annotation is no longer found. `superseded`: a later judgement on the same
    target and field exists.
    """

    judgement: Judgement
    ground: Ground
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a removed document: that it was there, and who removed it, when and why."""

    document: str
    sha256: str
    user: str
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Record:
    """A stored report with all that is kept beside it.

    `series` names the versions of one document (one address whose text was edited); `version` is
    its number among `versions`, from 1 in the order of storing. `added` is when the document was
    stored, `read` when this report was made.
    """

    report: Report
    captures: tuple[Capture, ...] = ()
    judgements: tuple[Judged, ...] = ()
    series: str = ""
    version: int = 1
    versions: int = 1
    added: str = ""
    read: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which stored reports are meant; what is not given limits nothing.

    `documents` are ids, or beginnings of ids that name one document. `speaker`, `outlet` and
    `place` are ids of entities or words, matched with folding. `since` and `until` (dates, both
    included) bound the day of publication. `stance` is a claim's. `latest` leaves out documents of
    which a later version is stored.
    """

    documents: tuple[str, ...] = ()
    speaker: str | None = None
    outlet: str | None = None
    place: str | None = None
    stance: str | None = None
    since: str | None = None
    until: str | None = None
    latest: bool = False

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()


@dataclass(frozen=True, slots=True)
class Query:
    """A search: words, phrases in quotation marks, where to look, and what to leave out.

    `words` may be any characters at all. `limit` and `offset` page through the hits.
    """

    words: str
    within: SearchIn = "all"
    selection: Selection = field(default_factory=Selection)
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a search found its words.

    `claim` is the id of the claim for hits in claims and speakers. `snippet` is a stretch of the
    source's own words (of the title, where `in_title`); `marks` are spans in the snippet;
    `span` is the snippet's place in the document's text, None for a title.
    """

    kind: Literal["text", "claim", "speaker"]
    document: str
    claim: str | None
    snippet: str
    marks: tuple[Span, ...]
    span: Span | None
    title: str | None
    outlet: str | None
    published: str | None
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `more` says whether there are hits beyond the page."""

    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry of the audit log. `hash` covers all other fields, `before` is the hash of the entry
    before (64 zeros for the first), so that no entry can be changed, left out or put in between."""

    number: int
    at: str
    user: str
    action: str
    subject: str
    details: str  # canonical JSON
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a check found broken: `where` names the row, file or entry."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Signature:
    """What of a document is kept for grouping, small and of bounded size.

    `features` are hashes (unsigned 64 bits) of the names, places and rare words that stand for its
    matter, heaviest first; `weights` belong to them. `vector` are int8 values of the encoder's
    embedding of headline and lead, a byte each, b"" when there is none. `sketch` is the MinHash of
    the text's shingles, packed.
    """

    document: str
    day: str | None
    outlet: str | None
    features: tuple[int, ...]
    weights: tuple[float, ...]
    vector: bytes = b""
    sketch: bytes = b""


@dataclass(frozen=True, slots=True)
class Placement:
    """Which story the machine put a document into, and on what ground (plain English words).

    `score` is the similarity to the story that it joined, 1.0 for the founder.
    """

    signature: Signature
    story: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Story:
    """One story as a store has it. `documents` are the ids of its members in the order of their
    joining, people's decisions applied; `first` and `last` are days of publication, None when no
    member has one; `title` is that of the first member."""

    id: str
    documents: tuple[str, ...]
    first: str | None
    last: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class StoryJudgement:
    """A person's decision on a story, a relation or a question: kept beside the machine's output.

    `kind` and `target`: a `member` is a document's id (`move`: into `story`; `split`: out of it
    into a story of its own, or that of `value`), a `story` is the id of another story (`merge`: it
    becomes part of `story`), a `relation` is its id (`confirm`, `reject`, `correct` its kind by
    `value`), a `question` is its id (`add`: the question of `value`; `confirm`, `reject`,
    `correct`). `value` is JSON. `ground` is JSON of what was judged, as refs and spans, without
    words of the sources, so that a removed document leaves none behind.
    """

    id: str
    number: int
    story: str
    kind: StoryTarget
    target: str
    decision: StoryDecision
    value: str | None
    user: str
    reason: str
    at: str
    ground: str
