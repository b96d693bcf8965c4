"""Whatever a report and its evidence hold, the store gives it back, and what it gives is sound."""

from __future__ import annotations

from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riwaya.records import Selection
from riwaya.store.base import Decided
from riwaya.store.words import marked, unmarked
from tests.store_kit import (
    StoreKind,
    make_report,
    postgres_server,
    postgres_url,
    put,
    stores,
)

__all__ = ["postgres_server", "postgres_url", "stores"]

# Any code point, those that databases and JSON stumble over more often than others.
_ODD = st.sampled_from("\x00\x10\x7f\ud800\udfff\ufffe\uffff\u2028\u202e\u0640'\"%_\\😀0af")
_TEXT = st.text(st.one_of(_ODD, st.characters(exclude_categories=[])), min_size=1, max_size=40)
_MAYBE = st.none() | _TEXT
_DATES = st.none() | st.dates().map(str)


def joined(text: str) -> str:
    """Without surrogate pairs, which the contract refuses: JSON reads a pair as one character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


@given(_TEXT)
@settings(deadline=None)
def test_a_marked_text_has_no_odd_character_and_comes_back(text: str) -> None:
    stored = marked(text)
    assert unmarked(stored) == text
    assert "\x00" not in stored
    stored.encode("utf-8")


def test_only_what_needs_it_is_marked() -> None:
    assert marked("قال نادر") == "قال نادر"
    assert marked("\x00\x10\ud800") == "\x100000\x100010\x10d800"
    assert unmarked("\x10 قال") == "\x10 قال"


@given(
    text=st.lists(_TEXT, min_size=4, max_size=8).map(lambda words: joined(" ".join(words))),
    fields=st.fixed_dictionaries(
        {"outlet": _MAYBE, "url": _MAYBE, "title": _MAYBE, "published": _DATES,
         "notes": st.lists(_TEXT, max_size=2).map(tuple)}
    ),
    raw=st.binary(max_size=50),
    said=st.tuples(_TEXT, _TEXT),
)  # fmt: skip
@settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_report_comes_back_as_it_was(stores: StoreKind, text, fields, raw, said) -> None:
    document = uuid4().hex
    report = make_report(text, id=document, **fields)
    with stores.open() as store:
        assert put(store, report, raw) == "new"
        record = store.record(document)
        assert record.report == report
        assert raw in [store.raw(capture.sha256) for capture in record.captures]
        if said[0].strip() and said[1].strip():
            made = store.judge(Decided(document, "document", document, "confirm", *said))
            assert made in [judged.judgement for judged in store.judgements(document)]
        assert [one.report for one in store.records(Selection((document,)))] == [report]
        assert list(store.verify(store.head())) == []


def test_a_large_document_and_large_evidence(stores: StoreKind) -> None:
    report = make_report("قال نادر قصاب إن الجسر مغلق. " * 2_000)
    with stores.open() as store:
        put(store, report, bytes(range(256)) * 40_000)
        assert store.record(report.document.id).report == report
        assert list(store.verify()) == []
