"""The manifest of an export."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from riwaya.errors import InputError
from riwaya.exports.manifest import (
    NAME,
    ExportedFile,
    Manifest,
    file_of,
    is_safe_name,
    load_manifest,
)

WHOLE = Manifest(
    "csv", "2026-11-20T10:00:00Z", "riwaya 0.1.0", "ar", "all", True, 2, 5, "0" * 64,
    (ExportedFile("claims.csv", 3, "a" * 64),),
)  # fmt: skip


def put(folder: Path, **changes: Any) -> None:
    value = {**asdict(WHOLE), **changes}
    (folder / NAME).write_text(json.dumps(value), encoding="utf-8")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(WHOLE.to_json(), encoding="utf-8")
    assert load_manifest(tmp_path) == WHOLE


def test_a_file_is_described_by_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert file_of(tmp_path, "a") == ExportedFile("a", 3, sha256)


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "riwaya.export/2"},
        {"files": None},
        {"files": [{"name": "a"}]},
        {"files": [{"name": 1, "size": 1, "sha256": "a" * 64}]},
        {"files": [{"name": "a", "size": -1, "sha256": "a" * 64}]},
        {"files": [{"name": "a", "size": True, "sha256": "a" * 64}]},
        {"files": [{"name": "a", "size": 1, "sha256": "x"}]},
        {"files": [{"name": "a", "size": 1, "sha256": "a" * 64}] * 2},
        {"masked": "yes"},
        {"documents": "2"},
        {"head": None},
        {"more": 1},
    ],
)
def test_a_damaged_one_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    put(tmp_path, **changes)
    with pytest.raises(InputError, match="manifest"):
        load_manifest(tmp_path)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b"null"])
def test_what_is_no_manifest_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(InputError, match="manifest"):
        load_manifest(tmp_path)


def test_a_missing_one_and_a_link_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no manifest"):
        load_manifest(tmp_path)
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text(WHOLE.to_json(), encoding="utf-8")
    (tmp_path / NAME).symlink_to(elsewhere)
    with pytest.raises(InputError, match="no manifest"):
        load_manifest(tmp_path)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("claims.csv", True),
        ("evidence/abc", True),
        ("..", False),
        ("../a", False),
        ("a/../b", False),
        ("/etc/passwd", False),
        ("a//b", False),
        ("./a", False),
        ("", False),
        ("a\\b", False),
        ("c:a", False),
        ("a\x00b", False),
        ("a\nb", False),
    ],
)
def test_names_that_lead_elsewhere(name: str, safe: bool) -> None:
    assert is_safe_name(name) is safe
