"""Relations between the accounts of a story, each with its reason and the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from riwaya.compare.accounts import document_of
from riwaya.compare.classifier import (
    Limits,
    PairClassifier,
    Verdict,
    in_time,
    limits_for,
    load_classifier,
)
from riwaya.compare.model import Account, Relation, Signal
from riwaya.compare.pairs import Side, sides_of
from riwaya.compare.reasons import evidence, reason_of
from riwaya.model import Origin, Report

STAGE = "relate"


def relations(
    reports: Sequence[Report],
    accounts: Sequence[Account],
    limits: Limits | None = None,
    classifier: PairClassifier | None = None,
) -> tuple[Relation, ...]:
    """How the accounts of one story stand to each other, in the order of the accounts.

    Nothing is said of pairs that have too little in common to be told apart. The later account is
    `b`. `limits` say how much is looked at (by default less of a large story). Raises
    ResourceError when the classifier's pack is missing or damaged.
    """
    if len(accounts) < 2:
        return ()
    judge = classifier or load_classifier()
    sides = _sides(reports, accounts)
    limits = limits or limits_for(len(accounts))
    found = judge.verdicts(judge.table(sides, limits), limits)
    return tuple(_relation(verdict, sides, judge.version) for verdict in found)


def _sides(reports: Iterable[Report], accounts: Sequence[Account]) -> list[Side]:
    of = {report.document.id: report for report in reports}
    return [
        side
        for document, told in groupby(accounts, key=lambda account: document_of(account.ref))
        for side in sides_of(of[document], list(told))
    ]


def _relation(verdict: Verdict, sides: Sequence[Side], version: str) -> Relation:
    one, two = sides[verdict.i], sides[verdict.j]
    first, second = in_time(one, two)
    signals = verdict.signals
    if first is not one:
        signals = tuple(Signal(s.name, s.b, s.a, s.weight) for s in signals)
    reason = reason_of(verdict.kind, signals)
    a, b = evidence(signals, first.account, second.account, reason)
    return Relation(
        a=first.ref,
        b=second.ref,
        relation=verdict.kind,
        confidence=verdict.confidence,
        reason=reason,
        evidence_a=a,
        evidence_b=b,
        signals=signals,
        origins=(Origin("relation", f"{STAGE}/{version}", verdict.rule, verdict.confidence),),
    )
