"""Writes the model card of the pair classifier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("pair_card_template.md")


def write_card(folder: Path, shared: Path, made: dict[str, Any]) -> None:
    """`MODEL_CARD.md` in `folder`, with what was measured in training."""
    rows = [
        f"| {name} | {value:.3f} |"
        for part in made["figures"].values()
        for name, value in part.items()
    ]
    limits = ", ".join(f"{kind} {least}" for kind, least in made["thresholds"].items())
    card = TEMPLATE.read_text(encoding="utf-8")
    filled = card.format(
        version=made["version"],
        stories=len(list((shared / "stories" / "train").glob("*.json"))),
        minutes=round(made["minutes"]),
        rows="\n".join(rows),
        thresholds=limits,
    )
    (folder / "MODEL_CARD.md").write_text(filled, encoding="utf-8")
