"""Entities linked across reports, with people's decisions: see docs/linking.md."""

from riwaya.linking.decisions import (
    Decision,
    Decisions,
    Ref,
    append_decision,
    decide_join,
    decide_split,
    load_decisions,
)
from riwaya.linking.ground import Ground
from riwaya.linking.link import link
from riwaya.linking.linked import Join, Linked, LinkedEntity
from riwaya.linking.members import Member
from riwaya.linking.rewrite import rewritten

__all__ = [
    "Decision",
    "Decisions",
    "Ground",
    "Join",
    "Linked",
    "LinkedEntity",
    "Member",
    "Ref",
    "append_decision",
    "decide_join",
    "decide_split",
    "link",
    "load_decisions",
    "rewritten",
]
