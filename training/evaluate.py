"""Scores a reader on gold reports with `../shared/score.py`."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from riwaya.exports.jsonl import report_to_json
from riwaya.model import Document, Report
from riwaya.pipeline import Pipeline
from training.data import Example


def scorer(shared: Path) -> ModuleType:
    """The project's scorer as a module."""
    spec = importlib.util.spec_from_file_location("riwaya_score", shared / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def document_of(example: Example) -> Document:
    """The example as the pipeline takes it."""
    return Document(example.id, example.view.text, published=example.published)


def predictions(pipeline: Pipeline, examples: Iterable[Example]) -> dict[str, Report]:
    """A report for each example, by id."""
    return {e.id: pipeline.run(document_of(e)) for e in examples}


def figures(shared: Path, examples: list[Example], reports: dict[str, Report]) -> dict[str, float]:
    """F1 by figure name, plus `claims` predicted."""
    made = {key: report_to_json(report) for key, report in reports.items()}
    triples: list[tuple[str, Any, Any]] = [(e.view.text, e.gold, made[e.id]) for e in examples]
    tallies, _ = scorer(shared).score(triples)
    return {name: round(tally.prf()[2], 4) for name, tally in tallies.items()}
