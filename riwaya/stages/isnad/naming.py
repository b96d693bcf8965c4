"""A naming of a speaker or a relay as the rules see it: its words, its head, the names in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from riwaya.model import Mention, SourceType, Span
from riwaya.resources import lexicon
from riwaya.text import TextView, fold_letters

_PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "فال", "لل", "كال", "ول", "وب")
_ROLE_WITHIN = 6
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Role:
    """A role word: its kind (spokesman, minister …), and whether a named person who bears it is a
    `public` or a `private` one (empty: it does not tell)."""

    kind: str
    standing: str


@dataclass(frozen=True, slots=True)
class Naming:
    """The words of `span` with the mentions inside it, in text order.

    `type` is the kind of source that the reader took it for; `head` that of its first word, where
    the lexicon has it.
    """

    span: Span
    words: str
    letters: tuple[str, ...]
    mentions: tuple[Mention, ...]
    first: Mention | None
    """The mention with which it begins, whatever is attached before."""
    type: SourceType
    head: str | None
    role: Role | None

    def of_kind(self, *kinds: str) -> list[Mention]:
        """The mentions of these kinds."""
        return [mention for mention in self.mentions if mention.kind in kinds]


@cache
def roles() -> dict[str, Role]:
    """Role word (letters) -> role."""
    return {fold_letters(r["word"]): Role(r["kind"], r["standing"]) for r in lexicon("roles")}


@cache
def _heads() -> dict[str, str]:
    return {fold_letters(row["word"]): row["type"] for row in lexicon("source_heads")}


def naming_of(
    view: TextView, span: Span, inside: tuple[Mention, ...], source_type: SourceType
) -> Naming:
    """The naming that `span` holds; `inside` are the mentions in it."""
    words = [view.words[i] for i in view.words_in(span) if view.words[i].is_word]
    first = next((m for m in inside if words and m.span.start < words[0].span.stop), None)
    return Naming(
        span,
        span.of(view.text),
        tuple(word.letters for word in words),
        inside,
        first,
        source_type,
        _known(words[0].letters, _heads()) if words else None,
        next((r for w in words[:_ROLE_WITHIN] if (r := _known(w.letters, roles()))), None),
    )


def _known(letters: str, table: dict[str, T]) -> T | None:
    """What `table` says of a word, with or without what is attached before it."""
    for before in _PROCLITICS:
        found = table.get(letters.removeprefix(before)) if letters.startswith(before) else None
        if found is not None:
            return found
    return None
