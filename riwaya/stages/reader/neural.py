"""The learned reader: cues by tagging, then each cue's source, content, via, stance and kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from riwaya.model import Claim, Origin, Span, annotation_id
from riwaya.stages.base import Draft, Layer, Proposal
from riwaya.stages.reader import decode, labels
from riwaya.stages.reader.network import CueScores, Encoded, Floats, Network
from riwaya.stages.reader.pack import load_pack
from riwaya.stages.reader.pieces import BEGIN, END, WordPieces
from riwaya.stages.reader.windows import Window, cut, paragraphs_of_words
from riwaya.text import TextView

MOST_CUES_AT_ONCE = 16
MOST_WORDS_AT_ONCE = 2048


@dataclass(frozen=True, slots=True)
class Biases:
    """Taken off the outside score of each tagging head: above 0 finds more, below 0 less.

    `seconded` is added for a cue word where an earlier reader has found a cue too.
    """

    cue: float = 0.0
    seconded: float = 0.0
    time: float = 0.0
    count: float = 0.0


@dataclass(frozen=True, slots=True)
class _Cue:
    """A cue found in a window: positions count the window's words."""

    run: decode.Run
    region: range


@dataclass(frozen=True, slots=True)
class _Seen:
    """A window after the first pass: word-level states and pointer keys, and the words' indexes."""

    view: TextView
    document: str
    indexes: tuple[int, ...]
    states: Floats
    keys: Floats
    near: Floats


class NeuralReader:
    """Reads claims with a model pack and proposes times and counts for the rule stages.

    Claims that are in the draft already are a second opinion on what is a cue, and are replaced.
    """

    name = "reader"
    needs: frozenset[Layer] = frozenset()
    gives: frozenset[Layer] = frozenset({"claims", "proposals"})

    def __init__(
        self,
        network: Network | None = None,
        pieces: WordPieces | None = None,
        biases: Biases | None = None,
        version: str = "unpacked",
    ) -> None:
        if network is None or pieces is None:
            pack = load_pack()
            network, pieces, version = pack.network, pack.pieces, pack.version
            biases = Biases(**pack.biases)
        self._network = network
        self._pieces = pieces
        self._biases = biases or Biases()
        self.version = version

    def run(self, draft: Draft) -> Draft:
        """The draft with claims and with proposals for times and counts."""
        view = draft.view
        sizes = [len(self._pieces.of(word)) for word in view.words]
        blocks = paragraphs_of_words(view)
        seconded = {view.words_in(claim.cue[0]).start for claim in draft.claims}
        claims: list[Claim] = []
        proposals: list[Proposal] = []
        for window in cut(view, sizes):
            encoded, first = self._encode(view, window)
            proposals.extend(self._proposals(view, window, encoded, first))
            bias = self._cue_bias(window, seconded)
            cues = list(_cues(window, encoded.cue[first[window.core :]], bias, blocks))
            if cues:
                seen = self._seen(draft, window, encoded, first)
                claims.extend(self._claims(seen, cues))
        return draft.having(claims=tuple(claims), proposals=tuple(proposals))

    def _encode(self, view: TextView, window: Window) -> tuple[Encoded, list[int]]:
        ids, first = [BEGIN], []
        for index in window.words:
            first.append(len(ids))
            ids.extend(self._pieces.of(view.words[index]))
        ids.append(END)
        return self._network.encode(ids), first

    def _seen(self, draft: Draft, window: Window, encoded: Encoded, first: list[int]) -> _Seen:
        ends = np.append(first[1:], len(encoded.low) - 1)
        sizes = (ends - np.asarray(first))[:, None]
        states = np.add.reduceat(encoded.low[: ends[-1]], first, axis=0) / sizes
        return _Seen(
            draft.view,
            draft.document.id,
            window.words,
            states.astype(np.float32),
            encoded.key[first],
            self._network.near,
        )

    def _proposals(
        self, view: TextView, window: Window, encoded: Encoded, first: list[int]
    ) -> Iterator[Proposal]:
        core = first[window.core :]
        words = window.words[window.core :]
        for run in decode.runs(encoded.time[core], labels.TIME, self._biases.time):
            span = view.span_of(words[run.first], words[run.last])
            yield Proposal("time", span, run.label, run.score)
        for run in decode.runs(encoded.count[core], labels.COUNT, self._biases.count):
            span = view.span_of(words[run.first], words[run.last])
            yield Proposal("count", span, run.label, run.score)

    def _cue_bias(self, window: Window, seconded: set[int]) -> Floats:
        extra = [self._biases.seconded * (i in seconded) for i in window.words[window.core :]]
        return np.asarray(extra, np.float32) + np.float32(self._biases.cue)

    def _claims(self, seen: _Seen, cues: list[_Cue]) -> Iterator[Claim]:
        for group in _groups(cues):
            scores = self._read(seen, group)
            for at, cue in enumerate(group):
                yield _claim(seen, cue, scores, at)

    def _read(self, seen: _Seen, group: list[_Cue]) -> CueScores:
        most = max(len(cue.region) for cue in group)
        words = np.zeros((len(group), most, seen.states.shape[1]), np.float32)
        marked = np.zeros((len(group), most), np.float32)
        mask = np.zeros((len(group), most), np.float32)
        for at, cue in enumerate(group):
            low = cue.region.start
            words[at, : len(cue.region)] = seen.states[low : cue.region.stop]
            mask[at, : len(cue.region)] = 1
            marked[at, cue.run.first - low : cue.run.last - low + 1] = 1
        return self._network.read_cues(words, marked, mask)


