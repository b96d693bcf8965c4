"""Rules for days, places and speakers."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.compare.facts import Scene
from riwaya.compare.facts_times import When
from riwaya.compare.model import Signal
from riwaya.compare.signals_overlap import scope_share


def dates(a: Scene, b: Scene) -> Iterator[Signal]:
    """Whether the days spoken of are the same, can be, or are others; weights say how much the
    clauses share. Days of the same clauses that differ count even beside shared days."""
    if not a.whens or not b.whens:
        return
    best: dict[str, Signal] = {}
    for one in a.whens:
        for other in b.whens:
            name = _relation(one, other)
            weight = 0.1 + 0.9 * scope_share(one.scope, other.scope)
            if name not in best or weight > best[name].weight:
                best[name] = Signal(name, one.span, other.span, weight)
    if "date.differs" in best and "date.same" in best:
        differs = best.pop("date.differs")
        best["date.differs_beside_same"] = Signal(
            "date.differs_beside_same", differs.a, differs.b, differs.weight
        )
    yield from best.values()


def _relation(one: When, other: When) -> str:
    if one.first == other.first and one.last == other.last:
        if one.part and other.part and one.part != other.part and one.day:
            return "date.other_hour"
        return "date.same" if one.day else "date.same_period"
    if one.meets(other):
        return "date.compatible"
    return "date.differs" if one.day and other.day else "other_day"


def said(a: Scene, b: Scene) -> Iterator[Signal]:
    """Which was said later (`time.later`: b)."""
    if a.day is None or b.day is None:
        return
    days = b.day - a.day
    if days == 0:
        yield Signal("time.same_day")
        if a.moment is not None and b.moment is not None and a.moment != b.moment:
            hours = b.moment - a.moment
            yield Signal("time.hours", weight=min(1.0, abs(hours) / 12))
    else:
        yield Signal("time.later" if days > 0 else "time.earlier", weight=min(1.0, abs(days) / 5))


def revised(a: Scene, b: Scene) -> Iterator[Signal]:
    """Words of a tally that grows or of an account that was given before (حصيلة سابقة)."""
    for role in ("grows", "revised"):
        here, there = a.tokens.first_of(role), b.tokens.first_of(role)
        if here is not None or there is not None:
            yield Signal(f"update.{role}", here, there, 1.0 if here and there else 0.5)


def places(a: Scene, b: Scene) -> Iterator[Signal]:
    """Whether the places named are the same, one inside the other, or others; countries, which
    are parties as often, only count as the same."""
    both = a.places.keys() & b.places.keys()
    if both:
        key = min(both)
        share = len(both) / min(len(a.places), len(b.places))
        yield Signal("place.same", a.places[key], b.places[key], share)
    elif a.held and b.held:
        yield from _held_places(a, b)
    here, there = a.tokens.roles.get("place_word"), b.tokens.roles.get("place_word")
    if here and there:
        yield from _place_words(a, b)


def _held_places(a: Scene, b: Scene) -> Iterator[Signal]:
    for one, held in a.held.items():
        for other, holds in b.held.items():
            if held & holds:
                yield Signal("place.compatible", a.places[one], b.places[other])
                return
    one, other = min(a.held), min(b.held)
    share = scope_share(a.roots.keys(), b.roots.keys())
    yield Signal("place.differs", a.places[one], b.places[other], share)


def _place_words(a: Scene, b: Scene) -> Iterator[Signal]:
    """Kinds of places (مطار، طريق): the same or others."""
    mine = {a.tokens.stems[i]: i for i, _ in a.tokens.roles["place_word"]}
    others = {b.tokens.stems[i]: i for i, _ in b.tokens.roles["place_word"]}
    both = mine.keys() & others.keys()
    here, there = (min(both), min(both)) if both else (min(mine), min(others))
    yield Signal(
        "place.word_same" if both else "place.word_differs",
        a.tokens.spans[mine[here]],
        b.tokens.spans[others[there]],
        scope_share(a.roots.keys(), b.roots.keys()),
    )


def speakers(a: Scene, b: Scene) -> Iterator[Signal]:
    """Whether one speaker, or one body, gives both accounts; what the outlets are."""
    one, other = a.account.speaker, b.account.speaker
    if one.key and one.key == other.key:
        yield Signal("speaker.same")
    if one.body and one.body == other.body:
        yield Signal("speaker.body_same")
    if a.account.document == b.account.document:
        yield Signal("document.same")
    elif a.account.outlet is not None and a.account.outlet == b.account.outlet:
        yield Signal("outlet.same")
    if a.account.claim is None and b.account.claim is None:
        yield Signal("narration.both")
    elif a.account.claim is None or b.account.claim is None:
        yield Signal("narration.one")
    if a.account.headline or b.account.headline:
        yield Signal("headline", weight=1.0 if a.account.headline and b.account.headline else 0.5)
