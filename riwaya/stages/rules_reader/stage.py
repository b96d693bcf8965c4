"""The stage: runs the rules over the words of a text and makes claims of what they read."""

from __future__ import annotations

from functools import cache

from riwaya.model import Claim, Origin, Span, annotation_id
from riwaya.resources import lexicon
from riwaya.stages.base import Draft, Layer
from riwaya.stages.rules_reader.between import Range
from riwaya.stages.rules_reader.ground import Ground
from riwaya.stages.rules_reader.relays import with_relays
from riwaya.stages.rules_reader.rules import RULES, Reading
from riwaya.stages.rules_reader.types import source_type, stance

STAGE = "rules"


class RulesReader:
    """Reads claims by named rules over lexicons; needs nothing, gives claims in cue order.

    A claim's confidence is the share of right cues that its rule had on the training reports
    (`rules_precision.tsv`, written by `python -m bench.claims precision`).
    """

    name = STAGE
    version = "1"
    needs: frozenset[Layer] = frozenset()
    gives: frozenset[Layer] = frozenset({"claims"})

    def run(self, draft: Draft) -> Draft:
        """The draft with the claims that the rules find."""
        ground = Ground(draft.view)
        readings = with_relays(ground, _readings(ground))
        claims = [_claim(ground, reading, draft.document.id) for reading in readings]
        return draft.having(claims=tuple(sorted(claims, key=lambda claim: claim.cue)))


def _readings(ground: Ground) -> list[Reading]:
    """What the first rule that reads something says at each word that no cue has taken yet."""
    readings: list[Reading] = []
    taken: set[int] = set()
    for at, word in enumerate(ground.words):
        if at in taken or not (word.is_word or word.plain == ":"):
            continue
        reading = next((r for _, rule in RULES if (r := rule(ground, at))), None)
        if reading is not None and not _same_content(readings, reading):
            taken.update(i for first, last in reading.cue for i in range(first, last + 1))
            readings.append(reading)
    return readings


def _same_content(readings: list[Reading], reading: Reading) -> bool:
    """`توعد X قائلا: "…"` is one claim, that of its first verb."""
    last = readings[-1] if readings else None
    if last is None or last.content is None or reading.content is None:
        return False
    return reading.rule.startswith("participle") and last.content[0] == reading.content[0]


@cache
def _precision() -> dict[str, float]:
    return {row["rule"]: float(row["precision"]) for row in lexicon("rules_precision")}


def _claim(ground: Ground, reading: Reading, document: str) -> Claim:
    score = _precision().get(reading.rule, 0.5)
    taken, stance_rule = stance(ground, reading.stance, reading.content)
    cue = _spans(ground, reading.cue)
    source = _spans(ground, [reading.source] if reading.source else [])
    content = _spans(ground, [reading.content] if reading.content else [])
    via = _spans(ground, reading.media)
    filled = [("cue", cue), ("source", source), ("content", content), ("via", via)]
    origins = [Origin(name, STAGE, reading.rule, score) for name, spans in filled if spans]
    origins.append(Origin("stance", STAGE, stance_rule))
    if reading.source:
        origins.append(Origin("source_type", STAGE, "head-noun"))
    return Claim(
        id=annotation_id(document, "claim", cue),
        cue=cue,
        source=source,
        content=content,
        via=via,
        stance=taken,
        source_type=source_type(ground, reading.source) if reading.source else "person",
        confidence=score,
        origins=tuple(origins),
    )


def _spans(ground: Ground, ranges: list[Range]) -> tuple[Span, ...]:
    return tuple(ground.span(first, last) for first, last in ranges if first <= last)
