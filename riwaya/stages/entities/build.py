"""Makes the report's entities out of what the scene reads."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from riwaya.model import Entity, Mention, NameKind, Origin, Standing
from riwaya.stages.base import Draft
from riwaya.stages.entities.link import Link
from riwaya.stages.entities.scene import Reading, Scene
from riwaya.stages.entities.standing import standing_of

STAGE = "entities"


def build(draft: Draft, scene: Scene) -> Draft:
    """`draft` with one Entity for each that the scene reads, in order of first mention."""
    groups: dict[int, list[Reading]] = {}
    for reading in scene.readings:
        groups.setdefault(reading.entity, []).append(reading)
    entities: list[Entity] = []
    mentions: list[Mention] = []
    used: set[str] = set()
    for key, readings in groups.items():
        entity = _entity(draft.document.id, readings, scene.links.get(key), used)
        used.add(entity.id)
        entities.append(entity)
        mentions += [_mention(reading, entity) for reading in readings]
    mentions.sort(key=lambda mention: mention.span)
    return draft.having(mentions=tuple(mentions), entities=tuple(entities))


def local_id(document: str, name: str, kind: NameKind, number: int = 0) -> str:
    """An id for an entity that is known in one report only; `number` tells namesakes apart."""
    parts = (document, name, kind, *((str(number),) if number else ()))
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return f"local:{hashlib.sha256(joined).hexdigest()[:16]}"


def _entity(
    document: str, readings: Sequence[Reading], link: Link | None, used: set[str]
) -> Entity:
    named = [r.naming for r in readings if not r.naming.mention.nominal]
    namings = named or [r.naming for r in readings]
    names = tuple(dict.fromkeys(naming.text for naming in namings))
    kind = Counter(naming.mention.kind for naming in namings).most_common(1)[0][0]
    standing = standing_of(kind, namings, link.actor if link else None)
    if link:
        return _known(link, names, standing)
    fullest = max(namings, key=lambda naming: (len(naming.words), len(" ".join(naming.words))))
    number = 0
    while (id_ := local_id(document, " ".join(fullest.words), kind, number)) in used:
        number += 1
    origins = (Origin("id", STAGE, "local-name"), *_standing_origin(standing))
    return Entity(id_, fullest.text, kind, names, standing=standing, origins=origins)


def _known(link: Link, names: tuple[str, ...], standing: Standing | None) -> Entity:
    actor = link.actor
    return Entity(
        id=actor.id,
        name=actor.name,
        kind=actor.kind,
        names=names,
        name_en=actor.name_en,
        refs=actor.refs,
        country=actor.country,
        standing=standing,
        origins=(Origin("id", STAGE, link.rule, link.score), *_standing_origin(standing)),
    )


def _standing_origin(standing: Standing | None) -> tuple[Origin, ...]:
    return (Origin("standing", STAGE, f"standing-{standing}"),) if standing else ()


def _mention(reading: Reading, entity: Entity) -> Mention:
    """The mention with its entity; a description has the kind of what it stands for."""
    mention = reading.naming.mention
    origins = [*mention.origins, Origin("entity", STAGE, reading.rule)]
    kind = mention.kind
    if mention.nominal and kind != entity.kind:
        kind = entity.kind
        origins.append(Origin("kind", STAGE, "kind-of-the-entity"))
    return replace(mention, kind=kind, entity=entity.id, origins=tuple(origins))
