"""Stores are made, brought up to date, and refused with a reason."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from riwaya.errors import InputError, RiwayaError, SettingError
from riwaya.store import open_store, versions
from riwaya.store.engines import engine_for, location_of
from riwaya.store.index.tables import DERIVED
from riwaya.store.schema import metadata
from tests.store_kit import (
    Server,
    StoreKind,
    make_report,
    postgres_server,
    postgres_url,
    put,
    stores,
)

__all__ = ["postgres_server", "postgres_url", "stores"]

_THIRD = """
from alembic import op
import sqlalchemy as sa

revision = "0003"
down_revision = "0002"


def upgrade():
    op.add_column("document", sa.Column("colour", sa.Text))
    op.create_table("shelf", sa.Column("id", sa.Text, primary_key=True))
"""
_ADDING = """
import sys
sys.path.insert(0, sys.argv[3])
from itertools import islice
from riwaya.store import open_store
from tests.store_kit import make_report, put

with open_store(sys.argv[1]) as store:
    for number in range(int(sys.argv[2])):
        for name in ("shared", sys.argv[4]):
            put(store, make_report(f"قال نادر قصاب إن {number} من {name} غادروا"))
"""


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of Riwaya with one more step."""
    scripts = tmp_path / "scripts"
    shutil.copytree(versions.SCRIPTS, scripts)
    (scripts / "versions" / "0003_third.py").write_text(_THIRD, encoding="utf-8")
    monkeypatch.setattr(versions, "SCRIPTS", str(scripts))
    monkeypatch.setattr(versions, "REVISIONS", ("0001", "0002", "0003"))


def columns_of(place: StoreKind, table: str) -> set[str]:
    from sqlalchemy import inspect

    engine = engine_for(place.where)
    names = {column["name"] for column in inspect(engine).get_columns(table)}
    engine.dispose()
    return names


def test_an_older_store_is_brought_up_to_date_with_all_that_is_in_it(
    stores: StoreKind, request: pytest.FixtureRequest
) -> None:
    report = make_report()
    with stores.open() as store:
        put(store, report)
        record, head = store.record(report.document.id), store.head()
    request.getfixturevalue("newer")
    with stores.open(create=False) as store:
        assert store.record(report.document.id) == record
        assert list(store.verify(head)) == []
        put(store, make_report("قال سالم نعمان إن الطريق مفتوح"))
        assert list(store.verify(head)) == []
        assert [entry.action for entry in store.log_entries()] == [
            "create",
            "add",
            "upgrade",
            "add",
        ]
        assert store.stats()["schema"] == "0003"
    assert "colour" in columns_of(stores, "document")
    assert columns_of(stores, "shelf") == {"id"}


def test_an_upgrade_that_breaks_leaves_the_store_as_it_was(
    stores: StoreKind, request: pytest.FixtureRequest
) -> None:
    with stores.open() as store:
        put(store, make_report())
        head = store.head()
    with pytest.MonkeyPatch.context() as patch:
        request.getfixturevalue("newer")
        step = Path(versions.SCRIPTS) / "versions" / "0003_third.py"
        step.write_text(_THIRD + "    raise ValueError('broken')\n", encoding="utf-8")
        with pytest.raises(ValueError, match="broken"):
            stores.open()
        patch.setattr(versions, "REVISIONS", ("0001", "0002"))
        with stores.open() as store:
            assert list(store.verify(head)) == []
            assert store.head() == head
    assert "colour" not in columns_of(stores, "document")


