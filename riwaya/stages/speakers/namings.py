"""Namings met so far, and which of them a short anaphor can point to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from riwaya.model import Span
from riwaya.resources import lexicon
from riwaya.stages.speakers.agreement import Agreement, bare, heads, of_naming
from riwaya.text import TextView, fold_letters


@dataclass(frozen=True, slots=True)
class Naming:
    """One naming of a speaker: its span, its head noun (letters) and how it agrees."""

    span: Span
    head: str
    words: tuple[str, ...]
    bare: frozenset[str]
    agreement: Agreement

    @property
    def type(self) -> str | None:
        """Source type of the head noun, where the lexicon has it."""
        return heads()[self.head][0] if self.head in heads() else None


@cache
def anaphors() -> dict[str, str]:
    """Short anaphor (letters) -> the kind of source that it stands for."""
    return {fold_letters(row["words"]): row["kind"] for row in lexicon("anaphors")}


def naming_of(view: TextView, span: Span) -> Naming:
    """The naming that `span` holds."""
    words = [view.words[i] for i in view.words_in(span) if view.words[i].is_word]
    plain = [word.plain for word in words]
    head = bare(words[0].letters) if words else ""
    letters = tuple(word.letters for word in words)
    return Naming(span, head, letters, frozenset(map(bare, letters)), of_naming(plain))


def is_anaphor(naming: Naming) -> bool:
    """Whether a naming is too short to say who it is: المصدر، البيان، الوزير نفسه."""
    if not naming.words:
        return True
    words = " ".join(naming.words)
    return words in anaphors() or (words.startswith("لل") and "ا" + words[1:] in anaphors())


def is_title_only(naming: Naming) -> bool:
    """A title or an institution without a name: المندوب الروسي, المنظمة الخيرية."""
    definite = all(word.startswith("ال") for word in naming.words)
    return definite and 1 < len(naming.words) <= 4 and naming.type is not None
