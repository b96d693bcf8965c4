"""Rules for numbers: the same, compatible, another part, grown since, or different."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.compare.facts import Scene
from riwaya.compare.facts_numbers import Figure
from riwaya.compare.model import Signal
from riwaya.compare.signals_overlap import scope_share

_TOLLS = frozenset(("killed", "injured", "missing", "detained", "displaced", "evacuated",
                    "released"))  # fmt: skip
_LEAST_SCOPE = 0.12


def numbers(a: Scene, b: Scene) -> Iterator[Signal]:
    """One signal for each pair of figures that count the same thing; of a name the best."""
    if not a.figures or not b.figures:
        return
    best: dict[str, Signal] = {}
    for one in a.figures:
        for other in b.figures:
            found = _compared(a, b, one, other)
            if found is not None and found.weight > getattr(best.get(found.name), "weight", 0.0):
                best[found.name] = found
    agreed = {s.a for s in best.values() if s.name in ("number.same", "number.compatible")}
    agreed_b = {s.b for s in best.values() if s.name in ("number.same", "number.compatible")}
    for name, signal in best.items():
        if name == "number.differs" and (signal.a in agreed or signal.b in agreed_b):
            signal = Signal("number.differs_beside_same", signal.a, signal.b, signal.weight)
        yield signal


def _compared(a: Scene, b: Scene, one: Figure, other: Figure) -> Signal | None:
    alike = likeness(one, other)
    if alike == 0.0:
        return None
    scope = scope_share(one.scope, other.scope)
    weight = alike * (0.3 + 0.7 * scope)
    if one.meets(other):
        exact = one.minimum == other.minimum and one.maximum == other.maximum
        name = "number.same" if exact else "number.compatible"
        return Signal(name, one.span, other.span, weight)
    if scope < _LEAST_SCOPE and alike < 1.0:
        return None
    return Signal(_difference(a, b, one, other), one.span, other.span, weight)


def likeness(one: Figure, other: Figure) -> float:
    """Whether two figures count the same, 0 to 1."""
    if one.people != other.people:
        return 0.0
    if one.people:
        kinds = _kinds(one, other)
        if one.noun == other.noun:
            return kinds
        return kinds * (0.8 if not one.noun or not other.noun else 0.35)
    if one.kind != other.kind or one.noun != other.noun:
        return 0.0
    return 1.0 if one.kind == "thing" else 0.7


def _kinds(one: Figure, other: Figure) -> float:
    if one.kind == other.kind:
        return 1.0 if one.kind != "other" or one.noun else 0.5
    return 0.4 if "other" in (one.kind, other.kind) else 0.0


def _difference(a: Scene, b: Scene, one: Figure, other: Figure) -> str:
    if one.part != other.part:
        return "number.other_subset"
    if a.whens and b.whens and not any(x.meets(y) for x in a.whens for y in b.whens):
        return "number.other_time"
    if a.day is not None and b.day is not None and a.day != b.day:
        early, late = (one, other) if a.day < b.day else (other, one)
        grown = (late.minimum or 0) >= (early.maximum or early.minimum or 0)
        return "number.later_grew" if grown and one.kind in _TOLLS else "number.later_other"
    return "number.differs"
