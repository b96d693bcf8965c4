"""Gold reports as training examples: windows of word pieces with labels per word and per cue."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from riwaya.model import Span
from riwaya.stages.reader import labels
from riwaya.stages.reader.decode import buckets
from riwaya.stages.reader.network import share_of
from riwaya.stages.reader.pieces import BEGIN, END, WordPieces
from riwaya.stages.reader.windows import Window, cut, paragraphs_of_words
from riwaya.text import TextView, fold_letters
from training.names import ANY_NAME, IGNORE, Names, name_tags

QUOTES = frozenset("\"'«»“”‘’")
COMMAS = frozenset("،,")
TAGS = ("cue", "time", "count")


@dataclass
class Example:
    """A gold report: its view and its annotations as the JSON has them."""

    id: str
    view: TextView
    gold: dict[str, Any]
    published: str | None = None
    story: str | None = None
    names: Names | None = None
    """None where the names are not known."""


@dataclass
class Cue:
    """One claim inside a window. Word positions are the window's."""

    words: list[int]
    region: range
    roles: dict[str, list[list[int]]]
    stance: int
    source_type: int
    mode: int
    pointer: tuple[int, int]
    """First and last word of `source_from`; -1 for none, IGNORE when it is out of sight."""


@dataclass
class Item:
    """One window, ready to be batched."""

    ids: list[int]
    size: list[int]
    cue: list[int]
    time: list[int]
    count: list[int]
    name: list[int]
    """Bit k is set where label k is right: all are where names are not known."""
    clitic: list[int]
    cues: list[Cue] = field(default_factory=list)


def read_gold(folder: Path) -> list[Example]:
    """All reports of a gold folder (`docs/`, `claims/`), by id."""
    out = []
    for path in sorted((folder / "claims").glob("*.json")):
        document = json.loads((folder / "docs" / path.name).read_text(encoding="utf-8"))
        gold = json.loads(path.read_text(encoding="utf-8"))
        view = TextView(document["text"])
        out.append(Example(path.stem, view, gold, document.get("published"), document.get("story")))
    return out


def split(examples: list[Example], share: int = 8) -> tuple[list[Example], list[Example]]:
    """(for fitting, held out): one in `share`, by hash of the story, or of the id without one."""

    def held(example: Example) -> bool:
        return zlib.crc32((example.story or example.id).encode()) % share == 0

    return [e for e in examples if not held(e)], [e for e in examples if held(e)]


