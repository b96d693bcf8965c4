"""A model pack: `meta.json`, `vocabulary.tsv` and two int8 ONNX graphs, checked when loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from riwaya.errors import ResourceError
from riwaya.stages.reader import labels
from riwaya.stages.reader.network import CueScores, Encoded, Floats, share_of
from riwaya.stages.reader.pieces import WordPieces

PROTOCOL = "riwaya.reader/2"
FILES = ("vocabulary.tsv", "encoder.onnx", "cue.onnx")
SLOWER = ["SkipLayerNormFusion"]
"""Rewritings that cost time on CPUs: with it a pass took 52 ms, without 46 (onnxruntime 1.32)."""
LABELS = {
    "cue": labels.CUE, "time": labels.TIME, "count": labels.COUNT,
    "name": labels.NAME, "clitic": labels.CLITIC, "roles": labels.ROLES,
    "stance": labels.STANCES, "source_type": labels.SOURCE_TYPES, "mode": labels.MODES,
}  # fmt: skip


@dataclass(frozen=True)
class Pack:
    """A loaded pack."""

    version: str
    network: OnnxNetwork
    pieces: WordPieces
    biases: dict[str, float]
    """Taken off the outside score of a tagging head, by name: cue, time, count, name."""


class OnnxNetwork:
    """The two graphs of a pack, run by onnxruntime on `threads` threads."""

    def __init__(self, encoder: Path, cue: Path, near: Sequence[float], threads: int = 1) -> None:
        import onnxruntime

        self.near = np.asarray(near, np.float32)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        made = [
            onnxruntime.InferenceSession(
                str(path),
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=SLOWER,
            )
            for path in (encoder, cue)
        ]
        self._encoder, self._cue = made

    def encode(self, ids: Sequence[int], sizes: Sequence[int]) -> Encoded:
        """See `Network.encode`."""
        given = {"ids": np.asarray([ids], np.int64), "share": share_of(sizes)[None]}
        return Encoded(*(value[0, 1:-1] for value in self._encoder.run(None, given)))

    def read_cues(self, words: Floats, marked: Floats, mask: Floats) -> CueScores:
        """See `Network.read_cues`."""
        return CueScores(*self._cue.run(None, {"words": words, "marked": marked, "mask": mask}))


def pack_folder() -> Path:
    """Where the product's own pack lies."""
    return Path(str(files("riwaya.resources") / "packs" / "reader"))


def has_pack() -> bool:
    """Whether a pack is installed."""
    return (pack_folder() / "meta.json").is_file()


@cache
def load_pack(folder: Path | None = None, threads: int = 1) -> Pack:
    """The pack in `folder` (the product's own by default).

    Raises ResourceError when it is missing, damaged, or made for other labels or another protocol.
    """
    folder = folder or pack_folder()
    meta = _meta(folder)
    for name in FILES:
        found = hashlib.sha256(_bytes(folder / name)).hexdigest()
        if found != meta["sha256"].get(name):
            raise ResourceError(
                "the file is not the one that its pack was made with.",
                where=str(folder / name),
                advice="Reinstall riwaya, or rebuild the pack with `make train`.",
            )
    graphs = folder / "encoder.onnx", folder / "cue.onnx"
    network = OnnxNetwork(*graphs, near=meta["near"], threads=threads)
    return Pack(meta["version"], network, WordPieces(_vocabulary(folder)), meta["biases"])


def _meta(folder: Path) -> dict[str, Any]:
    meta: dict[str, Any] = json.loads(_bytes(folder / "meta.json"))
    wanted = {name: list(values) for name, values in LABELS.items()}
    if meta.get("protocol") != PROTOCOL or meta.get("labels") != wanted:
        raise ResourceError(
            f"the pack follows {meta.get('protocol')!r} and its own labels; "
            f"this version reads {PROTOCOL!r}.",
            where=str(folder / "meta.json"),
            advice="Use the pack that came with this version, or rebuild it with `make train`.",
        )
    return meta


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ResourceError(
            f"the model pack cannot be read ({error.strerror}).",
            where=str(path),
            advice="Reinstall riwaya, run `make train`, or read with `--reader rules`.",
        ) from None


def _vocabulary(folder: Path) -> list[tuple[str, float]]:
    rows = _bytes(folder / "vocabulary.tsv").decode("utf-8").split("\n")
    pairs = (row.split("\t") for row in rows if row)
    return [(piece, float(score)) for piece, score in pairs]
