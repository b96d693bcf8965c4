# ruff: noqa: F811
"""What a search finds, in which order, and what it shows: on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from riwaya.model import Report, Span
from riwaya.records import Found, Hit, Query, Selection
from riwaya.store import open_store
from riwaya.store.base import Store
from tests.store.searching import Said, find, kinds, marked, person, place, place_for, report
from tests.store_kit import (  # noqa: F401
    KINDS,
    StoreKind,
    postgres_server,
    postgres_url,
    put,
    stores,
)

QASSAB = person("نادر قصاب", "قصاب", "نادر قصاب")
COUNCIL = person("مجلس وادي الزان المحلي", "المجلس")
ZAN = place("وادي الزان", "geonames:1")
WARD = place("تل الورد", "geonames:2")

BRIDGE_TEXT = (
    "قال نادر قصاب، رئيس المجلس المحلي في وادي الزان، إن الجسر القديم أُغلق أمس أمام ٤٠٠ عائلة.\n"
    'ونفى المجلس سقوط قتلى في تل الورد، وأكد شاهد أن "الطريق، إلى الجسر" آمن.'
)


def bridge() -> Report:
    return report(
        BRIDGE_TEXT,
        [
            Said("قال", "نادر قصاب", "الجسر القديم أُغلق أمس أمام ٤٠٠ عائلة",
                 speaker=QASSAB, organisation=COUNCIL, role="رئيس المجلس المحلي"),
            Said("نفى", "المجلس", "سقوط قتلى في تل الورد", "denied", COUNCIL,
                 places=("تل الورد",)),
            Said("أكد", "شاهد", "الطريق، إلى الجسر"),
        ],
        (ZAN, WARD),
        title="إغلاق معبر حيوي", outlet="صوت الوادي", published="2018-03-31",
    )  # fmt: skip


def convoy() -> Report:
    return report(
        "ذكرت رنا الدرع أن القافلة وصلت بالأمس إلى وادي الزان، وأن BBC والـBBC صورتاها.",
        [Said("ذكرت", "رنا الدرع", "القافلة وصلت بالأمس إلى وادي الزان",
              speaker=person("رنا الدرع"), places=("وادي الزان",))],
        (ZAN,), outlet="نورس", published="2019-01-02T10:00:00Z", title="قافلة",
    )  # fmt: skip


@pytest.fixture(scope="module", params=KINDS)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store that tests only read."""
    with place_for(request, tmp_path_factory) as where, open_store(where) as store:
        put(store, bridge())
        put(store, convoy())
        yield store


@pytest.fixture
def own(stores: StoreKind) -> Iterator[Store]:
    """A store that a test adds to."""
    with stores.open() as store:
        put(store, bridge())
        put(store, convoy())
        yield store


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("جسر", ["الجسر", "الجسر"]),
        ("الجسر", ["الجسر", "الجسر"]),
        ("اغلق", ["أُغلق"]),
        ("امس", ["أمس"]),
        ("400", ["٤٠٠"]),
        ("٤٠٠", ["٤٠٠"]),
        ("عائله", ["عائلة"]),
        ("نفى", ["ونفى"]),
        ("ونفي", ["ونفى"]),
        ("الجـــسر", ["الجسر", "الجسر"]),
        ('"الجسر القديم"', ["الجسر القديم"]),
        ("«الجسر القديم»", ["الجسر القديم"]),
        ("“الطريق إلى الجسر”", ["الطريق، إلى الجسر"]),
        ("المحلي مجلس", ["المجلس", "المحلي", "المجلس"]),
        ("سر", []),
        ("قديم الجسور", []),
        ('"القديم الجسر"', []),
        ('"عائلة ونفى"', []),  # across paragraphs
        ('"حيوي قال"', []),  # across title and text
        ("لس", []),
    ],
)  # fmt: skip
def test_words_and_phrases_are_found_in_a_text(store: Store, words: str, found: list[str]) -> None:
    hits = find(store, words, "text", until="2018-12-31")
    assert marked(hits) == ([found] if found else [])


