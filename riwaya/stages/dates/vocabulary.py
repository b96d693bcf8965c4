"""The words that time rules are made of, read from `lexicons/time_*.tsv` and folded once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from riwaya.resources import lexicon
from riwaya.text import fold, fold_letters

_OPENING_ROLES = (
    "after", "before", "boundary", "century_noun", "day_noun", "decade_noun", "deictic", "each",
    "fraction",
    "hedge", "hour_noun", "late", "month_noun", "morrow", "part", "part_alone", "part_of_year",
    "season", "text_this", "this", "this_part", "vague", "weekend", "year_noun",
)  # fmt: skip
WORD_END = r"(?![^\W\d_])"


def leveled(form: str) -> str:
    """`form` as it looks in the letters view."""
    return fold_letters(fold(form).text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole expression with a fixed reading. `needs` names the role that the word before must
    play where the words alone are common in other senses; '' where they are not."""

    type: str
    value: str | None
    needs: str


@dataclass(frozen=True)
class Vocabulary:
    """Folded lookups (`months["اكتوبر"] == 10`) and alternations for patterns."""

    months: Mapping[str, int]
    hijri_months: Mapping[str, int]
    shy_months: frozenset[str]
    weekdays: Mapping[str, int]
    units: Mapping[str, Mapping[str, str]]
    numbers: Mapping[str, Mapping[str, int]]
    roles: Mapping[str, Mapping[str, str]]
    phrases: Mapping[str, Phrase]

    @cached_property
    def heads(self) -> frozenset[str]:
        """First words of everything that can begin a time expression (figures apart)."""
        forms: list[str] = [*self.months, *self.hijri_months, *self.weekdays, *self.phrases]
        forms += [form for table in self.units.values() for form in table]
        forms += [form for table in self.numbers.values() for form in table]
        forms += [form for role in _OPENING_ROLES for form in self.roles[role]]
        return frozenset(re.split(r"[\W_]", form)[0] for form in forms)

    def role(self, *names: str) -> str:
        """Alternation of all words that play one of the roles."""
        return alternation(form for name in names for form in self.roles[name])

    def unit(self, *numbers: str) -> str:
        """Alternation of the unit nouns of the given grammatical numbers."""
        return alternation(form for name in numbers for form in self.units[name])

    def number(self, *kinds: str) -> str:
        """Alternation of the number words of the given kinds."""
        return alternation(form for kind in kinds for form in self.numbers[kind])

    def code(self, role: str, form: str) -> str:
        """The code of `form` in `role`; the spaces of `form` may be wider than the lexicon's."""
        return self.roles[role][" ".join(form.split())]


def alternation(forms: Iterable[str]) -> str:
    """A group that matches any of `forms` as a whole word, longest first."""
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    return (
        "(?:" + "|".join(re.escape(form).replace(r"\ ", " ") for form in ordered) + ")" + WORD_END
    )


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the bundled lexicons, built once."""
    months = lexicon("time_months")
    return Vocabulary(
        months=_numbers_by_form(months, "month", calendar="gregorian"),
        hijri_months=_numbers_by_form(months, "month", calendar="hijri"),
        shy_months=frozenset(leveled(row["form"]) for row in months if row["alone"] == "no"),
        weekdays=_numbers_by_form(lexicon("time_weekdays"), "weekday"),
        units=_tables(lexicon("time_units"), "number", "unit"),
        numbers={
            kind: {form: int(value) for form, value in table.items()}
            for kind, table in _tables(lexicon("time_numbers"), "kind", "value").items()
        },
        roles=_tables(lexicon("time_words"), "role", "code"),
        phrases=_phrases(),
    )


def _numbers_by_form(rows: Iterable[dict[str, str]], column: str, **only: str) -> dict[str, int]:
    chosen = (row for row in rows if all(row[key] == value for key, value in only.items()))
    return {leveled(row["form"]): int(row[column]) for row in chosen}


def _tables(rows: Iterable[dict[str, str]], by: str, column: str) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for row in rows:
        form, table = leveled(row["form"]), tables.setdefault(row[by], {})
        table[form] = row[column]
        if form.startswith("ال"):  # ل melts into the article: للعام
            table.setdefault("ل" + form[1:], row[column])
    return tables


def _phrases() -> dict[str, Phrase]:
    found = {}
    for row in lexicon("time_phrases"):
        value = None if row["value"] == "null" else row["value"]
        found[leveled(row["form"])] = Phrase(row["type"], value, row["needs"])
    return found
