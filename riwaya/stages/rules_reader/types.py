"""Stance and source type from lexicons."""

from __future__ import annotations

from functools import cache
from typing import cast

from riwaya.model import SourceType, Stance
from riwaya.resources import lexicon
from riwaya.stages.rules_reader.between import Range
from riwaya.stages.rules_reader.ground import Ground
from riwaya.text import fold_letters

_ARTICLES = ("وال", "بال", "لل", "ال", "ل", "ب", "و")
_OPENING_WORDS = 4


@cache
def _heads() -> dict[str, str]:
    return {fold_letters(row["word"]): row["type"] for row in lexicon("source_heads")}


@cache
def _stance_words() -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple(
        (tuple(fold_letters(row["words"]).split()), row["stance"])
        for row in lexicon("stance_words")
    )


def source_type(ground: Ground, subject: Range) -> SourceType:
    """Type of the first known head noun among the first words; a bare name is a person."""
    for at in range(subject[0], min(subject[0] + 2, subject[1] + 1)):
        for article in ("", *_ARTICLES):
            word = ground.letters[at]
            if word.startswith(article) and word[len(article) :] in _heads():
                return cast(SourceType, _heads()[word[len(article) :]])
    return "person"


def stance(ground: Ground, usual: Stance, content: Range | None) -> tuple[Stance, str]:
    """The cue's usual stance, unless a plain cue's content opens with a modal; and the rule."""
    if usual != "asserted" or content is None:
        return usual, "cue-stance"
    opening = ground.letters[content[0] : min(content[0] + _OPENING_WORDS, content[1] + 1)]
    for words, found in _stance_words():
        size = len(words)
        if any(tuple(opening[at : at + size]) == words for at in range(len(opening))):
            return cast(Stance, found), "content-modal"
    return usual, "cue-stance"
