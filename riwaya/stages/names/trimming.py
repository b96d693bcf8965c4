"""Takes off what stands around a name: generic nouns and titles before it, adjectives behind it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from riwaya.model import NameKind
from riwaya.resources import lexicon
from riwaya.resources.actors import Actor, actors_named, name_key, nationality_of_adjective
from riwaya.stages.names.evidence import ARTICLE, MERGED, given_names, quotes
from riwaya.stages.names.found import Found
from riwaya.stages.names.known import collectives
from riwaya.text import TextView

_PARTICLES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")
_KNOWN_WITHOUT_STATE = frozenset({"agency", "broadcaster", "newspaper", "armed-group", "party"})


def trimmed(view: TextView, found: Found) -> Found:
    """`found` without what its head or the lexicon took in too much."""
    found = _without_generic(view, found)
    if found.kind == "person":
        found = _without_titles(view, found)
    return _without_tail(view, found)


def _without_generic(view: TextView, found: Found) -> Found:
    """وكالة رويترز is رويترز where the rest names the actor that the whole names, if any."""
    first = _after_marks(view, found.first + 1, found.last)
    if first > found.last or not _is_generic(_letters(view, found.first), found.kind):
        return found
    if _letters(view, first) in collectives():
        return found
    rest = _actors(view, first, found.last)
    whole = _actors(view, found.first, found.last, found.skipped)
    if not rest or (whole and whole[0] not in rest):
        return found
    return _moved(view, found, first, found.last, "generic-noun")


def _without_titles(view: TextView, found: Found) -> Found:
    """الرئيس بشار الأسد is بشار الأسد: titles go, given names that are titles too (أمير) stay."""
    first = found.first
    while first < found.last and _is_title(_letters(view, first)):
        first += 1
    return found if first == found.first else _moved(view, found, first, found.last, "title")


def _without_tail(view: TextView, found: Found) -> Found:
    """Adjectives behind a name that names the same without them."""
    last = found.last
    while last > found.first and _is_tail(view, found, last):
        last -= 1
    return found if last == found.last else _moved(view, found, found.first, last, "adjective")


def _is_tail(view: TextView, found: Found, last: int) -> bool:
    word = _letters(view, last)
    state = nationality_of_adjective(word) is not None
    if not state and word not in _tails():
        return False
    known = _actors(view, found.first, last - 1, found.skipped)
    if not known:
        return False
    whole = _actors(view, found.first, last, found.skipped)
    if whole and whole[0] != known[0]:
        return False
    return not state or bool(_KNOWN_WITHOUT_STATE & set(known[0].tags))


def _moved(view: TextView, found: Found, first: int, last: int, rule: str) -> Found:
    """The name from `first` to `last`, without a quotation mark that lost its fellow."""
    inside = [at for at in range(first, last + 1) if view.words[at].plain in quotes()]
    if len(inside) % 2:
        if inside[-1] == last:
            last -= 1
        elif last + 1 < len(view.words) and view.words[last + 1].plain in quotes():
            last += 1
    skipped = found.skipped if first == found.first else 0
    return replace(found, first=first, last=last, skipped=skipped, trimmed=rule)


def _after_marks(view: TextView, at: int, last: int) -> int:
    while at <= last and not view.words[at].is_word:
        at += 1
    return at


def _letters(view: TextView, at: int) -> str:
    return view.words[at].letters


def _actors(view: TextView, first: int, last: int, skipped: int = 0) -> tuple[Actor, ...]:
    words = [_letters(view, at) for at in range(first, last + 1)]
    words[0] = words[0][skipped:]
    return tuple(actors_named(" ".join(words)))


def _is_generic(word: str, kind: NameKind) -> bool:
    return any(
        word.startswith(particle) and kind in _left_out().get(word[len(particle) :], ())
        for particle in _PARTICLES
    )


def _is_title(word: str) -> bool:
    """Whether a word is a definite title (للرئيس، والأمير); indefinite ones may be given names."""
    if word in given_names():
        return False
    return any(
        word.startswith(particle + article) and word[len(particle + article) :] in _titles()
        for particle in _PARTICLES
        for article in (ARTICLE, MERGED)
    )


@cache
def _left_out() -> dict[str, frozenset[str]]:
    """Generic nouns that names stand without, and the kinds of name they go with."""
    found: dict[str, frozenset[str]] = {}
    for row in lexicon("name_generic"):
        if row["in_name"] == "no":
            word = name_key(row["word"])
            found[word] = found.get(word, frozenset()) | {row["kind"]}
    return found


@cache
def _titles() -> frozenset[str]:
    return frozenset(name_key(row["word"]) for row in lexicon("name_titles"))


@cache
def _tails() -> frozenset[str]:
    return frozenset(name_key(row["word"]) for row in lexicon("name_tails"))
