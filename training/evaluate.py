"""Scores a reader on gold reports with `../shared/score.py`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.scorer import load_scorer
from riwaya.contract.report import report_to_json
from riwaya.model import Document, Report
from riwaya.pipeline import Pipeline
from training.data import Example


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
    tallies, _ = load_scorer(shared).score(triples)
    return {name: round(tally.prf()[2], 4) for name, tally in tallies.items()}
