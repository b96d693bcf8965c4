"""Grows the trees over signals and network scores, and sets the thresholds of the relations."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from training.pair_labels import LABELS
from training.pair_stories import StoryPairs

Array = npt.NDArray[np.float64]
Shares = Callable[[npt.NDArray[np.float32]], Array]
GROWTH = {
    "max_iter": 150, "learning_rate": 0.06, "max_leaf_nodes": 8, "min_samples_leaf": 80,
    "max_features": 0.15, "l2_regularization": 10.0, "early_stopping": False, "random_state": 0,
}  # fmt: skip
STEPS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)


def grow(columns: npt.NDArray[np.float32], labels: npt.NDArray[np.int64]) -> Any:
    """The trees (scikit-learn's histogram gradient boosting)."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(**GROWTH).fit(columns, labels)


def write_forest(model: Any, path: Path) -> None:
    """The trees as plain arrays, as `riwaya.compare.forest` walks them."""
    parts: dict[str, list[npt.NDArray[Any]]] = {}
    roots, at = [], 0
    for trees in model._predictors:
        row = []
        for tree in trees:
            nodes = tree.nodes
            leaf = nodes["is_leaf"].astype(bool)
            made = {
                "column": np.where(leaf, -1, nodes["feature_idx"].astype(np.int64)),
                "threshold": nodes["num_threshold"],
                "left": nodes["left"].astype(np.int64) + at,
                "right": nodes["right"].astype(np.int64) + at,
                "missing": nodes["missing_go_to_left"].astype(bool),
                "value": np.where(leaf, nodes["value"], 0.0),
            }
            for name, array in made.items():
                parts.setdefault(name, []).append(array)
            row.append(at)
            at += len(nodes)
        roots.append(row)
    whole = {name: np.concatenate(arrays) for name, arrays in parts.items()}
    for name in ("column", "left", "right"):
        whole[name] = whole[name].astype(np.int32)
    start = np.asarray(model._baseline_prediction, np.float64).ravel()
    np.savez_compressed(path, roots=np.array(roots, np.int32), start=start, **whole)


def out_of_fold(
    stories: Sequence[StoryPairs], columns: Sequence[npt.NDArray[np.float32]], folds: int = 5
) -> list[Array]:
    """Shares of every pair by trees that did not see its story."""
    made: list[Array] = [np.zeros((0, 0))] * len(stories)
    for fold in range(folds):
        seen = [at for at in range(len(stories)) if at % folds != fold]
        model = grow(
            np.concatenate([columns[at] for at in seen]),
            np.concatenate([stories[at].labels for at in seen]),
        )
        for at in range(fold, len(stories), folds):
            made[at] = model.predict_proba(columns[at])
    return made


def said(story: StoryPairs, shares: Array, thresholds: dict[str, float]) -> dict[str, Any]:
    """What the classifier would say of a story, in the contract's shape."""
    least = np.array([thresholds[name] for name in LABELS[1:]])
    relations = []
    for (i, j), row, candidate in zip(story.pairs, shares, story.candidate, strict=True):
        over = row[1:] / least
        best = int(np.argmax(over))
        if candidate and over[best] >= 1:
            kind = LABELS[best + 1]
            relations.append({"a": story.ref(i), "b": story.ref(j), "relation": kind})
    return {"story": story.gold["story"], "relations": relations}


def thresholds_for(
    stories: Sequence[StoryPairs], shares: Sequence[Array], scorer: ModuleType
) -> dict[str, float]:
    """The thresholds with the best macro F1 on out-of-fold shares, one kind after another."""
    found = dict.fromkeys(LABELS[1:], 0.3)
    for _ in range(2):
        for kind in ("repeats", "contradicts", "updates", "agrees"):

            def macro(value: float, kind: str = kind) -> float:
                tried = {**found, kind: value}
                told = [said(s, p, tried) for s, p in zip(stories, shares, strict=True)]
                return figures([s.gold for s in stories], told, scorer)["macro"]

            found[kind] = max(STEPS, key=macro)
    return found


def scorer_of(shared: Path) -> ModuleType:
    """The maintainers' scorer as a module."""
    spec = importlib.util.spec_from_file_location("scorer", shared / "score_relations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(
    golds: Sequence[dict[str, Any]], told: Sequence[dict[str, Any]], scorer: ModuleType
) -> dict[str, float]:
    """Precision, recall and F1 of each kind, macro F1, and hard negatives called contradictions,
    counted as the scorer counts them."""
    made: dict[str, float] = {}
    hits = {kind: np.zeros(3) for kind in scorer.KINDS}
    hard = np.zeros(2)
    for gold, pred in zip(golds, told, strict=True):
        find = scorer.classes(gold["relations"])
        for kind in scorer.KINDS:
            if kind == "repeats":
                wanted, given = (
                    _closure(gold, find, scorer),
                    _closure(pred, scorer.classes(pred["relations"]), scorer),
                )
            else:
                wanted = scorer.pairs(gold["relations"], find, kind)
                given = scorer.pairs(pred["relations"], find, kind)
            hits[kind] += (len(wanted & given), len(given), len(wanted))
        denied = {frozenset((r["a"], r["b"])) for r in pred["relations"]
                  if r["relation"] == "contradicts"}  # fmt: skip
        negatives = gold.get("hard_negatives", [])
        hard += (sum(frozenset((h["a"], h["b"])) in denied for h in negatives), len(negatives))
    for kind, (right, given, wanted) in hits.items():
        precision, recall = right / max(given, 1), right / max(wanted, 1)
        made[f"{kind} precision"], made[f"{kind} recall"] = precision, recall
        made[kind] = 2 * precision * recall / max(precision + recall, 1e-9)
    made["macro"] = float(np.mean([made[kind] for kind in scorer.KINDS]))
    made["hard negatives"] = hard[0] / max(hard[1], 1)
    return made


def _closure(story: dict[str, Any], find: Any, scorer: ModuleType) -> set[frozenset[str]]:
    members = scorer._members(story)
    return {frozenset((a, b)) for a in members for b in members if a < b and find(a) == find(b)}
