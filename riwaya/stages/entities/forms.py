"""Mentions as namings with the words around them, and the distinct forms that they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from riwaya.model import Mention, NameKind, Span
from riwaya.resources import lexicon
from riwaya.resources.actors import name_key
from riwaya.stages.base import Draft
from riwaya.stages.entities.words import ARTICLE, core, cores
from riwaya.text import TextView

Family = Literal["person", "body", "place", "event"]
"""Kinds that writers (and models) exchange are of one family."""

_FAMILIES: dict[NameKind, Family] = {
    "person": "person",
    "organisation": "body",
    "group": "body",
    "place": "place",
    "facility": "place",
    "event": "event",
    "other": "event",
}
_KINDS: dict[str, NameKind] = {kind: kind for kind in _FAMILIES}
_BEFORE = 7  # words that may hold a title
_AFTER = 4
_COMMA = "،"
_ATTACHED = "وفبك"
_LONGEST_BETWEEN = 40  # characters between a name and its alias


@dataclass(frozen=True, slots=True)
class Naming:
    """One mention: the words of its name, and those before it (nearest first) and after it within
    the clause, all folded and without articles. `alias` says that the mention before it is another
    name of the same: a bracket or words like المعروف باسم stand between the two. `beyond` are the
    words (nearest first) before a comma that stands in front of the name (وزيرة الدفاع، فلانة),
    `apposed` those behind a comma after it where an office follows (فلان، وزير الدفاع)."""

    mention: Mention
    text: str
    words: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    alias: bool = False
    beyond: tuple[str, ...] = ()
    apposed: tuple[str, ...] = ()


@dataclass(slots=True)
class Form:
    """All namings with the same words in one family, in text order."""

    index: int
    family: Family
    words: tuple[str, ...]
    namings: list[Naming] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Where it is first met."""
        return self.namings[0].mention.span.start


def family_of(kind: NameKind) -> Family:
    """The family of a kind."""
    return _FAMILIES[kind]


def read_namings(draft: Draft) -> list[Naming]:
    """The mentions in text order."""
    ordered = sorted(draft.mentions, key=lambda mention: mention.span)
    namings, stop = [], 0
    last: dict[Family, int] = {}
    for mention in ordered:
        between = draft.view.text[stop : mention.span.start]
        alias = stop > 0 and len(between) <= _LONGEST_BETWEEN and is_alias(between)
        family = family_of(mention.kind)
        namings.append(_naming(draft.view, mention, alias, last.get(family, 0)))
        last[family] = stop = mention.span.stop
    return namings


def is_alias(between: str) -> bool:
    """Whether the words between two names say that both are one entity's."""
    bracket = between.replace('"', "").strip()
    return bracket == "(" or name_key(between) in _aliases()


def forms_of(namings: Sequence[Naming]) -> list[Form]:
    """The distinct forms of the names (not of nominals) in order of first meeting."""
    forms: dict[tuple[Family, tuple[str, ...]], Form] = {}
    for naming in namings:
        if naming.mention.nominal:
            continue
        key = (family_of(naming.mention.kind), naming.words)
        form = forms.setdefault(key, Form(len(forms), *key))
        form.namings.append(naming)
    return list(forms.values())


def _naming(view: TextView, mention: Mention, alias: bool, since: int) -> Naming:
    """`since` is where the last mention of the same family ended: what stands before it is its."""
    text = mention.span.of(view.text)
    touched = view.words_in(mention.span)
    words = cores(text) or (text,)
    first = max(touched.start - _BEFORE, view.words_in(Span(0, since)).stop if since else 0)
    before = _around(view, range(touched.start - 1, first - 1, -1))
    behind = _behind(view, touched.stop)
    after = _around(view, behind)
    apposed = after if behind.start > touched.stop else ()
    return Naming(
        mention, text, words, before, after, alias, _beyond(view, touched, first), apposed
    )


def _beyond(view: TextView, touched: range, first: int) -> tuple[str, ...]:
    comma = touched.start - 1
    if comma <= first or view.words[comma].plain != _COMMA:
        return ()
    return _around(view, range(comma - 1, max(comma - 1 - _BEFORE, first - 1), -1))


def _behind(view: TextView, at: int) -> range:
    """The words behind a name, beyond a comma where an office follows it (فلان، المتحدث باسم)."""
    words = view.words
    if (
        at + 1 < len(words)
        and words[at].plain == _COMMA
        and bare(words[at + 1].letters) in titles()
    ):
        at += 1
    return range(at, at + _AFTER)


def _around(view: TextView, indexes: range) -> tuple[str, ...]:
    """Words on one side, up to a mark that is no quotation mark, bracket or hash."""
    found = []
    for index in indexes:
        if not 0 <= index < len(view.words):
            break
        word = view.words[index]
        if word.is_word:
            found.append(bare(word.letters))
        elif word.plain not in _passed():
            break
    return tuple(found)


def bare(word: str) -> str:
    """A folded word of running text without article and what is attached before it."""
    if word.startswith("لل") and len(word) > 4:
        return word[2:]
    return core(word[1:] if word[:1] in _ATTACHED and word[1:3] == ARTICLE else word)


@cache
def _passed() -> frozenset[str]:
    return frozenset(row["mark"] for row in lexicon("quotation_marks")) | {"#", "_"}


@cache
def _aliases() -> frozenset[str]:
    return frozenset(name_key(row["words"]) for row in lexicon("entity_aliases"))


@cache
def generic_nouns() -> frozenset[str]:
    """Generic nouns before names (وكالة، مدينة), folded and without article."""
    return frozenset(core(name_key(row["word"])) for row in lexicon("name_generic"))


@cache
def droppable_nouns() -> dict[str, frozenset[NameKind]]:
    """Those without which a name names the same, with the kinds that they go with."""
    found: dict[str, frozenset[NameKind]] = {}
    for row in lexicon("name_generic"):
        if row["in_name"] != "yes":
            word, kind = core(name_key(row["word"])), _KINDS[row["kind"]]
            found[word] = found.get(word, frozenset()) | {kind}
    return found


@cache
def openers() -> frozenset[str]:
    """Words that no title reaches over (باسم، في), folded."""
    return frozenset(name_key(row["word"]) for row in lexicon("name_openers"))


@cache
def titles() -> dict[str, str]:
    """Titles and trades before persons, folded, with the standing that they tell."""
    return {core(name_key(row["word"])): row["standing"] for row in lexicon("name_titles")}
