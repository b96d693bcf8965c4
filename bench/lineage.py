"""Lineage: planted copies found, and growth: `python -m bench.lineage [--most N] [--only WHAT]`.

`planted`: copies made from the corpus by `bench.lineage_plant` in several ways are put among
untouched reports; printed are precision, recall and F1 of pairs, of passages (a planted one counts
as found when half of it and half of what was found agree, on both sides) and of the characters of
passages. Pairs among untouched reports, and between a copy and another report that carries its
source's words already, are counted apart: the corpus has real copies, which nobody has listed.

`growth`: reports of the corpus, then lightly edited copies of them, added one by one to an index:
reports a second, memory, and the exponent of growth of the time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from bench.lineage_plant import Planted, Way, plant
from riwaya.model import Document, Report, Span
from riwaya.stories.lineage import LineageIndex, lineage
from riwaya.stories.model import Copy

CORPUS = Path(__file__).parent.parent.parent / "shared/corpus/news2018.jsonl.gz"
WAYS = (
    Way("paragraphs, 5% of words edited"),
    Way("as before, in another order", reordered=True),
    Way("single sentences, 5%", unit="sentence", reordered=True),
    Way("paragraphs, 10%", edits=0.10),
    Way("paragraphs, 15%", edits=0.15, reordered=True),
    Way("just 30%, 5%", copied=(0.3, 0.3)),
    Way("just 30%, 10%, same outlet", copied=(0.3, 0.3), edits=0.10, same_outlet=True),
    Way("whole texts, 5%", copied=(1.0, 1.0), own=False),
    Way("no dates, no outlet's trace, 5%", times=False),
)
SIZES = (1_000, 10_000, 100_000)
_SEED = 5
_POOL, _COPIES = 1_500, 300
_SHORTEST = 60  # words of a report that is copied from


@dataclass
class Counts:
    """What was found, and what of it was planted."""

    found: int = 0
    planted: int = 0
    right_found: int = 0
    right_planted: int = 0

    def line(self) -> str:
        precision = self.right_found / self.found if self.found else 0.0
        recall = self.right_planted / self.planted if self.planted else 0.0
        both = precision + recall
        f1 = 2 * precision * recall / both if both else 0.0
        return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


@dataclass
class Result:
    """The figures of one way."""

    pairs: Counts = field(default_factory=Counts)
    passages: Counts = field(default_factory=Counts)
    characters: Counts = field(default_factory=Counts)
    directions: list[int] = field(default_factory=lambda: [0, 0])
    aside: int = 0


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1], help="most reports of growth")
    parser.add_argument("--only", choices=("planted", "growth"))
    args = parser.parse_args(argv)
    if not CORPUS.exists():
        print(f"{CORPUS} is not here: nothing to measure.")
        return 0
    if args.only != "growth":
        planted()
    if args.only != "planted":
        growth(args.most)
    return 0


def documents() -> Iterator[Document]:
    """The corpus."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            yield Document(
                id=value["id"],
                text=value["text"],
                outlet=value["outlet"],
                url=value["url"],
                title=value["title"],
                published=value["published"],
            )


def planted() -> None:
    """Print the figures of each way."""
    rng = random.Random(_SEED)
    every = list(documents())
    rng.shuffle(every)
    long = [document for document in every if len(document.text.split()) >= _SHORTEST]
    pool, others = long[:_POOL], long[_POOL:]
    fillers = others[:_COPIES]
    untouched = lineage([Report(each) for each in (*pool, *fillers)])
    natural = {frozenset((copy.a, copy.b)) for copy in untouched}
    print(f"{_POOL} reports, {_COPIES} copies; {len(natural)} pairs among untouched reports")
    for way in WAYS:
        copies = [plant(pool[index], fillers[index], way, rng) for index in range(_COPIES)]
        reports = [Report(each) for each in (*pool, *(copy.document for copy in copies))]
        rng.shuffle(reports)
        result = score(lineage(reports), copies, natural)
        right, told = result.directions
        print(f"{way.name}\n  pairs      {result.pairs.line()}  (aside: {result.aside})")
        print(f"  passages   {result.passages.line()}\n  characters {result.characters.line()}")
        print(f"  direction  {right} right of {told} told of {result.pairs.right_planted}")
        sys.stdout.flush()


