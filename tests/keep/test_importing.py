"""An archive brought into a store is the same store."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riwaya.errors import InputError
from riwaya.keep.exporting import Wanted, export
from riwaya.keep.importing import import_archive
from riwaya.model import Report
from riwaya.records import Selection
from riwaya.store import open_store
from riwaya.store.base import Decided, DecidedStory, Store
from tests.store_kit import (  # noqa: F401
    TEXT,
    StoreKind,
    make_report,
    new_capture,
    placed,
    postgres_server,
    postgres_url,
    put,
    stores,
)

WHOLE = Wanted("jsonl", "tester", unmask_reason="moving")


def fill(store: Store) -> None:
    """Two versions, a reread report, further captures, judgements, a removal."""
    first = make_report(url="https://x.example/1")
    second = make_report(f"{TEXT} وقال قصاب إن الجسر فتح.", url="https://x.example/1")
    third = make_report(
        "ذكرت وكالة نورس أن \ud800 النهر\x00 فاض \U0001f600.", url="https://x.example/2"
    )
    for report in (first, second, third):
        put(store, report)
    put(store, first, b"other bytes")
    put(store, make_report(url="https://x.example/1", stages=("names/2",)))
    judge(store, first.document.id, first.claims[0].id)
    judge(store, third.document.id, third.document.id, "document")
    judge(store, first.document.id, first.claims[0].id, decision="reject")
    judge(store, second.document.id, second.claims[0].id)
    decide_stories(store, first, second, third)
    store.remove(second.document.id, "tester", "طلب صاحبه")


def decide_stories(store: Store, first: Report, second: Report, third: Report) -> None:
    """Decisions on stories; one on the second document, which is removed afterwards."""
    store.place(placed(first, "s1"), placed(second, "s1"), placed(third, "s2"))
    ground = json.dumps({"a": f"{first.document.id}#c1", "b": f"{third.document.id}#P0"})
    for kind, target, decision, value, rests_on in (
        ("member", second.document.id, "split", None, None),
        ("story", "s2", "merge", None, None),
        ("relation", "r1", "correct", '"updates"', ground),
        ("question", "q1", "add", '{"question_ar": "هل فتح الجسر؟"}', None),
    ):
        store.judge_story(
            DecidedStory("s1", kind, target, decision, "محررة", "قرأتها", value, rests_on)
        )


def judge(
    store: Store, document: str, target: str, kind: str = "claim", decision: str = "confirm"
) -> None:
    store.judge(Decided(document, kind, target, decision, "محررة", "تحققنا"))  # type: ignore[arg-type]


def everything(store: Store) -> dict[str, object]:
    """All that a view shows, but the log."""
    records = list(store.records())
    hashes = sorted({c.sha256 for record in records for c in record.captures})
    return {
        "records": records,
        "raw": {sha256: store.raw(sha256) for sha256 in hashes},
        "before": [store.reports_before(record.report.document.id) for record in records],
        "judgements": list(store.judgements()),
        "stories": list(store.story_judgements()),
        "tombstones": list(store.tombstones()),
        "versions": [store.versions(record.series) for record in records],
    }


def files(folder: Path) -> dict[str, object]:
    """An export without what tells its time and the log of its store."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name == "kept.jsonl":
            lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            found[name] = [line for line in lines if line["type"] != "log"]
        elif path.is_file() and name != "manifest.json":
            found[name] = path.read_bytes()
    return found


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "source.sqlite")) as store:
        fill(store)
        yield store


def test_an_empty_store_becomes_the_same_store(
    source: Store,
    stores: StoreKind,  # noqa: F811
    tmp_path: Path,
) -> None:
    export(source, WHOLE, tmp_path / "e")
    with stores.open() as target:
        done = import_archive(target, tmp_path / "e", "tester")
        assert (done.new, done.known, done.tombstones) == (2, 0, 1)
        assert everything(target) == everything(source)
        assert list(target.verify()) == []
        export(target, WHOLE, tmp_path / "again")
    assert files(tmp_path / "again") == files(tmp_path / "e")


def test_any_kind_of_store_can_be_exported(stores: StoreKind, tmp_path: Path) -> None:  # noqa: F811
    with stores.open() as store, open_store(str(tmp_path / "t.sqlite")) as target:
        fill(store)
        export(store, WHOLE, tmp_path / "e")
        export(store, Wanted("xlsx", "tester", query="الجسر"), tmp_path / "x")
        assert import_archive(target, tmp_path / "e", "tester").new == 2
        assert everything(target) == everything(store)
        assert list(store.verify()) == []


