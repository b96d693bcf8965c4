"""Rebuilds the packs `sentences` and `pairs`: `python -m training.pairs` (about 25 minutes).

Headline pairs (ANS train) and edited claims teach the pair network what differing and agreeing is.
Trees over its scores and the explicit signals learn the relations of the annotated stories; their
thresholds are set on trees that did not see a story. (Training the network itself on 27 stories
was tried: on stories that it had not seen it did no better than chance on contradictions.)
`stories/dev` and `ans/dev` give figures alone.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from riwaya.compare.classifier import MOST_PIECES, SCORES, PairReader
from riwaya.compare.pairs import COLUMNS, EMBEDDED, Table
from riwaya.stages.reader.pieces import WordPieces
from riwaya.stories.vectors import Encoder as Vectors
from riwaya.stories.vectors import session
from riwaya.text import TextView
from training import e5
from training.build import CORPUS_REPORTS
from training.pair_card import write_card
from training.pair_edits import edited_pairs
from training.pair_export import write_network, write_pairs_meta, write_sentences
from training.pair_fit import IGNORED, Example, Plan, fit
from training.pair_forest import (
    figures,
    grow,
    out_of_fold,
    said,
    scorer_of,
    thresholds_for,
    write_forest,
)
from training.pair_labels import LABELS
from training.pair_network import Encoder, PairHead, VectorHead
from training.pair_sets import Pair, ans_pairs
from training.pair_stories import StoryPairs, near_weights, story_pairs, story_reports, tables
from training.train import SHARED
from training.vocabulary import kept_pieces

PACKS = Path(__file__).resolve().parents[1] / "riwaya" / "resources" / "packs"
EDITED = 6000
_COARSE = {"contradicts": 1, "agrees": 2, "repeats": 2, "none": 0}


class Pieces:
    """Texts as word pieces."""

    def __init__(self, vocabulary: list[tuple[str, float]]) -> None:
        self._pieces = WordPieces(vocabulary)

    def of(self, text: str) -> list[int]:
        """The first pieces of a text."""
        words = TextView(text).words
        return list(chain.from_iterable(self._pieces.of(word) for word in words))[:MOST_PIECES]

    def example(self, pair: Pair, labelled: bool) -> Example:
        """An example with its coarse label, and its label where `labelled`."""
        label = LABELS.index(pair.label) if labelled else IGNORED
        coarse = _COARSE.get(pair.label, IGNORED)
        return Example(self.of(pair.a), self.of(pair.b), label, coarse, 0.7 if labelled else 1.0)


def main() -> None:
    """Command line: where the shared data lies and where the packs go."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--out", type=Path, default=PACKS)
    parser.add_argument("--edited", type=int, default=EDITED, help="edited pairs to make")
    parser.add_argument("--head", type=Path, help="a trained network: only the trees are grown")
    parser.add_argument("--keep", type=Path, help="where to keep the trained network")
    given = parser.parse_args()
    started = time.time()
    encoder5 = e5.load(e5.default_path())
    corpus = given.shared / "corpus" / "news2018.jsonl.gz"
    keep = kept_pieces(encoder5.pieces, encoder5.scores.tolist(), corpus, CORPUS_REPORTS)
    head = PairHead(encoder5)
    if given.head is None:
        vocabulary = [(encoder5.pieces[i], float(encoder5.scores[i])) for i in keep]
        encoder = Encoder(encoder5, keep).eval()
        write_sentences(encoder, VectorHead(encoder5), vocabulary, given.out / "sentences")
        _teach(encoder, head, Pieces(vocabulary), given)
        if given.keep is not None:
            torch.save(head.state_dict(), given.keep)
    else:
        head.load_state_dict(torch.load(given.head))
    folder = given.out / "pairs"
    write_network(head, folder)
    vectors = Vectors(given.out / "sentences", threads=2)
    train = tables(story_reports(given.shared, "train"), vectors)
    near = near_weights(train)
    stories = [story_pairs(gold, table, near) for gold, table in train]
    network = session(folder / "pair.onnx", 2)
    columns = [np.hstack([s.columns, _read(s, PairReader(vectors, network))]) for s in stories]
    meta = _trees(stories, columns, given)
    plain = near_weights([(gold, Table(table.sides, None)) for gold, table in train])
    meta |= {"version": time.strftime("%Y.%m.%d.%H%M"), "near": near, "near_plain": plain}
    write_pairs_meta(folder, meta)
    minutes = (time.time() - started) / 60
    write_card(folder, given.shared, {"minutes": minutes, **meta})


def _teach(encoder: Encoder, head: PairHead, pieces: Pieces, given: Any) -> None:
    """Headline pairs alone first, then with edited claims."""
    headlines = [pieces.example(pair, False) for pair in ans_pairs(given.shared, "train")]
    fit(encoder, head, headlines, Plan(epochs=4, rate=8e-5))
    edited = edited_pairs(given.shared, 1, given.edited)
    examples = [pieces.example(pair, True) for pair in edited] + headlines
    random.Random(2).shuffle(examples)
    fit(encoder, head, examples, Plan(epochs=1, rate=6e-5))


def _read(story: StoryPairs, reader: PairReader) -> npt.NDArray[np.float32]:
    """The network's scores of a story's pairs, NaN where it would not read a pair."""
    made = np.full((len(story.pairs), len(SCORES)), np.nan, np.float32)
    chosen = np.flatnonzero(story.read)
    made[chosen] = reader.read(story.table.sides, [story.pairs[at] for at in chosen])
    return made


def _unembedded(columns: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The same pairs as in a large story: without embeddings, and three of four unread."""
    made = columns.copy()
    made[:, :EMBEDDED] = np.nan
    unread = np.arange(len(made)) % 4 != 0
    made[np.ix_(unread, np.arange(len(COLUMNS), made.shape[1]))] = np.nan
    return made


def _trees(stories: Sequence[StoryPairs], columns: Sequence[Any], given: Any) -> dict[str, Any]:
    """Grow and write the trees; the pack's meta with thresholds and out-of-fold figures."""
    scorer = scorer_of(given.shared)
    shares = out_of_fold(stories, columns)
    thresholds = thresholds_for(stories, shares, scorer)
    told = [said(s, p, thresholds) for s, p in zip(stories, shares, strict=True)]
    made = figures([s.gold for s in stories], told, scorer)
    labels = np.concatenate([s.labels for s in stories])
    known = np.concatenate(columns)
    model = grow(np.concatenate([known, _unembedded(known)]), np.concatenate([labels, labels]))
    folder = given.out / "pairs"
    folder.mkdir(parents=True, exist_ok=True)
    write_forest(model, folder / "forest.npz")
    return {
        "columns": [*COLUMNS, *SCORES],
        "thresholds": thresholds,
        "figures": {"train, out of fold": {k: round(v, 3) for k, v in made.items()}},
    }


if __name__ == "__main__":
    main()