class Items:
    """Makes windows of examples, with augmentation when given a random source.

    `alone`: how many single paragraphs are added for each report, so that a pasted sentence is read
    as well as a whole report.
    """

    def __init__(self, pieces: WordPieces, alone: int = 0) -> None:
        self.pieces = pieces
        self.alone = alone

    def plain(self, example: Example) -> list[Item]:
        """The windows as the reader will cut them."""
        sizes = [len(self.pieces.of(w)) for w in example.view.words]
        return [
            self._item(example, window, frozenset(), False) for window in cut(example.view, sizes)
        ]

    def augmented(self, example: Example, rng: random.Random) -> list[Item]:
        """The windows with random crops, levelled spellings and dropped marks."""
        view = example.view
        levelled = rng.random() < 0.15
        dropped: set[int] = set()
        draw = rng.random()
        if draw < 0.06:
            dropped = {i for i, w in enumerate(view.words) if w.plain in QUOTES}
        elif draw < 0.12:
            dropped = {
                i for i, w in enumerate(view.words) if w.plain in COMMAS and rng.random() < 0.5
            }
        sizes = [len(self.pieces.of(w)) for w in view.words]
        windows = cut(view, sizes)
        if rng.random() < 0.3:
            windows = [self._cropped(view, sizes, rng)]
        blocks = paragraphs_of_words(view)
        chosen = rng.sample(blocks, min(self.alone, len(blocks)))
        windows += [Window(tuple(block)[:300], 0) for block in chosen]
        return [self._item(example, w, frozenset(dropped), levelled) for w in windows]

    def _cropped(self, view: TextView, sizes: list[int], rng: random.Random) -> Window:
        blocks = paragraphs_of_words(view)
        first = rng.randrange(len(blocks))
        words: list[int] = []
        room = 500
        for block in blocks[first:]:
            size = sum(sizes[i] for i in block)
            if size > room:
                break
            words.extend(block)
            room -= size
        return Window(tuple(words or list(blocks[first])[:200]), 0)

    def _item(self, example: Example, window: Window, dropped: frozenset[int], level: bool) -> Item:
        view = example.view
        kept = [i for i in window.words if i not in dropped]
        core = set(window.words[window.core :])
        ids, size = [BEGIN], []
        for index in kept:
            word = view.words[index]
            text = fold_letters(word.plain) if level else word.plain
            parts = self.pieces.of_text(text, word.after_space)
            if len(ids) + len(parts) > 511:
                kept = kept[: len(size)]
                break
            size.append(len(parts))
            ids.extend(parts)
        ids.append(END)
        place = {index: at for at, index in enumerate(kept)}
        known = "claims" in example.gold
        blank = [0 if known and i in core else IGNORE for i in kept]
        item = Item(ids, size, list(blank), list(blank), list(blank), [], [])
        item.name, item.clitic = name_tags(example, kept, core)
        _mark(item.time, example, place, "times", "type", labels.TIME)
        _mark(item.count, example, place, "counts", "kind", labels.COUNT)
        for claim in example.gold.get("claims", []):
            self._add_cue(item, example, claim, place, core, bool(dropped))
        return item

    def _add_cue(
        self, item: Item, example: Example, claim: dict[str, Any], place: dict[int, int],
        core: set[int], altered: bool,
    ) -> None:  # fmt: skip
        view = example.view
        words = [i for i in view.words_in(Span(*claim["cue"][0])) if i in place]
        if not words or words[0] not in core:
            return
        local = [place[i] for i in words]
        for at, tag in zip(local, ("B", *"I" * len(local)), strict=False):
            if item.cue[at] != labels.CUE.index("B"):
                item.cue[at] = labels.CUE.index(tag)
        for extra in claim["cue"][1:]:
            for i in view.words_in(Span(*extra)):
                if i in place and item.cue[place[i]] == 0:
                    item.cue[place[i]] = IGNORE
        block = next(b for b in paragraphs_of_words(view) if words[0] in b)
        inside = [place[i] for i in block if i in place]
        region = range(inside[0], inside[-1] + 1)
        roles = {}
        for role in labels.ROLES:
            runs = [[place[i] for i in view.words_in(Span(*s)) if i in place] for s in claim[role]]
            runs = [[at for at in run if at in region] for run in runs]
            roles[role] = [run for run in runs if run]
        item.cues.append(Cue(
            local, region, roles,
            labels.STANCES.index(claim["stance"]),
            labels.SOURCE_TYPES.index(claim["source_type"]),
            IGNORE if altered else labels.MODES.index(claim["mode"]),
            _pointer(view, claim["source_from"], place)
            if claim.get("source_from_known", True)
            else (IGNORE, IGNORE),
        ))  # fmt: skip


def _pointer(view: TextView, span: list[int] | None, place: dict[int, int]) -> tuple[int, int]:
    if span is None:
        return -1, -1
    words = list(view.words_in(Span(*span)))
    if not words or words[0] not in place or words[-1] not in place:
        return IGNORE, IGNORE
    return place[words[0]], place[words[-1]]


def _mark(
    tags: list[int], example: Example, place: dict[int, int], layer: str, kind: str,
    names: tuple[str, ...],
) -> None:  # fmt: skip
    for entry in example.gold.get(layer, []):
        words = [place[i] for i in example.view.words_in(Span(*entry["span"])) if i in place]
        for number, at in enumerate(words):
            if tags[at] != IGNORE:
                tags[at] = names.index(f"B-{entry[kind]}" if number == 0 else "I")