def test_the_log_begins_with_the_head_of_the_other_store(source: Store, tmp_path: Path) -> None:
    manifest = export(source, WHOLE, tmp_path / "e")
    with open_store(str(tmp_path / "t.sqlite")) as target:
        import_archive(target, tmp_path / "e", "من ينقل")
        entry = list(target.log_entries())[1]
        assert (entry.action, entry.user) == ("import", "من ينقل")
        assert json.loads(entry.details)["note"]["head"] == manifest.head
    assert manifest.head in {entry.hash for entry in source.log_entries()}


def test_importing_twice_changes_nothing(source: Store, tmp_path: Path) -> None:
    export(source, WHOLE, tmp_path / "e")
    with open_store(str(tmp_path / "t.sqlite")) as target:
        import_archive(target, tmp_path / "e", "tester")
        before = everything(target)
        done = import_archive(target, tmp_path / "e", "tester")
        assert (done.new, done.known, done.judgements, done.tombstones) == (0, 2, 0, 0)
        assert everything(target) == before
        assert list(target.verify()) == []
        assert import_archive(source, tmp_path / "e", "tester").known == 2
        assert list(source.verify()) == []


def test_another_store_gets_what_it_lacks_and_keeps_what_it_has(
    source: Store, tmp_path: Path
) -> None:
    export(source, WHOLE, tmp_path / "e")
    with open_store(str(tmp_path / "t.sqlite")) as target:
        mine = make_report("قال سامح الورداني إن السوق فتحت.", url="https://z.example/1")
        put(target, mine)
        judge(target, mine.document.id, mine.claims[0].id)
        same = make_report(url="https://x.example/1")
        put(target, same, b"mine")
        done = import_archive(target, tmp_path / "e", "tester")
        assert (done.new, done.known) == (1, 1)
        record = target.record(same.document.id)
        assert len(record.captures) == 3
        assert [j.judgement.decision for j in record.judgements] == ["confirm", "reject"]
        assert [j.superseded for j in record.judgements] == [True, False]
        assert record.report.stages == ("names/2",)
        numbers = [judged.judgement.number for judged in target.judgements()]
        assert numbers[0] == 1
        assert numbers == sorted(set(numbers))
        assert list(target.verify()) == []
        judge(target, mine.document.id, mine.claims[0].id, decision="reject")
        assert list(target.verify()) == []


def test_what_was_removed_here_stays_out(source: Store, tmp_path: Path) -> None:
    export(source, WHOLE, tmp_path / "e")
    removed = make_report(url="https://x.example/1").document.id
    source.remove(removed, "tester", "طلب صاحبه")
    before = list(source.story_judgements())
    done = import_archive(source, tmp_path / "e", "tester")
    assert list(source.story_judgements()) == before
    assert done.removed == [removed]
    assert source.known(removed).removed  # type: ignore[union-attr]
    assert list(source.verify()) == []


def test_no_words_on_what_was_removed_here_come_back_with_decisions_on_stories(
    source: Store, tmp_path: Path
) -> None:
    export(source, WHOLE, tmp_path / "e")
    with open_store(str(tmp_path / "t.sqlite")) as target:
        put(target, make_report(url="https://x.example/1"))
        target.remove(make_report(url="https://x.example/1").document.id, "tester", "طلب صاحبه")
        import_archive(target, tmp_path / "e", "tester")
        _, merge, relation, question = target.story_judgements()
        assert (merge.reason, question.reason) == ("قرأتها", "قرأتها")
        assert (relation.reason, relation.ground, relation.value) == ("", "", '"updates"')
        assert list(target.verify()) == []


def test_a_part_of_a_store_can_be_moved(source: Store, tmp_path: Path) -> None:
    third = list(source.records())[-1].report.document.id
    export(source, replace(WHOLE, selection=Selection(documents=(third,))), tmp_path / "e")
    with open_store(str(tmp_path / "t.sqlite")) as target:
        import_archive(target, tmp_path / "e", "tester")
        assert [record.report.document.id for record in target.records()] == [third]
        assert list(target.tombstones()) == []
        assert list(target.verify()) == []


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Wanted("jsonl", "tester"), "masked export"),
        (Wanted("csv", "tester", unmask_reason="x"), "export as 'csv'"),
    ],
)
def test_what_is_no_whole_archive_is_refused(
    source: Store, tmp_path: Path, wanted: Wanted, said: str
) -> None:
    export(source, wanted, tmp_path / "e")
    before = source.head()
    with pytest.raises(InputError, match=said):
        import_archive(source, tmp_path / "e", "tester")
    assert source.head() == before


