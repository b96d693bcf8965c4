"""Sentence embeddings: multilingual-e5-small (MIT), int8, as it comes, with its vocabulary pruned.

Nothing is decided by them alone: a sentence and its negation are close. They say which texts are
worth looking at together.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from riwaya.errors import ResourceError
from riwaya.text import TextView

if TYPE_CHECKING:
    from riwaya.stages.reader.pieces import WordPieces

Floats = npt.NDArray[np.float32]

PROTOCOL = "riwaya.sentences/1"
WIDTH = 384
MOST_PIECES = 126
_AT_ONCE = 16


class Vectors(Protocol):
    """What gives embeddings."""

    def of(self, texts: Sequence[str]) -> Floats:
        """Unit rows [n, 384]; a text of more than about 90 words is represented by its first."""


class Encoder:
    """The pack of sentence embeddings, run by onnxruntime."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        meta = checked_meta(folder, PROTOCOL)
        self.version: str = meta["version"]
        self._shared = session(folder / "shared.onnx", threads)
        self._vector = session(folder / "vector.onnx", threads)
        self._pieces = word_pieces(folder / "vocabulary.tsv")

    def of(self, texts: Sequence[str]) -> Floats:
        """See `Vectors.of`."""
        made = np.zeros((len(texts), WIDTH), np.float32)
        ids = [self.pieces(text)[:MOST_PIECES] for text in texts]
        for group in batches([len(one) for one in ids], _AT_ONCE):
            given, mask = padded([framed(ids[index]) for index in group])
            states = self.states(given, mask)
            made[group] = self._vector.run(None, {"states": states, "mask": mask})[0]
        return made

    def pieces(self, text: str) -> list[int]:
        """The ids of a text's word pieces."""
        return list(chain.from_iterable(self._pieces.of(word) for word in TextView(text).words))

    def states(self, ids: npt.NDArray[np.int64], mask: Floats) -> Floats:
        """What the shared layers make of pieces [B, L]: [B, L, 384]."""
        states: Floats = self._shared.run(None, {"ids": ids, "mask": mask})[0]
        return states


def framed(pieces: Sequence[int]) -> list[int]:
    """The pieces between the marks of beginning and end."""
    from riwaya.stages.reader.pieces import BEGIN, END

    return [BEGIN, *pieces, END]


def padded(rows: Sequence[Sequence[int]]) -> tuple[npt.NDArray[np.int64], Floats]:
    """Rows of ids as one array [B, L] and the mask that is 1 where there is a piece."""
    most = max(len(row) for row in rows)
    ids = np.ones((len(rows), most), np.int64)
    mask = np.zeros((len(rows), most), np.float32)
    for at, row in enumerate(rows):
        ids[at, : len(row)] = row
        mask[at, : len(row)] = 1
    return ids, mask


def batches(sizes: Sequence[int], most: int) -> Iterator[list[int]]:
    """Indexes in groups of at most `most`, those of like size together."""
    order = sorted(range(len(sizes)), key=lambda index: sizes[index])
    for at in range(0, len(order), most):
        yield order[at : at + most]


@cache
def load_vectors(threads: int = 1) -> Encoder:
    """The product's own encoder. Raises ResourceError when its pack is missing or damaged."""
    return Encoder(pack_folder("sentences"), threads)


def vectors_or_none() -> Encoder | None:
    """The product's own encoder, None where its pack cannot be used: then words alone tell."""
    try:
        return load_vectors()
    except ResourceError:
        return None


def pack_folder(name: str) -> Path:
    """Where a pack of the product lies."""
    return Path(str(files("riwaya.resources") / "packs" / name))


def session(path: Path, threads: int = 1) -> Any:
    """A graph, ready to run."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],
    )


def word_pieces(path: Path) -> WordPieces:
    """The vocabulary of a pack."""
    from riwaya.stages.reader.pieces import WordPieces

    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return WordPieces([(piece, float(score)) for piece, score in rows])


def checked_meta(folder: Path, protocol: str) -> dict[str, Any]:
    """A pack's meta.json, its files checked against their hashes.

    Raises ResourceError when something is missing, damaged or of another protocol.
    """
    try:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        hashes = {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in meta["sha256"]
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(
            f"the pack cannot be loaded ({type(error).__name__}).",
            where=str(folder),
            advice="Reinstall riwaya.",
        ) from error
    if meta.get("protocol") != protocol or hashes != meta["sha256"]:
        raise ResourceError(
            "the pack is of another version, or a file is not the one that it was made with.",
            where=str(folder),
            advice="Reinstall riwaya.",
        )
    return meta
