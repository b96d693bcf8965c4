"""A report survives JSON with every span, and a line whose quotes lie is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riwaya.contract.report import parse, render, report_from_json, report_to_json
from riwaya.errors import DocumentError, InputError, SpanError
from riwaya.model import Claim, Document, Origin, Quantity, Report, Span, TimeValue

KEYS = "schema document mentions entities times counts claims events"
CLAIM_KEYS = (
    "id cue source source_from content via mode stance source_type parent speaker role isnad times "
    "counts mentions confidence origins"
)
TEXT = "قال الناطق سمير الجبلي أمس إن نحو 30 شخصا وصلوا"


def sample(text: str = TEXT) -> Report:
    origins = (Origin("cue", "reader", "head:cue", 0.9), Origin("mode", "claims", "no_quotes"))
    claim = Claim(
        id="c",
        cue=(Span(0, 3),),
        source=(Span(4, 22),),
        source_from=Span(4, 10),
        content=(Span(30, 47),),
        isnad=("الناطق", None),
        times=("t",),
        counts=("n",),
        confidence=0.75,
        origins=origins,
    )
    return Report(
        document=Document("d", text, "00", "الساحل", None, None, "2018-03-31", notes=("n",)),
        claims=(claim,),
        times=(TimeValue("t", Span(23, 26), "date", "2018-03-30", "published", True, origins),),
        counts=(Quantity("n", Span(30, 41), 30, None, True, "other"),),
        stages=("reader/1",),
    )


def test_the_keys_are_those_of_the_contract() -> None:
    value = report_to_json(sample())
    assert set(KEYS.split()) <= set(value)
    assert set(CLAIM_KEYS.split()) <= set(value["claims"][0])
    assert value["schema"] == "riwaya.report/1"
    assert value["times"][0]["quote"] == "أمس"
    assert value["counts"][0] | {"min": 30, "max": None, "approx": True} == value["counts"][0]
    assert value["claims"][0]["quotes"]["cue"] == ["قال"]
    assert value["claims"][0]["source_from"] == [4, 10]


def test_a_report_comes_back_as_it_was() -> None:
    assert parse(render(sample())) == sample()


@given(st.data())
def test_spans_of_any_text_survive(data: st.DataObject) -> None:
    anything = st.characters() | st.sampled_from("\ud800\udfff\u2028\u0085\n\ufeffلأ\u0640😀")
    text = data.draw(st.text(anything, min_size=1))
    starts = st.integers(0, len(text) - 1)
    spans = data.draw(st.lists(starts.flatmap(lambda a: st.builds(
        Span, st.just(a), st.integers(a + 1, len(text)))), min_size=1, max_size=5))  # fmt: skip
    report = Report(Document("d", text), (Claim("c", tuple(spans), content=tuple(spans)),))
    if any("\ud800" <= a <= "\udbff" and "\udc00" <= b <= "\udfff" for a, b in zip(text, text[1:])):  # noqa: B905, RUF007
        with pytest.raises(DocumentError):
            render(report)
        return
    line = render(report)
    assert len(line.splitlines()) == 1
    assert parse(line.encode("utf-8").decode("utf-8")) == report
    quotes = json.loads(line)["claims"][0]["quotes"]["content"]
    assert quotes == [text[start:stop] for start, stop in spans]


def shifted(value: dict[str, Any]) -> None:
    value["claims"][0]["cue"] = [[1, 4]]


def other_text(value: dict[str, Any]) -> None:
    value["document"]["text"] = " " + value["document"]["text"]


def wrong_time(value: dict[str, Any]) -> None:
    value["times"][0]["quote"] = "غدا"


def outside(value: dict[str, Any]) -> None:
    value["counts"][0]["span"] = [30, 4000]


@pytest.mark.parametrize("change", [shifted, other_text, wrong_time, outside])
def test_a_quote_that_is_not_the_text_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    value = report_to_json(sample())
    change(value)
    with pytest.raises(SpanError):
        report_from_json(value)


@pytest.mark.parametrize(
    "line",
    ["", "[]", "{}", '{"schema": "riwaya.report/2"}', '{"schema": "riwaya.report/1"}',
     '{"schema": "riwaya.report/1", "document": 3}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_report_is_refused(line: str) -> None:
    with pytest.raises(InputError):
        parse(line)


def test_a_span_outside_the_text_is_not_written() -> None:
    with pytest.raises(SpanError):
        render(sample("قصير"))
