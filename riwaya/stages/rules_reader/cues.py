"""The lexicon of reporting cues with all forms, and what each can be followed by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from riwaya.model import Stance
from riwaya.resources import lexicon
from riwaya.stages.rules_reader.inflect import (
    folded,
    noun_forms,
    participle_forms,
    past_forms,
    present_forms,
)
from riwaya.text import fold_letters

Kind = Literal["verb", "participle", "noun", "source", "report", "refusal", "document", "clause"]
_ROOT_WAW = "و"


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue form: its kind, what may follow it (complements) and its usual stance."""

    kind: Kind
    complements: frozenset[str]
    stance: Stance


@cache
def forms() -> dict[str, Cue]:
    """Folded single-word form -> cue; verbs win over participles, and both over nouns."""
    table: dict[str, Cue] = {}
    for row in lexicon("cues_nouns"):
        table[fold_letters(row["form"])] = _cue("noun", row)
    for kind, column, make in (
        ("noun", "noun", noun_forms),
        ("participle", "participle", participle_forms),
        ("verb", "present", present_forms),
        ("verb", "past", past_forms),
    ):
        for row in lexicon("cues_verbs"):
            if row[column] == "-":
                continue
            for form in folded(make(row[column])):
                if kind != "noun" or form not in table:
                    table[form] = _cue(cast(Kind, kind), row)
    for form in homographs().get("never", ()):
        table.pop(form, None)
    return table


@cache
def homographs() -> dict[str, frozenset[str]]:
    """Rule (never, `before WORD`) -> folded forms that are mostly another word."""
    table: dict[str, set[str]] = {}
    for row in lexicon("cues_homographs"):
        table.setdefault(fold_letters(row["rule"]), set()).add(fold_letters(row["form"]))
    return {rule: frozenset(words) for rule, words in table.items()}


@cache
def phrases() -> dict[str, list[tuple[tuple[str, ...], Cue]]]:
    """First folded word -> cue phrases that begin with it, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for row in lexicon("cues_phrases"):
        words = tuple(fold_letters(row["words"]).split())
        cue = Cue(cast(Kind, row["kind"]), frozenset(), cast(Stance, row["stance"]))
        table.setdefault(words[0], []).append((words, cue))
    for entries in table.values():
        entries.sort(key=lambda entry: (-len(entry[0]), -len(entry[0][-1])))
    return table


@lru_cache(maxsize=1 << 14)
def without_proclitic(letters: str) -> str:
    """A cue word without و or ف before it, where what is left is a cue."""
    table = forms()
    if letters in homographs().get("never", ()):
        return letters
    if letters[:1] in ("و", "ف") and letters[1:] in table:
        return letters if letters in table and letters[0] == _ROOT_WAW else letters[1:]
    return letters


def _cue(kind: Kind, row: dict[str, str]) -> Cue:
    complements = frozenset(row["complements"].split(",")) - {"-"}
    return Cue(kind, complements, cast(Stance, row["stance"]))
