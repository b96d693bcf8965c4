"""The learned reader: cues by tagging, then each cue's source, content, via, stance and kinds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from riwaya.model import Claim
from riwaya.stages.base import Draft, Layer, Proposal, Target
from riwaya.stages.reader import decode, labels
from riwaya.stages.reader.assemble import Cue, Seen, claim_of
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

    `seconded` times its confidence is added where an earlier reader has found a cue too.
    """

    cue: float = 0.0
    seconded: float = 0.0
    time: float = 0.0
    count: float = 0.0
    name: float = 0.0


@dataclass(frozen=True, slots=True)
class _Passed:
    """A window after the encoder."""

    window: Window
    encoded: Encoded

    @property
    def core(self) -> slice:
        """The words that are read in this window."""
        return slice(self.window.core, None)


class NeuralReader:
    """Reads claims with a model pack and proposes times, counts and names for the rule stages.

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
        """The draft with claims and with proposals for times, counts and names."""
        view = draft.view
        sizes = [len(self._pieces.of(word)) for word in view.words]
        blocks = paragraphs_of_words(view)
        seconds = {view.words_in(claim.cue[0]).start: claim for claim in draft.claims}
        claims: list[Claim] = []
        proposals: list[Proposal] = []
        for window in cut(view, sizes):
            passed = self._pass(view, window)
            proposals.extend(self._proposals(view, passed))
            bias = self._cue_bias(window, seconds)
            cues = list(_cues(window, passed.encoded.cue[passed.core], bias, blocks))
            if cues:
                seen = Seen(
                    view, draft.document.id, window.words, passed.encoded.states,
                    passed.encoded.key, self._network.near, seconds,
                )  # fmt: skip
                claims.extend(self._claims(seen, cues))
        claims.sort(key=lambda claim: claim.cue)
        return draft.having(claims=tuple(claims), proposals=tuple(proposals))

    def _pass(self, view: TextView, window: Window) -> _Passed:
        pieces = [self._pieces.of(view.words[index]) for index in window.words]
        ids = [BEGIN, *chain.from_iterable(pieces), END]
        return _Passed(window, self._network.encode(ids, [len(part) for part in pieces]))

    def _proposals(self, view: TextView, passed: _Passed) -> Iterator[Proposal]:
        words, scores = passed.window.words[passed.core], passed.encoded
        heads: tuple[tuple[Target, Floats, tuple[str, ...], float], ...] = (
            ("time", scores.time, labels.TIME, self._biases.time),
            ("count", scores.count, labels.COUNT, self._biases.count),
            ("name", scores.name, labels.NAME, self._biases.name),
        )  # fmt: skip
        for kind, tags, names, bias in heads:
            for run in decode.runs(tags[passed.core], names, bias):
                span = view.span_of(words[run.first], words[run.last])
                yield Proposal(kind, span, run.label, run.score)

    def _cue_bias(self, window: Window, seconds: Mapping[int, Claim]) -> Floats:
        found = (seconds.get(index) for index in window.words[window.core :])
        extra = [self._biases.seconded * claim.confidence if claim else 0.0 for claim in found]
        return np.asarray(extra, np.float32) + np.float32(self._biases.cue)

    def _claims(self, seen: Seen, cues: list[Cue]) -> Iterator[Claim]:
        for group in _groups(cues):
            scores = self._read(seen, group)
            for at, cue in enumerate(group):
                yield claim_of(seen, cue, scores, at)

    def _read(self, seen: Seen, group: list[Cue]) -> CueScores:
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


def _cues(window: Window, scores: Floats, bias: Floats, blocks: list[range]) -> Iterator[Cue]:
    """Cues of the window's core by `scores` [core, labels], each with its paragraph's words."""
    place = {index: at for at, index in enumerate(window.words)}
    at_block = 0
    for found in decode.runs(scores, labels.CUE, bias):
        a, b = found.first + window.core, found.last + window.core
        while window.words[a] >= blocks[at_block].stop:
            at_block += 1
        seen = [place[i] for i in blocks[at_block] if place.get(i, -1) >= window.core]
        run = decode.Run(a, min(b, seen[-1]), "", found.score)
        yield Cue(run, range(seen[0], seen[-1] + 1))


def _groups(cues: list[Cue]) -> Iterator[list[Cue]]:
    """Cues of like region sizes together, few enough to bound memory."""
    group: list[Cue] = []
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