def test_letters_of_any_case_are_found_with_and_without_particles(store: Store) -> None:
    assert marked(find(store, "bbc", "text")) == [["BBC", "والـBBC"]]


def test_every_hit_quotes_its_text(store: Store) -> None:
    texts = {one.document.id: one.document for one in (bridge(), convoy())}
    for words in ("الجسر", "في", "وادي", "قال", "قافلة", "معبر", ""):
        for hit in find(store, words):
            document = texts[hit.document]
            quoted = document.title if hit.in_title else hit.span and hit.span.of(document.text)
            assert hit.snippet == quoted
            assert (hit.title, hit.outlet) == (document.title, document.outlet)
            assert all(0 <= mark.start < mark.stop <= len(hit.snippet) for mark in hit.marks)
            assert list(hit.marks) == sorted(hit.marks)


def test_a_word_that_stands_only_in_the_title_is_shown_there(store: Store) -> None:
    (hit,) = find(store, "حيوي")
    assert (hit.kind, hit.in_title, hit.span, hit.snippet) == (
        "text", True, None, "إغلاق معبر حيوي",
    )  # fmt: skip
    assert marked([hit]) == [["حيوي"]]
    (hit,) = find(store, "معبر الجسر", "text")  # one in the title, one in the text
    assert not hit.in_title


def test_claims_are_searched_in_their_content_alone(store: Store) -> None:
    assert kinds(find(store, "الجسر")) == ["text", "claim", "claim"]
    assert kinds(find(store, "الجسر", "claims")) == ["claim", "claim"]
    assert find(store, "قصاب", "claims") == []
    claims = {claim.id: claim for claim in bridge().claims}
    for hit in find(store, "الجسر", "claims"):
        (content,) = claims[str(hit.claim)].content
        assert hit.span is not None
        for mark in hit.marks:
            at = Span(hit.span.start + mark.start, hit.span.start + mark.stop)
            assert content.holds(at)


def test_speakers_are_found_by_naming_role_organisation_and_known_names(store: Store) -> None:
    for words in ("قصاب", "رئيس المجلس", "قصاب وادي", "نادر مجلس"):
        hits = [hit for hit in find(store, words, "speakers") if hit.claim == bridge().claims[0].id]
        assert kinds(hits) == ["speaker"], words
    (hit,) = find(store, "قصاب نادر", "speakers")
    assert marked([hit]) == [["نادر", "قصاب"]]
    assert find(store, "القديم", "speakers") == []


def test_a_speaker_found_by_another_name_has_its_naming_marked(store: Store) -> None:
    hits = find(store, '"الزان المحلي"', "speakers")  # only the lexicon says so
    assert marked(hits) == [["نادر قصاب"], ["المجلس"]]


def test_a_speaker_is_one_hit_in_a_document(stores: StoreKind) -> None:
    text = "قال سالم إن الباب مغلق. وأضاف سالم أن النور مطفأ."
    said = [Said("قال", "سالم", "الباب مغلق", speaker=person("سالم")),
            Said("أضاف", "سالم", "النور مطفأ", "uncertain", speaker=person("سالم"))]  # fmt: skip
    with stores.open() as store:
        put(store, one := report(text, said))
        (hit,) = find(store, "سالم", "speakers")
        assert hit.claim == one.claims[0].id
        (hit,) = find(store, "سالم", "speakers", stance="uncertain")
        assert hit.claim == one.claims[1].id


