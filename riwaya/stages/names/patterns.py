"""Names by the words before and in them, for readers without a model: a modest fallback."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from riwaya.model import NameKind
from riwaya.resources import lexicon
from riwaya.resources.actors import name_key, nationality_of_adjective
from riwaya.stages.names.evidence import is_large_place
from riwaya.stages.names.found import Found
from riwaya.stages.names.nouns import (
    ARTICLE,
    MERGED,
    body_nouns,
    generic_words,
    given_names,
    homographs,
    is_bond,
    is_given,
    openers,
    sure_nouns,
    titles,
    uncut,
)
from riwaya.text import TextView

SCORE = 0.5
_LONGEST_PERSON = 4  # words
_LONGEST_FOREIGN = 2
_LONGEST_PLACE = 3
_SHORTEST_PLACE = 4  # letters
_PARTICLES = "وفبكل"
_LIKE_ADJECTIVES = ("ي", "ه", "يا")  # how indefinite adjectives end, folded
_LIKE_VERBS = ("ي", "ت")  # how verbs of the present begin
_LONGEST_BODY = 5
_LONGEST_TITLE = 6  # words between a title and the name

Pattern = Callable[[TextView, int], Found | None]


def with_patterns(view: TextView, found: Sequence[Found]) -> list[Found]:
    """`found`, and what the patterns find where nothing was found, the first pattern first."""
    starts = {one.first: one for one in found}
    out: list[Found] = []
    at = 0
    while at < len(view.words):
        one = starts.get(at)
        if one is None:
            one = next(filter(None, (pattern(view, at) for pattern in PATTERNS)), None)
        if one is not None:
            out.append(one)
        at = one.last + 1 if one else at + 1
    return out


def sure_bodies(view: TextView) -> list[Found]:
    """Names that a body's noun makes with the definite words after it, for the surest nouns."""
    found = (body(view, at) for at in range(len(view.words)))
    return [one for one in found if one and _is_sure(view, one)]


def sure_places(view: TextView) -> list[Found]:
    """Places of several words that the gazetteer knows, behind a preposition or generic noun."""
    found = (place(view, at) for at in range(len(view.words)))
    return [one for one in found if one and one.last > one.first]


def _is_sure(view: TextView, one: Found) -> bool:
    return view.words[one.first].letters[one.skipped :] in sure_nouns()


def body(view: TextView, at: int) -> Found | None:
    """A body's generic noun and the definite words after it: وزارة الصحة, منظمة العفو الدولية."""
    skipped, kind = _generic(view.words[at].letters)
    if kind is None:
        return None
    last = at
    while last + 1 < len(view.words) and last - at < _LONGEST_BODY:
        word = view.words[last + 1].letters
        if not word.startswith(ARTICLE) or word == ARTICLE or word in _stops():
            break
        last += 1
    if last == at and kind == "facility":
        while last - at < _LONGEST_FOREIGN and _may_be_bare(view, last + 1):
            last += 1
    return Found(at, last, kind, SCORE, "body-noun", skipped) if last > at else None


def _may_be_bare(view: TextView, at: int) -> bool:
    """A facility may bear a foreign name (ميناء مسينا): no indefinite adjective, no verb."""
    if at >= len(view.words) or not _is_bare_name(view, at):
        return False
    word = view.words[at].letters
    return not word.endswith(_LIKE_ADJECTIVES) and not word.startswith(_LIKE_VERBS)


def person(view: TextView, at: int) -> Found | None:
    """A given name with name words after it, or one or two words behind a title."""
    word = view.words[at]
    given = is_given(word.plain)
    skipped = 0
    if not given and word.plain[:1] in ("و", "ل") and is_given(word.plain[1:]):
        given, skipped = True, 1
    titled = _is_titled(view, at)
    if not given and not (titled and _is_bare_name(view, at)):
        return None
    last = _end_of_name(view, at, _LONGEST_PERSON if given else _LONGEST_FOREIGN)
    if last == at and not titled:
        return None
    return Found(at, last, "person", SCORE, "name-words", skipped)


