"""How long a story of 50 reports takes to compare: `python -m bench.comparing [REPORTS]`.

The reports are neighbours in time of one word of the corpus' headlines, read once beforehand; the
time is that of `compare`, packs loaded. Needs `../shared`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from itertools import islice
from pathlib import Path

from riwaya.compare.compare import compare
from riwaya.model import Document, Report
from riwaya.pipeline import build_pipeline

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "news2018.jsonl.gz"
WORD = "الغوطة"
SIZES = (4, 12, 25, 50)


def main() -> None:
    """Command line: the most reports to compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("most", type=int, nargs="?", default=max(SIZES))
    most = parser.parse_args().most
    reports = _reports(most)
    compare("warm", reports[:2])
    for size in (*(s for s in SIZES if s < most), most):
        began = time.perf_counter()
        made = compare("bench", reports[:size])
        seconds = time.perf_counter() - began
        print(
            f"{size:4} reports, {len(made.accounts):5} accounts: {seconds:6.2f} s, "
            f"{len(made.relations)} relations, {len(made.questions)} questions"
        )


def _reports(most: int) -> list[Report]:
    pipeline = build_pipeline()
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        chosen = list(islice((row for row in rows if WORD in row["title"]), most))
    return [
        pipeline.run(
            Document(row["id"], row["text"], outlet=row["outlet"], published=row["published"])
        )
        for row in chosen
    ]


if __name__ == "__main__":
    main()
