"""Writes a trained network as a pack: two int8 ONNX graphs, vocabulary, meta with hashes."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from riwaya.stages.reader.pack import FILES, LABELS, PROTOCOL
from training.network import Reader

OPSET = 17
HEADS = ("cue", "time", "count", "name", "clitic")


class _Encoder(nn.Module):
    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, share: Tensor) -> tuple[Tensor, ...]:
        states = self.model.encode(ids, share, None, None)
        return states, *self.model.tag(states)


class _CueBranch(nn.Module):
    def __init__(self, model: Reader) -> None:
        super().__init__()
        self.model = model

    def forward(self, words: Tensor, marked: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        return tuple(vars(self.model.read_cue(words, marked, mask)).values())


def write_pack(
    model: Reader, vocabulary: list[tuple[str, float]], folder: Path, meta: dict[str, Any]
) -> None:
    """Write the pack into `folder` (made if needed); `meta` adds version, biases and figures."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    rows = "".join(f"{piece}\t{score:.5f}\n" for piece, score in vocabulary)
    (folder / "vocabulary.tsv").write_text(rows, encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary)
        _export_encoder(model, whole / "encoder.onnx")
        _export_branch(model, whole / "cue.onnx")
        for name in ("encoder.onnx", "cue.onnx"):
            _quantise(whole / name, folder / name)
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    names = {name: list(values) for name, values in LABELS.items()}
    near = [round(value, 5) for value in model.near.tolist()]
    full = {"protocol": PROTOCOL, **meta, "near": near, "labels": names, "sha256": hashes}
    text = json.dumps(full, ensure_ascii=False, indent=1) + "\n"
    (folder / "meta.json").write_text(text, encoding="utf-8")


def _export_encoder(model: Reader, path: Path) -> None:
    ids = torch.randint(4, 100, (1, 40))
    share = torch.eye(40)[None, ::2]
    torch.onnx.export(
        _Encoder(model), (ids, share), str(path), dynamo=False, opset_version=OPSET,
        input_names=["ids", "share"],
        output_names=["states", *(f"{name}_tags" for name in HEADS), "keys"],
        dynamic_axes={"ids": {1: "pieces"}, "share": {1: "words", 2: "pieces"}},
    )  # fmt: skip


def _export_branch(model: Reader, path: Path) -> None:
    width = model.word.weight.shape[1]
    words, ones = torch.randn(2, 9, width), torch.ones(2, 9)
    axes = {name: {0: "cues", 1: "words"} for name in ("words", "marked", "mask")}
    torch.onnx.export(
        _CueBranch(model), (words, ones, ones), str(path), dynamo=False, opset_version=OPSET,
        input_names=["words", "marked", "mask"],
        output_names=["inside", "start", "stop", "none", "stance", "source_type", "mode", "query"],
        dynamic_axes=axes,
    )  # fmt: skip


def _quantise(source: Path, target: Path) -> None:
    """Dynamic int8: weights per channel, activations as they come."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    ready = source.with_suffix(".ready.onnx")
    quant_pre_process(str(source), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(
        str(ready), str(target), weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
