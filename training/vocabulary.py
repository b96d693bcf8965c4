"""Prunes the encoder's vocabulary to what Arabic news needs."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import Unigram

from riwaya.text import TextView

LEAST_SEEN = 2
_ARABIC_ONLY = re.compile("▁?[\u0621-\u063a\u0641-\u064a]+")
_ARABIC_LETTERS = [chr(c) for c in range(0x0621, 0x064B)]
_ASCII = [chr(c) for c in range(0x21, 0x7F)]
_MARKS = list("«»“”‘’،؛؟…–—٪▁")


def kept_pieces(pieces: list[str], scores: list[float], corpus: Path, limit: int) -> list[int]:
    """Indexes into `pieces` to keep, in order: the four special ones, every single letter and mark,
    all pieces of Arabic letters, and each other piece that the first `limit` reports of the corpus
    use at least twice."""
    tokenizer = Tokenizer(Unigram(list(zip(pieces, scores, strict=True)), unk_id=3))
    words: Counter[str] = Counter()
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= limit:
                break
            for word in TextView(json.loads(line)["text"]).words:
                words["▁" * word.after_space + word.plain] += 1
    seen: Counter[int] = Counter()
    for word, times in words.items():
        for token in tokenizer.model.tokenize(word):
            seen[token.id] += times
    single = {*_ARABIC_LETTERS, *_ASCII, *_MARKS}
    keep = set(range(4))
    keep.update(i for i, p in enumerate(pieces) if p in single or p.removeprefix("▁") in single)
    keep.update(i for i, p in enumerate(pieces) if _ARABIC_ONLY.fullmatch(p))
    keep.update(i for i, times in seen.items() if times >= LEAST_SEEN)
    return sorted(i for i in keep if i < 4 or _script_kept(pieces[i]))


def _script_kept(piece: str) -> bool:
    letters = [c for c in piece if c.isalpha()]
    return all(re.search("ARABIC|LATIN", unicodedata.name(c, "")) for c in letters)
