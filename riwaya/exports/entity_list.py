"""Entities of many reports as a list: for reading, as JSONL, as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from riwaya.contract.line import json_line
from riwaya.exports.csv_cells import table
from riwaya.exports.display import Fragment, Page
from riwaya.exports.labels import labels
from riwaya.exports.name_phrases import naming
from riwaya.exports.phrases import Phrase, Sheet, joined, quoted, value
from riwaya.model import NameKind, Standing

SCHEMA = "riwaya.entity/1"

_STEP = 4
_MOST_NAMES = 12
_MOST_DOCUMENTS = 6
_HEADER = (
    "id", "kind", "name", "name_en", "names", "country", "standing", "reports", "mentions",
    "claims", "refs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One entity of the archive. `name` is neutral, None where every name of it takes sides;
    `names` are the reports' words, the most used first. `reports`, `mentions` and `claims` (those
    that it speaks) are counts. `members` say which report reads what as it, `joins` why."""

    id: str
    kind: NameKind
    name: str | None
    name_en: str | None
    names: tuple[str, ...]
    country: str | None
    standing: Standing | None
    reports: int
    mentions: int
    claims: int
    refs: tuple[tuple[str, str], ...]
    members: tuple[Mapping[str, Any], ...] = ()
    joins: tuple[Mapping[str, Any], ...] = ()


def to_jsonl(rows: Iterable[EntityRow]) -> str:
    """One object a line, with members and joins."""
    return "".join(f"{_line(row)}\n" for row in rows)


def to_csv(rows: Iterable[EntityRow]) -> str:
    """A table; several names or references stand in one cell with ` | ` between them."""
    return table(
        _HEADER,
        (
            (
                row.id, row.kind, row.name, row.name_en, " | ".join(row.names), row.country,
                row.standing, row.reports, row.mentions, row.claims,
                " | ".join(f"{key}={found}" for key, found in row.refs),
            )
            for row in rows
        ),
    )  # fmt: skip


def to_text(rows: Iterable[EntityRow], lang: str, width: int) -> str:
    """A page of entities; the reports' own words stand between «»."""
    words = labels(lang)
    sheet = Sheet(Page(width, words.rtl), words, "")
    found = [line for number, row in enumerate(rows, 1) for line in _entry(number, row, sheet)]
    return "\n".join(found or sheet.line([sheet.label("none.entities")])) + "\n"


def _line(row: EntityRow) -> str:
    fields = {
        "schema": SCHEMA,
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "name_en": row.name_en,
        "names": list(row.names),
        "country": row.country,
        "standing": row.standing,
        "reports": row.reports,
        "mentions": row.mentions,
        "claims": row.claims,
        "refs": [list(ref) for ref in row.refs],
        "members": [dict(member) for member in row.members],
        "joins": [dict(join) for join in row.joins],
    }
    return json_line(fields)


def _entry(number: int, row: EntityRow, sheet: Sheet) -> Iterator[str]:
    named = naming(row.id, row.name, row.name_en, sheet) or [sheet.label(f"name_kind.{row.kind}")]
    traits: list[Phrase] = [[sheet.label(f"name_kind.{row.kind}")]] if row.name else []
    if row.country:
        traits.append([value(row.country)])
    if row.standing:
        traits.append([sheet.label(f"standing.{row.standing}")])
    head = [Fragment(f"[{number}]", isolate=True, style="strong"), *named]
    yield from sheet.line(joined([head, *traits], "·"))
    if row.names:
        used = [[quoted(name)] for name in row.names[:_MOST_NAMES]]
        more = [[Fragment("…")]] if len(row.names) > _MOST_NAMES else []
        yield from sheet.field("names", joined([*used, *more], sheet.comma), _STEP)
    counts = (("reports", row.reports), ("mentions", row.mentions), ("claims", row.claims))
    tally = [
        [Fragment(f"{sheet.words[f'count_of.{key}']}:", style="label"), value(str(many))]
        for key, many in counts
    ]
    yield from sheet.field("seen", joined(tally, "·"), _STEP)
    yield from sheet.field("id", [value(row.id, None)], _STEP)
    if row.members:
        yield from sheet.field("documents", _documents(row, sheet), _STEP)
    if row.joins:
        yield from sheet.field("joins", _joins(row), _STEP)
    if row.refs:
        refs = [[value(f"{key} {found}", None)] for key, found in row.refs]
        yield from sheet.field("refs", joined(refs, "·"), _STEP)
    yield ""


def _documents(row: EntityRow, sheet: Sheet) -> Phrase:
    """The ids of the first reports that name it."""
    ids = list(dict.fromkeys(str(member["document"]) for member in row.members))
    shown = [[value(id_, None)] for id_ in ids[:_MOST_DOCUMENTS]]
    more = [[Fragment("…")]] if len(ids) > _MOST_DOCUMENTS else []
    return joined([*shown, *more], sheet.comma)


def _joins(row: EntityRow) -> Phrase:
    """The rules that brought its members together, each with its score and how often."""
    times = Counter((str(join["rule"]), float(join["score"])) for join in row.joins)
    return joined(
        [
            [value(rule, None), value(f"{score:.2f}"), value(f"×{many}", None)]
            for (rule, score), many in sorted(times.items())
        ],
        "·",
    )
