"""The bundled story: whole documents that the pipeline and the views take without a fault."""

import json
from importlib.resources import files
from typing import Any

import pytest

from riwaya.errors import RiwayaError
from riwaya.exports import brackets, dossier
from riwaya.model import Document

FIELDS = ["id", "outlet", "url", "title", "published", "text"]


def documents() -> list[dict[str, Any]]:
    """The demo's documents in the order of their names."""
    folder = files("riwaya.resources") / "demo"
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".json"))
    return [json.loads((folder / name).read_text(encoding="utf-8")) for name in names]


def test_the_story_is_whole() -> None:
    found = documents()
    assert 4 <= len(found) <= 6
    assert len({document["outlet"] for document in found}) == len(found)
    for document in found:
        assert list(document) == FIELDS
        assert document["text"].startswith(document["title"] + "\n")
        assert 150 <= len(document["text"].split()) <= 300


def test_one_report_carries_the_wire_of_another_under_its_own_headline() -> None:
    wire, copy = (
        {line for line in document["text"].split("\n") if document["id"].startswith(number)}
        for document, number in zip(documents()[::3], "14", strict=True)
    )
    assert len(wire & copy) >= 5


@pytest.mark.parametrize("document", documents(), ids=lambda document: document["id"])
def test_a_report_is_read_and_shown(document: dict[str, Any]) -> None:
    pipeline = pytest.importorskip("riwaya.pipeline", reason="there is no pipeline yet")
    try:
        built = pipeline.build_pipeline(reader="auto")
    except (ImportError, RiwayaError) as error:
        pytest.skip(f"the default pipeline cannot be made: {error}")
    report = built.run(Document(**document))
    assert len(report.claims) >= 5
    lines = brackets.render(report).split("\n")
    assert brackets.parse_lines(lines) == brackets.case_of(report)
    for lang in ("ar", "en"):
        assert dossier.render(report, lang)
