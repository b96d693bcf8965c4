"""Count in how many reports of `../shared/corpus` each stem stands, as bands of a power of two.

    python -m training.word_bands > riwaya/resources/lexicons/word_bands.tsv

Only statistics come out: a stem, a number from 0 to 9, and whether its
first letter belongs to it. Function words of other languages, for
which the corpus has no count, are those of `word_bands_others.tsv`.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from riwaya.stories.features_words import cut, without_article, without_endings, words

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus" / "news2018.jsonl.gz"
OTHERS = Path(__file__).with_name("word_bands_others.tsv")
CLITICS = "وفبل"
SEEN = 5
"""Reports in which a stem must stand behind an article to count as whole."""

LAST = 9
"""The rarest band written: one report of 512."""


def texts() -> Iterator[str]:
    """The texts of the corpus."""
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def whole_stems(documents: Iterable[str]) -> set[str]:
    """Stems whose first letter only looks like a clitic: they stand behind an article too (الوزارة,
    where nothing but the word itself can begin with و)."""
    counts: Counter[str] = Counter()
    for text in documents:
        bare = {without_article(word) for word in set(words(text))}
        counts.update({without_endings(word) for word in bare if word and word[0] in CLITICS})
    return {stem for stem, count in counts.items() if count >= SEEN}


def bands(documents: Iterable[str], whole: Container[str]) -> dict[str, int]:
    """Stem -> rounded binary logarithm of one over the share of texts that it stands in."""
    counts: Counter[str] = Counter()
    number = 0
    for text in documents:
        counts.update({cut(word, whole) for word in set(words(text))})
        number += 1
    found = {stem: round(math.log2(number / count)) for stem, count in counts.items()}
    return {stem: band for stem, band in found.items() if band <= LAST}


def main() -> None:
    """Write the table."""
    whole = whole_stems(texts())
    found = bands(texts(), whole)
    rows = {
        stem: (band, "yes" if stem in whole else "", "ANT corpus v2.1")
        for stem, band in found.items()
    }
    with OTHERS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            rows[row["word"]] = (0, "", row["source"])
    print("# In one of 2**band news reports the stem stands (training/word_bands.py).")
    print("stem\tband\twhole\tsource")
    for stem in sorted(rows):
        print(stem, *rows[stem], sep="\t")


if __name__ == "__main__":
    main()
