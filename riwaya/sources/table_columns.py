"""Which column of a table holds which field of a document."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from riwaya.errors import InputError, RiwayaError, SettingError
from riwaya.text import fold, fold_letters

FIELDS = ("text", "title", "outlet", "url", "published", "id")
_BETWEEN = re.compile(r"[\s_\-:*.]+")
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Numbers of columns by field, the headings that stand for nothing, and what to note."""

    of: dict[str, int]
    notes: tuple[str, ...]


def folded(heading: str) -> str:
    """A heading as it is compared: letters levelled, small, signs between words as one space."""
    return _BETWEEN.sub(" ", fold_letters(fold(heading).text)).strip().casefold()


def find_columns(headings: Sequence[str], asked: Sequence[tuple[str, str]]) -> Columns | None:
    """The columns by the headings `asked` for (field, heading), and else by known ones.

    None when no column can be the text, or an asked heading is missing.
    """
    forms = [folded(heading) for heading in headings]
    of: dict[str, int] = {}
    for field, heading in asked:
        if folded(heading) not in forms:
            return None
        of[field] = forms.index(folded(heading))
    doubled = []
    for number, form in enumerate(forms):
        known = _known().get(form)
        if known is None or number in of.values():
            continue
        if known in of:
            doubled.append((headings[number], known))
        else:
            of[known] = number
    return Columns(of, _notes(headings, of, doubled)) if "text" in of else None


def check_asked(asked: Sequence[tuple[str, str]], where: str) -> None:
    """Raise SettingError for a mapping to a field that documents do not have."""
    for field, _ in asked:
        if field not in FIELDS:
            raise SettingError(
                f"a document has no field {field!r} that a column could give.",
                where=where,
                advice=f"Choose one of: {', '.join(FIELDS)}.",
            )


def no_text_column(
    headings: Sequence[str], asked: Sequence[tuple[str, str]], where: str
) -> RiwayaError:
    """The error for a table in which nothing is the text, with the headings that it has."""
    named = [heading.strip()[:40] for heading in headings if heading.strip()]
    listed = ", ".join(repr(name) for name in named[:_MOST_NAMED]) or "none"
    if len(named) > _MOST_NAMED:
        listed += f" and {len(named) - _MOST_NAMED} more"
    forms = [folded(heading) for heading in headings]
    missing = [heading for _, heading in asked if folded(heading) not in forms]
    what = f"no column is headed {missing[0]!r}" if missing else "no column is known as the text"
    return InputError(
        f"{what}; the headings found are: {listed}.",
        where=where,
        advice="Name the column that holds the text: --columns text=HEADING.",
    )


def _notes(
    headings: Sequence[str], of: dict[str, int], doubled: list[tuple[str, str]]
) -> tuple[str, ...]:
    notes = [
        f"column {heading.strip()!r} could be the {field} too, {headings[of[field]].strip()!r} "
        "was taken"
        for heading, field in doubled
    ]
    taken = set(of.values())
    rest = [h.strip() for number, h in enumerate(headings) if number not in taken and h.strip()]
    rest = [heading for heading in rest if heading not in dict(doubled)]
    if rest:
        more = " …" if len(rest) > _MOST_NAMED else ""
        notes.append("columns left out: " + ", ".join(h[:40] for h in rest[:_MOST_NAMED]) + more)
    return tuple(notes)


@cache
def _known() -> dict[str, str]:
    lines = files(__package__).joinpath("table_columns.tsv").read_text(encoding="utf-8")
    rows = (line for line in lines.splitlines() if not line.startswith("#"))
    return {row["heading"]: row["field"] for row in csv.DictReader(rows, delimiter="\t")}