def _cues(window: Window, scores: Floats, bias: Floats, blocks: list[range]) -> Iterator[_Cue]:
    """Cues of the window's core by `scores` [core, labels], each with its paragraph's words."""
    place = {index: at for at, index in enumerate(window.words)}
    at_block = 0
    for found in decode.runs(scores, labels.CUE, bias):
        a, b = found.first + window.core, found.last + window.core
        while window.words[a] >= blocks[at_block].stop:
            at_block += 1
        seen = [place[i] for i in blocks[at_block] if place.get(i, -1) >= window.core]
        run = decode.Run(a, min(b, seen[-1]), "", found.score)
        yield _Cue(run, range(seen[0], seen[-1] + 1))


def _groups(cues: list[_Cue]) -> Iterator[list[_Cue]]:
    """Cues of like region sizes together, few enough to bound memory."""
    group: list[_Cue] = []
    for cue in sorted(cues, key=lambda c: len(c.region)):
        size = len(cue.region)
        wide = group and size > 1.25 * len(group[0].region) + 4
        full = len(group) == MOST_CUES_AT_ONCE or (len(group) + 1) * size > MOST_WORDS_AT_ONCE
        if group and (wide or full):
            yield group
            group = []
        group.append(cue)
    if group:
        yield group


def _claim(seen: _Seen, cue: _Cue, scores: CueScores, at: int) -> Claim:
    size, low = len(cue.region), cue.region.start

    def span(first: int, last: int) -> Span:
        return seen.view.span_of(seen.indexes[first], seen.indexes[last])

    cue_span = span(cue.run.first, cue.run.last)
    origins = [Origin("cue", "reader", "head:cue", round(cue.run.score, 3))]
    spans: dict[str, tuple[Span, ...]] = {}
    sure = [cue.run.score]
    for number, role in enumerate(labels.ROLES):
        inside = scores.inside[at, :size, number]
        main = decode.best_span(
            inside, scores.start[at, :size, number], scores.stop[at, :size, number],
            float(scores.none[at, number]),
        )  # fmt: skip
        spans[role] = ()
        if main is not None:
            pieces = [main, *(decode.further_runs(inside, main) if role == "content" else [])]
            spans[role] = tuple(span(low + a, low + b) for a, b in sorted(pieces))
            score = decode.span_score(inside, main)
            origins.append(Origin(role, "reader", f"head:{role}", round(score, 3)))
            sure.append(score)
    found = {
        field: _best(getattr(scores, field)[at], names)
        for field, names in (
            ("stance", labels.STANCES),
            ("source_type", labels.SOURCE_TYPES),
            ("mode", labels.MODES),
        )
    }
    for field, (_, score) in found.items():
        origins.append(Origin(field, "reader", f"head:{field}", round(score, 3)))
    earlier = _pointed(seen, cue, scores.query[at])
    if earlier is not None:
        origins.append(Origin("source_from", "reader", "head:source_from", round(earlier[2], 3)))
    return Claim(
        id=annotation_id(seen.document, "claim", [cue_span]),
        cue=(cue_span,),
        source=spans["source"],
        source_from=span(earlier[0], earlier[1]) if earlier is not None else None,
        content=spans["content"],
        via=spans["via"],
        mode=found["mode"][0],  # type: ignore[arg-type]
        stance=found["stance"][0],  # type: ignore[arg-type]
        source_type=found["source_type"][0],  # type: ignore[arg-type]
        confidence=round(float(np.prod(sure) ** (1 / len(sure))), 3),
        origins=tuple(origins),
    )


def _best(scores: Floats, names: tuple[str, ...]) -> tuple[str, float]:
    shares = decode.softmax(scores)
    at = int(shares.argmax())
    return names[at], float(shares[at])


def _pointed(seen: _Seen, cue: _Cue, query: Floats) -> tuple[int, int, float] | None:
    half = len(query) // 2
    scale = half**-0.5
    start = seen.keys[:, :half] @ query[:half] * scale
    start += seen.near[decode.buckets(np.arange(len(start)) - cue.run.first)]
    stop = seen.keys[:, half:] @ query[half:] * scale
    return decode.pointed(start.astype(np.float32), stop.astype(np.float32))