def place(view: TextView, at: int) -> Found | None:
    """A place of some size that the gazetteer knows, behind a preposition or a generic noun."""
    if not at or not _opens_place(view.words[at - 1].letters):
        return None
    told = view.words[at - 1].letters in _place_nouns()
    for length in range(_LONGEST_PLACE, 0, -1):
        words = view.words[at : at + length]
        name = " ".join(word.letters for word in words)
        if len(words) < length or not all(word.is_word for word in words) or name in homographs():
            continue
        if name in _stops() or name in generic_words():
            continue
        if len(name) < _SHORTEST_PLACE and not told:
            continue
        if nationality_of_adjective(name) is None and is_large_place(name):
            return Found(at, at + length - 1, "place", SCORE, "gazetteer-place")
    return None


def _end_of_name(view: TextView, at: int, longest: int) -> int:
    """The last word of a person's name that begins at `at`: بن and its like count for nothing."""
    last = at
    bound = is_bond(view.words[at].letters)
    while (longest > 1 or bound) and _may_follow(view, last + 1):
        last += 1
        word = view.words[last].letters
        longest -= not bound and not is_bond(word)
        bound = is_bond(word)
        if word.startswith(ARTICLE) and not is_bond(word):
            break
    return last - 1 if bound and last > at else last


def _generic(word: str) -> tuple[int, NameKind | None]:
    """Letters attached before a body's noun, and the kind of body; None for other words."""
    for skipped in (0, 1):
        if skipped and word[:1] not in ("و", "ب", "ل", "ف"):
            break
        if kind := body_nouns().get(word[skipped:]):
            return skipped, kind
    return 0, None


def _is_titled(view: TextView, at: int) -> bool:
    """Whether a title stands before, with nothing but its definite words between."""
    for back in range(at - 1, max(-1, at - 1 - _LONGEST_TITLE), -1):
        word = view.words[back].letters
        if word.removeprefix(ARTICLE) in titles():
            return True
        if not word.startswith(ARTICLE) and nationality_of_adjective(word) is None:
            return False
    return False


def _may_name(view: TextView, at: int) -> bool:
    """Whether a word can belong to a person's name: no function word, verb, title or number."""
    if at >= len(view.words) or not view.words[at].plain.isalpha():
        return False
    word = view.words[at].letters
    if word in _stops() or (word[0] in "وف" and word[1:] in _stops()):
        return False
    if nationality_of_adjective(word) is not None:
        return False
    return word.removeprefix(ARTICLE) not in titles() and _generic(word)[1] is None


def _is_bare_name(view: TextView, at: int) -> bool:
    """A word that may be a foreign name: no article, no attached particle."""
    word = view.words[at].letters
    if not _may_name(view, at) or word.startswith((ARTICLE, MERGED)):
        return False
    return word in uncut() or word[0] not in _PARTICLES


def _may_follow(view: TextView, at: int) -> bool:
    """A further word of a person's name."""
    if not _may_name(view, at):
        return False
    word = view.words[at].letters
    return word.startswith(ARTICLE) or word in given_names() or _is_bare_name(view, at)


def _opens_place(word: str) -> bool:
    return word in openers() or word in _place_nouns()


@cache
def _place_nouns() -> frozenset[str]:
    rows = lexicon("name_generic")
    return frozenset(name_key(row["word"]) for row in rows if row["kind"] == "place")


@cache
def _stops() -> frozenset[str]:
    """Words that are no part of a name: function words and verbs of saying."""
    words = [row["word"] for row in lexicon("phrase_words")]
    words += [row["word"] for row in lexicon("name_openers")]
    for row in lexicon("cues_verbs"):
        words += [row["past"], row["past"] + "ت", row["present"], row["participle"], row["noun"]]
    return frozenset(name_key(word) for word in words) - {""}


PATTERNS: tuple[Pattern, ...] = (body, person, place)
