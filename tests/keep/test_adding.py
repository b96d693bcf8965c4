"""Documents into a store: what is read, what is not read again, what is kept beside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from riwaya.keep.adding import Adder, AddOutcome, Collecting, Stored
from riwaya.keep.items import items_of
from riwaya.keep.summary import AddSummary
from riwaya.pipeline import Pipeline, build_pipeline
from riwaya.runners.base import Failure
from riwaya.sources.base import Intake, Skipped
from riwaya.store import open_store
from riwaya.store.base import Decided, Store

TEXT = "قالت رئيسة بلدية تل الريحان سعاد المهباني إن ثلاثين عائلة عادت إلى البلدة."
OTHER = "نفى متحدث باسم مجلس السهل عودة أي عائلة إلى البلدة."


@cache
def pipeline() -> Pipeline:
    return build_pipeline("rules")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "s.sqlite")) as opened:
        yield opened


def add(store: Store, *paths: Path, again: bool = False, workers: int = 1) -> list[AddOutcome]:
    build = pipeline if workers == 1 else partial(build_pipeline, "rules")
    items = items_of([str(path) for path in paths], [], Intake())
    return list(Adder(store, build, workers).add(items, Collecting("سلمى", again)))


def kinds(outcomes: list[AddOutcome]) -> list[str]:
    return [o.what if isinstance(o, Stored) else type(o).__name__ for o in outcomes]


def lines(path: Path, *documents: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(d, ensure_ascii=False)}\n" for d in documents))
    return path


def test_documents_are_kept_with_the_bytes_that_they_came_from(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("cp1256"))
    (outcome,) = add(store, path)
    assert isinstance(outcome, Stored)
    record = store.record(outcome.document)
    assert record.report.document.text == TEXT
    assert record.report.claims
    (capture,) = record.captures
    assert store.raw(capture.sha256) == path.read_bytes()
    assert (capture.place, capture.collector, capture.method) == (str(path), "سلمى", "file")
    assert capture.tool.startswith("riwaya ")


def test_a_second_run_reads_nothing_and_stores_nothing_twice(store: Store, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"text": TEXT}, {"text": OTHER})
    assert kinds(add(store, path)) == ["new", "new"]
    before = store.stats()
    assert kinds(add(store, path)) == ["known", "known"]
    assert store.stats() == before


def test_another_way_in_is_one_capture_more(store: Store, tmp_path: Path) -> None:
    first = lines(tmp_path / "a.jsonl", {"text": TEXT})
    second = tmp_path / "b.txt"
    second.write_text(TEXT)
    (stored,) = add(store, first)
    assert isinstance(stored, Stored)
    assert kinds(add(store, second)) == ["known"]
    places = [capture.place for capture in store.record(stored.document).captures]
    assert places == [str(first), str(second)]


def test_one_text_twice_in_one_run_is_one_document(store: Store, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"text": TEXT}, {"text": TEXT})
    assert kinds(add(store, path)) == ["new", "known"]
    (record,) = store.records()
    assert [capture.part for capture in record.captures] == ["line 1", "line 2"]


def test_an_edited_page_is_a_version_of_one_document(store: Store, tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        {"text": TEXT, "url": "https://khabar.example/1?utm_source=x"},
        {"text": f"{TEXT} {OTHER}", "url": "https://khabar.example/1#top"},
    )
    assert kinds(add(store, path)) == ["new", "new"]
    found = [(record.version, record.versions) for record in store.records()]
    assert found == [(1, 2), (2, 2)]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_id_of_its_own_with_another_text_is_a_later_version(
    store: Store, tmp_path: Path, workers: int
) -> None:
    texts = (TEXT, OTHER, f"{OTHER} وأضاف أن الطريق مغلق.")
    path = lines(tmp_path / "a.jsonl", *({"id": "x1", "text": text} for text in texts))
    assert kinds(add(store, path, workers=workers)) == ["new", "new", "new"]
    records = list(store.records())
    assert [record.report.document.text for record in records] == list(texts)
    assert [record.version for record in records] == [1, 2, 3]
    assert len({record.report.document.id for record in records}) == 3
    assert records[0].report.document.id == "x1"
    for record in records[1:]:
        assert any("x1" in note for note in record.report.document.notes)
    assert kinds(add(store, path)) == ["known", "known", "known"]


def test_a_document_that_cannot_be_read_leaves_its_id_free(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Pipeline.run
    monkeypatch.setattr(Pipeline, "run", lambda self, d: run(self, d) if d.text == OTHER else 1 / 0)
    adder = Adder(store, pipeline)
    found = []
    for text in (TEXT, OTHER):
        path = lines(tmp_path / "a.jsonl", {"id": "x1", "text": text})
        found += adder.add(items_of([str(path)], [], Intake()), Collecting("سلمى"))
    assert kinds(found) == ["Failure", "new"]
    (record,) = store.records()
    assert record.report.document.id == "x1"


def test_what_was_removed_stays_out_unless_asked_for(store: Store, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"text": TEXT})
    (stored,) = add(store, path)
    assert isinstance(stored, Stored)
    store.remove(stored.document, "سلمى", "طلب صاحب الشهادة")
    (left_out,) = add(store, path)
    assert isinstance(left_out, Skipped)
    assert "--again" in left_out.why
    assert kinds(add(store, path, again=True)) == ["new"]
    assert list(store.verify()) == []


def test_broken_ones_fail_alone_and_are_named(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        f'{json.dumps({"text": TEXT})}\n{{"text":\n{json.dumps({"text": "hello"})}\n'
        f"{json.dumps({'text': OTHER})}\n"
    )
    outcomes = add(store, path, tmp_path / "missing.txt")
    assert kinds(outcomes) == ["new", "Failure", "Failure", "new", "Failure"]
    assert [o.where for o in outcomes if isinstance(o, Failure)] == [
        f"{path}, line 2",
        f"{path}, line 3",
        str(tmp_path / "missing.txt"),
    ]


def test_several_processes_store_the_same(store: Store, tmp_path: Path) -> None:
    texts = [{"text": f"{TEXT} وأضافت أن الحي {number} فارغ."} for number in range(12)]
    path = lines(tmp_path / "a.jsonl", *texts, texts[0])
    assert kinds(add(store, path, workers=2)) == ["new"] * 12 + ["known"]
    with open_store(str(tmp_path / "one.sqlite")) as alone:
        add(alone, path)
        theirs = [record.report for record in alone.records()]
    assert [record.report for record in store.records()] == theirs


class TestRereading:
    def test_a_newer_stage_reads_anew_and_the_old_report_stays(
        self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = lines(tmp_path / "a.jsonl", {"text": TEXT}, {"text": OTHER})
        add(store, path)
        assert list(reread(store)) == []
        monkeypatch.setattr(pipeline().stages[-1], "version", "next")
        assert kinds(list(reread(store))) == ["reread", "reread"]
        assert list(reread(store)) == []
        for record in store.records():
            assert len(store.reports_before(record.report.document.id)) == 1
        assert list(store.verify()) == []

    def test_decisions_on_what_is_the_same_stay_and_changed_ground_is_listed(
        self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (stored, _) = add(store, lines(tmp_path / "a.jsonl", {"text": TEXT}, {"text": OTHER}))
        assert isinstance(stored, Stored)
        (first,) = store.record(stored.document).report.claims
        store.judge(Decided(stored.document, "claim", first.id, "confirm", "سلمى", "مطابق"))
        monkeypatch.setattr(pipeline().stages[-1], "version", "next")
        list(reread(store))
        assert [judged.ground for judged in store.judgements()] == ["same"]
        denying = _Denying(pipeline())
        (outcome, _) = Adder(store, lambda: denying).reread(
            record.report.document for record in list(store.records())
        )
        assert isinstance(outcome, Stored)
        assert [judged.ground for judged in store.judgements()] == ["changed"]
        summary = AddSummary()
        summary.add(outcome)
        assert summary.reread == [stored.document]


class _Denying(Pipeline):
    """The pipeline, with every claim read as denied."""

    def __init__(self, inner: Pipeline) -> None:
        super().__init__(inner.stages)
        self.stages = (*inner.stages[:-1], _Renamed(inner.stages[-1]))

    def run(self, document: Any) -> Any:
        from dataclasses import replace

        report = super().run(document)
        return replace(report, claims=tuple(replace(c, stance="denied") for c in report.claims))


class _Renamed:
    """A stage under another version."""

    def __init__(self, stage: Any) -> None:
        self._stage = stage
        self.version = "denying"

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stage, name)


def reread(store: Store) -> Iterator[AddOutcome]:
    documents = [record.report.document for record in store.records()]
    return Adder(store, pipeline).reread(documents)
