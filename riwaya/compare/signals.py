"""What can be observed on two accounts: named rules in order, each resting on words of both.

A signal decides nothing. The pair classifier takes all of them together; the reason of a relation
and the words shown for it come from them (`reasons.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from riwaya.compare.facts import Scene
from riwaya.compare.model import Signal
from riwaya.compare.signals_numbers import numbers
from riwaya.compare.signals_overlap import Rarity, overlaps, shared_runs
from riwaya.compare.signals_stance import (
    TOLD_AXES,
    blame,
    firmness,
    inclusion,
    kinds,
    made_up,
    opinion,
    opposites,
    polarity,
    stances,
    status,
    tellers,
)
from riwaya.compare.signals_times import dates, places, revised, said, speakers

__all__ = ["RULES", "SIGNAL_NAMES", "Rarity", "Rule", "signals"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what it can say (`gives`) and the function that says it."""

    name: str
    gives: tuple[str, ...]
    find: Callable[[Scene, Scene], Iterable[Signal]]


RULES: tuple[Rule, ...] = (
    Rule("numbers", ("number.same", "number.compatible", "number.compatible_far",
                     "number.differs", "number.differs_beside_same", "number.differs_total",
                     "number.later_grew", "number.later_other", "number.other_subset",
                     "number.other_time"), numbers),
    Rule("dates", ("date.same", "date.same_period", "date.compatible", "date.differs",
                   "date.differs_beside_same", "date.other_hour", "other_day"), dates),
    Rule("said", ("time.same_day", "time.later", "time.earlier", "time.hours"), said),
    Rule("revised", ("update.grows", "update.revised"), revised),
    Rule("places", ("place.same", "place.compatible", "place.differs", "place.word_same",
                    "place.word_differs"), places),
    Rule("speakers", ("speaker.same", "speaker.body_same", "document.same", "outlet.same",
                      "narration.both", "narration.one", "headline"), speakers),
    Rule("polarity", ("polarity.differs", "polarity.same"), polarity),
    Rule("opposites", ("predicate.opposite", "predicate.same", "attribute.opposite",
                       "attribute.same", *(f"opposite.{axis}" for axis in TOLD_AXES)), opposites),
    Rule("kinds", ("kind.same", "kind.differs"), kinds),
    Rule("made_up", ("made_up",), made_up),
    Rule("status", ("status.done_vs_not", "status.both_ongoing", "status.both_done"), status),
    Rule("stances", ("stance.denial_of", "stance.denial_of_charge", "stance.denial_beside_claim",
                     "stance.denier_named", "stance.accused_denied", "stance.both_denied",
                     "stance.no_comment", "stance.directive", "stance.uncertain"), stances),
    Rule("tellers", ("teller.same", "teller.named"), tellers),
    Rule("firmness", ("confirmed_unconfirmed",), firmness),
    Rule("inclusion", ("included_excluded",), inclusion),
    Rule("blame", ("responsible.differs", "responsible.same"), blame),
    Rule("opinion", ("opinion",), opinion),
    Rule("runs", ("quote.shared", "quote.run"), shared_runs),
)  # fmt: skip

_OVERLAPS = ("roots.overlap", "roots.a_in_b", "roots.b_in_a", "stems.overlap", "names.overlap",
             "names.shared", "length.ratio",             "numbers.overlap")  # fmt: skip
SIGNAL_NAMES: tuple[str, ...] = (*(name for rule in RULES for name in rule.gives), *_OVERLAPS)
"""Every name that a signal can bear, in a fixed order: the classifier's columns."""


def signals(a: Scene, b: Scene, rarity: Rarity | None = None) -> tuple[Signal, ...]:
    """All signals on a pair, in the order of the rules; each name at most once.

    `rarity` (made once for a story) weighs shared roots by how rare they are in it.
    """
    found: list[Signal] = []
    for rule in RULES:
        found.extend(rule.find(a, b))
    found.extend(overlaps(a, b, rarity))
    return tuple(found)
