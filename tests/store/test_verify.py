"""Whatever is changed in a store behind its back, `verify` finds."""

from __future__ import annotations

import json
import random
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, Table, delete, insert, select, text, update

from riwaya.errors import RiwayaError
from riwaya.model import Report
from riwaya.records import Problem, Query
from riwaya.store import open_store
from riwaya.store.base import Decided, DecidedStory, Store
from riwaya.store.engines import WRITING, engine_for
from tests.store_kit import (
    StoreKind,
    make_report,
    new_capture,
    placed,
    postgres_server,
    postgres_url,
    put,
    stores,
)

__all__ = ["postgres_server", "postgres_url", "stores"]

_FLIPS = 200
_REMADE = ("placement", "comparison")
_QUERIES = ("نادر", "الجسر مغلق", '"وكالة نورس"', "تل الورد", "1", "")


@pytest.fixture
def filled(stores: StoreKind) -> StoreKind:
    with stores.open() as store:
        fill(store)
        assert list(store.verify(store.head())) == []
    return stores


def fill(store: Store) -> None:
    """A little of everything: two reports on one document, a version, judgements, a removal."""
    report, gone = (
        make_report(url="https://nawras.example/1"),
        make_report("قال من سيزال كلامه سرا"),
    )
    for one in (report, gone):
        put(store, one)
        store.judge(decided(one))
    store.add(replace(report, claims=report.claims[:1], stages=("claims/2",)), None)
    store.add_capture(report.document.id, new_capture(report, b"\x00\x01 page", "page.html"))
    put(store, make_report("قال نادر قصاب إن الجسر مغلق", url="https://nawras.example/1"))
    store.judge(replace(decided(report), decision="correct", field="stance", value='"denied"'))
    fill_stories(store, report, gone)
    store.remove(gone.document.id, "سلمى", "طلب صاحبه")
    store.note("سلمى", "export", "all", {"format": "csv"})


def fill_stories(store: Store, report: Report, gone: Report) -> None:
    """Placements, decisions of each kind, a comparison; of `gone` too, which is removed later."""
    store.place(placed(report, "s1"), placed(gone, "s2", day=None, outlet=None))
    id_, ref = gone.document.id, json.dumps({"a": f"{report.document.id}#c1"})
    for kind, target, decision, value, ground in (
        ("member", id_, "split", None, None),
        ("story", "s2", "merge", None, None),
        ("relation", "r1", "correct", '"agrees"', ref),
        ("question", "q1", "add", '{"question_ar": "هل؟"}', None),
    ):
        store.judge_story(
            DecidedStory("s1", kind, target, decision, "سلمى", "قرأته", value, ground)
        )
    store.keep_comparison("s1", "key", '{"relations": []}')


def decided(report: Report) -> Decided:
    claim = report.claims[0].id
    return Decided(report.document.id, "claim", claim, "confirm", "سلمى", "قرأته")


def problems(place: StoreKind, head: str | None = None) -> list[Problem]:
    """What verify finds; that a store cannot even be opened is a finding too."""
    try:
        with place.open(create=False) as store:
            return list(store.verify(head))
    except RiwayaError as error:
        return [Problem("store", error.message)]


_engines: dict[str, Engine] = {}


@pytest.fixture(autouse=True)
def no_engines() -> Iterator[None]:
    """Engines are kept within one test, as it may change a store hundreds of times."""
    yield
    while _engines:
        _engines.popitem()[1].dispose()


@contextmanager
def behind(place: StoreKind) -> Iterator[Any]:
    """A transaction that no rule of the store holds back."""
    if place.where not in _engines:
        _engines[place.where] = engine_for(place.where)
    engine = _engines[place.where]
    with engine.connect() as connection:
        connection.execution_options(**{WRITING: True})
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection
        connection.commit()


def tables(place: StoreKind) -> list[Table]:
    """All but FTS5's own, which are made of bytes."""
    metadata = MetaData()
    with behind(place) as connection:
        metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if not table.name.startswith("search_words")]


def changed(value: Any, column: Any) -> Any:
    """The value with one character, bit or unit changed."""
    if value is None:
        return 1 if column.type.python_type is int else "x"
    if isinstance(value, int):
        return value + 1024
    if isinstance(value, float):
        return value + 0.5
    if isinstance(value, bytes | memoryview):
        return bytes(value[:-1]) + bytes([value[-1] ^ 1])
    if not value:
        return "x"
    middle = len(value) // 2
    return value[:middle] + chr(ord(value[middle]) ^ 1) + value[middle + 1 :]


def set_column(place: StoreKind, table: Table, key: Any, column: Any, value: Any) -> None:
    with behind(place) as connection:
        connection.execute(update(table).where(key).values({column.name: value}))


