"""Reports that another program wrote: what may be missing, and what is told of broken lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riwaya.contract.given import Given, given_report, read_given
from riwaya.errors import InputError, RiwayaError

TEXT = "قال الوالي إن الطريق فتحت صباحا."


def line(**changes: Any) -> dict[str, Any]:
    document = {"id": "a", "text": TEXT, "story": "s1", "unknown": 3, **changes}
    return {"document": document, "claims": [{"id": "c1", "cue": [[0, 3]], "content": [[14, 31]]}]}


def test_what_only_names_words_is_enough() -> None:
    given = given_report(line(), "x")
    assert given.story == "s1"
    (claim,) = given.report.claims
    assert claim.content[0].of(TEXT) == "الطريق فتحت صباحا"
    assert claim.stance == "asserted"


def test_a_line_of_the_contract_is_read_as_it_stands() -> None:
    from riwaya.contract.report import render

    first = given_report(line(), "x").report
    assert given_report(json.loads(render(first)), "x").report == first


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"document": {}},
        {"document": {"id": "a"}},
        {**line(), "claims": [{"id": "c1", "cue": [[0, 999]]}]},
        {**line(), "claims": [{"id": "c1", "cue": [[3]]}]},
        {**line(), "claims": [{"cue": [[0, 3]]}]},
        {**line(), "claims": 7},
        {**line(), "schema": "other/1"},
    ],
)
def test_damage_is_an_error_of_the_input(value: Any) -> None:
    with pytest.raises(RiwayaError):
        given_report(value, "x")


def test_broken_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    rows = [json.dumps(line()), "", "{broken", json.dumps(line(id="b")), json.dumps(line())]
    path.write_text("\n".join(rows), encoding="utf-8")
    found = list(read_given([path, tmp_path / "none.jsonl"]))
    assert [one.report.document.id for one in found if isinstance(one, Given)] == ["a", "b"]
    wrong = [one for one in found if isinstance(one, InputError)]
    assert [one.where for one in wrong] == [
        f"{path}, line 3", f"{path}, line 5", str(tmp_path / "none.jsonl")
    ]  # fmt: skip
    assert "was given before" in wrong[1].what


def test_bytes_that_are_no_utf8_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"\xff\xfe{}")
    (found,) = read_given([path])
    assert isinstance(found, InputError)
