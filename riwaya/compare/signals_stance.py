"""Rules for polarity, stance, status, blame and opinion."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.compare.facts import Scene
from riwaya.compare.facts_data import attributes
from riwaya.compare.facts_deeds import Deed
from riwaya.compare.model import Signal
from riwaya.compare.signals_overlap import scope_share
from riwaya.model import Span

TOLD_AXES = (
    "agree_refuse", "advance_withdraw", "alive_dead", "begin_end", "continue_stop", "enter_leave",
    "include_exclude", "real_fake",
)  # fmt: skip
"""Axes that are a reason of their own; the others are all `predicate.opposite`."""
_OPPOSITE = "opposite."
_BLAMING = frozenset(("blamed", "charge"))


def polarity(a: Scene, b: Scene) -> Iterator[Signal]:
    """The same word negated in one account and not in the other, or in both."""
    if not a.negated and not b.negated:
        return
    shared = a.roots.keys() & b.roots.keys()
    mixed = shared & (a.negated ^ b.negated)
    both = shared & a.negated & b.negated
    if mixed:
        key = min(mixed, key=lambda k: (-_scope_at(a, b, k), k))
        yield Signal("polarity.differs", _span(a, key), _span(b, key), _scope_at(a, b, key))
    if both:
        key = min(both)
        yield Signal("polarity.same", _span(a, key), _span(b, key), _scope_at(a, b, key))


def _scope_at(a: Scene, b: Scene, key: str) -> float:
    """How much the clauses around a shared word share."""
    here, there = a.tokens.scope(a.roots[key]), b.tokens.scope(b.roots[key])
    return scope_share(here, there)


def opposites(a: Scene, b: Scene) -> Iterator[Signal]:
    """Words on two ends of an axis (دخل/خرج), negation worked in; the best pair of each name.

    An account that stands on both ends of an axis is opposed to nobody there.
    """
    best: dict[str, Signal] = {}
    for axis in sorted(a.deeds.keys() & b.deeds.keys()):
        mine, others = a.deeds[axis], b.deeds[axis]
        doubt = 0.4 if _torn(mine) or _torn(others) else 1.0
        for one in mine:
            for other in others:
                share = 0.2 + 0.8 * scope_share(one.scope, other.scope)
                alike = one.end == other.end
                for name in _names_of_axis(axis, alike):
                    weight = share if alike else share * doubt
                    if name not in best or weight > best[name].weight:
                        best[name] = Signal(name, one.span, other.span, weight)
    yield from best.values()


def _torn(deeds: tuple[Deed, ...]) -> bool:
    return any(deed.end != deeds[0].end for deed in deeds)


def _names_of_axis(axis: str, alike: bool) -> tuple[str, ...]:
    if axis in attributes():
        return ("attribute.same",) if alike else ("attribute.opposite",)
    if alike:
        return ("predicate.same",)
    if axis in TOLD_AXES:
        return "predicate.opposite", _OPPOSITE + axis
    return ("predicate.opposite",)


def kinds(a: Scene, b: Scene) -> Iterator[Signal]:
    """The same kind of a thing or two kinds (by bullets or by shells; on a road or in a field);
    of each the pair whose clauses share most."""
    best: dict[str, Signal] = {}
    for category in a.kinds.keys() & b.kinds.keys():
        mine, others = a.kinds[category], b.kinds[category]
        both = mine.keys() & others.keys()
        name = "kind.same" if both else "kind.differs"
        for here, there in ((k, k) for k in both) if both else ((min(mine), min(others)),):
            one, other = mine[here], others[there]
            share = scope_share(a.tokens.scope(one), b.tokens.scope(other))
            if name not in best or share > best[name].weight:
                best[name] = Signal(name, a.tokens.spans[one], b.tokens.spans[other], share)
    yield from best.values()


def made_up(a: Scene, b: Scene) -> Iterator[Signal]:
    """One calls made up what the other tells without such a word."""
    for doubter, teller, turned in ((a, b, False), (b, a, True)):
        deeds = [deed for deed in doubter.deeds.get("real_fake", ()) if deed.end < 0]
        if deeds and "real_fake" not in teller.deeds:
            share = max(scope_share(deed.scope, teller.roots.keys()) for deed in deeds)
            spans = (teller.whole, deeds[0].span) if turned else (deeds[0].span, teller.whole)
            yield Signal("made_up", *spans, share)
            return


def status(a: Scene, b: Scene) -> Iterator[Signal]:
    """One says it happened, the other that it is still to happen, pending or conditional."""
    if not a.open and not b.open:
        return
    mixed = (a.roots.keys() & b.roots.keys()) & (a.open ^ b.open)
    if mixed:
        key = min(mixed, key=lambda k: (-_scope_at(a, b, k), k))
        yield Signal("status.done_vs_not", _span(a, key), _span(b, key), _scope_at(a, b, key))
    for role in ("ongoing", "done"):
        one, other = a.tokens.first_of(role), b.tokens.first_of(role)
        if one is not None and other is not None:
            yield Signal(f"status.both_{role}", one, other)


def stances(a: Scene, b: Scene) -> Iterator[Signal]:
    """Denials, refusals to comment and demands, as the reader gave them."""
    one, other = a.account.stance, b.account.stance
    if one == other == "asserted":
        return
    share = scope_share(a.roots.keys(), b.roots.keys())
    if a.denied != b.denied:
        yield from _denial(a, b, share)
    elif a.denied:
        yield Signal("stance.both_denied", weight=share)
    for stance in ("no_comment", "directive", "uncertain"):
        if stance in (one, other):
            yield Signal(f"stance.{stance}", weight=1.0 if one == other else 0.5)


def _denial(a: Scene, b: Scene, share: float) -> Iterator[Signal]:
    denial, claim = (a, b) if a.denied else (b, a)
    if share:
        yield Signal("stance.denial_of", a.whole, b.whole, share)
    if denial.context:
        meant = scope_share(claim.roots.keys(), denial.context)
        yield Signal("stance.denial_of_charge", a.whole, b.whole, 0.2 + 0.8 * meant)
    if claim.manner & _BLAMING:
        yield Signal("stance.accused_denied", a.whole, b.whole, max(share, 0.3))
    if claim.account.stance == "asserted":
        yield Signal("stance.denial_beside_claim", weight=share)
    if denial.tellers & claim.names.keys():
        blames = bool(denial.tellers & claim.blamed.keys())
        yield Signal("stance.denier_named", weight=1.0 if blames else 0.5)


def tellers(a: Scene, b: Scene) -> Iterator[Signal]:
    """Whether either speaks of whom the other account comes from, or both come from one."""
    if a.tellers and b.tellers and a.tellers & b.tellers:
        yield Signal("teller.same", weight=len(a.tellers & b.tellers) / len(a.tellers | b.tellers))
    if a.tellers & b.names.keys() or b.tellers & a.names.keys():
        yield Signal("teller.named")


def firmness(a: Scene, b: Scene) -> Iterator[Signal]:
    """One calls confirmed what the other calls unconfirmed, possible or unknown."""
    if not a.has("unconfirmed") and not b.has("unconfirmed"):
        return
    share = scope_share(a.roots.keys(), b.roots.keys())
    for firm, loose, sides in ((a, b, False), (b, a, True)):
        span = loose.tokens.first_of("unconfirmed")
        if span is not None and share and not firm.has("unconfirmed"):
            here = firm.tokens.first_of("confirm") or firm.whole
            pair = (span, here) if sides else (here, span)
            yield Signal("confirmed_unconfirmed", *pair, share)
            return


def inclusion(a: Scene, b: Scene) -> Iterator[Signal]:
    """One includes what the other excludes."""
    for one, other, turned in ((a, b, False), (b, a, True)):
        outside = _bound(other, "exclude", -1)
        inside = None if outside is None else _bound(one, "include", 1)
        if inside is not None and outside is not None:
            share = scope_share(a.roots.keys(), b.roots.keys())
            pair = (outside, inside) if turned else (inside, outside)
            yield Signal("included_excluded", *pair, 0.2 + 0.8 * share)
            return


def _bound(scene: Scene, role: str, end: int) -> Span | None:
    """The words that include (or exclude): a verb, negation worked in, or a phrase."""
    deeds = (deed.span for deed in scene.deeds.get("include_exclude", ()) if deed.end == end)
    return next(deeds, None) or scene.tokens.first_of(role)


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


def _span(scene: Scene, key: str) -> Span:
    return scene.tokens.spans[scene.roots[key]]
