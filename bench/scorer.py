"""The shared scorers, loaded in one place for all benchmarks and for training."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def load_scorer(shared: Path = SHARED, name: str = "score") -> ModuleType:
    """`<name>.py` of the shared folder as a module. Raises SystemExit when it is not there."""
    path = shared / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"riwaya_{name}", path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise SystemExit(f"{path}: not found; it lies in the project's shared folder")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
