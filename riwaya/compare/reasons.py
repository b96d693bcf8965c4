"""Why two accounts stand as they do: the best reason for a relation, its words, its evidence.

Reasons are rows of `data/reasons.tsv`; each names the signals that speak for it. A reason explains
a relation that was read; it never makes one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from riwaya.compare.facts_data import table
from riwaya.compare.model import Account, Signal
from riwaya.errors import SettingError
from riwaya.model import Span

Language = Literal["ar", "en"]
_MOST_SPANS = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """A named reason: the kinds of relation that it can explain, the signals that speak for it,
    what their weight counts, and its words."""

    name: str
    kinds: tuple[str, ...]
    signals: tuple[str, ...]
    strength: float
    arabic: str
    english: str

    def support(self, found: Iterable[Signal]) -> float:
        """How much the signals speak for it, 0 when none of its own is there."""
        weights = (signal.weight for signal in found if signal.name in self.signals)
        return self.strength * max(weights, default=0.0)


@cache
def reasons() -> Mapping[str, Reason]:
    """All reasons by name."""
    return {
        row["name"]: Reason(
            row["name"],
            tuple(row["kinds"].split("|")),
            tuple(filter(None, row["signals"].split("|"))),
            float(row["strength"]),
            row["arabic"],
            row["english"],
        )
        for row in table("reasons")
    }


def reason_of(kind: str, signals: Sequence[Signal]) -> str:
    """The name of the reason that best explains a relation of this kind.

    Where no signal speaks for any, the kind's plainest reason (the one of least strength).
    """
    mine = [reason for reason in reasons().values() if kind in reason.kinds]
    if not mine:
        raise SettingError(
            f"there is no reason for relations of kind {kind!r}.",
            where="riwaya/compare/data/reasons.tsv",
            advice="Use contradicts, updates, agrees, repeats or group.",
        )
    best = max(mine, key=lambda reason: reason.support(signals))
    if best.support(signals) > 0.0:
        return best.name
    return min(mine, key=lambda reason: reason.strength).name


def reason_words(name: str, lang: Language = "ar") -> str:
    """A reason in words, Arabic or English; an unknown name is given back as it stands."""
    reason = reasons().get(name)
    if reason is None:
        return name
    return reason.english if lang == "en" else reason.arabic


def evidence(
    signals: Sequence[Signal], account_a: Account, account_b: Account, reason: str | None = None
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The words of either account that a relation rests on: those of the signals that speak for
    `reason` (of any, strongest first, when None), else the accounts' own spans."""
    named = reasons().get(reason or "")
    mine = [s for s in signals if named is None or s.name in named.signals]
    mine.sort(key=lambda signal: -_strength(signal))
    pairs = [(s.a, s.b) for s in mine if s.a is not None and s.b is not None]
    here = _spans(part for a, _ in pairs for part in _inside(a, account_a))
    there = _spans(part for _, b in pairs for part in _inside(b, account_b))
    return here or account_a.spans, there or account_b.spans


def _strength(signal: Signal) -> float:
    """A signal's weight by the strongest reason that it speaks for; 0 for none."""
    found = (r.strength for r in reasons().values() if signal.name in r.signals)
    return signal.weight * max(found, default=0.0)


def _inside(span: Span, account: Account) -> tuple[Span, ...]:
    """The account's own words in `span`: narration can have others' words in between."""
    met = [own for own in account.spans if own.meets(span)]
    return tuple(Span(max(own.start, span.start), min(own.stop, span.stop)) for own in met)


def _spans(found: Iterable[Span]) -> tuple[Span, ...]:
    """The first few spans, in the order of the text, without those inside another."""
    kept: list[Span] = []
    for span in found:
        if len(kept) < _MOST_SPANS and not any(other.meets(span) for other in kept):
            kept.append(span)
    return tuple(sorted(kept))
