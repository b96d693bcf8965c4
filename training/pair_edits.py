"""Training pairs made by editing claims and sentences, and by pairing real ones.

From each text come pairs of several labels that share its words: what is edited stands in
`contradicts` as well as in `agrees` and `none`, on either side, so that neither side alone gives
the label away (`training.pair_check` measures that).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

from riwaya.text import fold_letters
from training.pair_edits_corpus import (
    Line,
    Lines,
    common_words,
    corpus_reports,
    gold_reports,
    hours_between,
    lines_of,
    mined,
    story_twins,
)
from training.pair_edits_meaning import edits_of
from training.pair_edits_none import lookalikes
from training.pair_edits_told import told
from training.pair_edits_toll import tolls
from training.pair_edits_wording import respelled, shortened, told_again
from training.pair_edits_words import words
from training.pair_sets import Pair

_FIGURE = re.compile(r"\d")
Made = tuple[str, str, str, str]  # both texts, label, kind
SHARES = {"contradicts": 0.32, "agrees": 0.2, "repeats": 0.1, "updates": 0.08, "none": 0.3}
_LATER = 3.0  # hours from which another number is a later one
_LEAD = 6  # paragraphs of a report of the corpus that are read
_SAME = ("twin", "copy")
_PER_REPORT = 3  # texts of one report of the corpus that are edited
_TOLD = 0.2  # share of what speaks of other matter that is given with who tells it
# What comes first, beside 1 for the rest: what two reports tell, and what has figures.
_TWICE_RANK, _FIGURE_RANK = 0.4, 0.55
_OVERLAP = (0.12, 0.4)  # of two lines of one report that are told apart


@dataclass(frozen=True, slots=True)
class Base:
    """A text to edit, the same told by another report (or None), the same told
    with another number, and texts of other matter."""

    line: Line
    twin: Line | None
    numbers: tuple[Line, ...]
    others: tuple[tuple[str, Line], ...]

    @property
    def rank(self) -> float:
        """How late it is used, beside other bases (1: latest)."""
        told_twice = self.twin is not None or bool(self.numbers)
        figures = bool(_FIGURE.search(self.line.text))
        return (_TWICE_RANK if told_twice else 1.0) * (_FIGURE_RANK if figures else 1.0)


def edited_pairs(shared: Path, seed: int, most: int) -> list[Pair]:
    """Up to `most` pairs in the shares of `SHARES`, in random order; the same for the same seed.

    Raises OSError when the gold or the corpus is missing.
    """
    rng = Random(seed)
    bases = bases_of(shared, rng)
    wanted = {label: round(share * most) for label, share in SHARES.items()}
    kept: dict[str, dict[Pair, None]] = {label: {} for label in SHARES}
    for pair in _endless(bases, rng):
        if len(kept[pair.label]) < wanted[pair.label]:
            kept[pair.label].setdefault(pair)
        if all(len(kept[label]) >= wanted[label] for label in SHARES):
            break
    pairs = [pair for found in kept.values() for pair in found]
    rng.shuffle(pairs)
    return pairs


def _endless(bases: Sequence[Base], rng: Random) -> Iterator[Pair]:
    """Pairs of all bases, with other edits at each of a few rounds."""
    for _ in range(4):
        ranks = [rng.random() * base.rank for base in bases]
        for _, base in sorted(zip(ranks, bases, strict=True), key=lambda ranked: ranked[0]):
            yield from pairs_of(base, rng)


def bases_of(shared: Path, rng: Random) -> list[Base]:
    """The texts to edit: all of the gold, what two reports tell in two ways, some of the rest."""
    gold = [lines_of(report, claims) for report, claims in gold_reports(shared)]
    rest = [lines_of(report, paragraphs=_LEAD) for report in corpus_reports(shared)]
    partners: dict[Line, list[tuple[str, Line]]] = defaultdict(list)
    for found in mined([*gold, *rest], common_words(rest)):
        partners[found.a].append((found.kind, found.b))
        partners[found.b].append((found.kind, found.a))
    bases = [
        _base(line, report, partners.get(line, []), rng)
        for report in [*gold, *rest]
        for line in _chosen(report, partners, rng)
    ]
    for found in story_twins(shared):
        one, other = rng.sample((found.a, found.b), 2)
        bases.append(Base(one, other, (), ()))
    return bases


def _chosen(report: Lines, partners: dict[Line, list[tuple[str, Line]]], rng: Random) -> list[Line]:
    """The lines of a report to edit: those told by another report, and some of the others, those
    with figures first half of the time."""
    paired: list[Line] = []
    left: list[Line] = []
    for line in report.lines:
        told_twice = any(kind != "near" for kind, _ in partners.get(line, ()))
        (paired if told_twice else left).append(line)
    if report.gold:
        return paired + left
    rng.shuffle(left)
    if rng.random() < 0.5:
        left.sort(key=lambda line: not _FIGURE.search(line.text))
    return paired + left[:_PER_REPORT]


def _base(line: Line, report: Lines, partners: list[tuple[str, Line]], rng: Random) -> Base:
    same = [other for kind, other in partners if kind in _SAME]
    numbers = [other for kind, other in partners if kind == "number"]
    near = [("near", other) for kind, other in partners if kind == "near"]
    inside = [("same_report", other) for other in report.lines if _apart(line, other)]
    others = rng.sample(inside, min(2, len(inside))) + rng.sample(near, min(2, len(near)))
    return Base(line, rng.choice(same) if same else None, tuple(numbers[:1]), tuple(others))


def _apart(a: Line, b: Line) -> bool:
    """Whether two lines of one report share words and yet say different things."""
    overlap = len(a.bag & b.bag) / len(a.bag | b.bag)
    return _OVERLAP[0] <= overlap <= _OVERLAP[1] and 0 < a.paragraph != b.paragraph > 0


def pairs_of(base: Base, rng: Random) -> Iterator[Pair]:
    """The pairs that are made of a text, each with its sides in a random order."""
    for a, b, label, kind in _made(base, rng):
        if a != b or label == "repeats":
            first, second = (a, b) if rng.random() < 0.5 else (b, a)
            yield Pair(first, second, label, kind, base.line.group)


def _made(base: Base, rng: Random) -> Iterator[Made]:
    text = base.line.text
    again = base.twin.text if base.twin else told_again(text, rng)
    how = "twin" if base.twin else "again"
    changed = edits_of(again, rng, most=rng.choice((1, 1, 2)))
    changed = [(kind, edited) for kind, edited in changed if clashes(text, again, edited)]
    for kind, edited in changed:
        yield text, edited, "contradicts", f"{kind}_{how}" if base.twin else kind
    edited = changed[0][1] if changed else again
    yield from _same(text, again, edited, how, rng)
    if changed:
        yield from _as_told_by(text, again, edited, rng)
    yield from _other_matter(base, edited, rng)
    for toll, label, kind in tolls(text, rng):
        yield text, toll, label, kind
    for later in base.numbers:
        hours = hours_between(base.line, later)
        if hours >= _LATER:
            yield text, later.text, "updates", "mined_number"


def clashes(text: str, again: str, edited: str) -> bool:
    """Whether what was edited in `again` is also said in `text`, and in its unedited words.

    What two reports tell differs in details: to edit a detail that only one has contradicts
    nothing.
    """
    before, after = [_folded(words(side)) for side in (again, edited)]
    match = SequenceMatcher(None, before, after, autojunk=False)
    said = set(_folded(words(text)))
    for tag, i1, i2, j1, j2 in match.get_opcodes():
        if tag == "equal":
            continue
        gone = before[i1:i2] or before[i1 : i1 + 1]  # of an insertion: the word that it denies
        if not said & set(gone) or (said & set(after[j1:j2]) - set(before)):
            return False
    return True


def _folded(found: list[str]) -> list[str]:
    return [fold_letters(word).removeprefix("و").removeprefix("ال") for word in found]


def _same(text: str, again: str, edited: str, how: str, rng: Random) -> Iterator[Made]:
    """The text and its like, or what was edited and its like: both say the same."""
    if how == "twin":
        yield text, again, "agrees", "twin"
    if how == "again" and rng.random() < 0.5:
        yield text, again, "agrees", "again"
    else:
        yield edited, told_again(edited, rng), "agrees", "again_edited"
    source = rng.choice((text, edited))
    copy = shortened(source, rng) or source
    yield source, respelled(copy, rng) or copy, "repeats", "copy"


def _as_told_by(text: str, again: str, edited: str, rng: Random) -> Iterator[Made]:
    """Pairs in which it matters who tells it, and on which day."""
    same = rng.random() < 0.4
    left = rng.choice((text, edited)) if same else text
    right = (told_again(left, rng) if left == edited else again) if same else edited
    a, b, label = told(left, right, same, rng)
    yield a, b, label, "told"


def _other_matter(base: Base, edited: str, rng: Random) -> Iterator[Made]:
    """The text, as it is or edited, beside what speaks of something else."""
    text = base.line.text
    for kind, other in base.others:
        beside = other.text
        if rng.random() < 0.5:
            beside = next((new for _, new in edits_of(beside, rng, most=1)), beside)
        this = rng.choice((text, edited))
        if rng.random() < _TOLD:
            this, beside, _ = told(this, beside, False, rng)
        yield this, beside, "none", kind
    for kind, other_text in lookalikes(text, rng)[:1]:
        yield text, told_again(other_text, rng, whole=True), "none", kind
        yield other_text, told_again(other_text, rng), "agrees", "again_edited"
