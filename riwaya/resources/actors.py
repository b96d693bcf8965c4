"""The actor lexicon: parties known from the start, each under one neutral name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riwaya.model import NameKind


@dataclass(frozen=True, slots=True)
class ActorVariant:
    """One more way of naming an actor. `sides` marks a name that takes sides: it is matched, and
    shown only inside the source's own words."""

    text: str
    sides: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A known party. `id` begins with `actor:`. `years` is (first, last), None for open.

    `wikipedia` is the title of its English article. `tags` say what it is beyond its kind (state,
    ministry, army, agency, broadcaster, monitor, armed-group, office-holder …). `nominals` are
    short descriptions that stand for it once it was named (التنظيم، الحركة، الوكالة).
    """

    id: str
    kind: NameKind
    name: str
    name_en: str
    wikipedia: str | None = None
    wikidata: str | None = None
    country: str | None = None
    variants: tuple[ActorVariant, ...] = ()
    nominals: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    tags: tuple[str, ...] = ()


def actors() -> Sequence[Actor]:
    """All actors, by id."""
    raise NotImplementedError


def actors_named(name: str) -> Sequence[Actor]:
    """Actors that bear `name` (any spelling; matched on its folded key), the likeliest first."""
    raise NotImplementedError
