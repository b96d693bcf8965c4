"""Rebuilds the packs `sentences` and `pairs`: `python -m training.pairs` (about 40 minutes).

Headline pairs (ANS train) and edited claims teach the pair network what differing and agreeing is;
its upper half then learns the relations of the annotated stories. Trees decide from its scores and
the explicit signals: they are grown on scores of networks that did not see a story, and their
thresholds set on trees that did not. `stories/dev` and `ans/dev` give figures alone.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from riwaya.compare.classifier import SCORES
from riwaya.compare.pairs import COLUMNS
from riwaya.stages.reader.pieces import WordPieces
from riwaya.stories.vectors import Encoder as Vectors
from riwaya.text import TextView
from training import e5
from training.build import CORPUS_REPORTS
from training.pair_card import write_card
from training.pair_edits import edited_pairs
from training.pair_export import write_pairs, write_sentences
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
from training.pair_network import MOST_PIECES, Encoder, PairHead, VectorHead
from training.pair_sets import Pair, ans_pairs
from training.pair_stories import StoryPairs, near_weights, story_pairs, story_reports, tables
from training.pair_top import Top, TopPlan, kept_states, top_scores, train_top
from training.train import SHARED
from training.vocabulary import kept_pieces

PACKS = Path(__file__).resolve().parents[1] / "riwaya" / "resources" / "packs"
EDITED = 6000
FOLDS = 3
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
    parser.add_argument("--epochs", type=int, default=3, help="passes over the stories")
    given = parser.parse_args()
    started = time.time()
    encoder5 = e5.load(e5.default_path())
    corpus = given.shared / "corpus" / "news2018.jsonl.gz"
    keep = kept_pieces(encoder5.pieces, encoder5.scores.tolist(), corpus, CORPUS_REPORTS)
    vocabulary = [(encoder5.pieces[i], float(encoder5.scores[i])) for i in keep]
    encoder = Encoder(encoder5, keep).eval()
    write_sentences(encoder, VectorHead(encoder5), vocabulary, given.out / "sentences")
    pieces, vectors = Pieces(vocabulary), Vectors(given.out / "sentences", threads=2)
    head = PairHead(encoder5)
    headlines = [pieces.example(pair, False) for pair in ans_pairs(given.shared, "train")]
    _teach(encoder, head, headlines, pieces, given)
    train = tables(story_reports(given.shared, "train"), vectors)
    near = near_weights(train)
    stories = [story_pairs(gold, table, near) for gold, table in train]
    network = _read_stories(encoder, head, stories, headlines, pieces, given.epochs)
    columns = [np.hstack([s.columns, n]) for s, n in zip(stories, network.unseen, strict=True)]
    meta = _trees(stories, columns, given)
    meta |= {"version": time.strftime("%Y.%m.%d.%H%M"), "near": near}
    write_pairs(network.head, given.out / "pairs", meta)
    minutes = (time.time() - started) / 60
    write_card(given.out / "pairs", given.shared, {"minutes": minutes, **meta})


def _teach(
    encoder: Encoder, head: PairHead, headlines: list[Example], pieces: Pieces, given: Any
) -> None:
    """Headline pairs alone first, then with edited claims."""
    fit(encoder, head, headlines, Plan(epochs=4, rate=8e-5))
    edited = edited_pairs(given.shared, 1, given.edited)
    examples = [pieces.example(pair, True) for pair in edited] + headlines
    random.Random(2).shuffle(examples)
    fit(encoder, head, examples, Plan(epochs=1, rate=6e-5))


class _Network:
    """The pair network trained on all stories, and each story's scores by one that did not see
    it (NaN where the network would not read a pair)."""

    def __init__(self, head: PairHead, unseen: list[Any]) -> None:
        self.head = head
        self.unseen = unseen


def _read_stories(
    encoder: Encoder, head: PairHead, stories: Sequence[StoryPairs], headlines: list[Example],
    pieces: Pieces, epochs: int,
) -> _Network:  # fmt: skip
    """Train the upper half: once for each fold of stories, and once on all."""
    examples, owner = [], []
    for number, story in enumerate(stories):
        told = [pieces.of(side.told) for side in story.table.sides]
        for at, (i, j) in enumerate(story.pairs):
            if story.read[at] or story.labels[at]:
                label = int(story.labels[at])
                coarse = _COARSE.get(LABELS[label], IGNORED) if label else IGNORED
                examples.append(Example(told[i], told[j], label, coarse))
                owner.append((number, at))
    states = kept_states(encoder, head, [*examples, *headlines])
    unseen = [np.full((len(s.pairs), len(SCORES)), np.nan, np.float32) for s in stories]
    for fold in range(FOLDS):
        top = Top(copy.deepcopy(head))
        inside = [at for at, (number, _) in enumerate(owner) if number % FOLDS != fold]
        chosen = [*inside, *range(len(examples), len(states))]
        whole = [*examples, *headlines]
        plan = TopPlan(epochs=epochs, unrelated=2600, seed=fold)
        train_top(top, [states[at] for at in chosen], [whole[at] for at in chosen], plan)
        outside = [at for at, (number, _) in enumerate(owner) if number % FOLDS == fold]
        scores = top_scores(top, [states[at] for at in outside])
        for at, row in zip(outside, scores, strict=True):
            number, pair = owner[at]
            if stories[number].read[pair]:
                unseen[number][pair] = row
    final = copy.deepcopy(head)
    train_top(Top(final), states, [*examples, *headlines], TopPlan(epochs=epochs))
    return _Network(final, unseen)


def _trees(stories: Sequence[StoryPairs], columns: Sequence[Any], given: Any) -> dict[str, Any]:
    """Grow and write the trees; the pack's meta with thresholds and out-of-fold figures."""
    scorer = scorer_of(given.shared)
    shares = out_of_fold(stories, columns)
    thresholds = thresholds_for(stories, shares, scorer)
    told = [said(s, p, thresholds) for s, p in zip(stories, shares, strict=True)]
    made = figures([s.gold for s in stories], told, scorer)
    model = grow(np.concatenate(columns), np.concatenate([s.labels for s in stories]))
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
