"""Rules for days, places and speakers."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.compare.facts import Scene
from riwaya.compare.model import Signal


def dates(a: Scene, b: Scene) -> Iterator[Signal]:
    """Whether the days spoken of are the same, can be, or are others."""
    if not a.whens or not b.whens:
        return
    for one in a.whens:
        for other in b.whens:
            if one.first == other.first and one.last == other.last:
                yield Signal("date.same", one.span, other.span, 1.0 if one.day else 0.5)
                return
    for one in a.whens:
        for other in b.whens:
            if one.meets(other):
                yield Signal("date.compatible", one.span, other.span, 0.5)
                return
    days = [(x, y) for x in a.whens for y in b.whens if x.day and y.day]
    if days:
        one, other = min(days, key=lambda pair: abs(pair[0].first - pair[1].first))
        alone = len(a.whens) == len(b.whens) == 1
        near = abs(one.first - other.first) <= 2
        yield Signal("date.differs", one.span, other.span, (0.6 if alone else 0.3) + 0.4 * near)
    else:
        yield Signal("other_day", a.whens[0].span, b.whens[0].span, 0.5)


def said(a: Scene, b: Scene) -> Iterator[Signal]:
    """Which was said later (`time.later`: b)."""
    if a.day is None or b.day is None:
        return
    days = b.day - a.day
    if days == 0:
        yield Signal("time.same_day")
    else:
        yield Signal("time.later" if days > 0 else "time.earlier", weight=min(1.0, abs(days) / 5))


def places(a: Scene, b: Scene) -> Iterator[Signal]:
    """Whether the places named are the same or others."""
    if not a.places or not b.places:
        return
    both = a.places.keys() & b.places.keys()
    if both:
        key = min(both)
        share = len(both) / min(len(a.places), len(b.places))
        yield Signal("place.same", a.places[key], b.places[key], share)
        return
    yield Signal("place.differs", min(a.places.values()), min(b.places.values()), 0.6)


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
