"""Tiny stages for tests of the pipeline, the runner and the command line."""

from __future__ import annotations

import os
from dataclasses import replace

from riwaya import registry
from riwaya.model import Claim, Document, Origin, Quantity, Span, TimeValue, annotation_id
from riwaya.pipeline import Pipeline
from riwaya.stages.base import Draft, Layer

NONE: frozenset[Layer] = frozenset()


def layers(*names: Layer) -> frozenset[Layer]:
    return frozenset(names)


class FakeReader:
    """One claim: the first word is the cue, the rest of the first line the content."""

    name, version = "fake", "1"
    needs, gives = NONE, layers("claims", "proposals")

    def run(self, draft: Draft) -> Draft:
        text, words = draft.document.text, draft.view.words
        if "انفجار" in text:
            raise ValueError("boom")
        if "موت" in text:
            os._exit(3)
        first = words[0].span
        line = draft.view.paragraphs[0]
        content = (Span(first.stop + 1, line.stop),) if line.stop > first.stop + 1 else ()
        claim = Claim(
            id=annotation_id(draft.document.id, "claim", [first]),
            cue=(first,),
            content=content,
            origins=(Origin("cue", self.name, "first_word", 0.5),),
        )
        return draft.having(claims=(claim,), proposals=())


class FakeClaims:
    name, version = "claims", "1"
    needs, gives = layers("claims"), layers("claims")

    def run(self, draft: Draft) -> Draft:
        return draft


class FakeSpeakers(FakeClaims):
    name = "speakers"


class FakeDates:
    """A time wherever the text says أمس."""

    name, version = "dates", "1"
    needs, gives = NONE, layers("times")

    def run(self, draft: Draft) -> Draft:
        at = draft.document.text.find("أمس")
        if at < 0:
            return draft
        span = Span(at, at + 3)
        time = TimeValue(annotation_id(draft.document.id, "time", [span]), span, "date", None)
        return draft.having(times=(time,))


class FakeQuantities:
    """A count of two wherever the text says قتيلان."""

    name, version = "quantities", "1"
    needs, gives = NONE, layers("counts")

    def run(self, draft: Draft) -> Draft:
        at = draft.document.text.find("قتيلان")
        if at < 0:
            return draft
        span = Span(at, at + 6)
        id_ = annotation_id(draft.document.id, "count", [span])
        return draft.having(counts=(Quantity(id_, span, 2, 2, False, "killed"),))


class OutOfText(FakeClaims):
    """Moves a cue beyond the end of the text."""

    def run(self, draft: Draft) -> Draft:
        end = len(draft.document.text)
        bad = replace(draft.claims[0], cue=(Span(end, end + 1),))
        return draft.having(claims=(bad,))


def build() -> Pipeline:
    """A whole fake pipeline; importable, so that worker processes can build it."""
    return Pipeline([FakeReader(), FakeClaims(), FakeDates(), FakeQuantities(), FakeSpeakers()])


def broken_build() -> Pipeline:
    raise RuntimeError("no pack here")


def document(text: str, **fields: str) -> Document:
    return Document(id=fields.pop("id", text[:20]), text=text, **fields)  # type: ignore[arg-type]


def install() -> None:
    """Put the fakes in the place of the built-in readers and stages."""
    here = __name__
    registry.BUILT_IN["reader"].update(neural=f"{here}:FakeReader", rules=f"{here}:FakeReader")
    registry.BUILT_IN["stage"].update(
        claims=f"{here}:FakeClaims",
        dates=f"{here}:FakeDates",
        quantities=f"{here}:FakeQuantities",
        speakers=f"{here}:FakeSpeakers",
    )
