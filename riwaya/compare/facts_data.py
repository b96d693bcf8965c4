"""The words and forms that the rules of facts rest on, loaded once from `data/*.tsv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from riwaya.compare.facts_clitics import without_clitics
from riwaya.errors import ResourceError
from riwaya.stages.rules_reader.inflect import noun_forms, past_forms, present_forms
from riwaya.text import fold, fold_letters

Tense = str
"""`past`, `present`, `future` or `noun`: which form of the verb a word is."""


@dataclass(frozen=True, slots=True)
class Pole:
    """One end (+1 or -1) of an axis of opposites, and the form of the word found there."""

    axis: str
    end: int
    tense: Tense


def letters_of(words: str) -> str:
    """`words` as they are matched: plain, then letters levelled."""
    return fold_letters(fold(words).text)


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `data/<name>.tsv` as dicts keyed by the header; lines with `#` are comments.

    Raises ResourceError when the file is missing or a row has another number of columns.
    """
    where = f"riwaya/compare/data/{name}.tsv"
    try:
        text = (files("riwaya.compare") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ResourceError(
            f"there is no table named {name!r}.", where=where, advice="Reinstall riwaya."
        ) from None
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    header, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        if len(row) != len(header):
            raise ResourceError(
                f"a row has {len(row)} columns instead of {len(header)}: {row!r}.",
                where=where,
                advice="Each row needs the header's columns, separated by tabs.",
            )
    return tuple(dict(zip(header, row, strict=True)) for row in rows)


class Phrases:
    """Phrases of one or more words with the parts that they play, looked up by first word."""

    def __init__(self, rows: Sequence[Mapping[str, str]], clitics: bool = False) -> None:
        """`clitics`: prepositions and the article may be written to the first word as well."""
        self._clitics = clitics
        self._first: dict[str, dict[tuple[str, ...], frozenset[str]]] = {}
        for row in rows:
            words = tuple(letters_of(row["words"]).split())
            phrases = self._first.setdefault(words[0], {})
            phrases[words] = phrases.get(words, frozenset()) | {row["role"]}

    def _bare(self, word: str) -> tuple[str, ...]:
        return (
            without_clitics(word)[1:] if self._clitics else (word[1:],) if word[:1] in "وف" else ()
        )

    def at(self, letters: Sequence[str], index: int) -> Iterator[tuple[str, int]]:
        """(role, index after the last word) of each phrase that begins at `index`; و or ف may
        be written to its first word, where the word alone opens no phrase."""
        word = letters[index]
        phrases = self._first.get(word)
        if phrases is None:
            phrases = next(filter(None, map(self._first.get, self._bare(word))), None)
        if phrases is None:
            return
        for words, roles in phrases.items():
            stop = index + len(words)
            if len(words) == 1 or tuple(letters[index + 1 : stop]) == words[1:]:
                for role in roles:
                    yield role, stop


@cache
def phrases() -> Phrases:
    """All phrases of `fact_words.tsv`."""
    return Phrases(table("fact_words"))


@cache
def words_of(role: str) -> frozenset[str]:
    """The single words of a role, in the letters view."""
    found = (letters_of(row["words"]) for row in table("fact_words") if row["role"] == role)
    return frozenset(words for words in found if " " not in words)


@cache
def poles() -> Mapping[str, tuple[Pole, ...]]:
    """Every form of `opposites.tsv` of one word with its ends of axes."""
    return _poles(phrased=False)


@cache
def pole_phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[Pole, ...]], ...]]:
    """The phrases of `opposites.tsv` by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[Pole, ...]]]] = {}
    for form, ends in _poles(phrased=True).items():
        words = tuple(form.split())
        found.setdefault(words[0], []).append((words, ends))
    return {first: tuple(sorted(rows, key=lambda r: -len(r[0]))) for first, rows in found.items()}


@cache
def attributes() -> frozenset[str]:
    """Axes without verbs: they tell how or where a thing is (شمال/جنوب), not what is done."""
    rows = table("opposites")
    return frozenset(row["axis"] for row in rows) - frozenset(
        row["axis"] for row in rows if row["past"] or row["present"]
    )


def _poles(phrased: bool) -> dict[str, tuple[Pole, ...]]:
    found: dict[str, dict[Pole, None]] = {}
    for row in table("opposites"):
        end = 1 if row["end"] == "+" else -1
        for form, tense in _forms(row):
            folded = fold_letters(form)
            if (" " in folded) == phrased and len(folded) > 1:
                found.setdefault(folded, {})[Pole(row["axis"], end, tense)] = None
    return {form: tuple(ends) for form, ends in found.items()}


def _forms(row: Mapping[str, str]) -> Iterator[tuple[str, Tense]]:
    if row["past"]:
        for form in past_forms(row["past"]):
            yield form, "past"
    if row["present"]:
        for form in present_forms(row["present"]):
            yield form, "future" if form.startswith("س") else "present"
    for noun in filter(None, row["nouns"].split("|")):
        forms = (noun,) if " " in noun else noun_forms(noun)
        for form in forms:
            yield form, "noun"


@cache
def counted_nouns() -> Mapping[str, tuple[str, str]]:
    """Each form of a counted noun with its own noun (letters view) and its class."""
    found: dict[str, tuple[str, str]] = {}
    for row in table("counted_nouns"):
        noun = letters_of(row["noun"])
        for form in (row["noun"], *filter(None, row["forms"].split("|"))):
            found.setdefault(letters_of(form), (noun, row["class"]))
    return found


@cache
def kinds() -> Phrases:
    """The words of `kinds.tsv`; the part that they play is `category:kind`."""
    return Phrases(
        [
            {"words": words, "role": f"{row['category']}:{row['kind']}"}
            for row in table("kinds")
            for words in row["words"].split("|")
        ],
        clitics=True,
    )
