"""Gold cases in brackets: offsets are exact, and no file passes fewer cases than its floor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from gold_cases import GoldCase, gold_cases, gold_files, judged
from gold_floors import floors, reader_of, updated, verdicts, written

from riwaya.errors import RiwayaError
from riwaya.exports.brackets import render_case
from riwaya.model import Span

CASES = [case for file in gold_files() for case in gold_cases(file)]
FEWEST = 130


@pytest.fixture(scope="module")
def pipeline() -> Any:
    """The default pipeline, made once; the floors are skipped while it cannot be made."""
    module = pytest.importorskip("riwaya.pipeline", reason="there is no pipeline yet")
    try:
        return module.build_pipeline(reader="auto")
    except (ImportError, RiwayaError) as error:
        pytest.skip(f"the default pipeline cannot be made: {error}")


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= FEWEST
    assert len({case.case.text for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_written_as_it_is_read(case: GoldCase) -> None:
    parsed = case.case
    assert render_case(parsed) == case.line
    for claim in parsed.claims:
        assert claim.cue, "a claim without a cue"
        assert claim.mode, "a claim without attributes"
        assert claim.parent is None or claim.parent in {other.number for other in parsed.claims}
        for span in (*claim.cue, *claim.source, *claim.content, *claim.via):
            _whole(span, parsed.text)
    for expression in (*parsed.times, *parsed.counts):
        _whole(expression.span, parsed.text)


def _whole(span: Span, text: str) -> None:
    words = span.of(text)
    assert words == words.strip(), "a span begins or ends with space"


def test_a_case_agrees_with_itself_and_not_with_another() -> None:
    assert not any(judged(case, case.case).differs for case in CASES)
    case = next(case for case in CASES if case.file == "wire_style")
    read = case.case
    first, *others = read.claims
    assert judged(case, replace(read, claims=tuple(others))).differs == ("1 missed",)
    wrong = replace(first, source=first.cue, content=first.cue)
    differs = judged(case, replace(read, claims=(wrong, *others), times=(), counts=())).differs
    assert differs == ("content", "source", "times", "counts")
    spurious = replace(first, number=9, cue=(first.content[0],))
    assert "1 spurious" in judged(case, replace(read, claims=(*read.claims, spurious))).differs


@pytest.mark.parametrize("file", gold_files())
def test_no_file_falls_below_its_floor(
    file: str, pipeline: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = reader_of(pipeline)
    found = verdicts(pipeline, file)
    failing = [verdict for verdict in found if verdict.differs]
    with capsys.disabled():
        for verdict in failing:
            print(f"\n{verdict}", end="")
    if reader not in floors():
        pytest.skip(f"no floors are pinned for the reader {reader!r}")
    floor = floors()[reader].get(file, 0)
    assert len(found) - len(failing) >= floor, f"{file}: the floor for {reader} is {floor}"


def test_floors_fall_only_when_that_is_allowed() -> None:
    old, passing = {"times": 9, "counts": 3}, {"times": 7, "counts": 5}
    assert updated(old, passing, allow_lower=False) == {"times": 9, "counts": 5}
    assert updated(old, passing, allow_lower=True) == passing
    assert "[neural]\ncounts = 5\ntimes = 7\n" in written({"neural": passing})
