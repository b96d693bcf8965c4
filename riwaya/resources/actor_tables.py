"""Actors as rows of `lexicons/actors_*.tsv`: the types, and a reader that checks every row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import get_args

from riwaya.errors import ResourceError
from riwaya.model import NameKind
from riwaya.resources import lexicon
from riwaya.text.fold import fold_letters
from riwaya.text.view import TextView

COLUMNS = (
    "id", "kind", "name", "name_en", "wikipedia", "wikidata", "country", "variants", "sides",
    "nominals", "from", "to", "tags", "source",
)  # fmt: skip
_KINDS: dict[str, NameKind] = {kind: kind for kind in get_args(NameKind) if kind != "other"}
_ID = re.compile(r"actor:[a-z0-9]+(?:-[a-z0-9]+)*")
_FORMATS = {
    "id": _ID,
    "name": re.compile(r"\S.*\S"),
    "name_en": re.compile(r"\S.*\S"),
    "wikidata": re.compile(r"Q[1-9]\d*"),
    "country": re.compile(r"[A-Z]{2}"),
    "from": re.compile(r"\d{3,4}"),
    "to": re.compile(r"\d{3,4}"),
    "source": re.compile(r"\S.*"),
}
_MAY_BE_EMPTY = frozenset({"wikidata", "country", "from", "to"})
_NAMES = ("name", "variants", "sides", "nominals")
_LETTER = re.compile(r"[^\W_]")
# What needs more than the letters folded, or splits a word; all but a few names have none of it.
_NO_LETTER = re.compile("[^\u0621-\u063a\u0641-\u064aA-Za-z ]")


@dataclass(frozen=True, slots=True)
class ActorVariant:
    """One more way of naming an actor. `sides` marks a name that takes sides: it is matched, and
    shown only inside the source's own words."""

    text: str
    sides: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A known party. `id` begins with `actor:`. `years` is (first, last), None for open.

    `wikipedia` is the title of its English article. `tags` say what it is beyond its kind (state,
    ministry, army, agency, broadcaster, monitor, armed-group, office-holder …). `nominals` are
    short descriptions that stand for it once it was named (التنظيم، الحركة، الوكالة).
    """

    id: str
    kind: NameKind
    name: str
    name_en: str
    wikipedia: str | None = None
    wikidata: str | None = None
    country: str | None = None
    variants: tuple[ActorVariant, ...] = ()
    nominals: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    tags: tuple[str, ...] = ()

    @property
    def refs(self) -> tuple[tuple[str, str], ...]:
        """Its references that are known, as an entity has them."""
        pairs = (("wikidata", self.wikidata), ("wikipedia", self.wikipedia))
        return tuple((name, value) for name, value in pairs if value)


@lru_cache(maxsize=1 << 14)
def name_words(name: str) -> tuple[str, ...]:
    """The words of `name` as names are compared: folded plain and by letters, lower case, no
    marks. 'الولايات_المتحدة' and 'تنظيم "الدولة"' give two words each."""
    if not _NO_LETTER.search(name):
        return tuple(fold_letters(name).lower().split())
    return tuple(word.letters.lower() for word in TextView(name).words if word.is_word)


def words_of_names(names: Sequence[str]) -> list[tuple[str, ...]]:
    """`name_words` of many names at once: those of letters alone are folded in one pass."""
    lines = fold_letters("\n".join(names)).lower().split("\n")
    if len(lines) != len(names):  # a line feed inside a name
        return [name_words(name) for name in names]
    return [
        name_words(name) if _NO_LETTER.search(name) else tuple(line.split())
        for name, line in zip(names, lines, strict=True)
    ]


def name_key(name: str) -> str:
    """`name_words` with one space between: equal for all spellings of one name."""
    return " ".join(name_words(name))


def items(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds several, separated by `|`."""
    return tuple(cell.split("|")) if cell else ()


def row_error(file: str, row: int, what: str) -> ResourceError:
    """An error that names the file and the row (the first after the header is 1)."""
    return ResourceError(
        what,
        where=f"riwaya/resources/lexicons/{file}.tsv, row {row}",
        advice="Correct the row; docs/actors.md says what each column holds.",
    )


def name_kind(file: str, row: int, cell: str) -> NameKind:
    """The kind that a cell holds. Raises ResourceError for any other word."""
    if cell not in _KINDS:
        raise row_error(file, row, f"kind {cell!r} is none of {', '.join(sorted(_KINDS))}.")
    return _KINDS[cell]


def table_names() -> tuple[str, ...]:
    """Names of the lexicons that hold actors: every `actors_*.tsv` in the folder, sorted."""
    folder = files("riwaya.resources") / "lexicons"
    names = (entry.name for entry in folder.iterdir())
    return tuple(
        sorted(
            name.removesuffix(".tsv")
            for name in names
            if name.startswith("actors_") and name.endswith(".tsv")
        )
    )


def load_tables() -> tuple[Actor, ...]:
    """All rows of all `actors_*.tsv`, by id. Raises ResourceError for the first bad row."""
    return read_tables((name, lexicon(name)) for name in table_names())


def read_tables(
    tables: Iterable[tuple[str, Sequence[Mapping[str, str]]]],
) -> tuple[Actor, ...]:
    """Actors of (file name, rows), by id.

    Raises ResourceError, naming file and row, for missing columns, an unknown kind, a cell of the
    wrong form, years that run backwards, an id that stands twice, and a neutral name that is also
    marked as taking sides.
    """
    found: dict[str, Actor] = {}
    for file, rows in tables:
        for number, row in enumerate(rows, start=1):
            actor = _read_row(file, number, row)
            if actor.id in found:
                raise row_error(file, number, f"the id {actor.id!r} stands twice.")
            found[actor.id] = actor
    return tuple(found[id_] for id_ in sorted(found))


def _read_row(file: str, number: int, row: Mapping[str, str]) -> Actor:
    missing = [column for column in COLUMNS if column not in row]
    if missing:
        raise row_error(file, number, f"the columns {', '.join(missing)} are missing.")
    for column, form in _FORMATS.items():
        cell = row[column]
        if not (form.fullmatch(cell) if cell else column in _MAY_BE_EMPTY):
            raise row_error(file, number, f"{column} cannot be {cell!r}.")
    first, last = _year(row["from"]), _year(row["to"])
    if first is not None and last is not None and first > last:
        raise row_error(file, number, f"the years run backwards: {first} to {last}.")
    _check_names(file, number, row)
    neutral = (ActorVariant(text) for text in items(row["variants"]))
    partial = (ActorVariant(text, sides=True) for text in items(row["sides"]))
    return Actor(
        id=row["id"],
        kind=name_kind(file, number, row["kind"]),
        name=row["name"],
        name_en=row["name_en"],
        wikipedia=row["wikipedia"] or None,
        wikidata=row["wikidata"] or None,
        country=row["country"] or None,
        variants=(*neutral, *partial),
        nominals=items(row["nominals"]),
        years=(first, last),
        tags=items(row["tags"]),
    )


def _check_names(file: str, number: int, row: Mapping[str, str]) -> None:
    for column in _NAMES:
        for text in items(row[column]):
            if not _LETTER.search(text):
                raise row_error(file, number, f"{column} holds a name without letters: {text!r}.")
    if not row["sides"]:
        return
    neutral = {name_words(text) for text in (row["name"], *items(row["variants"]))}
    for text in items(row["sides"]):
        if name_words(text) in neutral:
            raise row_error(file, number, f"{text!r} is marked both as neutral and as partial.")


def _year(cell: str) -> int | None:
    return int(cell) if cell else None
