"""What must hold of any text: sound spans, no failure, time linear in length, sound lexicons."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.model import Document
from riwaya.resources import lexicon
from riwaya.stages.base import Draft
from riwaya.stages.dates import DatesStage
from riwaya.stages.dates.matching import RULES
from riwaya.stages.dates.vocabulary import leveled
from tests.timing import Work, growth

LEXICONS = ("months", "weekdays", "units", "numbers", "words", "phrases")
FORMS = sorted({row["form"] for name in LEXICONS for row in lexicon(f"time_{name}")})
PIECES = st.sampled_from([*FORMS, "2018", "12", "/", "-", "(", ")", "،", ".", "\n", "و", "لل", ":"])
PUBLISHED = st.sampled_from([None, "2018-03-31", "2018-03-31T23:10:00+03:00", "0001-01-02"])


def check(text: str, published: str | None) -> None:
    times = DatesStage().run(Draft.of(Document("d", text, published=published))).times
    last = 0
    for item in times:
        assert last <= item.span.start < item.span.stop <= len(text)
        assert item.span.of(text).strip()
        last = item.span.stop
    assert len({item.id for item in times}) == len(times)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30), st.sampled_from(["", " ", "  "]), PUBLISHED)
def test_any_mixture_of_time_words(pieces: list[str], glue: str, published: str | None) -> None:
    check(glue.join(pieces), published)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), PUBLISHED)
def test_any_unicode(text: str, published: str | None) -> None:
    check(text, published)


@pytest.mark.parametrize(
    "piece",
    [
        "1.",
        "12/",
        "2018 ",
        "أمس ",
        "و",
        "يوم ",
        "قبل ",
        "ثلاثة و",
        "مارس/",
        "الساعة ",
        "(",
        "السبت و",
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    def reading(length: int) -> Work:
        draft = Draft.of(Document("d", piece * (length // len(piece)), published="2018-03-31"))
        assert draft.view.letters is not None
        return lambda: DatesStage().run(draft)

    assert growth(reading, 10_000, 80_000, enough=24) < 24


@pytest.mark.parametrize("name", LEXICONS)
def test_lexicons_are_sorted_sourced_and_free_of_doubles(name: str) -> None:
    rows = lexicon(f"time_{name}")
    keys = [tuple(row.values()) for row in rows]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert all(row["source"] and leveled(row["form"]) for row in rows)


def test_rules_have_names_of_their_own_and_are_in_the_docs() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    page = (Path(__file__).resolve().parents[2] / "docs" / "dates.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in page] == []
