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
    given = parser.parse_args()
    built = build(SHARED)
    built.model.load_state_dict(torch.load(given.checkpoint))
    install(built, given.out, {"recipe": Recipe(), "minutes": given.minutes}, given.force)


if __name__ == "__main__":
    main()
