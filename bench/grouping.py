"""Grouping into stories: how right it is, and how it grows. `make bench`.

    python -m bench.grouping [train|dev] [--vectors] [--fit]     B3 on the gold reports
    python -m bench.grouping --mixed                             the gold stories among the corpus
    python -m bench.grouping --growth [--most N] [--vectors]     reports/s, memory, exponent

B3 is Bagga and Baldwin, "Algorithms for scoring coreference chains" (1998). A report that the gold
data put into no story counts as a story of its own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from riwaya.model import Document, Report
from riwaya.records import Signature
from riwaya.stories.group import Grouper, MemoryPast, in_order
from riwaya.stories.signature import signature_of
from riwaya.stories.similar import Tuning
from riwaya.stories.vectors import Vectors, load_vectors

SHARED = Path(__file__).parent.parent.parent / "shared"
CORPUS = SHARED / "corpus" / "news2018.jsonl.gz"
SIZES = (1_000, 10_000, 100_000)
JOINS = (0.13, 0.15, 0.17, 0.19, 0.21)
FOLDS = 5
EDITED = 0.05
"""The part of a copy's words that is left out or put elsewhere."""

_FIELDS = ("id", "outlet", "url", "title", "published", "text")
_BEGIN = "2018-03"  # the few reports before it are spread over years
_SHIFT = 400  # days between a report and its next copy: more than the dense part spans

Groups = Mapping[str, str]


def report_from(fields: Mapping[str, str]) -> Report:
    """A report without annotations."""
    return Report(Document(**{name: fields[name] for name in _FIELDS}))


def gold(folder: str) -> tuple[list[Report], dict[str, str]]:
    """The reports of `../shared/gold/<folder>` and the story of each by id."""
    paths = sorted((SHARED / "gold" / folder / "docs").glob("*.json"))
    rows = [json.loads(path.read_text("utf-8")) for path in paths]
    return [report_from(row) for row in rows], {
        row["id"]: row["story"] or row["id"] for row in rows
    }


def corpus() -> Iterator[Report]:
    """The corpus without the reports of gold/dev, as it lies."""
    hidden = {path.stem for path in (SHARED / "gold" / "dev" / "docs").glob("*.json")}
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            if fields["id"] not in hidden:
                yield report_from(fields)


def b3(found: Groups, expected: Groups) -> tuple[float, float, float]:
    """Precision, recall and F1 over the documents of `expected`."""
    mine, theirs = defaultdict(set), defaultdict(set)
    for document, story in expected.items():
        mine[found[document]].add(document)
        theirs[story].add(document)
    shared = [
        (len(mine[found[d]] & theirs[s]), len(mine[found[d]]), len(theirs[s]))
        for d, s in expected.items()
    ]
    precision = sum(both / of for both, of, _ in shared) / len(shared)
    recall = sum(both / of for both, _, of in shared) / len(shared)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pair_precision(found: Groups, expected: Groups) -> tuple[float, float]:
    """Precision and recall of the pairs of `expected`."""
    counts = Counter(
        (found[a] == found[b], expected[a] == expected[b]) for a, b in combinations(expected, 2)
    )
    both = counts[True, True]
    return both / max(1, both + counts[True, False]), both / max(1, both + counts[False, True])


def grouped(signatures: Iterable[Signature], tuning: Tuning | None = None) -> dict[str, str]:
    """The story of each document, placed in the order given."""
    past = MemoryPast()
    grouper = Grouper(past, tuning=tuning)
    found = {}
    for signature in signatures:
        placement = grouper.place_signature(signature)
        past.add(placement)
        found[signature.document] = placement.story
    return found


def told(name: str, found: Groups, expected: Groups) -> None:
    """One line of figures."""
    precision, recall, f1 = b3(found, expected)
    print(f"{name:44s} B3 P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}")


def right(folder: str, vectors: Vectors | None) -> None:
    """B3 on gold reports: all of them, those in stories, in another order, and without dates."""
    reports, expected = gold(folder)
    signatures = [signature_of(report, vectors) for report in in_order(reports)]
    found = grouped(signatures)
    told(f"{folder}, {len(expected)} reports", found, expected)
    stories = Counter(expected.values())
    several = {d: s for d, s in expected.items() if stories[s] > 1}
    only = [signature for signature in signatures if signature.document in several]
    told(f"{folder}, the {len(several)} in stories", grouped(only), several)
    mixed = random.Random(1).sample(signatures, len(signatures))
    told(f"{folder}, in a random order", grouped(mixed), expected)
    told("  the same against the order of publication", grouped(mixed), found)
    undated = [replace(signature, day=None) for signature in signatures]
    told(f"{folder}, without dates", grouped(undated), expected)


