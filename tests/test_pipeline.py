"""Order of stages, the contract they keep, and the runner that maps documents."""

from __future__ import annotations

from collections.abc import Iterator

import fake_stages as fake
import pytest

from riwaya import registry
from riwaya.errors import InputError, ResourceError, SpanError, StageError
from riwaya.model import Document, Report
from riwaya.pipeline import FALLBACK_NOTE, BrokenStageError, Pipeline, build_pipeline, read
from riwaya.runners.base import Failure, Outcome
from riwaya.runners.local import LocalRunner
from riwaya.sources.base import Item, Skipped, Taken
from riwaya.stages.base import Draft

TEXT = "قال إن قتيلان سقطا أمس"


def test_a_document_becomes_a_report_with_its_stages() -> None:
    report = fake.build().run(fake.document(TEXT))
    assert report.document.text == TEXT
    assert report.stages == ("fake/1", "claims/1", "dates/1", "quantities/1", "speakers/1")


def test_times_and_counts_inside_the_content_belong_to_the_claim() -> None:
    report = fake.build().run(fake.document(TEXT))
    (claim,) = report.claims
    assert claim.times == (report.times[0].id,)
    assert claim.counts == (report.counts[0].id,)


def test_times_outside_the_content_do_not() -> None:
    report = fake.build().run(fake.document("قال كلاما\nوحدث ذلك أمس"))
    assert report.times
    assert report.claims[0].times == ()


def test_a_stage_without_what_it_needs_is_refused() -> None:
    with pytest.raises(StageError, match=r"stage claims: needs claims.*Put a stage"):
        Pipeline([fake.FakeClaims(), fake.FakeReader()])


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(SpanError, match="cue of claim"):
        Pipeline([fake.FakeReader(), fake.OutOfText()]).run(fake.document(TEXT))


class Sly(fake.FakeDates):
    gives = fake.NONE


class Scribbler(fake.FakeDates):
    def run(self, draft: Draft) -> Draft:
        return Draft.of(fake.document(draft.document.text + "!"))


class Twins(fake.FakeReader):
    def run(self, draft: Draft) -> Draft:
        draft = super().run(draft)
        return draft.having(claims=draft.claims * 2)


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        (Sly(), "gave times without announcing it"),
        (Scribbler(), "changed the document"),
        (Twins(), "two annotations share one id"),
    ],
)
def test_a_stage_that_breaks_the_contract_is_named(stage: fake.FakeDates, message: str) -> None:
    with pytest.raises(StageError, match=message):
        Pipeline([stage]).run(fake.document(TEXT))


def test_a_defect_in_a_stage_names_the_stage() -> None:
    with pytest.raises(BrokenStageError, match=r"stage fake: broke with ValueError: boom") as info:
        fake.build().run(fake.document("وقع انفجار"))
    assert info.value.stage == "fake"


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in registry.BUILT_IN:
        monkeypatch.setitem(registry.BUILT_IN, kind, dict(registry.BUILT_IN[kind]))
    fake.install()


@pytest.mark.usefixtures("fakes")
def test_auto_falls_back_to_the_rules_with_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.BUILT_IN["reader"], "neural", "no_such_pack:Reader")
    report = build_pipeline("auto").run(fake.document(TEXT))
    assert FALLBACK_NOTE in report.document.notes
    with pytest.raises(ResourceError, match="no_such_pack"):
        build_pipeline("neural")


@pytest.mark.usefixtures("fakes")
def test_auto_takes_the_neural_reader_without_a_note() -> None:
    assert build_pipeline("auto").notes == ()


@pytest.mark.usefixtures("fakes")
def test_auto_does_not_hide_a_missing_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.BUILT_IN["stage"], "dates", "no_such_stage:Dates")
    with pytest.raises(ResourceError, match="no_such_stage"):
        build_pipeline("auto")


@pytest.mark.usefixtures("fakes")
def test_read_takes_a_text() -> None:
    report = read(TEXT, published="2018-03-31", reader="rules")
    assert report.document.published == "2018-03-31"
    with pytest.raises(InputError):
        read("   ", reader="rules")


def _items(*texts: str) -> list[Item]:
    return [Taken(fake.document(text, id=str(n)), f"f{n}") for n, text in enumerate(texts)]


def _ids(outcomes: Iterator[Outcome]) -> list[str]:
    return [o.document.id if isinstance(o, Report) else o.where for o in outcomes]


@pytest.mark.parametrize("workers", [1, 2])
def test_order_is_kept_and_a_failure_stops_nothing(workers: int) -> None:
    items = _items(*(["قال شيئا"] * 10), "وقع انفجار", *(["قال شيئا"] * 10))
    items.insert(3, InputError("is empty.", where="x.txt"))
    items.insert(5, Skipped("y.txt", "twice"))
    outcomes = list(LocalRunner(fake.build, workers).map(items))
    expected = [str(n) for n in range(21)]
    expected[10] = "f10 (document 10)"
    expected.insert(3, "x.txt")
    expected.insert(5, "y.txt")
    assert _ids(iter(outcomes)) == expected
    failure = outcomes[12]
    assert isinstance(failure, Failure)
    assert failure.stage == "fake"
    assert "boom" in failure.what
    assert failure.trace is None


def test_debug_keeps_the_traceback() -> None:
    (failure,) = LocalRunner(fake.build, debug=True).map(_items("وقع انفجار"))
    assert isinstance(failure, Failure)
    assert failure.trace is not None
    assert "Traceback" in failure.trace


def test_workers_see_what_one_process_sees() -> None:
    items = _items("قال إن قتيلان سقطا أمس", "أعلن شيئا", "\ud800 قال")
    assert list(LocalRunner(fake.build, 2).map(items)) == list(LocalRunner(fake.build).map(items))


def test_a_worker_that_dies_is_reported_and_the_rest_is_read() -> None:
    texts = ["قال شيئا"] * 4 + ["موت"] + ["قال شيئا"] * 4
    outcomes = list(LocalRunner(fake.build, 2).map(_items(*texts)))
    failure = outcomes.pop(4)
    assert isinstance(failure, Failure)
    assert failure.where == "f4 (document 4)"
    assert "worker process died" in failure.what
    assert all(isinstance(outcome, Report) for outcome in outcomes)


@pytest.mark.parametrize("workers", [1, 2])
def test_documents_are_drawn_only_a_few_ahead(workers: int) -> None:
    drawn = 0

    def endless() -> Iterator[Item]:
        nonlocal drawn
        while True:
            drawn += 1
            yield Taken(Document(id=str(drawn), text="قال شيئا"), "endless")

    outcomes = LocalRunner(fake.build, workers).map(endless())
    for _ in range(20):
        next(outcomes)
    assert drawn <= 20 + 4 * workers
    outcomes.close()  # type: ignore[attr-defined]


def test_a_pipeline_that_cannot_be_built_is_one_clear_error() -> None:
    with pytest.raises(ResourceError, match="no pack here"):
        list(LocalRunner(fake.broken_build, 2).map(_items("قال شيئا")))
