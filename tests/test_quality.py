"""The quality gate: figures on `../shared/gold/dev` may not fall below `bench/floors.toml`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import gate
from riwaya.stages.reader.pack import has_pack

FLOORS = gate.floors() if gate.FLOORS.is_file() else {}


@pytest.mark.skipif(not gate.has_gold(), reason="../shared is absent: no gold to measure on")
@pytest.mark.parametrize("reader", ["neural", "rules"])
def test_no_figure_falls_below_its_floor(reader: str) -> None:
    assert FLOORS.get(reader), "pin floors with `python -m bench.gate --raise`"
    assert not gate.broken(gate.measure(reader), FLOORS[reader])


def test_the_product_carries_a_pack() -> None:
    assert has_pack()


def test_a_figure_below_its_floor_is_named() -> None:
    lines = gate.broken({"cue": 0.80, "source": 0.9}, {"cue": 0.85, "source": 0.9, "content": 0.1})
    assert [line.split(":")[0] for line in lines] == ["cue", "content"]


def test_floors_fall_only_when_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.toml")
    gate.write_floors({"rules": {"cue": 0.8}}, lower=False)
    gate.write_floors({"rules": {"cue": 0.7}}, lower=False)
    assert gate.floors() == {"rules": {"cue": 0.8}}
    gate.write_floors({"rules": {"cue": 0.7}}, lower=True)
    assert gate.floors() == {"rules": {"cue": 0.7}}
