"""How often each signal fires on related, look-alike and unrelated pairs of the train stories.

    python -m bench.signals [--stories DIR] [--docs DIR] [--seed N]

Prints, for each signal, the share of pairs on which it fires (and its mean weight there) among
contradicts, updates, agrees, repeats, hard negatives and random other pairs, and the time of this
process that a pair and a scene take.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from riwaya.compare.accounts import accounts_of
from riwaya.compare.facts import Scene, scenes_of
from riwaya.compare.signals import SIGNAL_NAMES, Rarity, signals
from riwaya.contract.given import given_report
from riwaya.model import Report
from riwaya.stages.base import Draft
from riwaya.stages.entities.stage import EntitiesStage
from riwaya.stages.names.stage import NamesStage
from riwaya.stages.places.stage import PlacesStage

SHARED = Path(__file__).resolve().parents[2] / "shared"
KINDS = ("contradicts", "updates", "agrees", "repeats", "hard", "other")
_OTHERS = 120  # random other pairs a story


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=Path, default=SHARED / "stories" / "train")
    parser.add_argument("--docs", type=Path, default=SHARED / "gold" / "train")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    fired: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    totals: dict[str, int] = defaultdict(int)
    spent = made = 0.0
    pairs = scenes = 0
    rng = random.Random(args.seed)
    for path in sorted(args.stories.glob("*.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        reports = [_report(name, args.docs) for name in story["documents"]]
        begun = time.process_time()
        known = story_scenes(reports)
        rarity = Rarity(known.values())
        made += time.process_time() - begun
        scenes += len(known)
        for kind, a, b in _pairs(story, known, rng):
            begun = time.process_time()
            found = signals(a, b, rarity)
            spent += time.process_time() - begun
            pairs += 1
            totals[kind] += 1
            for signal in found:
                fired[signal.name][kind].append(signal.weight)
    _print(fired, totals)
    print(f"{1e6 * spent / max(1, pairs):.1f} µs a pair ({pairs}), "
          f"{1e3 * made / max(1, scenes):.2f} ms a scene ({scenes})")  # fmt: skip


def story_scenes(reports: Iterable[Report]) -> dict[str, Scene]:
    """The scenes of a story's accounts, by ref."""
    found = {}
    for report in reports:
        for scene in scenes_of(report, accounts_of(report)):
            found[scene.account.ref] = scene
    return found


def _report(name: str, docs: Path) -> Report:
    document = json.loads((docs / "docs" / f"{name}.json").read_text(encoding="utf-8"))
    read = json.loads((docs / "claims" / f"{name}.json").read_text(encoding="utf-8"))
    layers = {layer: read.get(layer, []) for layer in ("claims", "times", "counts")}
    return _with_names(given_report({"document": document, **layers}, name).report)


def _with_names(report: Report) -> Report:
    """The report with the names and places that the rules find, as comparing completes it."""
    draft = Draft.of(report.document).having(claims=report.claims)
    for stage in (NamesStage(), EntitiesStage(), PlacesStage()):
        draft = stage.run(draft)
    return replace(report, mentions=draft.mentions, entities=draft.entities, places=draft.places)


def _pairs(
    story: dict[str, Any], known: dict[str, Scene], rng: random.Random
) -> Iterator[tuple[str, Scene, Scene]]:
    seen = set()
    marked = [(r["relation"], r) for r in story["relations"]]
    marked += [("hard", r) for r in story["hard_negatives"]]
    for kind, relation in marked:
        seen.add(frozenset((relation["a"], relation["b"])))
        if relation["a"] in known and relation["b"] in known:
            yield kind, known[relation["a"]], known[relation["b"]]
    rest = [p for p in itertools.combinations(sorted(known), 2) if frozenset(p) not in seen]
    for one, other in rng.sample(rest, min(_OTHERS, len(rest))):
        yield "other", known[one], known[other]


def _print(fired: dict[str, dict[str, list[float]]], totals: dict[str, int]) -> None:
    print(f"{'signal':28s}" + "".join(f"{kind:>16s}" for kind in KINDS))
    print(f"{'pairs':28s}" + "".join(f"{totals[kind]:16d}" for kind in KINDS))
    for name in SIGNAL_NAMES:
        cells = []
        for kind in KINDS:
            weights = fired[name][kind]
            share = 100 * len(weights) / max(1, totals[kind])
            mean = sum(weights) / len(weights) if weights else 0.0
            cells.append(f"{share:10.1f}% {mean:.2f}")
        print(f"{name:28s}" + "".join(f"{cell:>16s}" for cell in cells))


if __name__ == "__main__":
    main()
