"""Edits after which a text says something that cannot be true together with what it said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from random import Random

from riwaya.resources import lexicon
from training.pair_edits_numbers import other_number
from training.pair_edits_words import (
    Swaps,
    is_word,
    listed,
    pick,
    replaced,
    stems,
    swapped,
    table,
    tidy,
    tokens,
)

Edit = Callable[[str, Random], str | None]

_MAIN = 26  # tokens, spaces among them: what is denied should stand near the beginning
_IMPERFECT = ("ي", "ت")
_FUTURE = "س"
_PERFECT = ("قد", "وقد", "فقد")
_BUT = "إلا"
_YET = "بعد"


@cache
def opposites() -> Swaps:
    """Words of which only one can hold."""
    return Swaps(table("opposites"))


@cache
def _denials() -> Swaps:
    return Swaps(table("denials"))


@cache
def _parties() -> tuple[Swaps, frozenset[str]]:
    rows = table("parties")
    pairs = [(a, b) for a, kind in rows for b, same in rows if a != b and kind == same]
    return Swaps(pairs, both_ways=False), frozenset(word for (word,) in table("acts"))


@cache
def _weekdays() -> Swaps:
    days = [row["form"] for row in lexicon("time_weekdays")]
    numbers = {row["form"]: row["weekday"] for row in lexicon("time_weekdays")}
    return Swaps([(a, b) for a in days for b in days if numbers[a] != numbers[b]], both_ways=False)


@cache
def _verbs() -> dict[str, tuple[str, str]]:
    """Forms of verbs with what they are (`past`, `past_f`, `jussive`, `present`) and their pair:
    past and present give the jussive, the jussive the past."""
    forms: dict[str, tuple[str, str]] = {}
    for past, past_f, jussive, present in table("verbs"):
        forms[past] = ("past", jussive)
        forms[past_f] = ("past_f", "ت" + jussive[1:])
        forms.setdefault(jussive, ("jussive", past))
        forms.setdefault("ت" + jussive[1:], ("jussive", past_f))
        for form in (present, "ت" + present[1:]):
            forms[form] = (forms.get(form, ("present", ""))[0], forms.get(form, ("", ""))[1])
    for row in lexicon("cues_verbs"):
        if row["present"] not in ("-", ""):
            forms.setdefault(row["present"], ("present", ""))
            forms.setdefault("ت" + row["present"][1:], ("present", ""))
    return forms


def _before(parts: Sequence[str], at: int) -> str:
    """The word before a token, '' at the beginning of a clause."""
    if at >= 2 and parts[at - 1] == " " and is_word(parts[at - 2]):
        return parts[at - 2]
    return ""


def _after(parts: Sequence[str], at: int) -> str:
    return parts[at + 2] if at + 2 < len(parts) and parts[at + 1] == " " else ""


def denied(text: str, rng: Random) -> str | None:
    """The text with one of its first verbs denied in the form that its tense asks for."""
    parts = tokens(text)
    found = [new for at in range(min(_MAIN, len(parts))) for new in _denied_at(parts, at, rng)]
    return rng.choice(found[:2]) if found else None


def _denied_at(parts: Sequence[str], at: int, rng: Random) -> list[str]:
    if not is_word(parts[at]) or _before(parts, at) in listed("subordinates"):
        return []
    before = _before(parts, at)
    for proclitic, rest in stems(parts[at]):
        if proclitic not in ("", "و", "ف"):
            continue
        if rest.startswith(_FUTURE) and _kind(rest[1:]) in ("present", "jussive"):
            return [replaced(parts, at, at + 1, f"{proclitic}لن {rest[1:]}")]
        kind = _kind(rest)
        if before in listed("denies_verb") or rest in listed("never_denied") or not kind:
            continue
        perfect = before in _PERFECT  # وقد غادر: ولم يغادر
        start, joint = (at - 2, before.removesuffix("قد")) if perfect else (at, "")
        free = not before or before in listed("opens_clause") or proclitic == "و" or perfect
        if kind == "past_f" or (kind == "past" and free):
            yet = " بعد" if rest in ("تم", "تمت", "وصل", "وصلت", "انتهى", "انتهت") else ""
            denied = f"{proclitic}لم {_verbs()[rest][1]}{yet if rng.random() < 0.5 else ''}"
            return [replaced(parts, start, at + 1, joint + denied)]
        if kind == "present" and before not in listed("holds_verb"):
            return [replaced(parts, at, at + 1, f"{proclitic}لا {rest}")]
    return []


def _kind(form: str) -> str:
    return _verbs().get(form, ("", ""))[0]


def affirmed(text: str, rng: Random) -> str | None:
    """The text without one of its denials (لم, لن, لا, عدم), the verb in the form that it then
    has."""
    parts = tokens(text)
    found = [new for at in range(len(parts) - 2) for new in _affirmed_at(parts, at)]
    return rng.choice(found) if found else None


def _affirmed_at(parts: Sequence[str], at: int) -> list[str]:
    verb = _after(parts, at)
    if _BUT in parts[at : at + 12]:  # لا يسع … إلا: both together affirm
        return []
    for proclitic, particle in stems(parts[at]):
        if proclitic not in ("", "و", "ف", "ب", "ل") or not verb:
            continue
        new = _plain(particle, verb, _before(parts, at))
        if new:
            rest = _without_yet(parts[at + 3 :])
            return [tidy("".join((*parts[:at], proclitic + new, *rest)))]
    return []


def _without_yet(parts: Sequence[str]) -> list[str]:
    """What follows a verb without بعد in the sense of "yet", which goes with the denial."""
    near = list(parts[:6])
    at = near.index(_YET) if _YET in near else -1
    after = _after(parts, at)
    if at < 0 or (after and after not in listed("follows_yet")):
        return list(parts)
    return [*parts[:at], *parts[at + 1 :]]


def _plain(particle: str, verb: str, before: str) -> str | None:
    """What a particle of denial and the word after it become without the denial."""
    if particle == "لم":
        kind, past = _verbs().get(verb, ("", ""))
        return past if kind == "jussive" else None
    if not verb.startswith(_IMPERFECT) or verb in listed("keeps_denial") or len(verb) < 4:
        return verb if particle == "عدم" and len(verb) > 2 else None
    if particle == "لن":
        return _FUTURE + verb
    if particle == "ألا":
        return f"أن {verb}"
    return verb if particle == "لا" and before not in ("أن", "") else None


def opposed(text: str, rng: Random) -> str | None:
    """The text with a word exchanged for its opposite."""
    return pick(tokens(text), opposites(), rng)


def denial_cued(text: str, rng: Random) -> str | None:
    """The text with a cue of affirming exchanged for one of denying, or the reverse."""
    parts = tokens(text)
    hits = [
        hit
        for hit in _denials().hits(parts)
        if _before(parts, hit.start) not in listed("tells_after")  # وفق ما أعلن: not a claim's cue
    ]
    if not hits:
        return None
    hit = rng.choice(hits)
    return swapped(parts, hit, rng.choice(hit.others))


def other_party(text: str, rng: Random) -> str | None:
    """A text that tells an act, with another party in the place of one that it names."""
    swaps, acts = _parties()
    parts = tokens(text)
    if not any(rest in acts for token in parts for _, rest in stems(token)):
        return None
    named = {hit.phrase for hit in swaps.hits(parts)}
    hits = [
        hit
        for hit in swaps.hits(parts)
        if set(hit.others) - named and _before(parts, hit.start) not in listed("office")
    ]
    if not hits:
        return None
    hit = rng.choice(hits)
    return swapped(parts, hit, rng.choice([o for o in hit.others if o not in named]))


def parties_exchanged(text: str, rng: Random) -> str | None:
    """A text that tells an act, with two parties in each other's place (`x struck y`)."""
    swaps, acts = _parties()
    parts = tokens(text)
    if not any(rest in acts for token in parts for _, rest in stems(token)):
        return None
    hits = swaps.hits(parts)
    both = [
        (a, b)
        for a, b in pairwise(hits)
        if b.phrase in a.others and a.phrase != b.phrase and a.proclitic in ("", "ال")
    ]
    if not both:
        return None
    first, second = rng.choice(both)
    between = "".join(parts[first.stop : second.start])
    if between.strip() in ("و", "أو", "،"):
        return None
    new = f"{first.proclitic}{second.phrase}{between}{second.proclitic}{first.phrase}"
    return replaced(parts, first.start, second.stop, new)


def other_day(text: str, rng: Random) -> str | None:
    """The text with another weekday."""
    return pick(tokens(text), _weekdays(), rng)


# How often each is asked for, where it fits; a number is the commonest thing to differ in.
EDITS: dict[str, tuple[Edit, float]] = {
    "number": (other_number, 9.0),
    "denied": (denied, 2.5),
    "affirmed": (affirmed, 7.0),
    "opposite": (opposed, 1.5),
    "denial": (denial_cued, 2.5),
    "party": (other_party, 1.5),
    "exchanged": (parties_exchanged, 5.0),
    "day": (other_day, 0.4),
}


def edits_of(text: str, rng: Random, most: int = len(EDITS)) -> list[tuple[str, str]]:
    """What the edits make of a text: `(kind, edited)` for up to `most` that fit, in the order in
    which they were drawn. The text itself is never among them."""
    order = sorted(EDITS, key=lambda kind: rng.random() ** (1 / EDITS[kind][1]), reverse=True)
    found: list[tuple[str, str]] = []
    for kind in order:
        new = EDITS[kind][0](text, rng)
        if new and new != text:
            found.append((kind, new))
        if len(found) == most:
            break
    return found
