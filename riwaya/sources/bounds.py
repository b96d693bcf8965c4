"""Foreign formats parsed in a process of their own, with bounds on time and memory."""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from riwaya.errors import InputError
from riwaya.records import Raw
from riwaya.sources import bounded_worker as protocol
from riwaya.sources.base import Intake, Item

Parse = Callable[[bytes, str, Intake], Iterable[Item]]
"""A parser of one whole file or record: a top-level function (it is named to another process)."""

_CALLS_OF_ONE_HELPER = 2_000  # parsers' own caches grow: a helper is renewed now and then
_MOST_IDLE = 4
_SECONDS_TO_START = 60.0
# The helper's own path of modules is this process's: `-I` keeps the working folder out of it.
_BOOT = (
    "import sys; sys.path[:] = sys.argv[1:]; from riwaya.sources.bounded_worker import main; main()"
)


def parse_bounded(parse: Parse, content: bytes, where: str, intake: Intake) -> Iterator[Item]:
    """The items of `parse(content, where, intake)`, made in a helper process that is kept for the
    next call. An InputError item when it takes longer than `intake.seconds`, more memory than is
    allowed, or dies; what the parser raises becomes an item too.

    `parse` is a top-level function of a module that can be imported. Evidence that holds `content`
    comes back with one Raw of the caller's bytes. Raises TypeError for a function that has no name.
    """
    yield from parse_shared(parse, Raw(content), where, intake)


def parse_shared(parse: Parse, raw: Raw, where: str, intake: Intake) -> list[Item]:
    """Like `parse_bounded`, with the Raw that the items' evidence is to share."""
    module, name = _name_of(parse)
    try:
        helper = _helpers.take()
    except _DiedError as died:
        return [_dead(died, where)]
    try:
        reply = helper.call((module, name, where, intake), raw, intake.seconds)
    except _TimedOutError:
        helper.kill()
        return [_too_slow(where, intake)]
    except _DiedError as died:
        helper.kill()
        return [_dead(died, where)]
    except BaseException:  # Ctrl-C in the middle of an exchange: the pipe is of no more use
        helper.kill()
        raise
    if reply.spent:
        helper.kill()
    else:
        _helpers.give_back(helper)
    return reply.items


def _name_of(parse: Parse) -> tuple[str, str]:
    module, name = getattr(parse, "__module__", ""), getattr(parse, "__qualname__", "")
    if not module or module == "__main__" or not name.isidentifier():
        raise TypeError(f"{parse!r} is no top-level function of a module that can be imported")
    return module, name


def _too_slow(where: str, intake: Intake) -> InputError:
    return InputError(
        f"took longer than {intake.seconds:g} seconds to parse and was given up.",
        where=where,
        advice="It is damaged or made to do so; save it anew, or as plain text.",
    )


def _dead(died: _DiedError, where: str) -> InputError:
    return InputError(
        f"could not be parsed: the helper process {died}.",
        where=where,
        advice="The file is damaged or made to do so; save it anew, or as plain text.",
    )


class _DiedError(Exception):
    """The helper is gone, or no longer makes sense; the message says how."""


class _TimedOutError(Exception):
    """The helper was ended because its time was up."""


class _Clock:
    """Does something when a time is up, unless it is stopped before."""

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self._lock = threading.Lock()
        self._stopped = self._rung = False
        self._act = act
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def _ring(self) -> None:
        with self._lock:
            if not self._stopped:
                self._rung = True
                self._act()

    def stop(self) -> bool:
        """Whether the time was up; from now on nothing is done."""
        with self._lock:
            self._stopped = True
            self._timer.cancel()
            return self._rung


class _Helper:
    """One helper process and the pipes to it."""

    def __init__(self) -> None:
        self.calls = 0
        paths = [os.fspath(path) or str(Path.cwd()) for path in sys.path]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _BOOT, *paths],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        except OSError as error:
            raise _DiedError(f"could not be started ({error.strerror})") from None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        try:
            self._within(_SECONDS_TO_START, lambda: protocol.read_frame(self._from))
        except BaseException:
            self.kill()
            raise

    def call(self, request: protocol.Request, raw: Raw, seconds: float) -> protocol.Reply:
        """The helper's answer. Raises _TimedOutError or _DiedError."""
        self.calls += 1
        frame = self._within(seconds, lambda: self._exchange(request, raw.content))
        try:
            return protocol.load_reply(frame, raw)
        except (pickle.UnpicklingError, ValueError, TypeError, AttributeError, EOFError) as error:
            raise _DiedError(f"gave an answer that makes no sense ({error})") from None

    def _exchange(self, request: protocol.Request, content: bytes) -> bytes:
        protocol.write_frame(self._to, pickle.dumps(request))
        protocol.write_frame(self._to, content)
        return protocol.read_frame(self._from)

    def _within(self, seconds: float, work: Callable[[], bytes]) -> bytes:
        """What `work` gives, with the helper killed (which ends any wait) when time is up."""
        clock = _Clock(seconds, self._process.kill)
        try:
            return work()
        except (OSError, EOFError, ValueError):
            if clock.stop():
                raise _TimedOutError from None
            raise _DiedError(self._ending()) from None
        finally:
            if clock.stop():
                self.calls = _CALLS_OF_ONE_HELPER  # ended on the very last moment: not used again

    def _ending(self) -> str:
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "closed its pipe"
        return f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"

    @property
    def usable(self) -> bool:
        return self.calls < _CALLS_OF_ONE_HELPER and self._process.poll() is None

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()
        self.close()
        self._process.wait()

    def close(self) -> None:
        """Close the pipes alone, which lets an idle helper end by itself."""
        self._to.close()
        self._from.close()


class _Helpers:
    """Idle helpers of this process: one for each thread that parses at the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Helper] = []

    def take(self) -> _Helper:
        while True:
            with self._lock:
                helper = self._idle.pop() if self._idle else None
            if helper is None:
                return _Helper()
            if helper.usable:
                return helper
            helper.kill()

    def give_back(self, helper: _Helper) -> None:
        with self._lock:
            if len(self._idle) < _MOST_IDLE:
                self._idle.append(helper)
                return
        helper.kill()

    def close(self) -> None:
        for helper in self._emptied():
            helper.kill()

    def forget(self) -> None:
        """In a forked child: the helpers are the parent's, and only its own ends are closed."""
        self._lock = threading.Lock()
        for helper in self._emptied():
            helper.close()

    def _emptied(self) -> list[_Helper]:
        idle, self._idle = self._idle, []
        return idle


_helpers = _Helpers()
atexit.register(_helpers.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_helpers.forget)
