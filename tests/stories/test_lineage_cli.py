"""`riwaya lineage`: the contract of its JSON, its pages, and what it does with broken lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from riwaya.cli import main
from riwaya.contract import report_to_json
from riwaya.model import Document, document_id, text_sha256
from riwaya.stories.lineage_page import marked
from tests.store_kit import put
from tests.stories.lineage_kit import OTHER, WIRE, edited, invented


def line(id_: str, text: str, **fields: Any) -> str:
    return json.dumps({"document": {"id": id_, "text": text, **fields}}, ensure_ascii=False)


def write(path: Path, *lines: str) -> str:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_json_is_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    b = f"{invented(1, 30)}\n{WIRE}"
    given = write(
        tmp_path / "reports.jsonl",
        line("a", WIRE, outlet="نورس", published="2024-03-10"),
        line("b", b, outlet="ضفاف", published="2024-03-12"),
        line("c", WIRE),
        line("d", OTHER),
    )
    assert main(["lineage", given, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(each["a"], each["b"]) for each in found] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert all(set(each) == {"a", "b", "passages", "direction", "why"} for each in found)
    assert [each["direction"] for each in found] == ["a>b", None, None]
    (passage,) = found[0]["passages"]
    assert WIRE[slice(*passage["a"])] == b[slice(*passage["b"])] == WIRE.removesuffix(".")


def test_nothing_in_common_is_an_empty_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = write(tmp_path / "reports.jsonl", line("a", WIRE))
    assert main(["lineage", given, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_broken_lines_are_named_and_the_others_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = line("a", WIRE), "{", line("b", WIRE), '{"document": {}}', line("a", OTHER)
    given = write(tmp_path / "reports.jsonl", *lines)
    assert main(["lineage", given, str(tmp_path / "none.jsonl"), "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert [(each["a"], each["b"]) for each in json.loads(out)] == [("a", "b")]
    for where in ("line 2", "line 4", "line 5", "none.jsonl"):
        assert where in err


@pytest.mark.parametrize(("lang", "head"), [("en", "Family 1: 2 documents"), ("ar", "المجموعة 1")])
def test_the_page_shows_the_words_of_both_sides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, head: str
) -> None:
    given = write(
        tmp_path / "reports.jsonl", line("a", WIRE), line("b", WIRE.replace("القديم", "الخشبي"))
    )
    assert main(["lineage", given, "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert head in out
    assert out.count("الشرقي") == 2
    assert "‹القديم›" in out
    assert "‹الخشبي›" in out


def test_words_shown_before_are_not_shown_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = write(tmp_path / "r.jsonl", *(line(f"d{n}", WIRE) for n in range(60)))
    assert main(["lineage", given, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "60 documents" in out
    assert out.count("the same words as shown above") == 58


def test_only_words_that_differ_on_the_folded_view_are_marked() -> None:
    a, b = "قال أحمد إن الجسرَ مغلق.", "قال احمد: إن الطريق مغلق"
    assert marked(a, b) == ("قال أحمد إن ‹الجسرَ› مغلق.", "قال احمد: إن ‹الطريق› مغلق")


def test_stored_reports_are_compared_with_each_other_and_with_those_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from riwaya.model import Report
    from riwaya.store import open_store

    store = str(tmp_path / "news.riwaya")
    texts = WIRE, f"{invented(1, 30)}\n{WIRE}", OTHER
    ids = [document_id(None, None, text) for text in texts]
    with open_store(store) as opened:
        for id_, text in zip(ids, texts, strict=True):
            put(opened, Report(Document(id=id_, text=text, sha256=text_sha256(text))))

    def pairs(*options: str) -> list[set[str]]:
        assert main(["lineage", "--store", store, "--format", "json", *options]) == 0
        return [{each["a"], each["b"]} for each in json.loads(capsys.readouterr().out)]

    assert pairs() == [{ids[0], ids[1]}]
    assert pairs("--document", ids[0], "--document", ids[2]) == []
    given = write(tmp_path / "reports.jsonl", line("new", edited(OTHER, 1)))
    assert pairs(given, "--document", ids[2]) == [{"new", ids[2]}]


def test_what_read_writes_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from riwaya.model import Report

    lines = []
    for outlet in ("نورس", "ضفاف"):
        document = Document(
            id=document_id(outlet, None, WIRE), text=WIRE, sha256=text_sha256(WIRE), outlet=outlet
        )
        lines.append(json.dumps(report_to_json(Report(document)), ensure_ascii=False))
    assert main(["lineage", write(tmp_path / "r.jsonl", *lines), "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