def test_words_are_left_out(store: Store) -> None:
    assert len(find(store, "وادي", "text")) == 2
    assert [hit.outlet for hit in find(store, "وادي -الجسر", "text")] == ["نورس"]
    assert [hit.outlet for hit in find(store, "وادي -جسور", "text")] == ["نورس", "صوت الوادي"]
    assert [hit.outlet for hit in find(store, 'وادي -"رنا الدرع"', "text")] == ["صوت الوادي"]
    assert [hit.outlet for hit in find(store, 'وادي -"الدرع رنا"', "text")] == [
        "نورس", "صوت الوادي",
    ]  # fmt: skip
    left = find(store, "-الجسر", "claims")
    assert [hit.outlet for hit in left] == ["نورس", "صوت الوادي"]
    assert len(find(store, '-"الجسر القديم"', "claims")) == 3


def test_a_date_or_tag_is_a_phrase_of_its_words(stores: StoreKind) -> None:
    with stores.open() as store:
        put(store, report("نشر في 2018-03-31 تحت #باب_مفتوح"))
        put(store, report("في 31 من مفتوح باب 03 2018"))
        assert len(find(store, "2018-03-31")) == 1
        assert len(find(store, "#باب_مفتوح")) == 1
        assert len(find(store, "2018 03 31")) == 2


@pytest.mark.parametrize(
    ("selection", "outlets"),
    [
        (Selection(), ["نورس", "صوت الوادي"]),
        (Selection(outlet="الوادي"), ["صوت الوادي"]),
        (Selection(outlet="واد"), []),
        (Selection(outlet="؟"), []),
        (Selection(speaker="قصاب نادر"), ["صوت الوادي"]),
        (Selection(speaker=QASSAB.id), ["صوت الوادي"]),
        (Selection(speaker=COUNCIL.id), ["صوت الوادي"]),
        (Selection(speaker="local:0000"), []),
        (Selection(speaker="قصاب الدرع"), []),
        (Selection(place="الزان"), ["نورس", "صوت الوادي"]),
        (Selection(place="محافظة السهل"), ["نورس", "صوت الوادي"]),
        (Selection(place="geonames:2"), ["صوت الوادي"]),
        (Selection(place="الورد"), ["صوت الوادي"]),
        (Selection(stance="denied"), ["صوت الوادي"]),
        (Selection(stance="denied", speaker="قصاب"), []),
        (Selection(stance="denied", speaker="المجلس"), ["صوت الوادي"]),
        (Selection(since="2018-03-31"), ["نورس", "صوت الوادي"]),
        (Selection(since="2018-04-01"), ["نورس"]),
        (Selection(until="2018-03-31"), ["صوت الوادي"]),
        (Selection(until="2018-03-30"), []),
        (Selection(since="2019-01-02", until="2019-01-02"), ["نورس"]),
        (Selection(latest=True), ["نورس", "صوت الوادي"]),
    ],
)
def test_a_selection_chooses_documents_for_lists_and_for_search(
    store: Store, selection: Selection, outlets: list[str]
) -> None:
    listed = [record.report.document.outlet for record in store.records(selection)]
    assert sorted(map(str, listed)) == sorted(outlets)
    hits = store.search(Query("وادي", "text", selection)).hits
    assert [hit.outlet for hit in hits] == outlets


def test_claims_found_are_themselves_as_the_selection_says(store: Store) -> None:
    (_, denied, _) = bridge().claims
    assert [hit.claim for hit in find(store, "في", "claims", stance="denied")] == [denied.id]
    assert [hit.claim for hit in find(store, "", stance="denied")] == [denied.id]
    assert [hit.claim for hit in find(store, "", place="الورد")] == [denied.id]
    assert find(store, "الجسر", "claims", stance="denied") == []
    assert kinds(find(store, "الجسر", stance="denied")) == ["text"]
    assert len(find(store, "الجسر", "claims", speaker="قصاب")) == 1


def test_documents_without_a_date_come_last_and_are_in_no_period(own: Store) -> None:
    put(own, report("قافلة بلا تاريخ"))
    assert [hit.published for hit in find(own, "قافلة", "text")] == ["2019-01-02T10:00:00Z", None]
    assert len(find(own, "قافلة", "text", since="1000-01-01")) == 1
    assert len(find(own, "قافلة", "text", until="9999-12-31")) == 1
    assert len(find(own, "قافلة", "text", since="1000-01-01", until="9999-12-31")) == 1