def fit(folder: str, vectors: Vectors | None) -> None:
    """B3 with `join` chosen without the stories that it is then measured on."""
    reports, expected = gold(folder)
    signatures = [signature_of(report, vectors) for report in in_order(reports)]
    stories = sorted(set(expected.values()))
    random.Random(1).shuffle(stories)
    scores = []
    for fold in range(FOLDS):
        held = set(stories[fold::FOLDS])
        sides = [
            {d: s for d, s in expected.items() if (s in held) is inside} for inside in (False, True)
        ]
        chosen = max(JOINS, key=lambda join: _f1(signatures, sides[0], join))
        scores.append(_f1(signatures, sides[1], chosen))
        print(f"fold {fold + 1}: join {chosen:.2f}, held-out B3 F1 {scores[-1]:.3f}")
    print(f"held-out B3 F1, mean of {FOLDS} folds: {sum(scores) / FOLDS:.3f}")


def _f1(signatures: Sequence[Signature], expected: Groups, join: float) -> float:
    chosen = [signature for signature in signatures if signature.document in expected]
    return b3(grouped(chosen, Tuning(join=join)), expected)[2]


def among_the_corpus() -> None:
    """The gold stories of train among all reports of the corpus, figures on the gold ones."""
    reports, expected = gold("train")
    known = set(expected)
    rest = [report for report in corpus() if report.document.id not in known]
    found = grouped(signature_of(report) for report in in_order([*reports, *rest]))
    told(f"train among {len(rest)} reports", found, expected)
    stories = Counter(expected.values())
    several = {d: s for d, s in expected.items() if stories[s] > 1}
    precision, recall = pair_precision(found, several)
    print(f"pairs of the stories: precision {precision:.3f}, recall {recall:.3f}")
    sizes = Counter(found.values())
    print(f"{len(sizes)} stories; the largest: {[n for _, n in sizes.most_common(8)]}")


def stream(number: int) -> Iterator[Report]:
    """So many reports in the order of publication: the corpus, then edited copies of it, each
    shifted by some hundred days, so that a day has as many reports as in the corpus."""
    dated = in_order(r for r in corpus() if (r.document.published or "") >= _BEGIN)
    for at in range(number):
        again, which = divmod(at, len(dated))
        yield _copy(dated[which], again) if again else dated[which]


def _copy(report: Report, again: int) -> Report:
    document = report.document
    chance = random.Random(f"{document.id} {again}")
    words = document.text.split(" ")
    for at in range(len(words)):
        if chance.random() < EDITED:
            words[at] = chance.choice(words) if chance.random() < 0.5 else ""
    day = date.fromisoformat((document.published or "")[:10]) + timedelta(days=again * _SHIFT)
    return Report(
        replace(
            document,
            id=f"{document.id}/{again}",
            text=" ".join(words),
            published=day.isoformat() + (document.published or "")[10:],
        )
    )


def measure(number: int, vectors: Vectors | None) -> None:
    """Place so many reports and print what it cost, as JSON."""
    grouper = Grouper(MemoryPast(), vectors)
    stories = set()
    spent = 0.0
    for report in stream(number):
        began = time.process_time()
        stories.add(grouper.place(report).story)
        spent += time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": spent, "peak": peak, "stories": len(stories)}))


def growth(most: int, with_vectors: bool) -> None:
    """Reports a second, memory and the exponent between sizes, each in a process of its own."""
    before: tuple[int, float] | None = None
    for number in (size for size in SIZES if size <= most):
        command = [sys.executable, "-m", "bench.grouping", "--measure", str(number)]
        done = subprocess.run(
            [*command, *(["--vectors"] if with_vectors else [])],
            capture_output=True, text=True, check=True, env=os.environ,
        )  # fmt: skip
        row = json.loads(done.stdout)
        seconds = row["seconds"]
        line = (
            f"grouping, {number:6d} reports   {seconds:7.2f} s   {number / seconds:6.0f} reports/s"
            f"   peak {row['peak'] / 1024:.0f} MiB   {row['stories']} stories"
        )
        if before:
            line += f"   exponent {math.log(seconds / before[1], number / before[0]):.2f}"
        before = number, seconds
        print(line, flush=True)


def main() -> None:
    """See the module."""
    options = argparse.ArgumentParser(prog="bench.grouping")
    options.add_argument("folder", nargs="?", default="train", choices=("train", "dev"))
    options.add_argument("--vectors", action="store_true", help="with the encoder's embeddings")
    options.add_argument("--fit", action="store_true")
    options.add_argument("--mixed", action="store_true")
    options.add_argument("--growth", action="store_true")
    options.add_argument("--most", type=int, default=SIZES[-1])
    options.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    vectors = load_vectors() if given.vectors else None
    if given.measure:
        measure(given.measure, vectors)
    elif given.growth:
        growth(given.most, given.vectors)
    elif given.mixed:
        among_the_corpus()
    elif given.fit:
        fit(given.folder, vectors)
    else:
        right(given.folder, vectors)


if __name__ == "__main__":
    main()