def rows_of(place: StoreKind, table: Table) -> list[Any]:
    with behind(place) as connection:
        return list(connection.execute(select(table)).mappings())


def test_any_column_of_any_row_that_is_changed_is_found(filled: StoreKind) -> None:
    missed, tried = [], 0
    with filled.open() as store:
        for table in tables(filled):
            keys = list(table.primary_key.columns)
            for row in rows_of(filled, table):
                for column in table.columns:
                    other = changed(row[column.name], column)
                    now = {**row, column.name: other}
                    before = _where(keys, row)
                    set_column(filled, table, before, column, other)
                    tried += 1
                    if next(iter(_found(store)), None) is None:
                        missed.append(
                            f"{table.name}.{column.name} of {[row[k.name] for k in keys]}"
                        )
                    set_column(filled, table, _where(keys, now), column, row[column.name])
        assert missed == []
        assert tried > 200
        assert list(store.verify()) == []


def _where(keys: list[Any], row: Any) -> Any:
    clause = keys[0] == row[keys[0].name]
    for key in keys[1:]:
        clause &= key == row[key.name]
    return clause


def _found(store: Store) -> Iterator[Problem]:
    try:
        yield from store.verify()
    except RiwayaError as error:
        yield Problem("store", error.message)


def test_a_row_that_is_deleted_is_found(filled: StoreKind) -> None:
    with filled.open() as store:
        for table in tables(filled):
            if table.name in _REMADE:
                continue  # a document without a place is placed, a comparison is worked out anew
            for row in rows_of(filled, table):
                where = _where(list(table.primary_key.columns), row)
                with behind(filled) as connection:
                    connection.execute(delete(table).where(where))
                last_note = table.name == "audit" and row["action"] == "export"
                assert last_note or any(_found(store)), f"{table.name} {dict(row)}"
                with behind(filled) as connection:
                    connection.execute(insert(table).values(**row))
        assert list(store.verify()) == []


def test_a_row_that_is_put_in_is_found(filled: StoreKind) -> None:
    with filled.open() as store:
        for table in tables(filled):
            rows = rows_of(filled, table)
            for row in rows[:2]:
                new = _another(row, table)
                if isinstance(new.get("number"), int):
                    new["number"] = max(one["number"] for one in rows) + 1
                where = _where(list(table.primary_key.columns), new)
                with behind(filled) as connection:
                    connection.execute(insert(table).values(**new))
                assert any(_found(store)), f"{table.name} {new}"
                with behind(filled) as connection:
                    connection.execute(delete(table).where(where))
        assert list(store.verify()) == []


def _another(row: Any, table: Table) -> dict[str, Any]:
    """The same with another key."""
    return {
        column.name: changed(row[column.name], column)
        if column.primary_key or column.name in ("id", "hash")
        else row[column.name]
        for column in table.columns
    }


def test_the_first_broken_link_comes_first(filled: StoreKind) -> None:
    with behind(filled) as connection:
        connection.execute(text("UPDATE audit SET \"user\" = 'x' WHERE number IN (3, 5)"))
        connection.execute(text("UPDATE document SET title = 'x'"))
    found = problems(filled)
    assert [problem.where for problem in found][:2] == ["audit entry 3", "audit entry 5"]
    assert any(problem.where.startswith("document") for problem in found)


def test_entries_that_change_places_are_found(filled: StoreKind) -> None:
    with behind(filled) as connection:
        connection.execute(text("UPDATE audit SET number = -1 WHERE number = 3"))
        connection.execute(text("UPDATE audit SET number = 3 WHERE number = 4"))
        connection.execute(text("UPDATE audit SET number = 4 WHERE number = -1"))
    assert problems(filled)[0].where == "audit entry 3"


def test_a_log_whose_end_was_cut_is_found_by_a_noted_head(filled: StoreKind) -> None:
    with filled.open() as store:
        head = store.head()
    with behind(filled) as connection:  # the last entry only notes an export: no row tells of it
        connection.execute(text("DELETE FROM audit WHERE action = 'export'"))
    assert problems(filled) == []
    assert [problem.where for problem in problems(filled, head)] == ["audit log"]
    with behind(filled) as connection:
        connection.execute(text("DELETE FROM audit WHERE action = 'remove'"))
    assert problems(filled)


def test_a_log_written_anew_is_found_by_a_noted_head(stores: StoreKind) -> None:
    with stores.open() as store:
        put(store, make_report())
        head = store.head()
    assert problems(stores, head) == []
    assert problems(stores, head[:-1] + ("0" if head[-1] != "0" else "1"))


