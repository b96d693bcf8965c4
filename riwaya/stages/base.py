"""What every stage sees and gives: a Draft in, a Draft with more annotations out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from riwaya.model import (
    Claim,
    Document,
    Entity,
    Mention,
    PlaceReading,
    Quantity,
    Span,
    TimeValue,
)
from riwaya.text import TextView

Layer = Literal[
    "claims", "times", "counts", "mentions", "entities", "places", "proposals",
]  # fmt: skip
Target = Literal["time", "count", "name"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span that a model head marks and that a rule stage has yet to value.

    `kind` is the layer that it is meant for; `label` the head's own label (a count's kind, a name's
    kind or `nominal` …).
    """

    kind: Target
    span: Span
    label: str
    score: float


@dataclass(frozen=True)
class Draft:
    """A document on its way to a Report. Stages return a changed copy (`draft.having(...)`)."""

    document: Document
    view: TextView
    claims: tuple[Claim, ...] = ()
    times: tuple[TimeValue, ...] = ()
    counts: tuple[Quantity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[PlaceReading, ...] = ()
    proposals: tuple[Proposal, ...] | None = None
    stages: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, document: Document) -> Draft:
        """An empty draft of `document`."""
        return cls(document, TextView(document.text))

    def having(self, **changes: Any) -> Draft:
        """A copy with the named layers replaced."""
        return replace(self, **changes)


class Stage(Protocol):
    """One step of the pipeline. `needs` must be given by earlier stages, `gives` is what it adds.

    `version` changes whenever the output may: it shows which stored annotations are stale.
    """

    name: str
    version: str
    needs: frozenset[Layer]
    gives: frozenset[Layer]

    def run(self, draft: Draft) -> Draft:
        """The draft with this stage's annotations; never touches the text."""
        ...
