"""The whole pipeline on arbitrary text: every span's words are what its quote says."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riwaya.contract import report as jsonl
from riwaya.model import Document
from riwaya.pipeline import Pipeline, build_pipeline
from riwaya.stages.reader.pack import has_pack

_REAL = [
    "قال", "وأضاف", "المتحدث", "باسم", "المجلس", "إن", "أن", "«", "»", '"', ":", "،", ".", "\n",
    "12", "قتيلا", "نحو", "٤٠٠", "مدني", "أمس", "السبت", "أكتوبر/تشرين", "الأول", "بحسب", "رويترز",
    "مــــحمد", "عُلِّقت", "ﻻ", "ﷺ", "\u200f", "\u202e", "\u2066", "\u200b", "\ud800", "𐍈", "e\u0301",
    "دمشق", "محافظة", "الرقة", "ريف", "الغربي", "بوتين", "الرئيس", "السوري", "التنظيم", "حزب الله",
    "للأمم المتحدة", "بيان", "مصدر", "وزير الخارجية الروسي", "بلاده", "مستشفى", "CNN", "(أ ف ب)",
    "\r\n", "\u2028", "\u0085", "x" * 70,
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(_REAL), st.text(max_size=6)), max_size=60).map(" ".join)


@pytest.fixture(scope="module", params=["rules", "neural"])
def pipeline(request: pytest.FixtureRequest) -> Pipeline:
    if request.param == "neural" and not has_pack():
        pytest.skip("no model pack is installed")
    return build_pipeline(reader=request.param)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS)
def test_every_quote_is_the_text_at_its_span(pipeline: Pipeline, text: str) -> None:
    report = pipeline.run(Document("d", text, published="2021-05-19"))
    line = jsonl.render(report)
    line.encode("utf-8")
    written = json.loads(line)
    stored = written["document"]["text"]
    assert stored == text
    spanned = ("times", "counts", "mentions", "places")
    for entry in (entry for layer in spanned for entry in written[layer]):
        start, stop = entry["span"]
        assert 0 <= start < stop <= len(stored)
        assert entry["quote"] == stored[start:stop]
    for claim in written["claims"]:
        for part in ("cue", "source", "content", "via"):
            quotes = [stored[a:b] for a, b in claim[part]]
            assert claim["quotes"][part] == quotes
            assert all(quotes)
    known = {entity["id"] for entity in written["entities"]}
    assert {mention["entity"] for mention in written["mentions"]} <= known | {None}
    assert {hop for claim in written["claims"] for hop in claim["isnad"]} <= known | {None}
    assert jsonl.parse(line) == report


def test_a_rerun_gives_the_same_line(pipeline: Pipeline) -> None:
    text = "قال المتحدث باسم المجلس أمس إن 12 شخصا قتلوا.\nوأضاف أن الطريق مغلق."
    first, second = (jsonl.render(pipeline.run(Document("d", text))) for _ in range(2))
    assert first == second
