"""Roles and chains of transmission (isnad) of claims whose speakers are known.

A chain runs from the report's teller inwards. The report itself is implicit; each further hop is
the words of who relays, and None where a speaker is named without any medium being stated.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from riwaya.model import Claim, Origin, Span
from riwaya.resources import lexicon
from riwaya.stages.speakers.agreement import bare
from riwaya.stages.speakers.namings import Naming
from riwaya.stages.speakers.scene import Scene
from riwaya.text import fold_letters

STAGE = "speakers"
_COMMA = "،"
_ARTICLE = "ال"
_JOINED = "وف"
_CARRIED_OVER = 8
_DEEPEST = 50


@cache
def _roles() -> dict[str, str]:
    """Role word (letters) -> its kind."""
    return {fold_letters(row["word"]): row["kind"] for row in lexicon("roles")}


@cache
def _media() -> dict[str, str]:
    """First word of a medium (letters, bare) -> agency, document or audience."""
    return {fold_letters(row["words"]).split()[0]: row["kind"] for row in lexicon("agencies")}


def role_of(scene: Scene, naming: Naming) -> tuple[str, str] | None:
    """The words of a naming that say in what role, up to the name after a comma or the end, and
    the kind of that role."""
    words = [i for i in scene.view.words_in(naming.span) if scene.view.words[i].is_word]
    at = next((i for i in words[:6] if bare(scene.view.words[i].letters) in _roles()), None)
    if at is None:
        return None
    start = max(_without_particle(scene, at), naming.span.start)
    text = scene.view.text[start : naming.span.stop].split(_COMMA)[0].strip(' "«»“”.:')
    return (text, _kind_of_role(scene, at)) if text else None


def _without_particle(scene: Scene, at: int) -> int:
    """Where the role word begins behind an attached و or ف: الرئيس in فالرئيس."""
    word, plain = scene.view.words[at], scene.view.plain
    first = plain.forth(word.span.start)
    attached = word.letters[1:].startswith(_ARTICLE) and word.letters[0] in _JOINED
    return plain.back(first + 1, first + 2).start if attached else word.span.start


def _kind_of_role(scene: Scene, at: int) -> str:
    """The kind of the role word at `at`; a deputy of an office (نائب الرئيس) is an official."""
    kinds, words = _roles(), scene.view.words
    kind = kinds[bare(words[at].letters)]
    of_office = at + 1 < len(words) and bare(words[at + 1].letters) in kinds
    return "official" if kind == "lawmaker" and of_office else kind


def with_roles_and_chains(scene: Scene, claims: list[Claim]) -> list[Claim]:
    """`claims` with `role` and `isnad`; an outer claim's chain leads to the claims inside it."""
    media = _all_media(scene, claims)
    chains = _all_chains(scene, [spans for spans, _ in media])
    out = []
    for index, claim in enumerate(claims):
        speaker = scene.speakers[index]
        role, kind = (role_of(scene, speaker) if speaker else None) or (None, None)
        new = [Origin("isnad", STAGE, "from-parent" if claim.parent else media[index][1])]
        if role:
            new.append(Origin("role", STAGE, "role-words"))
        kept = tuple(origin for origin in claim.origins if origin not in new)
        out.append(
            replace(
                claim, role=role, role_kind=kind, isnad_words=chains[index], origins=(*kept, *new)
            )
        )
    return out


def _all_chains(scene: Scene, media: list[list[Span]]) -> list[tuple[str | None, ...]]:
    """The chain of each claim; parents come first, wherever they stand in the text."""
    chains: list[tuple[str | None, ...] | None] = [None] * len(media)
    for index in range(len(media)):
        path, at = [index], scene.parent(index)
        while at is not None and chains[at] is None and len(path) < _DEEPEST:
            path.append(at)
            at = scene.parent(at)
        for step in reversed(path):
            parent = scene.parent(step)
            outer = chains[parent] if parent is not None else None
            chains[step] = _chain(scene, outer or (), media[step], scene.speakers[step])
    return [chain or (None,) for chain in chains]


def _chain(
    scene: Scene, outer: tuple[str | None, ...], media: list[Span], speaker: Naming | None
) -> tuple[str | None, ...]:
    words = speaker.span.of(scene.view.text) if speaker else None
    if len(outer) >= _DEEPEST:
        return outer
    if words is not None and words in outer:
        return outer[: outer.index(words) + 1]
    relays: list[str | None] = [span.of(scene.view.text) for span in media]
    if not relays and not outer and not (speaker and speaker.type == "media"):
        relays = [None]
    hops = [hop for hop in relays if hop is None or hop not in outer]
    return (*outer, *hops, words)


def _all_media(scene: Scene, claims: list[Claim]) -> list[tuple[list[Span], str]]:
    """Each claim's relays with the rule: its own or, for a verb alone, those carried over."""
    out: list[tuple[list[Span], str]] = []
    for index, claim in enumerate(claims):
        own = _relays(scene, claim)
        carried = [] if own or claim.source else _carried(scene, out, index)
        rule = "via" if own else "via-carried" if carried else "no-medium-stated"
        out.append((own or carried, rule))
    return out


def _carried(scene: Scene, done: list[tuple[list[Span], str]], index: int) -> list[Span]:
    """The relays of the same speaker's last claim at the same depth."""
    speaker = scene.speakers[index]
    for other in range(index - 1, max(-1, index - 1 - _CARRIED_OVER), -1):
        before = scene.speakers[other]
        if speaker and before and before.span == speaker.span:
            return done[other][0] if scene.parent(other) == scene.parent(index) else []
    return []


def _relays(scene: Scene, claim: Claim) -> list[Span]:
    """The parts of `via` that are media or documents, not the audience that was spoken to."""
    return [span for span in claim.via if _kind(scene, span) != "audience"]


def _kind(scene: Scene, span: Span) -> str | None:
    inside = scene.view.words_in(span)
    if not inside:
        return None
    letters = scene.view.words[inside.start].letters
    for size in (0, 1, 2):
        if letters[size:] in _media():
            return _media()[letters[size:]]
    return _media().get(bare(letters))