def score(found: Iterable[Copy], copies: Sequence[Planted], natural: set[frozenset[str]]) -> Result:
    """What of `found` was planted."""
    result = Result()
    by_copy = {copy.document.id: copy for copy in copies}
    result.pairs.planted = len(copies)
    result.passages.planted = sum(len(joined(copy)) for copy in copies)
    result.characters.planted = sum(_length(side) for copy in copies for side in _sides(copy))
    for pair in found:
        made, source = (pair.b, pair.a) if pair.b in by_copy else (pair.a, pair.b)
        if made not in by_copy:
            continue
        origin = by_copy[made].source
        if source != origin:
            related = source in by_copy or any(
                frozenset((source, each)) in natural for each in (origin, by_copy[made].filler)
            )
            result.aside += related
            result.pairs.found += not related
            continue
        result.pairs.found += 1
        result.pairs.right_found += 1
        result.pairs.right_planted += 1
        _score_direction(result, pair, made)
        swapped = made == pair.a
        spans = [(each.b, each.a) if swapped else (each.a, each.b) for each in pair.passages]
        _score_passages(result, spans, by_copy[made])
    return result


def _score_direction(result: Result, pair: Copy, made: str) -> None:
    if pair.direction is not None:
        result.directions[1] += 1
        result.directions[0] += (pair.direction == "a>b") == (made == pair.b)


def _score_passages(result: Result, spans: list[tuple[Span, Span]], copy: Planted) -> None:
    gold = joined(copy)
    result.passages.found += len(spans)
    result.passages.right_found += sum(any(_agree(each, one) for one in gold) for each in spans)
    result.passages.right_planted += sum(any(_agree(each, one) for each in spans) for one in gold)
    for side, planted_side in zip(zip(*spans, strict=True), _sides(copy), strict=True):
        common = _characters(side) & _characters(planted_side)
        result.characters.found += len(_characters(side))
        result.characters.right_found += len(common)
        result.characters.right_planted += len(common)


def joined(copy: Planted) -> list[tuple[Span, Span]]:
    """Planted passages, those that follow one another in both texts as one."""
    made: list[tuple[Span, Span]] = []
    for source, target in sorted(copy.spans, key=lambda each: each[1]):
        if (
            made
            and 0 <= source.start - made[-1][0].stop <= 2
            and target.start - made[-1][1].stop <= 2
        ):
            before = made.pop()
            source, target = Span(before[0].start, source.stop), Span(before[1].start, target.stop)
        made.append((source, target))
    return made


def _agree(one: tuple[Span, Span], other: tuple[Span, Span]) -> bool:
    return all(
        2 * (min(a.stop, b.stop) - max(a.start, b.start)) >= max(a.stop - a.start, b.stop - b.start)
        for a, b in zip(one, other, strict=True)
    )


def _sides(copy: Planted) -> tuple[list[Span], list[Span]]:
    return [source for source, _ in copy.spans], [made for _, made in copy.spans]


def _characters(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(*span)}


def _length(spans: Iterable[Span]) -> int:
    return len(_characters(spans))


def growth(most: int) -> None:
    """Print time and memory at growing numbers of reports."""
    sizes = [size for size in SIZES if size <= most]
    index, pairs, seconds = LineageIndex(), 0, 0.0
    stream = reports()
    last: tuple[int, float] | None = None
    for size in sizes:
        for report in islice(stream, size - len(index)):
            started = time.process_time()
            pairs += len(index.add(report))
            seconds += time.process_time() - started
        line = f"{size:>7} reports: {size / seconds:,.0f}/s, {pairs:,} pairs, {_memory():,.0f} MB"
        if last is not None:
            line += f", exponent {math.log(seconds / last[1]) / math.log(size / last[0]):.2f}"
        print(line)
        sys.stdout.flush()
        last = size, seconds


def reports() -> Iterator[Report]:
    """The corpus again and again, after the first time each report as an edited copy."""
    rng = random.Random(_SEED)
    way = Way("copy", copied=(1.0, 1.0), own=False, edits=0.03)
    for document in documents():
        yield Report(document)
    before: Document | None = None
    number = 0
    while True:
        for document in documents():
            number += 1
            made = plant(document, before or document, way, rng).document
            yield Report(replace(made, id=f"{made.id}-{number}"))
            before = document


def _memory() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
