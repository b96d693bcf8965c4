"""Killed at any moment while adding: the next run goes on, nothing is lost and nothing is twice.

The moments are drawn from a seed that a failure shows; RIWAYA_TEST_SEED draws them again.
"""

from __future__ import annotations

import os
import random
import secrets
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from riwaya.store import open_store
from tests.keep.invented import adding, check_whole, text_of, write_reports
from tests.store_kit import StoreKind, make_report, postgres_server, postgres_url, put, stores

__all__ = ["postgres_server", "postgres_url", "stores"]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL and fork")

MANY, KILLS = 1000, 12
WORDS = "خمس كلمات لا يخمنها أحد"
PATIENCE = 120.0  # seconds
ONE_REPORT = 0.03  # seconds: what adding one takes, about


@pytest.fixture
def chance() -> random.Random:
    """Random moments; pytest shows the seed with a failure."""
    seed = int(os.environ.get("RIWAYA_TEST_SEED") or secrets.randbelow(1 << 32))
    print(f"RIWAYA_TEST_SEED={seed}")
    return random.Random(seed)


def kill_after(run: subprocess.Popen[str], store: Path, commits: int, delay: float) -> bool:
    """Kill the run `delay` seconds after it has written to the store's log so many times; whether
    it was still running then. The store itself is not touched: only when it was written is seen."""
    log, seen, end = store.with_name(f"{store.name}-wal"), 0, time.monotonic() + PATIENCE
    last = written(log)
    while seen < commits and run.poll() is None and time.monotonic() < end:
        time.sleep(0.001)
        if (now := written(log)) != last:
            seen, last = seen + 1, now
    time.sleep(delay)
    run.send_signal(signal.SIGKILL)
    return run.wait() == -signal.SIGKILL


def written(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime_ns
    return 0


def killed_often(
    folder: Path, store: Path, chance: random.Random, most: int, passphrase: str | None = None
) -> int:
    """Begin to add `folder` again and again, each time killed after at most `most` commits; how
    often. The last run is left to finish."""
    kills = 0
    while kills < KILLS:
        run = adding(folder, str(store), passphrase)
        commits = chance.randint(0, 2) if kills < 3 else chance.randint(1, most)
        if not kill_after(run, store, commits, chance.uniform(0, ONE_REPORT)):
            break  # a fast machine: it had finished
        kills += 1
    last = adding(folder, str(store), passphrase, errors=subprocess.PIPE)
    said = last.communicate(timeout=PATIENCE)[1]
    assert last.returncode == 0, said
    return kills


def test_a_thousand_reports_are_added_by_runs_that_are_killed(
    tmp_path: Path, chance: random.Random
) -> None:
    folder, store = write_reports(tmp_path / "reports", range(MANY)), tmp_path / "store.sqlite"
    assert killed_often(folder, store, chance, MANY // (2 * KILLS)) >= 10
    with open_store(str(store), create=False) as opened:
        stored = check_whole(opened, range(MANY))
        assert list(opened.unplaced()) == [], "the last run puts what is left into stories"
        assert sum(len(story.documents) for story in opened.stories()) == MANY
    sample = range(0, MANY, 40)
    assert uninterrupted(tmp_path, sample) == {text_of(n): stored[text_of(n)] for n in sample}


def uninterrupted(tmp_path: Path, numbers: range) -> dict[str, object]:
    """What a store holds of these reports when nothing interrupts."""
    folder, store = write_reports(tmp_path / "sample", numbers), tmp_path / "sample.sqlite"
    assert adding(folder, str(store)).wait(PATIENCE) == 0
    with open_store(str(store), create=False) as opened:
        return dict(check_whole(opened, numbers))


def test_an_encrypted_store_is_killed_too(tmp_path: Path, chance: random.Random) -> None:
    pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed (extra `encrypted`)")
    folder, store = write_reports(tmp_path / "reports", range(80)), tmp_path / "store.sqlite"
    assert killed_often(folder, store, chance, 5, WORDS) >= 10
    with open_store(str(store), passphrase=WORDS, create=False) as opened:
        check_whole(opened, range(80))
    assert "الطواحين".encode() not in b"".join(p.read_bytes() for p in tmp_path.glob("store*"))


def forked(work: Callable[[], None]) -> int:
    """The id of a process that does `work` and ends, with 0 when it went well."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("passphrase", [None, WORDS], ids=["plain", "encrypted"])
def test_killed_while_the_store_is_made(
    tmp_path: Path, chance: random.Random, passphrase: str | None
) -> None:
    if passphrase:
        pytest.importorskip("sqlcipher3", reason="sqlcipher3 is not installed")

    def work(path: Path) -> None:
        with open_store(str(path), passphrase=passphrase) as store:
            for number in range(3):
                put(store, make_report(text_of(number)))

    work(tmp_path / "first")  # loads what it needs: the forks have it then
    started = time.monotonic()
    assert ended(forked(lambda: work(tmp_path / "unharmed"))) == 0
    whole = time.monotonic() - started
    killed = 0
    for number in range(80):
        if number >= 12 and killed >= 4:
            break  # on a fast machine many are done before they can be killed
        path = tmp_path / f"store-{number}"
        child = forked(lambda path=path: work(path))  # type: ignore[misc]
        time.sleep(chance.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        killed += ended(child) == -signal.SIGKILL
        work(path)
        with open_store(str(path), passphrase=passphrase, create=False) as store:
            check_whole(store, range(3))
    assert killed >= 3


def test_killed_while_adding_on_both_databases(stores: StoreKind, chance: random.Random) -> None:
    reports = [make_report(text_of(number)) for number in range(60)]

    def work() -> None:
        with stores.open() as store:
            for report in reports:
                put(store, report)

    for _ in range(10):
        child = forked(work)
        time.sleep(chance.uniform(0, 0.3))
        os.kill(child, signal.SIGKILL)
        ended(child)
    work()
    with stores.open(create=False) as store:
        check_whole(store, range(60))
