"""The frozen types of a comparison. It says how accounts stand to each other, never who is right.

A `ref` names an account: `docid#c3` is claim c3 of a document, `docid#P2` what the outlet itself
narrates in paragraph 2 (0 is the headline; blank lines are not counted). Spans are `[start, stop)`
in code points of the account's own document.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from riwaya.model import Claim, Origin, Span, Stance

RelationKind = Literal["contradicts", "updates", "agrees", "repeats"]
QuestionKind = Literal[
    "happened", "responsible", "who", "count", "when", "where", "status", "intent", "other"
]
NO_COMMENT = "no_comment"
"""The position of those who decline to answer a question."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose account a claim is, comparable across reports.

    `key` is equal for what is read as the same speaker (an entity id that holds everywhere, or
    folded words); `body` is the key of the institution spoken for (a spokesman's army), equal to
    `key` for an institution itself, None when not known. `words` is how the report names it.
    """

    key: str
    body: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Account:
    """What one teller says in one place of one report: a claim, or the outlet's own narration.

    `spans` are the words of the matter (a claim's content; of narration the sentences that are in
    no claim), in order; `words` are the same joined by single spaces. `paragraph` counts from 0,
    the headline. `said` is the day on which it was said, or failing that published, as ISO date.
    `claim` is None for narration; then `speaker` is the outlet.
    """

    ref: str
    document: str
    paragraph: int
    spans: tuple[Span, ...]
    words: str
    speaker: Speaker
    outlet: str | None
    said: str | None
    stance: Stance = "asserted"
    claim: Claim | None = None

    @property
    def headline(self) -> bool:
        """Whether it stands in the first paragraph."""
        return self.paragraph == 0


@dataclass(frozen=True, slots=True)
class Signal:
    """One explicit observation on a pair of accounts, by a named rule.

    `name` is the rule's (`number.differs`, `polarity.differs`, `stance.denied` …); `a` and `b` are
    the words that it rests on in each, None where the rule needs none there. `weight` is 0 to 1.
    """

    name: str
    a: Span | None = None
    b: Span | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Relation:
    """How two accounts stand to each other.

    `a` and `b` are refs; for `updates` b is the later one. `reason` is the name of a reason in
    `compare/data/reasons.tsv` (different_number, denial, included_excluded, done_not_yet,
    two_responsible, confirmed_unconfirmed …), which has its Arabic and English words. `evidence_a`
    and `evidence_b` are the words that it rests on in the two documents. `confidence` is about the
    reading, 0 to 1. `question` is a question's id.
    """

    a: str
    b: str
    relation: RelationKind
    confidence: float
    reason: str
    evidence_a: tuple[Span, ...]
    evidence_b: tuple[Span, ...]
    question: str | None = None
    signals: tuple[Signal, ...] = ()
    origins: tuple[Origin, ...] = ()

    @property
    def id(self) -> str:
        """Hash of the two refs and the kind (16 hex digits), the same in every run."""
        return relation_id(self.a, self.b, self.relation)


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Accounts that go back to one statement or one text: one voice, counted once.

    `accounts` are refs. `label` is in the reports' own words. `body` is the key of the institution
    or person who speaks. `why` is the name of a reason in `compare/data/reasons.tsv`. `proposed`:
    the machine proposes that these are one, and the texts do not say so (a commander, a spokesman
    and a statement of one body on one day).
    """

    id: str
    label: str
    body: str | None
    accounts: tuple[str, ...]
    why: str
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """One answer to a question, with the refs of those who take it. `label` is in the accounts'
    own words, or `no_comment`; `spans` (ref, span) are the words that it rests on."""

    label: str
    claims: tuple[str, ...]
    spans: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker who took one position and later another (`earlier`, `later` are refs)."""

    speaker: str
    earlier: str
    later: str
    from_position: str
    to_position: str


@dataclass(frozen=True, slots=True)
class Question:
    """A point on which accounts can differ.

    `silent` are ids of source groups that speak in the story but not on this. `established` is
    never said by the machine: a question is `open`, or all accounts so far take one position
    (`one_position`), or there is nothing but refusals (`not_established`).
    """

    id: str
    question_ar: str
    question_en: str
    kind: QuestionKind
    positions: tuple[Position, ...]
    state: Literal["open", "one_position", "not_established"] = "open"
    turns: tuple[Turn, ...] = ()
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """One number for one thing. `counts` says of what, in the text's own words; `minimum` and
    `maximum` are None where left open; `group` is a source group's id."""

    ref: str
    group: str
    said: str | None
    minimum: float | None
    maximum: float | None
    approx: bool
    counts: str
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers given for one thing, per source group and time. `minimum`–`maximum` is the range
    over all of them; `question` the id of the question that they bear on."""

    question: str
    tolls: tuple[Toll, ...]
    minimum: float | None
    maximum: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A story's accounts side by side."""

    story: str
    accounts: tuple[Account, ...]
    groups: tuple[SourceGroup, ...]
    relations: tuple[Relation, ...]
    questions: tuple[Question, ...]
    tallies: tuple[Tally, ...] = ()
    notes: tuple[str, ...] = field(default=())


def relation_id(a: str, b: str, relation: RelationKind) -> str:
    """The id of a relation; `a` and `b` in either order for all kinds but `updates`."""
    ends = (a, b) if relation == "updates" else tuple(sorted((a, b)))
    joined = "\x1f".join(("relation", *ends, relation)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]
