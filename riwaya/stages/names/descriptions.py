"""Definite descriptions that stand for something named: التنظيم، الوكالة، البلاد."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import get_args

from riwaya.model import NameKind
from riwaya.resources import lexicon
from riwaya.resources.actors import actors_named, name_key
from riwaya.stages.base import Proposal
from riwaya.stages.names.found import Found
from riwaya.stages.names.nouns import ARTICLE, MERGED, is_definite
from riwaya.stages.names.proposed import edges
from riwaya.text import TextView

NOMINAL = "nominal"  # the head's label
LEAST_SCORE = 0.5
RULE_SCORE = 0.6
_HEAD = "head:name"
_ADJECTIVE = "يه"  # how feminine adjectives end, folded
_OPENING = frozenset('#_"«“(')  # marks before a name
_KINDS: dict[str, NameKind] = {kind: kind for kind in get_args(NameKind)}


def of_proposals(view: TextView, proposals: Sequence[Proposal]) -> list[Found]:
    """Descriptions that a head marks, where their noun is known to stand for something named."""
    found = []
    for proposal in proposals:
        words = edges(view, proposal.span) if proposal.label == NOMINAL else None
        if words is None or proposal.score < LEAST_SCORE:
            continue
        skipped, noun = _noun(view.words[words[0]].letters)
        kinds = kinds_of(noun or view.words[words[0]].letters)
        kind = kinds[0] if kinds else "other"
        found.append(
            Found(*words, kind, proposal.score, _HEAD, skipped, nominal=True, kind_rule="noun")
        )
    return found


def of_rules(view: TextView, found: Sequence[Found]) -> list[Found]:
    """Descriptions that stand by themselves after a name that holds their noun or follows it."""
    starts = {one.first: one for one in found if not one.nominal}
    taken = {at for one in found for at in range(one.first, one.last + 1)}
    named: dict[str, NameKind] = {}
    made = []
    for at, word in enumerate(view.words):
        if at in starts:
            named.update(_nouns_of(view, starts[at]))
        if at in taken or not _is_alone(view, at, taken):
            continue
        skipped, noun = _noun(word.letters)
        if noun and (noun in named or noun in _said("yes")) and noun not in _said("never"):
            kind = named.get(noun) or kinds_of(noun)[0]
            made.append(Found(at, at, kind, RULE_SCORE, "noun-of-a-name", skipped, nominal=True))
    return made


def without_nouns(view: TextView, found: Sequence[Found]) -> list[Found]:
    """`found` with names that are but a definite noun turned into descriptions (الحزب)."""
    return [_described(view, one) for one in found]


def _described(view: TextView, one: Found) -> Found:
    word = view.words[one.first].letters
    skipped, noun = _noun(word)
    if one.first != one.last or not noun or actors_named(word[one.skipped :]):
        return one
    return replace(one, nominal=True, skipped=skipped, trimmed="noun-alone")


def with_kinds(view: TextView, found: Sequence[Found]) -> list[Found]:
    """Descriptions with the kind of the name that shows their noun, where there is one."""
    starts = {one.first: one for one in found if not one.nominal}
    named: dict[str, NameKind] = {}
    out = []
    for one in sorted(found, key=lambda f: f.first):
        if one.first in starts:
            named.update(_nouns_of(view, starts[one.first]))
        elif one.nominal:
            kind = named.get(_noun(view.words[one.first].letters)[1])
            one = replace(one, kind=kind, kind_rule="noun-of-a-name") if kind else one
        out.append(one)
    return out


def _nouns_of(view: TextView, name: Found) -> Iterator[tuple[str, NameKind]]:
    """Nouns in a name and the one before it, with the kind that they stand for there."""
    for at in range(max(0, name.first - 1), name.last + 1):
        word = view.words[at].letters
        skipped = name.skipped if at == name.first else 0
        noun = _bare(word[skipped:])
        if name.kind in kinds_of(noun) and (at >= name.first or name.kind != "event"):
            yield noun, name.kind


def _is_alone(view: TextView, at: int, taken: set[int]) -> bool:
    """Not an adjective behind a definite word (الشؤون الداخلية), nor followed by a definite word or
    a name that would make it another thing (المجلس الأعلى)."""
    adjective = view.words[at].letters.endswith(_ADJECTIVE)
    if at and adjective and is_definite(view.words[at - 1].letters):
        return False
    after = at + 1
    while after < len(view.words) and view.words[after].plain in _OPENING:
        after += 1
    if after >= len(view.words):
        return True
    return after not in taken and not view.words[at + 1].letters.startswith(ARTICLE)


def _noun(word: str) -> tuple[int, str]:
    """Letters before the article and the noun behind it; an empty noun for an indefinite word."""
    for skipped in range(3):
        rest = word[skipped:]
        if word[:skipped].strip("وفبك"):
            break
        if rest.startswith((ARTICLE, MERGED)) and _bare(rest) in _nouns():
            return skipped, _bare(rest)
    return 0, ""


def _bare(word: str) -> str:
    return word[2:] if word.startswith((ARTICLE, MERGED)) else word


def kinds_of(noun: str) -> tuple[NameKind, ...]:
    """Kinds that a noun (folded, without article) may stand for."""
    return _nouns().get(noun, ())


@cache
def _nouns() -> dict[str, tuple[NameKind, ...]]:
    found: dict[str, tuple[NameKind, ...]] = {}
    for row in lexicon("entity_nominals"):
        word = _bare(name_key(row["word"])).partition(" ")[0]
        found[word] = (*found.get(word, ()), _KINDS[row["kind"]])
    return found


@cache
def _said(unnamed: str) -> frozenset[str]:
    """Nouns with this word in the column `unnamed`."""
    rows = lexicon("entity_nominals")
    return frozenset(_bare(name_key(row["word"])) for row in rows if row["unnamed"] == unnamed)
