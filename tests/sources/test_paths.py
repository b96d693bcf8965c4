"""Files, folders and standard input, with one item for each document or error."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from riwaya.errors import RiwayaError
from riwaya.sources.base import Intake, Item, Skipped, Taken
from riwaya.sources.paths import count_items, read_paths

TEXT = "قال رئيس لجنة الصيادين فارس الدوماني إن القوارب عادت إلى الميناء"


def line(text: str, **fields: Any) -> str:
    return json.dumps({"text": text, **fields}, ensure_ascii=False)


def items(*paths: Path | str, intake: Intake | None = None) -> list[Item]:
    return list(read_paths([str(path) for path in paths], intake or Intake()))


def texts(found: list[Item]) -> list[str]:
    return [item.document.text for item in found if isinstance(item, Taken)]


def errors(found: list[Item]) -> list[str]:
    return [item.message for item in found if isinstance(item, RiwayaError)]


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"{TEXT}\r\nسطر ثان\r\n".encode())
    assert texts(items(path)) == [f"{TEXT}\r\nسطر ثان\r\n"]


def test_a_windows_1256_file_is_converted_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("cp1256"))
    (item,) = items(path)
    assert isinstance(item, Taken)
    assert item.document.text == TEXT
    assert item.document.notes == ("converted from Windows-1256",)


def test_a_json_document_and_a_list(tmp_path: Path) -> None:
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    one.write_text(json.dumps({"id": "x", "text": TEXT}, indent=1))
    many.write_text(f"[{line(TEXT + ' أمس')}, 5, {line('')}, {line(TEXT + ' اليوم')}]")
    found = items(one, many)
    assert texts(found) == [TEXT, f"{TEXT} أمس", f"{TEXT} اليوم"]
    first, second = errors(found)
    assert "many.json, item 2: is not a JSON object" in first
    assert "many.json, item 3: the text is empty" in second


def test_a_broken_line_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [line(f"{TEXT} 1"), '{"text": "', "", line(f"{TEXT} 2"), "[1]", "nul", line("x", id=3)]
    path.write_text("\n".join(lines))
    found = items(path)
    assert texts(found) == [f"{TEXT} 1", f"{TEXT} 2"]
    places = [message.split(": ")[0].rsplit(", ")[-1] for message in errors(found)]
    assert places == ["line 2", "line 5", "line 6", "line 7"]
    assert "not valid JSON" in errors(found)[0]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_jsonl_in_every_encoding(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(f"{line(TEXT)}\r\n{line(TEXT + ' 2')}\r\n".encode(codec))
    assert texts(items(path)) == [TEXT, f"{TEXT} 2"]


def test_json_under_the_wrong_extension(tmp_path: Path) -> None:
    spread, rows = tmp_path / "a.jsonl", tmp_path / "b.json"
    spread.write_text(json.dumps({"text": TEXT}, indent=2))
    rows.write_text(f"{line(TEXT + ' 2')}\n{{broken\n{line(TEXT + ' 3')}\n")
    found = items(spread, rows)
    assert texts(found) == [TEXT, f"{TEXT} 2", f"{TEXT} 3"]
    assert "b.json, line 2" in errors(found)[0]


def test_a_report_of_ours_is_read_for_its_document(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"schema": "riwaya.report/1", "document": {"text": TEXT}}))
    assert texts(items(path)) == [TEXT]


def test_a_lone_surrogate_in_json_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'{{"text": "{TEXT} \\ud800"}}')
    assert texts(items(path)) == [f"{TEXT} \ud800"]


@pytest.mark.parametrize(
    "content", ["[" * 100_000, '{"text": 1' + "0" * 5000 + "}", "", "[]", '{"a"', "{}", "null"]
)
@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_hostile_json_is_one_clear_error(tmp_path: Path, content: str, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(content)
    (message,) = errors(items(path))
    assert message.startswith(str(path))


def test_a_folder_is_read_in_order_and_in_depth(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.json", "a.txt", "c.jsonl", "b/.hidden.txt", ".git/x.txt", "d.bin"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        text = f"{TEXT} {name}"
        path.write_text(text if name.endswith("txt") else line(text))
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = items(tmp_path)
    assert texts(found) == [
        f"{TEXT} {name}" for name in ("a.txt", "b/1.json", "b/2.txt", "c.jsonl")
    ]
    assert count_items([str(tmp_path)]) == 4


def test_what_a_browser_saved_with_a_page_is_no_document(tmp_path: Path) -> None:
    for name in ("خبر.html", "خبر_files/frame.html", "خبر_files/data.json", "other_files/b.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{TEXT} {name}" if name.endswith("txt") else "x")
    found = items(tmp_path)
    assert texts(found) == [f"{TEXT} other_files/b.txt"]
    (message,) = errors(found)
    assert "خبر.html" in message


def test_a_missing_path_and_a_bare_folder(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"%PDF")
    missing, bare = errors(items(tmp_path / "nope.txt", tmp_path))
    assert "nope.txt: does not exist." in missing
    assert "the folder holds no document" in bare


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert "cannot be read" in errors(items(path))[0]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TEXT, [TEXT]),
        (f"{line(TEXT)}\n{line(TEXT + ' 2')}\n", [TEXT, f"{TEXT} 2"]),
        (f"[{line(TEXT)}]", [TEXT]),
        (json.dumps({"text": TEXT}, indent=1), [TEXT]),
        (f"[عاجل] {TEXT}", [f"[عاجل] {TEXT}"]),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_standard_input_of_any_kind(
    monkeypatch: pytest.MonkeyPatch, content: str, expected: list[str], codec: str
) -> None:
    raw = io.BytesIO(content.encode(codec))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw))
    assert texts(items("-")) == expected


def test_a_file_of_unknown_kind_is_looked_into(tmp_path: Path) -> None:
    for name, content in (("a", TEXT), ("b.md", f"{TEXT} 2"), ("c.data", line(f"{TEXT} 3"))):
        (tmp_path / name).write_text(content)
    found = items(*(tmp_path / name for name in ("a", "b.md", "c.data")))
    assert texts(found) == [TEXT, f"{TEXT} 2", f"{TEXT} 3"]


def test_a_document_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [
        line(TEXT, id="1"),
        line(TEXT, id="1"),  # the same
        line(TEXT, id="2"),  # the same under another name
        line(TEXT, id="3", outlet="الساحل"),  # the same words elsewhere: a document of its own
        line(f"{TEXT} أمس", id="1"),  # another text under a used id
    ]
    path.write_text("\n".join(rows))
    found = items(path)
    assert [type(item).__name__ for item in found] == [
        "Taken",
        "Skipped",
        "Skipped",
        "Taken",
        "InputError",
    ]
    assert isinstance(found[1], Skipped)
    assert found[1].why.endswith("a.jsonl, line 1")
    assert "but another text" in errors(found)[0]


def test_the_limit_names_the_setting(tmp_path: Path) -> None:
    intake = Intake(max_bytes=1_000_000)
    big = (TEXT + "\n") * 10_000
    (tmp_path / "a.txt").write_text(big)
    (tmp_path / "b.jsonl").write_text(f"{line(TEXT)}\n{line(big)}\n{line(TEXT + ' 2')}\n")
    found = items(tmp_path, intake=intake)
    assert texts(found) == [TEXT, f"{TEXT} 2"]
    assert all("larger than 1 MB" in message for message in errors(found))
    assert "b.jsonl, line 2" in errors(found)[1]


def test_five_megabytes_are_taken_in_within_seconds(tmp_path: Path) -> None:
    text = (TEXT + ".\n") * 46_000
    assert len(text.encode()) > 5_000_000
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "b.txt").write_bytes(text.encode("cp1256"))
    started = time.monotonic()
    found = items(tmp_path)
    assert len(found) == 2
    assert time.monotonic() - started < 20


def test_a_line_of_100_000_characters(tmp_path: Path) -> None:
    text = (TEXT + " ") * 1_600
    (tmp_path / "a.txt").write_text(text)
    assert texts(items(tmp_path)) == [text]
