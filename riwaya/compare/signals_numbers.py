"""Rules for numbers: the same, compatible, another part, grown since, or different."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.compare.facts import Scene
from riwaya.compare.facts_numbers import Figure
from riwaya.compare.model import Signal
from riwaya.compare.signals_overlap import scope_share

_TOLLS = frozenset(("killed", "injured", "missing", "detained", "displaced", "evacuated",
                    "released"))  # fmt: skip
_RECALLED = 60  # days before saying
_CLOSE = 0.9  # the smaller over the larger number: nearer ones are roundings of each other
_MATCHES = ("number.same", "number.compatible")
_DIFFERENCES = ("number.differs", "number.differs_total", "number.later_grew",
                "number.later_other", "number.other_time")  # fmt: skip


def numbers(a: Scene, b: Scene) -> Iterator[Signal]:
    """Of all figures that count the same thing, the best pair for each name.

    A number that has its like in the other account differs from no other one there:
    `number.differs_beside_same`.
    """
    if not a.figures or not b.figures:
        return
    best: dict[str, Signal] = {}
    for one in a.figures:
        for other in b.figures:
            found = _compared(a, b, one, other)
            if found is not None and found.weight > getattr(best.get(found.name), "weight", 0.0):
                best[found.name] = found
    matched = [signal for name, signal in best.items() if name in _MATCHES]
    here, there = {signal.a for signal in matched}, {signal.b for signal in matched}
    for name, signal in best.items():
        if name in _DIFFERENCES and (signal.a in here or signal.b in there):
            yield Signal("number.differs_beside_same", signal.a, signal.b, signal.weight)
        else:
            yield signal


def _compared(a: Scene, b: Scene, one: Figure, other: Figure) -> Signal | None:
    alike = likeness(one, other)
    if alike == 0.0:
        return None
    weight = alike * (0.2 + 0.8 * scope_share(one.scope, other.scope))
    name = _match(one, other) if one.meets(other) else _difference(a, b, one, other)
    return Signal(name, one.span, other.span, weight)


def _match(one: Figure, other: Figure) -> str:
    if one.minimum == other.minimum and one.maximum == other.maximum:
        return "number.same"
    here, there = _middle(one), _middle(other)
    if here and there and min(here, there) / max(here, there) < _CLOSE:
        return "number.compatible_far"
    return "number.compatible"


def _middle(figure: Figure) -> float:
    """The number itself: the middle of its bounds, or the one that is given."""
    low, high = figure.minimum, figure.maximum
    if low is None or high is None:
        return low or high or 0.0
    return (low + high) / 2


def likeness(one: Figure, other: Figure) -> float:
    """Whether two figures count the same, 0 to 1."""
    if one.people != other.people or one.base != other.base:
        return 0.0
    if one.people:
        return _kinds(one, other) * _nouns(one, other)
    if one.kind != other.kind or one.noun != other.noun:
        return 0.0
    return 1.0 if one.kind == "thing" else 0.7


def _nouns(one: Figure, other: Figure) -> float:
    if one.noun == other.noun:
        return 1.0
    if not one.noun or not other.noun:
        return 0.8
    return 0.9 if one.group == other.group and one.group not in ("", "person") else 0.35


def _kinds(one: Figure, other: Figure) -> float:
    if one.kind == other.kind:
        return 1.0 if one.kind != "other" or one.noun else 0.5
    return 0.4 if "other" in (one.kind, other.kind) else 0.0


def _difference(a: Scene, b: Scene, one: Figure, other: Figure) -> str:
    if one.part != other.part or _elsewhere(one, other):
        return "number.other_subset"
    if (one.days and other.days and not _share_a_day(one, other)) or (
        _long_ago(a, one) != _long_ago(b, other)
    ):
        return "number.other_time"
    if a.day is not None and b.day is not None and a.day != b.day:
        early, late = (one, other) if a.day < b.day else (other, one)
        grown = _middle(late) > _middle(early)
        return "number.later_grew" if grown and one.kind in _TOLLS else "number.later_other"
    if one.kind in _TOLLS and one.whole != other.whole:
        return "number.differs_total"
    return "number.differs"


def _elsewhere(one: Figure, other: Figure) -> bool:
    return bool(one.places and other.places and not one.places & other.places)


def _long_ago(scene: Scene, figure: Figure) -> bool:
    """Whether the figure belongs to an older event that is only recalled."""
    if scene.day is None or not figure.days:
        return False
    return max(last for _, last in figure.days) < scene.day - _RECALLED


def _share_a_day(one: Figure, other: Figure) -> bool:
    return any(x[0] <= y[1] and y[0] <= x[1] for x in one.days for y in other.days)
