"""docs/names.md names every rule that the names and entities stages put into origins."""

import re
from pathlib import Path

import pytest

from riwaya.resources import lexicon
from riwaya.stages.entities import EntitiesStage
from riwaya.stages.entities.join import _STRENGTH
from tests.stages import test_entities, test_entities_linking, test_names

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "names.md").read_text(encoding="utf-8")
DOCUMENTED = frozenset(re.findall(r"`([^`\n]+)`", TEXT))
UNNAMED = frozenset({"head:name", "noun"})


def _rules() -> set[str]:
    """Rules of all origins over the lines of the other tests."""
    lines = [
        line
        for name in ("PARTICLES", "EDGES", "MENDED", "KINDS", "FOUND", "DESCRIBED")
        for line, _ in getattr(test_names, name)
    ]
    origins = [o for line in lines for m in test_names.read(line)[1] for o in m.origins]
    joined = [*test_entities.ONE, *test_entities.TWO]
    joined += [
        line for line, *_ in (*test_entities_linking.STATES, *test_entities_linking.STANDINGS)
    ]
    for line in joined:
        draft = EntitiesStage().run(test_entities.draft_of(line))
        origins += [o for m in draft.mentions for o in m.origins]
        origins += [o for e in draft.entities for o in e.origins]
    return {origin.rule for origin in origins if origin.field != "spelling"}


def test_every_rule_is_documented() -> None:
    rules = _rules() | set(_STRENGTH)
    assert len(rules) > 30
    assert sorted(rules - DOCUMENTED - UNNAMED) == []


@pytest.mark.parametrize(
    "name",
    sorted(
        path.stem
        for pattern in ("name_*.tsv", "entity_*.tsv")
        for path in (ROOT / "riwaya/resources/lexicons").glob(pattern)
        if path.stem != "name_lookalikes"
    ),
)
def test_every_lexicon_is_documented_and_used(name: str) -> None:
    assert f"{name}.tsv" in DOCUMENTED
    assert lexicon(name)
    code = [p.read_text("utf-8") for s in ("names", "entities")
            for p in (ROOT / "riwaya/stages" / s).glob("*.py")]  # fmt: skip
    assert any(f'"{name}"' in text for text in code)
