"""What people decide about entities: an append-only file that outlives every rerun.

One decision a line of JSON, `riwaya.decision/1`. Nothing is ever changed in it: a decision is taken
back by a later one. Each names its entities by document and id in the report, or by an id that
holds everywhere, with the names that the person saw, so that a changed reading is noticed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args

from riwaya.errors import InputError, SettingError

SCHEMA = "riwaya.decision/1"

Action = Literal["join", "split"]


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity as a decision names it.

    `document` is None for a known entity itself (`actor:…`, `geonames:…`). `linked` is the id of
    the linked entity that the person meant by it, which it keeps from then on. `names` are the
    words that the report used for it then.
    """

    entity: str
    document: str | None = None
    linked: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Entities `first` and `second` are one (`join`), or `second` is another than `first`
    (`split`). `time` is ISO 8601 with its offset; `where` is the file and line it was read from."""

    action: Action
    first: Ref
    second: Ref
    user: str
    reason: str
    time: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions from the earliest to the latest."""

    items: tuple[Decision, ...] = ()

    def __iter__(self) -> Iterator[Decision]:
        return iter(self.items)


def decide_join(first: Ref, second: Ref, *, user: str, reason: str) -> Decision:
    """The decision that two entities are one, made now. Raises SettingError without a reason or
    where both are the same."""
    return _decide("join", (first, second), user, reason)


def decide_split(first: Ref, second: Ref, *, user: str, reason: str) -> Decision:
    """The decision that `second` is another than `first`, made now: no rule will join it to others
    before them. Raises SettingError without a reason or where both are the same."""
    return _decide("split", (first, second), user, reason)


def append_decision(path: str | Path, decision: Decision) -> None:
    """Add a line to the file, which is made when missing. Several processes may do so at once.

    Raises SettingError when it cannot be written.
    """
    line = json.dumps(_to_json(decision), ensure_ascii=False) + "\n"
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        # One write at the file's end under a lock: lines of two processes never mix.
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            with _locked(handle):
                os.write(handle, (_line_end(handle) + line).encode("utf-8", "backslashreplace"))
                os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise SettingError(
            f"cannot be written ({error.strerror}).",
            where=str(path),
            advice="Give another file with --decisions.",
        ) from None


def load_decisions(path: str | Path) -> Decisions:
    """All decisions of a file, by time and then by line.

    Raises InputError naming file, line and remedy for a file that cannot be read and for a line
    that is no decision: a decision that is silently passed over would be worse than none.
    """
    try:
        lines = Path(path).read_bytes().split(b"\n")
    except OSError as error:
        raise InputError(
            f"the decisions cannot be read ({error.strerror}).",
            where=str(path),
            advice="Check the path and its permissions.",
        ) from None
    found = [
        _read(line, f"{path}, line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    return Decisions(tuple(sorted(found, key=lambda decision: _moment(decision.time))))


def _decide(action: Action, refs: tuple[Ref, Ref], user: str, reason: str) -> Decision:
    if not reason.strip():
        raise SettingError("a decision needs a reason.", where="--reason", advice="Say why.")
    if (refs[0].document, refs[0].entity) == (refs[1].document, refs[1].entity):
        raise SettingError(
            f"{refs[0].entity!r} is named twice.", where=action, advice="Name two entities."
        )
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    return Decision(action, refs[0], refs[1], user, reason, now)


def _to_json(decision: Decision) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "action": decision.action,
        "members": [_ref_to_json(ref) for ref in (decision.first, decision.second)],
        "user": decision.user,
        "time": decision.time,
        "reason": decision.reason,
    }


def _ref_to_json(ref: Ref) -> dict[str, Any]:
    return {
        "document": ref.document,
        "entity": ref.entity,
        "linked": ref.linked,
        "names": list(ref.names),
    }


def _read(line: bytes, where: str) -> Decision:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _bad(f"is not valid JSON ({error}).", where) from None
    if not isinstance(value, Mapping) or value.get("schema") != SCHEMA:
        schema = value.get("schema") if isinstance(value, Mapping) else None
        raise _bad(f"is not a decision of schema {SCHEMA!r} but {schema!r}.", where)
    action, members = value.get("action"), value.get("members")
    if action not in get_args(Action):
        raise _bad(f"has the action {action!r} instead of join or split.", where)
    if not isinstance(members, list) or len(members) != 2:
        raise _bad("does not name two members.", where)
    first, second = (_ref(member, where) for member in members)
    user, time, reason = (_text(value, key, where) for key in ("user", "time", "reason"))
    try:
        _moment(time)
    except ValueError:
        raise _bad(
            f"has the time {time!r} instead of one as 2026-03-01T10:00:00Z.", where
        ) from None
    return Decision(cast(Action, action), first, second, user, reason, time, where)


def _ref(value: Any, where: str) -> Ref:
    if not isinstance(value, Mapping):
        raise _bad("has a member that is not an object.", where)
    names = value.get("names", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise _bad("has a member whose names are not a list of texts.", where)
    document, linked = value.get("document"), value.get("linked")
    if not all(part is None or isinstance(part, str) for part in (document, linked)):
        raise _bad("has a member whose document or linked id is not a text.", where)
    return Ref(_text(value, "entity", where), document, linked, tuple(names))


def _text(value: Mapping[str, Any], key: str, where: str) -> str:
    text = value.get(key)
    if not isinstance(text, str) or (key == "entity" and not text):
        raise _bad(f"has no {key}.", where)
    return text


def _moment(time: str) -> datetime:
    moment = datetime.fromisoformat(time)
    if moment.tzinfo is None:
        raise ValueError("no offset")
    return moment


def _bad(what: str, where: str) -> InputError:
    return InputError(what, where=where, advice="Mend the line or take it out; docs/linking.md.")


def _line_end(handle: int) -> str:
    """A line end for a last line that was cut off before its own."""
    if os.fstat(handle).st_size == 0:
        return ""
    os.lseek(handle, -1, os.SEEK_END)
    return "" if os.read(handle, 1) == b"\n" else "\n"


@contextmanager
def _locked(handle: int) -> Iterator[None]:
    """The file for this process alone, where the system has such locks."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)
