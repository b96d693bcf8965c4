"""The order of the stages: Document in, Report out, every span checked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import get_args

from riwaya import registry
from riwaya.errors import ResourceError, RiwayaError, StageError
from riwaya.model import Document, Mention, Quantity, Report, Span, TimeValue, check_span
from riwaya.sources.base import Intake
from riwaya.sources.documents import make_document
from riwaya.stages.base import Draft, Layer, Stage

STAGE_ORDER = (
    "claims", "dates", "quantities", "names", "entities", "places", "speakers", "isnad",
)  # fmt: skip
FALLBACK_NOTE = "read with the rules alone, as the model pack cannot be used"

_LAYERS: tuple[Layer, ...] = get_args(Layer)


class BrokenStageError(StageError):
    """A stage that broke on a document; `stage` is its name, the cause is chained."""

    def __init__(self, what: str, *, stage: str, advice: str | None = None) -> None:
        super().__init__(what, where=f"stage {stage}", advice=advice)
        self.stage = stage


class Pipeline:
    """Stages in order. `notes` go to every document read (what the pipeline had to do without).

    Raises StageError when a stage needs a layer that no earlier one gives.
    """

    def __init__(self, stages: Sequence[Stage], notes: tuple[str, ...] = ()) -> None:
        self.stages = tuple(stages)
        self.notes = notes
        given: set[Layer] = set()
        for stage in self.stages:
            if missing := stage.needs - given:
                raise StageError(
                    f"needs {', '.join(sorted(missing))}, which no earlier stage gives.",
                    where=f"stage {stage.name}",
                    advice=f"Put a stage that gives it before {stage.name}.",
                )
            given |= stage.gives

    def run(self, document: Document) -> Report:
        """The report on `document`: claims, times and counts in text order, spans checked.

        Raises BrokenStageError naming the stage that broke, SpanError or StageError for annotations
        that break the contract.
        """
        if self.notes:
            document = replace(document, notes=document.notes + self.notes)
        draft = Draft.of(document)
        for stage in self.stages:
            draft = _run_stage(stage, draft)
        claims = sorted(draft.claims, key=lambda claim: claim.cue)
        times, counts = _Inside(draft.times), _Inside(draft.counts)
        mentions = _Inside(draft.mentions)
        report = Report(
            document=document,
            claims=tuple(
                replace(
                    claim,
                    times=times.inside(claim.content),
                    counts=counts.inside(claim.content),
                    mentions=mentions.inside(claim.content),
                )
                for claim in claims
            ),
            times=tuple(sorted(draft.times, key=lambda time: time.span)),
            counts=tuple(sorted(draft.counts, key=lambda count: count.span)),
            mentions=tuple(sorted(draft.mentions, key=lambda mention: mention.span)),
            entities=draft.entities,
            places=tuple(sorted(draft.places, key=lambda place: place.span)),
            stages=draft.stages,
        )
        check_report(report)
        return report


def build_pipeline(reader: str = "auto", protected_sites: str = "district") -> Pipeline:
    """The standard pipeline with the named reader (`neural`, `rules`, a plugin's, or `auto`).

    `protected_sites` is `district`, or `exact` to give hospitals, schools, shelters and camps their
    own points.

    `auto` is neural, or rules with a note on every document when the model pack cannot be loaded.
    Before the neural reader the rules read too: what they find is its second opinion.
    Raises SettingError for an unknown reader, ResourceError when a named one cannot be loaded.
    """
    readers, notes = _readers(reader)
    options = {"places": {"coarsen": protected_sites != "exact"}}
    stages = (registry.load("stage", name)(**options.get(name, {})) for name in STAGE_ORDER)
    return Pipeline((*readers, *stages), notes)


def read(document: Document | str, *, published: str | None = None, reader: str = "auto") -> Report:
    """The report on one document, or on a text given as a string.

    `published` (ISO 8601) is used where the document has no date of its own. Raises InputError for
    a text that is empty, HTML or not Arabic, and what Pipeline.run raises.
    """
    if isinstance(document, str):
        fields = {"text": document, "published": published}
        document = make_document(fields, "text", Intake())
    elif document.published is None and published is not None:
        document = replace(document, published=published)
    return _kept_pipeline(reader).run(document)


def check_report(report: Report) -> None:
    """Raise SpanError for a span outside the text, StageError for ids that do not hold together."""
    for where, span in _all_spans(report):
        check_span(span, report.document.text, where)
    layers = (report.claims, report.times, report.counts, report.mentions, report.entities)
    for layer in layers:
        ids = [annotation.id for annotation in layer]
        if len(set(ids)) < len(ids):
            raise _contract(f"two annotations share one id among {ids}", report)
    known = {claim.id for claim in report.claims}
    for claim in report.claims:
        if claim.parent is not None and claim.parent not in known:
            raise _contract(f"the parent {claim.parent!r} of a claim is not in the report", report)
    entities = {entity.id for entity in report.entities}
    if missing := {used for used in _entities_used(report) if used not in entities}:
        raise _contract(f"the entities {sorted(missing)} are not in the report", report)


@cache
def _kept_pipeline(reader: str) -> Pipeline:
    return build_pipeline(reader)


def _readers(name: str) -> tuple[tuple[Stage, ...], tuple[str, ...]]:
    """The readers and what has to be noted about them. They load their pack when they are made."""
    chosen = "neural" if name == "auto" else name
    if chosen != "neural":
        return (registry.load("reader", chosen)(),), ()
    rules: Stage = registry.load("reader", "rules")()
    try:
        return (rules, registry.load("reader", "neural")()), ()
    except (ResourceError, ImportError):
        if name != "auto":
            raise
    return (rules,), (FALLBACK_NOTE,)


def _run_stage(stage: Stage, draft: Draft) -> Draft:
    try:
        after = stage.run(draft)
    except RiwayaError as error:
        raise BrokenStageError(error.message, stage=stage.name) from error
    except Exception as error:
        raise BrokenStageError(
            f"broke with {type(error).__name__}: {error}.",
            stage=stage.name,
            advice="Please report it with the document; --debug shows where.",
        ) from error
    if after.document != draft.document:
        raise BrokenStageError("changed the document.", stage=stage.name)
    for layer in _LAYERS:
        if layer not in stage.gives and getattr(after, layer) != getattr(draft, layer):
            raise BrokenStageError(f"gave {layer} without announcing it.", stage=stage.name)
    return after.having(stages=(*draft.stages, f"{stage.name}/{stage.version}"))


class _Inside:
    """Annotations in text order, looked up by place: texts may hold tens of thousands."""

    def __init__(
        self, annotations: Iterable[TimeValue] | Iterable[Quantity] | Iterable[Mention]
    ) -> None:
        pairs = sorted((annotation.span, annotation.id) for annotation in annotations)
        self._spans = [span for span, _ in pairs]
        self._ids = [id_ for _, id_ in pairs]

    def inside(self, content: Iterable[Span]) -> tuple[str, ...]:
        """Ids, in text order, of those that lie wholly inside one of the spans."""
        found = {
            index
            for span in content
            for index in range(
                bisect_left(self._spans, (span.start,)), bisect_left(self._spans, (span.stop,))
            )
            if span.holds(self._spans[index])
        }
        return tuple(self._ids[index] for index in sorted(found))


def _entities_used(report: Report) -> Iterator[str]:
    for claim in report.claims:
        yield from (hop for hop in (claim.speaker, claim.organisation, *claim.isnad) if hop)
    yield from (mention.entity for mention in report.mentions if mention.entity)
    yield from (place.entity for place in report.places if place.entity)


def _all_spans(report: Report) -> Iterator[tuple[str, Span]]:
    for claim in report.claims:
        for part in ("cue", "source", "content", "via"):
            for span in getattr(claim, part):
                yield f"{part} of claim {claim.id}", span
        if claim.source_from is not None:
            yield f"source_from of claim {claim.id}", claim.source_from
    for mention in report.mentions:
        yield f"mention {mention.id}", mention.span
    for place in report.places:
        yield f"place of mention {place.mention}", place.span
    for time in report.times:
        yield f"time {time.id}", time.span
    for count in report.counts:
        yield f"count {count.id}", count.span


def _contract(what: str, report: Report) -> StageError:
    return StageError(
        f"{what}.",
        where=f"document {report.document.id}",
        advice="Report this as a defect of the stage that made it.",
    )
