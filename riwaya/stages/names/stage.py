"""The stage that makes mentions of proposals, of the actor lexicon and of the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riwaya.gazetteer import name_warnings
from riwaya.model import Mention, Origin, Span, annotation_id
from riwaya.resources.actors import ActorMatch, actor_index
from riwaya.stages.base import Draft, Layer, Proposal
from riwaya.stages.names.descriptions import of_proposals as descriptions_of
from riwaya.stages.names.descriptions import of_rules, with_kinds, without_nouns
from riwaya.stages.names.evidence import Evidence
from riwaya.stages.names.found import Found
from riwaya.stages.names.kinds import with_settled_kinds
from riwaya.stages.names.known import again, of_lexicon
from riwaya.stages.names.patterns import sure_bodies, sure_places, with_patterns
from riwaya.stages.names.proposed import balanced, clipped, in_one_line, without_overlaps
from riwaya.stages.names.proposed import of_proposals as names_of
from riwaya.stages.names.repairs import repaired, take_noun, widened
from riwaya.stages.names.trimming import trimmed
from riwaya.text import TextView, Word

STAGE = "names"


class NamesStage:
    """Gives mentions with exact spans. Without proposals it reads by lexicon and patterns alone."""

    name = STAGE
    version = "1"
    needs: frozenset[Layer] = frozenset()
    gives: frozenset[Layer] = frozenset({"mentions"})

    def run(self, draft: Draft) -> Draft:
        """`draft` with its mentions replaced."""
        view = draft.view
        matches = [
            match
            for match in actor_index().find([_seen(word) for word in view.words])
            if in_one_line(view, match.start, match.stop - 1)
        ]
        known = [_even(view, trimmed(view, one)) for one in of_lexicon(view, matches)]
        if draft.proposals is None:
            found = with_patterns(view, known)
        else:
            proposals = [p for p in draft.proposals if p.kind == "name"]
            found = take_noun(view, _with(_proposed(view, proposals, matches), known))
            found = _with(found, [*sure_bodies(view), *sure_places(view)])
        found = [clipped(view, one) for one in _with(found, again(view, found))]
        found = with_settled_kinds(view, found)
        found = with_kinds(view, _with(found, of_rules(view, found)))
        mentions = (_mention(draft.document.id, view, one) for one in found)
        return draft.having(mentions=tuple(mentions))


def _proposed(
    view: TextView, proposals: Sequence[Proposal], matches: Sequence[ActorMatch]
) -> list[Found]:
    """Names and descriptions out of a head's proposals."""
    found = names_of(view, proposals)
    evidence = Evidence(view, (one.first for one in found))
    found = widened(view, repaired(view, evidence, found), matches)
    found = [_cut(trimmed(view, _cut(one, evidence)), evidence) for one in found]
    return _with(without_nouns(view, found), descriptions_of(view, proposals))


def _even(view: TextView, found: Found) -> Found:
    """`found` with the fellows of the quotation marks inside it."""
    first, last = balanced(view, found.first, found.last)
    return replace(found, first=first, last=last) if first == found.first else found


def _seen(word: Word) -> str:
    """A word as the lexicon sees it: it passes over the low lines and hashes in a name."""
    return "_" if word.plain == "#" else word.letters


def _cut(found: Found, evidence: Evidence) -> Found:
    """`found` without the particles before it, unless they are known already."""
    skipped = found.skipped or evidence.skipped(found)
    return replace(found, skipped=skipped, trimmed="particle") if skipped else found


def _with(found: Sequence[Found], more: Sequence[Found]) -> list[Found]:
    """`found`, and those of `more` that meet none of them."""
    taken = {at for one in found for at in range(one.first, one.last + 1)}
    free = [one for one in more if not taken & set(range(one.first, one.last + 1))]
    return without_overlaps([*found, *free])


def _mention(document: str, view: TextView, found: Found) -> Mention:
    span = span_of(view, found)
    origins = [Origin("span", STAGE, found.rule, found.score)]
    if found.trimmed:
        origins.append(Origin("span", STAGE, found.trimmed))
    origins.append(Origin("kind", STAGE, found.kind_rule or found.rule))
    oddities = name_warnings(span.of(view.text))
    origins += [Origin("spelling", STAGE, oddity.replace(" ", "-")) for oddity in oddities]
    return Mention(
        id=annotation_id(document, "mention", [span]),
        span=span,
        kind=found.kind,
        nominal=found.nominal,
        confidence=round(found.score, 3),
        origins=tuple(origins),
    )


def span_of(view: TextView, found: Found) -> Span:
    """The characters of a name, what is skipped of its first word left out."""
    whole = view.span_of(found.first, found.last)
    if not found.skipped:
        return whole
    at = view.plain.forth(whole.start) + found.skipped
    return Span(view.plain.starts[at], whole.stop)