def test_a_changed_archive_is_refused_and_nothing_is_stored(source: Store, tmp_path: Path) -> None:
    export(source, WHOLE, tmp_path / "e")
    path = tmp_path / "e" / "kept.jsonl"
    path.write_bytes(path.read_bytes() + b"\n")
    with open_store(str(tmp_path / "t.sqlite")) as target:
        before = target.head()
        with pytest.raises(InputError, match="not sound"):
            import_archive(target, tmp_path / "e", "tester")
        assert target.head() == before


@dataclass(frozen=True)
class Forged:
    """A change to an archive with a manifest that fits: what is in it must be checked too."""

    old: str
    new: str
    said: str


@pytest.mark.parametrize(
    "forged",
    [
        Forged('"action": "add"', '"action": "adx"', "log of the exported store is broken"),
        Forged('"reason": "تحققنا"', '"reason": "آخر"', "not what its id says"),
        Forged('"reason": "قرأتها"', '"reason": "آخر"', "not what its id says"),
        Forged(
            '"kind": "story", "target": "s2"', '"kind": "story", "target": 2', "what it must be"
        ),
        Forged('"size": ', '"size": 1', "does not fit"),
    ],
)
def test_forged_archives_are_refused_whole(source: Store, tmp_path: Path, forged: Forged) -> None:
    from riwaya.exports.manifest import NAME, file_of, load_manifest

    folder = tmp_path / "e"
    manifest = export(source, WHOLE, folder)
    path = folder / "kept.jsonl"
    text = path.read_text(encoding="utf-8")
    assert forged.old in text
    path.write_text(text.replace(forged.old, forged.new), encoding="utf-8")
    listed = tuple(file_of(folder, file.name) for file in load_manifest(folder).files)
    (folder / NAME).write_text(replace(manifest, files=listed).to_json(), encoding="utf-8")
    with open_store(str(tmp_path / "t.sqlite")) as target:
        before = target.head()
        with pytest.raises(InputError, match=forged.said):
            import_archive(target, folder, "tester")
        assert target.head() == before
        assert list(target.records()) == []


SENTENCES = st.lists(
    st.sampled_from(
        ["قال نادر قصاب إن الجسر أغلق أمس.", "وأكد سامح الورداني أن 12 عائلة غادرت.",
         "ونفت وكالة نورس وقوع قتلى في تل الورد.", "\ud800\x00\x10\u200f «=1+1»", "😀\u2028سطر"]
    ),
    min_size=1, max_size=4,
).map(" ".join)  # fmt: skip
ADDRESSES = st.sampled_from([None, "https://x.example/1", "https://x.example/2?utm_source=a"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), SENTENCES, ADDRESSES, st.sampled_from(["a/1", "a/2"])),
        st.tuples(st.just("capture"), st.integers(0, 5), st.binary(max_size=9)),
        st.tuples(st.just("judge"), st.integers(0, 5), st.integers(0, 3), st.text(min_size=1)),
        st.tuples(st.just("remove"), st.integers(0, 5)),
        st.tuples(st.just("note")),
    ),
    max_size=9,
)


def play(store: Store, steps: list[tuple[object, ...]]) -> None:
    """Do what the steps say, where it can be done."""
    for name, *given_ in steps:
        records = list(store.records())
        if name == "add":
            text, url, stage = given_
            put(store, make_report(str(text), url=url, stages=(stage,)))
        elif name == "note":
            store.note("tester", "export", "e", {"x": 1})
        elif records:
            record = records[int(given_[0]) % len(records)]  # type: ignore[call-overload]
            document = record.report.document
            if name == "capture":
                store.add_capture(document.id, new_capture(record.report, bytes(given_[1])))  # type: ignore[call-overload]
            elif name == "remove":
                store.remove(document.id, "tester", "طلب")
            elif record.report.claims and str(given_[2]).strip():
                claims = record.report.claims
                claim = claims[int(given_[1]) % len(claims)]  # type: ignore[call-overload]
                decided = Decided(document.id, "claim", claim.id, "confirm", "u", str(given_[2]))
                store.judge(decided)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_any_store_survives_export_and_import(steps: list[tuple[object, ...]]) -> None:
    with ExitStack() as close:
        folder = Path(close.enter_context(tempfile.TemporaryDirectory()))
        one = close.enter_context(open_store(str(folder / "one.sqlite")))
        two = close.enter_context(open_store(str(folder / "two.sqlite")))
        play(one, steps)
        export(one, WHOLE, folder / "e1")
        import_archive(two, folder / "e1", "tester")
        assert everything(two) == everything(one)
        assert list(two.verify()) == []
        export(two, WHOLE, folder / "e2")
        assert files(folder / "e2") == files(folder / "e1")
