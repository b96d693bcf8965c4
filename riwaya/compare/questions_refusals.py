"""Refusals to comment, put under the question that they decline to answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riwaya.compare.model import NO_COMMENT, Account
from riwaya.compare.questions_clauses import Scenes
from riwaya.compare.questions_gather import Bearing, Gathering
from riwaya.compare.questions_topics import speaks_of

_LEAST_SHARED = 1


def add_refusals(gatherings: Sequence[Gathering], scenes: Scenes) -> None:
    """Add each refusal that no gathering has yet to the one that its words are nearest to; a
    refusal without words of its own goes where its paragraph's other accounts are."""
    taken = {ref for gathering in gatherings for ref in gathering.refs}
    for account in scenes.accounts.values():
        if account.stance == NO_COMMENT and account.ref not in taken:
            best = max(gatherings, key=lambda g: _nearness(account, g, scenes), default=None)
            if best is not None and _nearness(account, best, scenes)[0] >= _LEAST_SHARED:
                best.bearings.extend(_bearings(account, scenes))


def _bearings(account: Account, scenes: Scenes) -> Iterable[Bearing]:
    for clause in scenes.clauses[account.ref][:1]:
        yield Bearing(clause, NO_COMMENT, clause.span)


def _nearness(account: Account, gathering: Gathering, scenes: Scenes) -> tuple[int, int]:
    """Words shared with the gathering (of one topic counts more), then accounts beside it."""
    clauses = scenes.clauses[account.ref]
    beside = sum(
        b.account.document == account.document and b.account.paragraph == account.paragraph
        for b in gathering.bearings
    )
    if account.claim is not None and not account.claim.content:
        return beside, beside
    topic = gathering.topic
    on_topic = topic is not None and any(speaks_of(clause, topic.name) for clause in clauses)
    own = {root for clause in clauses for root in clause.roots}
    shared = max((len(own & b.clause.roots) for b in gathering.bearings), default=0)
    return shared + 2 * on_topic, beside
