"""One body for all sources: what they yield, what they keep as evidence, and that nothing breaks
them."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riwaya import registry
from riwaya.errors import RiwayaError
from riwaya.model import Span
from riwaya.sources.base import Intake, Item, Skipped, Taken
from riwaya.sources.folders import extension
from riwaya.sources.paths import read_all_paths
from tests.conformance.source_samples import FIRST, SAMPLES, sample

INTAKE = Intake(max_bytes=2_000_000, seconds=20)
FOREIGN = ("docx", "xlsx", "html", "xml", "pdf")
"""Sources whose parser lies in another process: fewer damaged variants are tried."""


def items(path: Path) -> list[Item]:
    return list(read_all_paths([str(path)], INTAKE))


def written(folder: Path, ending: str) -> Path:
    path = folder / f"sample.{ending}"
    path.write_bytes(sample(ending))
    return path


def taken(path: Path) -> list[Taken]:
    found = items(path)
    assert all(isinstance(item, Taken) for item in found), found
    return [item for item in found if isinstance(item, Taken)]


def test_every_built_in_source_is_here() -> None:
    ours = {extension(Path(f"x.{ending}")) for ending in SAMPLES}
    assert ours == {*registry.BUILT_IN["source"]}


@pytest.mark.parametrize("ending", SAMPLES)
def test_documents_come_with_their_words_and_their_evidence(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, ending)
    whole = path.read_bytes()
    if ending == "warc.gz":
        whole = gzip.decompress(whole)
    found = taken(path)
    assert FIRST[:60] in " ".join(found[0].document.text.split())
    for item in found:
        assert item.where.startswith(str(path))
        evidence = item.evidence
        assert evidence is not None
        assert evidence.raw.content in whole
        assert "/" in evidence.media_type
        assert item.place == str(path)
        assert item.document.text.strip()
    ids = [item.document.id for item in found]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("ending", SAMPLES)
def test_a_second_reading_gives_the_same(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, ending)
    first, second = taken(path), taken(path)
    assert [item.document for item in first] == [item.document for item in second]
    hashes = [
        [item.evidence and item.evidence.raw.sha256 for item in run] for run in (first, second)
    ]
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize("ending", SAMPLES)
def test_evidence_of_several_documents_is_kept_apart_by_part(tmp_path: Path, ending: str) -> None:
    evidence = [item.evidence for item in taken(written(tmp_path, ending))]
    keys = [(e.raw.sha256, e.part, e.url) for e in evidence if e]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("ending", SAMPLES)
def test_a_cut_file_is_no_crash(tmp_path: Path, ending: str) -> None:
    path = written(tmp_path, ending)
    whole = path.read_bytes()
    parts = 6 if ending.startswith(FOREIGN) else 25
    for number in range(parts):
        path.write_bytes(whole[: len(whole) * number // parts])
        check_sound(items(path), path)


@pytest.mark.parametrize("ending", SAMPLES)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_damaged_file_is_no_crash(tmp_path: Path, ending: str, data: st.DataObject) -> None:
    whole = bytearray(sample(ending))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    path = tmp_path / f"damaged.{ending}"
    path.write_bytes(bytes(whole))
    check_sound(items(path), path)


def check_sound(found: list[Item], path: Path) -> None:
    """Every item names the file, and a taken text is one."""
    assert found
    for item in found:
        assert isinstance(item, Taken | Skipped | RiwayaError)
        assert str(path) in (item.where or "")
        if isinstance(item, Taken):
            text = item.document.text
            assert Span(0, len(text)).of(text).strip()
            assert text.count("\ufffd") < 0.05 * len(text)


@pytest.mark.parametrize("ending", SAMPLES)
def test_the_stream_is_not_read_beyond_the_limit(tmp_path: Path, ending: str) -> None:
    """A source that is given more than it takes says so and holds no more than that."""
    if ending in ("warc", "warc.gz", "jsonl", "ndjson"):
        pytest.skip("taken record by record")
    content = sample(ending)
    limit = Intake(max_bytes=len(content) - 1, seconds=20)
    source = registry.load("source", extension(Path(f"x.{ending}")))
    stream = io.BytesIO(content + b" " * 10_000_000)
    (item,) = source(stream, str(tmp_path / "x"), limit)
    assert isinstance(item, RiwayaError)
    assert "larger than" in item.message
    assert stream.tell() <= len(content) + 1_000_000
