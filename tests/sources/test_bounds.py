"""Parsers that hang, eat memory or die take down nothing but their own file."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from riwaya.errors import LanguageError
from riwaya.sources import bounded_worker
from riwaya.sources.base import Intake, Item, Skipped
from riwaya.sources.bounds import Parse, _Clock, parse_bounded
from tests.sources import web_kit as kit

INTAKE = Intake()
SHORT = Intake(seconds=1.0)


def run(parse: Parse, content: bytes = b"x", intake: Intake = INTAKE) -> list[Item]:
    return list(parse_bounded(parse, content, "f", intake))


def helper() -> str:
    (_, skipped) = run(kit.parse_plain, kit.TEXT.encode())
    assert isinstance(skipped, Skipped)
    return skipped.why


def test_items_come_back_with_the_callers_bytes() -> None:
    content = kit.TEXT.encode()
    (item,) = kit.taken(run(kit.parse_plain, content))
    assert item.document.text == kit.TEXT
    assert item.evidence is not None
    assert item.evidence.raw.content is content


def test_other_bytes_of_a_parser_are_kept() -> None:
    (item,) = kit.taken(run(kit.parse_other_bytes, b"12345678"))
    assert item.evidence is not None
    assert item.evidence.raw.content == b"1234"


def test_one_helper_serves_many_calls_and_is_not_this_process() -> None:
    first = helper()
    assert first != str(os.getpid())
    assert helper() == first


@pytest.mark.parametrize(
    ("parse", "intake", "message"),
    [
        (kit.parse_endlessly, SHORT, "f: took longer than 1 seconds"),
        (kit.parse_greedily, INTAKE, "f: needs more than 1500 MB of memory"),
        (kit.parse_and_die, INTAKE, "f: could not be parsed: the helper process ended with code 7"),
        (kit.parse_and_crash, INTAKE, "the helper process was ended by signal 6"),
    ],
)
def test_a_helper_that_fails_is_replaced(parse: Parse, intake: Intake, message: str) -> None:
    before = helper()
    (error,) = kit.errors(run(parse, intake=intake))
    assert message in error
    assert helper() != before


@pytest.mark.parametrize(
    ("parse", "message"),
    [
        (kit.parse_badly, "f: is damaged or not what its name says (ValueError: a byte that"),
        (kit.parse_and_exit, "f: is damaged or not what its name says (SystemExit: 3)"),
        (kit.parse_deeply, "f: is nested too deeply"),
    ],
)
def test_what_a_parser_raises_is_an_error_of_the_file(parse: Parse, message: str) -> None:
    before = helper()
    (error,) = kit.errors(run(parse))
    assert message in error
    assert helper() == before


def test_items_before_an_error_are_kept() -> None:
    assert [type(item).__name__ for item in run(kit.parse_half)] == ["Skipped", "InputError"]


def test_errors_keep_their_kind_place_and_advice() -> None:
    (error,) = run(kit.parse_plain, b"Only a few words that are not Arabic.")
    assert isinstance(error, LanguageError)
    assert error.where == "f"
    assert error.advice


def test_what_parsers_print_does_not_disturb() -> None:
    (item,) = run(kit.parse_and_print)
    assert isinstance(item, Skipped)
    assert item.why == "quiet"


def test_an_answer_cannot_run_code() -> None:
    trap = Path(kit.TRAP)
    trap.unlink(missing_ok=True)
    (error,) = kit.errors(run(kit.parse_to_trap))
    assert "makes no sense" in error
    assert not trap.exists()


def test_a_flood_of_text_is_refused() -> None:
    (error,) = kit.errors(run(kit.parse_to_flood))
    assert "more than" in error


def test_a_function_without_a_name_is_refused() -> None:
    with pytest.raises(TypeError, match="top-level"):
        run(lambda *_: [])


def test_threads_parse_at_the_same_time() -> None:
    def call(_: int) -> str:
        (item,) = run(kit.parse_asleep)
        assert isinstance(item, Skipped)
        return item.why

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(call, range(2)))) == 2


def test_a_large_content_does_not_block_the_pipes() -> None:
    (error,) = kit.errors(run(kit.parse_badly, b"\0" * 30_000_000))
    assert "damaged" in error


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_has_a_helper_of_its_own() -> None:
    before = helper()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, helper().encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 100).decode() not in ("", before)
    assert helper() == before
    os.close(reading)
    os.close(writing)


def in_a_daemon(answers: multiprocessing.Queue[str]) -> None:
    answers.put(helper())


def test_daemon_processes_may_parse_too() -> None:
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[str] = context.Queue()
    process = context.Process(target=in_a_daemon, args=(answers,), daemon=True)
    process.start()
    assert answers.get(timeout=60) not in ("", helper())
    process.join()
    assert process.exitcode == 0


def test_a_helper_that_has_grown_is_renewed() -> None:
    before = helper()
    (item,) = run(kit.parse_and_keep)
    assert isinstance(item, Skipped)
    assert helper() != before


def test_systems_without_such_bounds_keep_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    before = signal.getsignal(signal.SIGINT)
    try:
        bounded_worker._set_bounds()
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_time_is_up_at_the_very_end() -> None:
    rung: list[int] = []
    clock = _Clock(0.01, lambda: rung.append(1))
    time.sleep(0.1)
    assert clock.stop()
    late = _Clock(0.05, lambda: rung.append(2))
    assert not late.stop()
    time.sleep(0.1)
    assert rung == [1]


def test_little_is_added_to_a_small_file() -> None:
    helper()
    times = []
    for _ in range(50):
        started = time.perf_counter()
        run(kit.parse_and_print)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.002


SCRIPT = """
import sys, time
from tests.sources import web_kit as kit
from riwaya.sources import bounded_worker
from riwaya.sources.base import Intake
from riwaya.sources.bounds import parse_bounded
print(next(iter(parse_bounded(kit.parse_asleep, b"x", "f", Intake()))).why, flush=True)
print("again", flush=True)
list(parse_bounded(kit.{parse}, b"x", "f", Intake(seconds=8)))
"""


def start(parse: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(parse=parse)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=root,
        start_new_session=True,
    )


def test_the_helper_ends_with_its_caller() -> None:
    process = start("parse_badly")
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    assert process.wait(timeout=30) == 0
    wait_until_gone(pid)
    process.communicate()


def test_ctrl_c_ends_the_caller_and_its_helper_at_once() -> None:
    process = start("parse_endlessly")
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    process.stdout.readline()
    threading.Event().wait(0.3)
    started = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of the group
    _, complaint = process.communicate(timeout=30)
    assert time.monotonic() - started < 5
    assert "KeyboardInterrupt" in complaint
    wait_until_gone(pid)


def wait_until_gone(pid: int) -> None:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail(f"the helper {pid} is still there")
