"""Count in how many reports of `../shared/corpus` each stem stands, as bands of a power of two.

    python -m training.word_bands > riwaya/resources/lexicons/word_bands.tsv

Only statistics come out: a stem and a number from 0 to 9. Function words of other languages, for
which the corpus has no count, are those of `OTHERS` in `word_bands_others.tsv`.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from riwaya.stories.features_words import stems

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus" / "news2018.jsonl.gz"
OTHERS = Path(__file__).with_name("word_bands_others.tsv")
LAST = 9
"""The rarest band written: one report of 512."""


def texts() -> Iterator[str]:
    """The texts of the corpus."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def bands(documents: Iterable[str]) -> dict[str, int]:
    """Stem -> rounded binary logarithm of one over the share of texts that it stands in."""
    counts: Counter[str] = Counter()
    number = 0
    for number, text in enumerate(documents, start=1):  # noqa: B007
        counts.update(set(stems(text)))
    found = {stem: round(math.log2(number / count)) for stem, count in counts.items()}
    return {stem: band for stem, band in found.items() if band <= LAST}


def main() -> None:
    """Write the table."""
    rows = {stem: (band, "ANT corpus v2.1") for stem, band in bands(texts()).items()}
    with OTHERS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            rows[row["word"]] = (0, row["source"])
    print("# In one of 2**band news reports the stem stands (training/word_bands.py).")
    print("stem\tband\tsource")
    for stem in sorted(rows):
        print(stem, *rows[stem], sep="\t")


if __name__ == "__main__":
    sys.exit(main())
