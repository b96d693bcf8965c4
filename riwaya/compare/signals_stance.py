"""Rules for polarity, stance, status, blame and opinion."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.compare.facts import Scene
from riwaya.compare.model import Signal
from riwaya.compare.signals_overlap import scope_share
from riwaya.model import Span

TOLD_AXES = (
    "agree_refuse", "advance_withdraw", "alive_dead", "begin_end", "continue_stop", "enter_leave",
    "include_exclude", "real_fake",
)  # fmt: skip
"""Axes that are a reason of their own; the others are all `predicate.opposite`."""
_OPPOSITE = "opposite."
_FEW_WORDS = 4
_HEDGES = ("unconfirmed", "possible")


def polarity(a: Scene, b: Scene) -> Iterator[Signal]:
    """The same word negated in one account and not in the other, or in both."""
    shared = a.roots.keys() & b.roots.keys()
    if not shared or not (a.negated or b.negated):
        return
    mixed = shared & (a.negated ^ b.negated)
    both = shared & a.negated & b.negated
    if mixed:
        key = min(mixed, key=lambda k: (len(k) < 3, k))
        share = scope_share(a.roots.keys(), b.roots.keys())
        yield Signal("polarity.differs", _span(a, key), _span(b, key), share)
    if both:
        key = min(both)
        yield Signal("polarity.same", _span(a, key), _span(b, key))


def opposites(a: Scene, b: Scene) -> Iterator[Signal]:
    """Words on two ends of an axis (دخل/خرج), negation worked in; the best axis of each kind."""
    axes = a.deeds.keys() & b.deeds.keys()
    if not axes:
        return
    best: dict[str, Signal] = {}
    for axis in sorted(axes):
        for one in a.deeds[axis]:
            for other in b.deeds[axis]:
                share = 0.2 + 0.8 * scope_share(one.scope, other.scope)
                for name in _names_of_axis(axis, one.end == other.end):
                    if name not in best or share > best[name].weight:
                        best[name] = Signal(name, one.span, other.span, share)
    yield from best.values()


def _names_of_axis(axis: str, alike: bool) -> tuple[str, ...]:
    if alike:
        return ("predicate.same",)
    if axis in TOLD_AXES:
        return "predicate.opposite", _OPPOSITE + axis
    return ("predicate.opposite",)


def status(a: Scene, b: Scene) -> Iterator[Signal]:
    """One says it happened, the other that it is still to happen, pending or conditional."""
    shared = a.roots.keys() & b.roots.keys()
    mixed = shared & (a.open ^ b.open)
    if mixed:
        key = min(mixed)
        share = scope_share(a.roots.keys(), b.roots.keys())
        yield Signal("status.done_vs_not", _span(a, key), _span(b, key), share)


def stances(a: Scene, b: Scene) -> Iterator[Signal]:
    """Denials, refusals to comment and demands, as the reader gave them."""
    one, other = a.account.stance, b.account.stance
    share = scope_share(a.roots.keys(), b.roots.keys())
    if (one == "denied") != (other == "denied"):
        if share:
            yield Signal("stance.denial_of", a.whole, b.whole, share)
        denial, claim = (a, b) if a.denied else (b, a)
        if denial.has("charge") and len(denial.roots) <= _FEW_WORDS:
            yield Signal("stance.denial_of_charge", a.whole, b.whole, _names(denial, claim))
    elif one == "denied":
        yield Signal("stance.both_denied", weight=share)
    if "no_comment" in (one, other):
        yield Signal("stance.no_comment", weight=1.0 if one == other else 0.5)
    if "directive" in (one, other):
        yield Signal("stance.directive", weight=1.0 if one == other else 0.5)
    if "uncertain" in (one, other):
        yield Signal("stance.uncertain", weight=1.0 if one == other else 0.5)


def firmness(a: Scene, b: Scene) -> Iterator[Signal]:
    """One calls confirmed what the other calls unconfirmed, possible or unknown."""
    share = scope_share(a.roots.keys(), b.roots.keys())
    for firm, loose, sides in ((a, b, False), (b, a, True)):
        span = loose.tokens.first_of("unconfirmed")
        if span is not None and not firm.has("unconfirmed"):
            here = firm.tokens.first_of("confirm") or firm.whole
            pair = (span, here) if sides else (here, span)
            yield Signal("confirmed_unconfirmed", *pair, share)
            return


def inclusion(a: Scene, b: Scene) -> Iterator[Signal]:
    """One includes what the other excludes."""
    share = scope_share(a.roots.keys(), b.roots.keys())
    for one, other, sides in ((a, b, False), (b, a, True)):
        inside, outside = one.tokens.first_of("include"), other.tokens.first_of("exclude")
        if inside is not None and outside is not None:
            pair = (outside, inside) if sides else (inside, outside)
            yield Signal("included_excluded", *pair, share)
            return


def blame(a: Scene, b: Scene) -> Iterator[Signal]:
    """Two parties held to have done one deed, or the same party."""
    if not a.blamed or not b.blamed:
        return
    both = a.blamed.keys() & b.blamed.keys()
    share = scope_share(a.roots.keys(), b.roots.keys())
    if both:
        key = min(both)
        yield Signal("responsible.same", a.blamed[key], b.blamed[key], share)
    else:
        one, other = min(a.blamed.values()), min(b.blamed.values())
        yield Signal("responsible.differs", one, other, share)


def opinion(a: Scene, b: Scene) -> Iterator[Signal]:
    """Words of judgement in one account or both."""
    here, there = a.tokens.first_of("opinion"), b.tokens.first_of("opinion")
    if here is not None or there is not None:
        yield Signal("opinion", here, there, 1.0 if here and there else 0.5)


def _names(denial: Scene, claim: Scene) -> float:
    """More when the claim names whoever denies."""
    speaker = denial.account.speaker
    keys = set(claim.names)
    named = bool({speaker.key, speaker.body} & keys)
    return 1.0 if named else 0.5


def _span(scene: Scene, key: str) -> Span:
    return scene.tokens.spans[scene.roots[key]]
