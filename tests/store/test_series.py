"""Which addresses are one."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riwaya.store.series import canonical_url, series_of
from tests.store_kit import make_report


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Nawras.Example/Path?b=2&a=1#top", "https://nawras.example/Path?b=2&a=1"),
        ("https://nawras.example", "https://nawras.example/"),
        ("https://n.example/a?utm_source=x&id=3&fbclid=y&UTM_term=z", "https://n.example/a?id=3"),
        ("https://n.example/a?&&id=", "https://n.example/a?id="),
        ("https://User@N.example/", "https://User@n.example/"),
        ("https://n.example/a?utmost=1", "https://n.example/a?utmost=1"),
        (" https://n.example/خبر ", "https://n.example/خبر"),
        ("https://[broken", "https://[broken"),
        ("no url", "no url"),
    ],
)
def test_canonical_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@given(st.text(st.characters(exclude_categories=[])))
@settings(deadline=None)
def test_any_text_has_a_canonical_form_that_stays(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once


def test_a_document_without_an_address_is_alone() -> None:
    one, two = make_report(id="1"), make_report(id="2")
    assert series_of(one.document) != series_of(two.document)
    other = make_report("قال آخر", url="https://n.example/1#a", outlet="وكالة الجسر")
    assert series_of(other.document) == series_of(make_report(url="https://n.example/1").document)


def test_the_list_of_parameters_is_sorted_and_has_sources() -> None:
    path = files("riwaya.store") / "tracking_parameters.tsv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    assert header.split("\t") == ["name", "meaning", "source"]
    assert rows == sorted(rows)
    assert all(len(row.split("\t")) == 3 and all(row.split("\t")) for row in rows)
