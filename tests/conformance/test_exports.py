"""What holds for every format of `riwaya export`, in one body."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from riwaya import registry
from riwaya.errors import ResourceError, SettingError
from riwaya.exports.base import RecordExporter
from riwaya.exports.manifest import is_safe_name
from riwaya.records import Record
from riwaya.text import fold, fold_letters
from tests.conformance.export_kit import (
    PRIVATE,
    PUBLIC,
    masked_records,
    sample_context,
    sample_records,
)

WITHOUT_NAMES = {"geojson", "ucdp", "acled"}  # formats that show no speakers
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u0640]")


@pytest.fixture(params=registry.BUILT_IN["export"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def exporter(name: str) -> RecordExporter:
    try:
        loaded: RecordExporter = registry.load("export", name)
    except (ResourceError, SettingError) as error:
        pytest.skip(f"the export {name} cannot be loaded: {error}")
    return loaded


def test_it_writes_the_files_that_it_announces_and_no_other(
    exporter: RecordExporter, tmp_path: Path
) -> None:
    names = exporter(masked_records(), tmp_path, sample_context())
    assert sorted(names) == sorted(files_in(tmp_path))
    assert len(set(names)) == len(names) > 0
    assert all(map(is_safe_name, names))


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_private_names_are_nowhere_when_masked(
    exporter: RecordExporter, tmp_path: Path, lang: str
) -> None:
    exporter(masked_records(), tmp_path, sample_context(lang))
    for where, text in readings(tmp_path):
        plain = fold_letters(fold(text).text)
        for word in PRIVATE:
            assert fold_letters(word) not in plain, f"{word} in {where}"


def test_private_names_are_there_when_unmasked(
    name: str, exporter: RecordExporter, tmp_path: Path
) -> None:
    exporter(sample_records(), tmp_path, sample_context(masked=False))
    text = "\n".join(text for _, text in readings(tmp_path))
    assert any(word in text for word in PRIVATE) or name in WITHOUT_NAMES


def test_public_speakers_stay(name: str, exporter: RecordExporter, tmp_path: Path) -> None:
    exporter(masked_records(), tmp_path, sample_context())
    text = "\n".join(text for _, text in readings(tmp_path))
    assert PUBLIC in text or name in WITHOUT_NAMES


def test_nothing_selected_gives_valid_files_all_the_same(
    exporter: RecordExporter, tmp_path: Path
) -> None:
    names = exporter(iter(()), tmp_path, sample_context())
    assert sorted(names) == sorted(files_in(tmp_path))
    check_files(tmp_path)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_hostile_records_break_no_file(exporter: RecordExporter, tmp_path: Path, lang: str) -> None:
    exporter(sample_records(), tmp_path, sample_context(lang, masked=False))
    check_files(tmp_path)


def test_the_same_records_in_the_same_context_give_the_same_bytes(
    exporter: RecordExporter, tmp_path: Path
) -> None:
    once, again = tmp_path / "once", tmp_path / "again"
    for folder in (once, again):
        folder.mkdir()
        exporter(masked_records(), folder, sample_context())
    assert files_in(once) == files_in(again)
    for file in files_in(once):
        assert (once / file).read_bytes() == (again / file).read_bytes(), file


def test_records_are_taken_once_each_in_order(exporter: RecordExporter, tmp_path: Path) -> None:
    taken: list[str] = []

    def records() -> Iterator[Record]:
        for record in masked_records():
            taken.append(record.report.document.id)
            yield record

    exporter(records(), tmp_path, sample_context())
    assert taken == [record.report.document.id for record in masked_records()]


def test_records_are_let_go_of(exporter: RecordExporter, tmp_path: Path) -> None:
    """Memory stays flat: at most a few records are alive at once, however many there are."""
    alive = _Alive()
    exporter(alive.records(60), tmp_path, sample_context())
    assert alive.most <= 5


def files_in(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if not path.is_dir())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file's bytes, and those of every member of a ZIP archive."""
    for name in files_in(folder):
        content = (folder / name).read_bytes()
        yield name, content
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for member in archive.namelist():
                    yield f"{name}/{member}", archive.read(member)


def readings(folder: Path) -> Iterator[tuple[str, str]]:
    """Names and contents as anyone might read them: raw, and with escapes of JSON, addresses and
    HTML undone, tags left out."""
    for name, content in contents(folder):
        text = content.decode("utf-8", "replace")
        unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
        for kind, reading in (
            ("name", name),
            ("raw", text),
            ("json", unescaped),
            ("address", unquote(unquote(unescaped))),
            ("html", html.unescape(text)),
            ("words", html.unescape(re.sub(r"<[^>]*>", "", text))),
        ):
            yield f"{name} ({kind})", _HIDDEN.sub("", reading)


def check_files(folder: Path) -> None:
    """Each file is what its name says."""
    for name, content in contents(folder):
        kind = name.rpartition(".")[2]
        if kind in ("json", "geojson", "jsonld") and not name.endswith(".ftm.json"):
            json.loads(content.decode("utf-8"))
        elif kind in ("json", "jsonl", "ndjson"):
            for line in content.decode("utf-8").splitlines():
                json.loads(line)
        elif kind in ("xml", "rels"):
            pytest.importorskip("lxml.etree").fromstring(content)
        elif kind == "csv":
            check_csv(content)
        elif kind == "xlsx":
            pytest.importorskip("openpyxl").load_workbook(io.BytesIO(content))
        elif kind == "docx" and "/" not in name:
            pytest.importorskip("docx").Document(io.BytesIO(content))
        elif kind in ("html", "css", "js", "txt", "tsv", "md"):
            assert "\x00" not in content.decode("utf-8")


def check_csv(content: bytes) -> None:
    """Rows of one width, and no cell that a spreadsheet would run."""
    import csv
    import unicodedata

    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        seen = next((c for c in cell if unicodedata.category(c)[0] not in "CZM"), "")
        assert seen not in "=+-@" or not seen or re.fullmatch(r"-?[\d.]+", cell), cell


class _Alive:
    """Yields copies of a record and counts how many are alive at once."""

    def __init__(self) -> None:
        self.most = 0
        self._record = masked_records()[0]

    def records(self, number: int) -> Iterable[Record]:
        import gc
        import weakref

        held: list[Any] = []
        # A Record has slots and no weak references: a note of its document is watched instead.
        for count in range(number):
            record, token = self._copy(count)
            held.append(weakref.ref(token))
            del token
            yield record
            del record
            if count % 10 == 9:
                gc.collect()
                self.most = max(self.most, sum(one() is not None for one in held))

    def _copy(self, count: int) -> tuple[Record, Any]:
        record = self._record
        token = _Watched(f"notes {count}")
        document = replace(record.report.document, id=f"{count:016x}", notes=(token,))
        return replace(record, report=replace(record.report, document=document)), token


class _Watched(str):
    """A string that can be referred to weakly."""

    __slots__ = ("__weakref__",)
