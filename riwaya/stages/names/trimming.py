"""Takes off what stands around a name: generic nouns and titles before it, adjectives behind it."""

from __future__ import annotations

from dataclasses import replace

from riwaya.model import NameKind
from riwaya.resources.actors import Actor, actors_named, nationality_of_adjective
from riwaya.stages.names.evidence import is_large_place
from riwaya.stages.names.found import Found
from riwaya.stages.names.nouns import (
    ARTICLE,
    MERGED,
    PARTICLES,
    collectives,
    generic_words,
    given_names,
    is_title,
    left_out,
    quotes,
    tails,
    titles,
)
from riwaya.text import TextView

_BODIES: frozenset[NameKind] = frozenset({"organisation", "group"})
ADMINISTRATION = "administration"  # a tag of actors: إدارة فلان
_STATELESS = frozenset({"news-agency", "broadcaster", "newspaper", "armed-group", "party"})


def trimmed(view: TextView, found: Found) -> Found:
    """`found` without what its head or the lexicon took in too much."""
    found = _without_collective(view, _without_generic(view, found))
    if found.kind == "person":
        found = _without_titles(view, found)
    return _without_tail(view, _without_countryside(view, found))


def _without_generic(view: TextView, found: Found) -> Found:
    """وكالة رويترز is رويترز where the rest names the actor that the whole names, if any."""
    at = found.first
    while True:
        first = _after_marks(view, at + 1, found.last)
        if first > found.last or not _may_drop(view, found, at, first):
            return found
        if first > at + 1 or _is_same(view, found, first):
            return _moved(view, found, first, found.last, "generic-noun")
        at = first


def _may_drop(view: TextView, found: Found, at: int, first: int) -> bool:
    """Whether the noun at `at` may be left out before the name that begins at `first`."""
    noun, after = _letters(view, at), _letters(view, first)
    if first > at + 1:
        return _stands_before(noun, found.kind, "no")
    return after not in collectives() and _drops(noun, found.kind, after, first == found.last)


def _is_same(view: TextView, found: Found, first: int) -> bool:
    """Whether the name from `first` on is an actor's, and that of the whole where it has one."""
    rest = _actors(view, first, found.last)
    whole = _actors(view, found.first, found.last, found.skipped)
    return bool(rest) and (not whole or whole[0] in rest)


def _without_titles(view: TextView, found: Found) -> Found:
    """الرئيس بشار الأسد is بشار الأسد: titles go, given names that are titles too (أمير) stay."""
    first = found.first
    while length := _title_at(view, first, found.last):
        first += length
    if is_title(_letters(view, first)) and _actors(view, first + 1, found.last):
        first += 1  # صهر ترامب
    return found if first == found.first else _moved(view, found, first, found.last, "title")


def _title_at(view: TextView, at: int, last: int) -> int:
    """How many words the title at `at` has (آية الله: 2), 0 where none stands before a name."""
    if at + 1 < last and " ".join((_letters(view, at), _letters(view, at + 1))) in titles():
        return 2
    return int(at < last and _is_title(_letters(view, at)))


def _without_collective(view: TextView, found: Found) -> Found:
    """إدارة فلان, حكومة كذا: the name is what stands behind, where that alone is known."""
    noun = _letters(view, found.first)[found.skipped :]
    if found.first == found.last or noun not in collectives():
        return found
    whole = _actors(view, found.first, found.last, found.skipped)
    rest = _actors(view, found.first + 1, found.last)
    if not rest or any(ADMINISTRATION not in actor.tags for actor in whole):
        return found
    if rest[0].kind not in ("person", "organisation"):
        return found
    moved = _moved(view, found, found.first + 1, found.last, "collective-noun")
    return replace(moved, kind=rest[0].kind, kind_rule="known-actor")


def _without_tail(view: TextView, found: Found) -> Found:
    """Adjectives behind a name that names the same without them."""
    before = _bare(_letters(view, found.first - 1)) if found.first else ""
    last = found.last
    while last > found.first and _may_be_tail(_letters(view, last), before):
        last -= 1
        if _names_the_same(view, found, last):
            return _moved(view, found, found.first, last, "adjective")
    return found


def _without_countryside(view: TextView, found: Found) -> Found:
    """ريف حلب is the country round حلب, but for the provinces that are called so (ريف دمشق)."""
    nouns = set(tails().values()) - {""}
    if found.kind != "place" or found.first == found.last:
        return found
    first = _bare(_letters(view, found.first))
    if first not in nouns or is_large_place(_joined(view, first, found, found.last)):
        return found
    return _moved(view, found, found.first + 1, found.last, "generic-noun")


def _bare(word: str) -> str:
    return word[1:] if word[:1] in PARTICLES and word[1:] in tails().values() else word


def _may_be_tail(word: str, before: str) -> bool:
    if word in tails():
        return tails()[word] in ("", before)
    return nationality_of_adjective(word) is not None


def _names_the_same(view: TextView, found: Found, last: int) -> bool:
    """Whether the name up to `last` is known, and means what the whole means."""
    dropped = [_letters(view, at) for at in range(last + 1, found.last + 1)]
    of_state = any(nationality_of_adjective(word) is not None for word in dropped)
    if found.kind == "place" and _is_place(view, found, last):
        return True
    known = _actors(view, found.first, last, found.skipped)
    if not known:
        return False
    whole = _actors(view, found.first, found.last, found.skipped)
    if whole and whole[0] != known[0]:
        return False
    stateless = found.kind == "facility" or bool(_STATELESS & set(known[0].tags))
    return not of_state or stateless


def _is_place(view: TextView, found: Found, last: int) -> bool:
    """كاليفورنيا الأمريكية: an indefinite name or a large place needs no adjective."""
    if _actors(view, found.first, found.last, found.skipped):
        return False
    first = _letters(view, found.first)[found.skipped :]
    if first.removeprefix(ARTICLE) in generic_words():
        return False
    return is_large_place(_joined(view, first, found, last)) or not first.startswith(ARTICLE)


def _joined(view: TextView, first: str, found: Found, last: int) -> str:
    """The name up to `last` with `first` for its first word."""
    return " ".join((first, *(_letters(view, at) for at in range(found.first + 1, last + 1))))


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
    if not words:
        return ()
    words[0] = words[0][skipped:]
    return tuple(actors_named(" ".join(words)))


def _drops(word: str, kind: NameKind, rest: str, alone: bool) -> bool:
    """Whether names of this kind stand without the noun; those that may keep it
    (تنظيم الدولة، كتائب حزب الله) do so, but before a single word without article (داعش)."""
    if _stands_before(word, kind, "no"):
        return True
    may = kind in _BODIES and _stands_before(word, "group", "may")
    return may and alone and not rest.startswith(ARTICLE)


def _stands_before(word: str, kind: NameKind, in_name: str) -> bool:
    kinds = _BODIES if kind in _BODIES else {kind}
    return any(
        word.startswith(particle) and kinds & left_out(in_name).get(word[len(particle) :], set())
        for particle in PARTICLES
    )


def _is_title(word: str) -> bool:
    """Whether a word is a definite title (للرئيس، والأمير); indefinite ones may be given names."""
    if word in given_names():
        return False
    return any(
        word.startswith(particle + article) and word[len(particle + article) :] in titles()
        for particle in PARTICLES
        for article in (ARTICLE, MERGED)
    )
