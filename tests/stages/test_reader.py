"""The learned reader without a model: windows, decoding, and what becomes of scores."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.errors import ResourceError
from riwaya.model import Claim, Document, Origin, Span
from riwaya.stages.base import Draft
from riwaya.stages.reader import NeuralReader, decode, labels
from riwaya.stages.reader.network import CueScores, Encoded, Floats, share_of
from riwaya.stages.reader.neural import Biases
from riwaya.stages.reader.pack import has_pack, load_pack, pack_folder
from riwaya.stages.reader.pieces import WordPieces
from riwaya.stages.reader.windows import ROOM, cut
from riwaya.text import TextView

WIDTH = 4
LETTERS = [(char, -1.0) for char in '▁ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإئؤةى.،:"«»']
VOCABULARY = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *LETTERS]
PIECES = WordPieces(VOCABULARY)
SAID = PIECES.of_text("قال", True)
NAME = PIECES.of_text("سامر", True)


def _outside(words: int, names: Sequence[str]) -> Floats:
    """Scores that put every word outside."""
    scores = np.full((words, len(names)), -4, np.float32)
    scores[:, 0] = 4
    return scores


class Script:
    """A network that takes each `قال` for a cue, the word after it for its source, the rest of
    the paragraph for its content."""

    near: Floats = np.zeros(16, np.float32)

    def encode(self, ids: Sequence[int], sizes: Sequence[int]) -> Encoded:
        firsts = np.cumsum([1, *sizes])[:-1]
        cue = _outside(len(sizes), labels.CUE)
        name = _outside(len(sizes), labels.NAME)
        for word, at in enumerate(firsts):
            if tuple(ids[at : at + len(SAID)]) == SAID:
                cue[word] = (-4, 4, -4)
            if tuple(ids[at : at + len(NAME)]) == NAME:
                name[word, labels.NAME.index("B-person")] = 8
        clitic = np.zeros((len(sizes), len(labels.CLITIC)), np.float32)
        states, key = np.ones((len(sizes), WIDTH), np.float32), np.zeros((len(sizes), 8))
        tags = cue, _outside(len(sizes), labels.TIME), _outside(len(sizes), labels.COUNT)
        return Encoded(states, *tags, name, clitic, key.astype(np.float32) - 1)

    def read_cues(self, _words: Floats, marked: Floats, mask: Floats) -> CueScores:
        rows, size = mask.shape
        inside = np.full((rows, size, 3), -4, np.float32)
        edges = np.full((2, rows, size, 3), -4, np.float32)
        for row in range(rows):
            at, last = int(marked[row].argmax()), int(mask[row].sum()) - 1
            for role, (first, final) in enumerate([(at + 1, at + 1), (at + 2, last)]):
                if final <= last and first <= final:
                    inside[row, first : final + 1, role] = 4
                    edges[0, row, first, role] = edges[1, row, final, role] = 4
        kinds = (len(labels.STANCES), len(labels.SOURCE_TYPES), len(labels.MODES))
        flat = [np.eye(1, n, dtype=np.float32).repeat(rows, 0) for n in kinds]
        none = np.zeros((rows, 3), np.float32)
        query = np.ones((rows, 8), np.float32)
        return CueScores(inside, edges[0], edges[1], none, *flat, query)


READER = NeuralReader(Script(), PIECES)


def read(text: str, *seconds: Claim) -> list[Claim]:
    """What the scripted reader claims of a text, after these claims of an earlier one."""
    return list(READER.run(Draft.of(Document("d", text)).having(claims=seconds)).claims)


def test_scores_become_spans_of_the_text() -> None:
    text = "في البلدة\nقال سامر ان الباب مفتوح\nقال نادر لا"
    first, second = read(text)
    assert [s.of(text) for s in (*first.cue, *first.source)] == ["قال", "سامر"]
    assert first.content[0].of(text) == "ان الباب مفتوح"
    assert second.content[0].of(text) == "لا"
    assert {o.rule for o in first.origins} >= {"head:cue", "head:source", "head:content"}


def test_names_are_proposed_with_their_kind() -> None:
    text = "في البلدة\nقال سامر ان الباب مفتوح"
    proposals = READER.run(Draft.of(Document("d", text))).proposals or ()
    assert [(p.kind, p.label, p.span.of(text)) for p in proposals] == [("name", "person", "سامر")]


def test_a_word_is_the_mean_of_its_pieces() -> None:
    share = share_of([2, 1])
    assert share.tolist() == [
        [1, 0, 0, 0, 0],
        [0, 0.5, 0.5, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 0, 0, 0, 1],
    ]


def test_every_cue_of_a_long_text_is_read_once() -> None:
    line = "قال سامر ان الباب الكبير في اخر الطريق مفتوح من الصباح الى المساء "
    text = "\n".join([line] * 60) + "\n" + line * 40
    claims = read(text)
    assert len(claims) == 100
    assert len({claim.cue for claim in claims}) == 100


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("ابت قال\n.،", max_size=80), max_size=40))
def test_window_cores_hold_each_word_once_and_fit(lines: list[str]) -> None:
    view = TextView("\n".join(lines))
    sizes = [len(PIECES.of(word)) for word in view.words]
    windows = cut(view, sizes)
    cores = [index for window in windows for index in window.words[window.core :]]
    assert cores == list(range(len(view.words)))
    assert all(sum(sizes[i] for i in window.words) <= ROOM for window in windows)


def test_a_lone_surrogate_is_a_word_like_another() -> None:
    assert PIECES.of_text("\ud800", True)
    assert read("قال \ud800 نعم")


def test_a_second_opinion_moves_the_threshold() -> None:
    scores = np.array([[1.0, 0.0, -4.0]], np.float32)
    assert decode.runs(scores, labels.CUE) == []
    assert [r.first for r in decode.runs(scores, labels.CUE, np.array([2.0], np.float32))] == [0]
    reader = NeuralReader(Script(), PIECES, Biases(cue=-20, seconded=40))
    text = "قال سامر نعم"
    second = Claim("x", (Span(0, 3),), confidence=0.9)
    draft = Draft.of(Document("d", text))
    assert not reader.run(draft).claims
    assert reader.run(draft.having(claims=(second,))).claims


def test_a_doubtful_head_gives_way_to_the_rule_with_its_origin() -> None:
    origin = Origin("stance", "rules", "lexicon", None)
    second = Claim("x", (Span(0, 3),), stance="denied", origins=(origin,))
    (claim,) = read("قال سامر نعم", second)
    assert claim.stance == "denied"
    assert origin in claim.origins


def test_a_refusal_is_taken_as_the_rules_have_it() -> None:
    text = "قال سامر نعم"
    cue = (Span(0, 3), Span(9, 12))
    (claim,) = read(text, Claim("x", cue, stance="no_comment"))
    assert (claim.cue, claim.stance, claim.content) == (cue, "no_comment", ())
    assert claim.source[0].of(text) == "سامر"


def brute_force(inside: Floats, start: Floats, stop: Floats, none: float) -> float:
    """The best score over all spans and "none", by trying them all."""
    share = [np.append(s, none) - np.logaddexp.reduce(np.append(s, none)) for s in (start, stop)]
    odds = np.clip(inside, -decode.ODDS_LIMIT, decode.ODDS_LIMIT) * decode.INSIDE_SHARE
    spans = [
        share[0][i] + share[1][j] + odds[i : j + 1].sum()
        for i in range(len(inside))
        for j in range(i, len(inside))
    ]
    return float(max([*spans, share[0][-1] + share[1][-1]]))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_the_linear_search_finds_the_best_span(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    inside, start, stop = rng.normal(0, 3, (3, size)).astype(np.float32)
    none = float(rng.normal(0, 3))
    best = brute_force(inside, start, stop, none)
    found = decode.best_span(inside, start, stop, none)
    share = [np.append(s, none) - np.logaddexp.reduce(np.append(s, none)) for s in (start, stop)]
    odds = np.clip(inside, -decode.ODDS_LIMIT, decode.ODDS_LIMIT) * decode.INSIDE_SHARE
    score = (
        share[0][-1] + share[1][-1]
        if found is None
        else share[0][found[0]] + share[1][found[1]] + odds[found[0] : found[1] + 1].sum()
    )
    assert score == pytest.approx(best, abs=1e-3)


def test_distances_fall_into_sixteen_buckets() -> None:
    found = decode.buckets(np.array([-500, -1, 0, 1, 500]))
    assert found.tolist() == [7, 1, 0, 9, 15]


def test_a_missing_pack_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="--reader rules"):
        load_pack(tmp_path)


@pytest.mark.skipif(not has_pack(), reason="no model pack is installed")
def test_a_damaged_pack_is_refused_by_name(tmp_path: Path) -> None:
    for path in pack_folder().iterdir():
        shutil.copy(path, tmp_path)
    graph = bytearray((tmp_path / "cue.onnx").read_bytes())
    graph[len(graph) // 2] ^= 1
    (tmp_path / "cue.onnx").write_bytes(graph)
    with pytest.raises(ResourceError, match=r"cue\.onnx"):
        load_pack(tmp_path)
