"""Reads the sets of names: ours (`names/`), ANERcorp, AQMAR and Wojood.

How their labels are read (also in the model card):

- ANERcorp: PERS person; LOC place or facility; ORG organisation or group; MISC left out.
- AQMAR: PER, LOC, ORG as above; its article-specific MIS labels left out.
- Wojood: PERS person; GPE, LOC place; FAC facility; ORG organisation or group; NORP group or none;
  EVENT event; of nested names the longest; all else none.

In these sets a word outside of names may be a description that stands for one (`nominal`): they
do not mark those.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from riwaya.model import Span
from riwaya.text import TextView
from training.data import Example
from training.names import NameMark, Names, TaggedText

WORDS_A_TEXT = 240
OUTSIDE = ("O", "B-nominal")

Kinds = Mapping[str, tuple[str, ...]]
Run = tuple[int, int, tuple[str, ...]]
Tags = Sequence[Sequence[str]]
_PLAIN: Kinds = {
    "PERS": ("person",),
    "PER": ("person",),
    "LOC": ("place", "facility"),
    "ORG": ("organisation", "group"),
}
_WOJOOD: Kinds = {
    "PERS": ("person",),
    "ORG": ("organisation", "group"),
    "NORP": (),
    "GPE": ("place",),
    "LOC": ("place",),
    "FAC": ("facility",),
    "EVENT": ("event",),
}


def with_names(examples: list[Example], folder: Path) -> list[Example]:
    """`examples` with the names that `folder` (`names/train`) holds for them set in place."""
    for example in examples:
        path = folder / f"{example.id}.json"
        if not path.is_file():
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        example.names = Names([
            NameMark(
                Span(*mention["span"]),
                ("nominal",) if mention.get("nominal") else (entity["kind"],),
            )
            for entity in gold["entities"]
            for mention in entity["mentions"]
        ])  # fmt: skip
    return examples


def anercorp(path: Path) -> list[Example]:
    """ANERcorp in its own order."""
    return _texts("anercorp", path, lambda tags: _flat(tags, _PLAIN))


def held_out(examples: list[Example], share: float = 0.1) -> tuple[list[Example], list[Example]]:
    """(for fitting, the end that is held out to measure on)."""
    cut = len(examples) - int(len(examples) * share)
    return examples[:cut], examples[cut:]


def aqmar(folder: Path) -> list[Example]:
    """All articles of AQMAR."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        found += _texts(f"aqmar-{path.stem}", path, lambda tags: _flat(tags, _PLAIN))
    return found


def wojood(path: Path) -> list[Example]:
    """One file of Wojood: names may be nested, the longest of those that we know is taken."""
    return _texts("wojood", path, _nested)


def _texts(name: str, path: Path, marks: Callable[[Tags], Iterator[Run]]) -> list[Example]:
    found: list[Example] = []
    text = TaggedText()
    for tokens, tags in _sentences(path):
        text.add(tokens, marks(tags))
        if text.words >= WORDS_A_TEXT:
            found.append(_example(f"{name}-{len(found)}", text))
            text = TaggedText()
    if text.words:
        found.append(_example(f"{name}-{len(found)}", text))
    return found


def _example(name: str, text: TaggedText) -> Example:
    example = Example(name, TextView(text.text), {})
    example.names = Names(text.marks, OUTSIDE)
    return example


def _sentences(path: Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    tokens: list[str] = []
    tags: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) < 2 or parts[0] == "$#$":
            if tokens:
                yield tokens, tags
            tokens, tags = [], []
            continue
        tokens.append(parts[0])
        tags.append(parts[1:])
    if tokens:
        yield tokens, tags


def _flat(tags: Tags, kinds: Kinds) -> Iterator[Run]:
    """Runs of B-x I-x; a label that `kinds` lacks gives a run where all is right."""
    start = None
    for at, tag in enumerate([*(t[0] for t in tags), "O"]):
        inside = tag.startswith("I")
        if start is not None and not inside:
            yield start, at - 1, kinds.get(tags[start][0][2:], ())
            start = None
        if start is None and tag != "O":
            start = at


def _nested(tags: Tags) -> Iterator[Run]:
    """The longest names of the kinds that we know; NORP gives a run where all is right."""
    runs: list[tuple[int, int, str]] = []
    for kind in _WOJOOD:
        start = None
        for at in range(len(tags) + 1):
            here = tags[at] if at < len(tags) else ()
            if start is not None and f"I-{kind}" not in here:
                runs.append((start, at - 1, kind))
                start = None
            if f"B-{kind}" in here:
                start = at
    taken: set[int] = set()
    for first, last, kind in sorted(runs, key=lambda run: run[0] - run[1]):
        if not taken & set(range(first, last + 1)):
            taken.update(range(first, last + 1))
            yield first, last, _WOJOOD[kind]
