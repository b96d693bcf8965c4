"""Rules over all claims of a report: duplicates are merged, claims put in order and nested."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from riwaya.model import Claim, Origin, annotation_id

STAGE = "claims"
_LOOKED_BACK = 100
_FIELDS = ("source", "source_from", "content", "via")


def merged(claims: Iterable[Claim]) -> list[Claim]:
    """Claims in the order of their cues; of those that share a cue word one stays.

    The one with the highest confidence stays; what it lacks is taken from the others.
    """
    out: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: (claim.cue, -claim.confidence)):
        twin = next((i for i in _recent(out) if _share_cue(out[i], claim)), None)
        if twin is None:
            out.append(claim)
        else:
            out[twin] = _one_of(out[twin], claim)
    return out


def _recent(claims: list[Claim]) -> range:
    """A cue of two words can reach over a few others: look that far back and no further."""
    return range(len(claims) - 1, max(-1, len(claims) - 9), -1)


def _share_cue(one: Claim, other: Claim) -> bool:
    return any(a.meets(b) for a in one.cue for b in other.cue)


def _one_of(one: Claim, other: Claim) -> Claim:
    best, spare = (one, other) if one.confidence >= other.confidence else (other, one)
    missing = {f: getattr(spare, f) for f in _FIELDS if not getattr(best, f) and getattr(spare, f)}
    if best.source and "source_from" in missing and not spare.source:
        del missing["source_from"]
    marks = tuple(Origin(field, STAGE, "merge-duplicates") for field in ("cue", *missing))
    origins = dict.fromkeys((*best.origins, *spare.origins, *marks))
    return replace(best, **missing, origins=tuple(origins))


def identified(document: str, claims: list[Claim]) -> list[Claim]:
    """Claims with ids from their cues. An old id that another layer may use is not kept."""
    return [replace(c, id=annotation_id(document, "claim", c.cue), parent=None) for c in claims]


def nested(claims: list[Claim]) -> list[Claim]:
    """Claims with `parent`: the smallest other claim whose content holds the claim's cue."""
    parents = _holders(claims)
    out = []
    for index, claim in enumerate(claims):
        parent = parents[index]
        if parent is None or _loops(parents, index):
            parents[index] = None
            out.append(claim)
            continue
        origin = Origin("parent", STAGE, "cue-in-content")
        changed = replace(claim, parent=claims[parent].id, origins=(*claim.origins, origin))
        out.append(changed)
    return out


def _holders(claims: list[Claim]) -> list[int | None]:
    contents = sorted((span, index) for index, c in enumerate(claims) for span in c.content)
    order = sorted(range(len(claims)), key=lambda index: claims[index].cue[0].start)
    sizes = [sum(span.stop - span.start for span in c.content) for c in claims]
    holders: list[int | None] = [None] * len(claims)
    at = 0
    for index in order:
        cue = claims[index].cue[0]
        while at < len(contents) and contents[at][0].start <= cue.start:
            at += 1
        recent = contents[max(0, at - _LOOKED_BACK) : at]
        around = [i for span, i in recent if i != index and span.holds(cue)]
        holders[index] = min(around, key=lambda i: (sizes[i], i), default=None)
    return holders


def _loops(parents: list[int | None], start: int) -> bool:
    """Whether following the parents from `start` leads back to it, in a few steps."""
    seen = {start}
    at = parents[start]
    while at is not None and len(seen) < _LOOKED_BACK:
        if at == start:
            return True
        if at in seen:
            return False
        seen.add(at)
        at = parents[at]
    return False
