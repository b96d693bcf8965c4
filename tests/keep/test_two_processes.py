"""Several processes that add to one store at once: all finish, each report is there once."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from riwaya.store import open_store
from tests.keep.invented import adding, check_whole, text_of, write_reports
from tests.store_kit import StoreKind, make_report, postgres_server, postgres_url, put, stores

__all__ = ["postgres_server", "postgres_url", "stores"]

PATIENCE = 120.0  # seconds
WORDS = "خمس كلمات لا يخمنها أحد"

ADD = """
import sys
from riwaya.store import open_store
from tests.keep.invented import text_of
from tests.store_kit import make_report, put
where, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
with open_store(where) as store:
    print(*(put(store, make_report(text_of(number))) for number in range(first, last)))
"""
"""What a process does that waits for a sign, so that all begin with the same moment."""


def said_at_the_end(runs: list[subprocess.Popen[str]]) -> list[str]:
    """What each wrote on standard error; all end well."""
    said = [run.communicate(timeout=PATIENCE)[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * len(runs), said
    assert not any("locked" in words for words in said), said
    return said


@pytest.mark.parametrize("processes", [2, 4])
def test_processes_that_add_overlapping_folders_to_one_store(
    stores: StoreKind, tmp_path: Path, processes: int
) -> None:
    """Each has its own folder; what two of them hold comes in twice, as one document."""
    own, shared = 20, 10
    runs = []
    for process in range(processes):
        numbers = [*range(process * own, (process + 1) * own), *range(1000, 1000 + shared)]
        folder = write_reports(tmp_path / f"folder-{process}", numbers)
        runs.append(adding(folder, stores.where, errors=subprocess.PIPE))
    said = said_at_the_end(runs)
    assert all("0 failed." in words for words in said)
    new = sum(int(words.split(" added")[0].split()[-1]) for words in said)
    assert new == processes * own + shared
    with stores.open(create=False) as store:
        records = list(store.records())
        texts = [record.report.document.text for record in records]
        assert len(texts) == len(set(texts)) == processes * own + shared
        once = {text_of(number) for number in range(processes * own)}
        for record in records:
            captures = 1 if record.report.document.text in once else processes
            assert len(record.captures) == captures
        log = list(store.log_entries())
        assert len(log) == 1 + processes * own + shared * processes
        assert list(store.verify()) == []


def test_processes_that_add_the_same_folder_to_one_encrypted_store(tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed (extra `encrypted`)")
    folder, store = write_reports(tmp_path / "reports", range(30)), str(tmp_path / "store")
    said_at_the_end([adding(folder, store, WORDS, errors=subprocess.PIPE) for _ in range(3)])
    with open_store(store, passphrase=WORDS, create=False) as opened:
        check_whole(opened, range(30))


def test_processes_that_make_one_store_at_the_same_moment(stores: StoreKind) -> None:
    root = str(Path(__file__).parents[2])
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", ADD, stores.where, "0", "25"],
            env={**os.environ, "PYTHONPATH": root},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for run in runs:
        assert run.stdout
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        assert run.stdin
        run.stdin.write("\n")
        run.stdin.flush()
    ends = [run.communicate(timeout=PATIENCE) for run in runs]
    assert [run.returncode for run in runs] == [0] * 4, [said for _, said in ends]
    added = " ".join(out for out, _ in ends).split()
    assert (added.count("new"), added.count("known")) == (25, 75)
    with stores.open(create=False) as store:
        check_whole(store, range(25))


def test_threads_share_an_open_store(stores: StoreKind) -> None:
    with stores.open() as store:

        def work(first: int) -> None:
            for number in range(first, first + 15):
                put(store, make_report(text_of(number)))

        threads = [threading.Thread(target=work, args=(first,)) for first in (0, 10, 20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        check_whole(store, range(35))


def test_readers_go_on_while_others_write(stores: StoreKind) -> None:
    """A list that was begun shows the store as it was, whatever is added meanwhile."""
    with stores.open() as store, stores.open() as other:
        for number in range(10):
            put(store, make_report(text_of(number)))
        begun = store.records()
        first = next(begun)
        for number in range(10, 20):
            put(other, make_report(text_of(number)))
        rest = [record.report.document.text for record in begun]
        assert [first.report.document.text, *rest] == [text_of(number) for number in range(10)]
        check_whole(store, range(20))
