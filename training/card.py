"""The model card that goes with a pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_TEMPLATE = Path(__file__).with_name("card_template.md")


def card(version: str, found: dict[str, dict[str, float]], notes: dict[str, Any]) -> str:
    """The card as Markdown. `found` holds figures of `train` and `dev`; `notes`: the recipe,
    the minutes it took and, where it was not followed in one piece, the history."""
    recipe = notes["recipe"]
    rows = "\n".join(
        f"| {name} | {found['train'][name]:.3f} | {value:.3f} |"
        for name, value in found["dev"].items()
    )
    how = (
        f"**How.** `make train`: teacher {recipe.teacher.epochs} epochs, student "
        f"{recipe.student.epochs} epochs, polish {recipe.polish.epochs} epochs, batches of "
        f"{recipe.student.size} windows, "
        f"{notes['minutes']:.0f} minutes on CPU cores shared with other work."
    )
    return _TEMPLATE.read_text(encoding="utf-8").format(
        version=version,
        self_labelled=recipe.self_labelled,
        recipe=how,
        history=f"\n{notes['history']}\n" if notes.get("history") else "",
        figures=rows,
    )
