"""Writes a trained checkpoint as a pack without training: `python -m training.pack polished.pt`.

For a change of the export or of the biases; the figures and the model card are made anew.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.build import build
from training.train import SHARED, Recipe, install


def main() -> None:
    """Command line: checkpoint, minutes that its training took, work folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--minutes", type=float, required=True, help="what its training took")
    parser.add_argument("--out", type=Path, default=Path("out/train"))
    parser.add_argument("--force", action="store_true", help="install even when not better")
    parser.add_argument("--history", type=Path, help="a file: how this checkpoint came about")
    given = parser.parse_args()
    built = build(SHARED)
    built.model.load_state_dict(torch.load(given.checkpoint))
    notes = {"recipe": Recipe(), "minutes": given.minutes}
    if given.history is not None:
        notes["history"] = given.history.read_text(encoding="utf-8").strip()
    install(built, given.out, notes, given.force)


if __name__ == "__main__":
    main()