@dataclass
class Batch:
    """Tensors of some windows and of the C cues in them. R is the number of roles."""

    ids: Tensor
    mask: Tensor
    share: Tensor  # [B, W + 2, L] see the reader's `share_of`
    real: Tensor  # [B, W + 2] 1 at words and marks
    cue: Tensor
    time: Tensor
    count: Tensor
    name: Tensor  # [B, W] bits of the labels that are right
    clitic: Tensor
    where: Tensor  # [C, M] flat index into B*W of the words of the cue's region
    words: Tensor  # [C, M] 1 for real words
    marked: Tensor  # [C, M] 1 for cue words
    inside: Tensor  # [C, M, R]
    start: Tensor  # [C, R] word of the region, M for none
    stop: Tensor
    window: Tensor  # [C]
    pointer: Tensor  # [C, 2] word of the window, W for none
    distance: Tensor  # [C, W] bucket of the distance from the cue to each word
    kinds: Tensor  # [C, 3] stance, source type, mode

    def to(self, device: torch.device) -> Batch:
        """The batch on `device`."""
        return Batch(*(tensor.to(device) for tensor in vars(self).values()))


def _padded(rows: list[list[int]], width: int, filler: int) -> npt.NDArray[np.int64]:
    out = np.full((len(rows), width), filler, np.int64)
    for row, values in zip(out, rows, strict=True):
        row[: len(values)] = values
    return out


def collate(items: list[Item]) -> Batch:
    """Items as one padded batch."""
    long, wide = max(len(i.ids) for i in items), max(len(i.size) for i in items)
    share = np.zeros((len(items), wide + 2, long), np.float32)
    for row, item in zip(share, items, strict=True):
        row[: len(item.size) + 2, : len(item.ids)] = share_of(item.size)
    cues = [(number, cue) for number, item in enumerate(items) for cue in item.cues]
    most = max((len(c.region) for _, c in cues), default=1)
    n, roles = len(cues), len(labels.ROLES)
    where, real, marked = (np.zeros((n, most), np.int64) for _ in range(3))
    inside = np.zeros((n, most, roles), np.float32)
    edges = np.full((2, n, roles), most, np.int64)
    pointer = np.full((n, 2), IGNORE, np.int64)
    distance = np.zeros((n, wide), np.int64)
    for at, (number, cue) in enumerate(cues):
        region = np.asarray(cue.region)
        where[at, : len(region)] = number * wide + region
        real[at, : len(region)] = 1
        marked[at, [w - region[0] for w in cue.words if w - region[0] < most]] = 1
        for role, name in enumerate(labels.ROLES):
            runs = cue.roles[name]
            for run in runs:
                inside[at, [w - region[0] for w in run], role] = 1
            if runs:
                main = max(runs, key=len)
                edges[:, at, role] = main[0] - region[0], main[-1] - region[0]
        pointer[at] = [wide if p == -1 else p for p in cue.pointer]
        distance[at] = buckets(np.arange(wide) - cue.words[0])
    tags = (_padded([getattr(i, k) for i in items], wide, IGNORE) for k in TAGS)
    whole = [[1] * len(i.ids) for i in items]
    words = [[1] * (len(i.size) + 2) for i in items]
    arrays = (
        _padded([i.ids for i in items], long, 1), _padded(whole, long, 0),
        share, _padded(words, wide + 2, 0), *tags,
        _padded([i.name for i in items], wide, ANY_NAME),
        _padded([i.clitic for i in items], wide, IGNORE), where, real, marked, inside,
        edges[0], edges[1], np.array([w for w, _ in cues], np.int64), pointer, distance,
        np.array([[c.stance, c.source_type, c.mode] for _, c in cues], np.int64).reshape(-1, 3),
    )  # fmt: skip
    return Batch(*(torch.from_numpy(np.ascontiguousarray(a)) for a in arrays))


def batches(
    examples: list[Example], items: Items, size: int, rng: random.Random
) -> Iterator[Batch]:
    """One epoch of augmented windows in random order, near lengths together."""
    pool = [item for example in examples for item in items.augmented(example, rng) if item.size]
    rng.shuffle(pool)
    pool.sort(key=lambda item: len(item.ids) // 100)
    groups = [pool[i : i + size] for i in range(0, len(pool), size)]
    rng.shuffle(groups)
    for group in groups:
        yield collate(group)
