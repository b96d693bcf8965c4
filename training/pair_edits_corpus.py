"""Sentences and claim contents to edit, and pairs of reports that tell one thing in two ways.

From `gold/train` and from the corpus without any report that is in `gold/train` or `gold/dev`.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

from riwaya.text import fold_letters
from training.pair_edits_numbers import numbers_of
from training.pair_edits_words import clean, listed, words

LEAST, MOST = 6, 40  # words of a text that is used
_SENTENCE = re.compile(r"(?<=[.!؟?])\s+")
_LEAD = 5  # paragraphs of a report whose sentences are compared with other reports
_COMMON = 0.02  # share of sentences: words in more of them bind nothing together
_SHARED = 3  # uncommon words that two sentences must share to be compared
_TWIN = 0.5  # overlap (Jaccard) from which two sentences are taken to tell one thing
_COPY = 0.85
_NEAR = (0.08, 0.18)
_HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Line:
    """One text of a report: a sentence (`paragraph` 0: the headline) or a claim's content.

    `time`: seconds since 1970 of the report. `group`: its story, else its day.
    """

    text: str
    document: str
    outlet: str
    time: float
    group: str
    paragraph: int
    bag: frozenset[str] = field(default_factory=frozenset, compare=False)


@dataclass(slots=True)
class Lines:
    """The lines of a report, and of its claims where it has any (`gold`)."""

    group: str
    lines: list[Line]
    gold: bool


def gold_reports(shared: Path) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The reports of `gold/train` with their claims, by id."""
    for path in sorted((shared / "gold/train/docs").glob("*.json")):
        claims = shared / "gold/train/claims" / path.name
        report = json.loads(path.read_text(encoding="utf-8"))
        yield report, json.loads(claims.read_text(encoding="utf-8"))["claims"]


def corpus_reports(shared: Path) -> Iterator[dict[str, Any]]:
    """The reports of the corpus that are in no part of the gold, in file order."""
    known = {path.stem for part in ("train", "dev") for path in shared.glob(f"gold/{part}/docs/*")}
    with gzip.open(shared / "corpus/news2018.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            report = json.loads(line)
            if report["id"] not in known:
                yield report


def bag_of(text: str) -> frozenset[str]:
    """The words of a text levelled in spelling and without their article."""
    return frozenset(_levelled(word) for word in words(text))


@lru_cache(maxsize=1 << 17)
def _levelled(word: str) -> str:
    return re.sub(r"^(?:وال|بال|لل|ال|و(?=\w{3}))", "", fold_letters(word))


def _fits(text: str) -> bool:
    return LEAST <= len(words(text)) <= MOST


def lines_of(
    report: dict[str, Any], claims: Iterable[dict[str, Any]] = (), paragraphs: int | None = None
) -> Lines:
    """The lines of a report that are neither too short nor too long, in order.

    `paragraphs`: only so many of the first ones, the headline among them.
    """
    group, time = _group(report), _time(report)
    found: dict[str, int] = {}
    for number, paragraph in enumerate(report["text"].split("\n")[:paragraphs]):
        for sentence in _SENTENCE.split(paragraph):
            found.setdefault(clean(sentence), number)
    for claim in claims:
        text = " ".join(report["text"][a:b] for a, b in claim["content"])
        number = report["text"].count("\n", 0, claim["cue"][0][0])
        found.setdefault(clean(text), number)
    return Lines(
        group,
        [
            Line(text, report["id"], report["outlet"], time, group, number, bag_of(text))
            for text, number in found.items()
            if _fits(text)
        ],
        bool(claims),
    )


@dataclass(frozen=True, slots=True)
class Mined:
    """Two lines of different reports of one day or story. `kind`: `twin` tells the same in other
    words, `copy` in nearly the same, `number` with another number, `near` something else."""

    a: Line
    b: Line
    kind: str


def common_words(reports: Sequence[Lines]) -> frozenset[str]:
    """Words so frequent that to share them means nothing."""
    seen: Counter[str] = Counter()
    total = 0
    for report in reports:
        for line in report.lines:
            seen.update(line.bag)
            total += 1
    return frozenset(word for word, count in seen.items() if count > _COMMON * total)


def mined(reports: Sequence[Lines], common: frozenset[str]) -> Iterator[Mined]:
    """Pairs of lines of different reports of one group, in order of the groups' names."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for report in reports:
        groups[report.group] += [line for line in report.lines if line.paragraph < _LEAD]
    for name in sorted(groups):
        yield from _mined_in(groups[name], common)


def _mined_in(lines: list[Line], common: frozenset[str]) -> Iterator[Mined]:
    holders: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        for word in line.bag - common:
            holders[word].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for word in sorted(holders):
        if len(holders[word]) <= 40:
            shared.update(combinations(holders[word], 2))
    for (one, two), count in sorted(shared.items()):
        a, b = lines[one], lines[two]
        if a.document != b.document and a.text != b.text:
            kind = _kind(a, b, count)
            if kind:
                yield Mined(a, b, kind)


def _kind(a: Line, b: Line, shared: int) -> str | None:
    union = len(a.bag | b.bag)
    overlap = len(a.bag & b.bag) / union
    if shared < _SHARED:
        return None
    if _NEAR[0] <= overlap <= _NEAR[1]:
        # Reports of one story may well say one thing in such different words.
        return "near" if a.group.startswith("day-") else None
    if overlap < _TWIN:
        return None
    if bool(listed("denies") & set(words(a.text))) != bool(listed("denies") & set(words(b.text))):
        return None
    one, two = numbers_of(a.text), numbers_of(b.text)
    if one == two:
        return "copy" if overlap >= _COPY else "twin"
    if len(one) == len(two) and len(one ^ two) == 2:  # exactly one number differs
        return "number"
    return None


def story_twins(shared: Path) -> Iterator[Mined]:
    """What two reports of a story of `stories/train` say alike by its relations."""
    reports = {report["id"]: (report, claims) for report, claims in gold_reports(shared)}
    for path in sorted((shared / "stories/train").glob("*.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        for relation in story["relations"]:
            if relation["relation"] in ("agrees", "repeats"):
                a = _referred(relation["a"], reports)
                b = _referred(relation["b"], reports)
                if a and b and a.text != b.text:
                    yield Mined(a, b, "twin")


def _referred(
    reference: str, reports: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]
) -> Line | None:
    """The line that `document#c3` (a claim) or `document#P2` (a paragraph) stands for."""
    document, part = reference.split("#")
    report, claims = reports[document]
    paragraphs = report["text"].split("\n")
    if part.startswith("P"):
        text = paragraphs[int(part[1:])]
    else:
        spans = next(claim["content"] for claim in claims if claim["id"] == part)
        text = " ".join(report["text"][start:stop] for start, stop in spans)
    text = clean(text)
    if len(words(text)) > 2 * MOST or len(words(text)) < LEAST // 2:
        return None
    return Line(text, document, report["outlet"], _time(report), _group(report), 1, bag_of(text))


def _time(report: dict[str, Any]) -> float:
    try:
        return datetime.fromisoformat(str(report.get("published"))).timestamp()
    except ValueError:
        return 0.0


def _group(report: dict[str, Any]) -> str:
    return str(report.get("story") or f"day-{str(report.get('published'))[:10]}")


def hours_between(a: Line, b: Line) -> float:
    """Hours between the reports of two lines (never negative)."""
    return abs(a.time - b.time) / _HOUR
