"""Reading many documents on this machine, in this process or in several."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from multiprocessing import resource_tracker
from pathlib import Path

from riwaya.errors import ResourceError, RiwayaError
from riwaya.pipeline import Pipeline, build_pipeline
from riwaya.runners.base import Failure, Outcome, place_of, read_item
from riwaya.sources.base import Intake, Item, Skipped, Taken
from riwaya.sources.paths import read_paths

Build = Callable[[], Pipeline]

_WINDOW = 4
"""Documents under way per worker: enough to keep it busy, few enough to bound memory."""


class LocalRunner:
    """Reads items in order with `workers` processes (1: in this process).

    `build` makes the pipeline, once in each process; with several it must be picklable. `debug`
    keeps tracebacks in failures.
    """

    def __init__(self, build: Build, workers: int = 1, debug: bool = False) -> None:
        self._build, self._workers, self._debug = build, workers, debug

    def map(self, items: Iterable[Item]) -> Iterator[Outcome]:
        """One outcome for each item, in order; items are drawn only a few ahead.

        Raises what `build` raises, or ResourceError when workers cannot start, before anything is
        read.
        """
        if self._workers == 1:
            return self._map_here(items)
        return self._map_in_processes(items)

    def _map_here(self, items: Iterable[Item]) -> Iterator[Outcome]:
        pipeline = self._build()
        for item in items:
            if isinstance(item, Taken):
                yield read_item(pipeline, item, self._debug)
            else:
                yield _passed(item)

    def _map_in_processes(self, items: Iterable[Item]) -> Iterator[Outcome]:
        pool = _Pool(self._build, self._workers, self._debug)
        try:
            source = iter(items)
            under_way: deque[_Task] = deque()
            while True:
                for item in islice(source, self._workers * _WINDOW - len(under_way)):
                    under_way.append(_Task(item, pool.submit(item)))
                if not under_way:
                    return
                yield _result(under_way, pool)
        finally:
            pool.stop()


class _Task:
    """An item and the future of its outcome (None for what is no document)."""

    def __init__(self, item: Item, future: Future[Outcome] | None) -> None:
        self.item, self.future = item, future


class _Pool:
    """Worker processes that can be replaced after one of them has died."""

    def __init__(self, build: Build, workers: int, debug: bool) -> None:
        self._build, self._workers, self._debug = build, workers, debug
        self._executor = self._start()

    def submit(self, item: Item) -> Future[Outcome] | None:
        """Send a document to a worker; in a pool that has broken the future says so."""
        if not isinstance(item, Taken):
            return None
        try:
            with _interrupts_held():  # each submission may start one more worker
                return self._executor.submit(_read_in_worker, item, self._debug)
        except BrokenProcessPool as error:
            broken: Future[Outcome] = Future()
            broken.set_exception(error)
            return broken

    def restart(self) -> None:
        """New workers in the place of broken ones."""
        self.stop()
        self._executor = self._start()

    def stop(self) -> None:
        """End all workers now."""
        processes = list((getattr(self._executor, "_processes", None) or {}).values())
        self._executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            with suppress(OSError, ValueError):
                process.terminate()

    def _start(self) -> ProcessPoolExecutor:
        executor = ProcessPoolExecutor(
            self._workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start_worker,
            initargs=(self._build,),
        )
        try:
            resource_tracker.ensure_running()  # on its first start it lets Ctrl-C through again
            with _interrupts_held():
                ready = executor.submit(_readiness)
            problem = ready.result()
        except BrokenProcessPool:
            problem = ResourceError(
                "a worker process died while it loaded the pipeline.",
                advice="Try --workers 1; there may be too little memory.",
            )
        if problem is not None:
            executor.shutdown(wait=False, cancel_futures=True)
            raise problem
        return executor


def _result(under_way: deque[_Task], pool: _Pool) -> Outcome:
    """The outcome of the first task. When a worker died, find out on which document."""
    task = under_way[0]
    if task.future is None:
        return _passed(under_way.popleft().item)
    try:
        outcome = task.future.result()
    except BrokenProcessPool:
        pool.restart()
        for lost in under_way:
            if lost.future is not None and _is_lost(lost.future):
                lost.future = _alone(lost.item, pool)
        outcome = task.future.result()
    under_way.popleft()
    return outcome


def _alone(item: Item, pool: _Pool) -> Future[Outcome]:
    """An item read with nothing else under way, so that a crash can only be its own."""
    assert isinstance(item, Taken)
    future = pool.submit(item)
    assert future is not None
    try:
        future.result()
        return future
    except BrokenProcessPool:
        pool.restart()
    failed: Future[Outcome] = Future()
    what = "the worker process died while reading it (too little memory, or a defect)."
    failed.set_result(Failure(place_of(item), what))
    return failed


def _is_lost(future: Future[Outcome]) -> bool:
    return not future.done() or future.cancelled() or future.exception() is not None


def _passed(item: Item) -> Outcome:
    if isinstance(item, RiwayaError):
        return Failure.of_intake(item)
    assert isinstance(item, Skipped)
    return item


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while workers are started: they inherit that, so that it never ends them;
    in this process it comes through afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_worker: Pipeline | RiwayaError | None = None


def _start_worker(build: Build) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _worker = build()
    except RiwayaError as error:
        _worker = error
    except Exception as error:
        _worker = ResourceError(f"the pipeline cannot be loaded ({error!r}).")


def _readiness() -> RiwayaError | None:
    return _worker if isinstance(_worker, RiwayaError) else None


def _read_in_worker(item: Taken, debug: bool) -> Outcome:
    if not isinstance(_worker, Pipeline):
        return Failure(place_of(item), f"its worker process has no pipeline ({_worker}).")
    return read_item(_worker, item, debug)


def read_files(
    *paths: str | Path, published: str | None = None, reader: str = "auto", workers: int = 1
) -> Iterator[Outcome]:
    """One outcome for each document of files and folders, in order: Report, Failure or Skipped.

    `published` (ISO 8601) is for documents without a date. Raises what build_pipeline raises.
    """
    runner = LocalRunner(partial(build_pipeline, reader), workers)
    yield from runner.map(read_paths([str(path) for path in paths], Intake(published)))