# What follows is about the file of SQLite.


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "store.sqlite"
    with open_store(str(path)) as store:
        fill(store)
    assert not path.with_name("store.sqlite-wal").exists()
    return path


def everything(path: Path) -> Any:
    """All tables with all they hold, and what searches find."""
    connection = sqlite3.connect(path)
    of = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_words%'"
    names = [row[0] for row in connection.execute(of)]
    connection.create_function("unpacked", 1, zlib.decompress)
    held = {name: sorted(map(repr, connection.execute(f"SELECT * FROM {name}"))) for name in names}
    # A packed text may end within a byte, whose other bits mean nothing.
    read = "SELECT number, document, stages, unpacked(body), read FROM report"
    held["report"] = sorted(map(repr, connection.execute(read)))
    read = "SELECT story, key, unpacked(body), hash FROM comparison"
    held["comparison"] = sorted(map(repr, connection.execute(read)))
    connection.close()
    with open_store(str(path), create=False) as store:
        found = [store.search(Query(words)) for words in _QUERIES]
    return held, found


def test_a_byte_flipped_anywhere_in_the_file_is_found_or_changes_nothing(
    file: Path, tmp_path: Path
) -> None:
    whole, before = file.read_bytes(), everything(file)
    chance, outcomes = random.Random(20180331), {"found": 0, "unused": 0}
    for number in range(_FLIPS):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        broken = tmp_path / f"{number}.sqlite"
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        if problems(StoreKind("sqlite", str(broken))):
            outcomes["found"] += 1
        else:
            assert everything(broken) == before, f"byte {place}, bit {bit}"
            outcomes["unused"] += 1
        broken.unlink()
    assert min(outcomes.values()) > _FLIPS // 20, outcomes


def test_a_file_that_was_cut_is_found(file: Path) -> None:
    whole = file.read_bytes()
    for size in (len(whole) - 4096, len(whole) // 2, 8192, 4096, 100, 20):
        file.write_bytes(whole[:size])
        assert problems(StoreKind("sqlite", str(file))), size


def test_a_changed_definition_of_a_table_is_found(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TRIGGER quiet AFTER INSERT ON audit BEGIN SELECT 1; END")
    connection.close()
    found = problems(StoreKind("sqlite", str(file)))
    assert [problem.where for problem in found] == ["tables"]


def test_nothing_of_a_removed_text_is_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    secret = "الزنبركي"
    gone = make_report(
        f"قال {secret} {secret} إن {secret} مغلق", title=f"خبر {secret}", outlet=secret
    )
    with open_store(str(path)) as store:
        for number in range(30):
            put(
                store,
                make_report(f"قال نادر قصاب إن {number} باقون في البلدة", outlet=f"و{number}"),
            )
        put(store, gone)
        store.judge(replace(decided(gone), reason=f"قرأت {secret}"))
        id_ = gone.document.id
        store.place(placed(gone, "s1", why=secret))
        store.judge_story(DecidedStory("s1", "member", id_, "split", "سلمى", secret))
        ground, words = json.dumps([f"{id_}#c1"]), json.dumps({"question_ar": secret})
        for kind, target, decision, value in (
            ("relation", "r", "reject", None),
            ("question", "q", "correct", words),
        ):
            store.judge_story(
                DecidedStory("s1", kind, target, decision, "سلمى", secret, value, ground)
            )
        store.keep_comparison("s1", "key", json.dumps({"a": f"{id_}#P0", "words": secret}))
        assert len(store.search(Query(secret)).hits) > 0
        assert _bytes_hold(path, secret)
        store.remove(gone.document.id, "سلمى", "طلب صاحبه")
        assert not _bytes_hold(path, secret)
        assert list(store.verify(store.head())) == []
    assert not _bytes_hold(path, secret)


def _bytes_hold(path: Path, secret: str) -> bool:
    """Whether the file or its journal has the word, as it is or as JSON or the index writes it."""
    files = [file for file in path.parent.iterdir() if file.name.startswith(path.name)]
    content = b"".join(file.read_bytes() for file in files)
    stem = secret.removeprefix("ال").rstrip("ي")  # what folding leaves of it
    escaped = stem.encode("unicode_escape")
    return any(form in content for form in (secret.encode(), stem.encode(), escaped))


def test_a_byte_flipped_anywhere_in_an_encrypted_file_is_found(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed")
    place = StoreKind("encrypted", str(tmp_path / "store.enc"), "ممر النهر البعيد")
    with place.open() as store:
        fill(store)
    path, chance = Path(place.where), random.Random(1)
    whole = path.read_bytes()
    for _ in range(12):
        at = chance.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert problems(place), f"byte {at}"
    path.write_bytes(whole)
    assert problems(place) == []
