"""People's decisions: recorded beside the machine's output, and held against the present report."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, exists, func, select

from riwaya.errors import InputError
from riwaya.model import Report
from riwaya.records import Ground, Judged, Judgement
from riwaya.store import schema
from riwaya.store.base import Decided
from riwaya.store.fields import check_value
from riwaya.store.log import Pen, moment_after
from riwaya.store.paging import pages
from riwaya.store.rows import Row, judgement_of
from riwaya.store.targets import Targets
from riwaya.store.writing import put

_DECISIONS = ("confirm", "reject", "correct")
_AT_ONCE = 100


def judge(connection: Connection, decided: Decided, report: Report) -> Judgement:
    """Record a decision on the present report; see Writer.judge. `decided.document` is a full id,
    and no other process writes."""
    targets = Targets(report)
    if decided.ground is None:
        target = targets.full(decided.kind, decided.target, decided.document)
        decided = replace(decided, target=target)
    _check(decided, report)
    ground = decided.ground or targets.ground((decided.kind, decided.target)) or ""
    pen = Pen(connection, decided.user)
    judgement = _numbered(connection, decided, ground, decided.at or pen.at)
    stored = _stored(connection, judgement.id)
    if stored is not None:
        return stored
    row = put(connection, schema.judgement, asdict(judgement))
    pen.write("judge", decided.document, {"rows": [row]})
    return judgement


def judged_of(connection: Connection, reports: Mapping[str, Report]) -> dict[str, list[Judged]]:
    """The judgements on these documents, each with how its ground stands in these reports."""
    rows = connection.execute(
        _judgements()
        .where(schema.judgement.c.document.in_(list(reports)))
        .order_by(schema.judgement.c.number)
    ).mappings()
    found: dict[str, list[Judged]] = defaultdict(list)
    targets: dict[str, Targets] = {}
    for row in rows:
        document = row["document"]
        if document not in targets:
            targets[document] = Targets(reports[document])
        found[document].append(_judged(row, targets[document]))
    return found


def judgement_pages(connection: Connection, document: str | None) -> Iterator[list[RowMapping]]:
    """The rows of all judgements, or of those on one document, a few at a time."""
    table, wanted = schema.judgement, _judgements()
    if document is not None:
        wanted = wanted.where(table.c.document == document)
    return pages(connection, wanted, table.c.number, _AT_ONCE)


def judged_rows(rows: Iterable[Row], reports: Mapping[str, Report]) -> Iterator[Judged]:
    """Rows as judgements; what has no report is gone."""
    targets = {document: Targets(report) for document, report in reports.items()}
    return (_judged(row, targets.get(row["document"])) for row in rows)


def judgement_id(judgement: Judgement) -> str:
    """Hash of all that was decided, by whom, why and when (16 hex digits): the number and the
    ground are not in it, so that a judgement brought to another store keeps its id."""
    parts = (
        judgement.document, judgement.kind, judgement.target, judgement.decision,
        judgement.field, judgement.value, judgement.user, judgement.reason, judgement.at,
    )  # fmt: skip
    joined = json.dumps(["judgement", *parts]).encode()
    return hashlib.sha256(joined).hexdigest()[:16]


def _check(decided: Decided, report: Report) -> None:
    where = f"{decided.kind} {decided.target}"
    if decided.decision not in _DECISIONS:
        raise InputError(f"there is no decision {decided.decision!r}.", where=where)
    if not decided.reason.strip() or not decided.user.strip():
        raise InputError("a decision needs a person and a reason.", where=where)
    given = (decided.field is not None, decided.value is not None)
    if given != ((True, True) if decided.decision == "correct" else (False, False)):
        raise InputError(
            "a field and its value belong to `correct`, and to no other decision.", where=where
        )
    if decided.field is not None and decided.value is not None:
        check_value(decided.kind, decided.field, _json(decided.value, where), report)


def _json(value: str, where: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, RecursionError) as error:
        raise InputError(f"the value is no JSON ({error}).", where=where) from None


def _numbered(connection: Connection, decided: Decided, ground: str, at: str) -> Judgement:
    last = connection.scalar(select(func.max(schema.judgement.c.number))) or 0
    judgement = Judgement(
        id="",
        number=last + 1,
        document=decided.document,
        kind=decided.kind,
        target=decided.target,
        decision=decided.decision,
        field=decided.field,
        value=decided.value,
        user=decided.user,
        reason=decided.reason,
        at=at,
        ground=ground,
    )
    named = replace(judgement, id=judgement_id(judgement))
    while decided.at is None and _stored(connection, named.id) is not None:
        # The same decision twice in a millisecond, with another between: both are kept.
        named = replace(named, at=moment_after(named.at))
        named = replace(named, id=judgement_id(named))
    return named


def _stored(connection: Connection, id_: str) -> Judgement | None:
    table = schema.judgement
    row = connection.execute(select(table).where(table.c.id == id_)).mappings().first()
    return None if row is None else judgement_of(row)


def _judgements() -> Select[Any]:
    """All judgements, each with whether a later one is on the same target and field."""
    table, later = schema.judgement, schema.judgement.alias()
    superseded = exists().where(
        later.c.target == table.c.target,
        later.c.document == table.c.document,
        later.c.kind == table.c.kind,
        later.c.field.is_not_distinct_from(table.c.field),
        later.c.number > table.c.number,
    )
    return select(table, superseded.label("superseded"))


def _judged(row: Row, targets: Targets | None) -> Judged:
    judgement = judgement_of(row)
    return Judged(judgement, _ground(judgement, targets), bool(row["superseded"]))


def _ground(judgement: Judgement, targets: Targets | None) -> Ground:
    now = None if targets is None else targets.fields((judgement.kind, judgement.target))
    if now is None:
        return "gone"
    then = json.loads(judgement.ground) if judgement.ground else {}
    # Fields that a later contract adds are no change of what was judged.
    return "same" if all(name in now and now[name] == then[name] for name in then) else "changed"
