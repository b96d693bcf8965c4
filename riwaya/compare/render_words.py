"""Words that renderings of a comparison share: labels, and how cells are put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from riwaya.compare.matrix import Entry, Matrix
from riwaya.compare.model import NO_COMMENT, Position, Question, Tally, Toll
from riwaya.compare.reasons import reason_words
from riwaya.resources import lexicon

Words = Callable[[str], str]

_CHAIN = " ← "
_BETWEEN = " … "
_NONE = "—"


@cache
def labels_of(lang: str) -> Words:
    """Labels of a language by their keys; a key that is not in the table is given back."""
    table = {row["key"]: row[lang] for row in lexicon("compare_labels")}
    return lambda key: table.get(key, key)


def asked(question: Question, lang: str) -> str:
    """A question in the language."""
    return question.question_ar if lang == "ar" else question.question_en


def position_words(position: Position | str, words: Words) -> str:
    """A position's label; of those who decline to comment, in the language."""
    label = position if isinstance(position, str) else position.label
    return words("no_comment") if label == NO_COMMENT else label


def quoted(entry: Entry) -> str:
    """The exact words of an entry on one line, stretches that stand apart joined by …"""
    return _BETWEEN.join(" ".join(part.split()) for part in entry.words)


def chain_words(entry: Entry, words: Words) -> str:
    """Who has it from whom, from the report's teller to the first speaker."""
    if entry.own:
        return " · ".join(filter(None, (entry.outlet, words("own_words"))))
    hops = (hop if hop is not None else f"[{words('gap')}]" for hop in entry.chain[1:])
    return _CHAIN.join(" ".join(hop.split()) for hop in (entry.outlet or _NONE, *hops))


def why_words(reason: str, lang: str) -> str:
    """A relation's or a group's reason in words."""
    return reason_words(reason, "en" if lang == "en" else "ar")


def amount(toll: Toll | Tally) -> str:
    """A number or a range; ? where it is left open."""
    low, high = (_NONE if n is None else f"{n:g}" for n in (toll.minimum, toll.maximum))
    if low == high:
        return low
    return f"{low}–{high}"


def position_number(question: Question, label: str) -> int:
    """The number of a position among those of its question, from 1; 0 for none."""
    labels = [position.label for position in question.positions]
    return labels.index(label) + 1 if label in labels else 0


def group_labels(matrix: Matrix) -> dict[str, str]:
    """The labels of the rows by their groups' ids."""
    return {row.group.id: " ".join(row.group.label.split()) for row in matrix.rows}


def takers(matrix: Matrix, question: Question, label: str) -> Iterator[str]:
    """Labels of the groups that take a position, each once."""
    for row in matrix.rows:
        if any(entry.position == label for entry in row.cells.get(question.id, ())):
            yield " ".join(row.group.label.split())
