"""One body for all stores: whatever keeps reports, on SQLite, on PostgreSQL, encrypted or not."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from riwaya.errors import DocumentError, InputError, RiwayaError, SpanError
from riwaya.model import Report, Span, text_sha256
from riwaya.records import Query, Raw, Selection
from riwaya.store import open_store
from riwaya.store.base import Decided, NewCapture, Store
from tests.store_kit import (
    KINDS,
    StoreKind,
    make_report,
    many_reports,
    new_capture,
    postgres_server,
    postgres_url,
    put,
)

__all__ = ["postgres_server", "postgres_url"]


@pytest.fixture(params=[*KINDS, "encrypted"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> StoreKind:
    """A place for a new store, of each kind."""
    if request.param == "postgresql":
        return StoreKind("postgresql", request.getfixturevalue("postgres_url"))
    if request.param == "encrypted":
        pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed")
        return StoreKind("encrypted", str(tmp_path / "store.enc"), "ممر النهر البعيد")
    return StoreKind("sqlite", str(tmp_path / "store.sqlite"))


@pytest.fixture
def store(place: StoreKind):
    with place.open() as opened:
        yield opened
        assert list(opened.verify(opened.head())) == []


def ids(store: Store, **chosen: object) -> list[str]:
    return [record.report.document.id for record in store.records(Selection(**chosen))]


def decided(report: Report, decision: str = "confirm", **fields: object) -> Decided:
    values = {"kind": "claim", "target": report.claims[0].id, "user": "سلمى", "reason": "قرأته"}
    return Decided(document=report.document.id, decision=decision, **{**values, **fields})


def test_what_is_put_in_comes_out_again(place: StoreKind) -> None:
    report = make_report(url="https://nawras.example/1")
    with place.open() as store:
        assert put(store, report, b"\x00\xff raw") == "new"
    with place.open(create=False) as store:
        record = store.record(report.document.id)
        assert record.report == report
        assert (record.version, record.versions) == (1, 1)
        (capture,) = record.captures
        assert capture == new_capture(report, b"\x00\xff raw").capture
        assert store.raw(capture.sha256) == b"\x00\xff raw"
        assert list(store.verify(store.head())) == []


def test_a_second_time_changes_nothing(store: Store) -> None:
    report = make_report()
    put(store, report)
    head, record = store.head(), store.record(report.document.id)
    assert put(store, report) == "known"
    assert (store.head(), store.record(report.document.id)) == (head, record)


def test_another_way_in_is_another_capture_of_the_same_document(store: Store) -> None:
    report = make_report()
    put(store, report)
    assert put(store, report, b"the same page, saved again") == "known"
    assert store.add_capture(report.document.id, new_capture(report, place="copy.txt"))
    assert not store.add_capture(report.document.id, new_capture(report, place="copy.txt"))
    captures = store.record(report.document.id).captures
    assert [capture.place for capture in captures] == ["kit.txt", "kit.txt", "copy.txt"]
    stats = store.stats()
    assert (stats["documents"], stats["captures"], stats["raw_files"]) == (1, 3, 2)


def test_a_newer_reader_puts_its_report_beside_the_earlier_one(store: Store) -> None:
    first = make_report()
    newer = replace(first, claims=first.claims[:1], stages=("claims/2", "names/1"))
    put(store, first)
    assert store.add(newer, None) == "reread"
    assert store.known(first.document.id).stages == newer.stages
    assert store.record(first.document.id).report == newer
    ((read, before),) = store.reports_before(first.document.id)
    assert before == first
    assert read.endswith("Z")


def test_a_stored_document_is_never_changed(store: Store) -> None:
    report = make_report(title="كما نشر")
    put(store, report)
    other = replace(report.document, title="عنوان جديد", notes=("noticed",))
    newer = replace(report, document=other, stages=("claims/2",))
    assert put(store, newer) == "reread"
    kept = store.record(report.document.id).report.document
    assert kept == replace(report.document, notes=("noticed",))


def test_the_same_id_with_another_text_is_refused(store: Store) -> None:
    put(store, make_report(id="a1"))
    with pytest.raises(InputError, match="another text"):
        put(store, make_report("قالت وكالة نورس إن المعبر فتح", id="a1"))
    assert store.stats()["documents"] == 1


@pytest.mark.parametrize(
    "id_", ["", "a\x00b", "a\nb", "\ud800", "x" * 501], ids=["empty", "nul", "line", "lone", "long"]
)
def test_an_id_that_no_database_keeps_is_refused(store: Store, id_: str) -> None:
    report = make_report()
    odd = replace(report, document=replace(report.document, id=id_))
    with pytest.raises(DocumentError, match="id"):
        put(store, odd)


def test_a_report_that_does_not_fit_its_text_is_refused(store: Store) -> None:
    report = make_report()
    claim = report.claims[0]
    beyond = replace(claim, content=(Span(5, len(report.document.text) + 1),))
    for wrong in (
        replace(report, claims=(beyond,)),
        replace(report, claims=(claim, claim)),
        replace(report, claims=(replace(claim, parent="no such claim"),)),
        replace(report, entities=()),
    ):
        with pytest.raises(SpanError):
            put(store, wrong)
    assert store.known(report.document.id) is None


def test_a_text_changed_after_it_was_hashed_is_refused(store: Store) -> None:
    report = make_report()
    changed = replace(report, document=replace(report.document, sha256=text_sha256("آخر")))
    with pytest.raises(DocumentError, match="sha256"):
        put(store, changed)


def test_evidence_that_is_not_what_its_capture_says_is_refused(store: Store) -> None:
    report = make_report()
    new = new_capture(report)
    with pytest.raises(InputError, match="capture"):
        store.add(report, NewCapture(Raw(b"other bytes"), new.capture))
    with pytest.raises(InputError, match="evidence"):
        store.add(report, None)
    with pytest.raises(InputError, match="not in the store"):
        store.add_capture(report.document.id, new)
    assert store.stats()["raw_files"] == 0


def test_any_character_comes_back(store: Store) -> None:
    odd = "\x00 قال\x10 نادر \ud800 قصاب\udfff إن\x7f \ufffe\uffff الجسر 😀 \u2028 \x10" + "0041"
    report = make_report(odd, title="\x00", outlet="\ud9ff", notes=("\x00",), language="ar\x10")
    put(store, report)
    assert store.record(report.document.id).report == report
    tombstone = store.remove(report.document.id, "\x00من", "\udc00لماذا")
    assert list(store.tombstones()) == [tombstone]
    assert (tombstone.user, tombstone.reason) == ("\x00من", "\udc00لماذا")


def test_versions_of_one_address(store: Store) -> None:
    first = make_report(url="https://Nawras.example/a?id=7&utm_source=x#top")
    other = make_report(url="https://nawras.example/b")
    edited = make_report("قال نادر قصاب إن الجسر فتح من جديد.", url="HTTPS://nawras.example/a?id=7")
    for report in (first, other, edited):
        put(store, report)
    record = store.record(edited.document.id)
    assert (record.version, record.versions) == (2, 2)
    assert [one.report for one in store.versions(record.series)] == [first, edited]
    assert ids(store, latest=True) == [other.document.id, edited.document.id]
    assert (store.stats()["series"], store.stats()["versions"]) == (2, 1)


def test_a_series_can_be_named(store: Store) -> None:
    first, second = make_report(id="a"), make_report("قال آخر إن الطريق مقطوع", id="b")
    put(store, first)
    put(store, second, series=store.record("a").series)
    assert store.record("b").version == 2


def test_records_come_in_the_order_of_storing_also_in_many_pages(store: Store) -> None:
    reports = list(islice(many_reports(), 45))
    for report in reports:
        put(store, report)
    assert ids(store) == [report.document.id for report in reports]
    wanted = tuple(report.document.id[:10] for report in reports[5:8])
    assert ids(store, documents=wanted) == [report.document.id for report in reports[5:8]]


def test_ids_may_be_given_by_their_beginning(store: Store) -> None:
    for id_ in ("abc1", "abc2", "abc", "x_y", "xzy"):
        put(store, make_report(f"قال نادر قصاب إن {id_} مغلق", id=id_))
    assert store.record("abc").report.document.id == "abc"
    assert store.record("x_").report.document.id == "x_y"
    assert ids(store, documents=("abc",)) == ["abc"]
    with pytest.raises(InputError, match="several"):
        store.record("ab")
    for missing in ("q", "ABC1", "%", "", "\ud800", "a\x00"):
        with pytest.raises(InputError):
            store.record(missing)
    assert store.known("ab") is None


def test_decisions_stand_beside_the_claims(store: Store) -> None:
    report = make_report()
    put(store, report)
    claim = report.claims[0]
    first = store.judge(decided(report, target=claim.id[:8]))
    second = store.judge(decided(report, "reject", reason="النص ينفي"))
    third = store.judge(decided(report, "correct", field="stance", value='"denied"'))
    judged = store.record(report.document.id).judgements
    assert [one.judgement for one in judged] == [first, second, third]
    assert [one.superseded for one in judged] == [True, False, False]
    assert [one.ground for one in judged] == ["same"] * 3
    assert (first.number, second.number) == (1, 2)
    assert first.target == claim.id
    assert json.loads(first.ground)["content"] == [list(claim.content[0])]
    assert list(store.judgements()) == list(store.judgements(report.document.id)) == list(judged)
    assert store.record(report.document.id).report == report


def test_the_same_decision_can_be_made_again(store: Store) -> None:
    report = make_report()
    put(store, report)
    made = [store.judge(decided(report, d)) for d in ("confirm", "reject", "confirm")]
    assert len({judgement.id for judgement in made}) == 3


def test_a_decision_brought_from_elsewhere_is_stored_once(store: Store) -> None:
    report = make_report()
    put(store, report)
    brought = decided(report, at="2026-01-01T00:00:00Z", ground='{"gone":1}', target="no longer")
    first = store.judge(brought)
    assert store.judge(brought) == first
    (judged,) = store.judgements()
    assert (judged.ground, judged.judgement.at) == ("gone", "2026-01-01T00:00:00Z")


def test_newer_readings_tell_which_grounds_have_changed(store: Store) -> None:
    report = make_report()
    put(store, report)
    first, second = report.claims
    mention = report.mentions[0]
    store.judge(decided(report))
    store.judge(decided(report, target=second.id))
    store.judge(decided(report, kind="mention", target=mention.id))
    newer = replace(
        report,
        claims=(replace(first, stance="denied", confidence=0.1),),
        mentions=(replace(mention, confidence=0.9, origins=()), *report.mentions[1:]),
        stages=("claims/2",),
    )
    store.add(newer, None)
    assert [one.ground for one in store.judgements()] == ["changed", "gone", "same"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"target": "0" * 16}, "no claim"),
        ({"kind": "time"}, "no time"),
        ({"reason": " "}, "reason"),
        ({"field": "stance", "value": '"denied"'}, "belong to"),
        ({"decision": "correct"}, "belong to"),
        ({"decision": "correct", "field": "stance", "value": '"true"'}, "one of"),
        ({"decision": "correct", "field": "stance", "value": "denied"}, "JSON"),
        ({"decision": "correct", "field": "content", "value": "[[0, 100000]]"}, "inside the text"),
        ({"decision": "correct", "field": "content", "value": "[[true, 2]]"}, "inside the text"),
        ({"decision": "correct", "field": "truth", "value": "true"}, "no field"),
        ({"decision": "correct", "field": "parent", "value": '"x"'}, "an id of"),
        ({"decision": "correct", "field": "isnad", "value": "[1]"}, "a list"),
    ],
)
def test_what_cannot_be_decided_is_refused(store: Store, fields: dict, message: str) -> None:
    report = make_report()
    put(store, report)
    with pytest.raises(InputError, match=message):
        store.judge(decided(report, **fields))
    assert list(store.judgements()) == []


def test_every_kind_of_annotation_can_be_judged_and_found(store: Store) -> None:
    report = make_report()
    put(store, report)
    id_ = report.document.id
    for kind, target, field, value in (
        ("claim", report.claims[0].id, "speaker", "null"),
        ("mention", report.mentions[0].id, "kind", '"organisation"'),
        ("time", report.times[0].id, "value", '"2018-03-29"'),
        ("count", report.counts[0].id, "max", "14"),
        ("place", report.places[0].mention, "lat", "35.5"),
        ("entity", report.entities[0].id, "refs", '{"wikidata": "Q1"}'),
        ("document", id_, "published", '"2018-04-01"'),
    ):
        found = store.document_of(target[:14])
        assert found == (id_, "mention" if kind == "place" else kind)
        assert store.document_of(target, id_[:5]) == found
        correct = decided(report, "correct", kind=kind, target=target, field=field, value=value)
        assert store.judge(correct).value == value
    assert {one.ground for one in store.judgements()} == {"same"}


def test_an_annotation_is_found_by_its_id_or_said_to_be_unknown(store: Store) -> None:
    one, two = make_report(id="one"), make_report(id="two")
    shared = replace(one.entities[0], id="actor:nawras")
    for report in (one, two):
        put(store, replace(report, entities=(*report.entities, shared)))
    with pytest.raises(InputError, match="several documents"):
        store.document_of("actor:nawras")
    assert store.document_of("actor:nawras", "two") == ("two", "entity")
    for unknown in ("ffff0000", "", '"', "%"):
        with pytest.raises(InputError):
            store.document_of(unknown)


def test_removal_leaves_a_tombstone_and_no_words(store: Store) -> None:
    shared = b"two reports in one file"
    gone, kept = make_report(id="gone"), make_report("قال سالم نعمان إن الطريق مفتوح", id="kept")
    put(store, gone, shared)
    put(store, gone, b"only of the one")
    put(store, kept, shared)
    judged = store.judge(decided(gone, reason="سر"))
    store.judge(decided(kept))
    tombstone = store.remove("gon", "سلمى", "طلب صاحب الاسم")
    assert (tombstone.document, tombstone.sha256) == ("gone", gone.document.sha256)
    assert list(store.tombstones()) == [tombstone]
    assert ids(store) == ["kept"]
    assert store.known("gone").removed
    with pytest.raises(InputError, match="removed"):
        store.record("gone")
    left, other = store.judgements()
    assert left.judgement == replace(judged, ground="", value=None, reason="")
    assert (left.ground, other.ground) == ("gone", "same")
    assert store.stats()["raw_files"] == 1
    assert store.search(Query("نادر")).hits == ()
    assert store.raw(Raw(shared).sha256) == shared


def test_what_was_removed_can_be_stored_again_and_the_log_shows_both(store: Store) -> None:
    report = make_report()
    put(store, report)
    store.remove(report.document.id, "سلمى", "خطأ")
    assert put(store, report) == "new"
    assert store.record(report.document.id).report == report
    assert not store.known(report.document.id).removed
    actions = [(entry.action, entry.subject) for entry in store.log_entries()]
    id_ = report.document.id
    assert actions == [("create", "store"), ("add", id_), ("remove", id_), ("add", id_)]
    assert len(list(store.tombstones())) == 1
    store.remove(report.document.id, "سلمى", "مرة أخرى")
    assert store.stats()["removed"] == 2


def test_what_changes_no_data_can_be_noted(store: Store) -> None:
    entry = store.note("سلمى", "export", "all", {"format": "csv", "reason": "\ud800"})
    assert list(store.log_entries())[-1] == entry
    assert store.head() == entry.hash


def test_a_noted_head_is_looked_for(store: Store) -> None:
    head = store.head()
    put(store, make_report())
    assert list(store.verify(head)) == []
    (problem,) = store.verify("f" * 64)
    assert problem.where == "audit log"


def test_numbers_of_a_store(store: Store) -> None:
    assert store.stats()["first"] is None
    put(store, make_report(published="2018-03-31T10:00:00+03:00"))
    put(store, make_report("قال سالم نعمان إن الطريق مفتوح", published="2017-01-02", outlet=None))
    stats = store.stats()
    assert (stats["first"], stats["last"]) == ("2017-01-02", "2018-03-31")
    assert stats["outlets"] == {"": 1, "نورس": 1}
    assert stats["claims"] == sum(stats["stances"].values()) == 3
    assert stats["head"] == store.head()


def test_nothing_of_a_failed_call_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RiwayaError("no index today.")

    report, before = make_report(), store.stats()
    monkeypatch.setattr("riwaya.store.index.write.index_report", broken)
    with pytest.raises(RiwayaError, match="today"):
        put(store, report)
    assert store.stats() == before


def test_one_can_write_while_another_reads(store: Store, place: StoreKind) -> None:
    for report in islice(many_reports(), 25):
        put(store, report)
    reading = store.records()
    next(reading)
    with place.open() as other:
        put(other, make_report())
        other.remove(next(other.records()).report.document.id, "سلمى", "اختبار")
    assert len(list(reading)) == 24
    assert len(ids(store)) == 25


def test_an_empty_store_is_sound(store: Store) -> None:
    assert ids(store) == []
    assert len(list(store.log_entries())) == 1


def test_a_store_that_is_not_there_is_not_made_unasked(place: StoreKind) -> None:
    with pytest.raises(InputError, match="no store"):
        open_store(place.where, passphrase=place.passphrase, create=False)
