"""Puts right where a head's names begin and end: split at و, joined, widened, dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from riwaya.resources.actors import ActorMatch, actors_named, nationality_of_adjective
from riwaya.stages.names.evidence import Evidence, is_large_place
from riwaya.stages.names.found import Found
from riwaya.stages.names.known import words_of
from riwaya.stages.names.nouns import (
    ARTICLE,
    PARTICLES,
    begins_name,
    facility_noun,
    is_bond,
    is_generic,
    is_given,
    is_office,
    is_title,
    kind_before,
    openers,
    uncut,
)
from riwaya.stages.names.proposed import in_one_line
from riwaya.text import TextView

Repair = Callable[[TextView, list[Found]], list[Found]]
_JOINING = frozenset("#_")  # marks inside one name
_AND = "و"
STATE = "state"  # a tag of actors
_ADJECTIVE = "يه"  # how feminine adjectives end, folded
_WITH_ARTICLE = ("بال", "كال")
_PARTICLE_AND_ARTICLE = 5  # letters that such a word has at least more than


def repaired(view: TextView, evidence: Evidence, found: Sequence[Found]) -> list[Found]:
    """`found` after all repairs, in text order."""
    names = split_coordinated(view, evidence, found)
    for repair in REPAIRS:
        names = repair(view, names)
    return names


def split_coordinated(view: TextView, evidence: Evidence, found: Sequence[Found]) -> list[Found]:
    """واشنطن وهافانا are two names where both sides are known and the whole is not."""
    out: list[Found] = []
    for one in found:
        rest: Found | None = one
        while rest is not None:
            at = _and_word(view, evidence, rest)
            if at is None:
                out.append(rest)
                rest = None
            else:
                out.append(replace(rest, last=at - 1))
                rest = replace(rest, first=at, skipped=0, trimmed="split-at-and")
    return out


def _and_word(view: TextView, evidence: Evidence, one: Found) -> int | None:
    if one.last == one.first or actors_named(_name(view, one.first, one.last)):
        return None
    for at in range(one.first + 1, one.last + 1):
        word = view.words[at].letters
        if not word.startswith(_AND) or len(word) < 4:
            continue
        right = _name(view, at, one.last)[1:]
        left = _name(view, one.first, at - 1)
        if one.kind == "place" and word not in uncut():
            return at
        if _is_known(evidence, right) and _is_known(evidence, left):
            return at
    return None


def _is_known(evidence: Evidence, name: str) -> bool:
    """Whether words are a name by themselves, here or elsewhere in the document."""
    first = name.partition(" ")[0]
    if evidence.begins(first) and not is_generic(first):
        return True
    if first.startswith(("ب", "ل")) and actors_named(name[1:]):
        return True
    return bool(actors_named(name)) or is_given(first) or is_large_place(name)


def split_known(view: TextView, found: list[Found]) -> list[Found]:
    """Where a head ran a known actor and a person together, the actor is a name of its own."""
    out: list[Found] = []
    for one in found:
        at = _behind_known(view, one) if one.kind == "person" and one.last > one.first else None
        if at is None:
            out.append(one)
            continue
        known = actors_named(_name(view, one.first, at - 1))[0]
        out.append(replace(one, last=at - 1, kind=known.kind, trimmed="split-behind-actor"))
        out.append(replace(one, first=at, skipped=0, trimmed="split-behind-actor"))
    return out


def _behind_known(view: TextView, one: Found) -> int | None:
    """Where the name goes on behind a known state or the full name of a known person."""
    if actors_named(_name(view, one.first, one.last)):
        return None
    for at in range(one.last, one.first, -1):
        known = actors_named(_name(view, one.first, at - 1))
        if not known or is_bond(view.words[at].letters):
            continue
        if known[0].kind == "person" and at - one.first > 1:
            return at if one.last > at else None
        if STATE in known[0].tags:
            return at
    return None


def join_pieces(view: TextView, found: list[Found]) -> list[Found]:
    """One name that a head cut in two: at a hash (رجب طيب #أردوغان), or behind its noun."""
    out: list[Found] = []
    names = {_name(view, one.first, one.last) for one in found}
    for one in found:
        before = out[-1] if out else None
        if before and _is_cut(view, before, one, names):
            kind = one.kind if before.first == before.last else before.kind
            score = max(before.score, one.score)
            out[-1] = replace(before, last=one.last, kind=kind, score=score, trimmed="joined")
        else:
            out.append(one)
    return out


def _is_cut(view: TextView, before: Found, one: Found, names: set[str]) -> bool:
    if "\n" in view.text[view.words[before.last].span.stop : view.words[one.first].span.start]:
        return False
    between = [view.words[at].plain for at in range(before.last + 1, one.first)]
    if between:
        same = before.kind == one.kind
        return same and all(mark in _JOINING for mark in between) and len(between) == 1
    alone = before.first == before.last
    if alone and begins_name(view.words[before.first].letters):
        return True
    whole = _name(view, before.first, one.last)
    return _is_unknown_place(view, before, one) or whole in names or bool(actors_named(whole))


def _is_unknown_place(view: TextView, before: Found, one: Found) -> bool:
    """Two places side by side of which one is not known are one (نيو ساوث ويلز)."""
    if before.kind != "place" or one.kind != "place":
        return False
    names = (_name(view, before.first, before.last), _name(view, one.first, one.last))
    if names[1].startswith((ARTICLE, *PARTICLES[1:])):
        return False
    return not all(actors_named(name) or is_large_place(name) for name in names)


def widened(view: TextView, found: list[Found], matches: Sequence[ActorMatch]) -> list[Found]:
    """The longest name wins: a known actor's whole name takes the pieces that a head saw of it."""
    owner = {at: index for index, one in enumerate(found) for at in range(one.first, one.last + 1)}
    out: dict[int, Found | None] = dict(enumerate(found))
    for match in matches:
        inside = {owner[at] for at in range(match.start, match.stop) if at in owner}
        pieces = [found[index] for index in inside]
        if not pieces or not _may_widen(match.start, match.stop, pieces):
            continue
        if any(actors_named(" ".join(words_of(view, piece))) for piece in pieces):
            continue
        first = min(inside)
        for index in inside:
            out[index] = None
        skipped = 0 if match.merged else match.skipped
        score = max(piece.score for piece in pieces)
        kind = match.actors[0].kind
        out[first] = Found(
            match.start, match.stop - 1, kind, score, found[first].rule, skipped,
            trimmed="known-actor", kind_rule="known-actor",
        )  # fmt: skip
    return [one for _, one in sorted(out.items()) if one is not None]


def _may_widen(start: int, stop: int, pieces: list[Found]) -> bool:
    """Whether the actor's words hold all pieces and more than any one of them."""
    return all(
        start <= piece.first and piece.last < stop and piece.last - piece.first < stop - start - 1
        for piece in pieces
    )


def take_noun(view: TextView, found: list[Found]) -> list[Found]:
    """A facility's noun belongs to its name: ميناء الحديدة is no place الحديدة."""
    out: list[Found] = []
    for one in found:
        at, noun = _facility(view, one.first)
        free = not out or out[-1].last < at
        free = free and at >= 0 and in_one_line(view, at, one.first)
        if noun is not None and free and one.kind in ("place", "facility") and not one.skipped:
            one = replace(one, first=at, kind="facility", skipped=noun, trimmed="facility-noun",
                          kind_rule="facility-noun")  # fmt: skip
        out.append(one)
    return out


def _facility(view: TextView, first: int) -> tuple[int, int | None]:
    """The facility's noun before word `first`, perhaps with a generic noun between (سجن مدينة
    فلانة), and the letters attached to it; None without one."""
    at = first - 1
    if at > 0 and is_generic(view.words[at].letters) and kind_before(view.words[at].letters):
        at -= 1
    return at, facility_noun(view.words[at].letters) if at >= 0 else None


def widen_to_place(view: TextView, found: list[Found]) -> list[Found]:
    """A place with the word beside it, where both together are a place that is known."""
    taken = {at for one in found for at in range(one.first, one.last + 1)}
    return [_with_neighbour(view, one, taken) for one in found]


def _with_neighbour(view: TextView, one: Found, taken: set[int]) -> Found:
    if one.kind != "place" or actors_named(_name(view, one.first, one.last)):
        return one
    for first, last in ((one.first - 1, one.last), (one.first, one.last + 1)):
        at = first if first < one.first else last
        if not 0 <= at < len(view.words) or at in taken or not view.words[at].is_word:
            continue
        if is_generic(view.words[first].letters) or view.words[at].letters in openers():
            continue
        if not in_one_line(view, first, last):
            continue
        if is_large_place(_name(view, first, last)):
            return replace(one, first=first, last=last, skipped=0, trimmed="known-place")
    return one


def take_given_names(view: TextView, found: list[Found]) -> list[Found]:
    """A given name right before a person's name belongs to it."""
    out: list[Found] = []
    for one in found:
        at = one.first - 1
        while one.kind == "person" and at >= 0 and (not out or out[-1].last < at):
            if not in_one_line(view, at, one.first):
                break
            if not is_given(view.words[at].plain) and not is_bond(view.words[at].letters):
                break
            one = replace(one, first=at, skipped=0, trimmed="given-name")
            at -= 1
        out.append(one)
    return out


def end_before_title(view: TextView, found: list[Found]) -> list[Found]:
    """A person's name ends before an office (جون سميث الوزير) or a particle with its article."""
    out = []
    for one in found:
        last = one.last
        for at in range(one.first + 1, one.last + 1) if one.kind == "person" else ():
            if _ends_name(view, one.first, at):
                last = at - 1
                break
        out.append(one if last == one.last else replace(one, last=last, trimmed="office-behind"))
    return out


def _ends_name(view: TextView, first: int, at: int) -> bool:
    word = view.words[at].letters
    if len(word) > _PARTICLE_AND_ARTICLE and word.startswith(_WITH_ARTICLE):
        return word not in uncut()
    if at - first < 2 or is_bond(view.words[at - 1].letters):
        return False
    return word.startswith(ARTICLE) and is_office(word)


def drop_common(view: TextView, found: list[Found]) -> list[Found]:
    """Generic nouns, titles and adjectives by themselves are no names (شركة، السيناتور)."""
    return [one for one in found if not _is_common(view, one)]


def _is_common(view: TextView, one: Found) -> bool:
    if one.first != one.last:
        return _is_description(view, one)
    word = _without_particle(view.words[one.first].letters[one.skipped :])
    if actors_named(word):
        return False
    if word.startswith(ARTICLE):
        adjective = one.kind == "place" and nationality_of_adjective(word) is not None
        return adjective or (one.kind == "person" and is_title(word))
    if is_generic(word) or word.removeprefix(_AND) in openers():
        return True
    return one.kind == "place" and _is_adjective(word)


def _is_description(view: TextView, one: Found) -> bool:
    """A generic noun with an indefinite adjective names nothing (منظمة إرهابية)."""
    noun = view.words[one.first].letters[one.skipped :]
    rest = [view.words[at].letters for at in range(one.first + 1, one.last + 1)]
    if not is_generic(noun) or noun.startswith(ARTICLE):
        return False
    return all(word.endswith(_ADJECTIVE) and not word.startswith(ARTICLE) for word in rest)


def _without_particle(word: str) -> str:
    """A definite word without what is attached before its article."""
    particle = next((p for p in PARTICLES if word.startswith(p + ARTICLE)), "")
    return word[len(particle) :]


def _is_adjective(word: str) -> bool:
    """An indefinite adjective of a state or a group (حوثي، كوبيا)."""
    of_group = word.endswith("ي") and bool(actors_named(ARTICLE + word))
    return of_group or any(
        nationality_of_adjective(form) is not None for form in (word, word.removesuffix("ا"))
    )


def _name(view: TextView, first: int, last: int) -> str:
    return " ".join(view.words[at].letters for at in range(first, last + 1))


REPAIRS: tuple[Repair, ...] = (
    split_known,
    join_pieces,
    widen_to_place,
    take_noun,
    take_given_names,
    end_before_title,
    drop_common,
)
