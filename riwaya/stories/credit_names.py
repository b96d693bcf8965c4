"""The words of credit, and the names of agencies and outlets as texts write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import get_args

from riwaya.resources import lexicon
from riwaya.stories.model import Credit
from riwaya.text.fold import fold, fold_letters

_LONGEST = 60  # characters of a name


@dataclass(frozen=True, slots=True)
class CreditCue:
    """Words of credit; with `edge_only` they are credit at the head or foot of a text alone."""

    kind: Credit
    edge_only: bool


def squeezed(name: str) -> str:
    """A name's folded small letters and digits, without what stands between them."""
    letters = fold_letters(fold(name).text).lower()
    return "".join(char for char in letters if char.isalnum())


@lru_cache(maxsize=4096)
def tellers_named(name: str) -> tuple[frozenset[str], Credit | None]:
    """What the agency or outlet of this name is known by, and which of both it is (None: the name
    is of neither, as far as the lexicons know). Without ids where several agencies are meant."""
    key = squeezed(name)
    if not key or len(name) > _LONGEST:
        return frozenset(), None
    ids, kind = _names().get(key, (frozenset(), None))
    return (ids | {key} if ids or kind is None else frozenset()), kind


@cache
def credit_cues() -> tuple[re.Pattern[str], dict[str, CreditCue]]:
    """The pattern of all words of credit (group 1) on the letters view, and what each means."""
    cues = {
        " ".join(_letters(row["words"]).split()): CreditCue(
            _kind(row["kind"]), row["place"] == "edge"
        )
        for row in lexicon("credit_cues")
    }
    words = sorted(cues, key=len, reverse=True)
    either = "|".join(re.escape(each).replace(r"\ ", r"[ \t]+") for each in words)
    return re.compile(rf"(?<!\w)[وف]?({either})(?!\w)"), cues


@cache
def kind_nouns() -> frozenset[str]:
    """Nouns that say that an outlet is named (صحيفة), as the letters view has them."""
    return frozenset(_letters(row["words"]) for row in lexicon("credit_kinds"))


@cache
def _names() -> dict[str, tuple[frozenset[str], Credit]]:
    names: dict[str, tuple[frozenset[str], Credit]] = {}
    for row in lexicon("actors_media"):
        kind: Credit = "agency" if "agency" in row["tags"].split("|") else "outlet"
        for name in (row["name"], row["name_en"], *row["variants"].split("|")):
            _put(names, name, row["id"], kind)
    for row in lexicon("credit_names"):
        kind = "outlet" if row["kind"] == "outlet" else "agency"
        names.pop(squeezed(row["words"]), None)
    for row in lexicon("credit_names"):
        kind = "outlet" if row["kind"] == "outlet" else "agency"
        _put(names, row["words"], row["teller"], kind)
    return names


def _put(
    names: dict[str, tuple[frozenset[str], Credit]], name: str, id_: str, kind: Credit
) -> None:
    key = squeezed(name)
    if not key:
        return
    ids, known = names.get(key, (frozenset(), kind))
    names[key] = (ids | {id_} if id_ else ids, known)


def _kind(word: str) -> Credit:
    return next(kind for kind in get_args(Credit) if kind == word)


def _letters(words: str) -> str:
    return fold_letters(fold(words).text)
