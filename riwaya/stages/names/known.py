"""Known actors that nothing else found, and names of this document that are met again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riwaya.resources.actors import ActorMatch, actors_named, nationality_of_adjective
from riwaya.stages.names.found import Found
from riwaya.stages.names.nouns import (
    ARTICLE,
    MERGED,
    collectives,
    homographs,
    is_definite,
    is_office,
    openers,
)
from riwaya.stages.names.proposed import in_one_line
from riwaya.text import TextView

COMMON = "common-word"  # a tag of actors
PEOPLE = frozenset({"people", "religious-community", "ethnic-group"})
LEXICON_SCORE = 0.7
RULE = "known-actor"
SURE = 0.8  # names from this score on are looked for again in their document
_SHORTEST = 4  # letters of a single word that is looked for again
_LONGEST = 8  # words

Words = tuple[str, ...]


def of_lexicon(view: TextView, matches: Sequence[ActorMatch]) -> list[Found]:
    """Those of the actors found in the text whose words are no common words or adjectives too."""
    words = [word.letters for word in view.words]
    told = (_behind_office(words, match) for match in matches)
    return [_found(match) for match in told if _says_enough(words, match)]


def _found(match: ActorMatch) -> Found:
    skipped = 0 if match.merged else match.skipped
    kind = match.actors[0].kind
    return Found(
        match.start, match.stop - 1, kind, LEXICON_SCORE, RULE, skipped, kind_rule=RULE
    )  # fmt: skip


def _behind_office(words: Sequence[str], match: ActorMatch) -> ActorMatch:
    """وزير خارجية السودان names السودان: behind an office the body is part of the title."""
    if match.stop - match.start != 2 or not match.start:
        return match
    rest = actors_named(words[match.stop - 1])
    if not rest or not is_office(words[match.start - 1]) or is_definite(words[match.start]):
        return match
    return ActorMatch(match.stop - 1, match.stop, tuple(rest))


def again(view: TextView, found: Sequence[Found]) -> list[Found]:
    """Further places of the sure names among `found`, with or without a particle before them."""
    names = _names(view, found)
    taken = {at for one in found for at in range(one.first, one.last + 1)}
    firsts = {words[0] for words in names}
    more = []
    at = 0
    while at < len(view.words):
        hit = None if at in taken else _hit(view, at, names, firsts, taken)
        if hit:
            more.append(hit)
        at = hit.last + 1 if hit else at + 1
    return more


def _hit(
    view: TextView, at: int, names: dict[Words, Found], firsts: set[str], taken: set[int]
) -> Found | None:
    for skipped, word in _ways(view.words[at].letters):
        if word not in firsts:
            continue
        words: Words = (word,)
        best = None
        for last in range(at, min(at + _LONGEST, len(view.words))):
            if last in taken or not in_one_line(view, at, last):
                break
            if last > at:
                words = (*words, view.words[last].letters)
            if words in names and _is_no_adjective(view, at, names[words]):
                best = (last, names[words])
        if best:
            last, like = best
            return Found(
                at, last, like.kind, round(like.score * 0.9, 3), "named-elsewhere", skipped,
                kind_rule=like.kind_rule,
            )  # fmt: skip
    return None


def _is_no_adjective(view: TextView, at: int, like: Found) -> bool:
    """Not one of the words that tell what another is (السلطات السعودية، القتلى الفلسطينيين)."""
    before = view.words[at - 1].letters if at else ""
    doubtful = like.kind == "group" or is_adjective(view.words[at].letters)
    return not doubtful or before in openers() or not is_definite(before)


def _ways(word: str) -> Iterator[tuple[int, str]]:
    yield 0, word
    for cut in (1, 2):
        if word[:1] in _FIRST if cut == 1 else word[:1] in "وف" and word[1:2] in _FIRST:
            yield cut, word[cut:]


_FIRST = "وفبكل"


def _names(view: TextView, found: Sequence[Found]) -> dict[Words, Found]:
    """Sure names by their folded words, the surest of each."""
    names: dict[Words, Found] = {}
    for one in found:
        words = words_of(view, one)
        if one.score < SURE or one.nominal or not _is_telling(words):
            continue
        if words not in names or names[words].score < one.score:
            names[words] = one
    return names


def words_of(view: TextView, found: Found) -> Words:
    """The folded words of a name, the first without what is skipped."""
    first, *rest = (view.words[at].letters for at in range(found.first, found.last + 1))
    return (first[found.skipped :], *rest)


def _is_telling(words: Words) -> bool:
    if len(words) > 1:
        return True
    return len(words[0]) >= _SHORTEST and words[0] not in homographs()


def _says_enough(words: Sequence[str], match: ActorMatch) -> bool:
    """Whether the words of a known actor are a name here without a model's word for it."""
    first = words[match.start][match.skipped :]
    if match.merged and first.startswith(MERGED):
        first = ARTICLE + first[len(MERGED) :]
    before = words[match.start - 1] if match.start else ""
    tags = set(match.actors[0].tags)
    if tags & PEOPLE and (not first.startswith(ARTICLE) or is_definite(before)):
        return False
    if match.stop - match.start > 1:
        return first not in collectives()
    if first.endswith("ي") and is_definite(before) and match.actors[0].kind == "group":
        return False  # المسلح الحوثي
    if COMMON in tags or {first, words[match.start]} & homographs():
        return False
    return not is_adjective(first) or before in openers()


def is_adjective(word: str) -> bool:
    """Whether a folded word is an adjective of a state too (السعودية)."""
    return nationality_of_adjective(word) is not None
