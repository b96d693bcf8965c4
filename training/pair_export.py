"""Writes the encoder of sentences and the pair classifier as int8 packs."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import nn

from training.export import OPSET, _quantise
from training.pair_network import Encoder, PairHead, VectorHead

SENTENCES = ("vocabulary.tsv", "shared.onnx", "vector.onnx")
PAIRS = ("pair.onnx", "forest.npz")


def write_sentences(
    encoder: Encoder, head: VectorHead, vocabulary: list[tuple[str, float]], folder: Path
) -> None:
    """Write the pack of sentence embeddings: the shared layers and those above them."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{piece}\t{score:.5f}\n" for piece, score in vocabulary)
    (folder / "vocabulary.tsv").write_text(rows, encoding="utf-8")
    ids, mask = torch.randint(4, 100, (2, 9)), torch.ones(2, 9)
    states = torch.randn(2, 9, encoder.word.weight.shape[1])
    _graph(encoder, (ids, mask), ("ids", "mask"), "states", folder / "shared.onnx")
    _graph(head, (states, mask), ("states", "mask"), "vector", folder / "vector.onnx")
    write_meta(folder, SENTENCES, {"protocol": "riwaya.sentences/1", "version": "1"})


def write_network(head: PairHead, folder: Path) -> None:
    """Write the pair network of the pack of pairs."""
    folder.mkdir(parents=True, exist_ok=True)
    states, mask = torch.randn(2, 9, head.second.shape[0]), torch.ones(2, 9)
    given = (states, mask, torch.zeros(2, 9))
    _graph(head, given, ("states", "mask", "second"), "scores", folder / "pair.onnx")


def write_pairs_meta(folder: Path, meta: dict[str, Any]) -> None:
    """Write the meta.json of the pack of pairs, whose files are there; `meta` says how they came
    about."""
    write_meta(folder, PAIRS, {"protocol": "riwaya.pairs/1", **meta})


def write_meta(folder: Path, names: tuple[str, ...], meta: dict[str, Any]) -> None:
    """Write meta.json with the files' sha256."""
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    text = json.dumps({**meta, "sha256": hashes}, ensure_ascii=False, indent=1) + "\n"
    (folder / "meta.json").write_text(text, encoding="utf-8")


def _graph(
    module: nn.Module, given: tuple[Any, ...], names: tuple[str, ...], out: str, path: Path
) -> None:
    """Export `module` and quantise it to `path`."""
    module.eval()
    axes = {name: {0: "texts", 1: "pieces"} for name in names}
    if out == "states":
        axes[out] = {0: "texts", 1: "pieces"}
    else:
        axes[out] = {0: "texts"}
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / path.name
        torch.onnx.export(
            module, given, str(whole), dynamo=False, opset_version=OPSET,
            input_names=list(names), output_names=[out], dynamic_axes=axes,
        )  # fmt: skip
        _quantise(whole, whole.with_suffix(".int8.onnx"))
        shutil.copy(whole.with_suffix(".int8.onnx"), path)
