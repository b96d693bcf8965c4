"""A medium that sources a sentence's only report is that report's relay, not a speaker."""

from __future__ import annotations

from dataclasses import replace

from riwaya.stages.rules_reader.ground import Ground
from riwaya.stages.rules_reader.rules import Reading
from riwaya.stages.rules_reader.types import source_type

_SOURCING = ("sourcing-phrase", "sourcing-clause")
_TAIL = 2


def with_relays(ground: Ground, readings: list[Reading]) -> list[Reading]:
    """`أعلن X فتح الطريق، بحسب وكالة Y`: one claim of X with Y as its relay."""
    out: list[Reading] = []
    for reading in readings:
        told = _told_by(ground, out, reading)
        if told is None:
            out.append(reading)
        else:
            relay = [reading.source] if reading.source else []
            out[told] = replace(out[told], media=[*out[told].media, *relay])
    return out


def _told_by(ground: Ground, before: list[Reading], relay: Reading) -> int | None:
    """Index of the last report, when its content ends right where the relay begins."""
    if not before or relay.rule not in _SOURCING or relay.source is None:
        return None
    last = before[-1]
    if not last.rule.startswith("verb") or last.content is None:
        return None
    gap = relay.cue[0][0] - last.content[1] - 1
    if not 0 <= gap <= _TAIL or source_type(ground, relay.source) != "media":
        return None
    same = ground.sentence_of[last.cue[0][0]] == ground.sentence_of[relay.cue[0][0]]
    return len(before) - 1 if same else None
