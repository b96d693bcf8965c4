"""A store made by the first version of the tables is brought up to date, copied, and is sound."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from riwaya.keep.backup import Place, backup, restore
from riwaya.model import Report
from riwaya.store import database, versions
from riwaya.store import schema as kept
from riwaya.store.base import DecidedStory, Store
from riwaya.store.engines import engine_for
from riwaya.store.file_copy import snapshot
from tests.store_kit import (
    StoreKind,
    make_report,
    placed,
    postgres_server,
    postgres_url,
    put,
    stores,
)

__all__ = ["postgres_server", "postgres_url", "stores"]

WORDS = "خمس كلمات لا يخمنها أحد"


@pytest.fixture
def old(stores: StoreKind, tmp_path: Path) -> StoreKind:
    """A store as the first version made it, with two documents in it."""
    with pytest.MonkeyPatch.context() as patch:
        as_it_was(patch, tmp_path)
        with stores.open() as store:
            for report in reports():
                put(store, report)
            assert store.head()
    assert tables_of(stores).isdisjoint({"placement", "story_judgement", "comparison"})
    return stores


def as_it_was(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Riwaya with the first step alone."""
    scripts = folder / "first"
    shutil.copytree(versions.SCRIPTS, scripts)
    (scripts / "versions" / "0002_stories.py").unlink()
    patch.setattr(versions, "SCRIPTS", str(scripts))
    patch.setattr(versions, "REVISIONS", ("0001",))
    patch.setattr(kept, "KEPT", tuple(t for t in kept.KEPT if t.name != "story_judgement"))


def reports() -> tuple[Report, Report]:
    return (
        make_report(id="d1", published="2018-03-30"),
        make_report("قال سالم نعمان إن الطريق مفتوح إلى السهل", id="d2"),
    )


def tables_of(place: StoreKind) -> set[str]:
    from sqlalchemy import inspect

    engine = engine_for(place.where)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def check(store: Store) -> None:
    """All that the old store held is there, and what is new can be used."""
    assert [record.report for record in store.records()] == list(reports())
    assert list(store.verify()) == []


def test_it_gets_the_tables_when_it_is_opened_and_its_documents_wait_for_a_place(
    old: StoreKind,
) -> None:
    with old.open(create=False) as store:
        check(store)
        assert store.stats()["schema"] == "0002"
        assert list(store.unplaced()) == ["d1", "d2"]
        store.place(*(placed(report, "s1") for report in reports()))
        store.judge_story(DecidedStory("s1", "member", "d2", "split", "سلمى", "غيره"))
        check(store)
    with old.open(create=False) as store:
        assert [entry.action for entry in store.log_entries()] == [
            "create", "add", "add", "upgrade", "judge_story",
        ]  # fmt: skip
        check(store)


def test_an_interrupted_upgrade_leaves_it_as_it_was(
    old: StoreKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("riwaya.store.opening.tables_hash", broken)
        with pytest.raises(KeyboardInterrupt):
            old.open(create=False)
    assert "placement" not in tables_of(old)
    with old.open(create=False) as store:
        check(store)


def test_a_backup_of_it_and_what_is_made_of_the_backup_are_sound(
    old: StoreKind, tmp_path: Path
) -> None:
    file, again = tmp_path / "b.backup", tmp_path / "again.sqlite"
    backup(Place(old.where), Place(str(file)), "سلمى")
    restore(Place(str(file)), Place(str(again)))
    for path in (file, again):
        with database_at(path) as store:
            check(store)
            assert store.stats()["schema"] == "0002"


def test_a_backup_made_before_the_upgrade_becomes_a_store_of_today(tmp_path: Path) -> None:
    place, file = StoreKind("sqlite", str(tmp_path / "s.sqlite")), tmp_path / "old.backup"
    with pytest.MonkeyPatch.context() as patch:
        as_it_was(patch, tmp_path)
        with place.open() as store:
            for report in reports():
                put(store, report)
        snapshot(Path(place.where), None, file, None)
    restore(Place(str(file)), Place(str(tmp_path / "again.sqlite")))
    with database_at(tmp_path / "again.sqlite") as store:
        check(store)
        assert list(store.unplaced()) == ["d1", "d2"]


def test_what_is_on_stories_is_copied_row_by_row_too(stores: StoreKind, tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed")
    with stores.open() as store:
        for report in reports():
            put(store, report)
        store.place(*(placed(report, "s1") for report in reports()))
        store.judge_story(DecidedStory("s1", "member", "d2", "split", "سلمى", "غيره"))
        store.keep_comparison("s1", "k", "{}")
        stories, judged = list(store.stories()), list(store.story_judgements())
        where = store.placement("d1")
    file = tmp_path / "b.enc"
    backup(Place(stores.where), Place(str(file), WORDS), "سلمى")
    with StoreKind("encrypted", str(file), WORDS).open(create=False) as copy:
        assert (list(copy.stories()), list(copy.story_judgements())) == (stories, judged)
        assert (copy.placement("d1"), copy.comparison("s1", "k")) == (where, "{}")
        check(copy)


def database_at(path: Path) -> database.DatabaseStore:
    from riwaya.store import open_store

    return open_store(str(path), create=False)  # type: ignore[return-value]