def test_documents_are_chosen_by_id(store: Store) -> None:
    id_ = convoy().document.id
    assert {hit.document for hit in find(store, "وادي", documents=(id_,))} == {id_}
    assert {hit.document for hit in find(store, "وادي", documents=(id_[:9],))} == {id_}


def test_without_words_all_that_is_chosen_is_listed(store: Store) -> None:
    every = [claim.id for one in (convoy(), bridge()) for claim in one.claims]
    assert [hit.claim for hit in find(store, "")] == every
    assert [hit.claim for hit in find(store, " \u200f\n")] == every
    assert kinds(find(store, "", "text")) == ["text", "text"]
    assert kinds(find(store, "", "speakers", outlet="نورس")) == ["speaker"]
    assert [hit.marks for hit in find(store, "")] == [()] * len(every)


@pytest.mark.parametrize("words", ["؟", '""', "-", "« »", "***", "(:)", '"', "ّ", '-"؟"'])
def test_signs_without_a_word_find_nothing(store: Store, words: str) -> None:
    assert find(store, words) == []


def test_pages_make_up_the_whole(own: Store) -> None:
    said = [Said("قال", "سالم", "وادي الزان في خير", speaker=person("سالم"))]
    for number in range(7):
        text = f"قال سالم {number} إن وادي الزان في خير."
        put(own, report(text, said, published=f"2018-0{1 + number % 3}-01"))
    for words in ("وادي", '"وادي الزان"', "", "وادي -قصاب", 'في -"تل الورد"'):
        for selection in (Selection(), Selection(stance="asserted")):
            whole = own.search(Query(words, selection=selection, limit=1000))
            assert not whole.more
            assert len(whole.hits) > 6
            for size in (2, len(whole.hits)):
                assert _paged(own, Query(words, "all", selection, size), whole) == whole.hits
        assert own.search(Query(words, limit=0)).more
        assert own.search(Query(words, offset=10**30)).hits == ()
        assert own.search(Query(words, "all", selection, 10**30)) == whole
        assert own.search(Query(words, limit=-1, offset=-1)).hits == ()


def _paged(store: Store, query: Query, whole: Found) -> tuple[Hit, ...]:
    hits: list[Hit] = []
    for offset in range(0, len(whole.hits), query.limit):
        page = store.search(replace(query, offset=offset))
        assert page.more == (offset + query.limit < len(whole.hits))
        hits += page.hits
    return tuple(hits)


def test_the_newest_day_comes_first_and_then_what_was_stored_last(own: Store) -> None:
    for number, day in enumerate(("2018-03-31", "2020-01-01", "1999-12-31", "2018-03-31")):
        put(own, report(f"وادي رقم {number}", published=day))
    hits = find(own, "وادي", "text")
    assert [hit.published for hit in hits] == [
        "2020-01-01", "2019-01-02T10:00:00Z", "2018-03-31", "2018-03-31", "2018-03-31",
        "1999-12-31",
    ]  # fmt: skip
    assert [hit.snippet[:10] for hit in hits[2:5]] == ["وادي رقم 3", "وادي رقم 0", "قال نادر ق"]


def test_a_reread_report_is_found_as_it_is_now_and_a_removed_one_no_more(own: Store) -> None:
    again = replace(bridge(), claims=bridge().claims[:1], stages=("claims/2",))
    assert put(own, again) == "reread"
    assert find(own, "قتلى", "claims") == []
    assert len(find(own, "قتلى")) == 1
    assert list(own.verify()) == []
    own.remove(bridge().document.id, "tester", "asked for")
    assert find(own, "قتلى") == []
    assert kinds(find(own, "وادي")) == ["text", "claim"]
    assert list(own.verify()) == []
