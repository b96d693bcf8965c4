"""The archive's files, without a store."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from riwaya.contract import parse
from riwaya.errors import InputError
from riwaya.exports import archive_reading
from riwaya.exports.archive import ArchiveContext, Rest, write
from riwaya.model import Report
from riwaya.records import AuditEntry, Judgement, Record, Tombstone
from tests.conformance.export_kit import masked_records, raw_of, sample_context, sample_records

GONE = Tombstone("d9", "0" * 64, "محررة", "طلب صاحبه", "2026-11-20T09:00:00Z")
ENTRY = AuditEntry(1, "2026-11-20T09:00:00Z", "riwaya", "create", "store", "{}", "0" * 64, "1" * 64)
LEFT = Judgement("j9", 9, "d9", "claim", "c9", "confirm", None, None, "محررة", "", "2026-11-19", "")


def earlier(record: Record) -> Report:
    return replace(record.report, claims=record.report.claims[:1], stages=("names 0",))


def whole_context(records: list[Record]) -> ArchiveContext:
    context = sample_context(masked=False)
    before = {r.report.document.id: [("2026-11-19", earlier(r))] for r in records[:2]}
    return ArchiveContext(
        context.lang, context.made, context.tool, False, "all", context.raw,
        lambda document: before.get(document, []), lambda: Rest([LEFT], [GONE], [ENTRY]),
    )  # fmt: skip


def test_everything_comes_back(tmp_path: Path) -> None:
    records = sample_records()
    names = write(records, tmp_path, whole_context(records))
    found = list(archive_reading.documents(tmp_path))
    assert [one.reports[-1][1] for one in found] == [record.report for record in records]
    assert [one.captures for one in found] == [list(record.captures) for record in records]
    assert [one.series for one in found] == [record.series for record in records]
    judged = [[j.judgement for j in record.judgements] for record in records]
    assert [one.judgements for one in found] == judged
    assert found[0].reports == [
        ("2026-11-19", earlier(records[0])),
        (records[0].read, records[0].report),
    ]
    assert list(archive_reading.tombstones(tmp_path)) == [GONE]
    assert list(archive_reading.log_entries(tmp_path)) == [ENTRY]
    assert list(archive_reading.removed_judgements(tmp_path)) == [LEFT]
    for record in records[:3]:
        sha256 = raw_of(record.report).sha256
        assert f"evidence/{sha256}" in names
        content = archive_reading.evidence(tmp_path, sha256).content
        assert content == raw_of(record.report).content


def test_reports_are_lines_of_the_contract(tmp_path: Path) -> None:
    write(sample_records(), tmp_path, sample_context(masked=False))
    lines = (tmp_path / "reports.jsonl").read_text(encoding="utf-8").split("\n")
    assert [parse(line) for line in lines if line] == [r.report for r in sample_records()]
    assert json.loads(lines[0])["schema"] == "riwaya.report/1"


def test_a_masked_archive_has_no_evidence_no_history_and_no_log(tmp_path: Path) -> None:
    context = replace(whole_context(sample_records()), masked=True)
    assert write(masked_records(), tmp_path, context) == ["reports.jsonl", "kept.jsonl"]
    lines = (tmp_path / "kept.jsonl").read_text(encoding="utf-8").splitlines()
    types = {json.loads(line)["type"] for line in lines}
    assert types == {"document", "capture", "judgement"}


def _without_line(number: int) -> Callable[[list[str]], list[str]]:
    return lambda lines: lines[:number] + lines[number + 1 :]


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("kept.jsonl", _without_line(0), "belongs to no document"),
        ("reports.jsonl", _without_line(0), "another document"),
        ("reports.jsonl", _without_line(3), "has no report"),
        ("reports.jsonl", lambda lines: [*lines, lines[0]], "nothing is kept"),
        ("reports.jsonl", lambda lines: ["{", *lines], "not valid JSON"),
        ("kept.jsonl", lambda lines: ["[]", *lines], "no object with a type"),
        ("kept.jsonl", lambda lines: ["[" * 100_000, *lines], "not valid JSON"),
        ("kept.jsonl", lambda lines: [lines[0], '{"type": "x"}'], "another document"),
        ("kept.jsonl", lambda lines: [lines[0].replace('"series"', '"s"')], "has no"),
        ("kept.jsonl", lambda lines: [lines[0], lines[1].replace('"size": ', '"size": null, "a":')],
         "its 'size'"),
        ("kept.jsonl", lambda lines: [lines[0], lines[1].replace('"place": ', '"p": ')],
         "its 'place'"),
    ],
)  # fmt: skip
def test_damaged_archives_are_refused_with_their_line(
    tmp_path: Path, name: str, change: Callable[[list[str]], list[str]], said: str
) -> None:
    write(sample_records(), tmp_path, sample_context(masked=False))
    path = tmp_path / name
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{line}\n" for line in change(lines)), encoding="utf-8")
    with pytest.raises(InputError, match=said) as raised:
        list(archive_reading.documents(tmp_path))
    assert raised.value.where is not None
    assert ".jsonl, line" in raised.value.where


def test_missing_files_and_changed_evidence_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="missing"):
        list(archive_reading.documents(tmp_path))
    write(sample_records(), tmp_path, sample_context(masked=False))
    sha256 = raw_of(sample_records()[0].report).sha256
    (tmp_path / "evidence" / sha256).write_bytes(b"other")
    with pytest.raises(InputError, match="changed"):
        archive_reading.evidence(tmp_path, sha256)
    for name in ("../kept.jsonl", "0" * 64, ""):
        with pytest.raises(InputError, match="no such evidence"):
            archive_reading.evidence(tmp_path, name)
