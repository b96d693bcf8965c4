"""Whether a named person holds an office, is a private one, or the text does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from riwaya.gazetteer.keys import name_key
from riwaya.model import NameKind, Standing
from riwaya.resources import lexicon
from riwaya.resources.actors import Actor
from riwaya.stages.entities.forms import Naming, titles
from riwaya.stages.entities.words import core

_OFFICE_HOLDER = "office-holder"
_REACH = 5
"""Words between a name and the head of its title: وزير الخارجية البريطاني الجديد."""


def standing_of(kind: NameKind, namings: Sequence[Naming], actor: Actor | None) -> Standing | None:
    """Public where the lexicon or an office beside the name says so, private where a word does."""
    if kind != "person":
        return None
    if actor and _OFFICE_HOLDER in actor.tags:
        return "public"
    told = {_told(naming) for naming in namings}
    if "public" in told:
        return "public"
    return "private" if "private" in told else None


def _told(naming: Naming) -> str:
    """What the nearest title says: before the name, before a comma in front of it, or right behind
    one after it. An office that belongs to a relative (ابن الوزير) tells nothing."""
    for words in (naming.before[:_REACH], naming.beyond[:_REACH], naming.apposed[:1]):
        for word, farther in zip(words, (*words[1:], ""), strict=False):
            role = _between().get(word)
            if role == "relative":
                return ""
            if role is None and word in titles():
                return "" if _between().get(farther) == "relative" else titles()[word]
    return ""


@cache
def _between() -> dict[str, str]:
    """Words between an office and a name, folded, with what they mean for it."""
    return {core(name_key(row["word"])): row["role"] for row in lexicon("name_standing")}
