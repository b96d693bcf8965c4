"""Figures of names, joining and countries by `../shared/score_names.py`, whole pipeline."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench.scorer import SHARED, load_scorer
from riwaya.contract.report import render
from riwaya.model import Report

_LINES = {
    "names: span": r"^span\s.*F1 ([\d.]+)%",
    "names: span + kind": r"^span \+ kind\s.*F1 ([\d.]+)%",
    "names: joining B3": r"^joining B3\s.*F1 ([\d.]+)%",
    "places: right country": r"^place mentions with the right country ([\d.]+)%",
}


def name_figures(reports: Iterable[Report], folder: str) -> dict[str, float]:
    """F1 (0 to 1) by figure, for `reports` on the documents of `../shared/names/<folder>`."""
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "reports.jsonl"
        path.write_text("".join(f"{render(report)}\n" for report in reports), encoding="utf-8")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            load_scorer(name="score_names").main(["", str(SHARED / "names" / folder), str(path)])
    found = ((name, re.search(line, printed.getvalue(), re.M)) for name, line in _LINES.items())
    return {name: round(float(match.group(1)) / 100, 4) for name, match in found if match}