def test_a_store_of_a_newer_riwaya_is_refused(
    stores: StoreKind, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    request.getfixturevalue("newer")
    stores.open().close()
    monkeypatch.setattr(versions, "REVISIONS", ("0001", "0002"))
    with pytest.raises(InputError, match="newer riwaya"):
        stores.open()


def test_the_steps_make_the_tables_that_the_code_uses(stores: StoreKind) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    assert DERIVED
    stores.open().close()
    engine = engine_for(stores.where)
    with engine.connect() as connection:
        options = {"version_table": versions.TABLE, "include_name": _ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def _ours(name: str | None, kind: str, parents: object) -> bool:  # noqa: ARG001
    return name is None or not name.startswith("search_words")


def test_the_last_version_is_that_of_the_last_step() -> None:
    from alembic.script import ScriptDirectory

    steps = list(ScriptDirectory(versions.SCRIPTS).walk_revisions())
    assert tuple(step.revision for step in reversed(steps)) == versions.REVISIONS


def test_an_up_to_date_store_opens_without_alembic(tmp_path: Path) -> None:
    where = str(tmp_path / "store.sqlite")
    open_store(where).close()
    code = (
        "import sys; from riwaya.store import open_store; open_store(sys.argv[1]).close();"
        "assert 'alembic' not in sys.modules and 'pg8000' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, where], check=True)


@pytest.mark.parametrize("others", [3])
def test_processes_that_make_and_fill_one_store_at_once_all_finish(
    stores: StoreKind, others: int
) -> None:
    root = str(Path(__file__).parent.parent.parent)
    command = [sys.executable, "-c", _ADDING, stores.where, "12", root]
    running = [subprocess.Popen([*command, f"p{n}"], stderr=subprocess.PIPE) for n in range(others)]
    for process in running:
        _, complaint = process.communicate(timeout=100)
        assert process.returncode == 0, complaint.decode()
    with stores.open(create=False) as store:
        assert store.stats()["documents"] == 12 * (1 + others)
        assert [entry.action for entry in store.log_entries()].count("create") == 1
        assert list(store.verify(store.head())) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="mkdir") as caught:
        open_store(str(tmp_path / "no" / "store.sqlite"))
    assert not (tmp_path / "no").exists()
    assert "store.sqlite" in caught.value.message


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        open_store(str(tmp_path))


def test_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="no file"):
        open_store(str(pipe))


def test_a_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.sqlite"
    open_store(str(path)).close()
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    with pytest.raises(InputError, match="cannot be written"):
        open_store(str(path))


@pytest.mark.parametrize("content", [b"plain words " * 300, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(RiwayaError) as caught:
        open_store(str(path))
    assert str(path) in caught.value.message
    assert caught.value.advice
    assert path.read_bytes() == content


def test_a_database_of_something_else_is_left_alone(stores: StoreKind) -> None:
    engine = engine_for(stores.where)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
        connection.commit()
    engine.dispose()
    with pytest.raises(InputError, match="recipes"):
        stores.open()
    assert columns_of(stores, "recipes") == {"name"}


def test_a_store_without_its_version_is_refused(stores: StoreKind) -> None:
    stores.open().close()
    engine = engine_for(stores.where)
    with engine.connect() as connection:
        connection.execute(text(f"UPDATE {versions.TABLE} SET version_num = 'x'"))
        connection.commit()
    engine.dispose()
    with pytest.raises(InputError, match="damaged"):
        stores.open()


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    path.touch()
    with open_store(str(path)) as store:
        assert list(store.verify()) == []


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    for where in (
        "postgresql://riwaya:geheim@127.0.0.1:1/reports",
        f"postgresql://riwaya:geheim@/reports?host={tmp_path}",
    ):
        with pytest.raises(InputError, match="server runs") as caught:
            open_store(where)
        assert "geheim" not in caught.value.message
        assert "/reports" in caught.value.message


@pytest.mark.parametrize(
    "where",
    ["mysql://localhost/x", "https://nawras.example/store", "postgresql://h/x?colour=red",
     "postgresql://u@h:port/x"],
)  # fmt: skip
def test_an_address_of_something_else(where: str) -> None:
    with pytest.raises(SettingError) as caught:
        open_store(where)
    assert caught.value.advice


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("reports.sqlite", "reports.sqlite"),
        ("postgres://u:p@h/d", "postgres://u@h/d"),
        ("postgresql+pg8000://u:p@h:7/d", "postgresql://u@h:7/d"),
        ("postgresql://u@/d?host=/run/pg&password=p", "postgresql://u@/d?host=%2Frun%2Fpg"),
    ],
)
def test_no_password_is_shown(where: str, shown: str) -> None:
    assert location_of(where).replace("/run/pg", "%2Frun%2Fpg") == shown


def test_postgres_is_asked_for_by_either_name(postgres_url: str) -> None:
    place = StoreKind("postgresql", postgres_url.replace("postgresql://", "postgres://"))
    with place.open() as store:
        put(store, make_report())
        assert store.stats()["documents"] == 1


def test_a_database_that_cannot_hold_every_script_is_refused(postgres_server: Server) -> None:
    where = postgres_server.new("LATIN1")
    try:
        with pytest.raises(InputError, match="LATIN1"):
            open_store(where)
    finally:
        postgres_server.drop(where)


def test_a_store_that_breaks_while_it_is_open_says_so(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with open_store(str(path)) as store:
        put(store, make_report())
    with open_store(str(path)) as store:
        connection = sqlite3.connect(path)
        connection.execute("DROP TABLE capture")
        connection.close()
        with pytest.raises(InputError, match="verify"):
            list(store.records())
        assert list(store.verify())


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_a_new_store_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with open_store(str(path)) as store:
        put(store, make_report("قال نادر قصاب إن الحراس غادروا"))
        for file in tmp_path.iterdir():
            assert file.stat().st_mode & 0o077 == 0, file
